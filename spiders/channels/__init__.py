"""From declared documents through their channels to results. Keeps nothing."""

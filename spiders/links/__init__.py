"""Where watched links lead. Keeps nothing."""

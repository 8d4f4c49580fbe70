"""The channel of a real browser. Keeps nothing."""

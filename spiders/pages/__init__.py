"""The channel of plain HTTP. Keeps nothing."""

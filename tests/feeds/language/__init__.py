"""The languages that a publication speaks."""

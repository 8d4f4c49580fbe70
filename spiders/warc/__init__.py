"""WARC files as what was seen. Keeps nothing."""

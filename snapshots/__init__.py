"""The archive: what was seen, written once, never edited. Knows nothing of fetching, judging or publishing."""

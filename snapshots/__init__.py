"""The archive: what was seen, written once, never edited. Knows no fetching, judging or publishing."""

"""Reads single sentences: clauses, terms, cues, names, numbers. Knows no document and compares nothing."""

"""Reads single sentences: clauses, terms, cues, names, numbers. Knows no document and compares nothing.

Whatever reads takes a `Reader`, which holds the rule pack and the language of the text.
"""

"""Capture: from a declaration to a capture. Keeps nothing and judges nothing."""

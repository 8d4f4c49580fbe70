"""The differ: what changed between two texts, sentence by sentence and word by word. Judges nothing."""

from monitor.diff.hunks import Comparison, apply, compare, merge

__all__ = ["Comparison", "apply", "compare", "merge"]

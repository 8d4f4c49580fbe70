"""Judges a change: what in it is news, how grave, about what, in words that quote it. Writes nothing."""

from monitor.alerts.judgement import Assessment, Situation, assess, labels_of

__all__ = ["Assessment", "Situation", "assess", "labels_of"]

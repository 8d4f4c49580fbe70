"""Assesses a change: what in it is news, what it means, how grave it is, in words that quote it. Writes nothing."""

from monitor.alerts.assessment import Assessment, Situation, assess, labels_of

__all__ = ["Assessment", "Situation", "assess", "labels_of"]

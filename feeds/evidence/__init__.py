"""The evidence of one alert as one zip: both captures, the diff, the chain, and how to check them without us."""

from feeds.evidence.evidence_pack import evidence_name, evidence_pack

__all__ = ["evidence_name", "evidence_pack"]

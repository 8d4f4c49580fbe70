"""The rule pack: what policies speak of and how grave it is, as data; judges nothing."""

from monitor.rules.pack import Pack, default_pack, read_pack

__all__ = ["Pack", "default_pack", "read_pack"]

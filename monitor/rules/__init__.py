"""The rule pack: what policies speak of and how grave it is, as data; judges nothing."""

from monitor.rules.pack import Pack
from monitor.rules.pack_files import default_pack, load_pack
from monitor.rules.pack_parser import read_pack

__all__ = ["Pack", "default_pack", "load_pack", "read_pack"]

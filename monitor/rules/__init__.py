"""The rule pack: what policies speak of and how grave it is, as data; judges nothing."""

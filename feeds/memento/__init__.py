"""Memento (RFC 7089): which text stood at an address at which time, in the protocol that web archives share."""

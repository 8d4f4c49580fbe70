"""The channel of web archives (RFC 7089). Keeps nothing."""

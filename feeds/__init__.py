"""Publication: archive records in, bytes out. Decides nothing and fetches nothing."""

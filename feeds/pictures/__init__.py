"""The pictures that links to alerts show where they are shared."""

"""Pages as sites show them, in words of our own: documents in several languages, and what stands in their place."""

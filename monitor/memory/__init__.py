"""What is remembered of a document from capture to capture, and how that is written down. Reads no page."""

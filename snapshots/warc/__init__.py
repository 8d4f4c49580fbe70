"""An archive as WARC files. Changes nothing in it."""

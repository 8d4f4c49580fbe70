"""The pages: pure functions from records to bytes. They read no archive and write no file."""

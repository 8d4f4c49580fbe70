"""The archive on SQLite."""

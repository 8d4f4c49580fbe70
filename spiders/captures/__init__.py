"""Pages that people saved: what such files tell of themselves. Keeps nothing."""

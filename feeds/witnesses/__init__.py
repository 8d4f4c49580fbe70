"""Independent archives that are asked to keep what was seen: who they are, and how each is asked. Keeps nothing."""

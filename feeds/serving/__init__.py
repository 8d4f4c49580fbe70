"""The built folder and what files can't do, over HTTP. Builds nothing."""

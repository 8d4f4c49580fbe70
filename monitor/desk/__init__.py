"""The desk: what a person decides about an archive, in a browser, for those who may. Shows nothing to readers."""

"""An archive as a folder of files: what there is to publish, what changed, how it is written. Serves nothing."""

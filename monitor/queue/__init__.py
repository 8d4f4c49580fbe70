"""The queue that workers share, in the database of an archive. Does no job."""

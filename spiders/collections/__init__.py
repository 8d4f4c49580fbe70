"""The channel of collections of Open Terms Archive, asked through their API. Keeps nothing."""

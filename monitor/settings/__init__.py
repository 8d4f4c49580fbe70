"""What a person sets for one archive."""

"""What is watched: declarations, their keys and values, and the catalogue that ships. Fetches nothing."""

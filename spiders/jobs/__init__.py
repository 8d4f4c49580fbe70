"""What is asked of the fetching process and what it answers. Fetches nothing."""

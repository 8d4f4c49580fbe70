"""What HTTP says: hosts, bodies, charsets, TimeMaps, and what an answer is. Sends nothing."""

"""What an answer over HTTP is made of: headers, media types, problems, conditions. Serves nothing itself."""

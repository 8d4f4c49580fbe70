"""What a document says is done with people's data: claims, each with its purpose, data, people and quote. No change."""

"""What every part of the publication stands on: its files, what they are made from, the topics of its feeds."""

"""What a researcher asks of an archive, as records: no function here compares or understands a text."""

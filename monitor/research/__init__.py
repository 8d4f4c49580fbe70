"""What a researcher asks of an archive, worked out from its versions. Renders nothing and writes no record."""

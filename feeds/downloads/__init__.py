"""What a reader takes away of an alert or a version: citation, evidence, picture, the page as it was received."""

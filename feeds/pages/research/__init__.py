"""The pages for researchers: answers handed over as records in, bytes out. Works nothing out itself."""

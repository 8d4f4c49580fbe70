"""An archive that ends with its process: for tests and rehearsals."""

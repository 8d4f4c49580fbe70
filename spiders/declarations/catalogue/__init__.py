"""The documents Policywatch ships with, as declarations a person can read and edit."""

from importlib.resources import files


def meta_toml() -> str:
    """Return the declarations of Meta's documents, comments and all."""
    return files(__name__).joinpath("meta.toml").read_text(encoding="utf-8")

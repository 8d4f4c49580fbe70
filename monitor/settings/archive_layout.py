"""Where things lie in the folder of an archive. Opens nothing."""

FILE = "policywatch.toml"
"""The settings."""

DECLARATIONS = "declarations"
"""The folder of what is watched."""

SITE = "site"
"""The folder that is published into."""

DERIVED = "derived"
"""The folder of what can be thrown away and is worked out again."""

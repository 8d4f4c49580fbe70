"""From a captured body to its segments and links. Touches no network, no archive and no clock."""

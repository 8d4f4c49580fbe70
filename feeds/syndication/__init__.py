"""The feeds: what was told, as entries in Atom, RSS, JSON Feed, OPML and pages. Decides nothing of what is told."""

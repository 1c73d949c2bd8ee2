"""People, their assignments and what they may do."""

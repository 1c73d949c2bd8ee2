"""The commands of the programmes."""

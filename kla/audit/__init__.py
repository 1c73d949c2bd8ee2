"""Append-only records of who did what, written in the same transaction."""

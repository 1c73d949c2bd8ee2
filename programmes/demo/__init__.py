"""Invented rows for every register; never in production."""

"""A program of its own that opens an upload under hard limits; it imports nothing of the project.

It is started as `python -I clusters/probe KIND` and its modules import each other as its own.
"""

"""A program of its own that reads an uploaded XLSX; it imports nothing of the project.

It is started as `python -I clusters/workbook/probe`. What a part will cost is counted before it
is parsed, so that a bomb costs its unpacking only.
"""

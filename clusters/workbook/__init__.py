"""The workbook for people: out with each entry's version, and in again, all or nothing."""

"""The words of the report: written by people or by rules, their numbers by reference."""

"""The rows of a register as a workbook: out, in again, all of it or nothing."""

"""The entries file: out to CSV and XLSX, and in again, all or nothing."""

"""What is measured, and its state: catalogue, sheets, entries, review, score."""

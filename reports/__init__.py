"""The annual report: snapshot, content, sections, render, join, publish, verify."""

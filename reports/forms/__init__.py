"""The report in other forms than PDF: one accessible HTML file, and DOCX."""

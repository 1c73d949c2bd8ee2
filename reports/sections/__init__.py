"""What each kind of section shows, as the context of its template."""

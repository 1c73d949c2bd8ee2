"""Pages of the clusters app, by who uses them."""

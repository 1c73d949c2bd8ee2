"""Which services reach the children of each kelurahan, what is missing, and since when."""

"""Areas, offices and what a city says of itself."""

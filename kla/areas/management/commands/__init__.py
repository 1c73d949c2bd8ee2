"""Commands of the areas app."""

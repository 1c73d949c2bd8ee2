"""An invented year of a city, for trying the app out; never in production."""

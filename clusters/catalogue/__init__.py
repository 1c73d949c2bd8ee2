"""The indicator catalogue: one TOML file a cluster, and the reader that checks the whole."""

"""Forms: they read and check input, nothing else."""

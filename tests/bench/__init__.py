"""`make bench`: ratios within one run, for machines that are shared and noisy."""

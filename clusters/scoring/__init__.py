"""Pure arithmetic of the estimated KLA score: attainment, points, categories, small counts."""

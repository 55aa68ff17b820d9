"""Full-text search in all that people said, in both times."""

"""What can be seen: folds over records, and the ways a table is written down."""

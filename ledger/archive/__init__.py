"""A whole ledger as one file that is the same wherever it is made: writing, reading, restoring."""

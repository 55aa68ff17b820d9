"""A ledger kept in SQLite: all that is about SQLite is in here."""

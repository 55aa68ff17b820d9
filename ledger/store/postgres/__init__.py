"""A ledger in a PostgreSQL database, which many people share."""

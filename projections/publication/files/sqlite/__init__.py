"""The register as an SQLite database."""

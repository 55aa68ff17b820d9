"""The register as JSON, and its schema."""

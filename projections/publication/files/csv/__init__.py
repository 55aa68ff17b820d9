"""The register as tables of CSV."""

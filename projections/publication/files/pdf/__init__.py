"""The register as a tagged PDF."""

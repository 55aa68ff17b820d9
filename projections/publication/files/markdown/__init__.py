"""The register as Markdown."""

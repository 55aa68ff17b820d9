"""The register as an Excel spreadsheet."""

"""The register as an OpenDocument spreadsheet."""

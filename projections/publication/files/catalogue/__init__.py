"""The data files, described for DCAT."""

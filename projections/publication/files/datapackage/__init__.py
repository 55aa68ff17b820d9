"""The data files, described for Frictionless."""

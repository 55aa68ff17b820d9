"""A paper as an OpenDocument text (ODF 1.3), which every word processor opens and changes."""

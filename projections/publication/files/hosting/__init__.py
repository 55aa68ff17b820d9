"""Settings for git and for hosts of pages."""

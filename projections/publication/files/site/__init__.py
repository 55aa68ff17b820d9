"""The pages of a bundle: what is on them, their charts, templates and style."""

"""How a view is written down: one module a format, each with ``write(view, width)`` giving pieces of text."""

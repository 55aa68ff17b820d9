"""What the readers make of a file: its tables, whatever stands in them."""

from __future__ import annotations

Table = list[list[str]]
"""Rows of cells as text."""

BREAK = "\v"
"""Where a line ends because the paper does: there is a blank in the text, or none."""

"""What lies in a folder of evidence beside the files: known without what keeps them."""

from __future__ import annotations

INCOMING = ".incoming"
"""The folder of what is on its way in."""

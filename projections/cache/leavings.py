"""Of which inspections it is to be told anew how cycles left them; see ``projections.cache.left``."""

from __future__ import annotations

from projections.cache.marks import Marks


class Leavings(Marks):
    """See Part."""

    ANEW, ON, OF_BODIES = "left_anew", "left_on", True

"""Of which inspections it is to be told further how cycles left them; see ``projections.cache.cuts``."""

from __future__ import annotations

from projections.cache.marks import Marks


class Leavings(Marks):
    """See Part."""

    ANEW, OF_BODIES = "left_anew", True

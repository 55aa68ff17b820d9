"""Of which inspections it is to be told anew which bodies they name; see ``projections.cache.bodies``."""

from __future__ import annotations

from projections.cache.marks import Marks


class Uses(Marks):
    """See Part."""

    ANEW, OF_BODIES = "used_anew", True

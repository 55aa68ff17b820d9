"""Of which inspections the words are to be looked through anew; see ``projections.cache.words``."""

from __future__ import annotations

from projections.cache.marks import Marks


class Searches(Marks):
    """See Part."""

    ANEW, ON, OF_BODIES = "searched_anew", "searched_on", False

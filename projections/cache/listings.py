"""Of which inspections the evidence, the judgements and the like are to be told further; see
``projections.cache.listed``.
"""

from __future__ import annotations

from projections.cache.marks import Marks


class Listings(Marks):
    """See Part."""

    ANEW, OF_BODIES = "listed_anew", True

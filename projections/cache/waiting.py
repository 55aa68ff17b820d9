"""Of which inspections the tasks are to be worked out anew; see ``projections.cache.anew``."""

from __future__ import annotations

from projections.cache.marks import Marks


class Inboxes(Marks):
    """See Part."""

    ANEW, ON, OF_BODIES = "waits_anew", "waits_on", True

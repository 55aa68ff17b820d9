"""The parts of a cache, in the order in which they take in events.

Most registers do without those that are ``ASKED_FOR``: these take in what is new once somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from projections.cache.asked_for import FIGURES, SHARES
from projections.cache.counted import Statistics
from projections.cache.filed import Filings
from projections.cache.leavings import Leavings
from projections.cache.listings import Listings
from projections.cache.openings import Openings
from projections.cache.parts import Filling, Part
from projections.cache.searches import Searches
from projections.cache.shares import Shares
from projections.cache.steps import Steps
from projections.cache.uses import Uses
from projections.cache.waiting import Inboxes
from projections.cache.wholes import Wholes

PARTS: tuple[Callable[[Filling], Part], ...] = (
    Wholes,
    Inboxes,
    Openings,
    Listings,
    Leavings,
    Uses,
    Filings,
    Searches,
)

ASKED_FOR: Mapping[str, tuple[Callable[[Filling], Part], ...]] = {
    SHARES: (Shares,),
    FIGURES: (Statistics, Steps),
}

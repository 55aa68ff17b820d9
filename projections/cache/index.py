"""The parts of a cache, in the order in which they take in events."""

from __future__ import annotations

from collections.abc import Callable

from projections.cache.counted import Statistics
from projections.cache.leavings import Leavings
from projections.cache.listings import Listings
from projections.cache.openings import Openings
from projections.cache.parts import Filling, Part
from projections.cache.searches import Searches
from projections.cache.steps import Steps
from projections.cache.telling import Registers
from projections.cache.waiting import Inboxes

PARTS: tuple[Callable[[Filling], Part], ...] = (
    Registers,
    Inboxes,
    Statistics,
    Openings,
    Listings,
    Leavings,
    Steps,
    Searches,
)

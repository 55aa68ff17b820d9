"""What was known of bodies at an instant, for one who fills a cache: each state of it is held once."""

from __future__ import annotations

from bisect import bisect_right
from copy import copy

from events.base import Instant
from ledger.state.bodies import Bodies
from ledger.times import BEFORE_ALL


class Knowledge:
    """The bodies as they were known, by the number of events that said so."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies
        self._told = [recorded_at for _, _, _, recorded_at in bodies.recorded]
        self._known: dict[int, Bodies | None] = {}

    def at(self, told: Instant) -> Bodies | None:
        """Those that were known at an instant, None if no body was; nobody else reads them."""
        if not self._bodies:
            return None
        count = bisect_right(self._told, told)
        if count not in self._known:
            # Mostly nothing is told of bodies later, and what is shared with those nobody changes meanwhile.
            is_all = count == len(self._told)
            known = copy(self._bodies) if is_all else self._bodies.as_known(told)
            if known:
                known.stay_on(BEFORE_ALL)
            self._known[count] = known or None
        return self._known[count]

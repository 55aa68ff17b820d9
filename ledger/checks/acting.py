"""V12: whether each event was recorded by whom it names, as far as a server or a signature can say."""

from __future__ import annotations

from ledger.checks.signatures import Signatures
from ledger.checks.speakers import Speakers
from ledger.checks.walk import REST, Walk
from ledger.store.raw import RawRow


class Acting:
    """Looks at what a server put beside each event, and at who signed it."""

    PHASE = REST

    def __init__(self, walk: Walk) -> None:
        self._both = (Speakers(walk), Signatures(walk))

    def take(self, rows: list[RawRow]) -> None:
        """The next events."""
        for one in self._both:
            one.take(rows)

    def close(self) -> None:
        """All events were shown."""
        for one in self._both:
            one.close()

"""Folds of the other inspections on which one hangs, such as those that its recommendations are linked to."""

from __future__ import annotations

from collections.abc import Callable

from ledger.validation import key
from projections.model.doubts import Ends
from projections.model.fold import InspectionFold

_HELD = 8
"""Folds that are held at once."""


class Others:
    """Those that were asked for, of which some are held; ``read`` gives that of a key, or None."""

    def __init__(self, read: Callable[[str], InspectionFold | None]) -> None:
        self._read = read
        self._held: dict[str, InspectionFold | None] = {}
        self.asked: set[str] = set()
        """The keys of those that were asked for since the last beginning."""

    def begin(self) -> None:
        """The next inspection hangs on none yet."""
        self.asked = set()

    def ends(self, ref: str, fold: InspectionFold) -> Ends:
        """Who asks for the other ends of what an inspection has, by its ref and its own fold."""
        own = key(ref)
        return Ends(lambda of: fold if key(of) == own else self._of(key(of)))

    def _of(self, ref: str) -> InspectionFold | None:
        self.asked.add(ref)
        if ref not in self._held:
            found = self._read(ref)
            while len(self._held) >= _HELD:
                del self._held[next(iter(self._held))]
            self._held[ref] = found
        return self._held[ref]

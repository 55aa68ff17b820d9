"""The inspections as they are lived through again: those in which nothing happens any more take little room.

1. There is room for so many events of inspections. If there are more, those in which nothing happened for the
   longest are put away: as bytes, in a tenth of the memory. Each comes back, just as it was, when an event of
   it is lived through, or a link from another one asks for it.
2. What was said in an inspection is known until its last words were withdrawn, and in most none ever are.
3. No more events are put away than were lived through, so what that takes does not grow if something goes on
   in all of them at once. They take more room then.
4. The bytes never leave the process that made them.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator, Mapping

from events.base import Event
from ledger.records import inspection_stream
from ledger.state.inspection import Inspection
from ledger.state.sayings import Sayings

ROOM = 100_000
"""Events of the inspections that are at hand, of which each takes some 300 bytes."""

STEP = 10_000
"""Events after which it is looked where nothing happened."""

_FAST = 1
"""How hard zlib tries: what there is repeats itself, and more would take as long as to make it."""


class _NothingSaid(Sayings):
    """Of an inspection in which nobody withdraws words any more."""

    def take(self, event: Event, version: int, past: Inspection) -> None:
        """Keep nothing."""


_NOTHING = _NothingSaid()


class Inspections(dict[str, Inspection]):
    """Inspections by their keys. Whoever holds one asks for it again once it was put away.

    ``last_words`` has by a stream where words are withdrawn last in it; None if nobody knows.
    """

    def __init__(self) -> None:
        super().__init__()
        self.last_words: Mapping[str, int] | None = None
        self._away: dict[str, bytes] = {}
        self._looked_at: dict[str, int] = {}
        self._idle: dict[str, None] = {}
        self._since = 0
        self._paid = 0

    def __missing__(self, name: str) -> Inspection:
        """Bring back what was put away; raises KeyError if there is none."""
        made: Inspection = pickle.loads(zlib.decompress(self._away.pop(name)))  # noqa: S301  see 4
        self[name] = made
        return made

    def begin(self, name: str, sign_off: str, zone: str) -> Inspection:
        """An inspection of which nothing is known yet."""
        begun = self[name] = Inspection(sign_off, zone)
        self._forget_words(name, begun, 0)
        return begun

    def _forget_words(self, name: str, one: Inspection, position: int) -> None:
        """Know no more what was said, if all was lived through for which it has to be known."""
        known = self.last_words
        if known is not None and known.get(inspection_stream(name).hex, 0) <= position:
            one.sayings = _NOTHING

    def took(self, events: int, position: int) -> Iterator[Inspection]:
        """So many events more were lived through, up to a position; puts away what there is no room for, and
        gives that.
        """
        self._since += events
        if self._since >= STEP:
            self._paid, self._since = self._paid + self._since, 0
            for name, one in self.items():
                self._forget_words(name, one, position)
            yield from self._make_room()

    def _make_room(self) -> Iterator[Inspection]:
        idle = self._idle
        for name, one in self.items():
            if self._looked_at.get(name) != one.version:
                self._looked_at[name] = one.version
                idle.pop(name, None)
            else:
                # Those of which it was so before stay in front.
                idle[name] = None
        left = sum(one.version for one in self.values()) - ROOM
        for name in [name for name in idle if name in self]:
            one = self[name]
            if left <= 0:
                return
            if one.version <= self._paid and self._put_away(name, one):
                self._paid -= one.version
                left -= one.version
                yield one

    def _put_away(self, name: str, one: Inspection) -> bool:
        try:
            self._away[name] = zlib.compress(pickle.dumps(one, pickle.HIGHEST_PROTOCOL), _FAST)
        except RecursionError:  # so deep do its recommendations stand under each other
            return False
        del self[name], self._idle[name]
        return True

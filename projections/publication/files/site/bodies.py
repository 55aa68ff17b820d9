"""What a body's page says of its names, and which other addresses lead there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from events.base import Day
from ledger.state.bodies import Bodies
from ledger.times import BEFORE_ALL
from ledger.validation import key


class Names(NamedTuple):
    """The names that a body bore until a day, each with the day from which it did (None: from the first).

    ``also`` is how else it is written, ``follows`` are the bodies that it took over from, ``followed`` is the
    one that took over from it: each with the day.
    """

    borne: tuple[tuple[str, Day | None], ...]
    also: tuple[str, ...]
    follows: tuple[tuple[str, Day], ...]
    followed: tuple[str, Day] | None

    @property
    def any(self) -> bool:
        """Whether there is more to say than its name."""
        return len(self.borne) > 1 or bool(self.also or self.follows or self.followed)


def names(bodies: Bodies, body: str, day: str) -> Names | None:
    """The names of a body until a full date; None if it is not registered."""
    history, identity = bodies.names(body), bodies.identity(body)
    if history is None:
        return None
    borne = [value for value in history.values if value.day <= day or value.day == BEFORE_ALL]
    ever = {value.content for value in history.values}
    next_one = bodies.succession(body)
    before = [(other, bodies.succession(other)) for other in bodies.identities]
    return Names(
        tuple((value.content, None if value.day == BEFORE_ALL else value.on) for value in borne),
        tuple(name for name in bodies.spellings(body) if name not in ever),
        tuple(
            (bodies.called(other, one.since), one.on)
            for other, one in before
            if one and one.by == identity and one.since <= day
        ),
        (bodies.called(next_one.by, day), next_one.on) if next_one and next_one.since <= day else None,
    )


def moved(bodies: Bodies, taken: Collection[str], day: str) -> Iterator[tuple[str, str]]:
    """Names under which nothing stands in the register on a full date, and what stands there in their place:
    the body as it is called, or who took over from it. ``taken`` are the keys of all names that stand there.
    """
    for identity in bodies.identities:
        ways = (bodies.called(one, day) for one in (identity, bodies.answers(identity, day)))
        if now := next((name for name in ways if key(name) in taken), None):
            yield from ((name, now) for name in bodies.spellings(identity) if key(name) not in taken)

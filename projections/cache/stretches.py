"""How one recommendation stands on every day, by one state of knowledge: a list of stretches of days.

A stretch is of the whole, or of one body's share. Two axes have stretches of their own: on ``AS_OF`` the days
are those that are asked about; on ``NOW``, where no day is asked about, they are what "today" can be, for a
body may come to be called otherwise without anything being recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import orjson

from ledger.state.bodies import Bodies
from ledger.times import BEFORE_ALL, last_day
from ledger.validation import body_key
from projections.cache.breaks import days, days_of_bodies, days_of_names, kin
from projections.cache.database import AS_OF, NOW
from projections.model.addressees import holders
from projections.model.due import to_close_by
from projections.model.recommendation import Recommendation
from projections.rows import as_row

END = "~"
"""After every day."""


class Share(NamedTuple):
    """Whose share: the identity of a body, else what its name is compared by; empty for the whole.

    If no body is registered, ``spelt`` is what the share is known by, and ``place`` where it stands among
    those of one recommendation.
    """

    body: str = ""
    spelt: str = ""
    place: int = 0


class Content(NamedTuple):
    """What a stretch says: the row, as JSON, and what rows are looked up by.

    ``due`` is the last full date by which it is to be closed, or None if nothing is expected by a date.
    """

    row: bytes
    status: str
    word: str | None
    kind: str
    priority: str | None
    due: str | None


class Stretch(NamedTuple):
    """What holds on an axis from one full date until before another."""

    axis: int
    share: Share
    first: str
    until: str
    content: Content

    def reaches(self, day: str) -> bool:
        """Whether it may be another if something changed from a full date on."""
        return self.axis == NOW or self.until > day


WHOLE = Share()


def stretches(
    ref: str, one: Recommendation, bodies: Bodies | None, since: str = "", before: Iterable[Stretch] = ()
) -> Iterator[Stretch]:
    """Those that reach a full date ``since`` from which something changed; by default all there are.

    ``before`` are those that did until now. ``bodies`` are those that the recommendation has, and nobody else
    reads meanwhile.
    """
    family = kin(one)
    own, theirs, takes_over = days(family), *days_of_bodies(family, bodies)
    first = max(one.made_days[1], since)
    breaks = sorted({first, *(day for day in own | theirs if day > first)})
    begun = {
        stretch.share: (stretch.first, stretch.content)
        for stretch in before
        if stretch.axis == AS_OF and one.made_days[1] < since and stretch.first < since < stretch.until
    }
    found = [_on(ref, one, bodies, day) for day in breaks]
    yield from _joined(AS_OF, breaks, found, begun)
    if not takes_over:
        # Then no more hangs on today than what they are called, and who of them has a share.
        own = days_of_names(family)
        if bodies is None or (len(own) == len(family) == 1 and theirs <= {BEFORE_ALL}):
            # All there is has come by the last of its days.
            yield from _joined(NOW, [BEFORE_ALL], found[-1:], {})
            return
    breaks, found = sorted({BEFORE_ALL, *own, *theirs}), []
    for today in breaks:
        if bodies is not None:
            bodies.stay_on(today)
        found.append(_on(ref, one, bodies, None))
    yield from _joined(NOW, breaks, found, {})


def _joined(
    axis: int,
    breaks: list[str],
    found: list[dict[Share, Content]],
    begun: dict[Share, tuple[str, Content]],
) -> Iterator[Stretch]:
    """What is the same on one side of a day and on the other is one stretch; ``begun`` are so before all."""
    for day, on_it in zip(breaks, found, strict=True):
        for share, (first, content) in list(begun.items()):
            if on_it.get(share) != content:
                yield Stretch(axis, share, first, day, content)
                del begun[share]
        for share, content in on_it.items():
            begun.setdefault(share, (day, content))
    for share, (first, content) in begun.items():
        yield Stretch(axis, share, first, END, content)


def _on(ref: str, one: Recommendation, bodies: Bodies | None, day: str | None) -> dict[Share, Content]:
    """The row of the whole and of each share, on a day."""
    found = {WHOLE: _content(ref, one, day, None)}
    known: dict[str, Content] = {}
    for share, its_own in _shares(one, bodies, day):
        if its_own not in known:
            known[its_own] = _content(ref, one, day, its_own)
        found[share] = known[its_own]
    return found


def _shares(one: Recommendation, bodies: Bodies | None, day: str | None) -> Iterator[tuple[Share, str]]:
    """Each body that a share is asked for by, with the share that is shown then."""
    if bodies is None:
        for place, share in enumerate(one.shares(day)):
            yield Share(body_key(share), share, place), share
        return
    # Whose share it is follows from who has it today, if no day is asked about.
    shares = one.shares(day or bodies.today)
    asked = dict.fromkeys(body for share in shares for body in holders(one, bodies, share, day))
    for body in asked:
        share_had = one.share_of(body, day)
        if share_had is not None:
            yield Share(body), share_had


def _content(ref: str, one: Recommendation, day: str | None, share: str | None) -> Content:
    row = as_row(ref, one, day, share)
    due = to_close_by(one, day, share)
    return Content(
        orjson.dumps(row),
        row["status"],
        row["word"],
        row["kind"],
        row["priority"],
        None if due is None else last_day(due),
    )

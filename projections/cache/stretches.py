"""How one recommendation stands on every day, by one state of knowledge: a list of stretches of days.

A stretch is of the whole, or of one body's share. If no day is asked about, it is as on the day that it is,
for nothing is recorded of days to come but what bodies will be called, and who takes over from them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ledger.state.bodies import Bodies
from ledger.times import last_day
from ledger.validation import body_key
from projections.cache.changed import Changed
from projections.cache.content import Content
from projections.cache.joining import joined
from projections.model.addressees import holders
from projections.model.recommendation import Recommendation, Standing
from projections.rows import row_of
from projections.spelt import spelt


class Share(NamedTuple):
    """Whose share: the identity of a body, else what its name is compared by; empty for the whole.

    ``spelt`` is what the share is known by, and ``place``, if no body is registered, where it stands among
    those of one recommendation.
    """

    body: str = ""
    spelt: str = ""
    place: int = 0


class Stretch(NamedTuple):
    """What holds from one full date until before another."""

    share: Share
    first: str
    until: str
    content: Content

    def reaches(self, day: str) -> bool:
        """Whether it may be another if something changed from a full date on."""
        return self.until > day


WHOLE = Share()


def stretches(
    one: Recommendation,
    since: str,
    days: Sequence[str],
    found: Sequence[Mapping[Share, Content]],
    before: Iterable[Stretch],
) -> Iterator[Stretch]:
    """Those that reach a full date ``since`` from which something changed (empty: all), by what was ``found``
    of each of the days since then on which they can begin.

    ``before`` are those that did until now.
    """
    begun = {
        stretch.share: (stretch.first, stretch.content)
        for stretch in before
        if one.made_days[1] < since and stretch.first < since < stretch.until
    }
    return itertools.starmap(Stretch, joined(days, found, begun))


def of_whole(ref: str, changed: Changed, day: str) -> dict[Share, Content]:
    """The row of the whole on a day."""
    return {WHOLE: _content(ref, changed.one, day, changed.on(day))}


def of_shares(ref: str, changed: Changed, bodies: Bodies | None, day: str) -> dict[Share, Content]:
    """The row of each share on a day; ``bodies`` are those that the recommendation has."""
    one, found = changed.one, {}
    known: dict[str, Content] = {}
    for share, its_own in _shares(one, bodies, day):
        if its_own not in known:
            known[its_own] = _content(ref, one, day, one.of_share(changed.on(day), day, its_own))
        found[share] = known[its_own]
    return found


def _shares(one: Recommendation, bodies: Bodies | None, day: str) -> Iterator[tuple[Share, str]]:
    """Each body that a share is asked for by, with the share that is shown then."""
    if bodies is None:
        for place, share in enumerate(one.shares(day)):
            yield Share(body_key(share), share, place), share
        return
    asked = dict.fromkeys(body for share in one.shares(day) for body in holders(one, bodies, share, day))
    for body in asked:
        share_had = one.share_of(body, day)
        if share_had is not None:
            yield Share(body, share_had), share_had


def _content(ref: str, one: Recommendation, day: str, stood: Standing) -> Content:
    row = row_of(ref, one, day, stood)
    due = stood.due if one.needs_closing and stood.status != "closed" else None
    return Content(
        stood.status,
        stood.word,
        one.kind,
        stood.classified.priority,
        None if due is None else last_day(due),
        spelt(row),
    )

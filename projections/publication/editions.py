"""The editions of a register: each publication of the same inspections, and what became public with it.

What became public is counted by what is known now: a change counts for the edition that told it first, by
whatever day it holds from. What turned out to be entered in error counts for none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from events.base import Day, Instant
from events.publications import PublicationMade
from ledger.proof.text import to_base64
from ledger.records import Record
from ledger.times import last_day
from ledger.validation import key as ref_key
from projections.model.changes import WITH, Change
from projections.publication.edition import EditionMade, Terms
from projections.publication.feed_entries import Known
from projections.publication.published_before import Corrections, key

Tallied = tuple[str, Instant, str]
"""A change: what it is called, when it came to be known, and the full date from which it was told first."""


class _Edition(NamedTuple):
    as_of: Day
    known_at: Instant
    size: int
    root: str
    recorded_at: Instant | None
    counts: Counter[str]


class Editions:
    """The publications of the same inspections, by the records of all, and the one that is made."""

    def __init__(self, records: Iterable[Record], terms: Terms) -> None:
        of = {*map(ref_key, terms.inspections)}
        self._all = [
            _Edition(made.as_of, Instant(made.known_at), made.size, made.root, record.recorded_at, Counter())
            for record in records
            if isinstance(made := record.event, PublicationMade) and {*map(ref_key, made.inspections)} == of
        ]
        root = to_base64(terms.root)
        self._all.append(_Edition(terms.as_of, terms.known_at, terms.size, root, None, Counter()))

    def take(self, tallied: Iterable[Tallied]) -> None:
        """Count changes, each for the first edition that told it."""
        *before, now = self._all
        for what, known, day in tallied:
            first = (one for one in before if known <= one.known_at and day <= last_day(one.as_of))
            next(first, now).counts[what] += 1

    def newest_first(self) -> tuple[EditionMade, ...]:
        """All of them, this one first."""
        return tuple(
            EditionMade(one.as_of, one.known_at, one.size, one.root, one.recorded_at, dict(one.counts))
            for one in reversed(self._all)
        )


def tally(steps: Sequence[Change], corrections: Corrections, known: Known, day: str) -> Iterator[Tallied]:
    """The steps of one recommendation until a full date, those that were told once, and corrections."""
    there = set()
    for step in steps:
        at = key(step)
        there.add(at)
        if step.change != WITH and step.sort_key[0] <= day:
            yield step.change, _begun(step, known), corrections.first.get(at, step.sort_key[0])
    for at, step in corrections.once.items():
        if at not in there and step.change != WITH and step.sort_key[0] <= day:
            yield step.change, _begun(step, known), corrections.first.get(at, step.sort_key[0])
    for correction in corrections.items:
        days = [one.sort_key[0] for one in (correction.published, correction.now) if one]
        if min(days) <= day:
            yield "corrected", known.recorded[correction.position], min(days)


def _begun(step: Change, known: Known) -> Instant:
    # What became of a body is no event of the inspection, and was known before any of it.
    return known.recorded.get(known.signed.get(step.sort_key[1], step.sort_key[1]), Instant(""))

"""The facts recorded of a recommendation: changes of status, evidence, requests, disputes, links.

A fact that is not known to the day has a first and a last day that it can be of, and is sorted by the last.
The order of two is certain if one can only have been before the other, or if both are of one day. Otherwise
it is open, and the one recorded later counts as the later.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from sys import intern
from typing import Protocol, TypeVar

from events.base import Day, Names
from events.evidence import EvidenceSubmitted
from events.judgements import JudgementRecorded
from events.named import NamedTuple
from ledger.policies import STATUSES
from ledger.validation import key

SortKey = tuple[str, int]
"""The last day that a fact can be of; for facts of one day, its position."""

NEVER = "9999-99-99"
"""After every day."""

RANK = {status: rank for rank, status in enumerate(STATUSES)}


class Fact(Protocol):
    """Something with a sort key, and the first day that it can be of."""

    @property
    def sort_key(self) -> SortKey: ...
    @property
    def first(self) -> str: ...


P = TypeVar("P", bound=Fact)


def after(one: Fact, other: Fact | None) -> bool:
    """Whether a fact comes after another: certainly, or by the order in which they were recorded."""
    if other is None or one.first > other.sort_key[0]:
        return True
    return one.sort_key[1] > other.sort_key[1] and other.first <= one.sort_key[0]


def certainly_before(one: Fact, other: Fact) -> bool:
    """Whether the dates of two facts leave no other order: one is before the other."""
    if one.first == one.sort_key[0] == other.first == other.sort_key[0]:
        return one.sort_key[1] < other.sort_key[1]
    return one.sort_key[0] < other.first


def standing(facts: Iterable[P]) -> P | None:
    """Of facts that have all come, in the order of their places from the last to the first: the one recorded
    last that none is certainly after.
    """
    found, since = None, ""
    for fact in facts:
        if fact.sort_key[0] < since:
            break
        if found is None or fact.sort_key[1] > found.sort_key[1]:
            found = fact
        if fact.first == fact.sort_key[0]:
            # All that follow are before it.
            break
        since = max(since, fact.first)
    return found


class StatusChange(NamedTuple):
    """A word on the status: a judgement that counts, or the end of the recommendation.

    ``share`` is the body whose share it settles, None where it is the whole; ``body`` is its key, or "".
    ``signed_at``, ``corrected`` and ``moved_at`` are the positions of the sign-off, of the last correction
    and of the last one that gave it its day, or 0. ``told`` is when it was recorded. ``word`` is the
    publisher's own word for the status, or None.
    """

    sort_key: SortKey
    on: Day
    outcome: str
    status: str
    reason: str | None
    cycle: str | None = None
    body: str = ""
    until: str | None = None
    ref: str | None = None
    evidence: Names = ()
    share: str | None = None
    signed_at: int = 0
    corrected: int = 0
    moved_at: int = 0
    first: str = ""
    told: str = ""
    word: str | None = None

    def signed(self, position: int) -> StatusChange:
        """The same, signed off by the event at a position; ``_replace`` takes three times as long."""
        return tuple.__new__(StatusChange, (*self[:11], position, *self[12:]))


class Sighting(NamedTuple):
    """A row of a file that was brought in (``file`` is its ref), as it was seen on a day.

    ``taken_back`` is the position of what made its judgement void, or 0, and ``void_from`` the full day from
    which that had counted; ``counted_by`` are then the positions of what said so, or 0.
    """

    position: int
    file: str
    sheet: str
    row: int
    seen_on: Day
    judgement: str | None
    makes: bool = True
    taken_back: int = 0
    void_from: str = ""
    counted_by: tuple[int, ...] = ()

    def is_void(self, day: str | None) -> bool:
        """Whether what it said of a day was made void."""
        return bool(self.taken_back) and (day is None or self.void_from <= day)


class Submission(NamedTuple):
    """Evidence that was handed in by a body (its key), until the day it was withdrawn, if it was.

    ``cycle`` is the one it was said to be for, or None.
    ``withdrawn`` is that day as it sorts, ``withdrawn_on`` as it was said.
    """

    sort_key: SortKey
    ref: str
    body: str
    proposes: bool
    on: Day
    first: str
    cycle: str | None = None
    withdrawn: str = NEVER
    withdrawn_on: Day | None = None


class Request(NamedTuple):
    """More evidence was asked for: of one body (its key), or of all ("")."""

    sort_key: SortKey
    body: str
    on: Day
    first: str


class Dispute(NamedTuple):
    """A disagreement of a body (its key, or "" of the inspectorate), until it was settled, if it was."""

    sort_key: SortKey
    ref: str
    on: Day
    first: str
    settled: str = NEVER
    body: str = ""


class Response(NamedTuple):
    """What a body (``body`` is its key) answered; ``due`` is the day by which it promises to act, or None."""

    sort_key: SortKey
    ref: str
    name: str
    body: str
    answer: str
    due: Day | None
    on: Day
    first: str


class AnswerDue(NamedTuple):
    """An answer is due from one body (its key), or from all ("")."""

    sort_key: SortKey
    body: str
    due: Day
    on: Day
    first: str


class Progress(NamedTuple):
    """What a body (``body`` is its key) reported of its own work; ``percent`` of it is done, or None."""

    sort_key: SortKey
    ref: str
    name: str
    body: str
    percent: int | None
    on: Day
    first: str


class Link(NamedTuple):
    """What it is to another recommendation, ``REF/NUMBER``."""

    sort_key: SortKey
    relation: str
    other: str
    on: Day
    why: str | None


same = lru_cache(maxsize=4096)(key)
"""As ``key``, for numbers and bodies: there are few of them, and each is held once."""


def judged(
    event: JudgementRecorded, position: int, recorded_at: str, days: tuple[str, str], share: str
) -> StatusChange:
    """As StatusChange(…), at half its price: this and the next are most of the fold."""
    first, last = days
    # Texts that recur are held once.
    fields = (
        (last, position),
        intern(event.on),
        "judged",
        intern(event.status),
        event.reason and intern(event.reason),
        intern(event.cycle),
        share,
        event.until,
        event.judgement,
        event.evidence,
        event.made_to,
        0,  # neither signed off, nor corrected, nor moved
        0,
        0,
        first,
        recorded_at,
        event.word,
    )
    return tuple.__new__(StatusChange, fields)


def submitted(event: EvidenceSubmitted, position: int, days: tuple[str, str], share: str) -> Submission:
    """As Submission(…), at half its price."""
    first, last = days
    proposes, on = event.proposes_closure, intern(event.on)
    fields = (last, position), event.evidence, share, proposes, on, first, event.cycle, NEVER, None
    return tuple.__new__(Submission, fields)


def sort_key_of(fact: Fact) -> SortKey:
    return fact.sort_key

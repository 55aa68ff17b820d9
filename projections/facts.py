"""What was told of a recommendation, each fact in its place: verdicts, evidence, requests, disputes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from events.base import Day, Names
from ledger.policies import STATUSES

Place = tuple[str, int]
"""Where a fact stands: its day as it sorts, and its position for facts of one day."""

NOWHERE: Place = ("", 0)
NEVER = "9999-99-99"
"""After every day."""

RANK = {status: rank for rank, status in enumerate(STATUSES)}


class Verdict(NamedTuple):
    """A word on the status: a judgement that counts, or the end of the recommendation.

    ``share`` is the body whose share it settles, None where it is the whole; ``body`` is its key, or "".
    ``signed_at``, ``corrected`` and ``moved_at`` are the positions of the sign-off, of the last correction
    and of the last one that gave it its day, or 0.
    """

    place: Place
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

    def signed(self, position: int) -> Verdict:
        """The same, signed off by the event at a position; ``_replace`` takes three times as long."""
        return tuple.__new__(Verdict, (*self[:11], position, *self[12:]))


class Submission(NamedTuple):
    """Evidence that was handed in by a body (its key), until the day it was withdrawn, if it was."""

    place: Place
    ref: str
    body: str
    proposes: bool
    on: Day
    withdrawn: str = NEVER


class Request(NamedTuple):
    """More evidence was asked for: of one body (its key), or of all ("")."""

    place: Place
    body: str
    on: Day


class Dispute(NamedTuple):
    """A disagreement, until the day it was settled, if it was."""

    place: Place
    ref: str
    on: Day
    settled: str = NEVER


class Link(NamedTuple):
    """What it is to another recommendation, ``REF/NUMBER``."""

    place: Place
    relation: str
    other: str
    on: Day
    why: str | None


def least_advanced(shares: Sequence[Verdict | None]) -> Verdict | None:
    """Of the words on several bodies' shares, that which settles the whole; None where it is open as made.

    It is the least advanced, of several the latest. A whole that is closed is called implemented only where
    every share is.
    """
    found = [share for share in shares if share]
    if len(found) < len(shares):
        found = [share for share in found if share.status == "open"]
    if not found:
        return None
    least = min(RANK[share.status] for share in found)
    behind = [share for share in found if RANK[share.status] == least]
    otherwise = [share for share in behind if share.reason != "implemented"]
    return max(otherwise or behind, key=place_of)


def place_of(verdict: Verdict) -> Place:
    return verdict.place


def placed(verdict: Verdict | None) -> Place:
    return verdict.place if verdict else NOWHERE

"""An edition: all that a publication may say, gathered once, for every page and file to be written from.

It knows two times and one tree: how things stood at the end of ``as_of``, by what the ledger had been told at
``known_at``, in the first ``size`` events. Nothing in it depends on when, where or by whom it is made, so the
same ledger gives the same edition. What is not public is not in it: no name or id of a person, no internal
note, nothing that nobody signed off, of restricted evidence only why it is restricted.

The register is in memory; what is told of each row lies on disk and is read as often as it is wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from events.base import Day, Instant
from ledger.policies import STATUSES
from ledger.state.bodies import Bodies
from ledger.state.vocabulary import OURS, Vocabulary
from ledger.version import VERSION
from projections.base import Item, TimeFilter
from projections.model.changes import Change
from projections.model.claims import Claims
from projections.publication.about import About
from projections.publication.feed_entry import FeedEntry
from projections.publication.spool import Spool
from projections.publication.story import Happening


class Licence(NamedTuple):
    """Under which terms an edition may be used: a name, and where its text is."""

    name: str
    url: str


OGL = Licence(
    "Open Government Licence v3.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)


PREVIEW = "This is a preview that was not published. It is not for the public, and may still change."
"""What every page of a preview says."""

PREVIEW_FILE = "preview.txt"


class Terms(NamedTuple):
    """What is asked for: which inspections (none: all), both times, and the tree that proves it.

    ``since`` are the two times of the publication before, or None. ``also`` are the formats that are asked
    for beside those of every bundle. ``site`` is where the bundle will lie on the web, ended by a slash, or
    None if nobody said. ``about`` is what the publisher says about it, if anything. ``version`` is that of
    the program that writes it; None for a bundle of a version that did not say. A ``preview`` was published
    by nobody.
    """

    inspections: tuple[str, ...]
    as_of: Day
    known_at: Instant
    size: int
    root: bytes
    licence: Licence = OGL
    since: tuple[Day, Instant] | None = None
    after: str | None = None
    also: tuple[str, ...] = ()
    site: str | None = None
    about: About | None = None
    version: str | None = VERSION
    preview: bool = False

    @property
    def time_filter(self) -> TimeFilter:
        """The two times."""
        return TimeFilter(self.as_of, self.known_at)


class Cycle(NamedTuple):
    """One pass over a subject."""

    ref: str
    title: str
    kind: str | None
    on: Day


class Inspected(NamedTuple):
    """One inspection with the cycles that had been opened."""

    ref: str
    title: str
    cycles: tuple[Cycle, ...]


class Share(NamedTuple):
    """Where one body stands, where there are several."""

    body: str
    status: str
    reason: str | None
    judged_in: str | None
    word: str | None = None


class Move(NamedTuple):
    """The status of one from a full day on, and that day as it was recorded."""

    day: str
    status: str
    on: str


_MOVES = ("made", "status", "share")
"""The steps that can move a status."""


class Listed(NamedTuple):
    """One row of the register, with what every list and chart it stands in may need of it.

    ``former`` are the numbers that were put right, as far as they find it and no other.
    """

    row: Item
    shares: tuple[Share, ...]
    moves: tuple[Move, ...]
    former: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """``OCSAE/3``: the same in every edition."""
        return f"{self.row['inspection']}/{self.row['number']}"


class Published(NamedTuple):
    """One recommendation, told in full.

    ``row`` is the contract's row of the register. ``history`` is in the order of days. ``steps`` are the
    changes of its status and words until ``as_of``, the first one its making. ``settled_by`` are the
    positions, as in the history, of what its status rests on: of each share, where there are several.
    ``rests_on`` are the leaf indexes, from 0, of the events that the row follows from. ``doubts`` are
    sentences on what it stands on and that is gone. ``derived``: it stands as its parts do.
    ``claims`` are what bodies say: see ``model.claims``. ``former`` are the numbers that it had in error.
    """

    row: Item
    history: tuple[Happening, ...]
    shares: tuple[Share, ...]
    links: tuple[Item, ...]
    dates: tuple[Item, ...]
    steps: tuple[Change, ...]
    settled_by: tuple[int, ...]
    rests_on: tuple[int, ...]
    claims: Claims
    doubts: tuple[str, ...] = ()
    derived: bool = False
    former: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """``OCSAE/3``: the same in every edition."""
        return f"{self.row['inspection']}/{self.row['number']}"

    @property
    def moves(self) -> tuple[Move, ...]:
        """Each word on its status, in the order of days."""
        return tuple(
            Move(step.sort_key[0], step.after, step.on)
            for step in self.steps
            if step.field in _MOVES and step.after is not None
        )

    @property
    def listed(self) -> Listed:
        """Its row in the register."""
        return Listed(self.row, self.shares, self.moves, self.former)


class EditionMade(NamedTuple):
    """One publication of the same inspections; ``counts`` are the changes that became public with it.

    ``root`` is base64. ``recorded_at`` is when it was published, None of the one that is being made.
    """

    as_of: Day
    known_at: Instant
    size: int
    root: str
    recorded_at: Instant | None
    counts: Mapping[str, int]


class Edition(NamedTuple):
    """Everything.

    ``declared`` are sentences that every reader has to be shown: what became of the ledger and its keys.
    ``register`` and ``rows``, which are the same recommendations, stand in the order of the register, and
    ``inspections`` in the order of their refs. ``rows`` are read from disk each time. ``changes`` are what
    came to be told since the publication before, in the order of days: each with the name of its
    recommendation; empty if there was none before. ``proved_leaves`` are the leaf indexes, from 0 and in
    order, of every event that is shown: every public word on a recommendation, of earlier and of later days,
    so that an outsider sees which is the latest, and the opening of the ledger. ``feed`` are the newest
    changes of a status and corrections of what was published; ``first`` is the hex hash of the first leaf.
    ``history_leaves`` are, as these, those of every other event that the pages tell of until ``as_of``
    and that says nothing else. ``uncertain`` names the rows that hang on a date that is not known exactly.
    ``bodies`` says which names mean one body, by what was known.
    ``editions`` are the publications of the same inspections that the tree has, this one first.
    ``vocabulary`` are the words that were known, the publisher's own too.
    """

    title: str
    origin: str
    verifier_key: str
    terms: Terms
    inspections: tuple[Inspected, ...]
    register: Sequence[Listed]
    rows: Spool[Published]
    changes: tuple[tuple[str, Change], ...]
    feed: Sequence[FeedEntry]
    first: str
    proved_leaves: Sequence[int]
    declared: tuple[str, ...] = ()
    history_leaves: Sequence[int] = ()
    uncertain: tuple[str, ...] = ()
    vocabulary: Vocabulary = OURS
    bodies: Bodies = Bodies()
    editions: Sequence[EditionMade] = ()

    @property
    def totals(self) -> dict[str, int]:
        """How many rows there are, and of each status."""
        return totals(self.register)

    @property
    def about(self) -> About | None:
        """What the publisher says about it: whom to write to, where reports are, what words mean."""
        return self.terms.about

    def of(self, inspected: Inspected) -> Iterator[Listed]:
        """The rows of one inspection."""
        return (one for one in self.register if one.row["inspection"] == inspected.ref)


def totals(rows: Sequence[Listed]) -> dict[str, int]:
    """How many there are, and of each status."""
    counts = {"total": len(rows)} | dict.fromkeys(STATUSES, 0)
    for one in rows:
        counts[one.row["status"]] += 1
    return counts

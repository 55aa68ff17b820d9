"""An edition: all that a publication may say, gathered once, for every page and file to be written from.

It knows two times and one tree: how things stood at the end of ``as_of``, by what the ledger had been told at
``known_at``, in the first ``size`` events. Nothing in it depends on when, where or by whom it is made, so the
same ledger gives the same edition. What is not public is not in it: no name or id of a person, no internal
note, nothing that nobody signed off, of restricted evidence only why it is restricted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from events.base import Day, Event, InspectionEvent, Instant
from events.cycles import CycleOpened
from events.inspections import InspectionOpened
from ledger.ledger import Ledger
from ledger.policies import KINDS, STATUSES
from ledger.records import decode
from ledger.words import key
from projections.base import Cycles, Item, Lens, natural
from projections.changes import Change, changes, reopening
from projections.entry import Entry
from projections.fold import InspectionFold
from projections.publication.story import Happening, PublicStory
from projections.register import as_row
from projections.trail import Abouts


class Licence(NamedTuple):
    """Under which terms an edition may be used: a name, and where its text is."""

    name: str
    url: str


OGL = Licence(
    "Open Government Licence v3.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)


class Terms(NamedTuple):
    """What is asked for: which inspections (none: all), both times, and the tree that proves it.

    ``since`` are the two times of the publication before, or None. ``also`` are the formats that are asked
    for beside those of every bundle.
    """

    inspections: tuple[str, ...]
    as_of: Day
    known_at: Instant
    size: int
    root: bytes
    licence: Licence = OGL
    since: tuple[Day, Instant] | None = None
    also: tuple[str, ...] = ()

    @property
    def lens(self) -> Lens:
        """The two times."""
        return Lens(self.as_of, self.known_at)


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


class Published(NamedTuple):
    """One recommendation.

    ``row`` is the contract's row of the register. ``history`` is in the order of days. ``rests_on`` are the
    leaf indexes, from 0, of the events that the row follows from, ``shows`` those of every public word on it,
    earlier ones too, so that an outsider sees which is the latest. ``steps`` are the changes of its status
    and words until ``as_of``, the first one its making.
    """

    row: Item
    history: tuple[Happening, ...]
    shares: tuple[Share, ...]
    links: tuple[Item, ...]
    dates: tuple[Item, ...]
    steps: tuple[Change, ...]
    rests_on: tuple[int, ...]
    shows: tuple[int, ...]

    @property
    def name(self) -> str:
        """``OCSAE/3``: the same in every edition."""
        return f"{self.row['inspection']}/{self.row['number']}"


class Edition(NamedTuple):
    """Everything. ``rows`` stand in the order of the register, ``inspections`` in the order of their refs."""

    title: str
    origin: str
    verifier_key: str
    terms: Terms
    inspections: tuple[Inspected, ...]
    rows: tuple[Published, ...]

    @property
    def totals(self) -> dict[str, int]:
        """How many rows there are, and of each status."""
        return {"total": len(self.rows)} | {
            status: sum(one.row["status"] == status for one in self.rows) for status in STATUSES
        }

    def changed(self) -> list[tuple[Published, Change]]:
        """The steps since the publication before: later than its day. Empty where there was none."""
        if self.terms.since is None:
            return []
        since = Lens(*self.terms.since).day or ""
        found = [(one, step) for one in self.rows for step in one.steps if step.place[0] > since]
        return sorted(found, key=lambda pair: pair[1].place[0])


class _Gathering:
    """One inspection while it is read."""

    def __init__(self, *, counts_at_once: bool) -> None:
        self.fold = InspectionFold(counts_at_once=counts_at_once)
        self.title = ""
        self.cycles: list[Cycle] = []
        self.stories: dict[str, PublicStory] = {}

    def story(self, number: str) -> PublicStory:
        """That of a recommendation; empty where a correction put its making before all that was told."""
        return self.stories.setdefault(number, PublicStory(counts_at_once=self.fold.counts_at_once))


def gather(ledger: Ledger, terms: Terms) -> Edition:
    """Read what the terms ask for; raises NotFound for an inspection that is not there, StorageError."""
    wanted = {key(ledger.ref(ref)) for ref in terms.inspections}
    settings = ledger.inspectorate()
    counts_at_once = settings.sign_off == "none"
    found: dict[str, _Gathering] = {}
    leaves: list[int] = []
    abouts = Abouts(Cycles(ledger, None, terms.lens))
    for row in islice(ledger.store.rows(), terms.size):
        leaves.append(row[0])
        record = decode(row)
        event = record.event
        if not (isinstance(event, InspectionEvent) and terms.lens.knows(record)):
            continue
        if wanted and key(event.inspection) not in wanted:
            continue
        one = found.get(event.inspection)
        if one is None:
            one = found[event.inspection] = _Gathering(counts_at_once=counts_at_once)
        _opened(one, event, terms.lens)
        one.fold.apply(event, record.position)
        about = abouts.of(record)
        if about.number is not None and terms.lens.has_come(about.on):
            one.story(key(about.number)).take(record, about)
    index = {position: leaf for leaf, position in enumerate(leaves)}
    rows = [
        _published(ref, entry, one.story(number), terms.lens, index)
        for ref, one in found.items()
        for number, entry in one.fold.entries.items()
        if entry.was_there(terms.lens.day)
    ]
    return Edition(
        title=settings.title,
        origin=settings.origin,
        verifier_key=settings.verifier_key,
        terms=terms,
        inspections=tuple(
            Inspected(ref, found[ref].title, tuple(sorted(found[ref].cycles, key=lambda cycle: cycle.on)))
            for ref in sorted(found, key=natural)
        ),
        rows=tuple(sorted(rows, key=_order)),
    )


def _opened(one: _Gathering, event: Event, lens: Lens) -> None:
    match event:
        case InspectionOpened(title=title):
            one.title = title
        case CycleOpened(cycle=ref, title=title, kind=kind, on=on) if lens.has_come(on):
            one.cycles.append(Cycle(ref, title, kind, on))


def _published(ref: str, entry: Entry, story: PublicStory, lens: Lens, index: dict[int, int]) -> Published:
    # What awaits its second person is not public, nor is it in the working word.
    entry.awaiting.clear()
    day = lens.day or ""
    story.reopening = frozenset(reopening(entry))
    rests_on = entry.rests_on(day)
    return Published(
        row=as_row(ref, entry, day),
        history=tuple(story.happenings()),
        shares=tuple(_shares(entry, day)),
        links=tuple(
            {"relation": link.relation, "other": link.other, "on": link.on, "why": link.why}
            for link in entry.links
            if link.place[0] <= day
        ),
        dates=tuple({"due": word.value, "on": word.on} for word in entry.dues.words if word.day <= day),
        steps=tuple(step for step in changes(entry) if step.place[0] <= day),
        rests_on=tuple(index[position] for position in rests_on),
        shows=tuple(index[position] for position in sorted({*rests_on, *story.public_words()})),
    )


def _shares(entry: Entry, day: str) -> Iterator[Share]:
    bodies: Sequence[str] = entry.made_to(day)
    for body in bodies if len(bodies) > 1 else ():
        stood = entry.at(day, key(body))
        yield Share(body, stood.status, stood.reason, stood.judged_in)


def _order(one: Published) -> Any:  # Any: whatever sorts
    row = one.row
    return natural(row["inspection"]), list(KINDS).index(row["kind"]), natural(row["number"])

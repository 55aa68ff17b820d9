"""What became of the rows of a pack since it was made, and what its body said since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from events.evidence import EvidenceAttached, EvidenceDescribed, EvidenceSubmitted
from events.progress import ProgressDescribed, ProgressReported
from events.responses import ResponseExplained, ResponseRecorded
from ledger.importing.intake import Now, Saying, answer_says, evidence_says, progress_says
from ledger.ledger import Ledger
from ledger.records import Record
from ledger.state.inspectorate import Inspectorate
from projections.model.fold import InspectionFold
from projections.packs.reading import ENDED, Packed, Shares

_COMPARED = ("number", "text", "status", "expected", "due", "answer_due", "answer_given")


class Changed(NamedTuple):
    """What is otherwise now than a pack says; ``before`` or ``after`` is empty if there was, or is, nothing.

    ``made_at`` is the position of the event that made the recommendation, which has its name of the pack.
    """

    recommendation: str
    field: str
    before: str
    after: str
    made_at: int


def changes(then: Sequence[Packed], now: Sequence[Packed], found: Shares) -> Iterator[Changed]:
    """What changed of the rows of a pack, in their order, and what is open to the body since.

    ``now`` is what the body has a share of, ``found`` all that there is.
    """
    still = {one.row.made_at: one for one in now}
    for before in then:
        row = before.row
        after = still.get(row.made_at)
        if after is not None:
            yield from _of_one(before, after)
        elif (there := found.made_at(row.inspection, row.made_at)) is None:
            yield Changed(row.name, "voided", "", "entered in error", row.made_at)
        else:
            bodies = "; ".join(there.made_to(found.day))
            yield Changed(row.name, "made_to", "; ".join(before.made_to), bodies, row.made_at)
    known = {one.row.made_at for one in then}
    for one in now:
        if one.row.made_at not in known and not one.closed:
            yield Changed(one.row.name, "open", "", one.row.text, one.row.made_at)


def _of_one(before: Packed, after: Packed) -> Iterator[Changed]:
    row = before.row
    if after.state in ENDED and after.state != before.state:
        yield Changed(row.name, after.state, "", after.state, row.made_at)
    for field in _COMPARED:
        was, is_now = getattr(row, field), getattr(after.row, field)
        if was != is_now:
            yield Changed(row.name, field, was, is_now, row.made_at)


def where(rows: Iterable[Packed], found: Shares) -> dict[int, Now]:
    """Where each recommendation of a pack is now, by what made it; without what was entered in error."""
    return {
        one.row.made_at: Now(one.row.inspection, there.number)
        for one in rows
        if (there := found.made_at(one.row.inspection, one.row.made_at)) is not None
    }


class Since:
    """What a body said of the recommendations of an inspection behind a position.

    ``version`` is the number of all events that were read.
    """

    def __init__(self, settings: Inspectorate, body: str, position: int) -> None:
        self._bodies, self._body = settings.bodies, settings.bodies.identity(body)
        self._fold = InspectionFold.of(settings, None)
        self._position = position
        self._said: dict[str, tuple[int, dict[str, object], dict[str, object]]] = {}
        self._files: dict[str, list[tuple[str, str]]] = {}
        self.version = 0

    def take(self, record: Record) -> None:
        """Take one more record, in recording order."""
        self.version += 1
        event = record.event
        self._fold.apply(event, record.position, record.recorded_at)
        if record.position <= self._position:
            return
        match event:
            case ResponseRecorded() | ProgressReported() | EvidenceSubmitted() if (
                self._bodies.identity(event.body) == self._body
                and (about := self._fold.about(event)) is not None
            ):
                self._said[event.ref or ""] = about.made_at, dict(event.fields), {}
            case ResponseExplained() | ProgressDescribed() | EvidenceDescribed():
                if event.ref in self._said and not self._said[event.ref][2]:
                    self._said[event.ref][2].update(event.fields)
            case EvidenceAttached(evidence=ref, name=name, sha256=digest):
                self._files.setdefault(ref, []).append((name, digest))

    def said(self) -> Iterator[tuple[int, Saying]]:
        """Each thing with the position of what made its recommendation."""
        for ref, (made_at, begun, words) in self._said.items():
            yield made_at, self._saying(ref, begun, words)

    def _saying(self, ref: str, begun: Mapping[str, object], words: Mapping[str, object]) -> Saying:
        def text(of: Mapping[str, object], name: str) -> str | None:
            return None if of.get(name) is None else str(of[name])

        if "answer" in begun:
            return answer_says(
                str(begun["answer"]), text(words, "text"), text(words, "action"), text(begun, "due")
            )
        if "percent" in begun:
            percent = begun["percent"]
            return progress_says(text(words, "text"), percent if isinstance(percent, int) else None)
        return evidence_says(
            text(words, "summary"), bool(begun["proposes_closure"]), self._files.get(ref, ())
        )


def said_since(
    ledger: Ledger, refs: Iterable[str], body: str, position: int
) -> tuple[set[tuple[int, Saying]], dict[str, int]]:
    """What a body said behind a position in some inspections, and the version of each as it was read."""
    settings = ledger.inspectorate()
    said: set[tuple[int, Saying]] = set()
    versions: dict[str, int] = {}
    for ref in refs:
        since = Since(settings, body, position)
        for record in ledger.records(inspection=ref):
            since.take(record)
        said |= set(since.said())
        versions[ref] = since.version
    return said, versions

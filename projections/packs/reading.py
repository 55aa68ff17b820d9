"""What a pack says: each recommendation that a body has a share of, as it stood, and what is expected of it.

Only what everybody may read is in it: where a recommendation stands by judgements that count, and no working
word behind that; nobody's name, no note, nothing restricted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from events.cycles import CycleClosed, CycleOpened, CycleReopened
from events.evidence import EvidenceExpected
from ledger.importing.packs import PackRow
from ledger.records import Record
from ledger.state.inspectorate import Inspectorate
from ledger.times import last_day, shown
from ledger.validation import key
from projections.base import Item, Recorded, TimeFilter, natural, number_order
from projections.model.answering import owed
from projections.model.due import to_close_by
from projections.model.reading import Folds, read
from projections.model.recommendation import Recommendation
from projections.rows import Filters, status_shown

ENDED = ("withdrawn", "superseded")


class Packed(NamedTuple):
    """A row, and what a pack does not show of it.

    ``state`` is the working word, ``made_to`` the bodies; ``closed`` says whether the body's share is, and
    ``owes`` the full date by which its answer is due while it has given none; ``due`` is the full date by
    which its share is to be closed, while it is not.
    """

    row: PackRow
    state: str
    made_to: tuple[str, ...]
    closed: bool
    owes: str | None
    due: str | None


class Shares:
    """All recommendations, with what is expected of each in the cycles that run."""

    def __init__(self, settings: Inspectorate, day: str) -> None:
        self.settings, self.day = settings, day
        self._read = Folds(settings, TimeFilter())
        self.folds = self._read.folds
        self._cycles: dict[tuple[str, str], tuple[str, bool]] = {}
        self._expected: dict[int, dict[tuple[str, str], str]] = {}

    def take(self, record: Record) -> None:
        """Take one more record, in recording order."""
        self._read.take(record)
        match event := record.event:
            case EvidenceExpected(inspection=ref, cycle=cycle, text=text):
                if (fold := self.folds.get(ref)) and (found := fold.about(event)):
                    self._expected.setdefault(found.made_at, {})[ref, key(cycle)] = text
            case CycleOpened(inspection=ref, cycle=cycle) | CycleReopened(inspection=ref, cycle=cycle):
                self._cycles[ref, key(cycle)] = cycle, True
            case CycleClosed(inspection=ref, cycle=cycle):
                self._cycles[ref, key(cycle)] = cycle, False

    def of(self, body: str) -> Iterator[Packed]:
        """Those of a body, closed or not, in the order of the register."""
        kinds = self.settings.vocabulary
        for ref in sorted(self.folds, key=natural):
            found = [
                (row, one)
                for one in self.folds[ref].recommendations.values()
                if (row := Filters(made_to=body).row(ref, one, self.day)) is not None
            ]
            found.sort(key=lambda pair: (kinds.order(pair[0]["kind"]), number_order(pair[0]["number"])))
            for row, recommendation in found:
                share = recommendation.share_of(body, self.day)
                yield self._packed(row, recommendation, share or "")

    def made_at(self, ref: str, position: int) -> Recommendation | None:
        """What was made by the event at a position, or None if that was entered in error."""
        there = self.folds[ref].recommendations.values() if ref in self.folds else ()
        return next((one for one in there if one.made_at == position), None)

    def _packed(self, row: Item, recommendation: Recommendation, share: str) -> Packed:
        answers = list(owed(recommendation, self.day, self.day, recommendation.together(share, self.day)))
        given = row["responses"]
        label = self.settings.vocabulary.label
        packed = PackRow(
            inspection=row["inspection"],
            number=row["number"],
            text=row["text"],
            status=f"{status_shown(row, self.settings.vocabulary)}{_seen(row)}",
            expected="\n".join(self._expectations(row["inspection"], recommendation.made_at)),
            due=shown(row["due"] or ""),
            answer_due="; ".join(shown(one.due) for one in answers),
            answer_given="; ".join(f"{label('answer', one['answer'])}, {shown(one['on'])}" for one in given),
            made_at=recommendation.made_at,
        )
        waits = [last_day(one.due) for one in answers if one.given is None]
        return Packed(
            packed,
            row["state"],
            tuple(row["made_to"]),
            row["status"] == "closed",
            min(waits, default=None),
            last_day(due) if (due := to_close_by(recommendation, self.day, share)) else None,
        )

    def _expectations(self, ref: str, made_at: int) -> Iterator[str]:
        for name, text in self._expected.get(made_at, {}).items():
            cycle, runs = self._cycles.get(name, ("", False))
            if runs:
                yield f"In {cycle}: {text}"


def _seen(row: Item) -> str:
    """Where nobody but the source of an import says where it stands, that is told with the status."""
    return f", as last seen on {row['seen_on']}" if row["seen_on"] else ""


def shares(source: Recorded, day: str) -> Shares:
    """All recommendations there are, on a day (a full date)."""
    found = Shares(source.inspectorate(), day)
    read(source, None, found)
    return found

"""What lists have in common: what is asked, and what a noun says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from events.base import Instant
from ledger.errors import LedgerError, NotFound
from ledger.ledger import Ledger
from ledger.times import day_of, printed
from ledger.validation import key
from projections.answered import recorded
from projections.base import Column, Item, TimeFilter, View


class Question(NamedTuple):
    """What is asked for: of a ledger, of one inspection or of all, at two times.

    ``notes`` says that internal notes are asked for, too. ``ref`` is the one that is wanted, if it is one:
    what takes long for the others need not be told of them.
    """

    ledger: Ledger
    inspection: str | None = None
    time_filter: TimeFilter = TimeFilter()
    notes: bool = False
    ref: str | None = None

    def was_recorded(self, recorded_at: Instant) -> bool:
        """Whether something without a day of its own was there: it took effect when it was recorded."""
        as_of, known_at = self.time_filter.day, self.time_filter.known_at
        zone = self.ledger.inspectorate().time_zone
        return (known_at is None or recorded_at <= known_at) and (
            as_of is None or day_of(recorded_at, zone) <= as_of
        )


class Noun(NamedTuple):
    """One kind of thing: how many are called, its rows, the columns of a list, and the facts of one of it.

    ``rows`` reads them, each with its ``ref``; ``absent`` says why one of a ref is not among them.
    ``narrow`` are the columns of a list on a terminal, ``facts`` what stands above the table of one, ``note``
    what people read below a list.
    """

    name: str
    plural: str
    rows: Callable[[Question], Sequence[Item]]
    columns: tuple[Column, ...]
    narrow: tuple[Column, ...]
    facts: tuple[Column, ...]
    absent: Callable[[Question, str], LedgerError]
    note: Callable[[Question], str] = lambda _: ""


def listed(noun: Noun, question: Question) -> View:
    """All of a noun; raises NotFound for an inspection that is not there, StorageError."""
    rows = noun.rows(question)
    of = question.ledger.ref(question.inspection) if question.inspection is not None else None
    note = noun.note(question) if question.time_filter.known_at else ""
    events = recorded(question.ledger, question.inspection, question.time_filter.known_at)
    return listed_of(noun, question, rows, of, events, note)


def listed_of(
    noun: Noun, question: Question, rows: Iterable[Item], of: str | None, events: int, note: str = ""
) -> View:
    """The list of some rows, which are ``of`` an inspection or (None) of all, by so many events."""
    said = [noun.plural[0].upper() + noun.plural[1:] + (f" of {of}" if of else "")]
    return View(
        caption=_captioned(said, question),
        columns=noun.columns,
        narrow=noun.narrow,
        items=rows,
        head={"events": events},
        closing=note,
    )


def shown(noun: Noun, question: Question, ref: str) -> View:
    """What bears a ref, by that ref however it is capitalised; raises NotFound, StorageError."""
    rows = [row for row in noun.rows(question._replace(ref=ref)) if key(row["ref"]) == key(ref)]
    if not rows:
        raise noun.absent(question, ref)
    row = rows[0]
    of = f" of {row['inspection']}" if question.inspection is not None and noun.name != "inspection" else ""
    said = [f"{noun.name[0].upper()}{noun.name[1:]} {row['ref']}{of}"]
    facts = [(fact.heading, fact.read(row)) for fact in noun.facts]
    return View(
        caption=_captioned(said, question),
        columns=noun.columns,
        narrow=noun.narrow,
        items=rows,
        head={"events": recorded(question.ledger, question.inspection, question.time_filter.known_at)},
        facts=tuple((label, text) for label, text in facts if text),
        listing="In the list",
    )


def not_there_yet(question: Question, what: str) -> NotFound:
    """Something is there, and was not on the day or at the time asked about."""
    when = question.time_filter.in_words()
    return NotFound(f"{what} was not there yet, {when}.", "Ask about a later day or time.")


def _captioned(said: list[str], question: Question) -> str:
    if question.time_filter.in_words():
        said.append(question.time_filter.in_words())
    return ", ".join(said)


def text(name: str) -> Callable[[Item], str]:
    """What is said under a key, as it is; empty if nothing is."""
    return lambda row: "" if row[name] is None else str(row[name])


def joined(name: str) -> Callable[[Item], str]:
    """The texts under a key, one after another."""
    return lambda row: "; ".join(row[name])


def yes(name: str) -> Callable[[Item], str]:
    """``yes`` if it is so."""
    return lambda row: "yes" if row[name] else ""


INSPECTION = Column("Inspection", text("inspection"), whole=True)
NUMBER = Column("Number", text("number"), whole=True)
OF = Column("Of", lambda row: f"{row['inspection']}/{row['number']}", whole=True)
ON = Column("On", text("on"), whole=True, dated=True)
CYCLE = Column("Cycle", text("cycle"))
BY = Column("By", text("by"))
RECORDED = Column("Recorded", lambda row: printed(row["recorded_at"]), whole=True)
POSITION = Column("Event", text("position"))

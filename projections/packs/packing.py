"""Making a pack: what it says of a body, and the sheets that it is written in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from events.base import Instant
from ledger.errors import Refused
from ledger.importing import packs
from ledger.importing.packs import PackHead, PackRow
from ledger.ledger import Ledger
from ledger.times import today
from ledger.validation import so_many
from projections.bodies import known_body, no_body
from projections.model.answering import NO_ANSWER
from projections.packs.reading import Packed, shares
from projections.packs.state import StateAt, root_of
from projections.publication.files.spreadsheets.sheet import Cell, Choice, Form, Percent, Sheet


class Pack(NamedTuple):
    """What a pack says. ``answers`` are the labels of what may be answered, ``known_at`` is when."""

    title: str
    head: PackHead
    known_at: Instant
    rows: tuple[PackRow, ...]
    answers: tuple[str, ...]
    when: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the document is called."""
        return f"{self.title}: recommendations to {self.head.body}"


def pack(ledger: Ledger, body: str) -> Pack:
    """A body's pack as things stand; raises NotFound, Refused if nothing of it is open, StorageError."""
    last = ledger.last()
    source = StateAt(ledger.store, last.position)
    settings = source.inspectorate()
    known = known_body(source, body)
    if known is None:
        raise no_body(body)
    day = today(ledger.clock(), settings.time_zone)
    called = settings.bodies.called(known, day)
    found = [one for one in shares(source, day).of(known) if not one.closed]
    if not found:
        raise Refused(
            f"No recommendation to {called} is open, so there is nothing to pack.",
            f'See what there is: scrutiny register --made-to "{called}"',
        )
    size = ledger.store.rank(last.position) + 1
    words = settings.vocabulary
    return Pack(
        title=settings.title,
        head=PackHead(called, settings.origin, size, root_of(ledger.store, size), day),
        known_at=last.recorded_at,
        rows=tuple(one.row for one in found),
        answers=tuple(words.label("answer", word) for word in words.usable("answer") if word != NO_ANSWER),
        when=tuple(_when(found, day)),
    )


def _when(found: list[Packed], day: str) -> Iterator[str]:
    """By when what has to be done, a sentence each."""
    answers = sorted(one.owes for one in found if one.owes)
    if late := sum(one < day for one in answers):
        yield f"{so_many(late, 'answer')} {'was' if late == 1 else 'were'} due before {day}."
    if to_come := [one for one in answers if one >= day]:
        yield (
            f"{so_many(len(to_come), 'answer')} {'is' if len(to_come) == 1 else 'are'} still to come, "
            f"the next by {to_come[0]}: see {packs.LOCKED[6]}."
        )
    dues = sorted(one.due for one in found if one.due)
    if late := sum(one < day for one in dues):
        verb = "was" if late == 1 else "were"
        yield f"{so_many(late, 'recommendation')} {verb} to be done before {day}, and {verb} not closed."
    if to_do := [one for one in dues if one >= day]:
        verb = "is" if len(to_do) == 1 else "are"
        yield f"{so_many(len(to_do), 'recommendation')} {verb} to be done, the next by {to_do[0]}: see Due."
    if not answers and not dues:
        yield "No date is set by which you have to answer, or by which anything has to be done."


def sheets(found: Pack) -> tuple[Sheet, ...]:
    """The three sheets, in their order."""
    return _guide(found), _table(found), _lists(found)


def _guide(found: Pack) -> Sheet:
    head = found.head
    details: list[tuple[Cell, Cell]] = [
        (packs.KIND_OF_FORM, packs.FORM),
        (packs.BODY, head.body),
        ("Inspectorate", found.title),
        (packs.DAY, head.day),
        ("Recommendations that are not closed", str(len(found.rows))),
        *(("By when", sentence) for sentence in found.when),
        (packs.LEDGER, head.origin),
        (packs.EVENTS, str(head.events)),
        (packs.ROOT, head.root),
    ]
    return Sheet(
        packs.GUIDE,
        found.name,
        (
            f"On the sheet {packs.TABLE} each row is one recommendation to you that is not closed.",
            "Fill in the cells with a border; all others are locked, and have to stay as they are.",
            f"{packs.ANSWER}: choose a word from the list, and say why under {packs.SAYS}.",
            f"{packs.ACTION}: what you will do. {packs.ACTION_DUE}: by when, as 2027-03-31, 2027-03 or 2027.",
            f"{packs.PROGRESS}: what you have done. {packs.PERCENT}: how much of it, from 0 to 100.",
            f"{packs.FILES}: the names of the files that you send along, one a line, and what they show.",
            f"{packs.CLOSURE}: yes, if you think that the recommendation is done.",
            "Leave empty what you have nothing to say to, and a whole row, too.",
            "What you write may be published. The files that you send along are not.",
            "Send this workbook back with the files. Below is what it is of, and by when it is expected.",
        ),
        ("Detail", "Value"),
        (9.0, 20.0),
        details,
        Form(),
    )


def _table(found: Pack) -> Sheet:
    first = len(packs.LOCKED)

    def column(heading: str) -> int:
        return packs.HEADINGS.index(heading)

    top = _FIRST
    return Sheet(
        packs.TABLE,
        f"Recommendations to {found.head.body}",
        (f"As things stood on {found.head.day}. Fill in the cells with a border, from {packs.ANSWER} on.",),
        packs.HEADINGS,
        (*(3.0, 2.4, 10.0, 3.2, 7.0, 2.8, 2.8, 3.6), *(4.0, 8.0, 7.0, 3.0, 8.0, 2.6, 5.0, 7.0, 2.8)),
        [(*(cell or "-" for cell in row.locked), *[None] * len(packs.OPEN)) for row in found.rows],
        Form(
            first,
            (
                Choice(column(packs.ANSWER), packs.LISTS, top, top + len(found.answers) - 1),
                Percent(column(packs.PERCENT)),
                Choice(
                    column(packs.CLOSURE), packs.LISTS, top + len(found.answers), top + len(found.answers) + 1
                ),
            ),
            as_typed=(column(packs.ACTION_DUE), column(packs.FILES)),
            kept=2,
        ),
    )


_FIRST = 4
"""The row of the first word of the lists."""


def _lists(found: Pack) -> Sheet:
    return Sheet(
        packs.LISTS,
        "Words to choose from",
        ("The lists of the other sheet have them. There is nothing to fill in here.",),
        ("Word", "Where"),
        (9.0, 9.0),
        [
            *((label, packs.ANSWER) for label in found.answers),
            *((word, packs.CLOSURE) for word in (packs.YES, packs.NO)),
        ],
        Form(),
    )

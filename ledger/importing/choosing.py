"""Which sheet of a file is the register, which row has its headings, and which column says what.

By the headings first; what stands in a column must not speak against it. What no heading tells is chosen by
what stands there only if that is plain: addresses, long words, words for a status. Of a day the heading alone
tells which it is. Columns that may name people are never chosen.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ledger import validation
from ledger.errors import BadInput
from ledger.importing.headings import NAMES, likeness, names_people, plain
from ledger.importing.meanings import meaning
from ledger.importing.profiles import Profile, profiles
from ledger.importing.sheets import is_legend
from ledger.tables.base import Row, Sheet, Tables

_SEARCHED = 60
_LONG_HEADING = 80
_SURE = 50
_PROSE = 30
_LINE = 20
_DAYS = ("made_on", "judged_on", "due")


class Chosen(NamedTuple):
    """A sheet, the row of its headings, its columns, and by field the column that may say it."""

    sheet: Sheet
    header: int
    columns: list[Profile]
    fields: dict[str, Profile]
    people: list[Profile]
    no_cycle: Profile | None
    days: list[Profile]
    known: bool


def chosen(tables: Tables) -> Chosen:
    """What of a file is the register; raises BadInput if nothing is."""
    return _columns_of(*_register(tables))


def _register(tables: Tables) -> tuple[Sheet, Row]:
    shown = [sheet for sheet in tables.sheets if sheet.visible and len(sheet.rows)]
    registers = [sheet for sheet in shown if not is_legend(sheet)]
    if shown and not registers:
        raise BadInput(
            f"{tables.name} says what words mean, and is no register.",
            "Name the file that has the recommendations.",
        )
    if not registers:
        raise BadInput(f"{tables.name} has no sheet that is shown and has any row.", "Show it, and save it.")
    found = [(sheet, *_headings(sheet)) for sheet in registers]
    sheet, row, score = max(found, key=lambda one: (one[2] // 10, len(one[0].rows)))
    if score < 10 and len(row[1]) < 2:
        raise BadInput(f"{tables.name} has one column, and is no register.", "Name another file, or sheet.")
    return sheet, row


def _headings(sheet: Sheet) -> tuple[Row, int]:
    """The row that is most like headings, and how much it is."""
    rows = list(sheet.rows[:_SEARCHED])
    scores = [_score(row) for row in rows]
    best = max(range(len(rows)), key=lambda place: (scores[place], -place))
    return rows[best], scores[best]


def _score(row: Row) -> int:
    score = 0
    seen = set()
    for cell in row[1]:
        text = cell.text.strip()
        if not text or text in seen:
            continue
        seen.add(text)
        if len(text) > _LONG_HEADING or isinstance(cell.value, int | float | date):
            score -= 3
            continue
        known = len(text) <= 60 and (
            any(likeness(text, field) >= _SURE for field in NAMES) or names_people(text)
        )
        score += 11 if known else 1
    return score


def _columns_of(sheet: Sheet, row: Row) -> Chosen:
    columns = profiles(tuple(cell.text for cell in row[1]), sheet.rows, row[0])
    twice = {
        column.heading for column in columns if sum(one.heading == column.heading for one in columns) > 1
    }
    people = [column for column in columns if names_people(column.heading) or column.mails > 0.5]
    free = [
        column for column in columns if column not in people and column.heading not in twice and column.filled
    ]
    fields: dict[str, Profile] = {}
    likely = [
        (-likeness(column.heading, field), list(NAMES).index(field), column.place, field, column)
        for field in NAMES
        for column in free
        if likeness(column.heading, field) > (_SURE if field in _DAYS else 0) and _can_be(column, field)
    ]
    for *_, field, column in sorted(likely, key=lambda one: one[:3]):
        if field not in fields and column not in fields.values():
            fields[field] = column
    _by_samples(fields, [column for column in free if column not in fields.values()])
    cycle = fields.get("cycle")
    no_cycle = fields.pop("cycle") if cycle and not all(map(_is_cycle, cycle.texts)) else None
    ordered = {field: fields[field] for field in NAMES if field in fields}
    days = [column for column in free if column.dates > 0.5 and column not in fields.values()]
    known = any(likeness(column.heading, field) >= _SURE for column in columns for field in NAMES)
    return Chosen(sheet, row[0], columns, ordered, people, no_cycle, days, known)


def _is_cycle(text: str) -> bool:
    try:
        return bool(validation.cycle(text.strip()))
    except BadInput:
        return False


def _can_be(column: Profile, field: str) -> bool:
    """Whether what stands in a column does not speak against a field."""
    match field:
        case "number":
            return column.mean <= _PROSE and column.typed_dates * 2 < column.filled and column.codes > 0.5
        case "text":
            return column.codes < 0.5 and column.dates < 0.5 and column.addresses < 0.5
        case "made_on" | "judged_on" | "due":
            return column.dates >= 0.5
        case "status":
            return (
                column.few
                and column.dates < 0.5
                and (_words(column, "status") or "status" in plain(column.heading).split())
            )
        case "answer":
            return column.few and column.dates < 0.5 and column.codes < 0.5
        case "answer_text":
            return not column.few or column.mean > _PROSE
        case "kind" | "priority":
            return column.few and column.dates < 0.5
        case "source":
            return column.addresses >= 0.5
        case "cycle":
            return column.mean <= _PROSE
        case _:
            return column.mean <= 200 and column.dates < 0.5 and column.addresses < 0.5


def _words(column: Profile, vocabulary: str) -> bool:
    """Whether some of a column's words are plainly of a vocabulary."""
    return any(
        meaning(vocabulary, word) or word.strip().casefold() == "closed" for word in list(column.texts)[:200]
    )


def _by_samples(fields: dict[str, Profile], free: list[Profile]) -> None:
    """What no heading tells, if it is plain by what stands there."""

    def take(field: str, fitting: list[Profile]) -> None:
        if field not in fields and fitting:
            fields[field] = fitting[0]
            free.remove(fitting[0])

    take("source", [column for column in free if column.addresses > 0.9])
    take("status", [column for column in free if column.few and _mostly(column, "status")])
    take("answer", [column for column in free if column.few and _mostly(column, "answer")])
    prose = [
        column
        for column in free
        if column.mean >= _LINE and column.addresses < 0.5 and (not column.few or column.distinct == 1)
    ]
    take("text", sorted(prose, key=lambda column: -column.mean))


def _mostly(column: Profile, vocabulary: str) -> bool:
    known = sum(meaning(vocabulary, word) is not None for word in column.texts)
    return known * 2 > len(column.texts)


def by_what_stands_there(found: Chosen) -> None:
    """The number, if no heading and no words tell it: codes of which none stands twice, and no measures."""
    used = [*found.fields.values(), *found.people]
    for column in found.columns:
        if column not in used and column.codes > 0.9 and column.distinct == 1 and not column.measures:
            found.fields["number"] = column
            return

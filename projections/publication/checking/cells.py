"""What a cell may say where the register says something: the same text, or another writing of it.

Blanks and line breaks are not told apart, because pages and sheets fold them; nor is a character that acts
from its code, a status from its label or a date from its words; on paper, nor is a letter that its font has
not, or a blank at the end of a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

import orjson

from events.base import is_day
from ledger import times
from ledger.state.vocabulary import Vocabulary
from projections.formats import csv as as_csv
from projections.formats.visible import visible
from projections.publication.files.json.read import Row
from projections.publication.files.pdf.paper import printable
from projections.publication.files.site.words import date
from projections.publication.files.tables import BREAK
from projections.rows import status_shown


def _bound(field: str, row: Row) -> list[str]:
    # Spreadsheets have no date for a very old day: there it is text, and the same.
    return [row.get(field) or ""]


OF: Mapping[str, Callable[[Row], Iterable[str]]] = {
    "inspection": lambda row: [row["inspection"]],
    "number": lambda row: [row["number"]],
    "cycle": lambda row: [row["cycle"]],
    "recommendation": lambda row: [row["text"]],
    "text": lambda row: [row["text"]],
    "state": lambda row: [row["state"], row["state"].replace("-", " ").capitalize()],
    "judged in": lambda row: [row["judged_in"] or ""],
    "made to": lambda row: ["; ".join(row["made_to"]), _json(row["made_to"])],
    "source": lambda row: [row.get("source") or ""],
    "place": lambda row: [row.get("place") or ""],
    "under": lambda row: [row.get("under") or ""],
    "responses": lambda row: [_json(row["responses"])] if row.get("responses") else ["", "[]"],
    "seen on": lambda row: _dated(row.get("seen_on") or ""),
    "as last seen": lambda row: _dated(row.get("seen_on") or ""),
    "made on": lambda row: _dated(row["made_on"]),
    "due": lambda row: _due(row["due"] or "", late=row.get("overdue") is True),
    "last updated": lambda row: _dated(row["last_updated"]),
    "overdue": lambda row: (
        ["true", "True", "Yes", "1"] if row.get("overdue") else ["false", "False", "No", "0"]
    ),
    **{
        f"{name} {end}": partial(_bound, f"{name}_{end}".replace(" ", "_"))
        for name in ("made on", "due", "last updated")
        for end in ("earliest", "latest")
    },
}
"""By the heading of a column, in small letters, what may stand under it of a row."""

LABELLED: Mapping[str, Callable[[Row, Vocabulary], Iterable[str]]] = {
    "word": lambda row, words: [
        row.get("word") or "",
        words.label("status", row["word"]) if row.get("word") else "",
    ],
    "answers": lambda row, words: [
        "; ".join(
            f"{one['body']}: {words.label('answer', one['answer'])} ({times.shown(one['on'])})"
            for one in row.get("responses", [])
        )
    ],
    "kind": lambda row, words: [row["kind"], words.label("kind", row["kind"])],
    "status": lambda row, words: [row["status"], status_shown(row, words)],
    "reason": lambda row, words: [
        row["reason"] or "",
        words.label("reason", row["reason"]) if row["reason"] else "",
    ],
    "priority": lambda row, words: [
        row.get("priority") or "",
        words.label("priority", row["priority"]) if row.get("priority") else "",
    ],
    "topics": lambda row, words: [
        "; ".join(row.get("topics", [])),
        "; ".join(words.label("topic", topic) for topic in row.get("topics", [])),
        _json(row.get("topics", [])),
    ],
}
"""The same of those under which a word stands by itself or by its label."""


def under(heading: str, row: Row, words: Vocabulary) -> Sequence[str] | None:
    """What may stand under a heading of a row, or None where anything may."""
    if labelled := LABELLED.get(heading):
        return list(labelled(row, words))
    return list(of(row)) if (of := OF.get(heading)) else None


def agree(cell: str, text: str) -> bool:
    """Whether a cell says a text."""
    return folded(cell) in _spellings(text)


def agree_on_paper(cell: str, text: str) -> bool:
    """The same, where a blank at the end of a line is there or not."""
    rest = folded(printable(text))
    for line in map(folded, cell.split(BREAK)):
        if not rest.startswith(line):
            return False
        rest = rest.removeprefix(line).removeprefix(" ")
    return not rest


def names(text: str) -> set[str]:
    """Every way in which a ref or a number may be written, without blanks, for lines may end in it."""
    return {unbroken(spelling) for spelling in (*_spellings(text), printable(text))}


def unbroken(text: str) -> str:
    """The text without its blanks."""
    return "".join(text.split())


def folded(text: str) -> str:
    """The text as a page shows it: each run of blanks is one, and none stands at an edge."""
    return " ".join(text.split())


@lru_cache(maxsize=1 << 16)
def _spellings(text: str) -> frozenset[str]:
    return frozenset((folded(text), folded(visible(text)), folded(as_csv.inert(text))))


def _due(text: str, *, late: bool) -> list[str]:
    """A page may say whose date has passed; on a body's page, whose share of it is not closed."""
    said = _dated(text)
    return [*said, *(f"{one} Overdue" for one in said)] if late else said


def _dated(text: str) -> list[str]:
    return [text, date(text), times.shown(text)] if is_day(text) else [text]


def _json(value: Any) -> str:  # Any: JSON
    return orjson.dumps(value).decode()

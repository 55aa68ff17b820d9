"""Which words of an event are searched.

1. What people said: texts, rationales, summaries, answers, reasons, notes, titles, labels.
2. What they named: bodies, files, places, topics. A hit in a name ranks behind one in what was said.
3. Whoever reads the ledger reads all of it, so internal words and those of restricted evidence are found.
4. Numbers, refs, dates, hashes and codes are no words: lists, ``show`` and ``trail`` find these.
5. What was withdrawn from view is not found, nor is what belongs to a recommendation that was entered in
   error: the trail alone has these.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from events.base import Event, Names
from events.named import NamedTuple

SAID = (
    "title",
    "text",
    "rationale",
    "summary",
    "action",
    "note",
    "why",
    "restricted",
    "label",
    "restored_from",
    "about",
)
NAMED = (
    "made_to",
    "body",
    "also",
    "to",
    "into",
    "by",
    "name",
    "person",
    "approved_by",
    "source",
    "place",
    "priority",
    "topics",
    "word",
    "sheet",
    "as_published",
    "licence",
    "database_role",
)
_CODES = {"recommendation.superseded": ("by",), "publication.made": ("also",), "words.withdrawn": ("name",)}
"""Fields of these names that hold something else in some events."""


class Words(NamedTuple):
    """The words of an event: those that were said, and those that name something."""

    said: str
    named: str

    @property
    def text(self) -> str:
        """What people read of it: what was said, or else what was named."""
        return self.said or self.named


_searched: dict[type[Event], tuple[Names, Names]] = {}


def fields(event: type[Event]) -> tuple[Names, Names]:
    """The fields of an event that are searched, in their order: of what was said, and of what was named."""
    if (known := _searched.get(event)) is None:
        there = [name for name in event.FIELDS if name not in _CODES.get(event.NAME, ())]
        said, named = ([name for name in there if name in those] for those in (SAID, NAMED))
        known = _searched[event] = tuple(said), tuple(named)
    return known


def words_of(event: Event, gone: Container[str] = ()) -> Words:
    """The words of an event without the fields that are ``gone``."""
    said, named = fields(type(event))
    return Words("\n".join(_texts(event, said, gone)), "; ".join(_texts(event, named, gone)))


def _texts(event: Event, names: Names, gone: Container[str]) -> Iterator[str]:
    for name in names:
        if name in gone:
            continue
        value = event.fields[name]
        yield from (value,) if isinstance(value, str) else value or ()

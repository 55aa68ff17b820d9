"""What stands in the cells of a paper, in words."""

from __future__ import annotations

from collections.abc import Iterator

from events.base import Day
from ledger.times import BEFORE_ALL
from ledger.validation import so_many
from projections.paper.base import Extension, LateAnswer, Link, Listed, Moved, News, Paper
from projections.paper.document import Cell, Text, cell
from projections.publication.files.site import words

MOVED = {
    "made": "Made",
    "reopened": "Re-opened",
    "not-reopened": "Not re-opened after all: the dates leave open what came first (counts as one less)",
    "left": "No longer made to this body",
    "not-closed": "Not closed after all: the dates leave open what came first (counts as one less)",
}
"""What is said of a movement; of what was closed, as what."""


def inspection(paper: Paper, ref: str) -> str:
    """An inspection with its title."""
    title = paper.titles.get(ref, "")
    return f"{ref}: {title}" if title else ref


def date(day: str | None) -> str:
    """A day in words; empty for none."""
    return "" if day is None else words.date(day)


def on(day: Day | tuple[str, str]) -> str:
    """The day of a movement in words, or between which days it was."""
    if isinstance(day, str):
        return words.date(day)
    first, last = day
    if first == BEFORE_ALL:
        return f"not after {words.date(last)}"
    return f"not known, from {words.date(first)} to {words.date(last)}"


def name(one: Listed | Moved | Extension | LateAnswer | News) -> Cell:
    """The name of a row, which leads to its page if that is known."""
    return cell(Text(one.name, one.link.page))


def recommendation(text: str, link: Link, *notes: str) -> Cell:
    """Its words, where they stand, and what is to be said of them."""
    return cell(text, *_source(link), *notes)


def _source(link: Link) -> Iterator[tuple[Text, ...]]:
    source = Text(link.source, link.source) if link.source else None
    place = Text(f"{link.place}, " if source else link.place) if link.place else None
    if texts := tuple(text for text in (place, source) if text):
        yield (Text("Source: "), *texts)


def made_to(one: Listed) -> Cell:
    """The bodies, each with where its share stands if these differ."""
    if one.shares:
        return cell(*(f"{body} ({standing})" for body, standing in one.shares))
    return cell(*one.row["made_to"])


def standing(one: Listed, paper: Paper) -> Cell:
    """What its status is called, and its priority."""
    priority = one.row["priority"]
    label = f"Priority: {paper.words.label('priority', priority)}" if priority else ""
    return cell(one.standing, label)


def first_due(one: Listed) -> Cell:
    """The date it had first."""
    return cell(date(one.first_due) or "none")


def due(one: Listed) -> Cell:
    """The present date; if it is the one it had first, that it is."""
    return cell(date(one.due) or "none")


def days(number: int | None) -> str:
    """A number of days."""
    return "not known exactly" if number is None else so_many(number, "day")


def moved_by(extension: Extension) -> str:
    """By how much a date was moved."""
    if extension.before is None:
        return "the first date"
    if extension.days is None:
        return "not known exactly"
    if extension.days < 0:
        return f"{so_many(-extension.days, 'day')} earlier"
    return f"{so_many(extension.days, 'day')} later"


def closed(one: Moved) -> Cell:
    """As what it was closed, and how it stands if that is otherwise by now."""
    said = one.reason if one.what == "closed" else MOVED[one.what]
    why = f"Why: {one.why}" if one.why else ""
    return cell(said or "Closed", why, f"Now: {one.now}" if one.now and one.now != one.reason else "")

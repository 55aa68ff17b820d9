"""What the words mean: as the publisher says, else what is true of each wherever it is used.

The publisher's own words stand among the others, each with what it counts as.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ledger.policies import STATUSES
from ledger.state.vocabulary import NO_CLOSING, VOCABULARIES, Word
from projections.base import Item
from projections.publication.files.site import naming, words
from projections.publication.files.site.shared import Site

OURS: dict[str, dict[str, str]] = {
    "status": {
        "open": "It was made, and nothing that counts says that it is met, in part or in full.",
        "partially-met": "A judgement that counts says that it is met in part. It is not closed.",
        "closed": "Nothing more is asked for. The reason says why: closed does not always mean done.",
    },
    "reason": {
        "implemented": "What it asks for was done.",
        "not-implemented": "What it asks for was not done, and is not asked for any longer.",
        "no-longer-relevant": "What it asks for has no purpose any longer.",
        "superseded": "Another recommendation, or several, took its place.",
        "merged": "It became part of another recommendation.",
        "withdrawn": "The inspectorate does not ask for it any longer.",
    },
    "kind": {
        "recommendation": "Something that the inspectorate asks a body to do.",
        "area-for-development": "Something that the inspectorate asks a body to get better at. It is judged "
        "as a recommendation is.",
    },
    "answer": {
        "accepted": "The body says that it will do what is asked.",
        "partly-accepted": "The body says that it will do part of what is asked.",
        "rejected": "The body says that it will not do what is asked.",
        "noted": "The body says that it has read it, and not whether it will do it.",
        "none": "No answer of the body was received.",
    },
}
"""By vocabulary and word."""

HEADINGS = {
    "status": ("Statuses", "Where a recommendation stands."),
    "reason": ("Reasons", "Why a recommendation is closed."),
    "kind": ("Kinds", "What is published in this register."),
    "answer": (
        "Answers",
        "What a body says to a recommendation. It is the body’s own word, and moves no status.",
    ),
    "priority": ("Priorities", "How urgent the inspectorate holds a recommendation to be."),
    "topic": ("Topics", "What a recommendation is about."),
}
"""By vocabulary: its heading, and what its words are for."""

_ORDER = ("status", *(one for one in VOCABULARIES if one != "status"))


class Meaning(NamedTuple):
    """One word: its place on the page, its label, what it counts as and means, and where it is listed."""

    id: str
    word: str
    label: str
    counts_as: str | None
    means: str | None
    path: str | None


class Group(NamedTuple):
    """The words of one vocabulary."""

    name: str
    heading: str
    what: str
    words: tuple[Meaning, ...]


def glossary(site: Site) -> Iterator[tuple[str, str]]:
    """The one page, and the same as data."""
    groups = list(_groups(site))
    about = site.edition.about
    reports = [
        (inspected, url)
        for inspected in site.edition.inspections
        if (url := site.report(inspected.ref)) is not None
    ]
    yield from site.both(
        naming.WORDS,
        "words.html",
        {
            "contact": about.contact if about else None,
            "reports": {inspected.ref: url for inspected, url in reports},
            "words": {group.name: [_as_data(one) for one in group.words] for group in groups},
        },
        groups=groups,
        reports=reports,
    )


def _groups(site: Site) -> Iterator[Group]:
    for name in _ORDER:
        if found := site.edition.vocabulary.of(name):
            yield Group(name, *HEADINGS[name], tuple(_meaning(site, word) for word in found))


def _meaning(site: Site, word: Word) -> Meaning:
    about = site.edition.about
    ours = None if word.own else OURS.get(word.vocabulary, {}).get(word.word)
    return Meaning(
        naming.word(word.vocabulary, word.word),
        word.word,
        word.label,
        _counts_as(site, word),
        (about and about.meaning(word)) or ours,
        naming.status(word.word) if word.vocabulary == "status" and not word.own else None,
    )


def _counts_as(site: Site, word: Word) -> str | None:
    """What an own word counts as, in the words of the contract."""
    if not word.own or word.means is None:
        return None
    if word.vocabulary == "kind":
        return (
            "needs no closing: it stays open, and nothing is expected of it"
            if word.means == NO_CLOSING
            else None
        )
    if word.status is None or word.status not in STATUSES:
        return None
    status = STATUSES[word.status].lower()
    return f"counts as {status}" + (
        f", {words.reason(word.reason, site.edition.vocabulary)}" if word.reason else ""
    )


def _as_data(one: Meaning) -> Item:
    return {
        "word": one.word,
        "label": one.label,
        "counts_as": one.counts_as,
        "means": one.means,
    }

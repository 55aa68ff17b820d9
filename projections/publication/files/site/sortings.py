"""What a register is sorted by: for each a list of every value, which every list leads to.

By year made    2021 (1), 2020 (10)       years/2021.html, years/2020.html
By topic        Custody (4), Safety (7)   topics/custody.html, topics/safety.html

A year is that of the making; it is not known if of the day only the last is known that it can be. What has
several topics is in the list of each. There is a list of what any row has; that of what is overdue always is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from events.base import OPEN_START
from ledger.policies import STATUSES
from ledger.state.vocabulary import Vocabulary
from ledger.validation import key
from projections.base import natural
from projections.publication.edition import Listed
from projections.publication.files.site import naming

MOST = 100
"""Values that a list leads to by itself: of more the first page has them all."""


class Sorted(NamedTuple):
    """A list of what has one value: the value as people read it, its page and its rows.

    ``said`` is what the list is of: ``Recommendations made in 2021``.
    """

    label: str
    path: str
    rows: Sequence[Listed]
    said: str


class Sorting(NamedTuple):
    """All lists of one sorting: its heading, what a value is called, and the lists.

    ``own`` are those whose pages are made of these; others have pages of their own kind.
    """

    heading: str
    label: str
    lists: Sequence[Sorted]
    own: bool = True

    @property
    def alone(self) -> bool:
        """Whether its one list says by itself what it is."""
        return len(self.lists) == 1 and self.lists[0].label == self.heading

    @property
    def many(self) -> bool:
        """Whether there are too many to stand on every list."""
        return len(self.lists) > MOST


def of_all(rows: Sequence[Listed]) -> Sorting:
    """Everything in one list, where the first page has no room for it."""
    name = "All recommendations"
    return Sorting(name, "Register", [Sorted(name, naming.ALL, rows, name)])


def by_status(rows: Sequence[Listed]) -> Sorting:
    """The public statuses, each with its own page."""
    found = [
        Sorted(label, naming.status(status), [one for one in rows if one.row["status"] == status], "")
        for status, label in STATUSES.items()
    ]
    return Sorting("By status", "Status", found, own=False)


def by_body(bodies: Iterable[tuple[str, Sequence[Listed]]]) -> Sorting:
    """The bodies, each with its own page."""
    return Sorting(
        "By body", "Made to", [Sorted(body, naming.body(body), made, "") for body, made in bodies], own=False
    )


def by_value(rows: Sequence[Listed], words: Vocabulary) -> Iterator[Sorting]:
    """Everything else that a register is sorted by."""
    late = [one for one in rows if one.row["overdue"]]
    yield Sorting(
        "Overdue",
        "Due",
        [Sorted("Overdue", naming.OVERDUE, late, "Recommendations that are overdue")],
    )
    yield Sorting("By year made", "Year made", list(_years(rows)))
    kinds = list(_words(rows, words, "kind", "Of the kind {}"))
    # Where all are of one kind its list is the register.
    yield Sorting("By kind", "Kind", kinds if len(kinds) > 1 else [])
    yield Sorting("By priority", "Priority", list(_words(rows, words, "priority", "Of the priority {}")))
    yield Sorting("By topic", "Topic", list(_words(rows, words, "topic", "On the topic {}")))


def _years(rows: Sequence[Listed]) -> Iterator[Sorted]:
    """The newest first; at the end what was made in no year that is known."""
    found: dict[str, list[Listed]] = {}
    for one in rows:
        made_on = one.row["made_on"]
        found.setdefault("" if made_on.startswith(OPEN_START) else made_on[:4], []).append(one)
    for year in sorted(found, reverse=True):
        said = (
            f"Recommendations made in {year}" if year else "Recommendations made in a year that is not known"
        )
        yield Sorted(year or "Not known", naming.year(found[year][0].row["made_on"]), found[year], said)


def _words(rows: Sequence[Listed], words: Vocabulary, vocabulary: str, said: str) -> Iterator[Sorted]:
    """In the order of the vocabulary; topics, of which there may be many, by their labels."""
    found: dict[str, list[Listed]] = {}
    for one in rows:
        value = one.row["topics"] if vocabulary == "topic" else one.row[vocabulary]
        for word in value if isinstance(value, list) else [value] if value else []:
            found.setdefault(key(word), []).append(one)
    lists = [
        Sorted(word.label, naming.sorted_by(vocabulary, word.word), made, said.format(word.label))
        for word in words.of(vocabulary)
        if (made := found.get(key(word.word)))
    ]
    yield from sorted(lists, key=lambda one: natural(one.label)) if vocabulary == "topic" else lists

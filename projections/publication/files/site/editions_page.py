"""The page of the editions of a register: each publication of the same inspections, and what came with it."""

from __future__ import annotations

from collections.abc import Iterator

from projections.base import Item
from projections.publication.edition import EditionMade
from projections.publication.files.site import naming, words
from projections.publication.files.site.paging import MOST, Page, Part, paged
from projections.publication.files.site.shared import Site

Told = tuple[EditionMade, str]
"""An edition, and what became public with it, in words."""


def editions(site: Site) -> Iterator[tuple[str, str]]:
    """The newest first, which is the one that the page is part of."""
    told = [(one, words.changes(one.counts)) for one in site.edition.editions]
    parts = [
        Part(part, f"{words.date(part[0][0].as_of)} back to {words.date(part[-1][0].as_of)}")
        for part in (told[at : at + MOST] for at in range(0, len(told), MOST))
    ]
    for page in paged(naming.EDITIONS, parts):
        yield from site.both(page.path, "editions.html", _data(page), page=page)


def _data(page: Page[Told]) -> Item:
    """What the page says, for programs; ``published`` is null of the edition that it is part of."""
    return {
        "number": page.number,
        "pages": [{"page": other.path, "what": other.what} for other in page.all],
        "editions": [
            {
                "as_of": one.as_of,
                "known_at": one.known_at,
                "published": one.recorded_at,
                "events": one.size,
                "root": one.root,
                "changes": one.counts,
            }
            for one, _ in page.rows
        ],
    }

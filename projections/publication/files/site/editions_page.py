"""The page of the editions of a register: each publication of the same inspections, and what came with it."""

from __future__ import annotations

from collections.abc import Iterator

from projections.publication.files.site import naming, words
from projections.publication.files.site.paging import MOST, Part, paged
from projections.publication.files.site.shared import Site


def editions(site: Site) -> Iterator[tuple[str, str]]:
    """The newest first, which is the one that the page is part of."""
    told = [(one, words.changes(one.counts)) for one in site.edition.editions]
    parts = [
        Part(part, f"{words.date(part[0][0].as_of)} back to {words.date(part[-1][0].as_of)}")
        for part in (told[at : at + MOST] for at in range(0, len(told), MOST))
    ]
    for page in paged(naming.EDITIONS, parts):
        yield page.path, site.page(page.path, "editions.html", page=page)

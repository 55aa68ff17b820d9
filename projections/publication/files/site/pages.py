"""All pages of an edition, one kind after another. Each kind is a function of what all of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from projections.publication.files.site import naming
from projections.publication.files.site.changed import changes
from projections.publication.files.site.editions_page import editions
from projections.publication.files.site.glossary import glossary
from projections.publication.files.site.how_to_check import how_to_check
from projections.publication.files.site.lists import bodies, index, inspections, sortings, statuses
from projections.publication.files.site.moved import moved
from projections.publication.files.site.paging import Part, paged
from projections.publication.files.site.recommendations import recommendations
from projections.publication.files.site.shared import Site

Kind = Callable[[Site], Iterator[tuple[str, str]]]
"""The pages of one kind, each with its path."""

TOGETHER = 5_000
"""Files on one page: each is one short line, and who follows them is a program."""


def accessibility(site: Site) -> Iterator[tuple[str, str]]:
    """How the pages can be read, and what falls short."""
    yield naming.ACCESSIBILITY, site.page(naming.ACCESSIBILITY, "accessibility.html")


KINDS: tuple[Kind, ...] = (
    index,
    inspections,
    recommendations,
    statuses,
    sortings,
    bodies,
    moved,
    changes,
    editions,
    glossary,
    how_to_check,
    accessibility,
)
"""In the order in which they are written."""


def all_pages(site: Site) -> Iterator[tuple[str, str]]:
    """Each path with its page; all but those that lead to every file."""
    for kind in KINDS:
        yield from kind(site)


def file_pages(site: Site, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pages that lead to every file, themselves among them; ``paths`` are all the others."""
    own = [naming.FILES]
    while len(paths) + len(own) > len(own) * TOGETHER:
        own.append(naming.page(naming.FILES, len(own) + 1))
    found = sorted((*paths, *own))
    parts = [
        Part(part, f"{part[0]} to {part[-1]}")
        for part in (found[at : at + TOGETHER] for at in range(0, len(found), TOGETHER))
    ]
    for page in paged(naming.FILES, parts):
        yield page.path, site.page(page.path, "files.html", page=page)

"""Pages that lead from names under which a page may have been published to the one there is."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.validation import key
from projections.publication.files.site import naming
from projections.publication.files.site.bodies import moved as moved_bodies
from projections.publication.files.site.shared import Site
from projections.publication.files.site.templating import Named


def moved(site: Site) -> Iterator[tuple[str, str]]:
    """First those of bodies, then those of recommendations."""
    yield from _bodies(site)
    yield from _recommendations(site)


def _bodies(site: Site) -> Iterator[tuple[str, str]]:
    taken = {naming.body(body) for body, _ in site.bodies.values()}
    for old, body in moved_bodies(site.edition.bodies, site.bodies, site.day):
        if (path := naming.body(old)) not in taken:
            taken.add(path)
            yield from _moved(site, path, "Made to", old, site.body_named(body))


def _recommendations(site: Site) -> Iterator[tuple[str, str]]:
    # File systems tell names apart without regard to case.
    taken = {key(path) for path in site.by_name.values()}
    for one in site.edition.register:
        for number in one.former:
            path = naming.recommendation(one.row["inspection"], number)
            if key(path) not in taken:
                taken.add(key(path))
                old = f"{site.edition.vocabulary.label('kind', one.row['kind'])} {number}"
                label, now = one.row["inspection"], site.named(one.name)
                yield from _moved(site, path, label, old, now)


def _moved(site: Site, path: str, label: str, old: str, now: Named) -> Iterator[tuple[str, str]]:
    beside = {"moved": old, "now": now.name, "to": now.path}
    yield from site.both(path, "moved.html", beside, label=label, old=old, now=now)

"""The page of what changed since the publication before."""

from __future__ import annotations

from collections.abc import Iterator

from events.base import is_day
from ledger.policies import STATUSES
from projections.model.changes import Change
from projections.publication.files.site import data, naming, words
from projections.publication.files.site.paging import by_day, paged
from projections.publication.files.site.shared import Site


def changes(site: Site) -> Iterator[tuple[str, str]]:
    """What came to be told, with how it was before and after in words."""
    for page in paged(naming.CHANGES, by_day(site.edition.changes)):
        told = [
            (
                site.named(name),
                step,
                _word(site, name, step, step.before, step.words[0]),
                _word(site, name, step, step.after, step.words[1]),
            )
            for name, step in page.rows
        ]
        beside = data.of_changes(page, site.edition.terms.since, (data.change(*one) for one in told))
        yield from site.both(page.path, "changes.html", beside, page=page, changes=told, did=words.DID)


def _word(site: Site, name: str, step: Change, value: str | None, own: str | None) -> str:
    """What was before or after a step, as people read it."""
    if value is None:
        return "none"
    # A correction of a day is told by the days.
    if step.field in ("text", "made_to", "cycle", "number", "beside"):
        return value
    if is_day(value):
        return words.date(value)
    vocabulary = site.edition.vocabulary
    if value in STATUSES:
        return vocabulary.status(value, own, site.kinds.get(name, "recommendation"))
    return vocabulary.label("kind", value) if step.field == "kind" else value

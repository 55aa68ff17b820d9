"""``feed.atom``: the changes of a status, the newest first (RFC 4287), so many as readers of feeds bear.

An entry keeps its id in every edition: it is made of the origin, the recommendation and the position of
the event. It is dated by the day of the change.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nlargest
from xml.sax.saxutils import escape, quoteattr

from ledger.policies import STATUSES
from ledger.times import last_day
from projections.changes import Change
from projections.formats.visible import visible
from projections.publication.edition import Edition, Published
from projections.publication.listing import about, licence_page, scope, tag, title
from projections.publication.parts.base import File
from projections.publication.site import naming

PATH = "feed.atom"
MOST = 1_000
"""Entries; the pages tell of all."""


def files(edition: Edition) -> Iterator[File]:
    """The one file."""
    yield File(PATH, "".join(_feed(edition)).encode())


def _feed(edition: Edition) -> Iterator[str]:
    moved = ((one, step) for one in edition.rows for step in one.steps if _moved(step))
    found = nlargest(MOST, moved, key=lambda pair: pair[1].place)
    newest = found[0][1].place[0] if found else last_day(edition.terms.as_of)
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
    yield f"  <id>{_text(tag(edition, *scope(edition)))}</id>\n"
    yield f"  <title>{_text(title(edition))}</title>\n"
    yield f"  <subtitle>{_text(f'Changes of status, {about(edition)}.')}</subtitle>\n"
    yield f"  <updated>{newest}T00:00:00Z</updated>\n"
    yield f"  <author><name>{_text(edition.title)}</name></author>\n"
    yield f"  <rights>{_text(edition.terms.licence.name)}</rights>\n"
    yield f'  <link rel="self" type="application/atom+xml" href="{PATH}"/>\n'
    yield f'  <link rel="alternate" type="text/html" href="{naming.INDEX}"/>\n'
    if page := licence_page(edition):
        yield f'  <link rel="license" href={quoteattr(page)}/>\n'
    for one, step in found:
        yield from _entry(edition, one, step)
    yield "</feed>\n"


def _entry(edition: Edition, one: Published, step: Change) -> Iterator[str]:
    inspection, number = one.row["inspection"], one.row["number"]
    name = tag(edition, "recommendation", inspection, number, str(step.place[1]))
    page = naming.recommendation(inspection, number)
    after = STATUSES[step.after or "open"]
    before = f" (before: {STATUSES[step.before]})" if step.before else ""
    yield "  <entry>\n"
    yield f"    <id>{_text(name)}</id>\n"
    yield f"    <title>{_text(f'{one.name}: {after}{before}')}</title>\n"
    yield f"    <updated>{step.place[0]}T00:00:00Z</updated>\n"
    yield f'    <link rel="alternate" type="text/html" href={quoteattr(page)}/>\n'
    yield f'    <category term="{step.after}" label="{after}"/>\n'
    yield f'    <summary type="text">{_text(_words(one, step))}</summary>\n'
    yield "  </entry>\n"


def _moved(step: Change) -> bool:
    return step.field in ("made", "status", "share") and step.before != step.after


def _words(one: Published, step: Change) -> str:
    """What the recommendation said then: an entry does not change when words do later."""
    words = [word for word in one.steps if word.field == "text"]
    said = words[0].before if words else one.row["text"]
    for word in words:
        if word.place <= step.place:
            said = word.after
    return str(said)


def _text(text: str) -> str:
    return escape(visible(text))

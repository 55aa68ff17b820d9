"""``feed.atom``: the newest news, so many as readers of feeds bear (RFC 4287).

An entry keeps its id in every edition: it is made of the origin, the recommendation and the position of
the event. It is dated by when it came to be known, for readers of feeds show again what was updated, and hide
what is old; the day from which it holds stands in its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from ledger.policies import STATUSES
from ledger.validation import key
from projections.formats.visible import visible
from projections.publication.edition import Edition
from projections.publication.files.base import File, Made
from projections.publication.files.site import naming
from projections.publication.listing import about, address, licence_page, scope, tag, title
from projections.publication.news import News

PATH = "feed.atom"


def files(edition: Edition, _made: Sequence[Made] = ()) -> Iterator[File]:
    """The one file."""
    yield File(PATH, "".join(_feed(edition)).encode())


def _feed(edition: Edition) -> Iterator[str]:
    newest = edition.news[0].updated if edition.news else edition.terms.known_at
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
    yield f"  <id>{_text(tag(edition, *scope(edition)))}</id>\n"
    yield f"  <title>{_text(title(edition))}</title>\n"
    yield f"  <subtitle>{_text(f'Changes of status and corrections, {about(edition)}.')}</subtitle>\n"
    yield f"  <updated>{newest}</updated>\n"
    if version := edition.terms.version:
        yield f"  <generator version={quoteattr(version)}>Scrutiny Ledger</generator>\n"
    yield f"  <author><name>{_text(edition.title)}</name></author>\n"
    yield f"  <rights>{_text(edition.terms.licence.name)}</rights>\n"
    yield f'  <link rel="self" type="application/atom+xml" href={quoteattr(address(edition, PATH))}/>\n'
    yield f'  <link rel="alternate" type="text/html" href={quoteattr(address(edition, naming.INDEX))}/>\n'
    if page := licence_page(edition):
        yield f'  <link rel="license" href={quoteattr(page)}/>\n'
    there = {key(one.name) for one in edition.register}
    for one in edition.news:
        yield from _entry(edition, one, there)
    yield "</feed>\n"


def _entry(edition: Edition, one: News, there: set[str]) -> Iterator[str]:
    # What turned out never to have been made has no page any more.
    has_page = key(f"{one.inspection}/{one.number}") in there
    page = naming.recommendation(one.inspection, one.number) if has_page else naming.INDEX
    yield "  <entry>\n"
    yield f"    <id>{_text(tag(edition, *one.id))}</id>\n"
    yield f"    <title>{_text(one.title)}</title>\n"
    yield f"    <published>{one.known}</published>\n"
    yield f"    <updated>{one.updated}</updated>\n"
    yield f'    <link rel="alternate" type="text/html" href={quoteattr(address(edition, page))}/>\n'
    if one.status:
        yield f'    <category term="{one.status}" label="{STATUSES[one.status]}"/>\n'
    # Plain text would lose its line breaks: readers of feeds fold them.
    yield f'    <summary type="html">{escape(_html(one))}</summary>\n'
    yield "  </entry>\n"


def _html(one: News) -> str:
    said = "".join(f"<p>{_text(sentence)}</p>" for sentence in one.said)
    return said if one.text is None else f"{said}<p>{_text(one.text).replace(chr(10), '<br>')}</p>"


def _text(text: str) -> str:
    return escape(visible(text))

"""``feed.atom``: the newest entries, as many as news readers bear (RFC 4287).

An entry keeps its id in every edition: it is made of the origin, the recommendation and the position of
the event. It is dated by the publication in which it became public, for readers of feeds show again what was
updated, and hide what is old; the day from which it holds stands in its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from ledger.policies import STATUSES
from ledger.validation import key
from projections.formats.visible import visible
from projections.publication.edition import Edition
from projections.publication.feed_entry import FeedEntry
from projections.publication.files.base import File, Made
from projections.publication.files.site import naming
from projections.publication.listing import about, address, licence_page, scope, tag, title

PATH = "feed.atom"
WHAT = "Changes of status, words, bodies and due dates, evidence, disputes, answers and corrections"


def files(edition: Edition, _made: Sequence[Made] = ()) -> Iterator[File]:
    """The one file."""
    yield File(PATH, "".join(_feed(edition)).encode())


def _feed(edition: Edition) -> Iterator[str]:
    newest = edition.feed[0].updated if edition.feed else edition.terms.known_at
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
    yield f"  <id>{_text(tag(edition, *scope(edition)))}</id>\n"
    yield f"  <title>{_text(title(edition))}</title>\n"
    yield f"  <subtitle>{_text(f'{WHAT}, {about(edition)}.')}</subtitle>\n"
    yield f"  <updated>{newest}</updated>\n"
    if version := edition.terms.version:
        yield f"  <generator version={quoteattr(version)}>Scrutiny Ledger</generator>\n"
    yield f"  <author><name>{_text(edition.title)}</name></author>\n"
    yield f"  <rights>{_text(edition.terms.licence.name)}</rights>\n"
    yield f'  <link rel="self" type="application/atom+xml" href={quoteattr(address(edition, PATH))}/>\n'
    yield f'  <link rel="alternate" type="text/html" href={quoteattr(address(edition, naming.INDEX))}/>\n'
    if page := licence_page(edition):
        yield f'  <link rel="license" href={quoteattr(page)}/>\n'
    there = {key(listed.name) for listed in edition.register}
    bodies = {key(body) for listed in edition.register for body in listed.row["made_to"]}
    for entry in edition.feed:
        yield from _entry(edition, entry, _page(entry, there, bodies))
    yield "</feed>\n"


def _page(entry: FeedEntry, there: set[str], bodies: set[str]) -> str:
    # What turned out never to have been made has no page any more, nor has a body that no row names.
    if entry.body is not None:
        return naming.body(entry.body) if key(entry.body) in bodies else naming.INDEX
    has_page = key(f"{entry.inspection}/{entry.number}") in there
    return naming.recommendation(entry.inspection, entry.number) if has_page else naming.INDEX


def _entry(edition: Edition, entry: FeedEntry, page: str) -> Iterator[str]:
    yield "  <entry>\n"
    yield f"    <id>{_text(tag(edition, *entry.id))}</id>\n"
    yield f"    <title>{_text(entry.title)}</title>\n"
    yield f"    <published>{entry.published}</published>\n"
    yield f"    <updated>{entry.updated}</updated>\n"
    yield f'    <link rel="alternate" type="text/html" href={quoteattr(address(edition, page))}/>\n'
    if entry.status:
        yield f'    <category term="{entry.status}" label="{STATUSES[entry.status]}"/>\n'
    # Plain text would lose its line breaks: readers of feeds fold them.
    yield f'    <summary type="html">{escape(_html(entry))}</summary>\n'
    yield "  </entry>\n"


def _html(entry: FeedEntry) -> str:
    paragraphs = (*entry.sentences, entry.text) if entry.text is not None else entry.sentences
    return "".join(f"<p>{_text(one).replace(chr(10), '<br>')}</p>" for one in paragraphs)


def _text(text: str) -> str:
    return escape(visible(text))

"""Every MUST of RFC 4287 that a feed like ours can break, by the number of its clause.

No program that can be had checks them all: Ruby's library (see ``tests.validators``) knows the elements and
the attributes, not the dates, the addresses and what has to differ. Each sentence is held against a feed, and
found broken in one that breaks it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from events.base import Day, Instant
from projections.publication.edition import Terms
from projections.publication.files.feed import write as feed
from projections.publication.gathering import gather
from tests import hostile
from tests.bundles import demo

NAME = "{http://www.w3.org/2005/Atom}"
TEXTS = ("title", "subtitle", "rights", "summary")
ONCE = {
    "feed": ("generator", "icon", "logo", "id", "rights", "subtitle", "title", "updated"),
    "entry": ("content", "id", "published", "rights", "source", "summary", "title", "updated"),
}
NEEDED = ("id", "title", "updated")
# RFC 3987, as far as it goes by looking at characters: none that no IRI may hold.
IRI = r"[^\s<>\"{}|\\^`\x00-\x1f]+"


class Must(NamedTuple):
    """A sentence of the standard: a feed keeps it or not, and what breaks it in ours."""

    clause: str
    sentence: str
    kept: Callable[[ElementTree.Element], bool]
    old: str
    new: str


def named(root: ElementTree.Element, *names: str) -> Iterator[ElementTree.Element]:
    """Every element of these names, the root among them."""
    return (one for one in root.iter() if one.tag.removeprefix(NAME) in names)


def kind(text: ElementTree.Element) -> str:
    """Of a text, and what it is where nothing is said."""
    return text.get("type", "text")


def once(root: ElementTree.Element, of: str) -> bool:
    return all(len(one.findall(f"{NAME}{name}")) <= 1 for one in named(root, of) for name in ONCE[of])


def there(root: ElementTree.Element, of: str) -> bool:
    return all(len(one.findall(f"{NAME}{name}")) == 1 for one in named(root, of) for name in NEEDED)


def is_time(text: str) -> bool:
    """RFC 3339, with an upper-case T and Z, and a day that there is."""
    try:
        datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return False
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+\-]\d\d:\d\d)", text))


def has_author(root: ElementTree.Element) -> bool:
    return bool(root.findall(f"{NAME}author")) or all(
        entry.findall(f"{NAME}author") for entry in named(root, "entry")
    )


def alternates_differ(root: ElementTree.Element) -> bool:
    for one in named(root, "feed", "entry"):
        links = [link for link in one.findall(f"{NAME}link") if link.get("rel", "alternate") == "alternate"]
        kinds = [(link.get("type"), link.get("hreflang")) for link in links]
        if len(set(kinds)) < len(kinds):
            return False
    return True


def leads_on(root: ElementTree.Element) -> bool:
    return all(
        any(link.get("rel", "alternate") == "alternate" for link in entry.findall(f"{NAME}link"))
        for entry in named(root, "entry")
        if entry.find(f"{NAME}content") is None
    )


def every(*names: str, so: Callable[[ElementTree.Element], object]) -> Callable[[ElementTree.Element], bool]:
    """Whether all elements of these names are so."""
    return lambda root: all(so(one) for one in named(root, *names))


RELATION = r"[A-Za-z0-9.\-_~:@!$&'()*+,;=/?#%]+"
MEDIA = r"[\w.+\-]+/[\w.+\-]+"
LANGUAGE = "[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"
XML = "{http://www.w3.org/XML/1998/namespace}"
ALTERNATE = '<link rel="alternate" type="text/html" href="recommendations'

MUSTS = (
    Must("2", "It is a feed or an entry, in the namespace.", lambda root: root.tag == f"{NAME}feed",
         "2005/Atom", "2005/Atomic"),
    Must("2", "xml:lang is a language tag.",
         lambda root: all(re.fullmatch(LANGUAGE, one.get(f"{XML}lang", "en")) for one in root.iter()),
         'xml:lang="en"', 'xml:lang="in English"'),
    Must("3.1.1", "A text is of the type text, html or xhtml.",
         every(*TEXTS, so=lambda one: kind(one) in ("text", "html", "xhtml")),
         '<summary type="html">', '<summary type="text/html">'),
    Must("3.1.1.1", "A plain text has no child.",
         every(*TEXTS, so=lambda one: kind(one) != "text" or not len(one)),
         "<title>", "<title><b/>"),
    Must("3.2.1", "A person has just one name.",
         every("author", "contributor", so=lambda one: len(one.findall(f"{NAME}name")) == 1),
         "<author><name>", "<author><name>A</name><name>"),
    Must("3.3", "A date is one of RFC 3339.",
         every("updated", "published", so=lambda one: is_time(one.text or "")),
         "<updated>2", "<updated>2-"),
    Must("4.1.1", "A feed has an author, or each of its entries has.", has_author,
         "author>", "contributor>"),
    Must("4.1.1", "A feed has one id, one title and one updated.", lambda root: there(root, "feed"),
         "<title>", "<title>A</title><title>"),
    Must("4.1.1", "A feed has no more than one of the others.", lambda root: once(root, "feed"),
         "<rights>", "<rights>A</rights><rights>"),
    Must("4.1.1", "Two links of a feed to an alternate differ in type or language.", alternates_differ,
         'rel="self" type="application/atom+xml"', 'rel="alternate" type="text/html"'),
    Must("4.1.2", "An entry has one id, one title and one updated.", lambda root: there(root, "entry"),
         "<entry>\n    <id>", "<entry>\n    <id>tag:a,2026:b</id><id>"),
    Must("4.1.2", "An entry has no more than one of the others.", lambda root: once(root, "entry"),
         "<summary ", "<summary>A</summary><summary "),
    Must("4.1.2", "An entry without content has a link to an alternate.", leads_on,
         ALTERNATE, ALTERNATE.replace("alternate", "via")),
    Must("4.2.2.1", "A category has a term.", every("category", so=lambda one: one.get("term")),
         "<category term=", "<category scheme="),
    Must("4.2.6", "An id is an IRI that stands alone.",
         every("id", so=lambda one: re.fullmatch(f"[A-Za-z][A-Za-z0-9+.\\-]*:{IRI}", one.text or "")),
         "<id>tag:", "<id>a b"),
    Must("4.2.6", "No two things have one id.",
         lambda root: len(ids := [one.text for one in named(root, "id")]) == len(set(ids)),
         "{first}", "{second}"),
    Must("4.2.7.1", "A link has an address, an IRI reference.",
         every("link", so=lambda one: re.fullmatch(IRI, one.get("href", ""))),
         'href="index.html"', 'href="index html"'),
    Must("4.2.7.2", "The relation of a link is a name or an IRI.",
         every("link", so=lambda one: re.fullmatch(RELATION, one.get("rel", "alternate"))),
         'rel="self"', 'rel="it self"'),
    Must("4.2.7.3", "The type of a link is a media type.",
         every("link", so=lambda one: re.fullmatch(MEDIA, one.get("type", "a/b"))),
         'type="text/html"', 'type="html"'),
)  # fmt: skip


def fed(ledger):
    """The feed, and its root."""
    size = sum(1 for _ in ledger.store.rows())
    known_at = Instant("2031-01-01T00:00:00.000000Z")
    edition = gather(ledger, Terms((), Day("2030-12-31"), known_at, size, bytes(32)))
    (file,) = feed.files(edition)
    return file.data.decode()


@pytest.fixture(scope="module")
def feeds(tmp_path_factory):
    place = tmp_path_factory.mktemp("feeds")
    with demo(place / "case") as ledger:
        case = fed(ledger)
    with hostile.begin(place / "texts") as ledger:
        nothing = fed(ledger)
        hostile.says(ledger, "\n".join(hostile.TEXTS.values()))
        return {"case": case, "hostile": fed(ledger), "nothing": nothing}


@pytest.mark.parametrize("must", MUSTS, ids=lambda must: f"{must.clause} {must.sentence}")
def test_what_the_standard_says_must_be_is_so_and_its_breach_is_seen(feeds, must):
    for name, text in feeds.items():
        assert must.kept(ElementTree.fromstring(text)), name
    text = feeds["case"]
    first, second = re.findall("<id>(.*)</id>", text)[1:3]
    old, new = must.old.replace("{first}", first), must.new.replace("{second}", second)
    assert old in text
    assert not must.kept(ElementTree.fromstring(text.replace(old, new)))


def test_no_element_or_attribute_is_outside_the_standard(feeds):
    """Clause 6 allows foreign markup; a reader that knows none loses nothing of ours."""
    for text in feeds.values():
        for one in ElementTree.fromstring(text).iter():
            assert one.tag.startswith(NAME)
            assert not [name for name in one.attrib if name.startswith("{") and not name.endswith("}lang")]

"""What a bundle says of itself that no event in it proves: its licence, and the version that wrote it.

It is taken from the head of the feed, and the licence from two pages, too: what most of them say is held
against every file.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import NamedTuple

from ledger.errors import LedgerError
from projections.formats.visible import visible
from projections.publication.about import FILE as ABOUT
from projections.publication.about import About, read_about
from projections.publication.checking.folder import Bundle
from projections.publication.edition import OGL, PREVIEW_FILE, Licence
from projections.publication.files.index import EXTRAS, path_of
from projections.publication.files.reading import Wrong
from projections.publication.files.site import naming

FEED = "feed.atom"
ALL = "all inspections"
_HEAD = 1 << 16
_PAGE = 16 << 20
_TITLE = re.compile("<title>([^<]*)</title>")
_RIGHTS = re.compile("<rights>([^<]*)</rights>")
_LICENSE = re.compile(r'<link rel="license" href=("[^"]*"|\'[^\']*\')')
_GENERATOR = re.compile(r'<generator version="([^"<>&]{1,40})">')
_SELF = re.compile(rf'<link rel="self" [^>]*href="([^"]*){re.escape(FEED)}"/>')
_SINCE = re.compile(
    r'<p class="ds_leader">[^<]*<time datetime="([^"]*)">[^<]*</time>[^<]*<time datetime="([^"]*)Z">'
)
_FOOTER = re.compile(r'<a rel="license" href="([^"]*)">([^<]*)</a>')


class Claims(NamedTuple):
    """``version`` is None where none is said; ``inspections`` None where what is said cannot be read.

    ``since`` are the day and the moment, to a thousandth of a second, of the publication since which it tells
    what changed; which one that was is proved by the event of it.
    """

    licence: Licence
    version: str | None
    inspections: tuple[str, ...] | None
    also: tuple[str, ...]
    site: str | None
    about: About | None
    preview: bool
    since: tuple[str, str] | None


def read_claims(bundle: Bundle, title: str, inspection: str | None) -> Claims:
    """What is said; ``title`` is the ledger's own. Raises Wrong where the feed cannot be read."""
    head = _text(bundle.read(FEED)[:_HEAD])
    generator = _GENERATOR.search(head)
    found = _TITLE.search(head)
    return Claims(
        _licence(bundle, head),
        generator[1] if generator else None,
        (inspection,) if inspection is not None else _inspections(found[1] if found else "", title),
        tuple(word for word in EXTRAS if path_of(word) in bundle.files),
        _site(head),
        _about(bundle),
        PREVIEW_FILE in bundle.files,
        _since(bundle),
    )


def _site(head: str) -> str | None:
    found = _SELF.search(head)
    return unescape(found[1]) or None if found else None


def _about(bundle: Bundle) -> About | None:
    if ABOUT not in bundle.files:
        return None
    try:
        return read_about(bundle.read(ABOUT, _PAGE).decode())
    except (Wrong, UnicodeDecodeError, LedgerError):
        return None  # what is wrong with it is found where it is compared


def _since(bundle: Bundle) -> tuple[str, str] | None:
    try:
        found = _SINCE.search(_text(bundle.read(naming.CHANGES, _PAGE)))
    except Wrong:
        return None  # what is wrong with it is found where it is looked at
    return (found[1], found[2]) if found else None


def _licence(bundle: Bundle, head: str) -> Licence:
    said: list[Licence] = []
    if name := _RIGHTS.search(head):
        page = _LICENSE.search(head)
        said.append(Licence(unescape(name[1]), unescape(page[1][1:-1]) if page else ""))
    for path in (naming.INDEX, naming.ACCESSIBILITY):
        try:
            footer = _FOOTER.search(_text(bundle.read(path, _PAGE)))
        except Wrong:
            continue  # what is wrong with it is found where it is looked at
        if footer:
            said.append(Licence(unescape(footer[2]), unescape(footer[1])))
    return Counter(said).most_common(1)[0][0] if said else OGL


def _inspections(told: str, title: str) -> tuple[str, ...] | None:
    """The refs in what the register is called: none for all of them."""
    of = unescape(told).removeprefix(visible(f"{title}: register of "))
    if of == ALL:
        return ()
    return None if of == unescape(told) else tuple(of.split(", "))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")

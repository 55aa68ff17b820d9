"""What a page of a bundle is made of: no style, no comment, no script but our file, and nothing hidden.

    <td class="words">Do it.</td>          passes
    <td style="display:none">Do it.</td>   the element td has style

Each element stands where our templates have it, so that nothing that is read here is out of a reader's sight.
One look is as long as the page; the parsers of HTML take far longer where an end is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ledger.checks.base import shown
from projections.publication.files.reading import Wrong, as_text

_DOCTYPE = "<!doctype html>\n"
_PIECES = re.compile("<([^<>]*+)>")
_TAG = re.compile(r'(/?)([A-Za-z][A-Za-z0-9]*+)((?: [A-Za-z][A-Za-z-]*+[0-9]?="[^"<>]*+")*+)(/?)')
_ATTRIBUTE = re.compile(r' ([A-Za-z0-9-]+)="([^"]*)"')
_LARGEST = 64 << 20  # bytes of a page
_LONGEST = 200
"""Of what is told where a tag cannot be read."""


class Element(NamedTuple):
    """Where an element may stand, what it may be told, and what classes it may be of."""

    within: frozenset[str]
    attributes: frozenset[str]
    classes: frozenset[str]


def _element(within: str, attributes: str = "", classes: str = "") -> Element:
    told = frozenset((*attributes.split(), *(("class",) if classes else ())))
    return Element(frozenset(within.split()), told, frozenset(classes.split()))


_LABELS = (
    "Inspection|Number|Recommendation|Status|Share|Made to|Due|Last updated|As last seen|Date|What|Before|"
    "After|Reason|Judged in|Published|What became public|Events|Root|Total|Open|Partially met|Closed|"
    "Overdue|Made|Closed at [0-9]{1,3} months|After it"
)
"""What a narrow screen says of a cell, which is text that a reader sees."""
_STATUSES = "status--open status--partially-met status--closed"

ELEMENTS: Mapping[str, Element] = {
    "html": _element("", "lang"),
    "head": _element("html"),
    "meta": _element("head", "charset http-equiv content name"),
    "title": _element("head svg", "id"),
    "link": _element("head", "rel href type title"),
    "body": _element("html"),
    "script": _element("body", "src"),
    "div": _element(
        "body div dl footer header",
        "",
        "ds_skip-links ds_page ds_page__middle ds_wrapper ds_site-branding ds_metadata__item "
        f"ds_summary-list__item {_STATUSES}",
    ),
    "header": _element("div main", "", "ds_page-header ds_page__top ds_site-header"),
    "footer": _element("div", "", "ds_page__bottom ds_site-footer"),
    "main": _element("div", "id tabindex"),
    "nav": _element("div main section", "aria-label", "ds_site-navigation ds_pagination"),
    "section": _element(
        "main section figure details",
        "aria-label aria-labelledby tabindex",
        "scroll picture ds_details__text lists",
    ),
    "h1": _element("header", "", "ds_page-header__title"),
    "h2": _element("main section", "id"),
    "h3": _element("figcaption section"),
    "p": _element(
        "dd details div figure header main section",
        "",
        "declared ds_leader ds_page-header__label ds_site-branding__title hint words",
    ),
    "blockquote": _element("dd main", "", "words recommendation claim"),
    "ul": _element(
        "details div main nav section",
        "",
        "ds_skip-links__list ds_site-navigation__list ds_pagination__list ds_details__text files",
    ),
    "ol": _element("nav section", "", "ds_breadcrumbs history"),
    "li": _element(
        "ol ul",
        "aria-current",
        "ds_skip-links__item ds_site-navigation__item ds_breadcrumbs__item ds_pagination__item",
    ),
    "a": _element(
        "dd dt li p td th",
        "href rel aria-current",
        "ds_skip-links__link ds_site-navigation__link ds_breadcrumbs__link ds_pagination__link",
    ),
    "span": _element(
        "a blockquote dd dt li p span td th",
        "aria-current",
        "ds_tag status overdue words long ds_pagination__link ds_current ds_pagination__link-label "
        f"{_STATUSES}",
    ),
    "br": _element("blockquote dd p span td"),
    "data": _element("dd li p td", "value"),
    "time": _element("dd li p td", "datetime"),
    "strong": _element("p"),
    "pre": _element("section", "", "command"),
    "code": _element("td dd p pre"),
    "dl": _element("div section", "", "ds_metadata ds_summary-list totals"),
    "dt": _element("div", "id", "ds_metadata__key ds_summary-list__key"),
    "dd": _element("div", "", "ds_metadata__value ds_summary-list__value"),
    "table": _element("section", "id", "ds_table register figures stacks"),
    "caption": _element("table"),
    "thead": _element("table"),
    "tbody": _element("table"),
    "tr": _element("thead tbody"),
    "th": _element("tr", "scope data-label", "words"),
    "td": _element("tr", "data-label", "words whole due late"),
    "figure": _element("section", "", "figure"),
    "figcaption": _element("figure"),
    "details": _element("figure section", "", "ds_details"),
    "summary": _element("details", "", "ds_details__summary"),
    "svg": _element("section", "viewBox role aria-labelledby", "chart"),
    "desc": _element("svg", "id"),
    "defs": _element("svg"),
    "pattern": _element("defs", "id width height patternUnits"),
    "rect": _element(
        "pattern svg",
        "x y width height fill",
        "chart-edge fill-open fill-partially-met fill-closed",
    ),
    "circle": _element("pattern svg", "cx cy r", "chart-dot mark-open"),
    "path": _element("pattern svg", "d fill", "chart-edge chart-line chart-mark mark-partially-met"),
    "line": _element("svg", "x1 y1 x2 y2", "chart-axis chart-grid"),
    "text": _element("svg", "x y text-anchor", "chart-text chart-strong"),
}
"""All that the templates and the charts write."""

_WITHOUT_END = frozenset(("meta", "link", "br"))
_CLOSED_AT_ONCE = frozenset(("rect", "circle", "path", "line"))
_SAID_ONLY_SO: Mapping[tuple[str, str], str] = {
    ("meta", "http-equiv"): "Content-Security-Policy",
    ("meta", "content"): (
        "default-src 'none'; (script-src 'self'; (connect-src 'self'; )?)?style-src 'self'; "
        "base-uri 'none'; form-action 'none'"
        "|width=device-width, initial-scale=1|light dark|no-referrer|noindex"
    ),
    ("meta", "name"): "viewport|color-scheme|referrer|robots",
    ("link", "rel"): "stylesheet|alternate|describedby",
    ("link", "href"): r"(\.\./)*(style\.css|feed\.atom|register\.csv-metadata\.json|catalogue\.jsonld)"
    r"|[A-Za-z0-9._-]+\.json",
    ("a", "rel"): "license|external noopener noreferrer",
    ("script", "src"): r"(\.\./)*lists\.js",
    ("td", "data-label"): _LABELS,
    ("th", "data-label"): "Number",
}
"""What makes a page lead elsewhere by itself, or be drawn by another's style, is none of these."""


class Tag(NamedTuple):
    """A tag: whether it ends an element, the element, and the classes it is told to be of."""

    ends: bool
    name: str
    classes: tuple[str, ...]


def plain(data: bytes) -> str:
    """The text of a page that is made of nothing else; raises Wrong."""
    for _ in pieces(data):
        pass
    return as_text(data)


def pieces(data: bytes) -> Iterator[tuple[Tag, str]]:
    """Each tag with the text between it and the next, as it is written; raises Wrong at what is none."""
    if len(data) > _LARGEST:
        raise Wrong(f"it has more than {_LARGEST:,} bytes")
    text = as_text(data)
    if not text.startswith(_DOCTYPE):
        raise Wrong("it does not begin as a page of a bundle does")
    _, *rest = _PIECES.split(text)
    # The first tag says what kind of file it is.
    _look_for_tags(rest[1])
    within = [""]
    for at in range(2, len(rest), 2):
        tag, leaves_open = _read(rest[at], within[-1])
        if tag.ends:
            if within.pop() != tag.name:
                raise Wrong(f"the element {tag.name} ends where it has not begun")
        elif leaves_open:
            within.append(tag.name)
        _look_for_tags(rest[at + 1])
        yield tag, rest[at + 1]
    if within != [""]:
        raise Wrong(f"the element {within[-1]} has no end")


def _look_for_tags(text: str) -> None:
    if "<" in text:
        at = text.index("<")
        raise Wrong(f"it has what no page of a bundle has: {shown(text[at : at + _LONGEST])}")


@lru_cache(maxsize=1 << 14)
def _read(written: str, within: str) -> tuple[Tag, bool]:
    """A tag, and whether it leaves an element open; raises Wrong. Most are on each page many times."""
    tag = _TAG.fullmatch(written)
    if tag is None:
        raise Wrong(f"it has what no page of a bundle has: {shown(f'<{written}>'[:_LONGEST])}")
    ends, name, attributes, at_once = tag.groups()
    if ends:
        if attributes or at_once:
            raise Wrong(f"the element {name} ends where it has not begun")
        return Tag(True, name, ()), False
    classes = _look(name, attributes, within)
    if bool(at_once) != (name in _CLOSED_AT_ONCE):
        raise Wrong(f"the element {name} does not end as it should")
    return Tag(False, name, classes), not at_once and name not in _WITHOUT_END


def _look(name: str, attributes: str, within: str) -> tuple[str, ...]:
    """The classes it is told to be of; raises Wrong."""
    element = ELEMENTS.get(name)
    if element is None:
        raise Wrong(f"it has an element that no page of a bundle has: {shown(name)}")
    if within not in element.within and (within or element.within):
        raise Wrong(f"the element {name} stands in {within or 'nothing'}")
    said = _ATTRIBUTE.findall(attributes)
    if name == "script" and not said:
        raise Wrong("a script stands in the page itself")
    if len({attribute for attribute, _ in said}) < len(said):
        raise Wrong(f"the element {name} is told one thing twice")
    for attribute, value in said:
        if attribute not in element.attributes:
            raise Wrong(f"the element {name} has {attribute}, as none of a bundle has")
        if attribute == "class" and not element.classes.issuperset(value.split()):
            raise Wrong(f"the element {name} is of a class that there is not: {shown(value)}")
        only = _SAID_ONLY_SO.get((name, attribute))
        if only is not None and not re.fullmatch(only, value):
            raise Wrong(f"the {attribute} of an element {name} is {shown(value)}")
        if attribute == "href" and ":" in value and not value.startswith(("https://", "http://", "mailto:")):
            raise Wrong(f"a link leads to {shown(value)}")
    return tuple(dict(said).get("class", "").split())

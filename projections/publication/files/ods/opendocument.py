"""What a spreadsheet of a bundle is made of in OpenDocument, and nothing else.

    <table:table-row table:visibility="collapse">      a table-row has visibility, as none of a bundle has

Each element stands where ours has it, so none is deep inside another, and none is drawn over the cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from xml.etree import ElementTree

from ledger.checks.base import shown
from projections.publication.files.reading import Wrong

_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE, TABLE, TEXT = (f"{{{_OPEN}:{name}:1.0}}" for name in ("office", "table", "text"))
_PREFIXES = {
    f"{_OPEN}:{name}:1.0": prefix
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("number", "datastyle"),
    )
} | {"http://www.w3.org/1999/xlink": "xlink"}

_WITHIN: Mapping[str, str] = {
    "office:document-content": "",
    "office:document-styles": "",
    "office:font-face-decls": "office:document-styles",
    "office:styles": "office:document-styles",
    "office:master-styles": "office:document-styles",
    "office:automatic-styles": "office:document-content office:document-styles",
    "office:body": "office:document-content",
    "office:spreadsheet": "office:body",
    "style:default-style": "office:styles",
    "style:style": "office:styles office:automatic-styles",
    "style:table-properties": "style:style",
    "style:table-column-properties": "style:style",
    "style:table-row-properties": "style:default-style",
    "style:table-cell-properties": "style:style",
    "style:paragraph-properties": "style:style",
    "style:text-properties": "style:default-style style:style",
    "style:page-layout": "office:automatic-styles",
    "style:page-layout-properties": "style:page-layout",
    "style:master-page": "office:master-styles",
    "number:date-style": "office:automatic-styles",
    "number:year": "number:date-style",
    "number:month": "number:date-style",
    "number:day": "number:date-style",
    "number:text": "number:date-style",
    "table:table": "office:spreadsheet office:document-content",
    "table:table-column": "table:table",
    "table:table-header-rows": "table:table",
    "table:table-row": "table:table table:table-header-rows",
    "table:table-cell": "table:table-row",
    "table:database-ranges": "office:spreadsheet",
    "table:database-range": "table:database-ranges",
    "text:p": "table:table-cell",
    "text:a": "text:p",
    "text:s": "text:p text:a",
    "text:line-break": "text:p text:a",
}
"""The elements, and where each may stand."""

_NAME = r"[A-Za-z0-9_ ]+"
_SIZE = r"[1-9][0-9]*(\.[0-9]+)?cm"
_SAID: Mapping[str, str] = {
    "office:version": r"1\.3",
    "office:value-type": "string|float|date",
    "office:value": ".*",
    "office:date-value": ".*",
    "office:string-value": ".*",
    "style:name": _NAME,
    "style:display-name": _NAME,
    "style:family": "table|table-column|table-row|table-cell",
    "style:parent-style-name": "Default|Words",
    "style:master-page-name": "Default",
    "style:data-style-name": "iso",
    "style:page-layout-name": "page",
    "style:column-width": _SIZE,
    "style:writing-mode": "lr-tb",
    "style:vertical-align": "top",
    "style:text-align-source": "fix",
    "style:use-optimal-row-height": "true",
    "style:print-orientation": "landscape",
    "style:scale-to-X": "1",
    "fo:wrap-option": "wrap|no-wrap",
    "fo:text-align": "start|end",
    "fo:font-family": "Arial",
    "fo:font-size": "[1-9][0-9]pt",
    "fo:font-weight": "bold",
    "fo:language": "en",
    "fo:country": "GB",
    "fo:page-width": _SIZE,
    "fo:page-height": _SIZE,
    "number:style": "long",
    "table:name": _NAME,
    "table:style-name": _NAME,
    "table:default-cell-style-name": "Words",
    "table:display": "true",
    "table:number-columns-repeated": ".*",
    "table:number-rows-repeated": ".*",
    "table:target-range-address": ".*",
    "table:contains-header": "true",
    "table:display-filter-buttons": "false",
    "text:c": "[1-9][0-9]*",
    "xlink:type": "simple",
    "xlink:href": "https?://.*|#[A-Z][a-z]+[.]A1",
}
"""The attributes, and what each may say."""

_DAY = ["number:year", "number:text", "number:month", "number:text", "number:day"]


def look(root: ElementTree.Element) -> None:
    """Raises Wrong where there is anything else."""
    if (name := _short(root.tag)) not in _WITHIN or _WITHIN[name]:
        raise Wrong(f"it begins with {shown(name)}")
    look_within(root)


def look_within(root: ElementTree.Element) -> None:
    """The same of a part of it, and of all that stands in that; raises Wrong."""
    _look_at(root)
    for parent, child in _pairs(root):
        if not _may_stand(child.tag, parent.tag):
            name, within = shown(_short(child.tag)), shown(_short(parent.tag))
            raise Wrong(f"it has what no spreadsheet of a bundle has: {name} in {within}")
        _look_at(child)
        if _short(child.tag) == "number:date-style":
            parts = [_short(part.tag) for part in child]
            texts = {part.text for part in child if part.tag.endswith("}text")}
            if parts != _DAY or texts != {"-"}:
                raise Wrong("it shows days in another way than the bundle does")


def _pairs(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, ElementTree.Element]]:
    for parent in root.iter():
        for child in parent:
            yield parent, child


@lru_cache(maxsize=1 << 10)
def _may_stand(tag: str, within: str) -> bool:
    return _short(within) in _WITHIN.get(_short(tag), "").split()


def _look_at(element: ElementTree.Element) -> None:
    for name, value in element.attrib.items():
        said = _SAID.get(_short(name))
        if said is None:
            raise Wrong(f"{_short(element.tag)} has {shown(_short(name))}, as none of a bundle has")
        if not re.fullmatch(said, value, re.DOTALL):
            raise Wrong(f"{_short(element.tag)} has {shown(value)} as {_short(name)}")


@lru_cache(maxsize=1 << 10)
def _short(tag: str) -> str:
    """The tag with the usual prefix of its namespace."""
    space, _, name = tag.removeprefix("{").rpartition("}")
    return f"{_PREFIXES.get(space, space)}:{name}"

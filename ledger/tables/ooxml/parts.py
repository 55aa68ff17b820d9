"""Which parts a workbook has: its sheets in order, where they are, and what its shared words are like."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import join, normpath

from ledger.tables.markup import Package, Parser


@dataclass(frozen=True)
class Part:
    name: str
    visible: bool
    path: str
    is_table: bool
    """Not so of a chart, a dialogue or a sheet of macros."""


class _Book(Parser):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sheets: list[tuple[str, bool, str]] = []
        self.since_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            visible = attributes.get("state", "visible") == "visible"
            self.sheets.append((attributes.get("name", ""), visible, attributes.get("id", "")))
        elif tag == "workbookPr":
            self.since_1904 = attributes.get("date1904") in ("1", "true")


class _Links(Parser):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.tables: set[str] = set()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            self.targets[attributes.get("Id", "")] = target
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.kinds[kind] = target
            if kind == "worksheet":
                self.tables.add(attributes.get("Id", ""))


class _Words(Parser):
    """The places of shared words of which some are struck out."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.struck: set[int] = set()
        self._place = -1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self._place += 1
        elif is_strike(tag, attributes):
            self.struck.add(self._place)


def is_strike(tag: str, attributes: dict[str, str]) -> bool:
    return tag in ("strike", "dstrike") and attributes.get("val", "1") not in ("0", "false")


@dataclass(frozen=True)
class Book:
    sheets: tuple[Part, ...]
    since_1904: bool
    styles: str
    struck: frozenset[int]


def book_of(package: Package) -> Book:
    name = package.parser_name()
    top = _Links(name)
    if "_rels/.rels" in package:
        package.parse("_rels/.rels", top)
    main = top.kinds.get("officeDocument", "xl/workbook.xml").lstrip("/")
    folder, _, last = main.rpartition("/")
    book, links = _Book(name), _Links(name)
    package.parse(main, book)
    if (beside := f"{folder}/_rels/{last}.rels") in package:
        package.parse(beside, links)
    sheets = tuple(
        Part(title, visible, _path(folder, links.targets.get(link, "")), link in links.tables)
        for title, visible, link in book.sheets
    )
    words = _Words(name)
    shared = _path(folder, links.kinds.get("sharedStrings", "sharedStrings.xml"))
    if shared in package and any(b"strike" in chunk for chunk in package.chunks(shared)):
        package.parse(shared, words)
    styles = _path(folder, links.kinds.get("styles", "styles.xml"))
    return Book(sheets, book.since_1904, styles, frozenset(words.struck))


def _path(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))

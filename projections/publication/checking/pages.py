"""B7 on the pages: what they say of a recommendation is what its row says.

Where the register stands (index.html, what follows it, and inspections/), by status, body, year and all else
that it is sorted by, every row of a table agrees, and each row that belongs there is in one of them. The page
of a recommendation has its words and its status; what the first pages count is what there is. No page has
anything that a page of a bundle has not.
What else one tells, the history among it, rests on events that are not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import unescape
from importlib.resources import files as resources

from ledger.checks.base import shown
from ledger.state.vocabulary import Vocabulary
from projections.publication.checking import cells, counting
from projections.publication.checking.comparing import Comparing, registers
from projections.publication.checking.folder import Bundle
from projections.publication.checking.page_data import check_page_data
from projections.publication.files.json.read import Row
from projections.publication.files.reading import Wrong
from projections.publication.files.site import naming
from projections.publication.files.site.markup import pieces, plain
from projections.publication.files.site.read import tables
from projections.rows import status_shown

INDEX, FOLDER = naming.INDEX, "recommendations/"
_WHERE: Mapping[str, Callable[[Row], object]] = {
    **dict.fromkeys((INDEX, naming.ALL, "status/", "bodies/", "years/", "kinds/"), lambda _row: True),
    "priorities/": lambda row: row.get("priority"),
    "topics/": lambda row: row.get("topics"),
    "due/": lambda row: row.get("overdue"),
}
"""The places where rows of the register stand, and which of them do."""
STYLED_OTHERWISE = (
    f"{naming.STYLE} is not the one that this version writes: another version wrote it, or it was made to "
    "hide something. The data files do not depend on it."
)


def check_pages(bundle: Bundle, comparing: Comparing) -> list[str]:
    """B7; returns the places that were compared."""
    pages = sorted(path for path in bundle.files if path.endswith(".html"))
    compared = []
    for place, has in _WHERE.items():
        if found := [path for path in pages if _place(path) == place]:
            compared.append(place)
            _compare_lists(bundle, place, found, comparing, has)
    if found := [path for path in pages if path.startswith(FOLDER)]:
        compared.append(FOLDER)
        _compare_each(bundle, set(found), comparing)
    for path in pages:
        # The others were looked at as they were read.
        if _place(path) not in (FOLDER, *_WHERE):
            _look_at(bundle, path, comparing)
    counting.check_totals(bundle, comparing)
    check_page_data(bundle, comparing, _WHERE, _place)
    return compared


def notes(bundle: Bundle) -> list[str]:
    """What cannot be told of how the pages look."""
    ours = resources("projections.publication.files.site").joinpath(naming.STYLE)
    try:
        return [] if bundle.read(naming.STYLE) == ours.read_bytes() else [STYLED_OTHERWISE]
    except Wrong:
        return []  # B1 tells


def _look_at(bundle: Bundle, path: str, comparing: Comparing) -> None:
    try:
        plain(bundle.read(path))
    except Wrong as error:
        comparing.findings.add("B7", path, f"It cannot be read: {error}.")


def _place(path: str) -> str:
    """The folder of a page; where the register itself stands, whichever pages that takes."""
    folder = path[: path.find("/") + 1]
    if not folder and path.startswith("all"):
        return naming.ALL
    return INDEX if folder == "inspections/" or (not folder and path.startswith("index")) else folder


def _compare_lists(
    bundle: Bundle, place: str, pages: list[str], comparing: Comparing, has: Callable[[Row], object]
) -> None:
    seen: set[int] = set()
    all_read = True
    for path in pages:
        try:
            found = registers(tables(bundle.read(path)))
        except Wrong as error:
            comparing.findings.add("B7", path, f"It cannot be read: {error}.")
            all_read = False
            continue
        seen |= comparing.compare_rows(path, found)[0]
    if all_read:
        comparing.missing(place, seen, has)


def _compare_each(bundle: Bundle, pages: set[str], comparing: Comparing) -> None:
    for row in comparing.register.rows:
        name = row["inspection"], row["number"]
        path = naming.recommendation(*name)
        if path not in pages:
            path = naming.recommendation_before(*name)
        if path not in pages:
            named = shown(f"{row['inspection']}/{row['number']}")
            comparing.findings.add("B7", path, f"It is not there, and {named} is in the register.")
            continue
        pages.discard(path)
        try:
            wrong = _wrong(bundle.read(path), row, comparing.words)
        except Wrong as error:
            wrong = f"It cannot be read: {error}."
        if wrong:
            comparing.findings.add("B7", path, wrong)
    for path in sorted(pages):
        try:
            tells = bool(_told(bundle.read(path)))
        except Wrong as error:
            comparing.findings.add("B7", path, f"It cannot be read: {error}.")
            continue
        # One that tells nothing leads from a number that was put right; where to, the events say.
        if tells:
            comparing.findings.add("B7", path, "It is the page of no recommendation in the register.")


def _wrong(data: bytes, row: Row, words: Vocabulary) -> str:
    told = _told(data)
    for what, right in (("text", row["text"]), ("status", status_shown(row, words))):
        if not cells.agree(told.get(what, ""), right):
            return f"Its {what} is {shown(told.get(what, ''))}, and in register.json {shown(right)}."
    return ""


def _told(data: bytes) -> dict[str, str]:
    """The first words and the first status that a page shows as such; raises Wrong."""
    told: dict[str, list[str]] = {}
    what, depth = "", 0
    for tag, text in pieces(data):
        if what:
            if tag.name == "br":
                told[what].append("\n")
            else:
                depth += -1 if tag.ends else 1
                what = what if depth else ""
        elif tag.name == "blockquote" and not tag.ends and "text" not in told:
            what = "text"
            depth, told[what] = 1, []
        elif tag.name == "span" and "status" in tag.classes and "status" not in told:
            what = "status"
            depth, told[what] = 1, []
        if what:
            told[what].append(text)
    return {name: unescape("".join(found)) for name, found in told.items()}

"""B7 on the pages of single recommendations: each there once, with the words and the status of its row.

What a page tells beside them, the history among it, rests on events that are not shown, and is not looked at.
"""

from __future__ import annotations

from html.parser import HTMLParser

from ledger.checks.base import shown
from ledger.policies import STATUSES
from projections.publication.checking.base import Findings, Wrong
from projections.publication.checking.folder import Bundle
from projections.publication.checking.rows import Row, Said
from projections.publication.checking.tables import as_text, folded, spellings
from projections.publication.site import naming

FOLDER = "recommendations/"
_NOT_CLOSED = ("meta", "link", "br", "img", "input", "hr")


def check_pages(bundle: Bundle, said: Said, findings: Findings) -> bool:
    """Returns whether there are any."""
    there = set(bundle.under(FOLDER))
    if not there:
        return False
    for row in said.rows:
        path = naming.recommendation(row["inspection"], row["number"])
        named = shown(f"{row['inspection']}/{row['number']}")
        if path not in there:
            findings.add("B7", path, f"It is not there, and {named} is in the register.")
            continue
        there.discard(path)
        try:
            wrong = _wrong(bundle.read(path), row)
        except Wrong as error:
            wrong = f"It cannot be read: {error}."
        if wrong:
            findings.add("B7", path, wrong)
    for path in sorted(there):
        findings.add("B7", path, "It is the page of no recommendation in the register.")
    return True


def _wrong(data: bytes, row: Row) -> str:
    page = _Page()
    try:
        page.feed(as_text(data))
        page.close()
    except (AssertionError, ValueError) as error:
        raise Wrong(f"it is no HTML: {error}") from error
    for what, right in (("words", row["text"]), ("status", STATUSES[row["status"]])):
        told = page.told.get(what)
        if told is None or folded(told) not in spellings(right):
            return f"Its {what} are {shown(told or '')}, and in register.json {shown(right)}."
    return ""


class _Page(HTMLParser):
    """The first words and the first status that a page shows as such."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told: dict[str, str] = {}
        self._what = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins, and perhaps what is looked for."""
        classes = (dict(attrs).get("class") or "").split()
        if self._what:
            self._depth += tag not in _NOT_CLOSED
            return
        if tag == "blockquote" and "words" not in self.told:
            self._what = "words"
        elif tag == "span" and "status" in classes and "status" not in self.told:
            self._what = "status"
        if self._what:
            self._depth = 1
            self.told[self._what] = ""

    def handle_endtag(self, tag: str) -> None:
        """It ends."""
        if self._what:
            self._depth -= tag not in _NOT_CLOSED
            if not self._depth:
                self._what = ""

    def handle_data(self, data: str) -> None:
        """Text, which counts inside what is looked for."""
        if self._what:
            self.told[self._what] += data

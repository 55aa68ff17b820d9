"""What the structure of a PDF tells: its tables, each cell with the texts that the pages show for it.

Every text of a page is told once; the cells of a row stand beside one another, and those of a column below.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from projections.publication.files.pdf.page import Run
from projections.publication.files.reading import Wrong
from projections.publication.files.tables import BREAK, Table

if TYPE_CHECKING:
    from pypdf import PdfReader

Element = Any  # Any: whatever a file has in a place; what is not as it must be raises, and tables catches
Place = tuple[int, int]
"""A page, from 0, and a mark on it."""

Shown = list[tuple[int, Run]]
"""Texts with their pages."""

_SAYS_OTHERWISE = {"/ActualText", "/Alt", "/E"}
_DEEPEST = 16
_NEAR = 0.01


class Told:
    """The tables, once the structure was read. ``shown`` are the texts of the pages, which it uses up."""

    def __init__(self, reader: PdfReader, shown: dict[Place, list[Run]]) -> None:
        self.tables: list[Table] = []
        self._pages = {page.indirect_reference: number for number, page in enumerate(reader.pages)}
        self._shown = shown

    def read(self, root: Element) -> None:
        """Read it whole; raises Wrong where it tells something else than the pages show."""
        self._walk(root.get_object(), None, 0)
        if self._shown:
            raise Wrong("a page shows text that its structure does not tell")

    def _walk(self, element: Element, page: int | None, depth: int) -> None:
        if element.get("/S") == "/Table":
            rows = [
                [list(self._texts(cell, page, depth)) for cell in self._under(row, ("/TH", "/TD"), depth)]
                for row in self._under(element, ("/TR",), depth)
            ]
            if rows:
                _check_places(rows)
                self.tables.append(
                    [[BREAK.join(run.text for _, run in cell) for cell in row] for row in rows]
                )
            return
        for kid in self._kids(element, depth):
            if isinstance(kid, dict) and "/S" in kid:
                self._walk(kid, self._page(kid, page), depth + 1)
            else:
                self._take(kid, page)

    def _under(self, element: Element, kinds: tuple[str, ...], depth: int) -> Iterator[Element]:
        """The nearest elements of some kinds; nothing but groups of rows may stand between."""
        for kid in self._kids(element, depth):
            if kid["/S"] in kinds:
                yield kid
            elif kid["/S"] in ("/THead", "/TBody", "/TFoot"):
                yield from self._under(kid, kinds, depth + 1)
            else:
                raise Wrong("a table has something else than rows of cells")

    def _texts(self, element: Element, page: int | None, depth: int) -> Iterator[tuple[int, Run]]:
        page = self._page(element, page)
        for kid in self._kids(element, depth):
            if isinstance(kid, dict) and "/S" in kid:
                yield from self._texts(kid, page, depth + 1)
            else:
                yield from self._take(kid, page)

    def _kids(self, element: Element, depth: int) -> list[Element]:
        if depth > _DEEPEST or _SAYS_OTHERWISE & set(element):
            raise Wrong("its structure tells something else than the pages show, or is too deep")
        kids = element.get("/K", []).get_object() if "/K" in element else []
        return [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]

    def _page(self, element: Element, page: int | None) -> int | None:
        return self._pages[element.raw_get("/Pg")] if "/Pg" in element else page

    def _take(self, mark: Element, page: int | None) -> Shown:
        """The texts of a mark, which no other element may tell again."""
        if isinstance(mark, dict):
            page, mark = self._page(mark, page), mark["/MCID"]
        if page is None:
            raise Wrong("its structure names a mark of no page")
        return [(page, run) for run in self._shown.pop((page, int(mark)), [])]


def _check_places(rows: list[list[Shown]]) -> None:
    """Raise Wrong unless each cell is where its row and its column are."""
    lefts = [cell[0][1].x for cell in rows[0] if cell]
    if len(lefts) < len(rows[0]) or any(one >= other for one, other in pairwise(lefts)):
        raise Wrong("the headings of a table do not stand beside one another")
    above: tuple[int, float] | None = None
    for row in rows:
        if len(row) != len(lefts):
            raise Wrong("a row of a table has another number of cells than there are headings")
        tops = {(page, round(-run.y, 2)) for cell in row if cell for page, run in cell[:1]}
        if len(tops) > 1 or (above and tops and min(tops) <= above):
            raise Wrong("the cells of a row do not stand beside one another, or the rows not in their order")
        for cell, left, right in zip(row, lefts, [*lefts[1:], float("inf")], strict=True):
            order = [(page, round(-run.y, 2), run.x) for page, run in cell]
            if order != sorted(set(order)) or any(not left - _NEAR <= run.x < right for _, run in cell):
                raise Wrong("the text of a cell does not stand in its column, line by line")
        bottoms = [(page, round(-run.y, 2)) for cell in row for page, run in cell]
        above = max(bottoms, default=above)

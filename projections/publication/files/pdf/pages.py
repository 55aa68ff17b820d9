"""The tables of a PDF: what its structure tells, which must be what its pages show, and where they show it.

It is read with pypdf, which is an extra.
"""

from __future__ import annotations

import io
import logging
import re
from typing import TYPE_CHECKING, Any

from projections.publication.files.pdf.page import Font, Run, runs
from projections.publication.files.pdf.tagged import Place, Told
from projections.publication.files.reading import Wrong
from projections.publication.files.tables import BREAK, Table

if TYPE_CHECKING:
    from pypdf import PdfReader

Dictionary = Any  # Any: whatever a file has in a place; what is not as it must be raises, and tables catches

_OF_A_DOCUMENT = {
    *("/Type", "/Pages", "/Metadata", "/PageLabels", "/Lang", "/StructTreeRoot", "/MarkInfo"),
    *("/ViewerPreferences", "/Outlines"),
}
_OF_A_PAGE = {"/Type", "/Parent", "/Resources", "/MediaBox", "/StructParents", "/Tabs", "/Contents"}
_OF_RESOURCES = {"/ProcSet", "/ColorSpace", "/Font"}
_MAPPED = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<((?:[0-9A-Fa-f]{4})+)>")
_PAGE_NUMBER = re.compile(r"Page [0-9]+ of [0-9]+")
_MOST_PAGES = 10_000
_MOST_CONTENT = 512 << 20  # bytes, unpacked


def tables(data: bytes) -> list[Table]:
    """Every table, the lines of a cell with a ``BREAK`` between them; raises Wrong."""
    from pypdf import PdfReader  # noqa: PLC0415  an extra, and slow to import

    # What it warns of is found here, or does not matter.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        return _tables(PdfReader(io.BytesIO(data), strict=True))
    except Wrong:
        raise
    except Exception as error:  # of a file that means harm, pypdf raises whatever its own code ran into
        raise Wrong(f"it is no PDF that can be read: {type(error).__name__}") from error


def _tables(reader: PdfReader) -> list[Table]:
    root: Dictionary = reader.root_object
    _only(root, _OF_A_DOCUMENT, "the document")
    shown, apart = _pages(reader)
    told = Told(reader, shown)
    told.read(root["/StructTreeRoot"])
    headings = [cell.replace(BREAK, " ") for table in told.tables for cell in table[0]]
    for text in apart:
        if not (_PAGE_NUMBER.fullmatch(text) or any(text.strip() in heading for heading in headings)):
            raise Wrong("a page shows text that is no content of it")
    return told.tables


def _pages(reader: PdfReader) -> tuple[dict[Place, list[Run]], list[str]]:
    """The texts by their place, and those that are no content."""
    found: dict[Place, list[Run]] = {}
    apart: list[str] = []
    fonts: dict[int, Font] = {}
    size = 0
    page: Dictionary
    for number, page in enumerate(reader.pages):
        _only(page, _OF_A_PAGE, "a page")
        resources: Dictionary = page["/Resources"].get_object()
        _only(resources, _OF_RESOURCES, "a page")
        for space in resources.get("/ColorSpace", {}).values():
            if space.get_object()[0] != "/ICCBased":
                raise Wrong("a page has colours that none of a bundle has")
        content = page["/Contents"].get_object().get_data()
        size += len(content)
        if number >= _MOST_PAGES or size > _MOST_CONTENT:
            raise Wrong(f"it has more than {_MOST_PAGES:,} pages, or than {_MOST_CONTENT:,} bytes on them")
        named = {
            name.encode(): _font(reference, fonts) for name, reference in resources.get("/Font", {}).items()
        }
        _, _, width, height = (float(edge) for edge in page["/MediaBox"])
        for run in runs(content, named):
            if not (0 < run.x < width and 0 < run.y < height):
                raise Wrong("a text stands beside its page")
            if run.mark is None:
                apart.append(run.text)
            else:
                found.setdefault((number, run.mark), []).append(run)
    return found, apart


def _only(has: Dictionary, may: set[str], what: str) -> None:
    if others := sorted(set(has) - may):
        raise Wrong(f"{what} has what none of a bundle has: {others[0][:20]!a}")


def _font(reference: Dictionary, known: dict[int, Font]) -> Font:
    number = int(reference.idnum)
    if number not in known:
        font = reference.get_object()
        codes = font["/ToUnicode"].get_object().get_data()
        if font["/Encoding"] != "/Identity-H" or b"beginbfrange" in codes:
            raise Wrong("a font is none of those of a bundle")
        known[number] = {
            bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
            for code, text in _MAPPED.findall(codes.partition(b"beginbfchar")[2])
        }
    return known[number]

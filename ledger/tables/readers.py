"""Which reader a file gets: by what stands in it, never by its name (a page saved as .xls is a page)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from ledger.tables.errors import Protected, UnreadableTable
from ledger.tables.source import RawSheet, Source

Reader = Callable[[Source], Iterator[RawSheet]]

READERS: dict[str, str] = {
    "csv": "separated",
    "xlsx": "ooxml.workbook",
    "xls": "binary",
    "ods": "opendocument",
    "html": "pages",
    "json": "objects",
}
"""The module that reads each kind, by its function ``read``; only the one that is needed is imported."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "Open it in a spreadsheet program and save it as .xlsx, .ods or CSV (UTF-8)."
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "packed with gzip"),
    (b"7z\xbc\xaf", "packed with 7-Zip"),
    (b"Rar!", "packed with RAR"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"\x09\x00\x04\x00", "a workbook of Excel 2 to 4"),
    (b"\x09\x02\x06\x00", "a workbook of Excel 2 to 4"),
    (b"\x09\x04\x06\x00", "a workbook of Excel 2 to 4"),
    (b"MIME-Version:", "a page saved with all that belongs to it (MHTML)"),
)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta|div|style)\b", re.IGNORECASE)
_LIST = re.compile(r"\[\s*[\[{\]\d\"]|\{\s*[\"}]")


def reader_of(source: Source) -> tuple[str, Reader]:
    kind = kind_of(source)
    read: Reader = import_module(f"ledger.tables.{READERS[kind]}").read
    return kind, read


def kind_of(source: Source) -> str:
    """Raise UnreadableTable if it is no table, or Protected."""
    data = source.data
    if not data.strip(b"\x00\t\r\n "):
        raise UnreadableTable(f"{source.name} is empty.", "Save it again.")
    if data.startswith(_OLE):
        return _ole(source)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK")):
        return _packed(source)
    for beginning, what in _FOREIGN:
        if data.startswith(beginning):
            raise UnreadableTable(f"{source.name} is {what}, and no table.", _SAVE_AS)
    return _text(source)


def _ole(source: Source) -> str:
    if "EncryptedPackage".encode("utf-16-le") in source.data:
        raise Protected(f"{source.name} has a password.", "Save it without one.")
    if not any(name.encode("utf-16-le") in source.data for name in ("Workbook", "Book")):
        raise UnreadableTable(f"{source.name} is no workbook.", _SAVE_AS)
    return "xls"


def _packed(source: Source) -> str:
    try:
        with ZipFile(BytesIO(source.data)) as packed:
            names = set(packed.namelist())
            kind = packed.read("mimetype")[:200].decode("ascii", "replace") if "mimetype" in names else ""
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as error:
        raise UnreadableTable(
            f"{source.name} is damaged: {error}.", "Fetch it once more, or save it again."
        ) from error
    if kind.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if "xl/workbook.bin" in names:
        raise UnreadableTable(f"{source.name} is a binary workbook (.xlsb).", _SAVE_AS)
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise UnreadableTable(
        f"{source.name} is packed, and no spreadsheet.", "Unpack it, and name a file in it."
    )


def _text(source: Source) -> str:
    start = source.data[:4096]
    # Of UTF-16 and of marks at the beginning only the plain characters are of interest here.
    seen = re.sub(r"[\x00\x80-\xff]", "", start.decode("latin-1")).lstrip()
    if "urn:schemas-microsoft-com:office:spreadsheet" in seen:
        raise UnreadableTable(f"{source.name} is a spreadsheet of 2003 in XML.", _SAVE_AS)
    if seen.startswith("<") and (_PAGE.search(seen) or b"<table" in source.data.lower()):
        return "html"
    return "json" if _LIST.match(seen) else "csv"

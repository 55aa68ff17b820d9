"""What an OpenDocument spreadsheet holds, read from its XML as any reader would."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

NAMES = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE, TABLE, TEXT, META = (f"{{{NAMES}:{name}:1.0}}" for name in ("office", "table", "text", "meta"))


def part(data, path="content.xml"):
    """One part, as its root element."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return ElementTree.fromstring(packed.read(path))


def sheets(data):
    """Each sheet as rows of what its cells hold: the type, and the value as ODF keeps it."""
    return {
        sheet.get(f"{TABLE}name"): [
            [held(cell) for cell in row.findall(f"{TABLE}table-cell")]
            for row in sheet.iter(f"{TABLE}table-row")
        ]
        for sheet in part(data).iter(f"{TABLE}table")
    }


def held(cell):
    """The type and the text of a cell; what it shows is what it is."""
    shown = "\n".join(words(line) for line in cell.findall(f"{TEXT}p"))
    kind = cell.get(f"{OFFICE}value-type")
    value = cell.get(f"{OFFICE}date-value") or cell.get(f"{OFFICE}value")
    assert value in (None, shown)
    return kind, shown


def words(element):
    """What a reader makes of it: blanks of the XML folded, those of elements kept."""
    if element.tag == f"{TEXT}s":
        return "\0" * int(element.get(f"{TEXT}c", "1"))
    if element.tag == f"{TEXT}line-break":
        return "\1"
    found = element.text or ""
    found += "".join(words(inner) + (inner.tail or "") for inner in element)
    if element.tag != f"{TEXT}p":
        return found
    assert not set(found) & set("\n\r"), "a line end of the XML would be folded"
    assert "  " not in found, "several blanks would be folded"
    assert found == found.strip(" "), "blanks at an edge would be cut"
    return found.replace("\0", " ").replace("\1", "\n")

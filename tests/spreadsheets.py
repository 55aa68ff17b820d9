"""What an OpenDocument spreadsheet holds, read from its XML as any reader would."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from itertools import product
from string import ascii_uppercase
from xml.etree import ElementTree

from ledger.decisions.cycles import OpenCycle
from tests.pasts import needs
from tests.projections.conftest import Case

COLUMN_NAMES = [*ascii_uppercase, *map("".join, product(ascii_uppercase, repeat=2))]
"""What spreadsheets call their columns: A to Z, AA to ZZ."""

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


def opened_by_libreoffice(data, name, folder):
    """opened("Register") -> the cells that LibreOffice shows of a sheet; skipped by name without it."""
    needs(office := shutil.which("soffice"), "LibreOffice")
    (folder / name).write_bytes(data)
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [office, "--headless", profile, "--convert-to", every_sheet, "--outdir", folder]
    subprocess.run([*words, folder / name], check=True, capture_output=True, timeout=180)

    def opened(sheet):
        with (folder / f"{name.partition('.')[0]}-{sheet}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    return opened


def worked_on(ledger, texts):
    """A ledger in which recommendations of these texts were made, and one was closed."""
    case = Case(ledger)
    case.make("9", text="To the month.", on="2020-03", due="2021-01-31")
    case.make("9a", text="By a day.", on="..2020-03-01", due="..2024-04-04")
    case.ask(OpenCycle, cycle="OLD", title="Old", on="..1800-01-01")
    case.make("9b", text="Long ago.", on="1850-03-01", due="1900-02-28", cycle="OLD")
    case.make("9c", text="In a year.", on="1850", due="2012", cycle="OLD")
    for at, text in enumerate(texts):
        case.make(f"{at + 10}", text=text)
    case.judged("3", status="closed")

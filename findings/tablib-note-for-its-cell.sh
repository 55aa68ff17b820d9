#!/bin/bash
# tablib-note-for-its-cell: tablib==3.10.0 odfpy==1.4.1, seen in November 2026 (spreadsheets).
# Expected: A cell of an ODS file that has a note reads as its own text; a cell of two paragraphs as both.
# Seen: The note stands in the place of the cell's text, and of two paragraphs only the first is read.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check tablib==3.10.0 odfpy==1.4.1; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
import tablib
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
note = Annotation()
note.addElement(P(text="ask again in May"))
sheet = Table(name="Register")
for parts in ([P(text="Recommendation")], [note, P(text="Keep a log.")], [P(text="Train staff."), P(text="Record it.")]):
    cell = TableCell(valuetype="string")
    for part in parts:
        cell.addElement(part)
    row = TableRow()
    row.addElement(cell)
    sheet.addElement(row)
book = OpenDocumentSpreadsheet()
book.spreadsheet.addElement(sheet)
book.save("register.ods")
with open("register.ods", "rb") as file:
    seen = tablib.Dataset().load(file, format="ods")["Recommendation"]
want = ["ask again in May", "Train staff."]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

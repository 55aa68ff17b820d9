#!/bin/bash
# python-calamine-line-break: python-calamine==0.9.1 odfpy==1.4.1, seen in November 2026 (spreadsheets).
# Expected: A line break or a tab within a paragraph of an ODS cell (text:line-break, text:tab) is read as a blank of some kind, as a second paragraph is.
# Seen: Both are left out, so the words before and behind them run together.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 odfpy==1.4.1; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import LineBreak, P, Tab
from python_calamine import CalamineWorkbook
sheet = Table(name="Register")
for between in (LineBreak(), Tab()):
    words = P(text="Keep a log")
    words.addElement(between)
    words.addText("of each stop")
    cell = TableCell(valuetype="string")
    cell.addElement(words)
    row = TableRow()
    row.addElement(cell)
    sheet.addElement(row)
book = OpenDocumentSpreadsheet()
book.spreadsheet.addElement(sheet)
book.save("register.ods")
seen = [row[0] for row in CalamineWorkbook.from_path("register.ods").get_sheet_by_index(0).to_python()]
want = ["Keep a logof each stop"] * 2
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

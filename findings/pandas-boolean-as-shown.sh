#!/bin/bash
# pandas-boolean-as-shown: pandas==3.1.1 odfpy==1.4.1, seen in November 2026 (spreadsheets).
# Expected: A cell of an ODS file whose value is true (office:boolean-value, ODF 1.3, part 3, 19.367) is read as true, however its language shows it.
# Seen: It is true only if the text that is shown is TRUE. Shown as WAHR or VRAI it is read as false.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 odfpy==1.4.1; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
import pandas
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
sheet = Table(name="Register")
for met in ("Met", "TRUE", "WAHR", "VRAI"):
    cell = TableCell(valuetype="string") if met == "Met" else TableCell(valuetype="boolean", booleanvalue="true")
    cell.addElement(P(text=met))
    row = TableRow()
    row.addElement(cell)
    sheet.addElement(row)
book = OpenDocumentSpreadsheet()
book.spreadsheet.addElement(sheet)
book.save("register.ods")
seen = [bool(met) for met in pandas.read_excel("register.ods", engine="odf")["Met"]]
want = [True, False, False]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

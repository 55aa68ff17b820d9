#!/bin/bash
# python-calamine-midnight: python-calamine==0.9.1, seen in November 2026 (spreadsheets).
# Expected: A cell with a date's format and the serial number -5, which is no day, is an error or the number.
# Seen: It is midnight, as a cell that holds 00:00 is, so a day that cannot be read becomes a time.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 xlsxwriter==3.3.1; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
from datetime import time
import xlsxwriter
from python_calamine import CalamineWorkbook
book = xlsxwriter.Workbook("days.xlsx")
sheet = book.add_worksheet()
day = book.add_format({"num_format": "yyyy-mm-dd"})
for row, serial in enumerate([-5, 44000]):
    sheet.write_number(row, 0, serial, day)
book.close()
seen = [row[0] for row in CalamineWorkbook.from_path("days.xlsx").get_sheet_by_index(0).to_python()][:1]
want = [time(0, 0)]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

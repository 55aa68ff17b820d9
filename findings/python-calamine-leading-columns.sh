#!/bin/bash
# python-calamine-leading-columns: python-calamine==0.9.1, seen in November 2026 (spreadsheets).
# Expected: Of a sheet whose only cell is C3, iter_rows leaves out the blank rows and columns before it, or neither.
# Seen: It gives the two blank rows and leaves out the two blank columns: row numbers are right, columns are not.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 xlsxwriter==3.3.1; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
import xlsxwriter
from python_calamine import CalamineWorkbook
book = xlsxwriter.Workbook("far.xlsx")
book.add_worksheet().write_string("C3", "x")
book.close()
sheet = CalamineWorkbook.from_path("far.xlsx").get_sheet_by_index(0)
seen = list(sheet.iter_rows())
want = [[""], [""], ["x"]]
print("seen:", seen, "beside to_python:", sheet.to_python(), sheet.to_python(skip_empty_area=False))
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

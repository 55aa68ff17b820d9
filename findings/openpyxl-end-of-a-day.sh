#!/bin/bash
# openpyxl-end-of-a-day: openpyxl==3.1.5, seen in November 2026 (spreadsheets).
# Expected: The last microsecond of 30 April, written to a sheet and read back, is on 30 April.
# Seen: It is 1 May, 00:00.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
from datetime import datetime
from io import BytesIO
import openpyxl
book, file = openpyxl.Workbook(), BytesIO()
book.active["A1"] = datetime(2024, 4, 30, 23, 59, 59, 999999)
book.save(file)
seen = str(openpyxl.load_workbook(file).active["A1"].value)
want = "2024-05-01 00:00:00"
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

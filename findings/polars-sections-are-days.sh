#!/bin/bash
# polars-sections-are-days: polars==2.1.0, seen in November 2026 (registers).
# Expected: With try_parse_dates, a column of the numbers of sections such as 3.1.1 and 3.2.10 is text.
# Seen: They are days of the years 1 and 10: 0001-01-03 and 0010-02-03.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
from io import StringIO
import polars
table = polars.read_csv(StringIO("Number,Text\n3.1.1,a\n3.1.2,b\n3.2.10,c\n"), try_parse_dates=True)
seen = [str(number) for number in table["Number"]]
want = ["0001-01-03", "0002-01-03", "0010-02-03"]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

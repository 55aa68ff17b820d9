#!/bin/bash
# csvw-thirteenth-month: csvw==4.1.1, seen in November 2026 (registers).
# Expected: A column of gYearMonth refuses 2024-13, as a column of dates refuses 2024-02-30.
# Seen: The thirteenth month passes; the thirtieth of February is refused.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check csvw==4.1.1; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
from csvw.metadata import Datatype
seen = []
for kind, value in (("gYearMonth", "2024-13"), ("date", "2024-02-30")):
    datatype = Datatype.fromvalue(kind)
    try:
        datatype.validate(datatype.parse(value))
        seen.append("passes")
    except ValueError:
        seen.append("refused")
want = ["passes", "refused"]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

#!/bin/bash
# arrow-end-of-april: arrow==1.4.0, seen in November 2026 (time stamps).
# Expected: A time of 30 April with seven digits of a second, as some systems write it, is in April, as the standard library reads it.
# Seen: It becomes 1 May.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check arrow==1.4.0; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
from datetime import datetime
import arrow
last = "2024-04-30T23:59:59.9999999Z"
seen = [str(datetime.fromisoformat(last).date()), str(arrow.get(last).date())]
want = ["2024-04-30", "2024-05-01"]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

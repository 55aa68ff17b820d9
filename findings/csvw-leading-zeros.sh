#!/bin/bash
# csvw-leading-zeros: csvw==4.1.1, seen in November 2026 (registers, publication).
# Expected: The number format 00000 (at least five digits, UTS 35) describes the number 00123.
# Seen: 00123 is refused as no number of that format.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check csvw==4.1.1; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
from csvw.metadata import Datatype
number = Datatype.fromvalue({"base": "integer", "format": "00000"})
try:
    seen = number.parse("00123")
except ValueError:
    seen = "refused"
want = "refused"
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

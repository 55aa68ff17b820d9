#!/bin/bash
# agate-two-numbers: agate==1.14.2, seen in November 2026 (registers).
# Expected: A column of cells such as "1,10", which name two recommendations each, is text.
# Seen: It is a column of numbers, and 1,10 is 110.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check agate==1.14.2; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
from io import StringIO
import agate
table = agate.Table.from_csv(StringIO('Follows,Text\n"1,10",a\n"1,9",b\n'))
seen = [str(cell) for cell in table.columns["Follows"]]
want = ["110", "19"]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

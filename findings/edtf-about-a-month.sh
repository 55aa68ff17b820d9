#!/bin/bash
# edtf-about-a-month: edtf==5.0.2, seen in November 2026 (registers).
# Expected: About April 2024 (2024-04~) reaches a month or so to each side.
# Seen: It reaches from March 2023 to May 2025: a year and a month to each side.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check edtf==5.0.2; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
from edtf import parse_edtf
about = parse_edtf("2024-04~")
seen = [tuple(day)[:3] for day in (about.lower_fuzzy(), about.upper_fuzzy())]
want = [(2023, 3, 1), (2025, 5, 30)]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

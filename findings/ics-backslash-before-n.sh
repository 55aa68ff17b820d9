#!/bin/bash
# ics-backslash-before-n: ics==0.7.3, seen in November 2026 (calendars).
# Expected: The text \\n of a description (RFC 5545, 3.3.11: a backslash, and an n) is read as \n, so a file in C:\new is told as that.
# Seen: It is read as a backslash and the end of a line: the text goes on in another one, without its n.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check ics==0.7.3; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
from ics import Calendar
lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20270101T000000Z"]
lines += ["DTSTART;VALUE=DATE:20270331", "DESCRIPTION:C:\\\\new", "END:VEVENT", "END:VCALENDAR", ""]
(event,) = Calendar("\r\n".join(lines)).events
seen, want = event.description, "C:\\\new"
print("seen:", repr(seen))
print("as found" if seen == want else f"otherwise than found, which was: {want!r}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

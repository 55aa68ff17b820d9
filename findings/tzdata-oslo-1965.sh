#!/bin/bash
# tzdata-oslo-1965: tzdata==2022.1 and tzdata==2022.2, seen in November 2026 (registers, time stamps).
# Expected: Which instant a local time of long ago was does not change with an update of the zones.
# Seen: Midnight of 1 July 1965 in Oslo is an hour later since 2022.2: that zone has lost its own history to another city.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
cat >"$W/tried.py" <<'EOP'
from datetime import datetime
from zoneinfo import ZoneInfo, reset_tzpath
reset_tzpath(())  # the package alone, and not what the system has
print(datetime(1965, 7, 1, tzinfo=ZoneInfo("Europe/Oslo")).isoformat())
EOP
found=""
for version in 2022.1 2022.2; do
  { python3 -m venv "$W/$version" && "$W/$version/bin/pip" install --quiet --disable-pip-version-check "tzdata==$version"; } >"$W/log" 2>&1 ||
    { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
  found+="$version $("$W/$version/bin/python" "$W/tried.py"); "
done
echo "seen: $found"
[ "$found" = "2022.1 1965-07-01T00:00:00+02:00; 2022.2 1965-07-01T00:00:00+01:00; " ] && echo "as found" && exit 0
echo "otherwise than found"
exit 1

#!/bin/bash
# feedparser-tombstone: feedparser==6.0.14, seen in November 2026 (publication).
# Expected: A deleted-entry (RFC 6721) is foreign to a reader that does not know it, and changes nothing of the feed (RFC 4287, 6.3).
# Seen: The feed's own link becomes the one inside of the deleted-entry.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check feedparser==6.0.14; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
import feedparser
feed = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">
<title>Register</title><id>urn:x-register</id><updated>2024-05-01T00:00:00Z</updated>
<author><name>Office</name></author><link href="https://register.example/"/>
<entry><id>urn:x-3</id><title>Closed</title><updated>2024-04-30T12:00:00Z</updated></entry>
%s</feed>"""
gone = ('<at:deleted-entry ref="urn:x-1" when="2024-04-30T10:00:00Z">'
        '<link href="https://register.example/why"/></at:deleted-entry>')
seen = [feedparser.parse(feed % more).feed.link for more in ("", gone)]
want = ["https://register.example/", "https://register.example/why"]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

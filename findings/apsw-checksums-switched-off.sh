#!/bin/bash
# apsw-checksums-switched-off: apsw==3.54.1.0, seen in November 2026 (caches).
# Expected: In a database whose pages have checksums (SQLite's cksumvfs), two flipped bits are an error of reading.
# Seen: If one of them is in byte 20 of the header, no page is checked any more, and the other text is read.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check apsw==3.54.1.0; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sys
from pathlib import Path
import apsw
import apsw.sqlite_extra
apsw.sqlite_extra.load(apsw.Connection(":memory:"), "cksumvfs")
FILE = Path("checked.db")
database = apsw.Connection(str(FILE), vfs="cksmvfs")
database.reserve_bytes("main", 8)
database.execute("CREATE TABLE said (text); INSERT INTO said VALUES ('closed')")
database.close()
whole = FILE.read_bytes()
def read(*flipped):
    data = bytearray(whole)
    for at, bit in flipped:
        data[at] ^= bit
    FILE.write_bytes(data)
    try:
        return apsw.Connection(str(FILE), vfs="cksmvfs").execute("SELECT text FROM said").get
    except apsw.Error as error:
        return type(error).__name__
text = whole.index(b"closed"), 1
seen = [read(), read(text), read(text, (20, 8))]
want = ["closed", "IOError", "blosed"]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

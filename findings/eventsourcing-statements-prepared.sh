#!/bin/bash
# eventsourcing-statements-prepared: eventsourcing==9.5.6, seen in November 2026 (SQLite).
# Expected: A recorder's connection keeps its statements prepared (cached_statements=True), so the second of two equal appends prepares none.
# Seen: It keeps one, for True is 1: each statement of the second append is prepared anew, as of the first.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check eventsourcing==9.5.6; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import sqlite3
import sys
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

prepared = []
connect = sqlite3.connect


def watched(*given, **options):
    made = connect(*given, **options)
    # SQLite asks whether it may, for whatever it prepares, and for nothing that it only runs.
    made.set_authorizer(lambda action, what, *_: prepared.append((action, what)) or sqlite3.SQLITE_OK)
    return made


def second_append(**others):
    sqlite3.connect = lambda *given, **options: watched(*given, **{**options, **others})
    recorder = SQLiteApplicationRecorder(SQLiteDatastore(f"events-{len(others)}.db"))
    recorder.create_table()
    for _ in range(3):
        prepared.clear()
        recorder.insert_events([StoredEvent(uuid4(), 1, "a", b"")])
        recorder.max_notification_id()
    return {what for action, what in prepared if action == sqlite3.SQLITE_INSERT}


seen, with_a_number = second_append(), second_append(cached_statements=128)
print("prepared anew:", seen or "nothing", "- with cached_statements=128:", with_a_number or "nothing")
found = seen == {"stored_events"} and not with_a_number
print("as found" if found else "otherwise than found, which was: the insert, and nothing")
sys.exit(0 if found else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"

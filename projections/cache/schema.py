"""The tables of a cache: those that say how far it came, and those of each of its parts.

What may be long stands last in its table, for the end of a long row is what may be gone: see
``projections.cache.database.check_end``.
"""

from __future__ import annotations

SHAPE = 33
"""Of the tables below, and of the rows in them. Whoever changes either changes it: then all is made again."""

_TIE = """
CREATE TABLE state (
    shape INTEGER NOT NULL, program TEXT NOT NULL, identity TEXT NOT NULL,
    position INTEGER NOT NULL, events INTEGER NOT NULL, last TEXT NOT NULL, recorded_at TEXT NOT NULL,
    checkpoint INTEGER NOT NULL, note TEXT NOT NULL
);
CREATE TABLE tracking (
    application_name TEXT NOT NULL, notification_id INTEGER NOT NULL,
    PRIMARY KEY (application_name, notification_id)
) WITHOUT ROWID;
CREATE TABLE known (
    recorded_at TEXT PRIMARY KEY, position INTEGER NOT NULL, events INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE inspection (
    id INTEGER PRIMARY KEY, stream TEXT NOT NULL UNIQUE, ref TEXT NOT NULL, folded INTEGER
);
CREATE TABLE asked_for (
    what TEXT PRIMARY KEY, position INTEGER NOT NULL, events INTEGER NOT NULL, recorded_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE meaning (words TEXT NOT NULL);
CREATE TABLE latest (
    position INTEGER PRIMARY KEY, day TEXT NOT NULL
);
CREATE TABLE taken (
    inspection INTEGER NOT NULL, position INTEGER NOT NULL, events INTEGER NOT NULL,
    PRIMARY KEY (inspection, position)
) WITHOUT ROWID;
CREATE TABLE hangs (
    inspection INTEGER NOT NULL, name TEXT NOT NULL, of INTEGER NOT NULL, PRIMARY KEY (inspection, name)
) WITHOUT ROWID;
CREATE TABLE hanging (
    inspection INTEGER NOT NULL, of INTEGER NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (inspection, of, version)
) WITHOUT ROWID;
"""
"""How far it came, and how far what is asked for had when somebody asked last; what words mean, when what was
known, the last day told of, of which inspection it has how much, and what hangs together in it.
"""

_REGISTER = """
CREATE TABLE content (
    id INTEGER PRIMARY KEY, status TEXT NOT NULL, word TEXT, kind TEXT NOT NULL, priority TEXT, due TEXT,
    row BLOB NOT NULL
);
CREATE TABLE stretch (
    id INTEGER PRIMARY KEY, inspection INTEGER NOT NULL, made INTEGER NOT NULL,
    body TEXT NOT NULL, spelt TEXT NOT NULL, place INTEGER NOT NULL,
    first TEXT NOT NULL, until TEXT NOT NULL, told INTEGER NOT NULL, untold INTEGER NOT NULL,
    sort BLOB NOT NULL, turn INTEGER NOT NULL, content INTEGER NOT NULL
);
CREATE INDEX stretch_of ON stretch (made, untold);
CREATE INDEX stretch_asked ON stretch (
    inspection, body, untold, told, first, until, sort, turn, place, content, made, spelt
);
CREATE TABLE named (
    inspection INTEGER NOT NULL, made INTEGER NOT NULL, told INTEGER NOT NULL, untold INTEGER NOT NULL,
    body TEXT NOT NULL, name TEXT NOT NULL, place INTEGER NOT NULL, turn INTEGER NOT NULL,
    PRIMARY KEY (inspection, made, untold, body, name, told)
) WITHOUT ROWID;
CREATE TABLE standing (
    made INTEGER NOT NULL, told INTEGER NOT NULL, untold INTEGER NOT NULL, inspection INTEGER NOT NULL,
    number TEXT NOT NULL, sort BLOB NOT NULL, turn INTEGER NOT NULL, known INTEGER NOT NULL,
    PRIMARY KEY (made, told)
) WITHOUT ROWID;
CREATE INDEX standing_asked ON standing (untold, told, inspection, number, sort, turn, known);
CREATE INDEX standing_in ON standing (inspection, untold);
CREATE TABLE doubted (
    made INTEGER NOT NULL, told INTEGER NOT NULL, first TEXT NOT NULL, until TEXT NOT NULL,
    known INTEGER NOT NULL, PRIMARY KEY (made, told, first)
) WITHOUT ROWID;
CREATE TABLE doubt (
    made INTEGER NOT NULL, told INTEGER NOT NULL, day TEXT NOT NULL, doubted INTEGER NOT NULL,
    PRIMARY KEY (made, told, day)
) WITHOUT ROWID;
CREATE INDEX named_of ON named (inspection, made, untold);
CREATE INDEX named_asked ON named (body, untold);
"""
"""What the rows of a register say from a day until another, as told from a position until another."""

_INBOX = """
CREATE TABLE waits (
    due TEXT NOT NULL, place BLOB NOT NULL, number BLOB NOT NULL, opened INTEGER NOT NULL,
    turn INTEGER NOT NULL, first TEXT NOT NULL, until TEXT NOT NULL, horizon TEXT NOT NULL,
    inspection INTEGER NOT NULL, made INTEGER NOT NULL, whom INTEGER NOT NULL, only TEXT, never TEXT,
    whose TEXT, since TEXT NOT NULL, by TEXT, start BLOB NOT NULL, rest BLOB NOT NULL,
    PRIMARY KEY (due, place, number, opened, turn, first)
) WITHOUT ROWID;
CREATE INDEX waits_in ON waits (inspection);
CREATE INDEX waits_for ON waits (whom);
"""
"""What waits from a day until another, in the order of an inbox."""

_STATISTICS = """
CREATE TABLE unit (
    inspection INTEGER NOT NULL, made INTEGER NOT NULL, told INTEGER NOT NULL, untold INTEGER NOT NULL,
    body TEXT NOT NULL, place INTEGER NOT NULL, first TEXT NOT NULL, until TEXT NOT NULL,
    shares TEXT NOT NULL, holder TEXT NOT NULL, called TEXT NOT NULL, turn INTEGER NOT NULL,
    PRIMARY KEY (inspection, body, untold, made, place, first, told)
) WITHOUT ROWID;
CREATE INDEX unit_of ON unit (inspection, made, untold);
CREATE TABLE counted (
    inspection INTEGER NOT NULL, made INTEGER NOT NULL, told INTEGER NOT NULL, untold INTEGER NOT NULL,
    shares TEXT NOT NULL, first TEXT NOT NULL, until TEXT NOT NULL,
    kind TEXT NOT NULL, cycle TEXT NOT NULL, of_cycle TEXT NOT NULL, closing INTEGER NOT NULL,
    status TEXT NOT NULL, reason TEXT, word TEXT, priority TEXT, topics TEXT, answers TEXT, due TEXT,
    since_first TEXT, since TEXT, derived INTEGER NOT NULL, seen TEXT, waiting TEXT, owed TEXT,
    PRIMARY KEY (inspection, shares, untold, until, made, first, told)
) WITHOUT ROWID;
CREATE INDEX counted_of ON counted (inspection, made, untold);
CREATE TABLE moved (
    inspection INTEGER NOT NULL, made INTEGER NOT NULL, told INTEGER NOT NULL, untold INTEGER NOT NULL,
    shares TEXT NOT NULL, place INTEGER NOT NULL,
    kind TEXT NOT NULL, cycle TEXT NOT NULL, of_cycle TEXT NOT NULL, closing INTEGER NOT NULL,
    what TEXT NOT NULL, day TEXT NOT NULL, length INTEGER,
    PRIMARY KEY (inspection, shares, untold, made, place, told)
) WITHOUT ROWID;
CREATE INDEX moved_of ON moved (inspection, made, untold);
"""
"""What statistics count: which shares count as one, how each stood, and how each moved."""

_LISTS = """
CREATE TABLE opening (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, topic TEXT NOT NULL,
    state BLOB NOT NULL
);
"""
"""The events, as they are stored, that say which inspections and cycles there are."""

_PARTS = """
CREATE TABLE listed (
    inspection INTEGER NOT NULL, made INTEGER NOT NULL, told INTEGER NOT NULL, untold INTEGER NOT NULL,
    what TEXT NOT NULL, ref TEXT NOT NULL, first TEXT NOT NULL, until TEXT NOT NULL,
    said TEXT, row BLOB NOT NULL,
    PRIMARY KEY (what, inspection, untold, ref, made, first, told)
) WITHOUT ROWID;
CREATE INDEX listed_of ON listed (inspection, made, untold);
"""
"""What lists have of evidence, judgements and the like."""

_DIFF = """
CREATE TABLE step (
    inspection INTEGER NOT NULL, made INTEGER NOT NULL, told INTEGER NOT NULL, untold INTEGER NOT NULL,
    day TEXT NOT NULL, place INTEGER NOT NULL, position INTEGER NOT NULL, field TEXT NOT NULL,
    on_day TEXT NOT NULL, change TEXT NOT NULL, before TEXT, after TEXT, judgement TEXT, evidence TEXT,
    made_to TEXT, undone TEXT NOT NULL, word_before TEXT, word_after TEXT, of_rationale INTEGER NOT NULL,
    PRIMARY KEY (inspection, untold, day, made, place, told)
) WITHOUT ROWID;
CREATE INDEX step_of ON step (inspection, made, untold);
CREATE TABLE filed (
    inspection INTEGER NOT NULL, made INTEGER NOT NULL, told INTEGER NOT NULL, untold INTEGER NOT NULL,
    number TEXT NOT NULL, kind TEXT NOT NULL, cycle TEXT NOT NULL, judged TEXT, undecided TEXT,
    turn INTEGER NOT NULL,
    PRIMARY KEY (inspection, made, untold, told)
) WITHOUT ROWID;
"""
"""What came to be of each recommendation, step by step, and how it is known."""

_SEARCH = """
CREATE VIRTUAL TABLE searched USING fts5(
    said, named, content='', tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO searched (searched, rank) VALUES ('pgsz', 3900);
CREATE TABLE searched_event (
    position INTEGER PRIMARY KEY, inspection INTEGER NOT NULL, gone TEXT NOT NULL, number TEXT, cycle TEXT,
    "on" TEXT, by TEXT NOT NULL, recorded_by TEXT, recorded_at TEXT NOT NULL, event TEXT NOT NULL, of TEXT
);
CREATE INDEX searched_in ON searched_event (inspection);
CREATE TABLE searched_to (position INTEGER NOT NULL);
"""
"""The words that are searched, and what the events are about that have them. What the index keeps together
fits into a page, for of what takes several the end may be gone.
"""

_CYCLES = """
CREATE TABLE left_cycle (
    cycle TEXT NOT NULL, inspection INTEGER NOT NULL, first TEXT NOT NULL, until TEXT NOT NULL,
    PRIMARY KEY (cycle, inspection, first)
) WITHOUT ROWID;
CREATE TABLE left_stretch (
    cycle TEXT NOT NULL, inspection INTEGER NOT NULL, made INTEGER NOT NULL,
    body TEXT NOT NULL, spelt TEXT NOT NULL, place INTEGER NOT NULL, first TEXT NOT NULL, until TEXT NOT NULL,
    sort BLOB NOT NULL, turn INTEGER NOT NULL, content INTEGER NOT NULL,
    PRIMARY KEY (cycle, body, inspection, sort, made, place, first)
) WITHOUT ROWID;
CREATE INDEX left_stretch_of ON left_stretch (inspection, made);
CREATE TABLE left_named (
    cycle TEXT NOT NULL, inspection INTEGER NOT NULL, made INTEGER NOT NULL, body TEXT NOT NULL,
    name TEXT NOT NULL, place INTEGER NOT NULL, first TEXT NOT NULL, until TEXT NOT NULL,
    PRIMARY KEY (cycle, body, inspection, made, place, first)
) WITHOUT ROWID;
CREATE INDEX left_named_of ON left_named (inspection, made);
CREATE TABLE left_doubted (
    cycle TEXT NOT NULL, inspection INTEGER NOT NULL, made INTEGER NOT NULL,
    first TEXT NOT NULL, until TEXT NOT NULL, number TEXT NOT NULL, sort BLOB NOT NULL,
    PRIMARY KEY (cycle, inspection, sort, made, first)
) WITHOUT ROWID;
CREATE INDEX left_doubted_of ON left_doubted (inspection, made);
"""
"""The register as each cycle left it from a day until another, as it is known now."""

_BODIES = """
CREATE TABLE used (inspection INTEGER PRIMARY KEY, counts BLOB NOT NULL, names BLOB NOT NULL);
CREATE TABLE used_day (day TEXT NOT NULL);
"""
"""The bodies that are named, as it is known now; and the day on which they are called so."""

_MARKS = "".join(
    f"CREATE TABLE {name}_on (other TEXT NOT NULL, inspection INTEGER NOT NULL, "
    "PRIMARY KEY (other, inspection)) WITHOUT ROWID;\n"
    for name in ("waits", "searched")
) + "".join(
    f"CREATE TABLE {name}_anew ("
    "inspection INTEGER PRIMARY KEY, since INTEGER NOT NULL, told TEXT NOT NULL);\n"
    for name in ("waits", "listed", "left", "used", "searched")
)
"""On which others an inspection hangs, and behind which event, recorded when, something is to be worked out:
see Marks.
"""

SCHEMA = "".join(
    (
        _TIE,
        _REGISTER,
        _INBOX,
        _STATISTICS,
        _LISTS,
        _PARTS,
        _CYCLES,
        _BODIES,
        _DIFF,
        _SEARCH,
        _MARKS,
    )
)

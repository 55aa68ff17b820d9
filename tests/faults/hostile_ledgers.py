"""Ledgers that somebody else wrote: rows, texts, tables, views and triggers made to harm whoever reads them.

Every reading command and verify end in time and within a bound of memory, with an answer or a sentence: exit
0, 3, 6 or 7. Whatever was changed, verify does not say that all holds.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from ledger.errors import LedgerError
from ledger.leaves import leaf_of
from tests.faults import children, scenes
from tests.faults.base import Figures
from tests.faults.children import Place

SECONDS = 30.0
READINGS = (
    "register --format json",
    "register --format csv",
    "register --as-of 2020-06-01 --known-at 2030-01-01",
    "trail",
    "trail OCSAE 1 --format html",
    "show OCSAE 1",
    "show OCSAE 2 --format json",
    "statistics --from 2020-01-01 --to 2021-12-31",
    "diff --from 2020-01-01 --to 2021-12-31",
    "inbox --as bob",
    "inbox --within 2199 --ics due.ics --mail letters",
    "why OCSAE 1",
    "key show",
    "checkpoint",
    "prove OCSAE 1 --output proofs",
    "publish --as pat --output out",
    "evidence request OCSAE 2 --as ann --why W",
    "seal",
    "copy copied",
    "archive ledger.tar",
    "backup backups --keep 1",
    "evidence get OCSAE E1 --output files",
)
FEW = 4
STATUSES = {0, 3, 4, 6, 7}

Json = Any  # Any: what a forger makes of it
Change = Callable[[sqlite3.Connection, random.Random], str]

VALUES: tuple[Json, ...] = (
    *(None, True, 0, -1, 5, 2**31, 2**63, 2**64, 10**30, 1.5, [], [None], [[]], {}, {"": None}),
    *("", " ", "x", "\u202e", "\x1b[2J", "\u2028", "J1", "E1", "open", "closed", "OCSAE", "ocsae", "1"),
    *("2021-99-99", "9999-12-31", "10000-01-01", "0000", "2021-08", "2021-08-18T10:00:00.000000Z"),
    *("a" * 200_000, ["Police"] * 3000, "\n" * 5000, "😀" * 1000, "A" + "\u0301" * 20_000),
)
RAW = (
    b"", b"null", b"[]", b"{}", b"\xff\xfe", b"NaN", b'{"version":1}', b"[" * 200_000, b'{"a":' * 100_000,
    b'{"version":1,"recorded_at":"2021-01-01T00:00:00.000000Z","by":"a","command":"c","salt":"s","data":{}}',
    b"9" * 100_000, b'"' + b"x" * 3_000_000 + b'"', b'"\\ud800"', b"\x00" * 1000, b'{"data":NaN}',
)  # fmt: skip


def _rowid(connection: sqlite3.Connection, chance: random.Random) -> int:
    return chance.choice([row[0] for row in connection.execute("SELECT rowid FROM stored_events")])


def _state(connection: sqlite3.Connection, at: int) -> Json:
    (state,) = connection.execute("SELECT state FROM stored_events WHERE rowid = ?", (at,)).fetchone()
    return json.loads(state)


def _put(connection: sqlite3.Connection, at: int, state: bytes) -> None:
    connection.execute("UPDATE stored_events SET state = ? WHERE rowid = ?", (state, at))


def a_field(connection: sqlite3.Connection, chance: random.Random) -> str:
    """A word of an event is another value, of any type."""
    at = _rowid(connection, chance)
    state = _state(connection, at)
    within = state["data"] if state["data"] and chance.random() < 0.7 else state
    name, value = chance.choice(list(within)), chance.choice(VALUES)
    within[name] = value
    _put(connection, at, json.dumps(state, ensure_ascii=chance.random() < 0.5).encode("utf-8", "replace"))
    return f"{name} of event {at} is {repr(value)[:40]}"


def a_missing_field(connection: sqlite3.Connection, chance: random.Random) -> str:
    """A word is gone, or there is one too many."""
    at = _rowid(connection, chance)
    state = _state(connection, at)
    within = state["data"] if state["data"] and chance.random() < 0.7 else state
    name = chance.choice(list(within))
    if chance.random() < 0.5:
        del within[name]
    else:
        within[f"{name}2"] = chance.choice(VALUES)
    _put(connection, at, json.dumps(state).encode())
    return f"{name} of event {at} is gone, or has a double"


def twice(connection: sqlite3.Connection, chance: random.Random) -> str:
    """A key of JSON stands twice."""
    at = _rowid(connection, chance)
    (state,) = connection.execute("SELECT state FROM stored_events WHERE rowid = ?", (at,)).fetchone()
    more = chance.choice((b'"version":2,', b'"by":"bob",', b'"data":{},', b'"recorded_at":null,'))
    _put(connection, at, b"{" + more + state[1:])
    return f"event {at} has {more.decode()} twice"


def raw(connection: sqlite3.Connection, chance: random.Random) -> str:
    """A state is no record at all."""
    at, state = _rowid(connection, chance), chance.choice(RAW)
    _put(connection, at, state)
    return f"event {at} is {state[:30]!r}…"


def huge(connection: sqlite3.Connection, chance: random.Random) -> str:
    """A text of many MB, in a word that people read."""
    at = _rowid(connection, chance)
    state = _state(connection, at)
    texts = [name for name, value in state["data"].items() if isinstance(value, str)]
    if not texts:
        return raw(connection, chance)
    name, size = chance.choice(texts), chance.choice((1, 3, 12))
    state["data"][name] = chance.choice(("x", "x ", "é", "\n", "<", "\x1b", "x\n- ")) * (size << 20)
    _put(connection, at, json.dumps(state).encode())
    return f"{name} of event {at} has {size} MB"


def a_topic(connection: sqlite3.Connection, chance: random.Random) -> str:
    """An event is called otherwise."""
    at = _rowid(connection, chance)
    names = [row[0] for row in connection.execute("SELECT DISTINCT topic FROM stored_events")]
    topic = chance.choice(
        [*names, "", "os:system", "judgement.recorded\x00", "x" * 100_000, "commands.root:run"]
    )
    connection.execute("UPDATE stored_events SET topic = ? WHERE rowid = ?", (topic, at))
    return f"event {at} is called {topic[:40]!r}"


def a_column(connection: sqlite3.Connection, chance: random.Random) -> str:
    """A column has a value of another type."""
    table, key, columns = chance.choice(
        (
            ("stored_events", "rowid", ("originator_id", "originator_version", "topic", "state")),
            ("ledger_leaf", "leaf_index", ("notification_id", "leaf")),
            ("ledger_checkpoint", "size", ("size", "note")),
            ("ledger_compact_range", "one", ("size", "hashes")),
        )
    )
    column = chance.choice(columns)
    value = chance.choice(
        ("-5", "0", "1.5", "9e999", "9223372036854775807", "''", "x''", "'x'", "zeroblob(5000000)", "char(0)",
         "CAST(x'ff80' AS TEXT)", "CAST(zeroblob(9000000) AS TEXT)", "CAST(x'eda080' AS TEXT)")
    )  # fmt: skip
    which = chance.choice(("min", "max"))
    connection.execute(
        f"UPDATE OR IGNORE {table} SET {column} = {value} WHERE {key} = (SELECT {which}({key}) FROM {table})"
    )
    return f"{column} of the {which} of {table} is {value}"


def moved(connection: sqlite3.Connection, chance: random.Random) -> str:
    """Events change places, streams or versions, or are gone."""
    at = _rowid(connection, chance)
    statement = chance.choice(
        (
            "UPDATE OR IGNORE stored_events SET rowid = rowid + 100000 WHERE rowid = ?",
            "UPDATE OR IGNORE stored_events SET originator_version = originator_version + 50 WHERE rowid = ?",
            "UPDATE stored_events SET originator_id = lower(hex(randomblob(16))) WHERE rowid = ?",
            "UPDATE stored_events SET originator_id = 'no stream' WHERE rowid = ?",
            "DELETE FROM stored_events WHERE rowid = ?",
            "DELETE FROM stored_events WHERE rowid >= ?",
            "UPDATE OR IGNORE stored_events SET rowid = -rowid WHERE rowid = ?",
            "UPDATE OR IGNORE stored_events SET rowid = 9223372036854775807 WHERE rowid = ?",
        )
    )
    connection.execute(statement, (at,))
    return statement.replace("?", str(at))


_ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT"
_ROWS = "x AS rowid, 'a' AS originator_id, x AS originator_version, 't' AS topic, x'00' AS state FROM c"
_LEAVES = "x AS leaf_index, x AS notification_id, x'00' AS leaf FROM c"
_EVENTS, _NOTES, _RANGE = "stored_events", "ledger_checkpoint", "ledger_compact_range"
_HIDE = f"ALTER TABLE {_EVENTS} RENAME TO kept; CREATE VIEW {_EVENTS} AS"
_SCHEMA = "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET"
_LEAF_ROOT = "(SELECT rootpage FROM sqlite_schema WHERE name = 'ledger_leaf')"
SCHEMES = (
    f"CREATE TRIGGER planted AFTER INSERT ON {_EVENTS} BEGIN UPDATE ledger_leaf SET leaf = x'00'; END",
    f"CREATE TRIGGER planted AFTER INSERT ON ledger_leaf BEGIN DELETE FROM {_NOTES}; END",
    f"CREATE TRIGGER planted BEFORE INSERT ON {_EVENTS} BEGIN {_ENDLESS} count(*) FROM c; END",
    f"CREATE VIEW planted AS SELECT * FROM {_EVENTS}",
    f"CREATE INDEX planted ON {_EVENTS} (topic)",
    f"CREATE INDEX planted ON {_EVENTS} (length(state))",
    f"{_HIDE} SELECT * FROM kept WHERE rowid < 20",
    f"{_HIDE} {_ENDLESS} {_ROWS}",
    f"DROP TABLE ledger_leaf; CREATE VIEW ledger_leaf AS {_ENDLESS} {_LEAVES}",
    f"DROP TABLE {_NOTES}; CREATE VIEW {_NOTES} AS {_ENDLESS} x AS size, 'n' AS note FROM c",
    f"ALTER TABLE {_EVENTS} ADD COLUMN more TEXT DEFAULT 'x'",
    f"ALTER TABLE {_EVENTS} ADD COLUMN more AS (hex(zeroblob(100000000))) VIRTUAL",
    f"ALTER TABLE {_EVENTS} RENAME COLUMN topic TO subject",
    f"DROP TABLE {_RANGE}",
    f"DROP TABLE {_NOTES}",
    "CREATE TABLE planted (x); INSERT INTO planted VALUES (zeroblob(20000000))",
    "CREATE VIRTUAL TABLE planted USING fts5(x)",
    "DELETE FROM sqlite_sequence",
    "UPDATE sqlite_sequence SET seq = 9223372036854775807",
    "UPDATE sqlite_sequence SET seq = 'x'",
    f"INSERT INTO sqlite_sequence VALUES ('{_EVENTS}', 5)",
    "PRAGMA user_version = 99",
    "PRAGMA application_id = 5",
    f"DELETE FROM {_NOTES}; DELETE FROM {_RANGE}",
    f"UPDATE {_RANGE} SET hashes = zeroblob(32)",
    f"UPDATE {_RANGE} SET size = size + 1",
    f"INSERT INTO {_NOTES} SELECT size + 1000, note FROM {_NOTES}",
    f"{_SCHEMA} sql = sql || ' -- x' WHERE name = '{_EVENTS}'",
    f"{_SCHEMA} sql = 'CREATE TABLE {_EVENTS} (x)' WHERE name = '{_EVENTS}'",
    f"{_SCHEMA} rootpage = {_LEAF_ROOT} WHERE name = '{_EVENTS}'",
    f"{_SCHEMA} name = char(27) || '[2J' WHERE type = 'trigger'",
    f"{_SCHEMA} sql = 'CREATE VIEW planted AS SELECT * FROM planted', type = 'view' WHERE type = 'trigger'",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA journal_mode = DELETE; PRAGMA page_size = 65536; VACUUM",
    "PRAGMA journal_mode = DELETE; PRAGMA encoding = 'UTF-16'; VACUUM",
)


def a_scheme(connection: sqlite3.Connection, chance: random.Random) -> str:
    """Something is wrong with the tables themselves."""
    script = chance.choice(SCHEMES)
    with suppress(sqlite3.Error):
        for statement in script.split("; "):
            connection.execute(statement)
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA writable_schema = OFF")
    return script[:200]


ROWS: tuple[Change, ...] = (a_field, a_field, a_missing_field, twice, raw, huge, a_topic, a_column, moved)


def run(count: int, seed: int, folder: Path, *, broken: children.Patch | None = None) -> Figures:
    """See Family.run."""
    chance, figures = random.Random(seed), Figures()
    made = scenes.Scenes(folder / "made")
    # As an auditor keeps it; without one, who has the key can make another history.
    held = str(folder / "held")
    scenes.done(made.begun.copy(folder / "place").ask("checkpoint", "--output", held))
    for number in range(count):
        place = made.begun.copy(folder / "place")
        before = _content(place)
        how = _write(place, chance, scheme=number % 3 == 2)
        figures.tried += 1
        unchanged = _content(place) == before
        if "signed again" in how:
            # Who has the key may sign the same events again; of them the checkpoint kept outside speaks.
            unchanged = place.rows() == made.begun.rows()
        figures.note("changed nothing", int(unchanged))
        _read(place, chance, figures, how, held, broken, unchanged=unchanged)
    return figures


def _write(place: Place, chance: random.Random, *, scheme: bool) -> str:
    """Change a ledger, its own triggers put back as they were; sometimes sign what came of it."""
    file = place.ledger / "ledger.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        if scheme:
            with suppress(sqlite3.Error):
                return a_scheme(connection, chance)
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        said = []
        for _ in range(chance.choice((1, 1, 2, 3))):
            with suppress(
                sqlite3.IntegrityError, ValueError, TypeError, KeyError, IndexError, AttributeError
            ):
                said.append(chance.choice(ROWS)(connection, chance))
        if chance.random() < 0.5:
            said.append(_leaves(connection))
        signed = chance.random() < 0.4
        if signed:
            connection.execute("DELETE FROM ledger_checkpoint")
            connection.execute("DELETE FROM ledger_compact_range")
        for _, sql in triggers:
            connection.execute(sql)
    if signed:
        home, place.home = place.home, place.folder / "thief"
        place.home.mkdir()
        (place.home / ".config").symlink_to(home / ".config")
        said.append(f"signed again ({place.ask('seal').status})")
        place.home = home
    return "; ".join(said)


def _content(place: Place) -> list[object]:
    """Every row of every table and every text of the schema; two that cannot be read are never the same."""
    found: list[object] = []
    with closing(sqlite3.connect(place.ledger / "ledger.db")) as connection:
        connection.text_factory = bytes
        try:
            schema = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
            found += sorted(schema, key=repr)
            for kind, name, *_ in schema:
                if kind == b"table":
                    found += connection.execute(f'SELECT * FROM "{name.decode()}"').fetchall()
            for pragma in ("user_version", "application_id"):
                found += connection.execute(f"PRAGMA {pragma}").fetchall()
        except (sqlite3.Error, UnicodeError):
            found.append(object())
    return found


def _leaves(connection: sqlite3.Connection) -> str:
    """The leaves are made anew, so that they tell nothing."""
    with suppress(LedgerError, sqlite3.Error):
        rows = connection.execute("SELECT * FROM stored_events ORDER BY rowid").fetchall()
        leaves = [(index, row[0], leaf_of(row)) for index, row in enumerate(rows)]
        connection.execute("DELETE FROM ledger_leaf")
        connection.executemany("INSERT INTO ledger_leaf VALUES (?, ?, ?)", leaves)
        return "leaves made anew"
    return "no leaves can be made"


def _read(
    place: Place,
    chance: random.Random,
    figures: Figures,
    how: str,
    held: str,
    broken: children.Patch | None,
    *,
    unchanged: bool,
) -> None:
    words = ["verify", "--format", "json", "--held", held]
    answer = place.ask(*words, limit=SECONDS, patch=broken)
    _one(answer, figures, how, "verify")
    if answer.status not in (6, 7) and not unchanged:
        figures.found("unseen", f"{how}: verify ends with {answer.status}")
    for line in chance.sample(READINGS, FEW):
        _one(place.ask(*line.split(), limit=SECONDS, patch=broken), figures, how, line)


def _one(answer: children.Answer, figures: Figures, how: str, line: str) -> None:
    if answer.hung:
        figures.found("hung", f"{how}: {line}")
    elif answer.foreign or answer.status not in STATUSES:
        figures.found("foreign", f"{how}: {line} ends with {answer.status}: {answer.err.strip()[-300:]}")


def control(seed: int, folder: Path) -> Figures:
    """A program that takes what is stored at its word."""
    return run(4, seed, folder, broken=_credulous)


def _credulous() -> None:
    from ledger.checks import verify

    whole = verify.verify

    import commands.verify

    commands.verify.verify = lambda *said, **named: whole(*said, **named)._replace(findings=())

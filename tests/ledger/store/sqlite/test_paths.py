"""What readers read is what is verified: every way to a row, by any statement, and each way damaged."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest

from commands.root import run
from ledger.store.sqlite import paths
from ledger.store.sqlite.schema import LATER as LATER_TABLES
from ledger.store.sqlite.schema import SIGNATURES, TABLES
from ledger.store.sqlite.ways import LATER, WAYS
from tests.faults.pages import INTERIOR_INDEX, INTERIOR_TABLE, LEAF_INDEX, Database
from tests.ledger.checks.conftest import detected, place, pristine

__all__ = ["detected", "place", "pristine"]

ALL = (*WAYS, *LATER)
VERIFIED = {way.table for way in ALL} | {way.by for way in ALL if way.by}
SESSION = """
init --as ada --name Ada --origin example.org/l
person register ann --name Ann --role inspector --role publisher --as ada
person register bob --name Bob --role approver --as ada
person grant ada inspector --as ada
inspection open X --title T --as ann
cycle open X 1 --title C --on 2020-01-01 --as ann
recommendation make X 1 --cycle 1 --text Do. --made-to B --on 2020-01-01 --as ann
evidence submit X 1 --by B --summary S --file {}/paper --on 2020-02-01 --as ann
judgement record X 1 --cycle 1 --status open --rationale R. --on 2020-03-01 --as ann
checkpoint --output {}/held
judgement sign-off X J1 --as bob
register
register X --as-of 2020-02-01
trail X 1
show X 1
why X 1
inbox --as bob
statistics
diff --from 2020-01-01 --to 2021-01-01
evidence get X E1 --output {}/got
prove X 1 --output {}/proofs
prove --since {}/held --output {}/growth
publish --output {}/site --as ann
seal
key show
key rotate --as ada
verify
verify --since {}/held
rebuild
"""


class Traced(sqlite3.Connection):
    """Keeps every statement that is run over a ledger, with its values, and of which trees."""

    seen: dict[str, set[str]]

    def __init__(self, database, *rest, **how):
        super().__init__(database, *rest, **how)
        if "ledger.db" in str(database):
            self.set_trace_callback(self.note)

    def note(self, statement):
        if re.match("(SELECT|INSERT|REPLACE|UPDATE|DELETE|WITH) ", statement):
            self.seen.setdefault(re.sub(r"'[^']*'|\d+", "?", statement), set()).add(statement)


@pytest.fixture
def statements(tmp_path, monkeypatch, capfd):
    """Every statement of a session that records, reads, seals, proves, publishes and verifies."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("SCRUTINY_LEDGER", str(tmp_path / "ledger"))
    (tmp_path / "paper").write_bytes(b"paper")
    seen: dict[str, set[str]] = {}
    monkeypatch.setattr(Traced, "seen", seen, raising=False)
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda database, *rest, **how: connect(database, *rest, factory=Traced, **how)
    )
    for words in SESSION.strip().splitlines():
        assert run(words.replace("{}", str(tmp_path)).split()) == 0, (words, capfd.readouterr())
    monkeypatch.setattr(sqlite3, "connect", connect)
    return tmp_path / "ledger" / "ledger.db", {shape: min(found) for shape, found in seen.items()}


def test_every_tree_of_the_schema_is_compared():
    """A table or an index that is added to the schema wants its way in ``ledger.store.sqlite.ways``."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript("".join([TABLES, *LATER_TABLES.values()]))
        trees = connection.execute("SELECT name FROM sqlite_schema WHERE rootpage > 0")
        assert {name for (name,) in trees} == VERIFIED
        for way in ALL:
            indexes = connection.execute("SELECT name FROM pragma_index_list(?)", [way.table]).fetchall()
            assert [name for (name,) in indexes] == ([way.by] if way.by else [])
            if way.by:
                columns = connection.execute("SELECT name FROM pragma_index_info(?)", [way.by]).fetchall()
                assert [name for (name,) in columns] == list(way.columns)


def test_no_statement_takes_a_way_that_is_not_verified(statements):
    """By SQLite's own program of each statement, triggers included: which trees it opens."""
    database, seen = statements
    assert len(seen) > 30
    with closing(sqlite3.connect(database)) as connection:
        roots = dict(connection.execute("SELECT rootpage, name FROM sqlite_schema WHERE rootpage > 0"))
        roots[1] = "sqlite_schema"
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        opened = set()
        for statement in seen.values():
            program = connection.execute(f"EXPLAIN {statement.replace('Inf', '9e999')}").fetchall()
            trees = {roots[row[3]] for row in program if row[1] in ("OpenRead", "OpenWrite", "ReopenIdx")}
            assert trees <= VERIFIED | {"sqlite_schema"}, statement
            opened |= trees
    # Nobody signs in it with a key of their own.
    assert opened == VERIFIED - {SIGNATURES} | {"sqlite_schema"}, "the session goes by every way there is"


INDEXES = [way for way in WAYS if way.by]


def small_pages(place):
    """The same ledger in small pages, so that tables and indexes have inner ones."""
    file = place.ledger / "ledger.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in ("wal_checkpoint(TRUNCATE)", "journal_mode = DELETE", "page_size = 512"):
            connection.execute(f"PRAGMA {statement}")
        connection.execute("VACUUM")
        connection.execute("PRAGMA journal_mode = WAL")
    return Database(file)


def pages_of(place, database, name):
    """The pages of a tree, from its root down."""
    with closing(sqlite3.connect(place.ledger / "ledger.db")) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        found = list(connection.execute(query, [name]).fetchone())
    for page in found:
        if database.kind(page) in (INTERIOR_INDEX, INTERIOR_TABLE):
            at = database.start(page)
            places = [*(database.cell(page, pointer) for pointer in database.pointers(page)), at + 8]
            found += [int.from_bytes(database.data[place : place + 4], "big") for place in places]
    return found


def found(place, code="V10"):
    return [each for each in place.verify().findings if each.code == code]


@pytest.mark.parametrize("position", [3, 40, 90])
@pytest.mark.parametrize("byte", [0, 31])
def test_an_entry_whose_key_was_altered_names_its_event(place, position, byte):
    database = small_pages(place)
    with closing(sqlite3.connect(place.ledger / "ledger.db")) as connection:
        query = "SELECT originator_id, originator_version FROM stored_events WHERE rowid = ?"
        stream, version = connection.execute(query, [position]).fetchone()
    entry = stream.encode() + bytes([version, position])
    (at,) = (
        start + database.data[start : page * 512].index(entry)
        for page in pages_of(place, database, "sqlite_autoindex_stored_events_1")
        for start in [(page - 1) * 512]
        if entry in database.data[start : page * 512]
    )
    database.data[at + byte] ^= 1
    database.write()
    (finding,) = found(place)
    assert "sqlite_autoindex_stored_events_1" in finding.message
    if "do not rise" not in finding.message:
        assert finding.position == position
        assert f"event {position} is not found by originator_id" in finding.message


@pytest.mark.parametrize(
    ("way", "inner"),
    [*((way, False) for way in INDEXES), (INDEXES[0], True)],
    ids=[*(way.table for way in INDEXES), "an inner page"],
)
def test_entries_that_changed_places_are_found(place, way, inner):
    database = small_pages(place)
    pages = pages_of(place, database, way.by)
    kind = INTERIOR_INDEX if inner else LEAF_INDEX
    page = next(page for page in pages if database.kind(page) == kind and len(database.pointers(page)) > 1)
    first, *_, last = database.pointers(page)
    one, other = bytes(database.data[first : first + 2]), bytes(database.data[last : last + 2])
    database.data[first : first + 2], database.data[last : last + 2] = other, one
    database.write()
    assert any(way.by in finding.message and "do not rise" in finding.message for finding in found(place))


@pytest.mark.parametrize("way", WAYS[:3], ids=[way.table for way in WAYS[:3]])
def test_a_search_that_goes_astray_where_a_walk_does_not_is_found(place, way, monkeypatch):
    """The key of an inner page is altered, and SQLite's own look at the pages says nothing."""
    database = small_pages(place)
    page = next(
        page for page in pages_of(place, database, way.table) if database.kind(page) == INTERIOR_TABLE
    )
    at = database.cell(page, database.pointers(page)[-1]) + 4
    assert 1 < database.data[at] < 128
    database.data[at] -= 1
    database.write()
    monkeypatch.setattr(paths, "broken_pages", lambda connection: "")
    (finding,) = found(place)
    assert f"is not found by its key in {way.table}" in finding.message


def test_a_count_alone_does_not_pass_for_the_same_entries(place):
    """An entry of the leaves' index points to another event's leaf."""
    database = small_pages(place)
    page = next(
        page
        for page in pages_of(place, database, "sqlite_autoindex_ledger_leaf_1")
        if database.kind(page) == LEAF_INDEX
    )
    cell = database.cell(page, database.pointers(page)[3])
    size = database.data[cell]
    database.data[cell + size] ^= 2
    database.write()
    assert any("sqlite_autoindex_ledger_leaf_1" in finding.message for finding in found(place))


def test_a_free_list_that_names_a_page_in_use_is_found_before_it_is_written_over(place):
    database = small_pages(place)
    database.put(32, 5, 4)
    database.put(36, 1, 4)
    database.write()
    assert "The pages of the database are damaged" in found(place)[0].message


def test_a_sound_ledger_in_pages_of_any_size_has_nothing_to_find(place, detected):
    small_pages(place)
    detected()


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("DELETE FROM sqlite_sequence", "The counter of events|Events up to None"),
        ("UPDATE sqlite_sequence SET seq = 3", "The counter of events says"),
        (
            "INSERT INTO sqlite_sequence VALUES ('stored_events', 99)",
            "The counter of events says|Events up to",
        ),
        ("DELETE FROM ledger_compact_range", "The place where sealing stopped is gone"),
    ],
)
def test_what_an_append_or_a_sealing_needs_is_looked_at(place, statement, message):
    place.attack(statement)
    assert any(re.search(message, each.message) for each in place.verify().findings)


def test_a_checkpoint_in_the_middle_is_looked_at(place):
    with place.open() as ledger:
        size = [size for size, _ in ledger.store.checkpoints()][5]
    place.attack(f"UPDATE ledger_checkpoint SET note = 'x' WHERE size = {size}")
    assert any(str(size) in each.message for each in found(place, "V1"))

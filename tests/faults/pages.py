"""What can happen to the bytes of a SQLite database: any page, pointer, key, header, list, text, or log.

Each mutation takes random numbers and the files, changes them, and says in a few words what it did. The
format is SQLite's own: https://sqlite.org/fileformat2.html
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

INTERIOR_INDEX, INTERIOR_TABLE, LEAF_INDEX, LEAF_TABLE = 2, 5, 10, 13
_TREES = {INTERIOR_INDEX, INTERIOR_TABLE, LEAF_INDEX, LEAF_TABLE}
_HEADER = {
    "page size": (16, 2),
    "write version": (18, 1),
    "read version": (19, 1),
    "reserved space": (20, 1),
    "payload fractions": (21, 3),
    "change counter": (24, 4),
    "pages": (28, 4),
    "first free page": (32, 4),
    "free pages": (36, 4),
    "schema cookie": (40, 4),
    "schema format": (44, 4),
    "cache size": (48, 4),
    "largest root": (52, 4),
    "encoding": (56, 4),
    "user version": (60, 4),
    "incremental vacuum": (64, 4),
    "application id": (68, 4),
    "version valid for": (92, 4),
    "SQLite's version": (96, 4),
}


class Database:
    """The bytes of a database file, page by page."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.data = bytearray(file.read_bytes())
        size = int.from_bytes(self.data[16:18], "big")
        self.size = 65536 if size == 1 else size
        self.count = len(self.data) // self.size

    def start(self, page: int) -> int:
        """Where the header of a page's tree begins."""
        return (page - 1) * self.size + (100 if page == 1 else 0)

    def kind(self, page: int) -> int:
        """The kind of tree page, or whatever stands there."""
        return self.data[self.start(page)]

    def pointers(self, page: int) -> list[int]:
        """Where the pointers to a page's cells stand."""
        at = self.start(page)
        first = at + (12 if self.kind(page) in (INTERIOR_INDEX, INTERIOR_TABLE) else 8)
        count = int.from_bytes(self.data[at + 3 : at + 5], "big")
        return list(range(first, min(first + 2 * count, page * self.size), 2))

    def cell(self, page: int, pointer: int) -> int:
        """Where the cell begins that a pointer points to."""
        return (page - 1) * self.size + int.from_bytes(self.data[pointer : pointer + 2], "big")

    def put(self, at: int, value: int, width: int) -> None:
        """Write a number."""
        self.data[at : at + width] = (value % 256**width).to_bytes(width, "big")

    def write(self) -> None:
        """Put it back."""
        self.file.write_bytes(self.data)


Mutation = Callable[[Random, Database], str]


def _page(random: Random, db: Database, *kinds: int) -> int:
    fitting = [page for page in range(1, db.count + 1) if db.kind(page) in (kinds or _TREES)]
    return random.choice(fitting or [1])


def _number(random: Random, db: Database, now: int, width: int) -> int:
    choices = (0, 1, now + 1, now - 1, random.randrange(1, db.count + 1), 256**width - 1)
    return random.choice([*choices, random.randrange(256**width)])


def a_byte(random: Random, db: Database) -> str:
    """Any byte."""
    at = random.randrange(len(db.data))
    db.data[at] ^= random.randrange(1, 256)
    return f"byte {at}"


def a_bit(random: Random, db: Database) -> str:
    """Any bit."""
    at = random.randrange(len(db.data))
    db.data[at] ^= 1 << random.randrange(8)
    return f"bit of byte {at}"


def a_run(random: Random, db: Database) -> str:
    """Some bytes in a row: noughts, ones or anything."""
    at, length = random.randrange(len(db.data)), random.choice([2, 8, 64, 512, 4096])
    length = min(length, len(db.data) - at)
    db.data[at : at + length] = random.choice([b"\0" * length, b"\xff" * length, random.randbytes(length)])
    return f"{length} bytes at {at}"


def in_a_cell(random: Random, db: Database) -> str:
    """A byte of an entry that is in use, near its beginning, where lengths, keys and types are."""
    page = _page(random, db)
    if not (pointers := db.pointers(page)):
        return a_byte(random, db)
    at = db.cell(page, random.choice(pointers)) + random.randrange(random.choice([4, 12, 48, 120]))
    at = min(at, len(db.data) - 1)
    db.data[at] = random.choice([db.data[at] ^ random.randrange(1, 256), (db.data[at] + 1) % 256])
    return f"byte {at} of a cell of page {page}"


def in_an_index(random: Random, db: Database) -> str:
    """A byte of an entry of an index."""
    page = _page(random, db, INTERIOR_INDEX, LEAF_INDEX)
    if not (pointers := db.pointers(page)):
        return a_byte(random, db)
    at = min(db.cell(page, random.choice(pointers)) + random.randrange(48), len(db.data) - 1)
    db.data[at] = random.choice([db.data[at] ^ random.randrange(1, 256), (db.data[at] + 1) % 256])
    return f"byte {at} of an entry of index page {page}"


def a_key_of_an_inner_page(random: Random, db: Database) -> str:
    """The key by which a search goes left or right in a table; a walk never sees it."""
    page = _page(random, db, INTERIOR_TABLE)
    if db.kind(page) != INTERIOR_TABLE or not (pointers := db.pointers(page)):
        return in_an_index(random, db)
    at = db.cell(page, random.choice(pointers)) + 4 + random.randrange(2)
    db.data[at] = random.choice([(db.data[at] + 1) % 256, (db.data[at] - 1) % 256, random.randrange(256)])
    return f"byte {at} of a key of inner page {page}"


def a_child(random: Random, db: Database) -> str:
    """Which page comes below an inner page."""
    page = _page(random, db, INTERIOR_TABLE, INTERIOR_INDEX)
    if db.kind(page) not in (INTERIOR_TABLE, INTERIOR_INDEX):
        return a_pointer(random, db)
    places = [db.start(page) + 8, *(db.cell(page, pointer) for pointer in db.pointers(page))]
    at = random.choice(places)
    now = int.from_bytes(db.data[at : at + 4], "big")
    other = random.choice(places)
    if random.random() < 0.3:
        then = bytes(db.data[other : other + 4])
        db.put(other, now, 4)
        db.data[at : at + 4] = then
        return f"two children of page {page} in each other's place"
    db.put(at, random.choice([page, random.randrange(1, db.count + 1), now + 1, 0, 2**31]), 4)
    return f"child {now} of page {page}"


def a_pointer(random: Random, db: Database) -> str:
    """Where a cell is: two in each other's place, one twice, one anywhere."""
    page = _page(random, db)
    pointers = db.pointers(page)
    if not pointers:
        return a_byte(random, db)
    one, other = random.choice(pointers), random.choice(pointers)
    here, there = bytes(db.data[one : one + 2]), bytes(db.data[other : other + 2])
    match random.randrange(4):
        case 0:
            db.data[one : one + 2], db.data[other : other + 2] = there, here
        case 1:
            db.data[one : one + 2] = there
        case 2:
            db.put(one, random.randrange(db.size), 2)
        case _:
            backwards = [bytes(db.data[at : at + 2]) for at in reversed(pointers)]
            for at, then in zip(pointers, backwards, strict=True):
                db.data[at : at + 2] = then
    return f"pointers of page {page}"


def a_page_header(random: Random, db: Database) -> str:
    """Kind, free block, count of cells, begin of content, fragments, right-most child."""
    page = _page(random, db)
    offset, width = random.choice([(0, 1), (1, 2), (3, 2), (5, 2), (7, 1), (8, 4)])
    at = db.start(page) + offset
    now = int.from_bytes(db.data[at : at + width], "big")
    then = random.choice([*_TREES]) if offset == 0 else _number(random, db, now, width)
    db.put(at, then, width)
    return f"header of page {page}, byte {offset}: {now} to {then}"


def the_header(random: Random, db: Database) -> str:
    """A field of the file's header."""
    name, (at, width) = random.choice(list(_HEADER.items()))
    now = int.from_bytes(db.data[at : at + width], "big")
    then = random.choice([_number(random, db, now, width), 512, 4096, 2, 3])
    db.put(at, then, width)
    return f"{name}: {now} to {then}"


def the_free_list(random: Random, db: Database) -> str:
    """Pages in use that are said to be free, so that the next event would be written over them."""
    page = random.randrange(1, db.count + 1)
    db.put(32, page, 4)
    db.put(36, random.randrange(1, 5), 4)
    return f"page {page} is free"


def whole_pages(random: Random, db: Database) -> str:
    """Two pages in each other's place, one in another's, or an empty one."""
    one, other = random.randrange(1, db.count + 1), random.randrange(1, db.count + 1)
    here = slice((one - 1) * db.size, one * db.size)
    there = slice((other - 1) * db.size, other * db.size)
    before = bytes(db.data[here])
    match random.randrange(3):
        case 0:
            db.data[here], db.data[there] = bytes(db.data[there]), before
        case 1:
            db.data[here] = bytes(db.data[there])
        case _:
            db.data[here] = bytes(db.size)
    return f"pages {one} and {other}"


def the_length(random: Random, db: Database) -> str:
    """A file that ends too early, or goes on."""
    at = random.choice([random.randrange(len(db.data)), db.size * random.randrange(db.count)])
    if random.random() < 0.3:
        db.data += random.choice([b"\0", b"\r"]) * random.choice([1, db.size, 5 * db.size])
        return "the file goes on"
    del db.data[at:]
    return f"the file ends at {at}"


def the_schema(random: Random, db: Database) -> str:
    """A byte of the schema's text, of any value."""
    words = [
        b"CREATE",
        b"stored_events",
        b"BEFORE",
        b"UNIQUE",
        b"INTEGER",
        b"ledger_leaf",
        b"NEW.rowid",
        b"table",
    ]
    word = random.choice(words)
    places, at = [], -1
    while (at := db.data.find(word, at + 1)) >= 0 and len(places) < 40:
        places.append(at)
    at = random.choice(places or [100]) + random.randrange(len(word))
    db.data[at] = random.choice([0xCF, 0, 0x27, 0x3B, 0x20, random.randrange(256)])
    return f"byte {at} of the schema, in {word.decode()}"


MUTATIONS: tuple[Mutation, ...] = (
    a_byte,
    a_bit,
    a_run,
    in_a_cell,
    in_a_cell,
    in_an_index,
    in_an_index,
    a_key_of_an_inner_page,
    a_key_of_an_inner_page,
    a_child,
    a_pointer,
    a_pointer,
    a_page_header,
    the_header,
    the_free_list,
    whole_pages,
    the_length,
    the_schema,
)

TABLES = ("stored_events", "ledger_leaf", "ledger_checkpoint", "ledger_compact_range", "sqlite_sequence")
_VALUES = (
    "NULL",
    "0",
    "-1",
    "1.5",
    "'1'",
    "'text'",
    "x'00ff'",
    "CAST(x'ff80' AS TEXT)",
    "9223372036854775807",
)


def by_statement(random: Random, file: Path) -> str:
    """What somebody does who may write the database: any value, a row gone, a tree in another's place."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        made = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in made:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        said = _statement(random, connection)
        for _, sql in made:
            connection.execute(sql)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return said


def _statement(random: Random, connection: sqlite3.Connection) -> str:
    table = random.choice(TABLES)
    if random.random() < 0.2:
        trees = "SELECT name FROM sqlite_schema WHERE rootpage > 0"
        one, other = random.sample([name for (name,) in connection.execute(trees)], 2)
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = ?) "
            "WHERE name = ?",
            (one, other),
        )
        return f"the tree of {one} for {other}"
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    row = f"(SELECT rowid FROM {table} LIMIT 1 OFFSET {random.randrange(rows)})"
    column, value = random.choice(columns), random.choice(_VALUES)
    change = f"UPDATE OR IGNORE {table} SET {column} = {value} WHERE rowid = {row}"
    if random.random() < 0.2:
        change = f"DELETE FROM {table} WHERE rowid = {row}"
    try:
        connection.execute(change)
    except sqlite3.Error:
        connection.execute(f"DELETE FROM {table} WHERE rowid = {row}")
    return change


def in_the_log(random: Random, file: Path, other: bytes) -> str:
    """The log beside the database, or its index: altered, cut off, gone, or another ledger's."""
    log, index = file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")
    data = bytearray(log.read_bytes())
    match random.randrange(7):
        case 0 | 1:
            at = random.choice([random.randrange(32), random.randrange(len(data)), 32 + random.randrange(24)])
            data[at] ^= random.randrange(1, 256)
            log.write_bytes(data)
            return f"byte {at} of the log"
        case 2:
            at = random.randrange(len(data))
            log.write_bytes(data[:at])
            return f"the log ends at {at}"
        case 3:
            log.unlink()
            return "the log is gone"
        case 4:
            log.write_bytes(other)
            return "another ledger's log"
        case 5:
            index.write_bytes(random.randbytes(32768))
            return "an index of the log that says anything"
        case _:
            at = random.randrange(len(data))
            data[at : at + 4096] = random.randbytes(len(data[at : at + 4096]))
            log.write_bytes(data)
            return f"4,096 bytes of the log at {at}"

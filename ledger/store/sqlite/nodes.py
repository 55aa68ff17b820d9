"""The nodes that are kept beside the leaves, as readers of SQLite are shown them: see ledger.proof.nodes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ledger.store.sqlite.errors import translated
from ledger.store.sqlite.schema import NODES, has, make

if TYPE_CHECKING:
    from ledger.proof.compact import Node
    from ledger.store.application import LedgerApplication
    from ledger.store.sqlite.opening import Database

_AT_ONCE = 500


def insert(connection: sqlite3.Connection | sqlite3.Cursor, nodes: Sequence[Node]) -> None:
    """Keep nodes, in the transaction that is open; the first make their table."""
    if nodes:
        make(connection, NODES)
        connection.executemany(f"INSERT OR IGNORE INTO {NODES} VALUES (?, ?)", nodes)  # noqa: S608  a constant


def at(connection: sqlite3.Connection, middles: Sequence[int]) -> Mapping[int, bytes]:
    """See Nodes.at. Their table is there."""
    found: dict[int, bytes] = {}
    for first in range(0, len(middles), _AT_ONCE):
        some = middles[first : first + _AT_ONCE]
        places = ", ".join("?" * len(some))
        statement = f"SELECT middle, hash FROM {NODES} WHERE middle IN ({places})"  # noqa: S608  as above
        found.update(connection.execute(statement, some))
    return {middle: node for middle, node in found.items() if type(node) is bytes and len(node) == 32}


class KeptNodes:
    """See Store.nodes. ``application`` gives what writes."""

    def __init__(self, database: Database, application: Callable[[], LedgerApplication]) -> None:
        self._database = database
        self._application = application

    def keep(self, nodes: Sequence[Node]) -> None:
        """See Nodes.keep."""
        with translated(self._database.file):
            self._application().keep_nodes(nodes)

    def last(self) -> int:
        """See Nodes.last."""
        with translated(self._database.file):
            if not has(self._database.reader(), NODES):
                return 0
            statement = f"SELECT middle FROM {NODES} ORDER BY middle DESC LIMIT 1"  # noqa: S608  a constant
            row = self._database.reader().execute(statement).fetchone()
        return row[0] if row else 0

    def at(self, middles: Sequence[int]) -> Mapping[int, bytes]:
        """See Nodes.at."""
        with translated(self._database.file):
            there = has(self._database.reader(), NODES)
            return at(self._database.reader(), middles) if there else {}

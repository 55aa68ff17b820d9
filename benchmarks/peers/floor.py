"""What verifying costs at least: a loop over the rows, with the SHA-256 of state, leaf and each node."""

from __future__ import annotations

import sqlite3
import sys
from base64 import b64encode
from hashlib import sha256
from typing import Any

import answering

_ROWS = """
SELECT e.state, l.leaf FROM stored_events e JOIN ledger_leaf l ON l.notification_id = e.rowid ORDER BY e.rowid
"""


def root(database: str) -> Any:
    """The root of the tree."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    nodes: list[tuple[int, bytes]] = []
    states = 0
    for state, leaf in connection.execute(_ROWS):
        states += bool(sha256(state).digest())
        level, node = 0, sha256(b"\0" + leaf).digest()
        while nodes and nodes[-1][0] == level:
            level, node = level + 1, sha256(b"\1" + nodes.pop()[1] + node).digest()
        nodes.append((level, node))
    connection.close()
    node = nodes.pop()[1]
    while nodes:
        node = sha256(b"\1" + nodes.pop()[1] + node).digest()
    return {"root": b64encode(node).decode(), "events": states}


if __name__ == "__main__":
    answering.serve(lambda _: root(sys.argv[1]), None)

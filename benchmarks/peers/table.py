"""One query of a table made by hand, indexed for each kind of question: what an answer costs at least."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from typing import Any

import answering
from answering import COLUMNS

FOR_EVER = 1 << 62
_ROWS = f"""
SELECT {", ".join(COLUMNS)} FROM row
WHERE told <= :position AND untold > :position AND first <= :day AND until > :day
ORDER BY part, sort, turn
"""
_NOW = f"""
SELECT {", ".join(COLUMNS)} FROM row
WHERE untold = {FOR_EVER} AND first <= :day AND until > :day
ORDER BY part, sort, turn
"""
_POSITION = "SELECT max(position) FROM known WHERE recorded_at <= ?"
_STATISTICS = f"""
SELECT inspection, status, reason, word, count(*) FROM row
WHERE untold = {FOR_EVER} AND first <= :day AND until > :day
GROUP BY inspection, status, reason, word
"""
_DIFF = f"""
SELECT now.inspection, now.number, was.status, now.status, now.first FROM row now
JOIN row was ON was.made = now.made AND was.untold = {FOR_EVER} AND was.until = now.first
WHERE now.untold = {FOR_EVER} AND now.first BETWEEN :first AND :last
AND was.status != now.status
ORDER BY now.part, now.sort, now.turn, now.first
"""
_INBOX = "SELECT told FROM need WHERE since <= :day ORDER BY turn"


def asking(database: str) -> Callable[[Any], Any]:
    """Opens the database anew for each question, as a command does."""

    def ask(question: Any) -> Any:
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        try:
            return _answer(connection, question)
        finally:
            connection.close()

    return ask


def _answer(connection: sqlite3.Connection, question: Any) -> Any:
    if question["what"] == "statistics":
        return connection.execute(_STATISTICS, question).fetchall()
    if question["what"] == "diff":
        return connection.execute(_DIFF, question).fetchall()
    if question["what"] == "inbox":
        import orjson  # noqa: PLC0415  needed here alone

        return [orjson.Fragment(told) for (told,) in connection.execute(_INBOX, question)]
    if question["known_at"]:
        ((position,),) = connection.execute(_POSITION, (question["known_at"],))
        found = connection.execute(_ROWS, question | {"position": position})
    else:
        found = connection.execute(_NOW, question)
    return {"rows": answering.rows_of(found)}


if __name__ == "__main__":
    answering.serve(asking(sys.argv[1]), None)

"""The index of one question, in memory: SQLite's FTS5 ranks what is found.

It is made of the events at each call, so nothing on disk has to be believed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from ledger.errors import StorageError
from projections.search.folding import folded
from projections.search.snippets import BEGIN, END

Entry = tuple[int, str, str]
"""The position of an event, what was said in it and what was named, as they are compared."""

_MADE = "CREATE VIRTUAL TABLE words USING fts5(said, named, tokenize='unicode61 remove_diacritics 2')"
RANKED = "SELECT rowid FROM {0} WHERE {0} MATCH ? ORDER BY bm25({0}, 10.0, 2.0), rowid DESC"
"""What answers, the best first and of the same rank the newest, in a table of words."""
_MARKED = """
    SELECT rowid, highlight(words, 0, ?, ?), highlight(words, 1, ?, ?) FROM words WHERE words MATCH ?
"""
_RANKED = RANKED.format("words")
_A_FEW = 100
"""So many rows are asked for one by one; of more it is quicker to ask for all."""


class Index:
    """The words of events, to be asked once or more. Raises StorageError if SQLite has no FTS5."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            self._connection.execute(_MADE)
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT INTO words (rowid, said, named) VALUES (?, ?, ?)", entries)
        except BaseException as error:
            self._connection.close()
            if isinstance(error, sqlite3.OperationalError) and "fts5" in str(error):
                raise StorageError(
                    f"The SQLite of this Python ({sqlite3.sqlite_version}) has no full-text search (FTS5).",
                    "Use a Python whose SQLite has it, or go without ranks: scrutiny trail --search WORDS",
                ) from error
            raise

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def found(self, question: str) -> list[int]:
        """The positions of what answers, the best first and of the same rank the newest."""
        return [position for (position,) in self._connection.execute(_RANKED, (question,))]

    def marked(self, question: str, positions: Sequence[int]) -> Iterator[Entry]:
        """Some of what answers, in that order, with what was found between marks."""
        asked = (BEGIN, END, BEGIN, END, question)
        if len(positions) <= _A_FEW:
            for position in positions:
                yield from self._connection.execute(f"{_MARKED} AND rowid = ?", (*asked, position))
            return
        found = {row[0]: row for row in self._connection.execute(_MARKED, asked)}
        yield from (found[position] for position in positions)

    def has(self, question: str) -> bool:
        """Whether anything answers."""
        return (
            self._connection.execute(
                "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (question,)
            ).fetchone()
            is not None
        )

    def near(self, word: str) -> list[str]:
        """Words there are that are spelt like one that is not."""
        self._connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS there USING fts5vocab(words, row)")
        return near(word, (term for (term,) in self._connection.execute("SELECT term FROM there")))


def near(word: str, known: Iterable[str]) -> list[str]:
    """Of the words that are known those that are spelt like one that is not."""
    from difflib import get_close_matches  # noqa: PLC0415  only if nothing was found

    return get_close_matches(folded(word), list(known), 3, 0.75)

"""Which inspections' tasks are to be worked out anew: those in which anything was recorded, those whose tasks
hang on one of them (for a recommendation took the place of one of theirs), and all if what words or bodies
mean is told otherwise.

They are worked out when somebody asks for an inbox (see ``projections.cache.inbox``), in one transaction with
the mark being taken away, so who only reads registers pays nothing for it.
"""

from __future__ import annotations

from collections.abc import Sequence

import apsw
import orjson

from ledger.records import Record
from ledger.state.inspectorate import Inspectorate
from ledger.state.vocabulary import VOCABULARIES
from ledger.validation import key
from projections.cache.database import asked
from projections.cache.parts import Filling, Moment, Tail


class Inboxes:
    """Marks what is to be worked out anew; see Part."""

    def __init__(self, filling: Filling) -> None:
        self._connection, self._settings = filling.connection, filling.settings
        self._changed: set[int] = set()

    def inspection(self, id: int, *, new: bool) -> _Changed:
        """See Part.inspection."""
        self._changed.add(id)
        return _Changed()

    def close(self, tail: Tail) -> None:
        """See Part.close."""
        connection = self._connection
        mark = "INSERT OR IGNORE INTO waits_anew VALUES (?)"
        if not _means_the_same(connection, self._settings):
            connection.execute("INSERT OR IGNORE INTO waits_anew SELECT id FROM inspection")
        for one in sorted(self._changed):
            connection.execute(mark, (one,))
            ((ref,),) = asked(connection, "SELECT ref FROM inspection WHERE id = ?", (one,))
            connection.execute(
                "INSERT OR IGNORE INTO waits_anew SELECT inspection FROM waits_on WHERE other = ?",
                (key(ref),),
            )


class _Changed:
    """An inspection in which something was recorded."""

    def take(self, records: Sequence[Record]) -> None:
        """See OfInspection.take."""

    def tell(self, moment: Moment) -> None:
        """See OfInspection.tell."""

    def close(self) -> None:
        """See OfInspection.close."""


def _means_the_same(connection: apsw.Connection, settings: Inspectorate) -> bool:
    """Whether all words that there were mean what they meant; what they mean is kept."""
    words = [
        [word.vocabulary, word.word, word.label, word.means]
        for vocabulary in VOCABULARIES
        for word in settings.vocabulary.of(vocabulary)
    ]
    now = [[settings.sign_off, settings.time_zone], *words]
    before = asked(connection, "SELECT words FROM waits_by")
    connection.execute("DELETE FROM waits_by")
    connection.execute("INSERT INTO waits_by VALUES (?)", (orjson.dumps(now).decode(),))
    return not before or all(one in now for one in orjson.loads(before[0][0]))

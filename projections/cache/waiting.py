"""Which inspections' tasks are to be worked out anew (see ``projections.cache.anew``): those that have marks,
and all if what words mean is told otherwise.
"""

from __future__ import annotations

import apsw
import orjson

from ledger.state.inspectorate import Inspectorate
from ledger.state.vocabulary import VOCABULARIES
from projections.cache.database import asked
from projections.cache.marks import Marks
from projections.cache.parts import Tail


class Inboxes(Marks):
    """See Part."""

    ANEW, ON, OF_BODIES = "waits_anew", "waits_on", True

    def close(self, tail: Tail) -> None:
        """See Part.close."""
        super().close(tail)
        if not _means_the_same(self.connection, self.settings):
            self.connection.execute("INSERT OR IGNORE INTO waits_anew SELECT id FROM inspection")


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

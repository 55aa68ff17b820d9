"""A ledger of one event is said to have "1 event", by every command that counts them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import click
import pytest

from commands.cli.context import Environment
from commands.rebuild import _lines
from commands.root import run
from ledger.recovery.rebuilding import Rebuilt
from tests.ledger.checks.conftest import place, pristine

__all__ = ["place", "pristine"]


@pytest.fixture
def only_one(place, monkeypatch):
    """A ledger with its first event alone, which was signed anew."""
    place.attack("DELETE FROM stored_events WHERE rowid > 1", "DELETE FROM sqlite_sequence")
    place.attack("INSERT INTO sqlite_sequence VALUES ('stored_events', 1)")
    place.cache_leaves()
    place.attack("DELETE FROM ledger_checkpoint", "DELETE FROM ledger_compact_range")
    with closing(sqlite3.connect(place.ledger / "ledger.db")) as connection:
        assert connection.execute("SELECT count(*) FROM stored_events").fetchone() == (1,)
    monkeypatch.setenv("SCRUTINY_LEDGER", str(place.ledger))
    monkeypatch.setenv("XDG_STATE_HOME", str(place.folder / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(place.folder / "config"))
    return place


@pytest.mark.parametrize("command", ["verify", "doctor", "rebuild"])
def test_one_event(only_one, command, capfd):
    run([command])
    out = " ".join("".join(capfd.readouterr()).split())
    assert "1 event" in out
    assert "1 events" not in out


def test_a_rebuilding_of_one_event():
    with click.Context(click.Command("rebuild"), obj=Environment()):
        (_, last) = _lines(Rebuilt(1, 1, (), (), None))
    assert last == "1 event; a signed checkpoint speaks of the first 1."

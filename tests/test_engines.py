"""The list of tests that are about SQLite alone names tests that there are, each with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines import SQLITE_ALONE, of_sqlite_alone


@pytest.mark.parametrize("begins", SQLITE_ALONE)
def test_what_is_skipped_on_a_server_is_there(begins):
    file, _, name = begins.partition("::")
    assert Path(file).exists()
    assert not name or f"def {name}" in Path(file).read_text("utf-8")
    assert SQLITE_ALONE[begins]


def test_nothing_else_is_skipped():
    assert of_sqlite_alone("tests/ledger/store/sqlite/test_limits.py::test_x")
    assert not of_sqlite_alone("tests/ledger/test_ledger.py::test_today_is_the_day_in_the_ledgers_zone")
    assert not of_sqlite_alone("tests/commands/test_server.py::test_x")

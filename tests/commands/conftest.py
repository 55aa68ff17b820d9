"""Ledgers for processes to work on."""

import pytest

from tests.commands import processes


@pytest.fixture(scope="session")
def pristine(tmp_path_factory):
    """A ledger that no test touches."""
    return processes.begin(tmp_path_factory.mktemp("pristine") / "scrutiny-ledger")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def folder(pristine, here):
    """A ledger of one's own, where the program looks for it when nothing is said."""
    return processes.copy(pristine, here / "scrutiny-ledger")

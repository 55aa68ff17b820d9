import shutil

import pytest

from benchmarks.past import lived as lived_of
from benchmarks.registers import PREPARED, real_past


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """A ledger on disk with a few hundred events, never written to."""
    folder = tmp_path_factory.mktemp("cached") / "ledger"
    return lived_of(folder, 3, 4, 120, past=real_past, prepared=PREPARED)


@pytest.fixture
def large(made_once, tmp_path):
    """One of its own."""
    return shutil.copytree(made_once, tmp_path / "ledger")

"""A ledger that lived, and archives of it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from ledger.archive.restoring import restore
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.store.location import open_raw, open_store
from tests.golden_archive import archive_of
from tests.golden_ledger import Asking, live


@pytest.fixture(scope="session")
def lived(tmp_path_factory) -> Asking:
    """The ledger of ``golden/ledgers/life.txt``, as this version makes it; no test alters it."""
    asking = Asking(tmp_path_factory.mktemp("lived"))
    live(asking)
    return asking


@pytest.fixture(scope="session")
def archived(lived) -> bytes:
    """The archive of it."""
    return archive_of(lived.ledger)


def stored(ledger: Path) -> dict[str, object]:
    """All that is stored, and what verify says of it."""
    with closing(open_store(str(ledger))) as store, closing(open_raw(str(ledger))) as raw:
        return {
            "rows": list(store.rows()),
            "leaves": list(store.leaves()),
            "checkpoints": list(store.checkpoints()),
            "sealed": store.sealed(),
            "ever": raw.ever(),
            "signatures": raw.signatures(),
            "evidence": {
                file.name: file.read_bytes()
                for file in store.vault().folder.iterdir()
                if file.name in store.attached()
            },
            "verify": verify(raw, TrustedInputs(None, (), None)),
        }


@pytest.fixture
def restored(tmp_path):
    """restored(data) is the folder of a ledger that was restored from these bytes."""

    def from_bytes(data: bytes, name: str = "restored", **how: bool) -> Path:
        file = tmp_path / "archive.tar"
        file.write_bytes(data)
        restore(str(file), str(tmp_path / name), None, **how)
        return tmp_path / name

    return from_bytes

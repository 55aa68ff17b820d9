"""An archive of each stored format, kept for good: ``python -m tests.golden_archive`` adds what is not there.

    golden/archives/0.2.0.tar               the ledger of golden/ledgers/0.2.0
    golden/archives/0.3.0.tar               the same life, recorded by 0.3.0
    golden/archives/0.3.0-every-event.tar   every event that 0.3.0 knew before people could sign
    golden/archives/0.3.0-signed.tar        every event that 0.3.0 knows, with signatures of people

A file that is there is never written again; what it holds is restored by every later version. Only if the
shape of an event changes before its version is released, its files are taken away and made anew.
"""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from ledger.archive.writing import Writing, refuse_if_wrong
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.store.location import open_raw
from ledger.version import VERSION
from tests.conftest import begun
from tests.golden_ledger import LEDGERS, Asking, live
from tests.ledger.rules.test_honest import live_wholly
from tests.pasts import Clock, counting

ARCHIVES = Path(__file__).parent / "golden" / "archives"


def archive_of(ledger: Path, *, missing_evidence: bool = False) -> bytes:
    """The bytes of an archive; raises Tampered if the ledger has findings."""
    with closing(open_raw(str(ledger))) as raw:
        report = verify(raw, TrustedInputs(None, (), None))
        refuse_if_wrong(report, "No archive is made", missing_evidence=missing_evidence)
        return b"".join(Writing(raw, missing_evidence=missing_evidence).pieces())


def _of_a_golden_ledger(kept: Path, folder: Path) -> bytes:
    with tarfile.open(kept / "ledger.tar.xz") as packed:
        packed.extractall(folder, filter="data")
    return archive_of(folder / "scrutiny-ledger")


def _of_the_life(folder: Path) -> bytes:
    asking = Asking(folder)
    live(asking)
    return archive_of(asking.ledger)


def _of_every_event(folder: Path) -> bytes:
    clock = Clock()
    with begun(folder / "ledger", clock, counting()) as ledger:
        live_wholly(ledger, clock)
    return archive_of(folder / "ledger")


def main() -> None:
    """Write what is not there yet."""
    made: dict[str, Callable[[Path], bytes]] = {
        kept.name: partial(_of_a_golden_ledger, kept) for kept in LEDGERS.iterdir() if kept.is_dir()
    }
    made.setdefault(VERSION, _of_the_life)
    made[f"{VERSION}-every-event"] = made[f"{VERSION}-signed"] = _of_every_event
    ARCHIVES.mkdir(exist_ok=True)
    for name, make in made.items():
        file = ARCHIVES / f"{name}.tar"
        if not file.exists():
            with tempfile.TemporaryDirectory() as folder:
                file.write_bytes(make(Path(folder)))


if __name__ == "__main__":
    main()

"""Processes that record one inspection after another, whatever becomes of the server, and what each was told.

    python -m tests.appending URL WHO FOLDER [signs]

In the folder each keeps an account, a line for each request, until there is a file ``stop``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from ledger.decisions.inspections import OpenInspection
from ledger.errors import LedgerError, OutcomeUnknown
from ledger.ledger import Ledger
from ledger.signing.keyring import Keyring

YES, NO, UNKNOWN, ODD = "yes", "no", "unknown", "odd"


class Told(NamedTuple):
    """What one process was told of one request, and how long it waited for that."""

    ref: str
    answer: str
    seconds: float
    said: str


def account(folder: Path) -> list[Told]:
    """What all were told so far."""
    found = []
    for file in sorted(folder.glob("*.account")):
        for line in file.read_text("utf-8").splitlines(keepends=True):
            if line.endswith("\n"):
                ref, answer, seconds, said = line.rstrip("\n").split("\t")
                found.append(Told(ref, answer, float(seconds), said))
    return found


def begin(url: str, who: str, folder: Path, keys: Path) -> subprocess.Popen[bytes]:
    """Start a process that records; with a key in ``keys`` it signs, too."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.appending", url, who, str(folder), str(keys)],
        cwd=Path(__file__).parent.parent,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
    )


def main(url: str, who: str, folder: Path, keys: Path) -> None:
    """Record until there is a file ``stop``; keep the newest checkpoint that was signed."""
    stop, number = folder / "stop", 0
    keyring = Keyring(keys, keys / "seen")
    with (folder / f"{who}.account").open("a", encoding="utf-8", buffering=1) as told:

        def tell(ref: str, answer: str, since: float, error: BaseException | None = None) -> None:
            said = " ".join(str(error or "").split())
            told.write(f"{ref}\t{answer}\t{time.monotonic() - since:.2f}\t{said}\n")

        while not stop.exists():
            ref, since = "", time.monotonic()
            try:
                with Ledger.open(url, keyring=keyring) as ledger:
                    while not stop.exists():
                        number += 1
                        ref, since = f"{who}{number}", time.monotonic()
                        ledger.ask(OpenInspection(inspection=ref, title="T"), by="ada")
                        tell(ref, YES, since)
                        if ledger.not_sealed is not None:
                            tell(ref, "unsealed", since, ledger.not_sealed)
            except OutcomeUnknown as error:
                tell(ref, UNKNOWN, since, error)
            except LedgerError as error:
                if ref:
                    tell(ref, NO, since, error)
                time.sleep(0.02)
            except BaseException as error:
                tell(ref, ODD, since, error)
                raise


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))

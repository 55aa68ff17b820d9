"""The program itself, in process: one decision a turn, recorded and sealed. ``changing.py FOLDER``"""

from __future__ import annotations

import sys
from pathlib import Path

import answering

from benchmarks.judged import prepared
from benchmarks.past import empty
from ledger.decisions.recommendations import RescheduleRecommendation
from ledger.signing.keyring import Keyring


def main(folder: str) -> None:
    """Serve."""
    keyring = Keyring.of({"HOME": f"{folder}-home"})
    with empty(Path(folder), keyring=keyring) as ledger:
        ledger.ask(*prepared("INS", map(str, range(100))), by="ann")

        def change(at: int) -> None:
            due = f"2030-01-{1 + at % 28:02}"
            ledger.ask(RescheduleRecommendation(inspection="INS", number=str(at % 100), due=due), by="ann")

        def checked(at: int) -> None:
            before, _ = ledger.store.head()
            change(at)
            recorded, _ = ledger.store.head()
            newest = ledger.store.newest_checkpoint()
            if recorded != before + 1 or newest is None or newest[0] != recorded:
                raise RuntimeError("it was not one event, recorded and sealed")

        checked(0)
        answering.serve(None, lambda at: change(at + 1))


if __name__ == "__main__":
    main(sys.argv[1])

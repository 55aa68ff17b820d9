"""A ledger made by a version of the program, kept for good: ``python -m tests.golden_ledger`` makes one.

It has every kind of event there is, and stands in ``golden/ledgers/VERSION/`` with what that version answered
and the bundles that it published. A folder that is there is never written again.
"""

from __future__ import annotations

import io
import json
import shlex
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from commands.cli.context import Environment
from commands.root import run
from ledger.recovery.clocks import Machine
from tests.pasts import counting

LEDGERS = Path(__file__).parent / "golden" / "ledgers"

LIFE = LEDGERS / "life.txt"
"""What is asked, by whom and when; ``+`` is something that has to be seen to between."""

QUESTIONS = {
    "register": "register --as-of 2021-09-02",
    "register-of-2020": "register OCSAE --cycle 2020 --as-of 2021-09-02",
    "register-in-2020": "register --as-of 2020-12-15",
    "register-known-then": "register OCSAE --as-of 2021-08-18 --known-at 2020-12-31",
    "register-of-a-body": "register --made-to 'Crown Office' --as-of 2021-09-02",
    "overdue": "register --overdue --as-of 2021-09-02",
    "show-3": "show OCSAE 3 --as-of 2021-09-02",
    "show-4": "show OCSAE 4 --as-of 2021-09-02",
    "show-5": "show OCSAE 5 --as-of 2021-09-02",
    "show-012-21": "show OCSAE 012/21 --as-of 2021-09-02",
    "show-custody-1": "show CUSTODY 1 --as-of 2021-09-02",
    "trail": "trail",
    "trail-of-the-cycle": "trail OCSAE --cycle 2021",
    "trail-known-then": "trail OCSAE --known-at 2020-12-31",
    "statistics": "statistics --from 2020-01-01 --to 2021-09-02",
    "statistics-of-bodies": "statistics OCSAE --from 2021-01-01 --to 2021-09-02 --by body",
    "diff": "diff --from 2020-02-27 --to 2021-09-02",
    "why": "why OCSAE 4 --as-of 2021-09-02",
}
"""What is asked of it, of days that are past, so that the answers are the same on every day."""

Clock = Callable[[], datetime]


class Asking:
    """The program in a folder, with a home of its own and a clock that is set."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.now = folder, datetime(2020, 1, 1, tzinfo=UTC)
        self.entropy = counting()
        self.ledger = folder / "scrutiny-ledger"

    def clock(self) -> datetime:
        """A second later each time."""
        self.now += timedelta(seconds=1)
        return self.now

    def ask(self, line: str, by: str | None = None, status: int | None = 0) -> str:
        """What the program answers; raises AssertionError if it ends with another status (None: with any)."""
        words = [*shlex.split(line), "--ledger", str(self.ledger)]
        if by:
            words += ["--as", by]
        written, err = io.BytesIO(), io.StringIO()
        out = io.TextIOWrapper(written, encoding="utf-8")
        ended = run(words, self.environment(out, err))
        assert status in (None, ended), f"{line}: {ended} {err.getvalue()}"
        out.flush()
        return written.getvalue().decode()

    def environment(self, out: TextIO, err: TextIO) -> Environment:
        """Of one run; nobody sits at it."""
        return Environment(
            stdin=io.StringIO(),
            stdout=out,
            stderr=err,
            variables={"HOME": str(self.folder / "home"), "COLUMNS": "100"},
            argv=["scrutiny"],
            clock=self.clock,
            entropy=self.entropy,
            machine=Machine(lambda: None, lambda after, until: True),
        )

    def position(self, name: str, inspection: str | None = None) -> int:
        """Where the last event of a name stands."""
        rows = json.loads(self.ask(f"trail {inspection or ''} --format json"))["rows"]
        return [row["position"] for row in rows if row["event"] == name][-1]


def live(asking: Asking) -> None:
    """All of it."""
    for name in ("minutes", "protocol", "secret"):
        (asking.folder / f"{name}.txt").write_text(f"The {name}.\n")
    kept = asking.folder / "backup"
    for line in LIFE.read_text().splitlines():
        by, _, asked = line.partition(": ")
        if line.startswith("@ "):
            asking.now = datetime.fromisoformat(f"{line[2:]}:00+00:00")
        elif line == "+ words withdraw":
            where = asking.position("recommendation.withdrawn", "OCSAE")
            asking.ask(f"words withdraw OCSAE {where} --why 'It names somebody.'", "ann")
        elif line == "+ lost":
            shutil.copytree(asking.ledger, kept)
        elif line == "+ restored":
            shutil.rmtree(asking.ledger)
            kept.rename(asking.ledger)
        elif line == "+ key lost":
            shutil.rmtree(asking.folder / "home" / ".config" / "scrutiny-ledger" / "keys")
        elif line == "+ clock ahead":
            where = asking.position("judgement.explained")
            asking.ask(f"recover --clock-ahead {where - 1}-{where} --why 'A battery.'", "ada")
        else:
            for name in ("minutes", "protocol", "secret"):
                asked = asked.replace(f"{name}.txt", str(asking.folder / f"{name}.txt"))
            for name in ("bundle-1", "bundle"):
                asked = asked.replace(f"--output {name} ", f"--output {asking.folder / name} ")
            asking.ask(asked, by)


def pack(folder: Path, names: tuple[str, ...], archive: Path) -> None:
    """Pack what stands under these names, the same bytes for the same content."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = member.mtime = 0
        member.uname = member.gname = ""
        return member

    with tarfile.open(archive, "w:xz") as packed:
        for name in names:
            packed.add(folder / name, name, filter=plain)


def main() -> None:
    """Make the ledger of this version, unless it is there."""
    version = io.StringIO()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        asking = Asking(folder)
        run(["--version"], asking.environment(version, io.StringIO()))
        kept = LEDGERS / version.getvalue().split()[-1]
        if kept.exists():
            return
        live(asking)
        (kept / "answers").mkdir(parents=True)
        for name, question in QUESTIONS.items():
            answer = json.loads(asking.ask(f"{question} --format json"))
            (kept / "answers" / f"{name}.json").write_text(
                json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
            )
        (kept / "key").write_text(asking.ask("key show"))
        (kept / "checkpoint").write_text(asking.ask("checkpoint"))
        pack(folder, ("scrutiny-ledger", "home"), kept / "ledger.tar.xz")
        pack(folder, ("bundle-1", "bundle"), kept / "bundles.tar.xz")


if __name__ == "__main__":
    main()

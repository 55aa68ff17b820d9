"""The program as a process of its own, as people and scripts run it, and ledgers for it to work on."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from commands.root import run
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.people import GrantRole, RegisterPerson
from ledger.decisions.recommendations import MakeRecommendation
from ledger.ledger import Ledger
from tests.pasts import Clock

PROGRAM = [sys.executable, "-m", "commands"]
PATIENCE = 60
Prepare = Callable[[], None]


class Answer(NamedTuple):
    """How a process ended and what it said."""

    status: int
    out: str
    err: str

    def error(self) -> dict[str, Any]:
        """The one JSON object that stands on standard error, with nothing on standard output."""
        assert self.out == ""
        assert self.err.count("\n") == 1, self.err
        told: dict[str, Any] = json.loads(self.err)
        assert set(told) == {"error", "remedy", "exit_status"}
        assert told["exit_status"] == self.status
        return told


def environment(**more: str) -> dict[str, str]:
    """The environment of this process without what the program would listen to."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SCRUTINY_", "_SCRUTINY"))
    }
    # Python keeps a compiled module that a limit on files cut short, and nobody could import it again.
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", **more}


RECORDING = """
import os
from commands.root import run
number = 0
while not os.path.exists("stop"):
    number += 1
    if run(f"inspection open X{number} --title X --as ada --format json".split()):
        raise SystemExit("it failed")
"""


@contextmanager
def recording_meanwhile(here: Path) -> Iterator[None]:
    """Somebody else records one thing after the other in a folder; the first is recorded already."""
    process = subprocess.Popen([PROGRAM[0], "-c", RECORDING], stdout=subprocess.PIPE, env=environment())
    assert process.stdout and process.stdout.readline()
    try:
        yield
    finally:
        (here / "stop").touch()
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def start(*said: str | bytes | Path, prelude: str = "", **settings: Any) -> subprocess.Popen[bytes]:
    """Start the program; ``prelude`` is Python that is run before it in its process."""
    program = (
        [sys.executable, "-c", f"{prelude}\nfrom commands.root import main\nmain()"] if prelude else PROGRAM
    )
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen([*program, *said], **{"env": environment(), **pipes, **settings})


def answer_of(process: subprocess.Popen[bytes], stdin: bytes | None = None) -> Answer:
    """Wait for a process. Whatever happened to it, it never shows a traceback."""
    try:
        out, err = process.communicate(stdin, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    answer = Answer(process.returncode, (out or b"").decode(), (err or b"").decode())
    assert "Traceback" not in answer.err, answer.err
    assert "nobody foresaw" not in answer.err, answer.err
    return answer


def scrutiny(*said: str | bytes | Path, stdin: Any = b"", **settings: Any) -> Answer:
    """Run the program to its end; ``stdin`` is what it reads, or a file or descriptor that it reads from."""
    if isinstance(stdin, bytes):
        return answer_of(start(*said, **settings), stdin)
    return answer_of(start(*said, stdin=stdin, **settings))


def do(*lines: str) -> None:
    """Say lines to the program in this process, which takes a tenth of the time; each has to succeed."""
    with pytest.MonkeyPatch.context() as environ:
        for name in [name for name in os.environ if name.startswith("SCRUTINY_")]:
            environ.delenv(name)
        for line in lines:
            assert run(words(line)) == 0, line


def from_a_keyboard() -> None:
    """Before a program is run: let SIGINT stop it, which a shell's background jobs are told to ignore."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def powerless() -> None:
    """Before a program is run: take root's powers over files away, so that modes count as for anybody.

    Another user id would do the same, but the interpreter may lie where that user cannot read it.
    """
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        drop_from_bounding_set = 24
        for capability in range(41):
            libc.prctl(drop_from_bounding_set, capability, 0, 0, 0)


def modes_count(folder: Path) -> bool:
    """Whether ``powerless`` works here: a file that nobody may read cannot be read."""
    secret = folder / "secret"
    secret.touch(mode=0o000)
    tried = subprocess.run(["cat", str(secret)], preexec_fn=powerless, capture_output=True, check=False)
    secret.unlink()
    return tried.returncode != 0


def smallest_files(size: int) -> Prepare:
    """Before a program is run: let no file grow beyond a size, as on a full disk."""

    def limit() -> None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def begin(folder: Path, numbers: Sequence[str] = ("1", "2")) -> Path:
    """A ledger in a new folder with one open cycle: ada sets up, ann and art inspect, bob approves."""
    opening = OpenLedger(
        person="ada",
        name="Ada",
        title="Test",
        time_zone="Europe/London",
        sign_off="required",
        origin="example/test",
    )
    ledger, _ = Ledger.create(str(folder), opening, Clock())
    with ledger:
        ledger.ask(
            GrantRole(person="ada", role="inspector"),
            *(RegisterPerson(person=p, name=p.title(), roles=("inspector",)) for p in ("ann", "art")),
            RegisterPerson(person="bob", name="Bob", roles=("approver",)),
            OpenInspection(inspection="OCSAE", title="Online child sexual abuse"),
            by="ada",
        )
        ledger.ask(
            OpenCycle(inspection="OCSAE", cycle="2020", title="Review", on="2020-02-26"),
            *(
                MakeRecommendation(
                    inspection="OCSAE",
                    number=number,
                    cycle="2020",
                    text=f"Do {number}.",
                    made_to=("Police Scotland",),
                    on="2020-02-26",
                )
                for number in numbers
            ),
            by="ann",
        )
    return folder


def begin_another(folder: Path) -> Path:
    """Add a cycle of 2021 to OCSAE and a second inspection, CUSTODY, with the recommendations 1 to 5."""
    with Ledger.open(str(folder), Clock("2022-03-01T10:00:00+00:00")) as ledger:
        ledger.ask(
            OpenCycle(inspection="OCSAE", cycle="2021", title="Progress", on="2021-08-18"),
            OpenInspection(inspection="CUSTODY", title="Care in custody"),
            OpenCycle(inspection="CUSTODY", cycle="2020", title="Review", on="2020-02-26"),
            OpenCycle(inspection="CUSTODY", cycle="2021", title="Progress", on="2021-08-18"),
            *(
                MakeRecommendation(
                    inspection="CUSTODY",
                    number=str(number),
                    cycle="2020",
                    text=f"Do {number}.",
                    made_to=("North Force", "South Force"),
                    on="2020-02-27",
                )
                for number in range(1, 6)
            ),
            by="ann",
        )
    return folder


def copy(ledger: Path, to: Path) -> Path:
    """A copy of a closed ledger."""
    return shutil.copytree(ledger, to, dirs_exist_ok=True)


def events(folder: Path) -> list[tuple[int, str, int, str, Mapping[str, Any]]]:
    """Every stored row, its state read as JSON."""
    with Ledger.open(str(folder)) as ledger:
        return [(*row[:4], json.loads(row[4])) for row in ledger.store.rows()]


def words(line: str) -> list[str]:
    """The words of a command line that has nothing to quote."""
    return line.split()


def judging(number: str, rationale: str = "Enough was shown.", by: str = "ann") -> list[str]:
    """The words that record a judgement."""
    line = f"judgement record OCSAE {number} --cycle 2020 --status partially-met --as {by} --rationale"
    return [*words(line), rationale]

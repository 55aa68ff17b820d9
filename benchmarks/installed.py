"""The program as people have it: built as a wheel and installed, with what is locked, in an environment."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ")
"""What of this process's environment matters to a user's: no setting of Python's, of pip's or of ours."""


class Used(NamedTuple):
    """Seconds by the clock and on the processor, and the most bytes of memory at any time."""

    wall: float
    cpu: float
    memory: int


class Installed:
    """A temporary environment: its ``python`` and ``scrutiny``, and the ``environ`` that they run with."""

    def __init__(self, folder: Path) -> None:
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environ: Mapping[str, str] = kept | {"HOME": str(folder / "home")}
        home = folder / "venv"
        venv.create(home, with_pip=True)
        self.python = str(home / "bin" / "python")
        self.scrutiny = str(home / "bin" / "scrutiny")
        wheels = folder / "wheels"
        _pip(sys.executable, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, ROOT)
        _pip(
            self.python,
            "install",
            "--compile",
            "--require-hashes",
            "--requirement",
            ROOT / "requirements" / "run.txt",
        )
        _pip(self.python, "install", "--compile", "--no-deps", "--no-index", *wheels.glob("*.whl"))

    def cpu(self, *words: str, **settings: str) -> float:
        """The seconds on the processor, user and system, of one fresh process; raises where it fails."""
        return self.used(*words, **settings).cpu

    def used(self, *words: str, **settings: str) -> Used:
        """What one fresh process took; raises where it fails."""
        begun = perf_counter()
        with open(os.devnull, "r+b") as nothing:  # noqa: PTH123  Path(os.devnull) says no more
            actions = [(os.POSIX_SPAWN_DUP2, nothing.fileno(), stream) for stream in (0, 1, 2)]
            child = os.posix_spawn(words[0], words, {**self.environ, **settings}, file_actions=actions)
        _, status, used = os.wait4(child, 0)
        if status:
            raise RuntimeError(f"{words[1:]} ended with {os.waitstatus_to_exitcode(status)}")
        return Used(perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def _pip(python: str, *words: str | Path) -> None:
    # pip keeps its own settings, such as an index of the machine; Python's would leave out the bytecode.
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run(
        [python, "-m", "pip", "-qq", "--disable-pip-version-check", *words],
        env=environ,
        check=True,
    )

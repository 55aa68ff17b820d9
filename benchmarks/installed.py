"""The program as people have it: built as a wheel and installed, with what is locked, in an environment."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

from benchmarks.fresh import Used, run
from benchmarks.kept import ROOT, digest, kept, program

KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ")
"""What of this process's environment matters to a user's: no setting of Python's, of pip's or of ours."""


class Installed:
    """An environment, kept while the program is the same: its ``python``, ``scrutiny`` and ``environ``.

    Who uses it has a home in the given folder.
    """

    def __init__(self, home: Path) -> None:
        kept_of = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environ: Mapping[str, str] = kept_of | {"HOME": str(home / "home")}
        locked = ROOT / "requirements" / "run.txt"
        where = kept("installed", digest(program(), locked.read_text(), sys.version), _install)
        self.python = str(where / "bin" / "python")
        self.scrutiny = str(where / "bin" / "scrutiny")

    def cpu(self, *words: str, **settings: str) -> float:
        """The seconds on the processor, user and system, of one fresh process; raises where it fails."""
        return self.used(*words, **settings).cpu

    def used(self, *words: str, **settings: str) -> Used:
        """What one fresh process took; raises where it fails."""
        return run(*words, env={**self.environ, **settings})


def _install(folder: Path) -> None:
    venv.create(folder, with_pip=True)
    wheels = folder / "wheels"
    _pip(sys.executable, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, ROOT)
    python = folder / "bin" / "python"
    locked = ROOT / "requirements" / "run.txt"
    _pip(python, "install", "--compile", "--require-hashes", "--requirement", locked)
    _pip(python, "install", "--compile", "--no-deps", "--no-index", *wheels.glob("*.whl"))


def _pip(python: str | Path, *words: str | Path) -> None:
    # pip keeps its own settings, such as an index of the machine; Python's would leave out the bytecode.
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run(
        [python, "-m", "pip", "-qq", "--disable-pip-version-check", *words],
        env=environ,
        check=True,
    )

"""The peers' environments: installed by pip and npm, pinned, outside of the project's own; kept between runs.

One that cannot be had, for lack of a network or a tool, is Absent, with the reason; the others go on.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.kept import digest, kept

ORJSON = "orjson==3.11.5"
PINS = {
    "django": (
        *("Django==5.2.19", "django-simple-history==3.13.0", "asgiref==3.13.0", "sqlparse==0.6.1"),
        ORJSON,
    ),
    "continuum": (
        *("SQLAlchemy==2.1.9", "SQLAlchemy-Continuum==2.0.0", "typing_extensions==4.16.0"),
        ORJSON,
    ),
    "sqlite_history": ("sqlite-history==0.1", ORJSON),
    "dolt": ("doltlite==0.51.3", ORJSON),
    "eventsourcing": ("eventsourcing==9.5.6", "typing_extensions==4.16.0", ORJSON),
    "git": (ORJSON,),
    "emmett": ("@event-driven-io/emmett@0.38.5", "@event-driven-io/emmett-sqlite@0.38.5", "sqlite3@5.1.7"),
}
"""What is installed for each peer; git itself and Node are those of the machine."""

NAMES = {
    "django": "django-simple-history",
    "continuum": "SQLAlchemy-Continuum",
    "sqlite_history": "sqlite-history",
    "dolt": "DoltLite",
    "eventsourcing": "eventsourcing's aggregates",
    "git": "git",
    "emmett": "Emmett",
}
SCRIPTS = Path(__file__).with_name("peers")


class Absent(Exception):
    """A peer is not to be had here."""


def script(name: str) -> Path:
    """What a peer runs."""
    (found,) = SCRIPTS.glob(f"with_{name}.*")
    return found


def command(name: str) -> tuple[list[str], Path]:
    """What starts a peer, and the folder to start it in; raises Absent."""
    tool = {"git": "git", "emmett": "npm"}.get(name)
    if tool and not shutil.which(tool):
        raise Absent(f"there is no {tool}")
    install = _npm if name == "emmett" else _pip
    try:
        home = kept(
            f"peer-{name}", digest(*PINS[name], sys.version), lambda folder: install(folder, PINS[name])
        )
    except (subprocess.CalledProcessError, OSError) as error:
        raise Absent(f"it cannot be installed: {_said(error)}") from error
    program = ["node"] if name == "emmett" else [str(home / "bin" / "python")]
    return [*program, str(script(name))], home


def _pip(folder: Path, pins: tuple[str, ...]) -> None:
    _run(sys.executable, "-m", "venv", folder)
    _run(
        folder / "bin" / "python",
        "-m",
        "pip",
        "-qq",
        "--disable-pip-version-check",
        "install",
        "--no-deps",
        *pins,
    )


def _npm(folder: Path, pins: tuple[str, ...]) -> None:
    (folder / "package.json").write_text('{"private": true}')
    _run("npm", "install", "--silent", "--no-audit", "--no-fund", "--foreground-scripts", *pins, cwd=folder)


def _run(*words: str | Path, cwd: Path | None = None) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run(words, env=environ, cwd=cwd, check=True, capture_output=True, text=True)


def _said(error: Exception) -> str:
    return last_line(getattr(error, "stderr", "") or str(error))


def last_line(told: str) -> str:
    """What a program said last."""
    return next((line.strip() for line in reversed(told.splitlines()) if line.strip()), "no reason given")[
        :200
    ]

"""Where the time of each job goes: shares of a fresh process, with what it imports."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.kept import ROOT
from benchmarks.measure import Figure, Target
from benchmarks.reading import DAY, FROM, JSON, TO, readable

JOBS: dict[str, tuple[str, ...]] = {
    "register": ("register", *JSON),
    "register --as-of": ("register", "--as-of", DAY, *JSON),
    "statistics": ("statistics", *JSON),
    "diff": ("diff", "--from", FROM, "--to", TO, *JSON),
    "inbox": ("inbox", *JSON),
    "show": ("show", "INS0", "3"),
    "prove": ("prove", "INS0", "3", "--output", "{folder}/proof"),
    "verify": ("verify",),
    "trail to a file": ("trail", *JSON, "--output", "{folder}/trail.json"),
    "recording": ("evidence", "request", "INS0", "3", "--why", "More is needed.", "--as", "ann"),
    "publish": ("publish", "--as-of", "2026-01-01", "--as", "ann", "--output", "{folder}/bundle"),
}


def run(folder: Path, size: int) -> Iterator[Figure | str]:
    """The lines of this family."""
    found = readable(size)
    for name, words in JOBS.items():
        environ = found.environ
        if name in ("recording", "publish"):
            environ = found.place.copied(folder / name).environ | {"PYTHONPATH": str(ROOT)}
        script = str(ROOT / "benchmarks" / "peers" / "profiled.py")
        asked = [word.format(folder=folder) for word in words]
        done = subprocess.run(
            [sys.executable, script, *asked], env=environ, capture_output=True, text=True, check=False
        )
        if done.returncode:
            yield Figure(name, Target(None), why=done.stderr.strip()[-200:], absent=True)
            continue
        shares = json.loads(done.stdout.splitlines()[-1])
        told = ", ".join(f"{room} {part:.0%}" for room, part in shares.items())
        yield Figure(name, Target(None, unit=""), 1.0, detail=told)

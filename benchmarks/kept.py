"""What is kept between runs: ledgers, caches and environments, each named by a digest of what it was made by.

What was made by other code than now is never used, and removed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = Path(os.environ.get("SCRUTINY_BENCHMARKS") or ROOT / "build" / "benchmarks")
LETTERS = 12
WHOLE = ".whole"
SOURCES = ("events", "ledger", "projections", "commands")


def digest(*given: str | Path) -> str:
    """A few letters of the hash of files, of folders of Python files, and of words."""
    hashed = sha256()
    for one in given:
        if isinstance(one, Path):
            for file in sorted(one.rglob("*.py")) if one.is_dir() else [one]:
                hashed.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
        else:
            hashed.update(one.encode() + b"\0")
    return hashed.hexdigest()[:LETTERS]


def program() -> str:
    """The digest of the program."""
    return digest(*(ROOT / name for name in SOURCES))


def kept(kind: str, made_by: str, make: Callable[[Path], object]) -> Path:
    """The folder of a kind, as these made it; made now if it is not there, and others of the kind removed.

    It is made under the name that it will have, since an environment knows where it is, and is whole once it
    is marked so.
    """
    folder = KEPT / f"{kind}-{made_by}"
    if not (folder / WHOLE).exists():
        forget(kind)
        folder.mkdir(parents=True)
        make(folder)
        (folder / WHOLE).touch()
    return folder


def forget(kind: str) -> None:
    """Remove what there is of a kind."""
    for other in KEPT.glob(f"{kind}-{'[0-9a-f]' * LETTERS}"):
        shutil.rmtree(other)

"""Where a command's time goes: ``profiled.py scrutiny-words…`` prints shares by room, as JSON.

What a function of C takes is SQLite's, JSON's, that of hashes, of signatures or of the system; any other is
its caller's. Looking at each call makes small functions dearer than they are.
"""

from __future__ import annotations

import cProfile
import io
import json
import pstats
import re
import sys
from collections import Counter
from pathlib import Path

ROOMS = ("events", "ledger", "projections", "commands")
OF_C = {
    "SQLite": r"sqlite3|apsw",
    "JSON": r"orjson",
    "hashes": r"hashlib|sha256|HASH",
    "signatures": r"ed25519|Ed25519|cryptography|openssl",
    "the system": r"posix\.|fcntl|_io\.",
    "importing": r"marshal|_imp\.|builtins\.(exec|compile|__build_class__)",
}
IMPORTING = re.compile(
    r"importlib|<frozen|enum\.py|dataclasses\.py|typing\.py|/re/|collections/__init__|abc\.py"
)


def shares(words: list[str]) -> dict[str, float]:
    """What part of the time each room takes, the most first."""
    profile = cProfile.Profile()
    profile.enable()
    from commands.cli.context import Environment  # noqa: PLC0415  importing is part of it
    from commands.root import run  # noqa: PLC0415  as above

    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    status = run(words, Environment(stdin=io.StringIO(), stdout=out, stderr=out))
    profile.disable()
    if status:
        out.flush()
        raise SystemExit(out.buffer.getvalue().decode())  # type: ignore[attr-defined]  # a BytesIO
    spent: Counter[str] = Counter()
    found = pstats.Stats(profile).stats  # type: ignore[attr-defined]  # it has them
    for (file, _, name), (_, _, own, _, callers) in found.items():
        if file != "~":
            spent[_room(file)] += own
        elif known := next((room for room, of in OF_C.items() if re.search(of, name)), None):
            spent[known] += own
        else:
            for (caller, _, _), (_, _, part, _) in callers.items():
                spent[_room(caller)] += part
    whole = sum(spent.values())
    return {room: round(part / whole, 3) for room, part in spent.most_common(8) if part > 0.02 * whole}


def _room(file: str) -> str:
    if IMPORTING.search(file):
        return "importing"
    parts = Path(file).parts
    at = next((at for at, part in enumerate(parts) if part in ROOMS), None)
    if at is None or "site-packages" in parts:
        packages = [part for part in parts if part in ("click", "eventsourcing", "apsw", "cryptography")]
        return packages[-1] if packages else "the rest of Python"
    inner = parts[at:-1]
    return "/".join(inner[:2]) if len(inner) > 1 else f"{inner[0]}/{parts[-1]}"


if __name__ == "__main__":
    print(json.dumps(shares(sys.argv[1:])))

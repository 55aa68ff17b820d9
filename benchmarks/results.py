"""What was measured last, by size and line, for the tables of the docs."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from benchmarks.kept import KEPT
from benchmarks.measure import Figure
from benchmarks.targets import LARGER

Result = dict[str, Any]  # Any: JSON
FILE = KEPT / "results.json"


def keep(family: str, size: int, figures: Iterable[Figure]) -> None:
    """Keep the figures of a family in place of those of the last run of this size."""
    told = read()
    kept = [one for one in told if (one["family"], one["size"]) != (family, size)]
    when: Result = {
        "family": family,
        "size": size,
        "on": str(datetime.now(UTC).date()),
        "load": os.getloadavg()[0],
    }
    when["processors"] = os.cpu_count()
    when["machine"] = (
        f"{os.cpu_count()} processors, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
    for one in figures:
        if one.why == LARGER:
            continue
        said = {
            "key": one.key,
            "name": one.name,
            "value": one.value,
            "measured": one.measured(),
            "wanted": one.target.wanted(),
            "verdict": one.verdict,
            "detail": one.detail if one.value is not None else one.why,
            "seconds": one.seconds,
        }
        kept.append(when | said)
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(kept, indent=1, ensure_ascii=False), "utf-8")


def read() -> list[Result]:
    """All of them."""
    try:
        told: list[Result] = json.loads(FILE.read_text("utf-8"))
    except FileNotFoundError:
        return []
    return told

"""The program itself, in process, a command a turn: ``answer`` with the home of who reads.

    {"ask": {"words": ["register", "--format", "json"], "today": "2026-01-01"}, "to": "rows.json"}

With ``"events": true`` the events answer, and no cache.
"""

from __future__ import annotations

import io
import os
import sys
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import answering

from commands.cli import cached
from commands.cli.context import Environment
from commands.root import run


def ask(question: Any) -> bytes:
    """What a command writes."""
    day = datetime.fromisoformat(question["today"]).replace(hour=12, tzinfo=UTC)
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    environ = dict(os.environ)
    environment = Environment(
        stdin=io.StringIO(), stdout=out, stderr=err, variables=environ, clock=lambda: day
    )
    with patch.object(cached, "FEW", 1 << 62 if question.get("events") else cached.FEW):
        status = run(question["words"], environment)
    if status:
        err.flush()
        raise SystemExit(f"ended with {status}: {err.buffer.getvalue().decode()}")  # type: ignore[attr-defined]
    out.flush()
    return out.buffer.getvalue()  # type: ignore[attr-defined,no-any-return]


if __name__ == "__main__":
    sys.argv[1:] = []
    answering.serve(ask, None)

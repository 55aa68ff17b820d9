"""git: a file a recommendation, a commit a change, and the tree of the last commit by a moment."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import answering
from answering import COLUMNS, LISTS

WHO = b"Ann <ann@scrutiny-ledger.invalid>"
SURE = ("-c", "core.fsync=all", "-c", "core.fsyncMethod=fsync", "-c", "gc.auto=0")
ENVIRON = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1"}
ENVIRON |= {
    f"GIT_{who}_{what}": "ann@scrutiny-ledger.invalid"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}


def _git(into: str, *words: str, given: bytes | None = None) -> bytes:
    done = subprocess.run(
        ["git", *SURE, "-C", into, *words], input=given, env=ENVIRON, check=True, stdout=subprocess.PIPE
    )
    return done.stdout


def _file(row: tuple[Any, ...]) -> bytes:
    told = dict(zip(COLUMNS, row, strict=True))
    for name in LISTS:
        told[name] = json.loads(told[name])
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def load(database: str, into: str) -> None:
    """Each change as a commit at its time."""
    Path(into).mkdir()
    _git(into, "init", "-q", "-b", "main")
    with subprocess.Popen(
        ["git", "-C", into, "fast-import", "--quiet"], stdin=subprocess.PIPE, env=ENVIRON
    ) as importing:
        out = importing.stdin
        assert out
        for position, recorded_at, row in answering.changes(database):
            when = int(datetime.fromisoformat(recorded_at).timestamp())
            data, said = _file(row), f"{position}".encode()
            out.write(b"commit refs/heads/main\ncommitter %s %d +0000\n" % (WHO, when))
            out.write(
                b"data %d\n%s\nM 644 inline %s/%s.json\n"
                % (len(said), said, *(part.encode() for part in row[:2]))
            )
            out.write(b"data %d\n%s\n" % (len(data), data))
    _git(into, "read-tree", "main")
    _git(into, "checkout", "-q", "-f", "main")


def ask(into: str) -> Callable[[Any], Any]:
    """Every file of that tree, read by one process of git."""

    def answer(question: Any) -> Any:
        # Seconds are all that a commit knows.
        before = f"--before={int(datetime.fromisoformat(question['known_at']).timestamp())}"
        commit = _git(into, "rev-list", "-1", before, "main").decode().strip()
        names = [line.split()[2] for line in _git(into, "ls-tree", "-r", commit).splitlines()]
        told = _git(into, "cat-file", "--batch", given=b"\n".join(names) + b"\n")
        rows, at = [], 0
        while at < len(told):
            end = told.index(b"\n", at)
            size = int(told[at:end].rsplit(b" ", 1)[1])
            rows.append(told[end + 1 : end + 1 + size])
            at = end + 2 + size
        return b'{"rows":[' + b",".join(rows) + b"]}"

    return answer


def change(into: str) -> Callable[[int], None]:
    """One day more by which something is due."""
    files = sorted(Path(into).glob("*/*.json"))[:100]

    def saved(at: int) -> None:
        file = files[at % len(files)]
        told = json.loads(file.read_bytes())
        told |= {"due": f"2030-01-{1 + at % 28:02}", "last_updated": f"{at}"}
        file.write_text(json.dumps(told))
        _git(into, "add", str(file.relative_to(into)))
        _git(into, "commit", "-q", "-m", f"Change {at}")

    return saved


if __name__ == "__main__":
    answering.main(load, ask, change)

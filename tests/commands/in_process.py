"""The program run in this process, with an environment of its own: what a test of a refusal needs.

A process of its own (``processes.scrutiny``) takes ten times as long and is for what only a process has:
signals, descriptors, locales, limits, users, kills, and two at once.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from commands.cli.context import Environment
from commands.root import run
from tests.commands.processes import Answer, environment


def scrutiny(
    *given: str | bytes | Path,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    **settings: Any,  # Any: whatever Environment takes
) -> Answer:
    """Run the program to its end; ``stdin`` is what it reads, ``env`` its variables."""
    stdout, stderr = (io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace") for _ in range(2))
    inside = Environment(
        stdin=io.TextIOWrapper(io.BytesIO(stdin), "utf-8"),
        stdout=stdout,
        stderr=stderr,
        variables=environment() if env is None else env,
        **settings,
    )
    status = run([os.fsdecode(word) for word in given], inside)
    out, err = _written(stdout), _written(stderr)
    assert "nobody foresaw" not in err, err
    return Answer(status, out, err)


def scrutiny_at(place: str, folder: Path, *words: str) -> Answer:
    """Run it as ada on the ledger at a place, a folder or a database; home and evidence are in the folder."""
    env = {
        "HOME": str(folder / "home"),
        "PATH": os.environ["PATH"],
        "SCRUTINY_LEDGER": place,
        "SCRUTINY_EVIDENCE": str(folder / "evidence"),
        "SCRUTINY_PERSON": "ada",
    }
    return scrutiny(*words, env=env)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode()


CONFIRMATION = r"Record (it|all \d+)\? \(c changes something\) \[y/N\]: \Z"
"""What is asked last, before anything is recorded."""


class Screen(io.StringIO):
    """What stands on a terminal: both outputs, and what was typed."""

    def isatty(self) -> bool:
        return True


class Keyboard(io.TextIOBase):
    """Somebody who types an answer to each question, and then goes away; if it is the last one, who confirms
    what was shown, unless that is not wanted.
    """

    def __init__(self, typed: Sequence[str], screen: Screen, *, confirms: bool = True) -> None:
        self._typed, self._screen, self._confirms = list(typed), screen, confirms

    def isatty(self) -> bool:
        return True

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # lines are short
        if not self._typed:
            if not (self._confirms and re.search(CONFIRMATION, self._screen.getvalue())):
                return ""
            self._typed.append("y")
        line = f"{self._typed.pop(0)}\n"
        self._screen.write(line)
        return line


def on_a_terminal(
    words: Sequence[str], typed: Sequence[str], *, confirms: bool = True, **env: str
) -> tuple[int, str]:
    """Run a command as on a terminal, and type an answer to each question; returns what stood there.

    With ``confirms`` what is shown at the end is confirmed, if no answer is left for it.
    """
    screen = Screen()
    keyboard: Any = Keyboard(typed, screen, confirms=confirms)  # Any: all of a text stream that is used
    # So wide that each sentence stands on one line.
    variables = environment(**{"TERM": "dumb", "COLUMNS": "1000", **env})
    inside = Environment(stdin=keyboard, stdout=screen, stderr=screen, variables=variables)
    return run(list(words), inside), screen.getvalue()

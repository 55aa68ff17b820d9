"""A process that answers, a question a turn, and says what each answer cost: see ``peers/answering.py``."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.measure import Action


class Contestant:
    """One of them; ``answers`` is the folder into which its answers go."""

    def __init__(
        self,
        words: list[str | Path],
        answers: Path,
        name: str,
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.to = answers / f"{name}.json"
        self._errors = (answers / f"{name}.stderr").open("w+")
        self._process = subprocess.Popen(
            words,
            cwd=cwd,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def __enter__(self) -> Contestant:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
        self._errors.close()

    def ask(self, question: Any) -> float:
        """The seconds of an answer, which then stands in ``to``."""
        return self._turn({"ask": question, "to": str(self.to)})

    def change(self, at: int) -> float:
        """The seconds of a durable change."""
        return self._turn({"change": at})

    def asking(self, question: Any) -> Action:
        """The action of asking it."""
        return lambda: self.ask(question)

    def answer(self, question: Any) -> Any:
        """What it answers."""
        self.ask(question)
        return json.loads(self.to.read_bytes())

    def _turn(self, told: Any) -> float:
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(json.dumps(told) + "\n")
            self._process.stdin.flush()
            return float(self._process.stdout.readline())
        except (ValueError, OSError):
            self._process.wait(60)
            self._errors.seek(0)
            said = [line.strip() for line in self._errors if line.strip()]
            raise RuntimeError(said[-1] if said else "the other process ended") from None


Asking = Callable[[Any], float]

"""A mapping as text: tables, keys, and comments behind them."""

from __future__ import annotations

import json
import re

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NOT_IN_TEXT = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def quoted(text: str) -> str:
    """A text as TOML has it, on one line.

    >>> quoted('the "own"\\nplan')
    '"the \\\\"own\\\\"\\\\nplan"'
    """
    return _NOT_IN_TEXT.sub(lambda found: f"\\u{ord(found[0]):04X}", json.dumps(text, ensure_ascii=False))


def shown(text: str, limit: int = 60, *, quotes: bool = True) -> str:
    """A text within a comment: on one line, cut, and without what could not stand there."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    line = line if len(line) <= limit else f"{line[: limit - 1]}…"
    return f'"{line}"' if quotes else line


class Lines:
    """Lines of TOML; a table without any line is left out."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._table = ""

    def table(self, name: str) -> None:
        """What follows belongs to a table, which is written with its first line."""
        self._table = name

    def add(self, line: str, comment: str = "") -> None:
        """A line, and why."""
        self._begin()
        self._lines.append(f"{line:<32}  # {comment}" if comment else line)

    def set(self, key: str, value: str, comment: str = "") -> None:
        """A key with a text."""
        self.add(f"{key if _BARE.fullmatch(key) else quoted(key)} = {quoted(value)}", comment)

    def ask(self, line: str, question: str) -> None:
        """A line that is left out until somebody decides."""
        self._begin()
        self._lines.append(f"# {line:<30}  {question}")

    def say(self, words: str) -> None:
        """A comment of its own."""
        self._lines.append(f"# {shown(words, 10_000, quotes=False)}")

    def text(self) -> str:
        """All of it."""
        return "\n".join(self._lines) + "\n"

    def _begin(self) -> None:
        if self._table:
            self._lines += ["", f"[{self._table}]"]
            self._table = ""

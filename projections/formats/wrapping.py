"""Text in lines of a width, in columns of a terminal, without a word that is broken in two.

1. What has no blank for more than LONGEST_WORD columns is no word but an address or a hash: it is broken if
   it has to be, behind a slash or the like if there is one. So is writing without blanks, such as Chinese.
2. A word that is wider than the line stands on one of its own, and juts out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LONGEST_WORD = 30
_COMMAND = r"scrutiny (?:(?!, |; |\. |\.$| or |\)).)*"
_HELD = "\0"
_BREAKS = r"[/\-_.,;:&?=@+]"


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text; where it breaks a line itself there is one, too."""
    if cells(text) <= width and text.isprintable():
        return [text]
    lines: list[str] = []
    for line in text.expandtabs(4).split("\n"):
        if cells(line) <= width:
            lines.append(line)
        else:
            lines += _wrapped(line, width)
    return lines


def wrap_sentences(text: str, width: int) -> list[str]:
    """The lines of sentences; what is to be typed, ``scrutiny …``, stands on one line, to be copied."""
    held = re.sub(_COMMAND, lambda found: found[0].replace(" ", _HELD), text) if "scrutiny " in text else text
    lines: list[str] = []
    for line in held.split("\n"):
        if cells(line) <= width:
            lines.append(line)
            continue
        lines.append("")
        for word in line.split(" "):
            if lines[-1] and cells(lines[-1]) + 1 + cells(word) > width:
                lines.append(word)
            else:
                lines[-1] += f" {word}" if lines[-1] else word
    return [line.replace(_HELD, " ") for line in lines]


def _wrapped(line: str, width: int) -> list[str]:
    lines, taken = [""], 0
    room_of = len if line.isascii() else cells
    for word in line.split(" "):
        room = room_of(word)
        gap = 1 if lines[-1] else 0
        if taken + gap + room <= width:
            lines[-1] += " " * gap + word
            taken += gap + room
            continue
        if lines[-1]:
            lines.append("")
        if room <= width:
            lines[-1], taken = word, room
            continue
        *before, last = list(_pieces(word, width)) or [""]
        if before:
            lines[-1:] = [*before, ""]
        lines[-1] += last
        taken = room_of(last)
    return lines


def _pieces(word: str, width: int) -> Iterator[str]:
    """A word whole, or in pieces of at most that width if it may be broken."""
    if cells(word) <= width or not may_break(word):
        yield word
        return
    while cells(word) > width:
        at, taken = 0, 0
        while taken + cells(word[at]) <= width or not at:
            taken += cells(word[at])
            at += 1
        # Behind a slash, if one is near: what is left of the line stays empty.
        breaks = [found.end() for found in re.compile(_BREAKS).finditer(word, 0, at)]
        if breaks and breaks[-1] > at // 2:
            at = breaks[-1]
        yield word[:at]
        word = word[at:]
    yield word


def may_break(word: str) -> bool:
    """Whether a word may be broken if it has to be."""
    return cells(word) > LONGEST_WORD or (not word.isascii() and any(map(_is_wide, word)))


def longest_word(text: str) -> int:
    """How wide the widest word is that may not be broken."""
    if text.isascii():
        # As below, without a question about each word: most texts are so, and there are many.
        return max((length for length in map(len, text.split()) if length <= LONGEST_WORD), default=0)
    return max((cells(word) for word in text.split() if not may_break(word)), default=0)


def longest_line(text: str) -> int:
    """How wide the widest line is that the text has itself."""
    return max(map(cells, text.split("\n")))


def pad(text: str, width: int) -> str:
    """A text with blanks up to a width."""
    return text.ljust(width) if text.isascii() else text + " " * (width - cells(text))


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    # Of what is not ASCII a text has few kinds, each in many places.
    return len(text) + sum(
        text.count(character) * _beyond_one(character) for character in set(text) if character > "\x7f"
    )


def _beyond_one(character: str) -> int:
    if unicodedata.combining(character):
        return -1
    return 1 if _is_wide(character) else 0


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"

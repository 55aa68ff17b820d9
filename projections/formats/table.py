"""Aligned text without boxes, wrapped to the width of the terminal."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator
from itertools import product, zip_longest

from projections.base import View
from projections.formats.visible import visible

GAP = "  "
WIDEST_UNWRAPPED = 24
"""Columns that no cell needs more than this for are never wrapped."""

WIDE = 110
"""From how many columns on a terminal has room for the wide table, if a view has one."""

NARROWEST = 12
STARVED = 8
"""To what columns are wrapped if nothing else makes room on a narrow terminal."""


def write(view: View, width: int) -> Iterator[str]:
    """A heading, the facts, the rows under their headings, and a closing sentence."""
    yield from (f"{line}\n" for line in _wrap(visible(view.caption), width))
    yield "\n"
    label_width = max((len(label) for label, _ in view.facts), default=0)
    for label, fact in view.facts:
        lines = _wrap(visible(fact), max(width - label_width - len(GAP), NARROWEST))
        for at, line in enumerate(lines):
            yield f"{_pad(label if at == 0 else '', label_width)}{GAP}{line}\n"
    if view.facts:
        yield "\n"
    columns = (view.wide if width >= WIDE else ()) or view.narrow or view.for_people
    headings = [column.heading for column in columns]
    rows = [[visible(column.read(item)) for column in columns] for item in view.read()]
    widths = _widths([headings, *rows], [column.whole for column in columns], width)
    if rows:
        yield from _row(headings, widths)
        yield from _row(["-" * width for width in widths], widths)
        for row in rows:
            yield from _row(row, widths)
    else:
        yield "Nothing to show.\n"
    if view.closing:
        yield "\n"
        for sentence in visible(view.closing).split("\n"):
            # What is to be typed stands on one line, to be copied.
            lines = [sentence] if sentence.startswith("scrutiny ") else _wrap(sentence, width)
            yield from (f"{line}\n" for line in lines)


def _widths(rows: list[list[str]], whole: list[bool], width: int) -> list[int]:
    """How wide each column is: what it needs where that is little; the long ones share what is left."""
    needed = [max(_longest_line(row[at]) for row in rows) for at in range(len(rows[0]))]
    room = width - len(GAP) * (len(needed) - 1)
    if sum(needed) <= room:
        return needed
    words = [max(_longest_word(row[at]) for row in rows) for at in range(len(needed))]
    # Where no column is very long and the table is too wide all the same, the middling ones are wrapped; and
    # at last what would stay on one line, where that is very long. Words of some length are cut in two if
    # nothing else helps.
    for word, (widest, least, most) in product(
        (NARROWEST, 0),
        (
            (WIDEST_UNWRAPPED, NARROWEST, width),
            (NARROWEST, NARROWEST, width),
            (STARVED, STARVED, width),
            (STARVED, STARVED, WIDEST_UNWRAPPED),
            (STARVED, STARVED, NARROWEST),
        ),
    ):
        long = [at for at, need in enumerate(needed) if need > (most if whole[at] else widest)]
        left = room - sum(need for at, need in enumerate(needed) if at not in long)
        floor = {
            at: min(needed[at], max(least, len(rows[0][at]), words[at] if words[at] <= word else 0))
            for at in long
        }
        if long and left >= sum(floor.values()):
            break
    total = sum(needed[at] for at in long)
    if total > left:
        # A little column must not starve beside a very long one: weigh by the root of the need.
        weight = {at: needed[at] ** 0.5 for at in long}
        shared, pool = list(long), left
        while starved := [at for at in shared if pool * weight[at] < floor[at] * _sum_of(weight, shared)]:
            # Who gets the least that it needs takes it from the others.
            shared = [at for at in shared if at not in starved]
            pool -= sum(floor[at] for at in starved)
        for at in long:
            share = int(pool * weight[at] / _sum_of(weight, shared)) if at in shared else 0
            needed[at] = min(needed[at], max(share, floor[at]))
        spare = left - sum(needed[at] for at in long)
        if long and spare > 0:
            longest = max(long, key=lambda at: weight[at])
            needed[longest] += spare
    return needed


def _sum_of(weight: dict[int, float], columns: list[int]) -> float:
    return sum(weight[at] for at in columns)


def _row(cells: list[str], widths: list[int]) -> Iterator[str]:
    wrapped = [_wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for line in zip_longest(*wrapped, fillvalue=""):
        yield GAP.join(map(_pad, line, widths)).rstrip() + "\n"


def _wrap(text: str, width: int) -> list[str]:
    if _cells(text) <= width and text.isprintable():
        return [text]
    lines: list[str] = []
    for line in text.expandtabs(4).split("\n"):
        if _cells(line) <= width:
            lines.append(line)
        elif line.isascii():
            lines += textwrap.wrap(line, width) or [""]
        else:
            lines += _wrap_wide(line, width)
    return lines


def _wrap_wide(line: str, width: int) -> list[str]:
    """Wrap by the room that characters take; textwrap counts each as one."""
    lines, taken = [""], 0
    for word in line.split(" "):
        gap = 1 if lines[-1] else 0
        if taken + gap + _cells(word) <= width:
            lines[-1] += " " * gap + word
            taken += gap + _cells(word)
            continue
        if lines[-1]:
            lines.append("")
            taken = 0
        for character in word:
            if taken + _cells(character) > width:
                lines.append("")
                taken = 0
            lines[-1] += character
            taken += _cells(character)
    return lines


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _cells(text))


def _cells(text: str) -> int:
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
    return 1 if unicodedata.east_asian_width(character) in "WF" else 0


def _longest_word(text: str) -> int:
    return max(map(_cells, text.split()), default=0)


def _longest_line(text: str) -> int:
    return max(map(_cells, text.split("\n")))

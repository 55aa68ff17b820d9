"""Aligned text without boxes, wrapped to the width of the terminal.

No word is broken in two: if the columns have no room for their words, each row is a block of lines, with the
heading before each value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product, zip_longest

from projections.base import View
from projections.formats.visible import visible
from projections.formats.wrapping import longest_line, longest_word, pad, wrap

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
    view = view.whole()
    yield from (f"{line}\n" for line in wrap(visible(view.caption), width))
    yield "\n"
    yield from _block([(label, visible(fact)) for label, fact in view.facts], width)
    if view.facts:
        yield "\n"
    columns = (view.wide if width >= WIDE else ()) or view.narrow or view.for_people
    headings = [column.heading for column in columns]
    rows = [[visible(column.read(item)) for column in columns] for item in view.read()]
    widths = _widths([headings, *rows], [column.whole for column in columns], width)
    if rows and widths is None:
        for at, row in enumerate(rows):
            yield from ["\n"] if at else []
            # A figure has blanks before it for the sake of its column.
            cells = ((heading, cell.strip()) for heading, cell in zip(headings, row, strict=True))
            yield from _block([(heading, cell) for heading, cell in cells if cell], width)
    elif rows and widths:
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
            lines = [sentence] if sentence.startswith("scrutiny ") else wrap(sentence, width)
            yield from (f"{line}\n" for line in lines)


def _block(pairs: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Each value behind what it is; below it, if there is no room for its words beside it."""
    indent = max((len(label) for label, _ in pairs), default=0) + len(GAP)
    if width - indent < max((longest_word(text) for _, text in pairs), default=0):
        for label, text in pairs:
            yield f"{label}\n"
            yield from (f"{GAP}{line}".rstrip() + "\n" for line in wrap(text, width - len(GAP)))
        return
    for label, text in pairs:
        for at, line in enumerate(wrap(text, max(width - indent, NARROWEST))):
            yield f"{pad(label if at == 0 else '', indent)}{line}".rstrip() + "\n"


def _widths(rows: list[list[str]], whole: list[bool], width: int) -> list[int] | None:
    """How wide each column is: what it needs where that is little; the long ones share what is left.

    None if there is no room for the words of each.
    """
    needed = [max(longest_line(row[at]) for row in rows) for at in range(len(rows[0]))]
    room = width - len(GAP) * (len(needed) - 1)
    if sum(needed) <= room:
        return needed
    words = [max(longest_word(row[at]) for row in rows) for at in range(len(needed))]
    # Where no column is very long and the table is too wide all the same, the middling ones are wrapped; then
    # what would stay on one line, where that is very long; and at last the headings.
    headings = [[len(heading) for heading in rows[0]], [longest_word(heading) for heading in rows[0]]]
    for heading, (widest, least, most) in product(
        headings,
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
        floor = {at: min(needed[at], max(least, heading[at], words[at])) for at in long}
        if long and left >= sum(floor.values()):
            break
    else:
        return None
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
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for line in zip_longest(*wrapped, fillvalue=""):
        yield GAP.join(map(pad, line, widths)).rstrip() + "\n"

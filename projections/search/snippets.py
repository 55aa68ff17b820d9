"""What is shown of a long text: the part with most of what was found, each of it in «marks»."""

from __future__ import annotations

import re

from projections.search.folding import origins

BEGIN, END = "\x02", "\x03"
"""Stand around what was found; no folded text has them."""

ROOM = 160
BEFORE = 40

Span = tuple[int, int]


def spans(marked: str, text: str) -> list[Span]:
    """Where in a text is what was marked in its folded form."""
    place, opened = 0, 0
    origin = origins(text)
    found: list[Span] = []
    for sign in marked:
        if sign == BEGIN:
            opened = place
        elif sign == END:
            found.append((origin[opened], origin[place - 1] + 1))
        else:
            place += 1
    return found


def snippet(text: str, found: list[Span]) -> str:
    """The part of a text with most of what was found, on one line; empty if nothing was."""
    if not found:
        return ""
    first = max(range(len(found)), key=lambda at: (_within(found, at), -at))
    begin, end = _from(text, found[first][0]), _to(text, found[first])
    said, at = ["…" if begin else ""], begin
    for one, other in found:
        if begin <= one and other <= end:
            said += [text[at:one], "«", text[one:other], "»"]
            at = other
    said += [text[at:end], "…" if end < len(text) else ""]
    return re.sub(r"\s+", " ", "".join(said)).strip()


def beginning(text: str) -> str:
    """The beginning of a text in which nothing was found."""
    end = _to(text, (0, 0))
    return re.sub(r"\s+", " ", text[:end]).strip() + ("…" if end < len(text) else "")


def _within(found: list[Span], at: int) -> int:
    return sum(other <= found[at][0] + ROOM - BEFORE for _, other in found[at:])


def _from(text: str, first: int) -> int:
    """Where the part begins: with a word."""
    if first <= BEFORE:
        return 0
    blank = re.search(r"\s", text[first - BEFORE : first])
    return first - BEFORE + blank.end() if blank else first


def _to(text: str, of: Span) -> int:
    """Where it ends: behind a word, and never within what was found."""
    least, most = of[1], max(of[1], of[0] + ROOM - BEFORE)
    if most >= len(text):
        return len(text)
    blank = re.search(r"\s\S*$", text[least:most])
    return least + blank.start() if blank else most

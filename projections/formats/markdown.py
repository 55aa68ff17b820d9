"""Markdown (GitHub's tables). Nothing in a cell is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from projections.base import View
from projections.formats.visible import visible

_MARKUP = re.compile(r"([\\`*_{}\[\]|~#$])")
_MENTION = re.compile(r"@(?=\w)")
_BREAKS = re.compile(r"\n+")
_TAGS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def write(view: View, width: int) -> Iterator[str]:  # noqa: ARG001  every format is called alike
    """A heading, the facts as a list, a table, a closing sentence, and from how many events it answers."""
    view = view.whole()
    yield f"# {literal(view.caption)}\n\n"
    for label, fact in view.facts:
        yield f"- **{literal(label)}:** {literal(fact)}\n"
    if view.facts:
        yield "\n"
    yield "| " + " | ".join(literal(column.heading) for column in view.for_people) + " |\n"
    yield "| " + " | ".join("---" for _ in view.for_people) + " |\n"
    for item in view.read():
        yield "| " + " | ".join(literal(column.read(item)) for column in view.for_people) + " |\n"
    if view.closing:
        yield f"\n{literal(view.closing)}\n"
    if view.answered:
        yield f"\n{view.answered}\n"


def literal(text: str) -> str:
    """The text as it reads, on one line, with its markup made harmless."""
    escaped = _MARKUP.sub(r"\\\1", visible(text)).translate(_TAGS)
    # Renderers make links of bare addresses.
    escaped = escaped.replace("://", r"\://").replace("www.", r"www\.")
    # And of an address of mail whatever is escaped in it, unless it is not one piece of text.
    escaped = _MENTION.sub("@<!---->", escaped)
    # With blanks, for who reads the text itself, or loses what looks like a tag.
    lines = escaped.replace("\r\n", "\n")
    return _BREAKS.sub(lambda found: " <br>" * len(found[0]) + " ", lines)

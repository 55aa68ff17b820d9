"""A document on paper, whatever its format: headings, paragraphs and tables of text, some of which leads on.

All of it is text: a writer escapes it, and no word of it is markup.
"""

# Without annotations as text: of each field of a named tuple it would be compiled, at every start.

from collections.abc import Sequence
from typing import NamedTuple

from events.base import Instant


class Text(NamedTuple):
    """A text, whose lines end at each line feed; ``href`` is where it leads, or None."""

    text: str
    href: str | None = None


Line = tuple[Text, ...]
Cell = tuple[Line, ...]
"""Each line is a paragraph of its own."""


class Heading(NamedTuple):
    """A heading of a level, from 2: the title is the one of level 1. ``id`` is its name in the document."""

    level: int
    text: str
    id: str


class Paragraph(NamedTuple):
    """A paragraph; ``strong`` for what nobody may overlook."""

    line: Line
    strong: bool = False


class Column(NamedTuple):
    """A column: its heading, its width beside those of others, and whether it has figures."""

    heading: str
    width: float
    figure: bool = False


class Table(NamedTuple):
    """A table; the first cell of each row names the row. With ``total`` the last row sums the others."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: bool = False


Block = Heading | Paragraph | Table


class Document(NamedTuple):
    """Everything; ``known_at`` stands as its date."""

    title: str
    publisher: str
    description: str
    known_at: Instant
    blocks: Sequence[Block]


def cell(*lines: str | Text | Line) -> Cell:
    """A cell of some lines; empty ones are left out."""
    found: list[Line] = []
    for line in lines:
        if isinstance(line, str):
            found += [(Text(line),)] if line else []
        elif isinstance(line, Text):
            found.append((line,))
        else:
            found.append(line)
    return tuple(found)


def figure(number: int) -> Cell:
    """A cell with a figure."""
    return cell(f"{number:,}")


def paragraph(*texts: str | Text, strong: bool = False) -> Paragraph:
    """A paragraph of some texts."""
    return Paragraph(tuple(Text(one) if isinstance(one, str) else one for one in texts), strong)

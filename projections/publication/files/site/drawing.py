"""What SVG is drawn with: marks, words and patterns. Colours and strokes are classes of the style sheet.

Coordinates are in units of the viewBox, x to the right and y down, written with one decimal at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from html import escape

from projections.formats.visible import visible

WIDTH = 640
_LETTER = 10.5
"""Units that a letter takes at most, on average: in Verdana, the widest font that systems bring, and with
letters spaced out as far as WCAG 1.4.12 lets people ask for."""
_GAP = 8.0
"""Units that are free beside a word."""


@lru_cache(maxsize=4096)
def number(value: float) -> str:
    """A coordinate: the same digits everywhere."""
    return f"{round(value, 1):g}"


def words(x: float, y: float, text: str, anchor: str = "start", kind: str = "chart-text") -> str:
    """A line of text, its baseline at y; ``anchor`` is start, middle or end."""
    return (
        f'<text class="{kind}" x="{number(x)}" y="{number(y)}" text-anchor="{anchor}">{said(text)}</text>\n'
    )


def wide(text: str) -> float:
    """How much room a text may take in whatever font the reader's system has."""
    return _LETTER * len(visible(text))


def line(x1: float, y1: float, x2: float, y2: float, kind: str = "chart-axis") -> str:
    """A straight line."""
    ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line class="{kind}" {ends}/>\n'


def block(x: float, y: float, width: float, height: float, fill: str) -> str:
    """A filled rectangle with an edge."""
    size = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect class="chart-edge" {size} fill="{fill}"/>\n'


def staircase(points: Sequence[tuple[float, float]], end: float) -> str:
    """The path along steps: each level holds until the next one's x, the last until ``end``."""
    (x, y), *rest = points
    path = f"M{number(x)} {number(y)}"
    for x, y in rest:
        path += f"H{number(x)}V{number(y)}"
    return f"{path}H{number(end)}"


def back(points: Sequence[tuple[float, float]]) -> str:
    """The path along the same steps the other way, from the end of the last level, and closed."""
    path = f"V{number(points[-1][1])}"
    for (x, _), (_, y) in zip(reversed(points[1:]), reversed(points[:-1]), strict=True):
        path += f"H{number(x)}V{number(y)}"
    return f"{path}H{number(points[0][0])}Z"


def picture(name: str, height: float, title: str, desc: str, drawn: str) -> str:
    """The whole image, with its name in words and what it shows."""
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {number(height)}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc">\n'
        f'<title id="{name}-title">{said(title)}</title>\n<desc id="{name}-desc">{said(desc)}</desc>\n'
        f"{drawn}</svg>"
    )


def patterns(name: str) -> str:
    """A fill for each status that tells them apart without colour."""
    return (
        "<defs>\n"
        f'<pattern id="{name}-open" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<rect class="fill-open" width="8" height="8"/><circle class="mark-open" cx="4" cy="4" r="1.3"/>'
        "</pattern>\n"
        f'<pattern id="{name}-partially-met" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<rect class="fill-partially-met" width="8" height="8"/>'
        '<path class="mark-partially-met" d="M-2 2L2 -2M0 8L8 0M6 10L10 6"/></pattern>\n'
        f'<pattern id="{name}-closed" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<rect class="fill-closed" width="8" height="8"/></pattern>\n'
        "</defs>\n"
    )


class Days:
    """A scale from days, as full dates, to x."""

    def __init__(self, first: str, last: str, left: float, right: float) -> None:
        self.first, self.last, self.left, self.right = first, last, left, right
        self._from = _ordinal(first)
        self._span = max(1, _ordinal(last) - self._from)

    def x(self, day: str) -> float:
        """Where a day is."""
        return self.left + (self.right - self.left) * (_ordinal(day) - self._from) / self._span

    def years(self, apart: float) -> list[tuple[float, str]]:
        """The beginnings of years some way apart, and away from both ends."""
        found: list[tuple[float, str]] = []
        half = wide("2021") / 2 + _GAP
        least, most = self.left + half, self.right - half
        for year in range(int(self.first[:4]) + 1, int(self.last[:4]) + 1):
            x = self.x(f"{year:04d}-01-01")
            if least <= x <= most:
                found.append((x, f"{year:04d}"))
                least = x + apart
        return found


def said(text: str) -> str:
    """Text that is nothing but text."""
    return escape(visible(text))


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()

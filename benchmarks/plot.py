"""How answers grow with the ledger, as an SVG: both axes by powers of ten, a label at the end of each line,
or above its last point if larger ledgers were not measured.

It is legible at 320 pixels, dark where the reader's screen is, and no line is told from another by its colour
alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 400, 430
LEFT, RIGHT, TOP, BOTTOM = 56, 262, 34, 372
APART = 17
"""Pixels from one label to the next, at least."""

Points = Sequence[tuple[int, float]]
"""How many events there are, and how many seconds it takes."""

STYLE = """
svg{color-scheme:light dark}.g{fill:#fff}.t{fill:#1b1b1b}.a{stroke:#1b1b1b}.r{stroke:#d0d0d0}
.l{fill:none;stroke-width:2.5}.s0{stroke:#9a3412}.s1{stroke:#0b5cad}.s2{stroke:#1b1b1b}.s3{stroke:#6b21a8}
.s4{stroke:#166534}.s5{stroke:#9d174d}
@media (prefers-color-scheme:dark){.g{fill:#0d1117}.t{fill:#e6edf3}.a{stroke:#e6edf3}.r{stroke:#3d444d}
.s0{stroke:#ffa657}.s1{stroke:#79c0ff}.s2{stroke:#e6edf3}.s3{stroke:#d2a8ff}.s4{stroke:#7ee787}
.s5{stroke:#ff9bce}}
"""
ABOUT = 'role="img" aria-labelledby="t d" font-family="sans-serif" font-size="14"'
DASHES = ("", "9 4", "3 3", "12 3 3 3", "6 3 2 3", "16 4")


def drawn(series: Mapping[str, Points]) -> str:
    """The picture of some lines, by their labels."""
    sizes = sorted({size for points in series.values() for size, _ in points})
    seconds = [taken for points in series.values() for _, taken in points]
    low, high = floor(log10(min(seconds))), ceil(log10(max(seconds)))
    first, last = log10(sizes[0]), max(log10(sizes[-1]), log10(sizes[0]) + 1)

    def across(size: int) -> float:
        return LEFT + 14 + (log10(size) - first) / (last - first) * (RIGHT - LEFT - 14)

    def up(taken: float) -> float:
        return BOTTOM - (log10(taken) - low) / max(high - low, 1) * (BOTTOM - TOP)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {ABOUT}>',
        '<title id="t">Seconds on the processor by the events of the ledger</title>',
        f'<desc id="d">{escape(_told(series))}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="g" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<text class="t" x="{LEFT - 46}" y="18">time on the processor</text>',
    ]
    for power in range(low, high + 1):
        y = up(10.0**power)
        parts.append(f'<path class="r" d="M{LEFT} {y:.1f}H{RIGHT}"/>')
        parts.append(_text(LEFT - 6, y + 5, _unit(power), "end"))
    parts.append(f'<path class="a" fill="none" d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>')
    for size in sizes:
        parts.append(f'<path class="a" d="M{across(size):.1f} {BOTTOM}v5"/>')
        parts.append(_text(across(size), BOTTOM + 20, _many(size), "middle"))
    middle = (LEFT + RIGHT) / 2
    parts.append(_text(middle, BOTTOM + 42, "events in the ledger", "middle"))
    whole = {label: points for label, points in series.items() if points[-1][0] == sizes[-1]}
    places = _labels({label: up(points[-1][1]) for label, points in whole.items()})
    for at, (label, points) in enumerate(series.items()):
        where = [(across(size), up(taken)) for size, taken in points]
        line = "L".join(f"{x:.1f} {y:.1f}" for x, y in where)
        dashes = f' stroke-dasharray="{DASHES[at]}"' if DASHES[at] else ""
        parts.append(f'<path class="l s{at}" d="M{line}"{dashes}/>')
        parts += [f'<circle class="l s{at}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in where]
        x, y = where[-1]
        if label not in places:
            # A line to the right would look as if it went on so.
            parts.append(_text(x, y - 10, label, "middle"))
            continue
        lead = f"M{x + 5:.1f} {y:.1f}L{RIGHT + 12} {places[label]:.1f}"
        parts.append(f'<path class="l s{at}" style="stroke-width:1" d="{lead}"/>')
        parts.append(_text(RIGHT + 15, places[label] + 5, label, "start"))
    return "\n".join([*parts, "</svg>", ""])


def _text(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text class="t" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(said)}</text>'


def _labels(wanted: Mapping[str, float]) -> dict[str, float]:
    """Where labels stand so that none is on another, each as near to its line as may be."""
    order = sorted(wanted, key=lambda label: wanted[label])
    places: list[float] = []
    for label in order:
        places.append(max(wanted[label], places[-1] + APART) if places else max(wanted[label], TOP))
    below = places[-1] - BOTTOM if places else 0
    if below > 0:
        last = BOTTOM + APART
        for at in range(len(places) - 1, -1, -1):
            last = places[at] = min(places[at], last - APART)
    return dict(zip(order, places, strict=True))


def _unit(power: int) -> str:
    if power >= 0:
        return f"{10**power:,} s"
    return f"{10 ** (power + 3)} ms" if power >= -3 else f"{10 ** (power + 6)} µs"


def _many(size: int) -> str:
    return f"{size // 1_000_000} million" if size >= 1_000_000 else f"{size:,}"


def _told(series: Mapping[str, Points]) -> str:
    """The same in words, for who does not see it."""
    said = []
    for label, points in series.items():
        values = ", ".join(f"{taken:.3g} s with {size:,}" for size, taken in points)
        said.append(f"{label}: {values}")
    return "; ".join(said) + " events."

"""Puts what was measured into README and docs, between the marks that say which table it is; draws the plot.

<!-- measured: reading -->
…
<!-- /measured -->
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks import plot, results
from benchmarks.kept import ROOT
from benchmarks.ledgers import SIZES
from benchmarks.measure import ABSENT, FREE, MET, MISSED
from benchmarks.results import Result
from benchmarks.targets import TARGETS

PAGES = ("README.md", "docs/performance.md")
PLOT = "docs/growth.svg"
FIRST = ("read-as-of", "read-statistics", "flat-show", "peer-django", "prove", "verify-floor")
"""The lines that README shows."""

SERIES = {
    "verify": ("verify-commands", 0),
    "register, events": ("read-now", 2),
    "prove": ("prove", 0),
    "show": ("prove", 1),
    "register, cache": ("read-now", 0),
    "register, query": ("read-now", 1),
}
"""The lines of the plot: of which figure, and which of its seconds."""

_MARKED = re.compile(r"(<!-- measured: ([a-z]+) -->\n).*?(<!-- /measured -->)", re.DOTALL)
_SAID = {MET: "met", MISSED: "missed", ABSENT: "not to be had", FREE: ""}


def write(root: Path = ROOT) -> None:
    """Write all of them from what was measured last."""
    told = results.read()
    for page in PAGES:
        file = root / page
        file.write_text(marked(file.read_text("utf-8"), told), "utf-8")
    if series := _series(told):
        (root / PLOT).write_text(plot.drawn(series), "utf-8")


def marked(page: str, told: Sequence[Result]) -> str:
    """A page with its tables; one of which nothing was measured stays as it is."""

    def table(found: re.Match[str]) -> str:
        begin, what, end = found.groups()
        if what == "machine":
            lines = _machine(told)
        elif what == "profiles":
            lines = _profiles(told)
        elif what == "first":
            lines = _table([one for one in told if one["key"] in FIRST])
        else:
            lines = _table([one for one in told if one["family"] == what])
        return "".join([begin, *lines, end]) if lines else found[0]

    return _MARKED.sub(table, page)


def _table(told: Iterable[Result]) -> list[str]:
    """A line for each figure, with a column for each size."""
    rows: dict[str, dict[int, Result]] = {}
    for one in told:
        rows.setdefault(one["name"] if not one["key"] else one["key"], {})[one["size"]] = one
    if not rows:
        return []
    order = {key: at for at, key in enumerate(TARGETS)}
    sizes = [size for size in SIZES if any(size in row for row in rows.values())]
    head = ["what", "compared with", *(f"{size:,} events" for size in sizes), "target", "at the largest"]
    lines = [_line(head), _line(["---", "---", *("---:" for _ in sizes), "---", "---"])]
    for key in sorted(rows, key=lambda key: order.get(key, len(order))):
        row = rows[key]
        latest = row[max(row)]
        line = TARGETS.get(key)
        what, over = (line.what, line.over) if line else latest["name"].partition(", ")[::2]
        shown = [_short(row[size]) if size in row else "" for size in sizes]
        lines.append(
            _line([what, over, *shown, latest["wanted"], _SAID.get(latest["verdict"], "not measured")])
        )
    return lines


def _profiles(told: Sequence[Result]) -> list[str]:
    """Where the time goes, of the largest ledger that was looked at."""
    found = [one for one in told if one["family"] == "profiles" and one["value"]]
    size = max((one["size"] for one in found), default=0)
    lines = [_line([one["name"], one["detail"]]) for one in found if one["size"] == size]
    return (
        [_line(["job", f"where its time goes, with {size:,} events"]), _line(["---", "---"]), *lines]
        if lines
        else []
    )


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _short(one: Result) -> str:
    return one["measured"].partition(" [")[0]


def _machine(told: Sequence[Result]) -> list[str]:
    if not told:
        return []
    last = max(told, key=lambda one: one["on"])
    loads = max(one["load"] for one in told)
    busy = f" It was busy with other work (load {loads:.0f})." if loads > 2 * last["processors"] else ""
    return [f"Measured on {last['on']}: {last['machine']}.{busy}\n"]


def _series(told: Sequence[Result]) -> dict[str, list[tuple[int, float]]]:
    series = {}
    for label, (key, which) in SERIES.items():
        points = sorted(
            (one["size"], one["seconds"][which])
            for one in told
            if one["key"] == key and len(one["seconds"]) > which
        )
        if len(points) > 1:
            series[label] = points
    return series

"""The charts of the site, each with its title, what it shows in words, and the figures behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ledger.policies import STATUSES
from ledger.times import last_day
from ledger.validation import so_many
from projections.publication.edition import Listed, Published
from projections.publication.files.site import figures, words
from projections.publication.files.site.drawing import (
    WIDTH,
    Days,
    back,
    block,
    line,
    number,
    patterns,
    picture,
    staircase,
    wide,
)
from projections.publication.files.site.drawing import words as text

MOST_COHORTS = 6
"""In the picture; the table has all."""


class Chart(NamedTuple):
    """A picture, and the table of its figures."""

    name: str
    title: str
    svg: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def of_register(rows: Sequence[Listed], day: str) -> list[Chart]:
    """The charts of a register as it stood at the end of a day; none of an empty one."""
    if not rows:
        return []
    found = [_over_time(rows, day)]
    if any(row.row["status"] != "closed" for row in rows):
        found.append(_ages(rows, day))
    if any(map(figures.is_exact, rows)):
        found.append(_cohorts(rows, day))
    return found


def _over_time(rows: Sequence[Listed], day: str) -> Chart:
    name, title = "over-time", "Status over time"
    levels = figures.levels(rows)
    first, last = levels[0], levels[-1]
    desc = f"From {words.date(first.day)} to {words.date(day)}. At first {words.counted(first.counts)}"
    changed = len(levels) - 1
    times = "day" if changed == 1 else "days"
    desc += (
        f"; in the end {words.counted(last.counts)}. The figures changed on {changed:,} {times} in between."
    )
    most = max(level.total for level in levels)
    ends = {status: f"{label}: {last.counts[status]:,}" for status, label in STATUSES.items()}
    left, top, bottom = max(44, 10 + wide(f"{most:,}")), 12, 212
    right = WIDTH - max(150, 14 + max(map(wide, ends.values())))
    scale = Days(first.day, day, left, right)

    def y(count: int) -> float:
        return bottom - (bottom - top) * count / most

    drawn = patterns(name)
    for count in sorted({0, most // 2, most}):
        drawn += line(left, y(count), right, y(count), "chart-grid")
        drawn += text(left - 8, y(count) + 5, f"{count:,}", "end")
    below = dict.fromkeys(range(len(levels)), 0)
    labels: list[tuple[float, str]] = []
    for status in reversed(STATUSES):
        under = [(scale.x(level.day), y(below[at])) for at, level in enumerate(levels)]
        for at, level in enumerate(levels):
            below[at] += level.counts[status]
        over = [(scale.x(level.day), y(below[at])) for at, level in enumerate(levels)]
        if any(level.counts[status] for level in levels):
            path = staircase(over, right) + back(under)
            drawn += f'<path class="chart-edge" d="{path}" fill="url(#{name}-{status})"/>\n'
        middle = (under[-1][1] + over[-1][1]) / 2
        labels.append((middle, ends[status]))
    drawn += _labels(labels, right, bottom)
    axis, height = _axis(scale, bottom)
    table = tuple(
        (
            words.date(level.day),
            *(f"{level.counts[status]:,}" for status in STATUSES),
            f"{level.total:,}",
        )
        for level in levels
    )
    headings = ("From", *STATUSES.values(), "Total")
    # A day that nobody recorded is not to be read out of a figure.
    note = ""
    if any(len(move.on) != len("2024-04-03") for row in rows for move in row.moves):
        note = (
            "If only the month or the year is known, it counts from the last day of that, "
            "or from the day it was recorded if that came first."
        )
    return Chart(name, title, picture(name, height, title, desc, drawn + axis), headings, table, note)


def _labels(labels: Sequence[tuple[float, str]], right: float, bottom: float) -> str:
    """Words beside the ends of the bands, from the lowest up, each with room of its own."""
    drawn, lowest = "", bottom
    for at, (middle, label) in enumerate(labels):
        above = 20 * (len(labels) - 1 - at)
        y = max(min(middle, lowest - 4), 12 + above)
        drawn += line(right, middle, right + 10, y, "chart-axis") + text(right + 14, y + 5, label)
        lowest = y - 16
    return drawn


def _axis(scale: Days, bottom: float, start: str | None = None) -> tuple[str, float]:
    """The days under a picture, and where they end; ``start`` says the first one if it is known in part.

    The years stand between the picture and the days at its ends, for those take most of a line.
    """
    drawn = line(scale.left, bottom, scale.right, bottom)
    years = scale.years(70)
    below = bottom + (18 if years else 0)
    first, last = words.date(start or scale.first), words.date(scale.last)
    for x, day, anchor in ((scale.left, first, "start"), (scale.right, last, "end")):
        drawn += line(x, bottom, x, below + 6) + text(x, below + 24, day, anchor)
    for x, year in years:
        drawn += line(x, bottom, x, bottom + 6) + text(x, bottom + 21, year, "middle")
    return drawn, below + 34


def _ages(rows: Sequence[Listed], day: str) -> Chart:
    name, title = "ages", "Age of what is not closed"
    bands = figures.ages(rows, day)
    unsettled = list(bands[0].counts)
    desc = f"On {words.date(day)}, since they were made. "
    desc += "; ".join(f"{band.label.lower()}: {words.counted(band.counts)}" for band in bands) + "."
    most = max(sum(band.counts.values()) for band in bands)
    told = [words.counted(band.counts) if any(band.counts.values()) else "none" for band in bands]
    left, high = 10 + max(wide(band.label) for band in bands), 26
    room = min(250, WIDTH - left - 8 - max(map(wide, told)))
    drawn = patterns(name)
    for at, (band, said) in enumerate(zip(bands, told, strict=True)):
        y = 8 + at * (high + 10)
        drawn += text(left - 10, y + 18, band.label, "end")
        x: float = left
        for status, count in band.counts.items():
            if count:
                drawn += block(x, y, room * count / most, high, f"url(#{name}-{status})")
                x += room * count / most
        drawn += text(x + 8, y + 18, said)
    height = 8 + len(bands) * (high + 10)
    drawn += line(left, 2, left, height - 2)
    table = tuple((band.label, *(f"{count:,}" for count in band.counts.values())) for band in bands)
    headings = ("Age", *(STATUSES[status] for status in unsettled))
    return Chart(name, title, picture(name, height, title, desc, drawn), headings, table)


def _cohorts(rows: Sequence[Listed], day: str) -> Chart:
    name, title = "cohorts", "Share closed at 6, 12, 18 and 24 months"
    cohorts = figures.cohorts(rows, day)
    told = [
        (
            cohort.year,
            f"{cohort.size:,}",
            *("not yet" if part is None else words.share(part, cohort.size) for part in cohort.closed),
        )
        for cohort in cohorts
    ]
    desc = "By the year in which they were made. " + " ".join(
        f"{year}: "
        + ", ".join(f"at {age} months {said}" for age, said in zip(figures.AGES, rest, strict=True))
        + "."
        for year, _, *rest in told[-MOST_COHORTS:]
    )
    left, high = 250, 20
    room = min(280, WIDTH - left - 8 - max(wide(said) for _, _, *rest in told for said in rest))
    drawn = patterns(name)
    y = 6
    for cohort, (year, _, *rest) in zip(cohorts[-MOST_COHORTS:], told[-MOST_COHORTS:], strict=True):
        drawn += text(4, y + 16, f"Made in {year}", kind="chart-text chart-strong")
        for age, part, said in zip(figures.AGES, cohort.closed, rest, strict=True):
            drawn += text(left - 10, y + 16, f"{age} months", "end")
            long = room * (part or 0) / cohort.size
            if part:
                drawn += block(left, y + 1, long, high, f"url(#{name}-closed)")
            drawn += line(left, y - 2, left, y + high + 4)
            drawn += text(left + long + 8, y + 16, said)
            y += high + 4
        y += 12
    note = "The year is that in which they were made."
    if any(part is None for cohort in cohorts for part in cohort.closed):
        note += " Not yet: not all made in that year are that old."
    if left_out := sum(not figures.is_exact(row) for row in rows):
        which = so_many(left_out, "recommendation")
        note += f" Without {which} with days that are not known exactly."
    if len(cohorts) > MOST_COHORTS:
        note += f" The picture shows the last {MOST_COHORTS} years, the table all."
    headings = ("Made in", "Made", *(f"Closed at {age} months" for age in figures.AGES))
    return Chart(name, title, picture(name, y - 4, title, desc, drawn), headings, tuple(told), note)


def of_recommendation(row: Published, day: str) -> Chart:
    """The timeline of one recommendation until the end of a day."""
    name, title = "timeline", "Status over time"
    steps = row.moves
    sent = [one.on for one in row.history if one.event == "evidence.submitted"]
    begun = min([steps[0].on, *sent], key=last_day)
    told = [f"{STATUSES[status].lower()} from {words.begun(on)}" for _, status, on in steps]
    desc = f"Until {words.date(day)}: {'; '.join(told)}."
    if sent:
        desc += f" Evidence was submitted {', '.join(words.when(on) for on in sent)}."
    left, right = 130, WIDTH - 20
    scale = Days(last_day(begun), day, left, right)
    lanes = {status: 106 - 44 * at for at, status in enumerate(STATUSES)}
    drawn = ""
    for status, lane in lanes.items():
        drawn += line(left, lane, right, lane, "chart-grid")
        drawn += text(left - 12, lane + 5, STATUSES[status], "end")
    points = [(scale.x(on), float(lanes[status])) for on, status, _ in steps]
    drawn += f'<path class="chart-line" d="{staircase(points, right)}"/>\n'
    for x, y in points:
        drawn += f'<circle class="chart-dot" cx="{number(x)}" cy="{number(y)}" r="5"/>\n'
    bottom = 128
    if sent:
        bottom = 156
        drawn += text(left - 12, 139, "Evidence", "end")
        for on in sent:
            x = scale.x(last_day(on))
            drawn += f'<path class="chart-mark" d="M{number(x)} 127L{number(x + 6)} 139H{number(x - 6)}Z"/>\n'
    axis, height = _axis(scale, bottom, begun)
    table = [(on, "Status", STATUSES[status]) for _, status, on in steps]
    table += [(on, "Evidence", "Submitted") for on in sent]
    table.sort(key=lambda told: last_day(told[0]))
    rows = tuple((words.date(on), what, after) for on, what, after in table)
    svg = picture(name, height, title, desc, drawn + axis)
    return Chart(name, title, svg, ("Date", "What", "After it"), rows)

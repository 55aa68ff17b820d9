"""What came of bringing in a file, as people read it, and its problems as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ledger.importing.base import Problem
from ledger.importing.result import Result
from ledger.validation import so_many
from projections.formats.csv import inert

HEADINGS = ("sheet", "row", "column", "value", "problem", "remedy", "refused")
SHOWN = 20
"""Problems that are alike are told once; of what else there is so many are listed."""

_ALIKE = 5
"""Rows with the same problem that are named."""

_SEE_ALL = "See all of them: --problems FILE.csv, or --format json"


def problems_csv(problems: Iterable[Problem]) -> bytes:
    """A line for each problem, in UTF-8, with nothing in it that a spreadsheet would calculate."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for one in problems:
        sheet, column, value, problem, remedy = map(
            inert, (one.sheet, one.column, one.value, one.problem, one.remedy)
        )
        writer.writerow((sheet, one.row, column, value, problem, remedy, "yes" if one.refused else "no"))
    return out.getvalue().encode("utf-8", "backslashreplace")


class Line(NamedTuple):
    """One line for people; ``level`` is how far it stands in."""

    text: str
    level: int = 0


def lines(result: Result, *, compared: bool = False) -> Iterator[Line]:
    """What is told, from the whole to the parts."""
    if not compared:
        yield Line(_in_short(result))
        if result.recorded:
            yield from _made(result)
    if result.new and (compared or result.already):
        yield Line(f"New: {_few(result.new)}")
    yield from _changed(result)
    if result.gone:
        yield Line(
            f"No longer in the file: {_few(result.gone)}. That withdraws nothing; if one was withdrawn: "
            "scrutiny recommendation withdraw REF NUMBER"
        )
    for refused, heading in ((True, "cannot be taken"), (False, "worth knowing")):
        yield from _problems([one for one in result.problems if one.refused is refused], heading)


def _in_short(result: Result) -> str:
    rows = so_many(result.rows, "row")
    if result.dry_run:
        begins = f"{rows}: {result.recorded:,} can be recorded"
    else:
        begins = f"{rows}: {result.recorded:,} recorded"
    said = f"{begins}, {result.already:,} known already, {result.refused:,} refused."
    if result.dry_run:
        said += " Nothing was recorded: this was a dry run."
    elif result.refused and not result.partial:
        said += " Nothing was recorded; --partial records what can be taken."
    return said


def _made(result: Result) -> Iterator[Line]:
    counts, adds = result.counts, result.adds
    parts = [
        so_many(counts.recommendations, "new recommendation"),
        so_many(counts.judgements, "judgement"),
        so_many(counts.answers, "answer"),
    ]
    yield Line(", ".join(parts) + ".")
    opens, added = ("Would open", "Would add") if result.dry_run else ("Opened", "Added")
    if adds.inspections:
        opened = [
            one.inspection if one.title == one.inspection else f"{one.inspection} ({one.title})"
            for one in adds.inspections
        ]
        yield Line(f"{opens} {so_many(len(opened), 'inspection')}: {_few(opened)}")
    if adds.cycles:
        cycles = [f"{one.inspection}/{one.cycle} ({one.on})" for one in adds.cycles]
        yield Line(f"{opens} {so_many(len(cycles), 'cycle')}: {_few(cycles)}")
    for word in adds.words:
        means = f", which means {word.means}" if word.means else ""
        label = "" if word.label == word.word else f" ({word.label})"
        yield Line(f"{added} the {word.vocabulary} word {word.word!r}{label}{means}.")


def _changed(result: Result) -> Iterator[Line]:
    if not result.changed:
        return
    yield Line(f"Changed, {so_many(len(result.changed), 'field')}:")
    for one in result.changed[:SHOWN]:
        before, after = (_short(text or "nothing") for text in (one.before, one.after))
        how = " (accepted)" if one.is_accepted else f" (--accept {one.kind})" if one.kind else ""
        yield Line(f"{one.recommendation} {one.field}: {before} -> {after}{how}", 1)
    if len(result.changed) > SHOWN:
        yield Line(f"… and {len(result.changed) - SHOWN:,} more: --format json", 1)


def _problems(problems: Sequence[Problem], heading: str) -> Iterator[Line]:
    """Each once, with the rows that have it."""
    if not problems:
        return
    alike: dict[tuple[str, str, str, str], list[Problem]] = {}
    for one in problems:
        alike.setdefault((one.sheet, one.column, one.problem, one.remedy), []).append(one)
    rows = {(one.sheet, one.row) for one in problems}
    yield Line(f"{so_many(len(rows), 'row')} {heading}:" if heading != "worth knowing" else "Worth knowing:")
    for (sheet, column, problem, remedy), same in list(alike.items())[:SHOWN]:
        yield Line(f"{_where(sheet, column, same)}: {problem} {remedy}", 1)
    if len(alike) > SHOWN:
        yield Line(f"… and {len(alike) - SHOWN:,} more kinds.", 1)
    if len(alike) > SHOWN or any(len(same) > _ALIKE for same in alike.values()):
        yield Line(_SEE_ALL, 1)


def _where(sheet: str, column: str, same: Sequence[Problem]) -> str:
    numbers = list(dict.fromkeys(str(one.row) for one in same if one.row))
    parts = [f"sheet {sheet}"] if sheet else []
    if numbers:
        more = f" and {len(numbers) - _ALIKE:,} more" if len(numbers) > _ALIKE else ""
        rows = ", ".join(numbers[:_ALIKE])
        parts.append(f"{'row' if len(numbers) == 1 else 'rows'} {rows}{more}")
    parts += [column] if column else []
    values = list(dict.fromkeys(_short(one.value) for one in same if one.value))
    if values:
        parts.append(", ".join(values[:2]) + (" …" if len(values) > 2 else ""))
    return ", ".join(parts) or "the file"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else f"{text[:57]}…")


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more

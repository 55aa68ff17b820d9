"""Whatever stands in a table, every row of it is taken or refused, and what is taken can be recorded."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from events.base import is_day
from ledger import times
from ledger import validation as words
from ledger.errors import BadInput
from ledger.importing.base import SourceRow
from ledger.importing.headings import NAMES
from ledger.importing.mapping import read_mapping
from ledger.importing.proposal import propose
from ledger.importing.rows import rows_of
from ledger.policies import STATUSES
from ledger.tables.base import Cell
from ledger.tables.flags import FLAGS
from tests.hostile import TEXTS
from tests.ledger.importing.by_hand import SEEN, Written, cell, mapping, sheet, tables
from tests.sampling import examples

VALUES = st.one_of(
    st.sampled_from(
        (
            *(
                "",
                "",
                "-",
                "1",
                "2/12",
                "Do this at once.",
                "Police",
                "Police; Fire",
                "A\nB",
                "Open",
                "Closed",
            ),
            *(
                "Closed acceptable",
                "Agreed",
                "18/08/2021",
                "03/04/2021",
                "9-Aug",
                "2012",
                "2031-01-01",
                "REF",
            ),
            *("https://example.org/1", "cafÃ©", 3.0, 1e16, True, 2012, date(2021, 8, 18), time(0, 0)),
            *(datetime(2031, 8, 18, 1, 2), *TEXTS.values()),
        )
    ),
    st.text(max_size=12),
    st.floats(allow_nan=False, allow_infinity=False),
)
CELLS = st.builds(
    lambda value, flags: cell(value, *flags),
    VALUES,
    st.just(()) | st.lists(st.sampled_from(sorted(FLAGS)), max_size=2),
)
FIELDS = (
    *("number", "text", "made_to", "inspection", "cycle", "kind", "status", "made_on", "judged_on", "due"),
    *("answer", "answer_text", "priority", "topic", "source"),
)
FINE: tuple[Written, ...] = (
    *("7", "Do this at once.", "Police", "FIRE", "2021", "", "Open", "2012", "", "2031"),
    *("accepted", "We will.", "High", "Custody", ""),
)


def altered(others: dict[int, Cell]) -> list[Cell]:
    """A row that is fine, with other cells in some places, and perhaps cut or longer."""
    return [others.get(at, cell(FINE[at] if at < len(FINE) else "")) for at in range(len(FIELDS) + 1)]


ROWS = st.lists(
    st.lists(CELLS, min_size=0, max_size=len(FIELDS) + 1)
    | st.dictionaries(st.integers(0, len(FIELDS)), CELLS, max_size=4).map(altered),
    max_size=8,
)
MORE = st.sampled_from(
    (
        "",
        '[file]\ndates = "day-first"',
        '[split]\nmade_to = ";"\ntopic = "\\n"',
        '[fill]\ndown = ["inspection", "made_on"]',
        '[status]\nOpen = "open"\nClosed = "closed/superseded"\n"-" = "open"',
    )
)


def check(row: SourceRow) -> None:
    """What is taken is just as recording would have it."""
    assert words.ref(row.inspection, "inspection") == row.inspection
    assert words.number(row.number) == row.number
    assert words.prose(row.text, "text") == row.text
    assert row.made_to
    assert all(words.body(body) == body for body in row.made_to)
    assert words.cycle(row.cycle) == row.cycle
    for word in (row.kind, row.answer, row.priority, *row.topics):
        assert word is None or words.line(word, "word") == word
    assert row.answer_text is None or words.prose(row.answer_text, "text") == row.answer_text
    assert row.source is None or words.is_address(row.source)
    assert row.status is None or row.status.status in STATUSES
    assert all(day is None or is_day(day) for day in (row.made_on, row.judged_on, row.due))
    assert all(day is None or times.first_day(day) <= SEEN for day in (row.made_on, row.judged_on))


@given(ROWS, MORE, st.sampled_from(("csv", "xlsx")))
@examples(300)
def test_every_row_is_taken_or_refused(body: list[list[Cell]], more: str, kind: str) -> None:
    columns = "\n".join(f'{field} = "{field}"' for field in FIELDS)
    said = mapping(f"[columns]\n{columns}\n{more}")
    found = tables(sheet(FIELDS, *body), kind=kind)
    rows, problems = rows_of(found, said, SEEN)
    assert rows_of(found, said, SEEN) == (rows, problems)
    taken = [row.row for row in rows]
    refused = {problem.row for problem in problems if problem.refused}
    assert len(set(taken)) == len(taken)
    assert not refused & set(taken)
    rest = {
        number
        for number, cells in found.sheets[0].rows
        if number > 1
        and any(one.text.strip() for one in cells)
        and number not in refused
        and number not in taken
    }
    # A row that says no more than what is filled down is the heading of a block, and no row of the register.
    for number in rest:
        cells = dict(found.sheets[0].rows)[number]
        alone = {
            FIELDS[at] if at < len(FIELDS) else "" for at, one in enumerate(cells) if one.text.strip(" -\n")
        }
        assert alone <= ({"inspection", "made_on"} if "fill" in more else set()) or _only_dashes(cells)
    for problem in problems:
        assert problem.problem.endswith((".", "?"))
        assert problem.remedy
    for row in rows:
        check(row)


def _only_dashes(cells: Sequence[Cell]) -> bool:
    return all(not one.text.strip(" -\t\r\n") for one in cells)


HEADINGS = st.lists(
    st.sampled_from([name for names in NAMES.values() for name in names] + ["Email", "Contact", "x", ""])
    | st.text(max_size=8),
    min_size=1,
    max_size=9,
)


@given(HEADINGS, st.lists(st.lists(CELLS, max_size=9), max_size=12))
@examples(300)
def test_whatever_is_proposed_is_toml_and_names_headings_that_are_there(
    headings: list[Written], body: list[list[Cell]]
) -> None:
    found = tables(sheet(headings, *body))
    try:
        text = propose(found)
    except BadInput as error:
        assert error.remedy
        return
    assert propose(found) == text
    there = {one.text for _, cells in found.sheets[0].rows for one in cells}
    assert set(tomllib.loads(text)["columns"].values()) <= there
    try:
        said = read_mapping(text.encode())
    except BadInput:
        # Something has to be decided first, and a line asks for it.
        assert "…" in text
        return
    rows, _ = rows_of(found, said, SEEN)
    for row in rows:
        check(row)

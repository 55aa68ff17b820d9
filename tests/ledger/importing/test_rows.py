"""What rows say by a mapping, and why others cannot be taken."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from events.vocabulary import VocabularyWordAdded
from ledger.errors import BadInput
from ledger.importing.base import Status
from ledger.importing.rows import rows_of
from ledger.state.vocabulary import Vocabulary
from ledger.tables.base import Cell
from tests.ledger.importing.by_hand import (
    COLUMNS,
    SEEN,
    Written,
    cell,
    mapping,
    read,
    refused,
    sheet,
    tables,
    told,
)

HEADINGS = ("No", "Recommendation", "Body")


def whole(field: str, heading: str, more: str = "") -> str:
    """The mapping with one more column."""
    return COLUMNS.replace("[columns]", f'[columns]\n{field} = "{heading}"') + more


def one(field: str, value: Written, more: str = "") -> object:
    """What one more cell says, or the problem."""
    rows, problems = read((*HEADINGS, "More"), (1, "Do.", "Police", value), by=whole(field, "More", more))
    if rows:
        assert refused(problems) == []
        return getattr(rows[0], {"topic": "topics"}.get(field, field))
    (problem,) = [problem for problem in problems if problem.refused]
    assert (problem.sheet, problem.row, problem.column) == ("Register", 2, "More")
    assert problem.problem.endswith((".", "?"))
    assert problem.remedy
    return f"{problem.problem} {problem.remedy}"


def test_a_row_is_read() -> None:
    rows, problems = read(HEADINGS, (3.0, " Do it.\r\nSoon. ", "Police Scotland"))
    (row,) = rows
    assert (row.row, row.inspection, row.number, row.text) == (2, "FIRE", "3", "Do it.\nSoon.")
    assert (row.made_to, row.cycle, row.kind) == (("Police Scotland",), "imported", "recommendation")
    assert (row.status, row.made_on, row.topics) == (None, None, ())
    assert [(problem.row, problem.refused) for problem in problems] == [(0, False)]


@pytest.mark.parametrize(
    ("written", "number"),
    [(3.0, "3"), (3, "3"), (1.5, "1.5"), ("012/21", "012/21"), (Cell(7.0, "007"), "007"), (" AFD1 ", "AFD1")],
)
def test_numbers_are_those_that_people_see(written: Written, number: str) -> None:
    rows, _ = read(HEADINGS, (written, "Do.", "Police"))
    assert rows[0].number == number


@pytest.mark.parametrize(
    "written",
    [
        date(2024, 2, 1),
        "1-Feb",
        "Feb-24",
        cell(1e16, "digits-lost"),
        cell(7.0, "unknown-format"),
        Cell(None, "#REF!", ("error",)),
        Cell(None, "", ("formula-without-value",)),
        cell(0.0, "formula-zero"),
        "see below!",
    ],
)
def test_a_number_that_may_be_another_is_refused(written: Written) -> None:
    rows, problems = read(HEADINGS, (written, "Do.", "Police"), (2, "Do too.", "Police"))
    assert [row.number for row in rows] == ["2"]
    assert refused(problems) == [(2, "No", cell(written).text)]


@pytest.mark.parametrize("note", ["Roads", "* as told by the police", "9"])
def test_one_value_that_is_merged_over_a_row_is_no_recommendation(note: str) -> None:
    over = cell(note, "merged")
    rows, problems = read(
        HEADINGS, (note, over, over), (1, "Do.", "Police"), (cell(2), "Do too.", cell("Police", "merged"))
    )
    assert [row.number for row in rows] == ["1", "2"]
    assert refused(problems) == [(2, "", note)]
    assert not [problem for problem in problems if "merged" in problem.problem]


def test_a_value_that_is_merged_over_two_columns_is_told() -> None:
    rows, problems = read(HEADINGS, (1, "Do.", cell("Do.", "merged")), (2, "Do.", cell("Police", "merged")))
    assert [row.made_to for row in rows] == [("Do.",), ("Police",)]
    assert told(problems) == [(2, "Body", "Do.")]


def test_the_number_inside_of_another_column() -> None:
    by = COLUMNS.replace('number = "No"\n', "") + "[number]\nfrom = '{}'\npattern = '^Recommendation (\\w+):'"
    for column in ("text", "recommendation"):
        rows, problems = read(
            ("Recommendation", "Body"),
            ("Recommendation A1: Do.", "Police"),
            ("Do without.", "Police"),
            by=by.format(column),
        )
        assert [(row.number, row.text) for row in rows] == [("A1", "Recommendation A1: Do.")]
        assert refused(problems) == [(3, "Recommendation", "Do without.")]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (date(2021, 8, 18), "2021-08-18"),
        (datetime(2021, 8, 18, 17, 20), "2021-08-18"),
        (2012.0, "2012"),
        ("18/08/2021", "2021-08-18"),
        ("27/7/20", "2020-07-27"),
        ("August 2021", "2021-08"),
        ("2024", "2024"),
        ("-", None),
        ("", None),
    ],
)
def test_days(written: Written, day: str | None) -> None:
    assert one("made_on", written) == day


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("03/04/2021", "2021-04-03 or 2021-03-04"),
        ("9-Aug", "year is missing"),
        ("7 April 2021 and 9 April 2021", "more than one"),
        ("17/20/2022", "calendar"),
        ("/2022", "no date"),
        (44426.0, "number and no date"),
        (time(0, 0), "before 1900"),
        (Cell(None, "-5", ("before-1900",)), "before 1900"),
        ("2024-04-05", "after 2024-04-04"),
        (date(2031, 1, 1), "after 2024-04-04"),
    ],
)
def test_days_that_cannot_be_said(written: Written, because: str) -> None:
    assert because in str(one("made_on", written))
    assert because in str(one("judged_on", written))


def test_a_number_in_a_column_of_dates_names_the_day_that_it_may_be() -> None:
    assert "it is 2020-06-18" in str(one("made_on", 44000.0))
    assert "it is" not in str(one("made_on", 1e9))


def test_a_date_among_years_is_nothing_odd() -> None:
    by = whole("made_on", "Year")
    dates = [(1, "Do.", "Police", 2012), (2, "Do.", "Police", cell(date(2013, 1, 2), "made-a-date"))]
    rows, problems = read((*HEADINGS, "Year"), *dates, by=by)
    assert ([row.made_on for row in rows], problems) == (["2012", "2013-01-02"], [])


def test_a_due_date_may_lie_ahead() -> None:
    assert one("due", "31/12/25") == "2025-12-31"
    assert one("due", date(2031, 1, 1)) == "2031-01-01"


def test_an_order_is_said_by_the_mapping() -> None:
    assert one("made_on", "03/04/2021", '[file]\ndates = "day-first"') == "2021-04-03"
    assert one("made_on", "03/04/2021", '[file]\ndates = "month-first"') == "2021-03-04"
    assert "day-first" in str(one("made_on", "08/18/2021", '[file]\ndates = "day-first"'))


def test_a_month_that_may_be_a_year_names_how_to_say_that_it_is_one() -> None:
    assert 'dates = "iso"' in str(one("made_on", "2011-12"))
    assert one("made_on", "2011-12", '[file]\ndates = "iso"') == "2011-12"
    assert 'dates = "iso"' not in str(one("made_on", "2011-2012"))


def test_a_day_of_making_that_is_empty_is_told() -> None:
    rows, problems = read((*HEADINGS, "Date"), (1, "Do.", "Police", ""), by=whole("made_on", "Date"))
    assert rows[0].made_on is None
    assert [(problem.row, problem.column, problem.refused) for problem in problems] == [(2, "Date", False)]


STATUSES = '[status]\n"Closed acceptable" = "closed/implemented"\nOpen = "open"\n"--" = "open"'


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("closed   ACCEPTABLE", Status("closed", "implemented", "Closed acceptable")),
        ("open", Status("open", None, None)),
        ("Partially met", Status("partially-met", None, None)),
        ("closed/superseded", Status("closed", "superseded", None)),
        ("--", Status("open", None, "--")),
        ("", None),
        ("-", None),
    ],
)
def test_status_words(written: str, status: Status | None) -> None:
    assert one("status", written, STATUSES) == status


def test_a_status_word_that_means_nothing_is_refused() -> None:
    assert '"Done" = "open, partially-met or closed/REASON"' in str(one("status", "Done", STATUSES))
    assert "nothing says why" in str(one("status", "Closed", STATUSES))


def test_words_that_the_ledger_has_are_known() -> None:
    words = Vocabulary()
    words.apply(
        VocabularyWordAdded(vocabulary="status", word="done", label="All done", means="closed/implemented")
    )
    words.apply(VocabularyWordAdded(vocabulary="priority", word="P1", label="Urgent", means=None))
    by = COLUMNS.replace("[columns]", '[columns]\nstatus = "S"\npriority = "P"')
    rows, _ = read((*HEADINGS, "S", "P"), (1, "Do.", "Police", "ALL done", "urgent"), by=by, words=words)
    assert (rows[0].status, rows[0].priority) == (Status("closed", "implemented", "done"), "P1")


def test_other_words_are_those_of_the_table_or_new_ones() -> None:
    table = '[answer]\n"Agreed With" = "Accepted"'
    assert one("answer", "agreed  with", table) == "accepted"
    assert one("answer", "Partly accepted") == "partly-accepted"
    assert one("answer", "consider") == "consider"
    assert one("kind", "Area for development") == "area-for-development"
    assert one("kind", "") == "recommendation"
    assert one("priority", "Very high") == "Very high"


@pytest.mark.parametrize(
    ("written", "separator", "bodies"),
    [
        ("A and B & C, D", ";", ("A and B & C, D",)),
        ("A; B ;; C;", ";", ("A", "B", "C")),
        ("A\r\nB", "\\n", ("A", "B")),
        ("A | a | B", "|", ("A", "B")),
    ],
)
def test_bodies_are_divided_by_the_named_separator_alone(
    written: str, separator: str, bodies: tuple[str, ...]
) -> None:
    rows, _ = read(HEADINGS, (1, "Do.", written), by=COLUMNS + f'[split]\nmade_to = "{separator}"')
    assert rows[0].made_to == bodies


def test_several_bodies_without_a_separator_are_refused_with_it() -> None:
    for written, separator in (("A; B", ";"), ("A\nB", "\\n")):
        _, problems = read(HEADINGS, (1, "Do.", written))
        assert refused(problems) == [(2, "Body", written)]
        assert f'made_to = "{separator}"' in problems[-1].remedy


def test_several_topics() -> None:
    assert one("topic", "A | B", '[split]\ntopic = "|"\n[topic]\nA = "Alpha"') == ("Alpha", "B")


@pytest.mark.parametrize("lacking", [0, 1, 2])
def test_what_every_row_needs(lacking: int) -> None:
    values = [1, "Do.", "Police"]
    values[lacking] = ""
    rows, problems = read((*HEADINGS, "More"), (*values, "x"))
    assert (rows, refused(problems)) == ([], [(2, HEADINGS[lacking], "")])


def test_headings_totals_and_notes_are_refused_once_each() -> None:
    rows, problems = read(
        (*HEADINGS, "Total"),
        ("Chapter one",),
        (1, "Do.", "Police", ""),
        ("", "", "Total", 45),
        ("", " ", ""),
        ("Source: our own count!",),
    )
    assert [row.row for row in rows] == [3]
    assert refused(problems) == [
        (2, "", "Chapter one"),
        (4, "", "Total; 45"),
        (6, "", "Source: our own count!"),
    ]


def test_headings_that_stand_again_are_no_row() -> None:
    rows, problems = read(HEADINGS, (1, "Do.", "Police"), HEADINGS, (2, "Do.", "Police"))
    assert [row.row for row in rows] == [2, 4]
    assert (refused(problems), told(problems)) == ([], [(3, "", "")])


def test_values_are_filled_down_only_if_the_mapping_says_so() -> None:
    by = COLUMNS.replace("[constants]\ninspection", 'inspection = "Review"\n#')
    headings = (*HEADINGS, "Review")
    block = (
        ("", "", "", "ONE"),
        (1, "Do.", "Police", ""),
        (2, "Do.", "Police", ""),
        (1, "Do.", "Fire", "TWO"),
    )
    rows, problems = read(headings, *block, by=by)
    assert ([row.row for row in rows], [row for row, *_ in refused(problems)]) == ([5], [2, 3, 4])
    rows, problems = read(headings, *block, by=by + '[fill]\ndown = ["Review"]')
    assert [(row.row, row.inspection) for row in rows] == [(3, "ONE"), (4, "ONE"), (5, "TWO")]
    assert refused(problems) == []


def test_what_was_filled_down_and_is_refused_names_where_it_stands() -> None:
    by = COLUMNS + '[fill]\ndown = ["Body"]'
    damaged = cell("cafÃ©", "mojibake")
    rows, problems = read(HEADINGS, (1, "Do.", damaged), (2, "Do.", ""), (3, "Do.", "Fire"), by=by)
    assert [row.row for row in rows] == [4]
    assert refused(problems) == [(2, "Body", "cafÃ©"), (3, "Body", "cafÃ©")]
    assert "row 2" in next(problem.problem for problem in problems if problem.row == 3)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("cafÃ©", "mojibake"),
        ("a\x07b", "control"),
        ("a\u202eb", "bidi"),
        ("a\ufffdb", "replacement"),
        ("#REF!", "error"),
        ("a\u200bb", ""),
    ],
)
def test_damage_is_never_recorded(text: str, flag: str) -> None:
    rows, problems = read(HEADINGS, (1, cell(text, *[flag] if flag else []), "Police"))
    assert (rows, refused(problems)) == ([], [(2, "Recommendation", text)])
    assert ("Byte for byte it was: café" in problems[-1].remedy) == (flag == "mojibake")


@pytest.mark.parametrize("flag", ["x000d", "escaped", "cut-off", "struck-out", "nested-table", "digits-lost"])
def test_what_can_be_read_is_taken_and_told(flag: str) -> None:
    rows, problems = read(HEADINGS, (1, cell("Do.", flag), "Police"))
    assert [row.text for row in rows] == ["Do."]
    assert told(problems) == [(2, "Recommendation", "Do.")]


def test_line_ends_of_every_kind_are_line_ends() -> None:
    by = COLUMNS + '[split]\nmade_to = "\\n"'
    rows, _ = read(HEADINGS, (1, cell("One.\rTwo.\r\nThree.", "x000d"), "Police\rFire"), by=by)
    assert (rows[0].text, rows[0].made_to) == ("One.\nTwo.\nThree.", ("Police", "Fire"))


def test_formulas_that_were_never_calculated_are_never_taken_for_nothing() -> None:
    formula = Cell(None, "", ("formula-without-value",))
    rows, problems = read(HEADINGS, (formula, formula, formula), (1, "Do.", "Police"), (2, "Do.", formula))
    assert [row.row for row in rows] == [3]
    assert [(row, column) for row, column, _ in refused(problems)] == [
        *((2, name) for name in HEADINGS),
        (4, "Body"),
    ]
    rows, problems = read(
        HEADINGS,
        (1, "Do.", "Police"),
        (2, "Do.", formula),
        (3, "Do.", ""),
        by=COLUMNS + '[fill]\ndown = ["Body"]',
    )
    assert [row.row for row in rows] == [2]
    assert [row for row, *_ in refused(problems)] == [3, 4]
    rows, problems = read((*HEADINGS, "Help"), (1, "Do.", "Police", ""), ("", "", "", formula))
    assert ([row.row for row in rows], refused(problems)) == ([2], [])


def test_damage_in_a_column_that_is_not_mapped_does_not_matter() -> None:
    rows, problems = read((*HEADINGS, "Contact"), (1, "Do.", "Police", cell("Ann\x07", "control")))
    assert (len(rows), told(problems), refused(problems)) == (1, [], [])


def test_hidden_rows_are_told_once_a_stretch_and_struck_rows_once() -> None:
    hidden = [tuple(cell(value, "hidden-row") for value in (number, "Do.", "Police")) for number in (1, 2)]
    struck = tuple(cell(value, "struck-out") for value in (4, "Do.", "Police"))
    rows, problems = read(HEADINGS, *hidden, (3, "Do.", "Police"), struck)
    assert len(rows) == 4
    assert told(problems) == [(2, "", ""), (5, "No, Recommendation, Body", "4")]
    assert "Rows 2 to 3" in next(problem.problem for problem in problems if problem.row == 2)


def test_a_row_of_text_with_more_cells_than_headings_is_refused() -> None:
    rows, problems = read(HEADINGS, (1, "Do this", " and that.", "Police"), kind="csv")
    assert (rows, [row for row, *_ in refused(problems)]) == ([], [2])
    rows, problems = read(HEADINGS, (1, "Do.", "Police", "a remark"), kind="xlsx")
    assert (len(rows), told(problems)) == (1, [(2, "", "a remark")])


def test_headings_are_found_below_a_preamble_and_however_they_are_written() -> None:
    preamble = (("All recommendations",), ("",), ("As of", "May"))
    rows, _ = read(*preamble, (" no", "RECOMMENDATION", "Body"), (1, "Do.", "Police"))
    assert [row.row for row in rows] == [5]


def test_a_heading_that_is_missing_or_there_twice_is_one_problem_of_the_file() -> None:
    _, problems = read(("No", "Text", "Body"), (1, "Do.", "Police"), (2, "Do.", "Police"))
    assert refused(problems) == [(0, '"Recommendation"', "")]
    assert '"No", "Text", "Body"' in problems[0].remedy
    _, problems = read((*HEADINGS, "body", "No", "No"), (1, "Do.", "Police"))
    assert refused(problems) == [(0, "No", "No")]


def test_a_legend_is_no_register() -> None:
    _, problems = read(("Status", "Meaning"), ("Open", "Not done yet"), ("Closed", "Done"))
    (problem,) = problems
    assert "no register" in problem.problem


def test_which_sheet() -> None:
    register = sheet(HEADINGS, (1, "Do.", "Police"), name="All")
    other = sheet(("a",), name="Notes")
    hidden = sheet(("a",), name="Old", visible=False)
    rows, problems = rows_of(tables(register, hidden), mapping(), SEEN)
    assert (len(rows), [problem.sheet for problem in problems if problem.row == 0]) == (1, ["Old", "All"])
    rows, problems = rows_of(tables(register, other), mapping(), SEEN)
    assert (rows, refused(problems)) == ([], [(0, "sheet", "")])
    named = COLUMNS + '[file]\nsheet = "all"'
    assert len(rows_of(tables(register, other), mapping(named), SEEN)[0]) == 1
    assert refused(rows_of(tables(other), mapping(named), SEEN)[1]) == [(0, "sheet", "all")]


def test_what_a_merged_area_reaches_over_is_no_other_heading() -> None:
    headings = ("No", "Recommendation", cell("Recommendation", "merged"), "Body")
    rows, problems = read(
        headings, [cell(one, "merged") for one in ("No", "Recommendation", "x", "Body")], (1, "Do.", "", "A")
    )
    assert [(row.row, row.text, row.made_to) for row in rows] == [(3, "Do.", ("A",))]
    assert (refused(problems), told(problems)) == ([], [(2, "", "")])


def test_a_row_of_headings_that_is_far_down_is_found_if_it_is_named() -> None:
    notes = [("A note",)] * 300
    rows, _ = read(*notes, HEADINGS, (1, "Do.", "Police"), by=COLUMNS + "[file]\nheader = 301")
    assert [row.row for row in rows] == [302]
    _, problems = read(HEADINGS, (1, "Do.", "Police"), by=COLUMNS + "[file]\nheader = 9")
    assert refused(problems) == [(0, "header", "9")]


def test_how_a_file_was_read_is_told_if_that_is_a_guess() -> None:
    guessed = replace(
        tables(sheet(HEADINGS, (1, "Do.", "Police")), encoding="mac_roman", certainty="guessed"),
        notes=("It is no UTF-8.",),
    )
    rows, problems = rows_of(guessed, mapping(), SEEN)
    assert (len(rows), problems[0].problem, problems[0].refused) == (1, "It is no UTF-8.", False)
    assert 'encoding = "mac_roman"' in problems[0].remedy


def test_a_long_value_is_not_told_twice() -> None:
    _, problems = read(("x" * 5, *HEADINGS), ("", "y" * 5000, "Do.", "Police"))
    (problem,) = [problem for problem in problems if problem.refused]
    assert (problem.value, len(problem.problem) < 300) == ("y" * 5000, True)


def test_an_inspection_is_found_by_its_title() -> None:
    by = (
        COLUMNS.replace("[constants]\ninspection", 'inspection = "Review"\n#')
        + '[titles]\nFS = "Fire safety"'
    )
    rows, problems = read(
        (*HEADINGS, "Review"),
        (1, "Do.", "A", "fire  safety"),
        (2, "Do.", "A", "FS"),
        (3, "Do.", "A", "a b"),
        by=by,
    )
    assert [row.inspection for row in rows] == ["FS", "FS"]
    assert 'REF = "a b" in [titles]' in problems[-1].remedy


def test_words_of_an_answer_need_an_answer() -> None:
    by = COLUMNS.replace("[columns]", '[columns]\nanswer = "A"\nanswer_text = "W"')
    rows, problems = read((*HEADINGS, "A", "W"), (1, "Do.", "Police", "", "We will."), by=by)
    assert (rows, refused(problems)) == ([], [(2, "A", "")])
    with pytest.raises(BadInput, match="answer_text"):
        read(HEADINGS, by=whole("answer_text", "No"))


@pytest.mark.parametrize(
    "more",
    [
        '[status]\n"Open" = "closed/implemented"\n"open" = "open"',
        '[answer]\n"Agreed" = "accepted"\n"AGREED " = "noted"',
        '[titles]\nA = "Road audit"\nB = "Road  Audit"',
        '[titles]\nA = "Road audit"\nB = "Road audit"',
    ],
)
def test_one_word_cannot_mean_two_things(more: str) -> None:
    with pytest.raises(BadInput, match="means something else"):
        mapping(COLUMNS + more)


def test_one_word_may_be_said_twice_alike() -> None:
    mapping(COLUMNS + '[status]\n"Open" = "open"\n"OPEN" = "open"')


def test_a_constant_that_cannot_be_is_wrong_usage() -> None:
    with pytest.raises(BadInput, match="made_on in"):
        read(HEADINGS, (1, "Do.", "Police"), by=COLUMNS + 'made_on = "03/04/2021"')


def test_every_row_is_taken_or_refused() -> None:
    body = [(number, "Do." if number % 3 else "", "Police" if number % 5 else "") for number in range(1, 60)]
    rows, problems = read((*HEADINGS, "x"), *[(*row, "x") for row in body])
    taken = {row.row for row in rows}
    not_taken = {row for row, *_ in refused(problems)}
    assert taken & not_taken == set()
    assert taken | not_taken == set(range(2, 61))

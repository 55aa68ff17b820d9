"""A first mapping: what is plain is written, what has to be decided is asked, and nothing is guessed."""

import csv
import io
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.errors import BadInput
from ledger.importing.headings import NAMES, likeness, names_people, plain
from ledger.importing.mapping import FIELDS, check_status, read_mapping
from ledger.importing.meanings import ANSWER, KIND, STATUS
from ledger.importing.proposal import propose
from ledger.importing.rows import rows_of
from ledger.policies import ANSWERS, KINDS
from ledger.tables.base import Tables
from ledger.tables.reading import read_tables
from tests.ledger.importing.by_hand import SEEN, Written, cell, refused, sheet, tables

TRANSPORT: list[Sequence[Written]] = [
    ("Recommendation", "Issued to", "Status", "Year issued", "Sector"),
    (
        "Recommendation 001/12: The operator should fit alarms.",
        "Trains; Union",
        "Closed acceptable",
        "2012",
        "Rail",
    ),
    ("Recommendation 002/12: The operator should train drivers.", "Trains", "Open", "2012", "Rail"),
    (
        "Recommendation 003/13: The authority should review its rules.",
        "Boats",
        "Closed unacceptable",
        "2013",
        "Sea",
    ),
    ("Recommendation 004/14: The authority should publish it.", "Boats", "Closed", "2014", "Sea"),
]
AUDITOR: list[Sequence[Written]] = [
    ("City of Somewhere",),
    ("Open recommendations", "", "as of May"),
    (
        *("Report Title", "Report Date", "Rec. No.", "Recommendation", "Department", "Management Response"),
        *("Agreed?", "Target Date", "Status", "Priority", "Lead officer", "Email"),
    ),
    (
        *("Fleet", "03/14/2019", 1.0, "The Department should list every vehicle.", "Parks & Recreation"),
        *(
            "We will do so by the end of the year.",
            "Agree",
            "12/31/2019",
            "Implemented",
            "High",
            "Ann",
            "a@b.org",
        ),
    ),
    (
        *("Fleet", "04/05/2019", 2.0, "The Department should sell vehicles.", "Works, Parks and Roads"),
        *(
            "We will not do so, as we said before.",
            "Disagree",
            "",
            "Not Implemented",
            "Low",
            "Bob",
            "b@b.org",
        ),
    ),
    ("Total: 2",),
]
NATIONS: list[Sequence[Written]] = [
    ("State under review", "Recommendation", "Recommending State", "Decision", "Session"),
    ("Land A", "100.1 Ratify the convention (Land X);", "Land X", "Supported", "Session 13"),
    ("Land A", "100.2 Consider the protocol (Land Y);", "Land Y", "Noted", "Session 13"),
    ("Land B", "101.1. Ratify the convention (Land X);", "Land X", "Supported/Noted", "Session 14"),
]
BLOCKS: list[Sequence[Written]] = [
    ("Review", "Date made", "No", "Recommendation", "Body"),
    ("Wards at night", date(2020, 5, 1), 1.0, "The trust should lock the doors.", "Trust"),
    ("", "", 2.0, "The trust should open the windows.", "Trust"),
    ("", "", 3.0, "The trust should count its keys.", "Trust"),
    ("Kitchens", date(2020, 6, 1), 1.0, "The trust should clean the floors.", "Trust"),
    ("", "", 2.0, "The trust should throw old food away.", "Trust"),
]


def by_hand(rows: Sequence[Sequence[Written]], **about: Any) -> Tables:  # Any: as of ``tables``
    return tables(sheet(*rows), **about)


def proposed(rows: Sequence[Sequence[Written]]) -> tuple[str, dict[str, Any]]:  # Any: TOML
    text = propose(by_hand(rows))
    assert text == propose(by_hand(rows))
    return text, tomllib.loads(text)


def uncommented(text: str, line: str) -> str:
    """The mapping with a line that somebody decided for."""
    (asked,) = [one for one in text.splitlines() if one.startswith(f"# {line}")]
    return text.replace(asked, line)


def test_a_transport_investigator() -> None:
    text, found = proposed(TRANSPORT)
    assert found["columns"] == {
        "text": "Recommendation",
        "made_to": "Issued to",
        "status": "Status",
        "made_on": "Year issued",
        "topic": "Sector",
    }
    assert found["split"] == {"made_to": ";"}
    assert found["status"] == {
        "Closed acceptable": "closed/implemented",
        "Closed unacceptable": "closed/not-implemented",
        "Open": "open",
    }
    assert '# "Closed" = "closed/…"' in text
    text = uncommented(text, '"Closed" = "closed/…"').replace("closed/…", "closed/superseded")
    rows, problems = rows_of(by_hand(TRANSPORT), read_mapping(text.encode()), SEEN)
    assert [row.number for row in rows] == ["001/12", "002/12", "003/13", "004/14"]
    assert (rows[0].made_to, rows[0].made_on) == (("Trains", "Union"), "2012")
    assert refused(problems) == []


def test_a_city_auditor() -> None:
    text, found = proposed(AUDITOR)
    assert found["file"] == {"header": 3, "dates": "month-first"}
    assert found["columns"] == {
        "number": "Rec. No.",
        "text": "Recommendation",
        "made_to": "Department",
        "inspection": "Report Title",
        "status": "Status",
        "made_on": "Report Date",
        "due": "Target Date",
        "answer": "Agreed?",
        "answer_text": "Management Response",
        "priority": "Priority",
    }
    assert found["answer"] == {"Agree": "accepted", "Disagree": "rejected"}
    assert not found["split"]
    assert '# made_to = ","' in text
    assert 'Nothing is divided at "and"' in text
    assert 'Nothing is divided at "&"' in text
    assert 'may name people: "Lead officer", "Email"' in text
    assert '# "Not Implemented" = "…"' in text
    rows, problems = rows_of(by_hand(AUDITOR), read_mapping(text.encode()), SEEN)
    assert [(row.row, row.inspection, row.made_on) for row in rows] == [(4, "Fleet", "2019-03-14")]
    assert refused(problems) == [(5, "Status", "Not Implemented"), (6, "", "Total: 2")]


def test_the_united_nations() -> None:
    text, found = proposed(NATIONS)
    assert found["columns"] == {
        "text": "Recommendation",
        "made_to": "State under review",
        "answer": "Decision",
    }
    assert found["answer"] == {"Supported": "accepted", "Noted": "noted"}
    assert '# "Supported/Noted" = "…"' in text
    assert '"Session" has what cannot be the ref of a cycle' in text
    rows, problems = rows_of(by_hand(NATIONS), read_mapping(text.encode()), SEEN)
    assert [row.number for row in rows] == ["100.1", "100.2", "101.1"]
    assert refused(problems) == []


def test_blocks_are_asked_about_and_titles_get_refs() -> None:
    text, found = proposed(BLOCKS)
    assert found["titles"] == {"Wards-at-night": "Wards at night"}
    assert not found["fill"]
    asked = 'down = ["Review", "Date made"]'
    rows, problems = rows_of(by_hand(BLOCKS), read_mapping(text.encode()), SEEN)
    assert (len(rows), len(refused(problems))) == (2, 3)
    rows, problems = rows_of(by_hand(BLOCKS), read_mapping(uncommented(text, asked).encode()), SEEN)
    assert [row.inspection for row in rows] == ["Wards-at-night"] * 3 + ["Kitchens"] * 2
    assert refused(problems) == []


def test_titles_that_differ_in_letters_and_blanks_alone_are_one_inspection() -> None:
    rows = [("Review", "No", "Recommendation", "Body"), ("Wards at night", "1", "Do this well.", "Trust")]
    rows += [("WARDS AT NIGHT", "2", "Do that well.", "Trust"), ("Wards  at night", "3", "Do more.", "Trust")]
    text, found = proposed(rows)
    assert found["titles"] == {"Wards-at-night": "Wards at night"}
    taken, _ = rows_of(by_hand(rows), read_mapping(text.encode()), SEEN)
    assert {row.inspection for row in taken} == {"Wards-at-night"}


COLUMNS = ("No", "Recommendation", "Body", "Date")


def dated(*dates: Written) -> str:
    rows = [
        (str(number), f"Do thing {number}, and do it well.", "Police", day)
        for number, day in enumerate(dates)
    ]
    text = propose(by_hand([COLUMNS, *rows]))
    read_mapping(text.encode())
    return text


def test_the_order_of_dates_is_proved_by_a_cell_or_asked() -> None:
    assert 'dates = "day-first"               # "27/7/20"' in dated("01/02/2020", "27/7/20")
    assert 'dates = "month-first"             # "7/27/2020"' in dated("01/02/2020", "7/27/2020")
    either = dated("01/02/2020", "3/4/2020")
    assert "# dates = " in either
    assert '\ndates = "' not in either
    both = dated("27/7/2020", "7/27/2020", "1/2/2020")
    assert '"27/7/2020" says so, and "7/27/2020" says month-first: which is it?' in both
    assert '\ndates = "' not in both
    for plain_dates in (("2020-02-01", "1 May 2020"), (date(2020, 2, 1),), ("2012", "5/5/2020")):
        assert "dates = " not in dated(*plain_dates)


def test_a_month_that_may_be_a_year_is_asked_about() -> None:
    assert '# dates = "iso"' in dated("2010-11", "2011-12")


def test_several_topics_and_their_words() -> None:
    text = propose(
        by_hand(
            [
                ("Ref", "Text", "To", "Themes"),
                *[(f"A{n}", f"Do thing {n} for all.", "A", "X | y") for n in range(4)],
            ]
        )
    )
    assert 'topic = "|"' in text
    assert '# "X" = "X"' in text


def test_line_ends_of_old_programs_divide_too() -> None:
    rows = [("No", "Recommendation", "Body"), ("1", "Do this well and soon.", cell("A\rB", "x000d"))]
    assert 'made_to = "\\n"' in propose(by_hand(rows))


def test_a_word_with_a_question_mark_means_nothing_plain() -> None:
    text, found = proposed(
        [(*COLUMNS[:3], "Status"), ("1", "Do this at once.", "A", "Done?"), ("2", "Do.", "A", "Done")]
    )
    assert found["status"] == {"Done": "closed/implemented"}
    assert '# "Done?" = "…"' in text


def test_what_is_missing_is_asked_for() -> None:
    text = propose(by_hand([("Ref", "Status"), ("1/12", "Open"), ("2/12", "Open")]))
    assert '# text = "…"' in text
    assert '# made_to = "…"' in text
    with pytest.raises(BadInput, match="text"):
        read_mapping(text.encode())


def test_a_heading_that_stands_twice_is_not_chosen() -> None:
    text = propose(
        by_hand([("No", "Recommendation", "Body", "Body"), ("1", "Do this well and soon.", "A", "B")])
    )
    assert '# made_to = "…"' in text


def test_of_a_day_the_heading_alone_tells_which_it_is() -> None:
    text = propose(
        by_hand(
            [("No", "Recommendation", "Body", "Date of completion report"), ("1", "Do.", "A", "2020-02-01")]
        )
    )
    assert '# made_on = "Date of completion report"' in text
    assert '# due = "Date of completion report"' in text
    assert "\nmade_on" not in text


def test_the_number_of_a_report_is_not_that_of_a_recommendation() -> None:
    text = propose(by_hand([("Report number", "Recommendation", "Body"), ("12/1", "Do this well.", "A")]))
    assert 'inspection = "Report number"' in text
    assert "\nnumber" not in text


def test_headings_in_another_language_are_asked_about() -> None:
    rows = [
        ("Nummer", "Empfehlung"),
        ("1", "Die Behörde soll dies und jenes tun."),
        ("2", "Die Behörde soll mehr tun."),
    ]
    text = propose(by_hand(rows))
    assert "No heading of it is known here" in text
    assert 'text = "Empfehlung"' in text
    assert 'number = "Nummer"' in text


def test_a_legend_is_refused_and_left_aside() -> None:
    legend = sheet(("Status", "Meaning"), ("Open", "Not done"), ("Closed", "Done"), name="Legend")
    with pytest.raises(BadInput, match="no register"):
        propose(tables(legend))
    register = sheet(*TRANSPORT)
    text = propose(tables(legend, register, sheet(("Old",), name="2010", visible=False)))
    assert 'sheet = "Register"                # there are also "Legend", "2010" (hidden)' in text


def test_a_register_of_two_columns_is_no_legend() -> None:
    text = propose(
        by_hand([("Recommendation", "Status"), *[(f"Recommendation {n}: do it.", "Open") for n in (1, 2)]])
    )
    assert 'status = "Status"' in text
    text = propose(
        by_hand([("No", "Recommendation"), ("1", "The police should do it."), ("2", "Do it well.")])
    )
    assert 'text = "Recommendation"' in text


def test_hostile_words_stay_inside_of_their_lines() -> None:
    rows = [
        ("No", 'Re"com\nmendation', "Body", "Status"),
        ("1", "Do this well and soon.\n[columns]", "A\x7f", 'x"\n[status]\ny = "open'),
        ("2", "Do that well and soon.", "A", "Open\u2028z"),
    ]
    text, found = proposed(rows)
    assert set(found) <= {"columns", "constants", "status", "split"}
    assert found.get("status", {}) == {}
    assert "\x7f" not in text


@pytest.mark.parametrize(
    ("encoding", "ends", "said"),
    [
        ("utf-8", "\n", None),
        ("utf-16", "\r\n", "utf-16"),
        ("mac_roman", "\r", "mac_roman"),
        ("cp1252", "\r\n", "cp1252"),
    ],
)
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, ends: str, said: str | None) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=ends).writerows(
        [COLUMNS[:3], ("1", "Respect the State’s “own” plan – café, naïve, à la carte.", "Board")]
    )
    path = tmp_path / "register.csv"
    path.write_bytes(written.getvalue().encode(encoding))
    text = propose(read_tables(path))
    assert tomllib.loads(text).get("file", {}).get("encoding") == said
    mapping = read_mapping(text.encode())
    rows, _ = rows_of(read_tables(path, encoding=mapping.encoding), mapping, SEEN)
    assert rows[0].text == "Respect the State’s “own” plan – café, naïve, à la carte."


def test_a_page_saved_from_a_site(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<html><body><table><tr><td>Home</td><td>About</td></tr></table><table>"
        "<tr><th>Report</th><th>Number</th><th>Recommendation</th><th>Made to</th><th>Status</th></tr>"
        "<tr><td rowspan=2>Bridges</td><td>1</td><td><p>Inspect them.</p><p>Tell all.</p></td>"
        "<td><ul><li>Roads</li><li>County</li></ul></td><td>Completed</td></tr>"
        "<tr><td>2</td><td>Close unsafe bridges.</td><td>County</td><td>Ongoing</td></tr>"
        "</table></body></html>"
    )
    found = read_tables(path)
    rows, problems = rows_of(found, read_mapping(propose(found).encode()), SEEN)
    assert [(row.inspection, row.number, row.made_to) for row in rows] == [
        ("Bridges", "1", ("Roads", "County")),
        ("Bridges", "2", ("County",)),
    ]
    assert (rows[0].text, refused(problems)) == ("Inspect them.\nTell all.", [])


def test_a_damaged_cell_is_counted() -> None:
    text = propose(by_hand([COLUMNS[:3], ("1", cell("Do this in the cafÃ©.", "mojibake"), "A")]))
    assert "1 cell may be damaged" in text


def test_headings_as_they_are_written() -> None:
    assert plain("Recommendation_No.") == plain("recommendation  NO") == "recommendation no"
    assert (
        likeness("Recommendation No.", "number") > likeness("No", "number") > likeness("Body", "number") == 0
    )
    assert names_people("Lead Officer (name)")
    assert names_people("Recommendation assigned to")
    assert not names_people("Name of the body")
    assert not names_people("Lead department")


def test_the_lists_of_names_and_words_hold_what_there_is() -> None:
    assert set(NAMES) == set(FIELDS)
    for names in NAMES.values():
        assert len(set(names)) == len(names)
        assert all(plain(name) == name for name in names)
    for word, means in STATUS.items():
        check_status(means, word)
    assert set(ANSWER.values()) == set(ANSWERS)
    assert set(KIND.values()) <= set(KINDS)

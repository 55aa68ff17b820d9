"""Dates known in part, as they are typed, and as data and people read them."""

import csv
import io

import pytest

OPEN = "..2021-03-02"
MADE = {"7": "1850", "8": OPEN, "9": "2021", "10": "0999-05-01"}
MADE_BY = {"7": "1850-12-31", "8": "2021-03-02", "9": "2021-12-31", "10": "0999-05-01"}


@pytest.fixture
def dated(two, done):
    """A ledger in which recommendations were made on days that are known in part."""
    done("inspection open OLD --title Old --as ann")
    done("cycle open OLD C --title C --on ..0900-01-01 --as ann")
    for number, on in MADE.items():
        done(
            f"recommendation make OLD {number} --cycle C --text Do --made-to Council --on {on} --due 2030 "
            "--as ann"
        )
    return two


def test_data_keep_a_date_as_it_was_given_with_what_it_can_be_beside_it(dated, done, ask):
    rows = {row["number"]: row for row in done("register OLD")["rows"]}
    assert {number: row["made_on"] for number, row in rows.items()} == MADE
    assert (rows["8"]["made_on_earliest"], rows["8"]["made_on_latest"]) == (None, "2021-03-02")
    assert (rows["7"]["made_on_earliest"], rows["7"]["made_on_latest"]) == ("1850-01-01", "1850-12-31")
    assert (rows["9"]["due_earliest"], rows["9"]["due_latest"]) == ("2030-01-01", "2030-12-31")
    cells = list(csv.DictReader(io.StringIO(ask("register OLD --format csv").out)))
    assert {row["Number"]: row["Last updated"] for row in cells} == MADE


@pytest.mark.parametrize("format", ["table", "markdown", "html"])
def test_people_read_that_a_date_is_not_known(dated, ask, format):
    assert "not known, by 2021-03-02" in ask(f"register OLD --format {format}").out
    said = ask(f"show OLD 8 --format {format}").out
    assert "not known, by 2021-03-02" in said
    assert OPEN not in said.replace("\\", "")


def test_a_running_year_counts_today_whoever_asks(two, done):
    done("inspection open NOW --title Now --as ann")
    today = done("statistics NOW")["to"]
    year = today[:4]
    done(f"cycle open NOW C --title C --on {year} --as ann")
    done(f"recommendation make NOW 1 --cycle C --text Do --made-to Council --on {year} --as ann")
    rows = [done(f"register NOW {asked}")["rows"] for asked in ("", f"--as-of {today}", f"--as-of {year}")]
    assert rows[0] == rows[1] == rows[2]
    assert len(rows[0]) == 1
    (row, _) = done("statistics NOW")["rows"]
    assert row["closing"] == 1


@pytest.mark.parametrize(
    "line",
    [
        f"register OLD --as-of {OPEN}",
        f"show OLD 8 --as-of {OPEN}",
        f"diff OLD --from {OPEN} --to 2022",
        f"diff OLD --from 2021 --to {OPEN}",
        f"statistics OLD --from {OPEN} --to 2022",
        f"statistics OLD --from 2021 --to {OPEN}",
        f"register OLD --known-at {OPEN}",
        f"trail OLD --as-of {OPEN}",
    ],
)
def test_a_day_that_is_not_known_is_none_to_ask_about(dated, refused, line):
    error = refused(2, "is no day to ask about", line)
    assert "2021-03-02" in error["remedy"]


@pytest.mark.parametrize("on", ["..2021", "2021-13", "21", "..2021-02-30", "01/02/2021"])
def test_what_is_no_date_is_wrong_usage_and_nothing_is_recorded(dated, refused, on):
    for line in (
        f"recommendation make OLD 11 --cycle C --text Do --made-to Council --on {on} --as ann",
        f"recommendation reschedule OLD 9 --due {on} --as ann",
        f"recommendation correct OLD 9 --made-on {on} --why Slip --as ann",
    ):
        refused(2, on, line)


PERIODS = [
    ("2021", "2021", "2021-01-01", "2021-12-31"),
    ("2021-02", "2021-03", "2021-02-01", "2021-03-31"),
    ("2021-02", "2021", "2021-02-01", "2021-12-31"),
    ("0999", "1850", "0999-01-01", "1850-12-31"),
]


@pytest.mark.parametrize(("since", "until", "first", "last"), PERIODS)
def test_a_month_or_a_year_begins_a_period_on_its_first_day_and_ends_it_on_its_last(
    dated, done, since, until, first, last
):
    short, full = (done(f"diff OLD --from {a} --to {b}")["rows"] for a, b in ((since, until), (first, last)))
    assert short == full
    short, full = (done(f"statistics OLD --from {a} --to {b}") for a, b in ((since, until), (first, last)))
    assert short == full
    assert (short["from"], short["to"]) == (first, last)
    assert short["rows"][0]["made"] == sum(first <= MADE_BY[number] <= last for number in MADE)


@pytest.mark.parametrize(
    ("asked", "last"), [("2021-03", "2021-03-31"), ("2021", "2021-12-31"), ("1850", "1850-12-31")]
)
def test_a_month_or_a_year_that_is_asked_about_is_its_last_day(dated, done, asked, last):
    assert done(f"register OLD --as-of {asked}")["rows"] == done(f"register OLD --as-of {last}")["rows"]


def test_what_was_known_from_and_to_a_month_or_a_year_is_what_was_known_at_its_end(dated, done):
    def learned(options):
        return [(row["number"], row["change"]) for row in done(f"diff OLD {options}")["rows"]]

    everything = learned("--known-from 2000-12-31")
    assert len(everything) == len(MADE)
    assert learned("--known-from 2000") == learned("--known-from 2000-12") == everything
    assert learned("--known-from 2000 --known-to 2001") == []
    assert learned("--known-from 2000 --known-to 9999") == everything


def test_a_word_is_corrected_by_the_day_that_it_was_given_as_that_is_written(dated, done):
    for on, due in (("2021", "2031"), ("..2021-03-02", "2032-01"), ("2021-05-03", "2033-01-01")):
        done(f"recommendation reschedule OLD 7 --due {due} --on {on} --as ann")
    done("recommendation correct OLD 7 --due 2040 --of ..2021-03-02 --why Slip --as ann")
    done("recommendation correct OLD 7 --due 2041-02 --of 2021 --why Slip --as ann")
    dates = [(one["due"], one["on"]) for one in done("show OLD 7")["dates"]]
    assert dates == [("2030", "1850"), ("2040", OPEN), ("2033-01-01", "2021-05-03"), ("2041-02", "2021")]
    # The word that held on a day of which none was given.
    done("recommendation correct OLD 7 --due 2042 --of 2021-04 --why Slip --as ann")
    assert [one["due"] for one in done("show OLD 7")["dates"]] == ["2030", "2042", "2033-01-01", "2041-02"]


@pytest.mark.parametrize("judged", ["2021-06", "2021", "..2021-07-01", "2021-06-30"])
def test_a_judgement_is_corrected_to_a_day_that_is_known_in_part(dated, done, judged):
    line = "judgement record OLD 10 --cycle C --status partially-met --rationale R --on 2021-05-01 --as ann"
    done(line)
    done("judgement sign-off OLD J1 --as bob")
    done(f"judgement correct OLD J1 --judged-on {judged} --why Slip --as bob")
    row = next(row for row in done("register OLD")["rows"] if row["number"] == "10")
    assert (row["status"], row["last_updated"]) == ("partially-met", judged)
    (step,) = (row for row in done("diff OLD --from 2021 --to 2021")["rows"] if row["judgement"] == "J1")
    assert step["on"] == judged

"""Calendars, read by a program that nobody here wrote."""

from __future__ import annotations

from datetime import date

import icalendar
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from ledger.decisions.recommendation_corrections import CorrectRecommendation, VoidRecommendation
from ledger.decisions.recommendations import RescheduleRecommendation, WithdrawRecommendation
from ledger.decisions.responses import RecordResponse, SetResponseDue
from projections.inbox.calendar import as_calendar
from projections.inbox.icalendar import Entry, calendar
from projections.inbox.inbox import waiting
from projections.rows import Filters
from tests.sampling import examples

AT = "2022-03-01T09:00:00.000000Z"


def entries(raw):
    """The events of a calendar, as another program reads them: it has to find no fault."""
    read = icalendar.Calendar.from_ical(raw)
    found = read.walk("VEVENT")
    assert [read.errors, *(one.errors for one in found)] == [[]] * (len(found) + 1)
    return found


@pytest.fixture
def written(case):
    """written() -> what a calendar of now has: title, day, status, uid and sequence of each entry."""

    def written(person=None, within="1y", **asked):
        raw, _ = as_calendar(case.ledger, waiting(case.ledger, person, within=within, **asked))
        assert (raw, _) == as_calendar(case.ledger, waiting(case.ledger, person, within=within, **asked))
        return {
            str(one["SUMMARY"]): (
                str(one["DTSTART"].dt),
                str(one["STATUS"]),
                str(one["UID"]),
                one["SEQUENCE"],
            )
            for one in entries(raw)
        }

    return written


# The format

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n,;\\:"é警🚓\u2028'))


@examples(200)
@for_all(TEXTS, TEXTS)
def test_any_text_is_read_back(title, text):
    raw = calendar("C", [Entry("1@x", "2027-03-31", title, text)], AT, 7)
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert raw.count(b"\n") == raw.count(b"\r\n")
    (one,) = entries(raw)
    assert (str(one["SUMMARY"]), str(one["DESCRIPTION"])) == (title, text)


@pytest.mark.parametrize("length", range(60, 90))
def test_no_character_is_cut(length):
    title = "x" * length + "警🚓é" * 30
    raw = calendar("C", [Entry("1@x", "2027-03-31", title, "")], AT, 7)
    for line in raw.split(b"\r\n"):
        line.decode()
    assert str(entries(raw)[0]["SUMMARY"]) == title


@pytest.mark.parametrize("day", ["0001-01-01", "2028-02-29", "2027-12-31", "9999-12-30"])
def test_a_day_is_a_whole_day(day):
    (one,) = entries(calendar("C", [Entry("1@x", day, "T", "")], AT, 7))
    assert one["DTSTART"].dt == date.fromisoformat(day)
    assert (one["DTEND"].dt - one["DTSTART"].dt).days == 1


def test_the_last_day_of_all_has_no_end():
    (one,) = entries(calendar("C", [Entry("1@x", "9999-12-31", "T", "")], AT, 7))
    assert one["DTSTART"].dt == date.max
    assert "DTEND" not in one


def test_a_calendar_without_a_day_is_one_all_the_same():
    raw = calendar("Nothing yet", [], AT, 7)
    assert entries(raw) == []
    read = icalendar.Calendar.from_ical(raw)
    assert (str(read["NAME"]), str(read["METHOD"])) == ("Nothing yet", "PUBLISH")
    assert len(read.subcomponents) == 1


def test_the_reader_does_find_a_fault():
    raw = calendar("C", [Entry("1@x", "2027-03-31", "T", "")], AT, 7)
    with pytest.raises((AssertionError, ValueError)):
        entries(raw.replace(b"20270331", b"20270231"))


# What is in it


def test_each_day_due_is_an_entry_under_a_name_that_stays(case, written):
    case.make("7", due="2022-04-30")
    case.ask(SetResponseDue, number="3", due="2022-03", on="2022-02-01")
    case.submit("2021-09-01")
    before = written()
    assert {title: entry[:2] for title, entry in before.items()} == {
        "Answer to OCSAE/3 is due: Police Scotland": ("2022-03-31", "CONFIRMED"),
        "OCSAE/7 is due: Police Scotland": ("2022-04-30", "CONFIRMED"),
    }
    case.ask(RescheduleRecommendation, number="7", due="2022-06-30", on="2022-03-01")
    case.ask(CorrectRecommendation, number="7", new_number="AFD7", why="A slip.")
    after = written()
    day, status, uid, sequence = after["OCSAE/AFD7 is due: Police Scotland"]
    assert (day, status) == ("2022-06-30", "CONFIRMED")
    assert uid == before["OCSAE/7 is due: Police Scotland"][2]
    assert sequence > before["OCSAE/7 is due: Police Scotland"][3]
    assert len({entry[2] for entry in after.values()}) == 2


def test_what_is_overdue_stands_on_the_day_it_was_due(case, written):
    case.make("7", due="2021-06")
    assert written()["OCSAE/7 is due: Police Scotland"][:2] == ("2021-06-30", "CONFIRMED")


def closed(case):
    case.judged("7", "2022-03-01", status="closed")


def withdrawn(case):
    case.ask(WithdrawRecommendation, number="7", why="W", on="2022-03-01")


def voided(case):
    case.ask(VoidRecommendation, number="7", why="Typed twice.", who="cyd")


@pytest.mark.parametrize("end", [closed, withdrawn, voided])
def test_what_is_done_before_its_day_is_cancelled_under_the_same_name(case, written, end):
    case.make("7", due="2022-04-30")
    case.ask(SetResponseDue, number="7", due="2022-05-31", on="2022-02-01")
    before = {entry[2] for entry in written().values()}
    end(case)
    after = written()
    cancelled = {uid for _, status, uid, _ in after.values() if status == "CANCELLED"}
    # A body owes its answer also to what is closed.
    assert len(cancelled) == (1 if end is closed else 2)
    assert cancelled <= before
    assert "OCSAE/7 is not due any more" in after


def test_an_answer_that_is_given_is_cancelled(case, written):
    case.ask(SetResponseDue, number="3", due="2022-04-30", on="2022-02-01")
    (before,) = written().values()
    case.ask(RecordResponse, number="3", body="Police Scotland", answer="noted", text="T", on="2022-03-01")
    assert written() == {
        "Answer to OCSAE/3 is not due any more": ("2022-04-30", "CANCELLED", before[2], before[3] + 2)
    }


def test_what_was_done_long_ago_is_left_out(case, written):
    case.make("7", due="2021-06-30")
    closed(case)
    assert written() == {}


def test_what_moved_beyond_the_last_day_asked_about_moves_in_the_calendar_too(case, written):
    case.make("7", due="2022-03-15")
    case.make("8", due="2024-01-01")
    case.ask(SetResponseDue, number="3", due="2022-03-20", on="2022-02-01")
    assert len(written(within="30d")) == 2
    case.ask(RescheduleRecommendation, number="7", due="2023-06-30", on="2022-03-01")
    case.ask(SetResponseDue, number="3", due="2023-07-01", on="2022-03-01")
    assert sorted(entry[0] for entry in written(within="30d").values()) == ["2023-06-30", "2023-07-01"]


def test_it_is_of_whoever_and_whatever_is_asked_for(case, written):
    case.make("7", "A", "B", due="2022-04-30")
    assert len(written("ann")) == len(written(filters=Filters(made_to="B"))) == 1
    assert written("bob") == written(inspection="OCSAE", filters=Filters(made_to="NCA")) == {}
    case.judged("7", "2022-03-01", status="closed")
    assert list(written("ann")) == ["OCSAE/7 is not due any more"]
    assert written("bob") == {}


def test_two_ledgers_have_entries_of_different_names(case, written, tmp_path):
    case.make("7", due="2022-04-30")
    found = waiting(case.ledger, within="1y")
    found.settings.origin = "another.example/ledger"
    (one,) = entries(as_calendar(case.ledger, found)[0])
    found.settings.origin = "scrutiny-ledger.invalid/first"
    (other,) = entries(as_calendar(case.ledger, found)[0])
    assert str(one["UID"]) != str(other["UID"])

"""Calendars, read by a program that nobody here wrote."""

from __future__ import annotations

from datetime import date
from unittest.mock import ANY

import icalendar
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from ledger.decisions.cycles import OpenCycle
from ledger.decisions.imports import ImportFile, ImportRow, Judged
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.judgements import RecordJudgement, SignOffJudgement
from ledger.decisions.recommendation_corrections import CorrectRecommendation, VoidRecommendation
from ledger.decisions.recommendations import (
    MakeRecommendation,
    RescheduleRecommendation,
    WithdrawRecommendation,
)
from ledger.decisions.responses import RecordResponse, SetResponseDue
from projections.inbox.calendar import as_calendar
from projections.inbox.icalendar import Entry, calendar
from projections.inbox.inbox import waiting
from projections.rows import Filters
from tests.projections.conftest import Case
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
    assert "OCSAE/7 is not due any more: Police Scotland" in after


def test_an_answer_that_is_given_is_cancelled(case, written):
    case.ask(SetResponseDue, number="3", due="2022-04-30", on="2022-02-01")
    (before,) = written().values()
    case.ask(RecordResponse, number="3", body="Police Scotland", answer="noted", text="T", on="2022-03-01")
    assert written() == {
        "Answer to OCSAE/3 is not due any more: Police Scotland": (
            "2022-04-30",
            "CANCELLED",
            before[2],
            before[3] + 2,
        )
    }


def test_what_was_done_long_ago_is_left_out(case, written):
    case.make("7", due="2021-06-30")
    closed(case)
    assert written() == {}


@pytest.fixture
def imported(case):
    """IN/1 came in closed, IN/2 open; both are due on 2022-04-30."""
    row = {"inspection": "IN", "file": "I1", "sheet": "S"}
    made = {"inspection": "IN", "cycle": "c", "made_to": ("A",), "due": "2022-04-30", "on": "2020"}
    judged = Judged(status="closed", reason="implemented", cycle="c", on="2020-05-01")

    def rows():
        for at, number in enumerate("12", 2):
            rec = MakeRecommendation(**made, number=number, text="T.")
            yield ImportRow(**row, number=number, row=at, made=rec, judged=judged if number == "1" else None)

    case.ledger.ask(
        ImportFile(digest="d" * 64, mapping="e" * 64, name="r.csv", seen_on="2020-05-01"),
        OpenInspection(inspection="IN", title="T"),
        OpenCycle(inspection="IN", cycle="c", title="T", on="..2020-05-01"),
        *rows(),
        by="ann",
    )
    return case


def test_what_came_in_closed_never_was_in_a_calendar(imported, written):
    assert written() == {"IN/2 is due: A": ("2022-04-30", "CONFIRMED", ANY, ANY)}


@pytest.mark.parametrize("end", [closed, withdrawn, voided])
def test_what_came_in_open_and_is_done_is_cancelled(imported, written, end):
    def ask(decision, /, who="ann", **fields):
        return Case.ask(imported, decision, who, **{**fields, "inspection": "IN", "number": "2"})

    imported.ask = ask
    if end is closed:
        asked = {"cycle": "c", "status": "closed", "reason": "implemented", "rationale": "R"}
        (judged,) = imported.ledger.ask(
            RecordJudgement(inspection="IN", number="2", **asked, on="2022-03-01"), by="ann"
        )
        imported.ledger.ask(SignOffJudgement(inspection="IN", judgement=judged.ref), by="bob")
    else:
        end(imported)
    assert list(written().values()) == [("2022-04-30", "CANCELLED", ANY, ANY)]


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
    assert list(written("ann")) == ["OCSAE/7 is not due any more: A and B"]
    assert written("bob") == {}


def test_of_one_body_it_is_cancelled_once_its_share_is_closed(case, written):
    case.make("7", "A", "B", due="2022-04-30")
    (before,) = written(filters=Filters(made_to="B")).values()
    case.judged("7", "2022-03-01", status="closed", made_to="B")
    ((day, status, uid, _),) = written(filters=Filters(made_to="B")).values()
    assert (day, status, uid) == ("2022-04-30", "CANCELLED", before[2])
    assert list(written()) == ["OCSAE/7 is due: A"]
    assert list(written(filters=Filters(made_to="A"))) == ["OCSAE/7 is due: A"]


def test_two_ledgers_have_entries_of_different_names(case, written, tmp_path):
    case.make("7", due="2022-04-30")
    found = waiting(case.ledger, within="1y")
    found.settings.origin = "another.example/ledger"
    (one,) = entries(as_calendar(case.ledger, found)[0])
    found.settings.origin = "scrutiny-ledger.invalid/first"
    (other,) = entries(as_calendar(case.ledger, found)[0])
    assert str(one["UID"]) != str(other["UID"])

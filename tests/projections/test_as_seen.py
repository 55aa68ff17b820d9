"""What the source of an imported file said by then: known before the ledger was told, and told apart."""

from __future__ import annotations

import pytest

from events.base import Day, Instant
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.imports import Answered, ImportFile, ImportRow, Judged
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import CorrectClock
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import MakeRecommendation
from ledger.decisions.vocabulary import AddWord
from ledger.errors import NotFound
from projections.as_seen import AsSeen, as_seen
from projections.base import TimeFilter
from projections.diff import diff_days, diff_instants
from projections.finding.base import Question, listed
from projections.finding.index import noun
from projections.register import read_register, register
from projections.rows import as_row
from projections.show import show
from projections.statistics.counting import Asked
from projections.statistics.view import statistics
from projections.trail import trail
from projections.why import why
from tests.model.lives import ZONE, live
from tests.model.naive import as_heard, next_day
from tests.sampling import sample

TAIC = {"inspection": "TAIC"}
ROW = {**TAIC, "file": "I1", "sheet": "Register"}
BEFORE, SEEN, LATER = (Instant(f"2020-0{day}T12:00:00.000000Z") for day in ("5-01", "5-02", "6-01"))
"""The file was as it is at the end of 1 May 2020; it is brought in on 1 March 2022."""


def brought_in(ledger, *more, file="I1", seen_on="2020-05-01"):
    """Two rows: of the first the year alone is known."""
    row = {**ROW, "file": file}
    made = {**TAIC, "cycle": "imported", "made_to": ("KiwiRail", "CAA")}
    closed = {"status": "closed", "reason": "implemented", "cycle": "imported"}
    return ledger.ask(
        ImportFile(digest="d" * 64, mapping="e" * 64, name="register.csv", seen_on=seen_on),
        AddWord(vocabulary="status", word="Shut", label="Shut", means="closed/implemented"),
        OpenInspection(**TAIC, title="Accidents"),
        OpenCycle(**TAIC, cycle="imported", title="Imported", on="..2020-05-01"),
        ImportRow(
            **row,
            number="1",
            row=2,
            made=MakeRecommendation(**made, number="1", text="Do 1.", on="2020"),
            judged=Judged(**closed, word="Shut", on="2020"),
        ),
        ImportRow(
            **row,
            number="2",
            row=3,
            made=MakeRecommendation(**made, number="2", text="Do 2.", on="2019-03-04"),
            answers=(Answered(body="CAA", answer="accepted", text="Yes.", on="2019-06-01"),),
        ),
        *more,
        by="ann",
    )


@pytest.fixture
def imported(ledger):
    brought_in(ledger)
    return ledger


def known(at, as_of=None):
    return TimeFilter(as_of and Day(as_of), at)


def test_a_row_is_the_sources_word_from_the_end_of_the_day_on_which_it_was_seen(imported):
    midnight = Instant("2020-05-01T22:59:59.999999Z")  # in London
    assert register(imported, time_filter=known(Instant("2020-05-01T22:59:59.999998Z"))).items == []
    for at in (midnight, SEEN, LATER):
        view = register(imported, time_filter=known(at))
        assert [row["number"] for row in view.items] == ["1", "2"]
        assert view.head["as_seen"] == ["TAIC/1", "TAIC/2"]
        assert "As the source's word: 2 recommendations" in view.closing
        assert "2020-05-01" in view.closing
    told = register(imported)
    assert [dict(row) for row in view.items] == [dict(row) for row in told.items]
    assert ("as_seen" in told.head, "source" in told.closing) == (False, False)
    now = register(imported, time_filter=known(imported.last().recorded_at))
    assert (now.head["as_seen"], now.items) == ([], told.items)


def test_each_reading_tells_the_sources_word_apart(imported):
    page = show(imported, "TAIC", "1", time_filter=known(LATER))
    assert page.head["as_seen"] == ["TAIC/1"]
    assert (page.head["status"], page.head["word"]) == ("closed", "Shut")
    assert page.closing
    # When the ledger was told of it stays what it was.
    assert {item["recorded_at"] > "2022" for item in page.items} == {True}
    causes = why(imported, "TAIC", "2", time_filter=known(LATER))
    assert causes.head["as_seen"] == ["TAIC/2"]
    assert {item["recorded_on"] for item in causes.items} == {"2022-03-01"}
    figures = statistics(imported, asked=Asked(known_at=LATER))
    assert figures.head["as_seen"] == ["TAIC/1", "TAIC/2"]
    assert figures.head["last_seen"] == {"count": 2, "latest": "2020-05-01"}
    changes = diff_days(imported, None, Day("2019-01-01"), Day("2020-12-31"), known_at=LATER)
    assert changes.head["as_seen"] == ["TAIC/1", "TAIC/2"]
    assert changes.closing.endswith("This ledger was told later.")
    for view in (show(imported, "TAIC", "1"), why(imported, "TAIC", "1"), statistics(imported)):
        assert "as_seen" not in view.head
        assert "source's word" not in view.closing


def test_what_the_year_of_a_fact_leaves_open_had_come_by_the_day_on_which_it_was_seen(imported):
    rows = register(imported, time_filter=known(LATER, "2020-06-01")).items
    assert [(row["number"], row["status"]) for row in rows] == [("1", "closed"), ("2", "open")]
    figures = statistics(imported, asked=Asked(known_at=LATER))
    assert figures.head["by_status"] == {"open": 1, "partially-met": 0, "closed": 1}


def test_what_is_about_the_ledgers_own_knowing_does_without(imported):
    assert list(trail(imported, time_filter=known(LATER)).items) == []
    learned = diff_instants(imported, None, LATER, None)
    assert {row["number"] for row in learned.items} == {"1", "2"}
    assert list(diff_instants(imported, None, BEFORE, LATER).items) == []
    with pytest.raises(NotFound):
        show(imported, "TAIC", "1", time_filter=known(BEFORE))


def test_a_ledger_without_files_and_a_time_when_all_was_told_are_read_as_they_are(ledger, case):
    assert as_seen(ledger, LATER) is ledger
    brought_in(ledger)
    assert as_seen(ledger, None) is as_seen(ledger, BEFORE) is ledger
    assert as_seen(ledger, ledger.last().recorded_at) is ledger
    assert isinstance(as_seen(ledger, SEEN), AsSeen)


def test_only_the_rows_that_a_source_is_heard_on_are_its_word(ledger, case):
    case.make("9")
    told = ledger.last().recorded_at
    ledger.clock.set("2022-05-01T09:00:00+00:00")
    judged = Judged(status="partially-met", cycle="2020", on="2021-01-01")
    ledger.ask(
        ImportFile(digest="d" * 64, mapping="e" * 64, name="register.csv", seen_on="2021-06-01"),
        ImportRow(inspection="OCSAE", file="I1", sheet="S", row=7, number="9", judged=judged),
        by="ann",
    )
    view = register(ledger, time_filter=known(told))
    assert [(row["number"], row["status"]) for row in view.items][-1] == ("9", "partially-met")
    assert view.head["as_seen"] == ["OCSAE/9"]
    # Before the ledger knew of it, there is nothing that the source could have been speaking of.
    before = known(Instant("2021-07-01T12:00:00.000000Z"))
    assert register(ledger, time_filter=before).items == []


def test_a_source_says_nothing_of_what_had_given_up_the_number_that_another_has_since(ledger, case):
    def imported(number, **judged):
        return ImportRow(
            inspection="OCSAE",
            file="I1",
            sheet="S",
            row=7,
            number=number,
            judged=Judged(cycle="2020", **judged),
        )

    case.make("8")
    case.make("9")
    numbers = ledger.last().recorded_at
    ledger.clock.set("2021-07-01T09:00:00+00:00")
    put_right = CorrectRecommendation(inspection="OCSAE", number="9", new_number="19", why="A slip.")
    ledger.ask(put_right, by="ann")
    nobodys = ledger.last().recorded_at
    ledger.clock.set("2022-05-01T09:00:00+00:00")
    case.make("9")
    ledger.ask(
        ImportFile(digest="d" * 64, mapping="e" * 64, name="register.csv", seen_on="2020-01-01"),
        imported("9", status="partially-met", on="2021-01-01"),
        by="ann",
    )

    def rows(at):
        view = register(ledger, time_filter=known(at))
        there = {row["number"]: row["status"] for row in view.items}
        return {number: there.get(number) for number in ("8", "9", "19")}, view.head["as_seen"]

    # While the first bore the number, the source spoke of it; when nobody did, of nobody.
    assert rows(numbers) == ({"8": "open", "9": "partially-met", "19": None}, ["OCSAE/9"])
    assert rows(nobodys) == ({"8": "open", "9": None, "19": "open"}, [])
    assert rows(ledger.last().recorded_at) == ({"8": "open", "9": "partially-met", "19": "open"}, [])


def test_of_two_files_each_is_heard_from_its_own_day(ledger):
    brought_in(ledger)
    ledger.clock.set("2022-05-01T09:00:00+00:00")
    judged = Judged(status="partially-met", cycle="imported", on="2019-12-01")
    ledger.ask(
        ImportFile(digest="f" * 64, mapping="e" * 64, name="later.csv", seen_on="2020-08-01"),
        ImportRow(**{**ROW, "file": "I2"}, row=3, number="2", judged=judged),
        by="ann",
    )

    def at(instant):
        view = register(ledger, time_filter=known(Instant(instant)))
        return view.items[1]["status"], view.items[1]["seen_on"], view.head["as_seen"]

    both = ["TAIC/1", "TAIC/2"]
    assert at("2020-07-01T12:00:00.000000Z") == ("open", "2020-05-01", both)
    assert at("2020-08-02T12:00:00.000000Z") == ("partially-met", "2020-08-01", both)
    # The first file had been brought in by then, the second had not.
    assert at("2022-04-01T12:00:00.000000Z") == ("partially-met", "2020-08-01", ["TAIC/2"])
    assert at("2022-06-01T12:00:00.000000Z") == ("partially-met", "2020-08-01", [])


def test_a_clock_that_ran_ahead_when_it_was_brought_in_is_no_matter(ledger):
    ledger.clock.set("2030-01-01T09:00:00+00:00")
    first = brought_in(ledger)[0].events[0].position
    last = ledger.last().position
    ledger.clock.set("2022-03-02T09:00:00+00:00")
    ledger.ask(CorrectClock(first=first, last=last, why="It ran ahead."), by="ada")
    view = register(ledger, time_filter=known(LATER))
    assert view.head["as_seen"] == ["TAIC/1", "TAIC/2"]
    assert view.items[0]["word"] == "Shut"
    assert show(ledger, "TAIC", "1", time_filter=known(LATER)).head["as_seen"] == ["TAIC/1"]
    told = register(ledger, time_filter=known(Instant("2022-03-03T12:00:00.000000Z")))
    assert (told.head["as_seen"], told.head["totals"]["total"]) == ([], 2)


# Every history


class Heard:
    """A ledger to be read in which only some records had been recorded, at other times."""

    def __init__(self, life, records):
        self._life, self._records = life, records

    def inspectorate(self):
        return self._life.inspectorate()

    def records(self, *, inspection=None, topics=()):
        return iter(self._records)


def picture(ledger, time_filter):
    folds = read_register(ledger, time_filter=time_filter).folds
    return {
        (ref, slot): as_row(ref, recommendation, time_filter.day)
        for ref, fold in folds.items()
        for slot, recommendation in fold.recommendations.items()
        if recommendation.was_there(time_filter.day)
    }


@pytest.mark.parametrize("seed", sample(range(100), 12))
def test_at_any_instant_the_register_is_that_of_a_ledger_in_which_only_that_had_been_recorded(seed):
    life = live(seed)
    lines = life.lines()
    seen = [line.fields["seen_on"] for line in lines if line.name == "file.imported"]
    instants = {line.recorded_at for line in lines} | {f"{next_day(day)}T12:00:00.000000Z" for day in seen}
    for instant in sorted(instants):
        when = {line.position: line.recorded_at for line in as_heard(lines, instant, ZONE)}
        records = [
            record._replace(recorded_at=when[record.position])
            for record in life.records()
            if when[record.position] <= instant
        ]
        for day in (None, "2021-03-15", instant[:10]):
            asked = TimeFilter(day and Day(day), Instant(instant))
            assert picture(life, asked) == picture(Heard(life, records), TimeFilter(asked.as_of))


def test_sources_are_heard_before_the_ledger_was_told_in_many_of_the_lives():
    heard = 0
    for seed in range(60):
        lines = live(seed).lines()
        imported = [line for line in lines if line.name == "file.imported"]
        heard += sum(line.fields["seen_on"] < line.recorded_at[:10] for line in imported)
    assert heard > 20


def test_people_read_in_the_register_what_stands_as_last_seen(imported, case):
    view = register(imported)
    assert [column.heading for column in view.for_people][-2:] == ["Last updated", "As last seen"]
    assert [column.heading for column in view.columns][-1] == "Last updated"
    assert view.closing.endswith("2 as last seen in another register, the latest on 2020-05-01.")
    seen = view.for_people[-1]
    assert {row["inspection"]: seen.read(row) for row in view.items} == {"OCSAE": "", "TAIC": "2020-05-01"}
    others = register(imported, "OCSAE")
    assert others.for_people == others.columns
    assert "last seen" not in others.closing


def test_lists_hear_the_source_and_say_so(imported):
    def view(name, at):
        return listed(noun(name), Question(imported, None, TimeFilter(None, at)))

    for name in ("recommendation", "inspection", "cycle", "judgement", "response"):
        assert list(view(name, BEFORE).items) == []
        assert list(view(name, SEEN).items)
    assert "As the source's word: 2 recommendations" in view("recommendation", SEEN).closing
    assert listed(noun("recommendation"), Question(imported)).closing == ""
    (judged,) = view("judgement", SEEN).items
    assert (judged["shown_as"], judged["word"], judged["counts"]) == ("Shut (implemented)", "Shut", True)
    (answered,) = view("response", SEEN).items
    assert answered["shown_as"] == "Accepted"

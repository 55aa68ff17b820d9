"""A clock that runs ahead is doubted; what bears its time keeps its place, and is read as it was known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from events.base import Instant
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.bodies import AddAlias, RegisterBody
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import CorrectClock
from ledger.decisions.vocabulary import AddWord
from ledger.errors import BadInput, Damaged, NotFound, Refused
from ledger.recording import Head, Stamp, is_behind, stamp
from ledger.records import decode, encode
from ledger.recovery.ahead import ahead
from ledger.recovery.clocks import Boot, Machine, doubt, note_on_times, seen
from ledger.recovery.spans import Spans
from ledger.store.location import open_raw
from ledger.times import instant
from projections.base import TimeFilter
from projections.trail import trail

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
SOME_DAYS_AGO = instant(NOW - timedelta(days=40))


def machine(*written, boot=None):
    """One whose files were written so many days ago, in a boot that has been up for so many hours."""

    def was_written(after, until):
        return any(after <= NOW - timedelta(days=days) <= until for days in written)

    return Machine(lambda: boot, was_written)


def sighting(days_ago, boot):
    """What was kept of a look at the clock so many days ago, by the clock."""
    return seen(NOW - timedelta(days=days_ago), machine(boot=boot))


# Doubts.


@pytest.mark.parametrize("days", [0, 1, 6])
def test_a_ledger_that_rested_for_less_than_a_week_is_not_asked_about(days):
    assert doubt(NOW, instant(NOW - timedelta(days=days)), "", machine()) is None


@pytest.mark.parametrize("written", [1.5, 3, 6.9])
def test_a_long_rest_is_no_reason_on_a_machine_with_files_of_the_days_between(written):
    assert doubt(NOW, SOME_DAYS_AGO, "", machine(written)) is None


@pytest.mark.parametrize("written", [(), (0,), (0, 0.5), (8, 30), (0.1, 400)])
def test_files_of_today_and_of_long_ago_prove_nothing(written):
    found = doubt(NOW, SOME_DAYS_AGO, "", machine(*written))
    assert "the last event is 40 days older" in found.why


def test_an_empty_ledger_is_not_asked_about_for_its_age():
    assert doubt(NOW, "", "", machine()) is None


def test_a_clock_that_went_further_than_the_machine_counted_is_doubted_whatever_files_there_are():
    before, now = Boot("b", 3600), Boot("b", 2 * 3600)
    found = doubt(NOW, instant(NOW), sighting(400, before), machine(*range(8), boot=now))
    assert "400 days further than this machine has been up" in found.why


@pytest.mark.parametrize("hours", [0, 1, 20])
def test_a_clock_that_went_as_far_as_the_machine_counted_is_right_though_no_file_says_so(hours):
    boot = Boot("b", 1e6)
    later = Boot("b", 1e6 + 40 * 86_400 - hours * 3600)
    assert doubt(NOW, SOME_DAYS_AGO, sighting(40, boot), machine(boot=later)) is None


def test_a_clock_that_was_set_back_is_not_one_that_ran_ahead():
    boot = Boot("b", 100)
    assert doubt(NOW, instant(NOW), sighting(-400, boot), machine(boot=boot)) is None


@pytest.mark.parametrize("kept", ["", "x", "b 1 yesterday\n", "b one 2026-11-27T12:00:00.000000Z\n", "\0 1"])
def test_what_was_kept_and_cannot_be_read_is_as_if_it_was_not(kept):
    assert doubt(NOW, SOME_DAYS_AGO, kept, machine(3, boot=Boot("b", 5))) is None
    assert doubt(NOW, SOME_DAYS_AGO, kept, machine(boot=Boot("b", 5)))


def test_what_was_counted_in_another_boot_says_nothing():
    kept = sighting(400, Boot("a", 5))
    assert doubt(NOW, SOME_DAYS_AGO, kept, machine(3, boot=Boot("b", 5))) is None


# What is recorded.


def test_the_machines_time_stands_beside_the_one_that_orders_it_only_if_it_is_earlier():
    latest = instant(NOW)
    assert stamp(NOW + timedelta(seconds=1), latest) == Stamp(instant(NOW + timedelta(seconds=1)))
    behind = stamp(NOW - timedelta(days=1), latest)
    assert behind == ("2026-11-27T12:00:00.000001Z", "2026-11-26T12:00:00.000000Z")
    assert stamp(NOW, latest).clock == latest


LEAPT = "2028-05-05T10:00:00+00:00"
RIGHT = "2022-03-05T10:00:00+00:00"


@pytest.fixture
def leapt(ledger, clock):
    """BEFORE at 2022-03-01; the events 14 and 15 in 2028; then 16 and 17 with the right clock again.

    The numbers are those of the positions, which the first of them says.
    """
    ask(ledger, "BEFORE")
    first = ledger.store.head()[0] + 1
    clock.set(LEAPT)
    ask(ledger, "AHEAD-1")
    ask(ledger, "AHEAD-2")
    clock.set(RIGHT)
    ask(ledger, "AFTER-1")
    clock.set("2022-03-07T10:00:00+00:00")
    ask(ledger, "AFTER-2")
    return first


def ask(ledger, ref):
    ledger.ask(OpenInspection(inspection=ref, title="T"), by="ann")


def correct(ledger, first, last, by="ada"):
    ledger.ask(CorrectClock(first=first, last=last, why="The battery was empty."), by=by)


def known(ledger):
    """When each inspection was known, to the minute."""
    return {record.event.inspection: record.recorded_at[:16] for record in of_inspections(ledger)}


def of_inspections(ledger):
    return list(ledger.records(topics=["inspection.opened"]))


def test_stored_bytes_have_a_clock_only_behind_a_later_time(ledger, leapt):
    states = {row[0]: orjson.loads(row[4]) for row in ledger.store.rows()}
    assert {position for position, state in states.items() if "clock" in state} == {leapt + 2, leapt + 3}
    assert list(states[leapt + 2]) == ["version", "recorded_at", "clock", "by", "command", "salt", "data"]
    assert states[leapt + 2]["recorded_at"] == "2028-05-05T10:00:02.000001Z"
    assert states[leapt + 2]["clock"] == "2022-03-05T10:00:01.000000Z"
    for row in ledger.store.rows():
        assert encode(decode(row)) == row[4]


@pytest.mark.parametrize(
    "said",
    ['"2028-05-05T10:00:02.000001Z"', '"2029-01-01T00:00:00.000000Z"', '"yesterday"', "7", '""', "{}"],
)
def test_a_clock_that_is_no_earlier_time_is_damage(ledger, leapt, said):
    (row,) = [row for row in ledger.store.rows() if row[0] == leapt + 2]
    wrong = row[4].replace(b'"2022-03-05T10:00:01.000000Z"', said.encode())
    with pytest.raises(Damaged):
        decode((*row[:4], wrong))


def test_what_nobody_declared_is_read_as_it_was_recorded(ledger, leapt):
    assert known(ledger)["AFTER-1"] == "2028-05-05T10:00"
    assert "go up to 2028-05-05" in ledger.clock_note()


def test_once_it_is_declared_readings_use_when_it_was_known(ledger, leapt):
    correct(ledger, leapt, leapt + 1)
    assert known(ledger) == {
        "BEFORE": "2022-03-01T09:00",
        # They were known at the latest when the first was recorded behind them.
        "AHEAD-1": "2022-03-05T10:00",
        "AHEAD-2": "2022-03-05T10:00",
        "AFTER-1": "2022-03-05T10:00",
        "AFTER-2": "2022-03-07T10:00",
    }
    assert ledger.clock_note() == ""
    ask(ledger, "LATER")
    assert known(ledger)["LATER"] == "2022-03-07T10:00"
    assert not ledger.clock_stepped_back


def test_once_it_is_declared_bodies_and_words_were_known_by_then(ledger, clock, leapt):
    ledger.ask(RegisterBody(body="Old"), by="ann")
    ledger.ask(AddAlias(body="Old", also="O"), by="ann")
    ledger.ask(AddWord(vocabulary="topic", word="courts", label="Courts", means=None), by="ann")
    then = Instant("2022-03-08T00:00:00.000000Z")

    def told():
        settings = ledger.inspectorate()
        words = settings.vocabulary.known(then).find("topic", "courts")
        return settings.bodies.as_known(then).is_registered("O"), words is not None

    assert told() == (False, False)
    correct(ledger, leapt, leapt + 1)
    assert told() == (True, True)
    ledger.as_stamped = True
    assert told() == (False, False)


def test_times_of_knowing_never_step_back_and_past_the_wrong_time_all_is_as_it_was(ledger, clock, leapt):
    correct(ledger, leapt, leapt + 1)
    clock.set("2022-03-06T00:00:00+00:00")
    ask(ledger, "BACK")
    clock.set("2029-01-01T00:00:00+00:00")
    ask(ledger, "CAUGHT-UP")
    clock.set("2028-12-31T00:00:00+00:00")
    ask(ledger, "BACK-AGAIN")
    times = [record.recorded_at for record in ledger.records()]
    assert times == sorted(times)
    found = known(ledger)
    assert found["BACK"] == "2022-03-07T10:00"
    assert found["CAUGHT-UP"] == found["BACK-AGAIN"] == "2029-01-01T00:00"


def test_the_trail_known_at_a_day_has_what_was_known_then(ledger, leapt):
    correct(ledger, leapt, leapt + 1)

    def refs(known_at):
        items = trail(ledger, time_filter=TimeFilter(known_at=known_at)).items
        return [item["inspection"] for item in items if item["inspection"]]

    assert refs("2022-03-05T09:59:00.000000Z") == ["BEFORE"]
    assert refs("2022-03-06T00:00:00.000000Z") == ["BEFORE", "AHEAD-1", "AHEAD-2", "AFTER-1"]
    assert len(refs("2022-03-08T00:00:00.000000Z")) == 5


def test_the_trail_shows_the_machines_time_and_the_one_that_orders_it(ledger, leapt):
    def times():
        return {
            item["inspection"]: (
                item["recorded_at"][:10],
                item.get("clock", "")[:10],
                item.get("stamp", "")[:10],
            )
            for item in trail(ledger).items
        }

    before = times()
    assert before["BEFORE"] == ("2022-03-01", "", "")
    assert before["AHEAD-1"] == ("2028-05-05", "", "")
    assert before["AFTER-1"] == ("2028-05-05", "2022-03-05", "2028-05-05")
    correct(ledger, leapt, leapt + 1)
    assert times()["AHEAD-1"] == ("2022-03-05", "2028-05-05", "2028-05-05")
    assert times()["AFTER-1"] == ("2022-03-05", "2022-03-05", "2028-05-05")


def test_a_publication_is_read_by_the_times_that_order_the_ledger(ledger, leapt):
    correct(ledger, leapt, leapt + 1)
    mended = ledger.mended()
    until = mended.stamp_of("2022-03-06T00:00:00.000000Z", ledger.store)
    assert until == "2028-05-05T10:00:02.000001Z"
    assert mended.stamp_of("2022-03-02T00:00:00.000000Z", ledger.store) == "2022-03-02T00:00:00.000000Z"
    ledger.as_stamped = True
    assert known(ledger)["AFTER-2"] == "2028-05-05T10:00"
    found = [one.event.inspection for one in of_inspections(ledger) if one.recorded_at <= until]
    assert found == ["BEFORE", "AHEAD-1", "AHEAD-2", "AFTER-1"]


def test_the_clock_is_behind_only_if_nothing_was_declared_of_the_other():
    last = Head(9, "2028-05-05T10:00:00.000000Z", "2022-03-05T10:00:00.000000Z")
    when = Stamp("2028-05-05T10:00:00.000001Z", "2022-03-06T10:00:00.000000Z")
    assert is_behind(when, last, _spans())
    assert not is_behind(when, last, _spans((7, 8)))
    earlier = when._replace(clock="2022-03-04T10:00:00.000000Z")
    assert is_behind(earlier, last, _spans((7, 8)))
    assert not is_behind(Stamp("2028-05-06T10:00:00.000000Z"), last, _spans())


def _spans(*pairs):
    return Spans(pairs)


# Which events.


def test_the_events_are_said_by_their_positions(ledger, leapt):
    assert ahead(ledger, f"{leapt}-{leapt + 1}") == (leapt, leapt + 1)
    assert ahead(ledger, f" {leapt + 1} ") == (leapt + 1, leapt + 1)


@pytest.mark.parametrize("said", ["", "x", "1-", "-3", "1-2-3", "3-2", "0", "0-1"])
def test_what_names_no_events_is_refused(ledger, leapt, said):
    with pytest.raises(BadInput):
        ahead(ledger, said)


def test_an_event_that_is_not_there_is_not_found(ledger, leapt):
    with pytest.raises(NotFound, match="There is no event 999"):
        ahead(ledger, f"{leapt}-999")


def test_all_of_them_are_to_be_said(ledger, leapt):
    with pytest.raises(Refused, match=f"Event {leapt + 1} bears no earlier time") as refused:
        ahead(ledger, str(leapt))
    assert f"{leapt}-{leapt + 1}" in refused.value.remedy


def test_an_event_with_a_time_of_its_machine_is_none_of_them(ledger, leapt):
    with pytest.raises(Refused, match=f"for events {leapt} to {leapt + 1}: event {leapt + 2} was"):
        ahead(ledger, f"{leapt}-{leapt + 2}")


@pytest.mark.parametrize(("first", "last"), [(-1, -1), (-3, -2), (-3, 1), (-1, 0), (-1, 1)])
def test_an_event_of_before_the_leap_is_none_of_them(ledger, leapt, first, last):
    with pytest.raises(
        Refused, match=f"ahead for events {leapt} to {leapt + 1}: event {leapt + 2} "
    ) as refused:
        ahead(ledger, f"{leapt + first}-{leapt + last}")
    assert f"--clock-ahead {leapt}-{leapt + 1} " in refused.value.remedy
    right = leapt + min(last, -1)
    which = f"event {right} bears" if right == leapt + first else f"to {right} bear"
    assert f"{which} no later time" in refused.value.message


def test_what_is_declared_is_not_declared_again_but_a_wider_span_over_it_may_be(ledger, leapt):
    correct(ledger, leapt + 1, leapt + 1)
    with pytest.raises(Refused, match=f"That of event {leapt + 1} is declared already"):
        ahead(ledger, f"{leapt + 1}")
    with pytest.raises(Refused, match=f"That of event {leapt + 1} is declared already"):
        correct(ledger, leapt + 1, leapt + 1)
    with pytest.raises(Refused, match=f"for event {leapt}: "):
        ahead(ledger, f"{leapt - 1}")
    assert ahead(ledger, str(leapt)) == (leapt, leapt)
    assert ahead(ledger, f"{leapt}-{leapt + 1}") == (leapt, leapt + 1)
    correct(ledger, leapt, leapt + 1)
    assert known(ledger)["AHEAD-1"] == known(ledger)["AHEAD-2"] == "2022-03-05T10:00"
    with pytest.raises(Refused, match=f"Nothing behind event {leapt - 1} shows that a clock ran ahead"):
        ahead(ledger, str(leapt - 1))


@pytest.fixture
def nested(ledger, clock):
    """From the position that it says: 2028, in it 2030, 2028 again, then the right clock, then 2025 in the
    shadow of the others, then the right clock.
    """
    first = ledger.store.head()[0] + 1
    for ref, now in (
        ("OUTER", LEAPT),
        ("INNER", "2030-01-01T00:00:00+00:00"),
        ("OUTER-2", "2028-05-06T10:00:00+00:00"),
        ("RIGHT", RIGHT),
        ("SHADOW", "2025-01-01T00:00:00+00:00"),
        ("RIGHT-2", "2022-03-07T10:00:00+00:00"),
    ):
        clock.set(now)
        ask(ledger, ref)
    return first


KNOWN = {
    **dict.fromkeys(("OUTER", "INNER", "OUTER-2", "RIGHT"), "2022-03-05T10:00"),
    **dict.fromkeys(("SHADOW", "RIGHT-2"), "2022-03-07T10:00"),
}


@pytest.mark.parametrize(
    "spans",
    [
        [(0, 2), (4, 4)],
        [(4, 4), (0, 2)],
        [(1, 1), (0, 2), (4, 4)],
        [(1, 1), (4, 4), (2, 2), (0, 0)],
        [(4, 4), (2, 2), (0, 1)],
        [(1, 1), (2, 2), (0, 2), (4, 4)],
    ],
)
def test_leaps_in_leaps_are_declared_in_whichever_order_the_ledger_shows(ledger, nested, spans):
    for first, last in spans:
        said = ahead(ledger, f"{nested + first}-{nested + last}")
        assert said == (nested + first, nested + last)
        correct(ledger, *said)
    assert known(ledger) == KNOWN
    assert ledger.clock_note() == ""
    assert notes(ledger, "2040-01-01T00:00:00+00:00") == []


def test_a_leap_in_the_shadow_of_another_is_named_until_it_is_declared(ledger, nested):
    correct(ledger, nested, nested + 2)
    assert known(ledger)["RIGHT-2"] == "2025-01-01T00:00"
    assert "go up to 2025-01-01" in ledger.clock_note()
    first, second = notes(ledger, "2022-03-08T00:00:00+00:00")
    assert f"Events {nested} to {nested + 2} bear the time of a clock that ran ahead, as event" in first
    assert f"Event {nested + 4} bears times of the future, up to 2025-01-01 00:00:01.000000Z" in second
    assert f"--clock-ahead {nested + 4} " in second


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(0, 0, "0-2"), (0, 1, "0-2"), (-1, 2, "0-2"), (0, 3, "0-2"), (0, 5, "0-2"), (3, 4, "4"), (3, 3, "4")],
)
def test_of_a_leap_in_a_leap_the_whole_is_to_be_said(ledger, nested, first, last, said):
    wanted = "-".join(str(nested + int(at)) for at in said.split("-"))
    with pytest.raises(Refused) as refused:
        ahead(ledger, f"{nested + first}-{nested + last}")
    assert f"--clock-ahead {wanted} " in refused.value.remedy


def test_a_receipt_says_the_time_that_readings_say_in_the_shadow_of_leaps(ledger, clock, nested):
    correct(ledger, nested, nested + 2)
    clock.set("2022-03-08T10:00:00+00:00")
    (receipt,) = ledger.ask(OpenInspection(inspection="LATER", title="T"), by="ann")
    assert receipt.events[0].recorded_at[:16] == known(ledger)["LATER"] == "2025-01-01T00:00"
    correct(ledger, nested + 4, nested + 4)
    (receipt,) = ledger.ask(OpenInspection(inspection="LAST", title="T"), by="ann")
    assert receipt.events[0].recorded_at[:16] == known(ledger)["LAST"] == "2022-03-08T10:00"


def test_of_two_leaps_each_is_told_by_what_stands_behind_it(ledger, clock, leapt):
    clock.set("2030-01-01T00:00:00+00:00")
    ask(ledger, "AHEAD-AGAIN")
    again = ledger.store.head()[0]
    clock.set("2022-03-09T10:00:00+00:00")
    assert ahead(ledger, str(again)) == (again, again)
    ask(ledger, "AFTER-3")
    assert ahead(ledger, str(again)) == (again, again)
    assert ahead(ledger, f"{leapt}-{leapt + 1}") == (leapt, leapt + 1)


def test_where_no_clock_is_behind_nothing_shows_that_one_ran_ahead(ledger):
    with pytest.raises(Refused, match="Nothing behind event 3 shows"):
        ahead(ledger, "1-3")


def test_the_first_that_is_recorded_behind_them_may_be_what_declares_it(ledger, clock):
    clock.set(LEAPT)
    ask(ledger, "AHEAD-1")
    first = ledger.store.head()[0]
    with pytest.raises(Refused, match="nor does this machine's"):
        ahead(ledger, str(first))
    clock.set(RIGHT)
    assert ahead(ledger, str(first)) == (first, first)
    correct(ledger, first, first)
    assert known(ledger) == {"AHEAD-1": "2022-03-05T10:00"}
    assert not ledger.clock_stepped_back


# Verifying.


def notes(ledger, now):
    raw = open_raw(ledger.store.location)
    try:
        report = verify(raw, TrustedInputs(None, (), None), now=datetime.fromisoformat(now))
    finally:
        raw.close()
    assert {found.code for found in report.findings} <= {"V10"}, report.findings
    return [note for note in report.notes if "clock" in note]


def test_verify_names_times_of_the_future_and_finds_nothing(ledger, leapt):
    (note,) = notes(ledger, "2022-03-08T00:00:00+00:00")
    assert f"Events {leapt} to {leapt + 1} bear times of the future" in note
    assert "2,250 days from now" in note
    assert f"--clock-ahead {leapt}-{leapt + 1} " in note
    assert notes(ledger, "2029-01-01T00:00:00+00:00") == []
    correct(ledger, leapt, leapt + 1)
    (note,) = notes(ledger, "2022-03-08T00:00:00+00:00")
    assert f"Events {leapt} to {leapt + 1} bear the time of a clock that ran ahead, as event" in note


def test_a_reader_is_warned_of_times_of_the_future_alone():
    last = Head(9, instant(NOW))
    assert note_on_times(last, NOW) == ""
    assert note_on_times(last, NOW - timedelta(hours=20)) == ""
    assert "3 days ahead" in note_on_times(last, NOW - timedelta(days=3, hours=1))
    assert note_on_times(last, NOW + timedelta(days=400)) == ""

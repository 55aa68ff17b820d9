"""Why a row is as it is: each field with the event that put it there, in both times."""

from __future__ import annotations

import pytest
from hypothesis import given as for_all

from events.base import Day, Instant
from events.judgements import JudgementCorrected
from events.recommendations import RecommendationCorrected
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.decisions.evidence import RequestEvidence, WithdrawEvidence
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.people import GrantRole
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import (
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)
from ledger.errors import NotFound
from ledger.ledger import Ledger
from ledger.validation import key
from projections.base import TimeFilter
from projections.formats.index import write
from projections.model.fold import InspectionFold
from projections.model.grounds import spellings
from projections.model.provenance import ANSWER, SHARE
from projections.register import read_register
from projections.rows import EARLIEST, LATEST, as_row
from projections.why import why
from tests.histories import histories, lived
from tests.pasts import Clock
from tests.sampling import examples, sample
from tests.steps import EVERY_DAY

WORDS = ("text", "made_to", "made_on", "due", "status")


@pytest.fixture
def told(case):
    """told("status", as_of=…) -> the item of one field of recommendation 3 of OCSAE."""

    def told(field, number="3", as_of=None, known_at=None):
        view = why(
            case.ledger,
            "OCSAE",
            number,
            time_filter=TimeFilter(as_of and Day(as_of), known_at and Instant(known_at)),
        )
        return next(item for item in view.items if item["field"] == field)

    return told


@pytest.fixture
def came_from(told):
    """came_from("status") -> (value, event, on) of one field of recommendation 3 of OCSAE."""

    def came_from(field, **when):
        item = told(field, **when)
        return item["value"], item["event"], item["on"]

    return came_from


def at(case, name, nth=-1):
    """The position of an event of that name, the last one unless said otherwise."""
    return [record.position for record in case.ledger.records() if name == record.event.NAME][nth]


def items(ledger, ref, number, time_filter):
    return {item["field"]: item for item in why(ledger, ref, number, time_filter=time_filter).items}


def named(item):
    """The positions that an item names."""
    others = (item["signed_off"], item["corrected"], item["imported"])
    return {item["position"], *(other["position"] for other in others if other)}


def time_filters(history):
    """Both times over a history: every day and none, each by all that is known and by half of it."""
    half = [record.recorded_at for record in history.told.records()]
    for day in (None, *EVERY_DAY):
        for known_at in (None, half[len(half) // 2], half[-1]):
            yield TimeFilter(day and Day(day), known_at)


def at_once(told):
    """Whether judgements need no sign-off there."""
    return told.inspectorate().sign_off == "none"


def check(history, rule):
    """Hold a rule against each recommendation of a history, in both times."""
    seen = 0
    for time_filter in time_filters(history):
        for ref, fold in read_register(history.told, time_filter=time_filter).folds.items():
            for recommendation in fold.recommendations.values():
                if recommendation.was_there(time_filter.day):
                    rule(
                        history.told,
                        ref,
                        recommendation,
                        time_filter,
                        items(history.told, ref, recommendation.number, time_filter),
                    )
                    seen += 1
    assert seen


def without_bounds(row):
    """The row without the first and the last day that each of its dates can be."""
    return {field: value for field, value in row.items() if not field.endswith((EARLIEST, LATEST))}


def agrees_with_the_register(told, ref, recommendation, time_filter, found):
    row = without_bounds(as_row(ref, recommendation, time_filter.day))
    del row["inspection"]
    answers = {f"{ANSWER}{one['body']}": one["answer"] for one in row["responses"]}
    row |= answers if len(answers) > 1 else {}
    assert {field: item["value"] for field, item in found.items() if not field.startswith(SHARE)} == row
    shares = (
        [f"{SHARE}{body}" for body in recommendation.made_to(time_filter.day)]
        if recommendation.shared
        else []
    )
    assert [field for field in found if field.startswith(SHARE)] == shares


def names_what_the_time_filter_includes(told, ref, recommendation, time_filter, found):
    known = {
        record.position: record for record in told.records(inspection=ref) if time_filter.includes(record)
    }
    for item in found.values():
        assert named(item) <= known.keys()
        record = known[item["position"]]
        by = item.get("recorded_by", item["by"])
        assert (item["event"], by) == (record.event.NAME, record.by)
        is_theirs = item["imported"] is not None and item["event"] == "judgement.recorded"
        assert (item["by"] == "imported") == is_theirs
        assert item["recorded_at"] == record.recorded_at
        assert time_filter.is_effective(item["on"], "", "UTC")


def names_what_the_row_rests_on(told, ref, recommendation, time_filter, found):
    assert {found[field]["position"] for field in WORDS} <= set(recommendation.rests_on(time_filter.day))


def names_enough(told, ref, recommendation, time_filter, found):
    """Nothing but the events that it names puts the same values there.

    A correction that took a word away is left out, for so is that word. Each correction of the day it was
    made is taken in, for a later one may name a word by the day that an earlier one gave it, and so is each
    of the bodies, for what was judged of a wrong name is of the right one. So is all that gave it another
    number, for an event names it by the one that it had then, though it may have its first one again; and so
    are the making and the numbers of what it stands under. So is a judgement of a row that was made void, for
    that says that its source is not what it stands by. What has parts follows from all that was recorded of
    them, of which one is named.
    """
    if recommendation.parts:
        return
    gone = {one.position for one in told.records(inspection=ref) if took_away(one.event)}
    gone -= {item["position"] for item in found.values()}
    positions = ({*recommendation.moves} | spellings(recommendation, time_filter.day)).union(
        *map(named, found.values())
    ) - gone
    positions |= {position for _, position in recommendation.former}
    void = {one.judgement for one in recommendation.sightings if one.taken_back}
    positions |= {
        one.position
        for one in told.records(inspection=ref)
        if time_filter.includes(one) and one.event.fields.get("judgement") in void
    }
    if whole := recommendation.whole(time_filter.day):
        positions |= {whole.made_at, *(position for _, position in whole.former)}
    alone = values(told, ref, recommendation, time_filter, positions)
    assert {field: alone[field] for field in found} == {field: item["value"] for field, item in found.items()}


def took_away(event):
    match event:
        case JudgementCorrected():
            return event.void
        case RecommendationCorrected():
            right = event.text, event.made_to, event.due, event.made_on
            return not any((*right, event.kind, event.in_cycle, event.new_number))
    return False


def rests_on_enough(told, ref, recommendation, time_filter, found):
    """The events that are proved for a row make that row, but for the state, which is not public."""
    proved = values(told, ref, recommendation, time_filter, recommendation.rests_on(time_filter.day))
    for field in ("text", "made_to", "made_on", "due", "status", "reason", "judged_in"):
        assert proved[field] == found[field]["value"], field


def values(told, ref, recommendation, time_filter, positions):
    fold = InspectionFold(sign_off_required=not at_once(told))
    for record in told.records(inspection=ref):
        if record.position in positions:
            fold.apply(record.event, record.position)
    there = fold.recommendations.values()
    alone = next(one for one in there if one.made_at == recommendation.made_at)
    row = without_bounds(as_row(ref, alone, time_filter.day))
    del row["inspection"]
    shares = alone.made_to(time_filter.day)
    row |= {f"{ANSWER}{one['body']}": one["answer"] for one in row["responses"]}
    return row | {f"{SHARE}{body}": alone.status(time_filter.day, key(body)) for body in shares}


RULES = [
    agrees_with_the_register,
    names_what_the_time_filter_includes,
    names_what_the_row_rests_on,
    names_enough,
    rests_on_enough,
]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seed", sample(range(10), 3))
def test_in_a_long_history_it(rule, seed):
    check(lived(seed, 150), rule)


@examples(15)
@for_all(histories)
def test_in_any_history_it_agrees_and_names_enough(history):
    for rule in RULES:
        check(history, rule)


def without(case, monkeypatch, position):
    """The fields of recommendation 3 as if an event had not been recorded."""
    everything = case.ledger.records
    monkeypatch.setattr(
        case.ledger, "records", lambda **of: (one for one in everything(**of) if one.position != position)
    )
    found = items(case.ledger, "OCSAE", "3", TimeFilter())
    monkeypatch.undo()
    return found


def test_without_the_event_that_is_named_the_field_would_differ(case, monkeypatch):
    case.ask(RestateRecommendation, number="3", text="Do it soon.", why="A slip.", on="2020-05-01")
    case.ask(ReaddressRecommendation, number="3", made_to=("SPA",), on="2020-06-01")
    case.ask(RescheduleRecommendation, number="3", due="2021-01-01", on="2020-07-01")
    case.judged(on="2021-09-01", status="closed")
    case.submit("2021-10-01")
    found = items(case.ledger, "OCSAE", "3", TimeFilter())
    changing = ("text", "made_to", "due", "status", "reason", "state", "judged_in", "last_updated")
    for field in changing:
        for position in named(found[field]):
            assert without(case, monkeypatch, position)[field]["value"] != found[field]["value"], field
    assert len({found[field]["position"] for field in changing}) == 5


def test_what_it_was_made_with_comes_from_its_making(came_from):
    made = "recommendation.made", "2020-02-26"
    assert came_from("text") == ("Do 3.", *made)
    assert came_from("made_to") == (["Police Scotland"], *made)
    assert came_from("number") == ("3", *made)
    assert came_from("last_updated") == ("2020-02-26", *made)


def test_what_was_never_said_comes_from_the_making_too(came_from):
    for field, value in (
        ("due", None),
        ("status", "open"),
        ("reason", None),
        ("judged_in", None),
        ("state", "awaiting-evidence"),
    ):
        assert came_from(field) == (value, "recommendation.made", "2020-02-26"), field


def test_each_word_comes_from_who_said_it_last(case, came_from):
    case.ask(RestateRecommendation, number="3", text="Do it soon.", why="A slip.", on="2020-05-01")
    case.ask(RestateRecommendation, number="3", text="Early words.", why="Found late.", on="2020-04-01")
    case.ask(RescheduleRecommendation, number="3", due="2021-01-01", on="2020-07-01")
    assert came_from("text") == ("Do it soon.", "recommendation.restated", "2020-05-01")
    assert came_from("text", as_of="2020-04-30")[0] == "Early words."
    assert came_from("due") == ("2021-01-01", "recommendation.rescheduled", "2020-07-01")
    assert came_from("due", as_of="2020-06-30")[1] == "recommendation.made"
    assert came_from("last_updated") == ("2020-07-01", "recommendation.rescheduled", "2020-07-01")


def test_a_status_is_told_with_who_judged_and_who_signed_off(case, told):
    case.judged(status="closed")
    for field in ("status", "reason", "judged_in", "state", "last_updated"):
        item = told(field)
        assert (item["position"], item["by"], item["ref"]) == (at(case, "judgement.recorded"), "ann", "J1")
        assert item["because"].startswith("Judged recommendation 3 closed (implemented) as J1")
        assert item["signed_off"]["position"] == at(case, "judgement.signed-off")
        assert item["signed_off"]["by"] == "bob"
    assert told("text")["signed_off"] is None


def test_before_its_sign_off_was_known_a_judgement_is_no_reason(case, told, clock):
    judgement = case.judge(status="closed")
    clock.set("2022-03-05T09:00:00Z")
    case.sign(judgement)
    before = told("status", known_at="2022-03-04T00:00:00.000000Z")
    assert (before["value"], before["event"]) == ("open", "recommendation.made")
    state = told("state", known_at="2022-03-04T00:00:00.000000Z")
    assert (state["value"], state["ref"]) == ("awaiting-sign-off", "J1")
    assert state["signed_off"] is None
    assert told("status")["ref"] == "J1"
    assert told("status", as_of="2021-08-17")["event"] == "recommendation.made"


def test_where_no_sign_off_is_needed_none_is_told(tmp_path):
    from tests.projections.conftest import Case

    opening = OpenLedger(
        person="ann",
        name="Ann",
        title="Test",
        time_zone="UTC",
        sign_off="none",
        origin="example/test",
    )
    ledger, _ = Ledger.create(str(tmp_path / "one"), opening, Clock())
    with ledger:
        ledger.ask(GrantRole(person="ann", role="inspector"), by="ann")
        Case(ledger).judge(status="closed")
        item = items(ledger, "OCSAE", "3", TimeFilter())["status"]
    assert (item["value"], item["ref"], item["signed_off"]) == ("closed", "J1", None)


def test_the_state_comes_from_the_latest_of_what_waits(case, came_from, told):
    case.submit("2021-09-01", proposes_closure=True)
    case.submit("2021-09-02")
    assert came_from("state") == ("proposed-for-closure", "evidence.submitted", "2021-09-01")
    case.ask(WithdrawEvidence, evidence="E1", why="Wrong.", on="2021-09-03")
    assert (told("state")["value"], told("state")["ref"]) == ("evidence-submitted", "E2")
    case.ask(RequestEvidence, number="3", why="More.", on="2021-09-04")
    assert came_from("state") == ("more-evidence-requested", "evidence.requested", "2021-09-04")
    case.ask(RaiseDispute, number="3", why="Not so.", on="2021-09-05")
    assert came_from("state") == ("disputed", "dispute.raised", "2021-09-05")
    assert told("state")["ref"] == "D1"
    case.judge(on="2021-09-06")
    assert came_from("state") == ("awaiting-sign-off", "judgement.recorded", "2021-09-06")
    assert came_from("state", as_of="2021-09-04")[0] == "more-evidence-requested"


def test_a_settled_dispute_is_no_reason_any_more(case, came_from):
    case.judged()
    case.ask(RaiseDispute, number="3", why="Not so.", on="2021-09-05")
    case.ask(SettleDispute, dispute="D1", outcome="dismissed", why="Heard.", on="2021-09-10")
    assert came_from("state", as_of="2021-09-09")[1] == "dispute.raised"
    assert came_from("state") == ("judged", "judgement.recorded", "2021-08-18")


def test_what_was_left_open_awaits_evidence_since_its_cycle_was_opened(case, came_from):
    case.judged(until="2022")
    assert came_from("state") == ("left-open", "judgement.recorded", "2021-08-18")
    case.ask(OpenCycle, cycle="2022", title="Again", on="2022-02-01")
    assert came_from("state") == ("awaiting-evidence", "cycle.opened", "2022-02-01")
    assert came_from("state", as_of="2022-01-31")[0] == "left-open"


def test_an_end_is_the_reason_for_all_that_it_settled(case, came_from):
    case.ask(WithdrawRecommendation, number="3", why="Wrong.", on="2021-01-01")
    ended = "recommendation.withdrawn", "2021-01-01"
    assert came_from("status") == ("closed", *ended)
    assert came_from("reason") == ("withdrawn", *ended)
    assert came_from("state") == ("withdrawn", *ended)
    assert came_from("judged_in") == (None, *ended)


# Shares


@pytest.fixture
def shared(case):
    """Recommendation 7, made to Police Scotland and the NCA; its row is asked for by default."""
    case.make("7", "Police Scotland", "NCA")
    return case


def test_of_several_shares_the_least_advanced_settles_the_whole(shared, told):
    shared.judged("7", status="closed", made_to="NCA")
    assert told("status", number="7")["event"] == "recommendation.made"
    shared.judged("7", made_to="Police Scotland", on="2021-09-01")
    item = told("status", number="7")
    assert (item["value"], item["ref"], item["on"]) == ("partially-met", "J2", "2021-09-01")
    assert told("judged_in", number="7")["ref"] == "J2"


def test_each_share_has_a_row_of_its_own_behind_the_status(shared):
    shared.judged("7", status="closed", made_to="NCA")
    fields = list(items(shared.ledger, "OCSAE", "7", TimeFilter()))
    assert fields[4:7] == ["status", "status of Police Scotland", "status of NCA"]
    found = items(shared.ledger, "OCSAE", "7", TimeFilter())
    assert (found["status of NCA"]["value"], found["status of NCA"]["ref"]) == ("closed", "J1")
    assert found["status of NCA"]["signed_off"]["by"] == "bob"
    other = found["status of Police Scotland"]
    assert (other["value"], other["event"]) == ("open", "recommendation.made")


def test_without_shares_there_are_no_rows_for_bodies(shared):
    shared.judged("7", status="closed")
    assert not [
        field for field in items(shared.ledger, "OCSAE", "7", TimeFilter()) if field.startswith(SHARE)
    ]


def test_a_body_that_came_later_is_why_a_judged_whole_is_open_again(shared, told):
    shared.judged("7", status="closed", made_to="NCA")
    shared.ask(ReaddressRecommendation, number="7", made_to=("NCA",), on="2021-10-01")
    assert told("status", number="7")["value"] == "closed"
    shared.ask(ReaddressRecommendation, number="7", made_to=("NCA", "SPA"), on="2021-11-01")
    item = told("status", number="7")
    assert (item["value"], item["event"], item["on"]) == ("open", "recommendation.readdressed", "2021-11-01")
    assert item["position"] == told("status of SPA", number="7")["position"]


def test_before_any_share_was_judged_the_whole_is_open_as_it_was_made(shared, told):
    shared.ask(ReaddressRecommendation, number="7", made_to=("NCA", "SPA"), on="2020-11-01")
    shared.judged("7", status="closed", made_to="NCA")
    assert told("status", number="7")["event"] == "recommendation.readdressed"
    assert told("status", number="7", as_of="2021-08-17")["event"] == "recommendation.made"


# Corrections


def test_what_was_corrected_is_told_with_its_correction_once_that_is_known(case, told, clock):
    clock.set("2022-03-05T09:00:00Z")
    case.ask(CorrectRecommendation, number="3", text="Do 33.", why="A slip.")
    item = told("text")
    assert (item["value"], item["event"]) == ("Do 33.", "recommendation.made")
    assert item["corrected"]["position"] == at(case, "recommendation.corrected")
    assert item["corrected"]["because"].endswith("What was wrong: A slip.")
    assert told("made_to")["corrected"] is None
    before = told("text", known_at="2022-03-04T00:00:00.000000Z")
    assert (before["value"], before["corrected"]) == ("Do 3.", None)


def test_the_day_it_was_made_is_corrected_and_its_words_are_not(case, told):
    case.ask(CorrectRecommendation, number="3", text="Do 33.", why="A slip.")
    case.ask(CorrectRecommendation, number="3", made_on="2020-03-01", why="Misread.")
    text, made_on = told("text"), told("made_on")
    assert (made_on["value"], made_on["corrected"]["position"]) == (
        "2020-03-01",
        at(case, "recommendation.corrected"),
    )
    assert (text["value"], text["corrected"]["position"]) == (
        "Do 33.",
        at(case, "recommendation.corrected", 0),
    )
    assert told("made_to")["corrected"] is None


def test_a_date_that_was_left_out_comes_from_the_making_as_it_was_corrected(case, told):
    case.ask(CorrectRecommendation, number="3", due="2021-05-01", why="Left out.")
    item = told("due")
    assert (item["value"], item["event"]) == ("2021-05-01", "recommendation.made")
    assert item["corrected"]["position"] == at(case, "recommendation.corrected")


def test_a_date_that_should_not_have_been_said_is_none_by_its_correction(case, told):
    case.make("9", due="2021-05-01")
    case.ask(CorrectRecommendation, number="9", void="due", why="Never set.")
    item = told("due", number="9")
    assert (item["value"], item["event"], item["corrected"]) == (None, "recommendation.corrected", None)


def test_what_came_back_when_a_later_word_was_taken_away_is_told_with_that(case, told):
    case.ask(RestateRecommendation, number="3", text="Do it soon.", why="A slip.", on="2020-05-01")
    case.ask(CorrectRecommendation, number="3", void="text", why="Nobody restated it.")
    item = told("text")
    assert (item["value"], item["event"]) == ("Do 3.", "recommendation.made")
    assert item["corrected"]["position"] == at(case, "recommendation.corrected")
    assert told("text", as_of="2020-04-30")["corrected"] is None


def test_a_judgement_signed_off_in_error_is_why_the_one_before_holds(case, told, clock):
    case.judged(on="2021-09-01")
    case.judged(status="closed", on="2021-10-01")
    clock.set("2022-03-05T09:00:00Z")
    case.ask(CorrectJudgement, who="cyd", judgement="J2", void=True, why="Misread.")
    item = told("status")
    assert (item["value"], item["ref"], item["corrected"]["by"]) == ("partially-met", "J1", "cyd")
    assert told("text")["corrected"] is None
    before = told("status", known_at="2022-03-04T00:00:00.000000Z")
    assert (before["value"], before["ref"], before["corrected"]) == ("closed", "J2", None)


def test_a_judgement_of_another_recommendation_that_was_void_is_no_reason_here(case, told):
    case.judged("5", status="closed")
    case.ask(CorrectJudgement, who="cyd", judgement="J1", void=True, why="Misread.")
    assert told("status")["corrected"] is None
    assert told("status", number="5")["corrected"]["by"] == "cyd"


def test_a_judgement_with_the_wrong_day_is_told_with_what_gave_it_the_right_one(case, told):
    case.judged()
    case.ask(CorrectJudgement, who="cyd", judgement="J1", judged_on="2021-09-01", why="Misread.")
    case.ask(CorrectJudgement, who="cyd", judgement="J1", rationale="Better said.", why="Unclear.")
    item = told("last_updated")
    assert item["value"] == item["on"] == "2021-09-01"
    assert item["corrected"]["position"] == at(case, "judgement.corrected", 0)


# What is not there, and how it reads


@pytest.mark.parametrize(
    ("ref", "number", "time_filter"),
    [
        ("NONE", "3", TimeFilter()),
        ("OCSAE", "99", TimeFilter()),
        ("OCSAE", "99", TimeFilter(Day("2021-01-01"))),
        ("OCSAE", "3", TimeFilter(Day("2020-02-25"))),
        ("OCSAE", "3", TimeFilter(known_at=Instant("2022-02-28T00:00:00.000000Z"))),
    ],
)
def test_what_is_not_there_or_was_not_yet_is_not_found(case, ref, number, time_filter):
    with pytest.raises(NotFound):
        why(case.ledger, ref, number, time_filter=time_filter)


def test_it_is_said_when_it_was_not_there_yet(case):
    with pytest.raises(NotFound, match="was not there yet, as of 2020-02-25"):
        why(case.ledger, "ocsae", "3", time_filter=TimeFilter(Day("2020-02-25")))


def test_a_table_fits_and_says_what_is_none(case):
    case.make("7", "Police Scotland", "National Crime Agency", text="Do all of it together. " * 9)
    case.judged("7", status="closed", made_to="Police Scotland")
    case.ask(CorrectRecommendation, number="7", text="Do it together. " * 9, why="A slip.")
    out = "".join(write(why(case.ledger, "OCSAE", "7"), "table", 80))
    assert max(map(len, out.splitlines())) <= 80
    assert "no date set" in out
    assert f"{at(case, 'judgement.signed-off')} signed off" in out
    assert f"{at(case, 'recommendation.corrected')} corrected" in out


def test_the_number_is_told_as_it_was_given(case):
    case.make("AFD1")
    view = why(case.ledger, "ocsae", "afd1", time_filter=TimeFilter(Day("2021-01-01")))
    asked = {"inspection": "OCSAE", "number": "AFD1", "as_of": "2021-01-01", "known_at": None}
    assert view.head == {**asked, "events": 6}
    assert view.caption == "Why recommendation AFD1 of OCSAE stands as it does, as of 2021-01-01"


def test_the_status_is_since_what_moved_it_and_not_since_what_settles_it(case, ledger):
    case.make("7", "A", "B")
    judgement = case.judged("7", status="closed", on="2021-09-01", made_to="A")
    case.ask(ReaddressRecommendation, number="7", made_to=("A",), on="2021-11-01")
    rows = {row["field"]: row for row in why(ledger, "OCSAE", "7").items}
    assert (rows["status"]["event"], rows["status"]["on"]) == ("recommendation.readdressed", "2021-11-01")
    assert (rows["reason"]["ref"], rows["reason"]["on"]) == (judgement, "2021-09-01")


def test_the_last_share_to_follow_moves_the_status(case, ledger):
    case.make("7", "A", "B")
    case.judged("7", status="partially-met", on="2021-10-01", made_to="A")
    last = case.judged("7", status="closed", on="2021-11-01", made_to="B")
    status = next(row for row in why(ledger, "OCSAE", "7").items if row["field"] == "status")
    assert (status["value"], status["ref"], status["on"]) == ("partially-met", last, "2021-11-01")

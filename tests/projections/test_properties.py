"""What holds of every history, whatever happened in it and in whatever order it was recorded."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import assume
from hypothesis import given as for_all
from hypothesis import strategies as st

from events.base import Day, InspectionEvent
from events.cycles import CycleOpened
from events.judgements import JudgementCorrected
from events.recommendations import RecommendationCorrected
from events.registry import EVENTS
from ledger.decisions.cycles import CorrectCycle, OpenCycle
from ledger.decisions.evidence import RequestEvidence
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.people import RegisterPerson
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import RestateRecommendation
from ledger.ledger import Ledger
from ledger.policies import KINDS, STATUSES
from ledger.times import first_day, last_day
from ledger.validation import key
from projections.base import TimeFilter
from projections.diff import diff_days
from projections.model.facts import RANK
from projections.model.wholes import counted
from projections.register import read_register, register
from projections.rows import Filters, as_row
from projections.statistics.counting import GROUPS, Asked
from projections.statistics.spans import day_before
from projections.statistics.view import statistics
from projections.trail import trail
from tests.facts import Account
from tests.histories import STEPS, histories, lived, without_mistakes, without_sign_off
from tests.orders import reordered
from tests.pasts import Clock, counting
from tests.sampling import examples
from tests.steps import BODIES, EVERY_DAY
from tests.told import Told

TIME_FILTERS = [TimeFilter(), *(TimeFilter(Day(day)) for day in EVERY_DAY)]
SEEDS = range(60)

days = st.sampled_from(EVERY_DAY)
periods = st.tuples(days, days).map(sorted)
every_history = st.one_of(histories, histories, without_sign_off)
some = examples(60)
few = examples(8)


def picture(told, time_filter=TimeFilter()):
    """Every row of the register and of each body's share."""
    return {
        (ref, recommendation.number, body): as_row(ref, recommendation, time_filter.day, body)
        for ref, _, recommendation in recommendations(told, time_filter)
        for body in (None, *map(key, recommendation.made_to(time_filter.day)))
    }


def recommendations(told, time_filter=TimeFilter()):
    """Each recommendation that was there, with its inspection and its slot."""
    for ref, fold in read_register(told, time_filter=time_filter).folds.items():
        for number, recommendation in fold.recommendations.items():
            if recommendation.was_there(time_filter.day):
                yield ref, number, recommendation


def only(told, positions):
    """A ledger that was told these records alone; it can be read, not asked."""
    return Reading(told, [record for record in told.records() if record.position in positions])


class Reading:
    """Some of the records of a ledger, to be read."""

    def __init__(self, told, records):
        self.inspectorate = told.inspectorate
        self._records = records

    def records(self, **all_of_them):
        return iter(self._records)


# The histories themselves


def test_everything_that_can_happen_in_an_inspection_happens_in_some_history():
    happened = {event.NAME for seed in SEEDS for event in lived(seed).events()}
    every = {name for name, event in EVENTS.items() if issubclass(event, InspectionEvent)}
    # A history is told, not stored, and only a ledger that stores words withdraws them.
    assert happened & every == every - {"words.withdrawn"}


def test_every_step_is_granted_in_some_history_and_refused_in_another():
    histories = [lived(seed) for seed in SEEDS]
    assert {step for history in histories for step in history.granted} == {*STEPS, "begin"}
    assert {step for history in histories for step in history.refused} >= {*STEPS} - {"expect"}


# The two times


@some
@for_all(every_history)
def test_at_the_last_day_things_stand_as_now(history):
    said = [event.fields.get(name) for event in history.events() for name in ("on", "judged_on", "made_on")]
    last = max(last_day(day) for day in said if day)
    now = picture(history.told)
    assert picture(history.told, TimeFilter(Day("9999-12-31"))) == now
    assert picture(history.told, TimeFilter(Day(last))) == now


@some
@for_all(every_history)
def test_what_is_known_at_an_instant_is_what_had_been_recorded_by_then(history):
    records = list(history.told.records())
    for instant in sorted({record.recorded_at for record in records}):
        known = {record.position for record in records if record.recorded_at <= instant}
        assert picture(history.told, TimeFilter(None, instant)) == picture(only(history.told, known))
    assert picture(history.told, TimeFilter(None, instant)) == picture(history.told)


@some
@for_all(without_mistakes)
def test_as_of_a_day_things_stand_as_the_facts_until_that_day_put_them(history):
    account = Account(history.told.records())
    for day in EVERY_DAY:
        assert picture(history.told, TimeFilter(Day(day))) == picture(only(history.told, account.until(day)))


@some
@for_all(without_mistakes, st.randoms(use_true_random=False))
def test_no_order_of_recording_changes_how_things_stood_on_any_day(history, random):
    other = reordered(history, random)
    assume(other)
    for time_filter in TIME_FILTERS:
        assert picture(other, time_filter) == picture(history.told, time_filter)


def test_most_histories_can_be_recorded_in_another_order():
    recorded = changed = 0
    for seed in SEEDS:
        history = lived(seed)
        if other := reordered(history, Random(seed)):
            recorded += 1
            told = [[record.event for record in one.records()] for one in (history.told, other)]
            changed += told[0] != told[1]
    assert recorded > len(SEEDS) * 3 / 4
    assert changed == recorded


@some
@for_all(every_history)
def test_a_correction_changes_nothing_that_was_known_before_it(history):
    told = Told(sign_off=history.told.inspectorate().sign_off)
    for record in history.told.records():
        if isinstance(record.event, RecommendationCorrected | JudgementCorrected):
            before = list(told.records())[-1].recorded_at
            for time_filter in TIME_FILTERS:
                known = time_filter._replace(known_at=before)
                assert picture(history.told, known) == picture(told, time_filter)
        told.take_in(record)


@few
@for_all(every_history)
def test_a_ledger_still_says_what_it_said_when_it_was_told_less(history):
    opening = OpenLedger(
        person="ada",
        name="Ada",
        title="Test",
        time_zone="Europe/London",
        sign_off=history.told.inspectorate().sign_off,
        origin="example/test",
    )
    people = (("ann", ("inspector",)), ("bob", ("approver",)), ("cyd", ("inspector", "approver")))
    with TemporaryDirectory() as folder:
        ledger, _ = Ledger.create(str(Path(folder) / "ledger"), opening, Clock(), counting())
        with ledger:
            ledger.ask(*(RegisterPerson(person=p, name=p, roles=roles) for p, roles in people), by="ada")
            said, steps = {}, []
            for asked in history.asked:
                (receipt,) = ledger.ask(asked.decision, by=asked.by)
                instant = receipt.events[-1].recorded_at
                said[instant] = register(ledger).items
                steps.append((instant, [row["position"] for row in trail(ledger).items]))
            for instant, rows in said.items():
                assert register(ledger, time_filter=TimeFilter(None, instant)).items == rows
            for instant, positions in steps:
                seen = [row["position"] for row in trail(ledger, time_filter=TimeFilter(None, instant)).items]
                assert seen == positions == steps[-1][1][: len(positions)]
            assert picture(ledger) == picture(history.told)


@some
@for_all(every_history)
def test_the_trail_grows_and_never_changes(history):
    def told(time_filter=TimeFilter()):
        # Whether a judgement re-opened anything can turn out later, and its sentence says so then; so can the
        # cycle that something belongs to which names none, and the right number.
        return [
            {**row, "summary": None, "cycle": None, "number": None}
            for row in trail(history.told, time_filter=time_filter).items
        ]

    whole = told()
    for instant in sorted({row["recorded_at"] for row in whole}):
        known = told(TimeFilter(None, instant))
        assert known == [row for row in whole if row["recorded_at"] <= instant]
        assert known == whole[: len(known)]


@some
@for_all(every_history)
def test_the_trail_as_known_at_an_instant_is_what_it_was_then(history):
    told = Told(sign_off=history.told.inspectorate().sign_off)
    for instant, records in groupby(history.told.records(), lambda record: record.recorded_at):
        events = []
        for record in records:
            told.take_in(record)
            events.append(record.event)
        if any(isinstance(event, CycleOpened | RecommendationCorrected) for event in events):
            then = TimeFilter(None, instant)
            assert list(trail(history.told, time_filter=then).items) == list(trail(told).items)


# What the register says


ASKED = [
    *(Filters(status=status) for status in (None, *STATUSES)),
    *(Filters(kind=kind) for kind in KINDS),
    *(Filters(made_to=body, status=status) for body in BODIES for status in (None, *STATUSES)),
]


def wanted(every, filters):
    """Of all rows and shares those that are asked for, in any order that is the same every time."""
    body = filters.made_to and key(filters.made_to)
    return sorted(
        (
            row
            for (_, _, of), row in every.items()
            if of == body and filters.status in (None, row["status"]) and filters.kind in (None, row["kind"])
        ),
        key=repr,
    )


@some
@for_all(every_history, st.sampled_from(ASKED))
def test_totals_are_those_of_the_rows_that_are_asked_for(history, one):
    for time_filter in TIME_FILTERS:
        every = picture(history.told, time_filter)
        fold = read_register(history.told, time_filter=time_filter)
        for filters in ASKED:
            assert sorted(fold.rows(filters), key=repr) == wanted(every, filters)
        view = register(history.told, time_filter=time_filter, filters=one)
        rows = wanted(every, one)
        assert sorted(view.items, key=repr) == rows
        totals = {status: sum(row["status"] == status for row in rows) for status in STATUSES}
        assert view.head["totals"] == {"total": len(rows), **totals}


@some
@for_all(every_history)
def test_the_whole_stands_where_its_least_advanced_share_or_part_does(history):
    for time_filter in TIME_FILTERS:
        for _, _, recommendation in recommendations(history.told, time_filter):
            day = time_filter.day
            whole = recommendation.at(day)
            shares = [recommendation.at(day, key(body)) for body in whole.made_to]
            if recommendation.is_derived(day):
                # What stands under it may be made to others, too; it is never ahead of one of its own bodies.
                assert RANK[whole.status] <= min(RANK[share.status] for share in shares)
                shares = [part.at(day) for part in counted(recommendation, day)]
            assert RANK[whole.status] == min(RANK[share.status] for share in shares)
            assert (whole.reason == "implemented") == all(share.reason == "implemented" for share in shares)


@some
@for_all(every_history)
def test_more_evidence_is_asked_for_of_the_whole_only_where_it_is_of_a_share(history):
    asked = "more-evidence-requested"
    for time_filter in TIME_FILTERS:
        for _, _, recommendation in recommendations(history.told, time_filter):
            whole = recommendation.state(time_filter.day)
            shares = {
                recommendation.state(time_filter.day, key(body))
                for body in recommendation.made_to(time_filter.day)
            }
            if whole == asked:
                assert asked in shares
            if asked in shares:
                assert whole not in ("judged", "left-open", "awaiting-evidence")


@some
@for_all(every_history)
def test_what_has_ended_stays_as_it_ended(history):
    for time_filter in TIME_FILTERS:
        for _, _, recommendation in recommendations(history.told, time_filter):
            for status_change in recommendation.status_changes:
                if status_change.outcome != "judged" and (
                    time_filter.day is None or status_change.sort_key[0] <= time_filter.day
                ):
                    assert recommendation.state(time_filter.day) == status_change.outcome
                    assert recommendation.status(time_filter.day) == "closed"


@some
@for_all(every_history)
def test_a_row_follows_from_the_events_it_rests_on(history):
    told = history.told
    for time_filter in TIME_FILTERS:
        for _, _, recommendation in recommendations(told, time_filter):
            positions = set(recommendation.rests_on(time_filter.day))
            proof = only(told, positions)
            assert [record.position for record in proof.records()] == sorted(positions)
            # What has parts, or is one, rests on others, too.
            (again,) = (
                one
                for *_, one in recommendations(proof, time_filter)
                if one.made_at == recommendation.made_at
            )
            whole = recommendation.at(time_filter.day)
            for name in ("text", "made_to", "due", "status", "reason"):
                assert getattr(again.at(time_filter.day), name) == getattr(whole, name), name


@some
@for_all(every_history)
def test_those_who_decide_know_what_the_register_says(history):
    for time_filter in TIME_FILTERS:
        for ref, number, recommendation in recommendations(history.told, time_filter):
            known = history.told.inspection(ref).recommendations.at(number)
            assert known.made_on == recommendation.made_on
            for mine, theirs in (
                (known.texts, recommendation.texts),
                (known.addressed, recommendation.addressed),
                (known.dues, recommendation.dues),
            ):
                words = mine.at(time_filter.day), theirs.at(time_filter.day)
                assert len({word and (word.on, word.content) for word in words}) == 1
            if time_filter.day is None:
                ends = [one.outcome for one in recommendation.status_changes if one.outcome != "judged"]
                assert ends == ([known.gone] if known.gone else [])


# Between two days


@some
@for_all(every_history, periods, st.sampled_from(sorted(GROUPS)), st.sampled_from((None, *BODIES)))
def test_statistics_reconcile_for_any_period(history, period, by, body):
    since, until = period
    view = statistics(history.told, asked=Asked(Day(since), Day(until), made_to=body, by=by))
    *rows, whole = view.items
    for row in view.items:
        assert row["opening"] + row["made"] + row["reopened"] - row["closed"] == row["closing"]
    assert whole["closing"] == sum(row["closing"] for row in rows)
    if body or by != "body":
        there = register(
            history.told, time_filter=TimeFilter(Day(until)), filters=Filters(made_to=body)
        ).head["totals"]
        assert view.head["by_status"] == {status: there[status] for status in STATUSES}
        assert whole["closing"] == there["total"] - there["closed"]


@some
@for_all(every_history, periods)
def test_the_changes_between_two_days_lead_from_one_to_the_other(history, period):
    since, until = map(Day, period)

    def stood(day):
        rows = register(history.told, time_filter=TimeFilter(day)).items
        return {(row["inspection"], row["number"]): row for row in rows}

    before, after = stood(Day(day_before(first_day(since)))), stood(until)
    statuses = {where: row["status"] for where, row in before.items()}
    texts = {where: row["text"] for where, row in before.items()}
    for change in diff_days(history.told, None, since, until).items:
        where = change["inspection"], change["number"]
        if change["change"] == "restated":
            texts[where] = change["after"]
        elif change["change"] not in ("readdressed", "rescheduled"):
            assert change["before"] == statuses.get(where)
            statuses[where] = change["after"]
    assert statuses == {where: row["status"] for where, row in after.items()}
    assert {where: texts.get(where) for where in before} == {where: after[where]["text"] for where in before}


# What random histories, or thought about them, found to be wrong once


def test_a_change_in_the_month_of_the_making_comes_after_it(case):
    case.make("7", on="2020-03", text="First.")
    case.ask(RestateRecommendation, number="7", text="Second.", why="x", on="2020-03-10")
    assert case.row("7", as_of="2020-03-30") is None
    assert case.row("7", as_of="2020-03-31")["text"] == "Second."


def test_what_was_judged_in_the_month_of_its_making_is_told_from_the_end_of_that_month(case, ledger):
    case.make("7", on="2020-03")
    case.judged("7", on="2020-03-10", cycle="2020", status="closed")
    told = [
        [row["change"] for row in diff_days(ledger, "OCSAE", Day("2020-03-01"), Day(until)).items]
        for until in ("2020-03-30", "2020-03-31")
    ]
    assert told == [[], ["made", "closed"]]


def test_a_due_date_that_was_left_out_moves_with_the_making(case):
    case.make("7", on="2020-03-05")
    case.ask(CorrectRecommendation, number="7", due="2021-01-01", why="Left out.")
    case.ask(CorrectRecommendation, number="7", made_on="2020-03-01", why="A slip.")
    assert case.row("7", as_of="2020-03-01")["due"] == "2021-01-01"


def test_a_request_is_open_until_its_own_body_answers_or_is_judged(case):
    case.make("7", "SPA", "Police Scotland")
    for body in ("SPA", "Police Scotland"):
        case.ask(RequestEvidence, number="7", body=body, why="Too thin.", on="2021-08-18")
    case.judged("7", made_to="Police Scotland", on="2021-09-01", status="closed")
    assert case.row("7")["state"] == "more-evidence-requested"
    case.judged("7", made_to="SPA", on="2021-09-01", status="closed")
    assert case.row("7")["state"] == "judged"


def test_what_a_cycle_made_is_corrected_in_its_register_though_the_next_had_been_opened(case):
    case.make("7", on="2021-09-01", text="Do sevn.")
    case.ask(RestateRecommendation, number="7", text="Later.", why="x", on="2021-10-01")
    case.ask(CorrectRecommendation, number="7", text="Do seven.", of="2021-09-01", why="A slip.")
    case.ask(CorrectRecommendation, number="7", text="Much later.", of="2021-10-01", why="A slip.")
    case.ask(CorrectRecommendation, number="7", made_on="2021-09-02", why="A slip.")
    row = case.row("7", cycle="2020")
    assert (row["text"], row["made_on"]) == ("Do seven.", "2021-09-02")
    assert case.row("7")["text"] == "Much later."


def test_a_cycle_that_may_have_been_opened_later_is_waited_for_until_the_last_of_its_days(case):
    case.ask(OpenCycle, cycle="2022", title="Third", on="2022-01-01")
    case.judged("3", on="2021-09-01", status="open", until="2022")
    case.ask(CorrectCycle, cycle="2022", opened_on="..2022-02-01", why="A slip.")
    states = [case.state(as_of=day) for day in ("2022-01-31", "2022-02-01")]
    assert states == ["left-open", "awaiting-evidence"]

"""What holds of every history in which bodies get other names, are merged and are succeeded."""

from __future__ import annotations

import pytest

from events.base import Day, InspectionEvent
from ledger.state.inspectorate import Inspectorate
from projections.base import TimeFilter
from projections.model.facts import RANK
from projections.register import read_register, register
from projections.rows import Filters, as_row
from projections.statistics.counting import Asked
from projections.statistics.view import statistics
from tests.bodied import NAMES, bodied
from tests.pasts import opened
from tests.sampling import sample
from tests.steps import BODIES, EVERY_DAY
from tests.told import Told

SEEDS = sample(range(60), 6)


def rows(told, day=None, known_at=None, made_to=None):
    """The rows on a day."""
    time_filter = TimeFilter(day and Day(day), known_at)
    return list(register(told, time_filter=time_filter, filters=Filters(made_to=made_to)).items)


def recommendations(told, day=None):
    """Each recommendation that was there on a day, with its inspection."""
    for ref, fold in read_register(told, time_filter=TimeFilter(day and Day(day))).folds.items():
        for recommendation in fold.recommendations.values():
            if recommendation.was_there(day):
                yield ref, recommendation


class Reading:
    """Some records, to be read; the bodies are those of these records alone."""

    def __init__(self, records, sign_off):
        self._records = records
        self._settings = Inspectorate()
        for event in opened(sign_off):
            self._settings.apply(event)
        for record in records:
            if not isinstance(record.event, InspectionEvent):
                self._settings.apply(record.event, record.recorded_at, record.position)

    def inspectorate(self):
        return self._settings

    def records(self, *, inspection=None, topics=()):
        for record in self._records:
            event = record.event
            ours = inspection is None or getattr(event, "inspection", None) == inspection
            if ours and (not topics or event.NAME in topics):
                yield record


def test_every_thing_that_can_be_said_of_bodies_is_said_in_some_history():
    said = {record.event.NAME for seed in range(30) for record in bodied(seed).told.records()}
    assert {name for name in said if name.startswith("body.")} == {
        "body.registered",
        "body.alias-added",
        "body.renamed",
        "body.merged",
        "body.succeeded",
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_a_row_names_each_body_once_and_by_a_name_that_it_bears(seed):
    told = bodied(seed).told
    bodies = told.inspectorate().bodies
    for day in (None, *EVERY_DAY):
        for row in rows(told, day):
            identities = [bodies.identity(name) for name in row["made_to"]]
            assert identities
            assert len(set(identities)) == len(identities)
            assert [bodies.called(name, day) for name in row["made_to"]] == row["made_to"]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_known_at_an_instant_is_what_had_been_recorded_by_then(seed):
    told = bodied(seed).told
    records = list(told.records())
    for at in range(0, len(records), 7):
        then = Told([record for record in records if record.recorded_at <= records[at].recorded_at])
        known_at = records[at].recorded_at
        for day in (None, "2021-03-02", "2021-05-01"):
            assert rows(told, day, known_at) == rows(then, day)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_row_follows_from_the_events_it_rests_on(seed):
    history = bodied(seed)
    sign_off = history.told.inspectorate().sign_off
    records = list(history.told.records())
    for day in (None, "2021-03-02", "2021-05-01"):
        for ref, recommendation in recommendations(history.told, day):
            positions = set(recommendation.rests_on(day))
            shown = Reading([record for record in records if record.position in positions], sign_off)
            # What has parts, or is one, rests on others, too.
            (again,) = [
                one for _, one in recommendations(shown, day) if one.made_at == recommendation.made_at
            ]
            row, proved = as_row(ref, recommendation, day), as_row(ref, again, day)
            # The working word follows from what is handed in, too.
            for field in ("status", "reason", "made_to", "last_updated", "judged_in", "text", "due"):
                assert proved[field] == row[field], (day, field)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_whole_stands_where_its_least_advanced_body_does(seed):
    told = bodied(seed).told
    for day in (None, *EVERY_DAY):
        for _, recommendation in recommendations(told, day):
            if not recommendation.shared or recommendation.ends:
                continue
            shares = [
                recommendation.status(day, recommendation.share_of(name, day))
                for name in recommendation.made_to(day)
            ]
            assert RANK[recommendation.status(day)] == min(RANK[share] for share in shares)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_body_that_was_succeeded_has_no_share_that_is_open(seed):
    told = bodied(seed).told
    bodies = told.inspectorate().bodies
    for day in EVERY_DAY:
        for _, recommendation in recommendations(told, day):
            for name in recommendation.made_to(day):
                succession = bodies.succession(name)
                if succession and succession.since <= day:
                    word = recommendation.latest(day, recommendation.share_of(name, day))
                    assert word and word.status == "closed"


@pytest.mark.parametrize("seed", SEEDS)
def test_each_row_is_found_under_every_name_of_its_bodies(seed):
    told = bodied(seed).told
    bodies = told.inspectorate().bodies
    for day in (None, "2021-03-02"):
        for name in NAMES:
            found = {(row["inspection"], row["number"]) for row in rows(told, day, made_to=name)}
            named = {
                (row["inspection"], row["number"])
                for row in rows(told, day)
                if bodies.identity(name) in map(bodies.identity, row["made_to"])
            }
            assert named <= found
            for other in bodies.spellings(name):
                assert found == {(row["inspection"], row["number"]) for row in rows(told, day, made_to=other)}


@pytest.mark.parametrize("seed", SEEDS)
def test_statistics_reconcile_for_any_body(seed):
    told = bodied(seed).told
    for by, body in (("body", None), ("inspection", "police"), ("body", "Fire and Rescue")):
        for since, until in (("2021-02-28", "2021-03-02"), ("2021-03-01", "2021-05-01")):
            view = statistics(told, None, Asked(since=Day(since), until=Day(until), by=by, made_to=body))
            for row in view.items:
                moved = row["opening"] + row["made"] + row["reopened"] - row["closed"]
                assert moved == row["closing"]


@pytest.mark.parametrize("seed", SEEDS)
def test_names_move_no_status_and_no_day(seed):
    """The same history, told without what was said of names, differs in names alone."""
    told = bodied(seed, names_only=True).told
    plain = Reading(
        [record for record in told.records() if isinstance(record.event, InspectionEvent)],
        told.inspectorate().sign_off,
    )
    differ = set()
    for day in (None, *EVERY_DAY):
        for row, other in zip(rows(told, day), rows(plain, day), strict=True):
            differ |= {name for name in row if row[name] != other[name]}
    assert differ <= {"made_to", "responses"}


def test_names_differ_in_some_history():
    assert any(
        row["made_to"] != [name for name in row["made_to"] if name in BODIES]
        for seed in range(5)
        for row in rows(bodied(seed, names_only=True).told)
    )

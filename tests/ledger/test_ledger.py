"""The one door: what is recorded together, what happens when others write first, and when storage fails."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing, nullcontext, suppress

import orjson
import pytest

from events.inspections import InspectionOpened
from ledger.asking import TRIES
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.evidence import SubmitEvidence
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.judgements import RecordJudgement, SignOffJudgement
from ledger.decisions.links import RepeatRecommendation, SupersedeRecommendation
from ledger.decisions.people import GrantRole, RegisterPerson
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import MakeRecommendation
from ledger.errors import (
    Conflict,
    Damaged,
    Full,
    LedgerError,
    NoLedger,
    NotFound,
    OutcomeUnknown,
    Refused,
    StorageError,
)
from ledger.ledger import Ledger
from ledger.records import LEDGER_STREAM, Record, encode, inspection_stream, stream_of
from ledger.store.location import create_store, open_store
from projections.base import TimeFilter
from projections.register import register
from projections.show import show
from projections.trail import trail
from tests.conftest import begun
from tests.pasts import Clock, counting

OPEN = OpenInspection(inspection="OCSAE", title="Online child sexual abuse")
CYCLE = OpenCycle(inspection="OCSAE", cycle="2020", title="Review", on="2020-02-26")


def make(number, **other):
    fields = {
        "inspection": "OCSAE",
        "cycle": "2020",
        "text": f"Do {number}.",
        "made_to": ("Police Scotland",),
    }
    return MakeRecommendation(number=number, on="2020-02-26", **fields, **other)


def judge(number="3", **other):
    words = {"cycle": "2020", "status": "partially-met", "rationale": "Some was done.", "on": "2021-08-18"}
    return RecordJudgement(inspection="OCSAE", number=number, **{**words, **other})


SUBMIT = SubmitEvidence(
    inspection="OCSAE", number="3", body="Police Scotland", summary="A plan.", on="2021-08-01"
)
SIGN = SignOffJudgement(inspection="OCSAE", judgement="J1")


@pytest.fixture
def inspected(ledger):
    """A ledger with an inspection and the recommendations 3 and 5."""
    ledger.ask(OPEN, CYCLE, make("3"), make("5"), by="ann")
    return ledger


def rows(ledger):
    return list(ledger.store.rows())


def reopened(ledger):
    return Ledger.open(ledger.store.location, ledger.clock)


# What is asked together is recorded together.


def test_decisions_asked_together_build_on_each_other(ledger):
    receipts = ledger.ask(OPEN, CYCLE, make("3"), SUBMIT, judge(evidence=("E1",), note="Hm."), by="ann")
    assert [receipt.ref for receipt in receipts] == ["OCSAE", "OCSAE/2020", "OCSAE/3", "E1", "J1"]
    told = [event for receipt in receipts for event in receipt.events]
    stored = rows(ledger)[-len(told) :]
    assert [(e.position, e.name, e.recorded_at) for e in told] == [
        (row[0], row[3], orjson.loads(row[4])["recorded_at"]) for row in stored
    ]


def test_what_is_asked_together_has_one_time_and_one_command_and_each_event_its_own_salt(ledger):
    before = len(rows(ledger))
    ledger.ask(OPEN, CYCLE, make("3"), SUBMIT, by="ann")
    states = [orjson.loads(row[4]) for row in rows(ledger)[before:]]
    assert len(states) == 5
    assert len({state["recorded_at"] for state in states}) == len({state["command"] for state in states}) == 1
    assert len({state["salt"] for state in states}) == 5
    assert all(len(state["salt"]) == len(state["command"]) == 32 for state in states)
    assert states[0]["command"] not in {state["salt"] for state in states}


def test_every_ask_has_a_command_and_salts_that_nobody_can_foresee(tmp_path, ledger):
    ledger.close()
    with Ledger.open(ledger.store.location) as real:
        real.ask(OPEN, by="ann")
        real.ask(CYCLE, by="ann")
        states = [orjson.loads(row[4]) for row in rows(real)[-2:]]
    assert len({states[0]["command"], states[1]["command"], states[0]["salt"], states[1]["salt"]}) == 4


@pytest.mark.parametrize("refused_at", range(3))
def test_one_refusal_in_a_batch_records_nothing_of_it_and_later_asks_still_work(inspected, refused_at):
    before = rows(inspected)
    batch = [make("7"), SUBMIT, judge()]
    batch.insert(refused_at, make("5"))
    with pytest.raises(Refused, match="has a recommendation 5 already"):
        inspected.ask(*batch, by="ann")
    assert rows(inspected) == before
    receipts = inspected.ask(make("7"), SUBMIT, judge(), by="ann")
    assert [receipt.ref for receipt in receipts] == ["OCSAE/7", "E1", "J1"]


class Files:
    """Attachments that note what is asked of them."""

    def __init__(self, keep=lambda: None):
        self._keep = keep
        self.asked = []

    def keep(self, named):
        self.asked.append("keep")
        self._keep()

    def release(self, named):
        self.asked.append("release")


def test_what_fails_before_saving_records_nothing(inspected):
    before = rows(inspected)

    def fail():
        raise Full("There is no room left for evidence.")

    with pytest.raises(Full):
        inspected.ask(SUBMIT, by="ann", attachments=Files(fail))
    assert rows(inspected) == before
    saved = []
    files = Files(lambda: saved.append(rows(inspected)))
    assert inspected.ask(SUBMIT, by="ann", attachments=files)[0].ref == "E1"
    assert saved == [before]
    assert files.asked == ["keep"]


def test_a_refusal_never_gets_as_far_as_saving(inspected):
    files = Files()
    with pytest.raises(Refused):
        inspected.ask(make("3"), by="ann", attachments=files)
    assert files.asked == []


def test_what_could_not_be_stored_is_released(inspected, monkeypatch):
    def full(*_, **__):
        raise Full("There is no room left.")

    monkeypatch.setattr(inspected.store, "append", full)
    files = Files()
    with pytest.raises(Full, match="Nothing was recorded"):
        inspected.ask(SUBMIT, by="ann", attachments=files)
    assert files.asked == ["keep", "release"]


def test_a_role_granted_in_a_batch_counts_in_it(inspected):
    inspected.ask(RegisterPerson(person="eve", name="Eve", roles=("inspector",)), by="ada")
    (first, second) = inspected.ask(GrantRole(person="ada", role="inspector"), make("9"), by="ada")
    assert (first.ref, second.ref) == ("ada", "OCSAE/9")


def test_what_an_open_ledger_remembers_is_what_another_reads(inspected):
    inspected.ask(judge(), by="ann")
    with reopened(inspected) as other:
        other.ask(SIGN, by="bob")
    with pytest.raises(Refused, match="signed off already"):
        inspected.ask(SIGN, by="cyd")


def test_every_event_has_the_next_version_of_its_stream_and_the_next_position(inspected):
    inspected.ask(OpenInspection(inspection="OTHER", title="T"), SUBMIT, by="ann")
    stored = rows(inspected)
    assert [row[0] for row in stored] == list(range(1, len(stored) + 1))
    for stream in {row[1] for row in stored}:
        versions = [row[2] for row in stored if row[1] == stream]
        assert versions == list(range(1, len(versions) + 1))


# What concerns several inspections is recorded in all of them or in none.


def supersede(number, *by, inspection="OCSAE", how="superseded"):
    return SupersedeRecommendation(inspection=inspection, number=number, by=by, how=how)


def repeat(number, of, inspection="OTHER"):
    return RepeatRecommendation(inspection=inspection, number=number, of=of)


@pytest.fixture
def both(inspected):
    """Two inspections: OCSAE with 3 and 5, OTHER with 1 and, a year later, 2."""
    inspected.ask(
        OpenInspection(inspection="OTHER", title="T"),
        OpenCycle(inspection="OTHER", cycle="2020", title="Review", on="2020-02-26"),
        *(
            MakeRecommendation(
                inspection="OTHER", number=number, cycle="2020", text="x", made_to=("SPA",), on=on
            )
            for number, on in (("1", "2020-02-26"), ("2", "2021-02-26"))
        ),
        by="ann",
    )
    return inspected


def told(rows):
    """Stream, name and number of stored rows."""
    return [(row[1], row[3], orjson.loads(row[4])["data"].get("number")) for row in rows]


OCSAE, OTHER = (inspection_stream(ref).hex for ref in ("OCSAE", "OTHER"))


@pytest.mark.parametrize(
    ("asked", "events"),
    [
        (
            [supersede("3", "OTHER/1")],
            [
                (OCSAE, "recommendation.superseded", "3"),
                (OTHER, "recommendation.linked", "1"),
            ],
        ),
        (
            [supersede("3", "OTHER/1", how="merged"), supersede("5", "OTHER/1", how="merged")],
            [
                (OCSAE, "recommendation.superseded", "3"),
                (OTHER, "recommendation.linked", "1"),
                (OCSAE, "recommendation.superseded", "5"),
                (OTHER, "recommendation.linked", "1"),
            ],
        ),
        (
            [repeat("2", "OCSAE/3")],
            [(OTHER, "recommendation.linked", "2"), (OCSAE, "recommendation.linked", "3")],
        ),
        (
            [
                judge("3"),
                RecordJudgement(
                    inspection="OTHER",
                    number="1",
                    cycle="2020",
                    status="open",
                    rationale="x",
                    on="2021-08-18",
                ),
            ],
            [
                (OCSAE, "judgement.recorded", "3"),
                (OCSAE, "judgement.explained", None),
                (OTHER, "judgement.recorded", "1"),
                (OTHER, "judgement.explained", None),
            ],
        ),
    ],
    ids=["superseded", "merged", "repeated", "judged"],
)
def test_what_concerns_two_inspections_is_one_command_in_both_streams(both, asked, events):
    before = len(rows(both))
    both.ask(*asked, by="ann")
    stored = rows(both)[before:]
    assert told(stored) == events
    assert len({orjson.loads(row[4])["command"] for row in stored}) == 1
    assert len({orjson.loads(row[4])["recorded_at"] for row in stored}) == 1


@pytest.mark.parametrize(
    ("asked", "error", "because"),
    [
        ([supersede("3", "OTHER/1"), supersede("5", "OTHER/9")], NotFound, "OTHER has no recommendation 9"),
        ([supersede("3", "OTHER/1"), supersede("5", "NONE/1")], NotFound, "There is no inspection NONE"),
        ([supersede("3", "OTHER/1"), supersede("5", "OCSAE/3")], Refused, "OCSAE was superseded"),
        (
            [supersede("3", "OTHER/1"), supersede("1", "OCSAE/3", inspection="OTHER")],
            Refused,
            "cannot take each other",
        ),
        (
            [
                supersede("3", "OTHER/1"),
                supersede("1", "OCSAE/5", inspection="OTHER"),
                supersede("5", "OCSAE/3"),
            ],
            Refused,
            "OCSAE/5 stands in the place of OCSAE/3 already",
        ),
        ([repeat("2", "OCSAE/3"), repeat("2", "OCSAE/3")], Refused, "is linked to OCSAE/3 already"),
        ([repeat("2", "OCSAE/3"), repeat("1", "OCSAE/3")], Refused, "cannot repeat"),
        ([judge("3"), judge("5"), judge("3")], Refused, "still awaits sign-off"),
    ],
    ids=["no number", "no inspection", "gone", "circle", "circle of three", "twice", "too early", "awaits"],
)
def test_where_one_of_several_is_refused_no_stream_has_anything_of_them(both, asked, error, because):
    before = rows(both)
    with pytest.raises(error, match=because):
        both.ask(*asked, by="ann")
    assert rows(both) == before
    # Nor is anything of them remembered: the same is decided as by a ledger that was just opened.
    both.ask(repeat("2", "OCSAE/3"), supersede("3", "OTHER/1"), judge("5"), by="ann")
    assert [name for _, name, _ in told(rows(both)[len(before) :])] == [
        "recommendation.linked",
        "recommendation.linked",
        "recommendation.superseded",
        "recommendation.linked",
        "judgement.recorded",
        "judgement.explained",
    ]


def test_what_was_untied_in_one_inspection_is_untied_in_the_other(both):
    both.ask(supersede("3", "OTHER/1", "OTHER/2", how="split"), by="ann")
    before = len(rows(both))
    correction = CorrectRecommendation(inspection="OCSAE", number="3", void="end", why="It was another.")
    both.ask(correction, by="ann")
    stored = rows(both)[before:]
    assert told(stored) == [
        (OCSAE, "recommendation.corrected", "3"),
        (OTHER, "recommendation.unlinked", "1"),
        (OTHER, "recommendation.unlinked", "2"),
    ]
    assert len({orjson.loads(row[4])["command"] for row in stored}) == 1
    with reopened(both) as other:
        assert not other.inspection("OTHER").recommendations["1"].links
        other.ask(supersede("1", "OCSAE/3", inspection="OTHER"), by="ann")


def test_a_link_that_somebody_else_made_first_is_taken_into_account(both):
    real, before = both.store.append, len(rows(both))

    def append(records, *, expected_head, seen=None, **more):
        both.store.append = real
        with reopened(both) as other:
            other.ask(supersede("1", "OCSAE/3", inspection="OTHER"), by="art")
        return real(records, expected_head=expected_head, seen=seen, **more)

    both.ask(RegisterPerson(person="art", name="Art", roles=("inspector",)), by="ada")
    before = len(rows(both))
    both.store.append = append
    both.store.exclusive = nullcontext
    with pytest.raises(Refused, match="OCSAE/3 stands in the place of OTHER/1 already"):
        both.ask(supersede("3", "OTHER/1"), by="ann")
    assert told(rows(both)[before:]) == [
        (OTHER, "recommendation.superseded", "1"),
        (OCSAE, "recommendation.linked", "3"),
    ]


# Time.


def test_a_clock_that_steps_back_keeps_the_order_and_is_told(ledger, clock):
    ledger.ask(OPEN, by="ann")
    assert not ledger.clock_stepped_back
    clock.set("2022-02-01T00:00:00+00:00")
    ledger.ask(CYCLE, by="ann")
    ledger.ask(make("3"), by="ann")
    times = [orjson.loads(row[4])["recorded_at"] for row in rows(ledger)]
    assert times == sorted(times)
    assert times[-3] < times[-2] < times[-1]
    assert ledger.clock_stepped_back
    clock.set("2022-03-02T00:00:00+00:00")
    ledger.ask(make("4"), by="ann")
    assert orjson.loads(rows(ledger)[-1][4])["recorded_at"] == "2022-03-02T00:00:01.000000Z"


def test_today_is_the_day_in_the_ledgers_zone(ledger, clock):
    clock.set("2022-03-26T23:59:58+00:00")
    ledger.ask(OPEN, by="ann")
    ledger.ask(OpenCycle(inspection="OCSAE", cycle="winter", title="T"), by="ann")
    clock.set("2022-03-27T23:30:00+00:00")
    ledger.ask(OpenCycle(inspection="OCSAE", cycle="summer", title="T"), by="ann")
    days = [orjson.loads(row[4])["data"]["on"] for row in rows(ledger)[-2:]]
    assert days == ["2022-03-27", "2022-03-28"]


# Others write first.


def slip_in(ledger, times):
    """Let somebody who does not wait their turn write before each of the next appends."""
    real, slipped = ledger.store.append, []

    def append(records, *, expected_head, seen=None, **more):
        if len(slipped) < times:
            event = InspectionOpened(inspection=f"X{len(slipped)}", title="T")
            other = Record(0, stream_of(event), 1, records[0].recorded_at, "art", "c", "s", event)
            with closing(open_store(ledger.store.location)) as store:
                slipped.extend(store.append([other], expected_head=expected_head))
        return real(records, expected_head=expected_head, seen=seen, **more)

    ledger.store.append = append
    return slipped


def test_a_decision_is_asked_again_when_somebody_else_wrote_first(inspected):
    slipped = slip_in(inspected, TRIES - 1)
    (receipt,) = inspected.ask(judge(), by="ann")
    assert len(slipped) == TRIES - 1
    assert receipt.events[0].position == slipped[-1] + 1
    assert [row[3] for row in rows(inspected)[-2:]] == ["judgement.recorded", "judgement.explained"]


def test_when_asking_again_does_not_help_it_is_a_conflict_and_nothing_was_recorded(inspected):
    slipped = slip_in(inspected, 1000)
    with pytest.raises(Conflict) as conflict:
        inspected.ask(judge(), by="ann")
    assert conflict.value.exit_status == 5
    assert len(slipped) == TRIES
    assert all(row[3] == "inspection.opened" for row in rows(inspected)[-TRIES:])
    assert not inspected.inspection("OCSAE").judgements


def test_what_somebody_else_wrote_first_is_taken_into_account(inspected):
    real, before = inspected.store.append, len(rows(inspected))

    def append(records, *, expected_head, seen=None, **more):
        inspected.store.append = real
        with closing(open_store(inspected.store.location)) as store:
            store.append(records, expected_head=expected_head)
        return real(records, expected_head=expected_head, seen=seen, **more)

    inspected.store.append = append
    with pytest.raises(
        Refused, match="Judgement J1 on recommendation 3 in the cycle 2020 still awaits sign-off"
    ):
        inspected.ask(judge(), by="ann")
    assert len(rows(inspected)) == before + 2


# Storage fails.


def test_what_was_committed_before_the_storage_failed_is_told_as_recorded(inspected):
    real = inspected.store.append

    def append(records, *, expected_head, seen=None, **more):
        real(records, expected_head=expected_head, seen=seen, **more)
        raise StorageError("The connection was lost.", "Try again.")

    inspected.store.append = append
    (receipt,) = inspected.ask(judge(note="Hm."), by="ann")
    assert receipt.ref == "J1"
    assert [(event.position, event.name) for event in receipt.events] == [
        (row[0], row[3]) for row in rows(inspected)[-3:]
    ]
    inspected.store.append = real
    assert inspected.ask(SIGN, by="bob")[0].ref == "J1"


def test_what_the_storage_failed_to_take_is_told_as_not_recorded(inspected):
    before, real = rows(inspected), inspected.store.append

    def append(records, *, expected_head, seen=None, **more):
        raise Full("There is no room left.", "Free some space and try again.")

    inspected.store.append = append
    with pytest.raises(Full, match=r"^There is no room left. Nothing was recorded.$") as full:
        inspected.ask(judge(), by="ann")
    assert full.value.remedy == "Free some space and try again."
    assert rows(inspected) == before
    inspected.store.append = real
    assert inspected.ask(judge(), by="ann")[0].ref == "J1"


def test_what_somebody_else_recorded_meanwhile_is_not_taken_for_ones_own(inspected):
    def append(records, *, expected_head, seen=None, **more):
        theirs = [one._replace(command="another") for one in records]
        with closing(open_store(inspected.store.location)) as store:
            store.append(theirs, expected_head=expected_head)
        raise StorageError("The connection was lost.", "Try again.")

    inspected.store.append = append
    with pytest.raises(StorageError, match="Nothing was recorded"):
        inspected.ask(judge(), by="ann")


@pytest.mark.parametrize("committed", [False, True])
def test_when_nobody_can_look_whether_it_was_committed_the_outcome_is_told_as_unknown(inspected, committed):
    real, real_rows = inspected.store.append, inspected.store.rows

    def append(records, *, expected_head, seen=None, **more):
        if committed:
            real(records, expected_head=expected_head, seen=seen, **more)
        inspected.store.rows = unreadable
        raise StorageError("The connection was lost.", "Try again.")

    def unreadable(**_):
        raise StorageError("The disk is gone.")

    inspected.store.append = append
    with pytest.raises(OutcomeUnknown, match="it is not known whether this was recorded") as unknown:
        inspected.ask(judge(), by="ann")
    assert unknown.value.exit_status == 7
    inspected.store.rows = real_rows
    command = orjson.loads(rows(inspected)[-1][4])["command"]
    assert (command in unknown.value.remedy) is committed


def test_an_unforeseen_failure_leaves_nothing_half_remembered(inspected):
    real = inspected.store.append
    inspected.store.append = lambda *_, **__: 1 / 0
    with pytest.raises(ZeroDivisionError):
        inspected.ask(judge(), by="ann")
    inspected.store.append = real
    assert inspected.ask(judge(), by="ann")[0].ref == "J1"


# What is stored is damaged.


def tamper(ledger, *statements):
    """Do with the file what a writer of the file can do, without its guards."""
    ledger.close()
    with closing(sqlite3.connect(ledger.store.database)) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        for statement, *parameters in statements:
            raw.execute(statement, parameters)
        raw.commit()


def state_of(ledger, position):
    return next(row[4] for row in rows(ledger) if row[0] == position)


def edited(state, **changes):
    return orjson.dumps({**orjson.loads(state), **changes})


def without(state, name):
    return orjson.dumps({key: value for key, value in orjson.loads(state).items() if key != name})


DEEP = b'{"a":' * 100_000 + b"1" + b"}" * 100_000
DAMAGE = {
    "nothing": lambda _: b"",
    "truncated": lambda state: state[:-20],
    "not UTF-8": lambda state: state.replace(b"Online", b"Onl\xffne"),
    "a list": lambda _: b"[]",
    "a number": lambda _: b"7",
    "null": lambda _: b"null",
    "deep nesting": lambda _: DEEP,
    "NaN": lambda state: state.replace(b'"version":1', b'"version":NaN'),
    "a huge version": lambda state: state.replace(b'"version":1', b'"version":1' + b"0" * 30),
    "a huge number": lambda state: state.replace(b'"version":1', b'"version":' + b"9" * 100_000),
    "a text for a version": lambda state: edited(state, version="1"),
    "true for a version": lambda state: edited(state, version=True),
    "no version": lambda state: without(state, "version"),
    "no data": lambda state: without(state, "data"),
    "no time": lambda state: without(state, "recorded_at"),
    "no person": lambda state: without(state, "by"),
    "no command": lambda state: without(state, "command"),
    "no salt": lambda state: without(state, "salt"),
    "a number for a person": lambda state: edited(state, by=7),
    "a number for a command": lambda state: edited(state, command=7),
    "nothing for a salt": lambda state: edited(state, salt=None),
    "a number for a time": lambda state: edited(state, recorded_at=7),
    "a day for a time": lambda state: edited(state, recorded_at="2022-03-01"),
    "a time in no calendar": lambda state: edited(state, recorded_at="2022-13-41T25:61:61.000000Z"),
    "a list for data": lambda state: edited(state, data=[]),
    "a text for data": lambda state: edited(state, data="x"),
    "nothing for data": lambda state: edited(state, data=None),
    "a field too many": lambda state: edited(state, data={"inspection": "OCSAE", "title": "T", "x": 1}),
    "a field too few": lambda state: edited(state, data={"inspection": "OCSAE"}),
    "a field of another type": lambda state: edited(state, data={"inspection": "OCSAE", "title": ["T"]}),
}


def everything(ledger):
    """Look at a ledger in every way there is, and record in it."""
    for view in (
        register(ledger),
        register(ledger, "OCSAE", cycle="2020"),
        trail(ledger),
        trail(ledger, "OCSAE", "3"),
    ):
        list(view.items)
    time_filter = TimeFilter(as_of="2021-08-20", known_at="2022-03-01T23:00:00.000000Z")
    list(show(ledger, "OCSAE", "3", time_filter=time_filter).items)
    ledger.ask(OpenInspection(inspection="NEW", title="T"), make("99"), by="ann")


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_bytes_are_told_with_their_position_wherever_they_are_met(ledger, damage):
    ledger.ask(OPEN, by="ann")
    position, *_, state = rows(ledger)[-1]
    broken = DAMAGE[damage](state)
    assert broken != state
    tamper(ledger, ("UPDATE stored_events SET state = ? WHERE rowid = ?", broken, position))
    told = rf"Event {position}\b.*damaged"
    with reopened(ledger) as opened:
        for look in (
            lambda: list(opened.records()),
            lambda: opened.inspection("OCSAE"),
            lambda: opened.ref("OCSAE"),
            lambda: opened.ask(CYCLE, by="ann"),
        ):
            with pytest.raises(Damaged, match=told):
                look()
        # The last event's time counts for whatever is recorded next, in whichever stream.
        with suppress(Damaged):
            opened.ask(RegisterPerson(person="eve", name="Eve", roles=("inspector",)), by="ada")


@pytest.mark.parametrize("topic", ["judgement.forged", "antigravity:geohash", "inspection.opened ", ""])
def test_an_event_of_an_unknown_name_is_told_with_its_position_and_imports_nothing(ledger, topic):
    ledger.ask(OPEN, by="ann")
    position = rows(ledger)[-1][0]
    tamper(ledger, ("UPDATE stored_events SET topic = ? WHERE rowid = ?", topic, position))
    with reopened(ledger) as opened:
        with pytest.raises(Damaged, match=f"Event {position} is called '{topic}'"):
            list(opened.records())
        with pytest.raises(Damaged, match=f"Event {position} is called"):
            opened.ask(CYCLE, by="ann")


@pytest.mark.parametrize("column", ["topic", "originator_id"])
def test_a_column_that_is_not_text_is_damage(ledger, column):
    ledger.ask(OPEN, by="ann")
    tamper(ledger, (f"UPDATE stored_events SET {column} = CAST(x'ff' AS TEXT) WHERE rowid = 5",))
    with reopened(ledger) as opened, pytest.raises(Damaged):
        list(opened.records())


@pytest.mark.parametrize("stream", ["ledger", "inspection"])
def test_a_missing_version_is_told_with_the_position_where_it_shows(inspected, stream):
    inspected.ask(judge(), by="ann")
    ours = inspection_stream("OCSAE").hex
    positions = [row[0] for row in rows(inspected) if (row[1] == ours) == (stream == "inspection")]
    tamper(inspected, ("DELETE FROM stored_events WHERE rowid = ?", positions[2]))
    with (
        reopened(inspected) as opened,
        pytest.raises(Damaged, match=f"Event {positions[3]} is number 4 .* 3 was due"),
    ):
        opened.ask(SIGN, by="bob")


def test_an_event_that_speaks_of_what_no_event_made_is_damage(inspected):
    inspected.ask(judge(), by="ann")
    inspected.ask(SIGN, by="bob")
    position, *_, state = rows(inspected)[-1]
    broken = state.replace(b'"J1"', b'"J9"')
    tamper(inspected, ("UPDATE stored_events SET state = ? WHERE rowid = ?", broken, position))
    with (
        reopened(inspected) as opened,
        pytest.raises(Damaged, match=f"Event {position} .* no earlier event made"),
    ):
        opened.inspection("OCSAE")


def test_a_role_of_somebody_who_was_never_registered_is_damage(ledger):
    position, state = next(
        (row[0], row[4]) for row in rows(ledger) if row[3] == "role.granted" and row[0] > 4
    )
    broken = state.replace(b'"person":"ann"', b'"person":"zoe"')
    assert broken != state
    tamper(ledger, ("UPDATE stored_events SET state = ? WHERE rowid = ?", broken, position))
    with (
        reopened(ledger) as opened,
        pytest.raises(Damaged, match=f"Event {position} .* no earlier event made"),
    ):
        opened.inspectorate()


@pytest.mark.parametrize("on", ["garbage", "", "2021-13", "2021-02-31", "tomorrow"])
def test_a_day_that_is_none_is_damage(inspected, on):
    inspected.ask(judge(), by="ann")
    position, *_, state = rows(inspected)[-2]
    broken = state.replace(b'"on":"2021-08-18"', f'"on":"{on}"'.encode())
    assert broken != state
    tamper(inspected, ("UPDATE stored_events SET state = ? WHERE rowid = ?", broken, position))
    with reopened(inspected) as opened, pytest.raises(Damaged, match=f"Event {position}\\b"):
        everything(opened)


def full(ledger):
    """A ledger with an event of most kinds."""
    ledger.ask(SUBMIT, judge(evidence=("E1",), note="Hm."), make("7", due="2022-12"), by="ann")
    ledger.ask(SIGN, by="bob")
    ledger.ask(judge("5"), by="ann")
    return rows(ledger)


def test_a_ledger_without_any_one_of_its_events_is_read_or_told_as_damaged(inspected):
    stored = full(inspected)
    told = 0
    for position, *_ in stored:
        tamper(inspected)
        with closing(sqlite3.connect(inspected.store.database)) as raw:
            raw.execute("DELETE FROM stored_events WHERE rowid = ?", (position,))
            raw.commit()
        with reopened(inspected) as opened:
            try:
                everything(opened)
            except LedgerError:
                told += 1
        with closing(sqlite3.connect(inspected.store.database)) as raw:
            raw.execute("DELETE FROM stored_events")
            raw.executemany("INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)", stored)
            raw.commit()
    assert told > len(stored) // 2


def test_a_ledger_with_any_changed_byte_is_read_or_told_but_nothing_else(inspected):
    stored = full(inspected)
    tamper(inspected)
    chance = random.Random(2022)
    told = 0
    for _ in range(150):
        position, *_, state = chance.choice(stored)
        at = chance.randrange(len(state))
        broken = (
            state[:at]
            + bytes([chance.choice([state[at] ^ 1, 0x22, 0x30, 0x5D, 0x7D, 0xFF])])
            + state[at + 1 :]
        )
        with closing(sqlite3.connect(inspected.store.database)) as raw:
            raw.execute("UPDATE stored_events SET state = ? WHERE rowid = ?", (broken, position))
            raw.commit()
        with reopened(inspected) as opened:
            try:
                everything(opened)
            except LedgerError:
                told += 1
            except Exception as error:
                pytest.fail(f"{error!r} for {broken!r}")
        with closing(sqlite3.connect(inspected.store.database)) as raw:
            raw.execute("DELETE FROM stored_events")
            raw.executemany("INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)", stored)
            raw.commit()
    assert told


# The exact bytes.


def test_the_bytes_of_a_first_judgement_stay_as_they_are(inspected):
    inspected.entropy = counting()
    inspected.ask(judge(), by="ann")
    recorded, explained = (state_of(inspected, row[0]) for row in rows(inspected)[-2:])
    assert recorded == (
        b'{"version":4,"recorded_at":"2022-03-01T09:00:04.000000Z","by":"ann",'
        b'"command":"00000000000000000000000000000001","salt":"00000000000000000000000000000002",'
        b'"data":{"inspection":"OCSAE","judgement":"J1","number":"3","cycle":"2020","made_to":null,'
        b'"status":"partially-met","reason":null,"evidence":[],"until":null,"word":null,"on":"2021-08-18"}}'
    )
    assert explained == (
        b'{"version":1,"recorded_at":"2022-03-01T09:00:04.000000Z","by":"ann",'
        b'"command":"00000000000000000000000000000001","salt":"00000000000000000000000000000003",'
        b'"data":{"inspection":"OCSAE","judgement":"J1","rationale":"Some was done."}}'
    )


def test_what_is_read_encodes_to_the_bytes_it_was_read_from(inspected):
    stored = full(inspected)
    assert [encode(record) for record in inspected.records()] == [row[4] for row in stored]


def test_a_ledger_that_was_begun_and_not_finished_is_told_as_such(tmp_path):
    create_store(str(tmp_path / "half")).close()
    with pytest.raises(NoLedger, match="was begun and not finished"):
        Ledger.open(str(tmp_path / "half"))


def test_what_concerns_no_inspection_is_found_without_a_look_at_inspections(tmp_path):
    """Of people, keys and publications all is in one stream."""
    with begun(str(tmp_path / "ledger"), Clock(), counting()) as ledger:
        ledger.ask(OpenInspection(inspection="ONE", title="One"), by="ann")
        asked, rows = [], ledger.store.rows
        ledger.store.rows = lambda **given: asked.append(given["stream"]) or rows(**given)
        people, either = ["person.registered"], ["person.named", "inspection.opened"]
        assert {record.event.NAME for record in ledger.records(topics=people)} == {*people}
        assert set(asked) == {LEDGER_STREAM}
        assert {record.event.NAME for record in ledger.records(topics=either)} == {*either}
    assert None in asked

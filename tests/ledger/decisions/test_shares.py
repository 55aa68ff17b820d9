"""The rules on shares: a recommendation to several bodies is judged, and asked about, body by body."""

import pytest

from events.base import Day
from events.cycles import CycleOpened
from events.evidence import EvidenceRequested
from events.judgements import JudgementExplained, JudgementRecorded, JudgementReturned, JudgementSignedOff
from events.recommendations import RecommendationReaddressed, RecommendationWithdrawn
from ledger.decisions.evidence import RequestEvidence
from ledger.decisions.judgements import RecordJudgement, SignOffJudgement
from tests.builders import made
from tests.pasts import inspected

POLICE, BOARD = "Police Scotland", "Scottish Police Authority"
PAST = [*inspected(), made("7", made_to=(POLICE, BOARD))]
READDRESSED = RecommendationReaddressed(
    inspection="OCSAE", number="7", made_to=("Fire Service",), why=None, on=Day("2021-06-01")
)


def record(made_to=None, status="partially-met", cycle="2021", on="2021-08-18", **other):
    fields = {"number": "7", "rationale": "Seen.", **other}
    return RecordJudgement(inspection="OCSAE", cycle=cycle, made_to=made_to, status=status, on=on, **fields)


def recorded(ref="J1", made_to=None, **other):
    fields = {
        "inspection": "OCSAE",
        "judgement": ref,
        "number": "7",
        "cycle": "2021",
        "made_to": made_to,
        "status": "partially-met",
        "reason": None,
        "evidence": (),
        "until": None,
        "word": None,
        "on": "2021-08-18",
    }
    return JudgementRecorded(**{**fields, **other})


def why(ref="J1", rationale="Seen."):
    return JudgementExplained(inspection="OCSAE", judgement=ref, rationale=rationale)


@pytest.mark.parametrize("said", [POLICE, "police scotland", " Police Scotland\n"])
def test_a_share_is_judged_under_the_name_by_which_the_body_is_addressed(given, said):
    given(*PAST).when(record(said)).then(recorded(made_to=POLICE), why())


def test_the_whole_is_judged_where_no_body_is_said(given):
    given(*PAST).when(record()).then(recorded(made_to=None), why())


def test_a_body_that_is_not_addressed_has_no_share(given):
    given(*PAST).when(record("Fire Service")).refused(
        "Recommendation 7 is not made to Fire Service, but to Police Scotland; Scottish Police Authority"
    )


def test_a_share_without_a_name_is_wrong_usage(given):
    given(*PAST).when(record(" ")).refused("The body is empty", status=2)


def test_the_addressees_are_those_of_the_judgements_own_day(given):
    past = given(*PAST, READDRESSED)
    past.when(record("fire service")).then(recorded(made_to="Fire Service"), why())
    past.when(record(POLICE)).refused("is not made to Police Scotland, but to Fire Service")
    earlier = record(POLICE, cycle="2020", on="2021-05-31")
    past.when(earlier).then(recorded(made_to=POLICE, cycle="2020", on="2021-05-31"), why())
    past.when(record("Fire Service", cycle="2020", on="2021-05-31")).refused("is not made to Fire Service")


def test_two_shares_of_one_cycle_may_both_await_sign_off(given):
    past = given(*PAST, recorded("J1", POLICE))
    past.when(record(BOARD)).made("J2")


def test_one_share_awaits_sign_off_once_however_it_is_typed(given):
    given(*PAST, recorded("J1", POLICE)).when(record("POLICE SCOTLAND")).refused(
        "J1 on recommendation 7 in the cycle 2021 still awaits sign-off"
    )


def test_the_whole_and_a_share_do_not_both_await_sign_off(given):
    given(*PAST, recorded("J1", POLICE)).when(record()).refused("J1 on recommendation 7")
    given(*PAST, recorded("J1")).when(record(POLICE)).refused("J1 on recommendation 7")


def test_the_whole_waits_for_every_share(given):
    signed = ("bob", JudgementSignedOff(inspection="OCSAE", judgement="J1"))
    past = [*PAST, recorded("J1", POLICE), recorded("J2", BOARD), signed]
    given(*past).when(record()).refused("J2 on recommendation 7")
    returned = JudgementReturned(inspection="OCSAE", judgement="J2", why="Thin.")
    given(*past, ("bob", returned)).when(record()).made("J3")


def test_a_share_awaits_in_its_own_cycle(given):
    given(*PAST, recorded("J1")).when(record(POLICE, cycle="2020")).made("J2")


# Left open on purpose.


def test_what_is_left_open_names_a_later_cycle_that_need_not_be_there(given):
    given(*PAST).when(record(until="2023")).then(recorded(until="2023"), why())
    later = CycleOpened(inspection="OCSAE", cycle="Spring", title="T", kind=None, on=Day("2022-02-01"))
    given(*PAST, later).when(record(until="SPRING", on="2022-02-02")).then(
        recorded(until="Spring", on="2022-02-02"), why()
    )


@pytest.mark.parametrize(("until", "named"), [("2020", "2020"), ("2021", "2021")])
def test_a_cycle_that_is_not_later_is_refused(given, until, named):
    given(*PAST).when(record(until=until)).refused(f"The cycle {named} was opened on")


def test_a_cycle_of_the_same_day_is_not_later(given):
    same = CycleOpened(inspection="OCSAE", cycle="2021b", title="T", kind=None, on=Day("2021-08-18"))
    given(*PAST, same).when(record(until="2021b")).refused("it is not later than 2021")


def test_what_is_closed_is_not_left_open(given):
    asked = record(status="closed", reason="no-longer-relevant", until="2023")
    given(*PAST).when(asked).refused("What is closed is not left open")


def test_a_cycle_that_nobody_could_type_is_wrong_usage(given):
    given(*PAST).when(record(until="next year")).refused("is no cycle", status=2)


@pytest.mark.parametrize("reason", ["not-implemented", "no-longer-relevant"])
def test_it_is_closed_without_being_done_for_a_reason_and_a_rationale(given, reason):
    asked = record(status="closed", reason=reason, rationale="The force was merged.")
    given(*PAST).when(asked).then(
        recorded(status="closed", reason=reason), why(rationale="The force was merged.")
    )
    given(*PAST).when(record(status="closed", reason=reason, rationale=" ")).refused(
        "The rationale is empty", status=2
    )


def test_what_took_effect_before_the_end_is_judged_and_signed_off_after_it(given):
    gone = RecommendationWithdrawn(inspection="OCSAE", number="7", why=None, on=Day("2021-10-01"))
    given(*PAST, gone).when(record(on="2021-09-30")).then(recorded(on="2021-09-30"), why())
    given(*PAST, gone).when(record(on="2021-10-01")).refused("was withdrawn on 2021-10-01")
    sign = SignOffJudgement(inspection="OCSAE", judgement="J1")
    given(*PAST, gone, recorded()).when(sign, by="bob").made("J1")


# More is asked of one body.


def request(body, on="2021-09-01"):
    return RequestEvidence(inspection="OCSAE", number="7", why="Thin.", body=body, on=on)


def test_more_is_asked_of_one_body_or_of_all(given):
    for said, body in ((None, None), ("police scotland", POLICE)):
        given(*PAST).when(request(said)).then(
            EvidenceRequested(inspection="OCSAE", number="7", body=body, why="Thin.", on=Day("2021-09-01"))
        )


def test_nothing_is_asked_of_a_body_that_is_not_addressed_on_that_day(given):
    given(*PAST).when(request("Fire Service")).refused("Recommendation 7 is not made to Fire Service")
    past = given(*PAST, READDRESSED)
    past.when(request(POLICE)).refused("is not made to Police Scotland, but to Fire Service")
    past.when(request(POLICE, on="2021-05-31")).made("OCSAE/7")

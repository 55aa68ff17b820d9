"""The rules on judgements, each refused with its own sentence."""

import pytest

from events.base import Day
from events.cycles import CycleClosed
from events.evidence import EvidenceSubmitted, EvidenceWithdrawn
from events.judgements import (
    JudgementExplained,
    JudgementNoted,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from events.recommendations import RecommendationSuperseded, RecommendationWithdrawn
from ledger.decisions.judgements import RecordJudgement, ReturnJudgement, SignOffJudgement
from tests.builders import made
from tests.pasts import inspected


def record(number="3", cycle="2021", status="closed", reason="implemented", on="2021-08-18", **other):
    return RecordJudgement(
        inspection="OCSAE",
        number=number,
        cycle=cycle,
        status=status,
        reason=reason,
        rationale="The evidence suffices.",
        on=on,
        **other,
    )


def recorded(ref="J1", number="3", **other):
    fields = {
        "inspection": "OCSAE",
        "judgement": ref,
        "number": number,
        "cycle": "2021",
        "made_to": None,
        "until": None,
        "word": None,
        "status": "closed",
        "reason": "implemented",
        "evidence": (),
        "on": "2021-08-18",
    }
    return JudgementRecorded(**{**fields, **other})


def why(ref="J1", rationale="The evidence suffices."):
    return JudgementExplained(inspection="OCSAE", judgement=ref, rationale=rationale)


def submitted(ref="E1", number="3"):
    return EvidenceSubmitted(
        inspection="OCSAE",
        evidence=ref,
        number=number,
        cycle=None,
        body="Police Scotland",
        proposes_closure=True,
        restricted=None,
        on=Day("2021-06-01"),
    )


def signed(ref="J1"):
    return JudgementSignedOff(inspection="OCSAE", judgement=ref)


def returned(ref="J1"):
    return JudgementReturned(inspection="OCSAE", judgement=ref, why="Too thin.")


def sign(ref="J1"):
    return SignOffJudgement(inspection="OCSAE", judgement=ref)


def test_a_judgement_is_recorded(given):
    given(*inspected(), submitted()).when(record(evidence=("e1", "E1"))).then(
        recorded(evidence=("E1",)), why()
    )


def test_an_internal_note_is_an_event_of_its_own(given):
    note = JudgementNoted(inspection="OCSAE", judgement="J1", note="Ask again in spring.")
    given(*inspected()).when(record(note="Ask again in spring.")).then(recorded(), why(), note)


def test_the_date_is_today_where_none_was_said(given):
    asked = RecordJudgement(
        inspection="ocsae", number="3", cycle="2021", status="open", rationale="The evidence suffices."
    )
    given(*inspected()).when(asked, today="2022-03-01").then(
        recorded(status="open", reason=None, on="2022-03-01"), why()
    )


def test_a_closure_has_a_reason(given):
    given(*inspected()).when(record(reason=None)).refused("closed for a reason")


def test_a_reason_belongs_to_a_closure(given):
    given(*inspected()).when(record(status="partially-met")).refused("belongs to a closure")


@pytest.mark.parametrize(
    ("words", "because"), [({"status": "met"}, "no status"), ({"reason": "done"}, "no reason")]
)
def test_unknown_words_are_wrong_usage(given, words, because):
    given(*inspected()).when(record(**words)).refused(because, status=2)


def test_it_is_made_in_a_cycle_that_is_there(given):
    given(*inspected()).when(record(cycle="2023")).refused("has no cycle 2023", status=3)


def test_it_is_made_on_a_number_that_is_there(given):
    given(*inspected()).when(record(number="12")).refused("has no recommendation 12", status=3)


def test_it_is_made_in_an_inspection_that_is_there(given):
    given().when(record()).refused("no inspection OCSAE", status=3)


def test_it_is_made_in_a_cycle_that_is_open(given):
    closed = CycleClosed(inspection="OCSAE", cycle="2021", on=Day("2021-09-01"))
    for on in ("2021-09-01", "2021-10-01"):
        given(*inspected(), closed).when(record(on=on)).refused("was closed on 2021-09-01")
    given(*inspected(), closed).when(record(on="2021-08-31")).made("J1")


def test_it_is_not_dated_in_the_future(given):
    given(*inspected()).when(record(), today="2021-08-17").refused("is in the future")


def test_it_is_not_dated_before_its_cycle(given):
    asked = RecordJudgement(
        inspection="OCSAE", number="3", cycle="2021", status="open", rationale="x", on="2021-08-17"
    )
    given(*inspected()).when(asked).refused("before the cycle 2021 was opened on 2021-08-18")


def test_it_is_not_dated_before_the_recommendation(given):
    late = made("7", on="2021-12-01", cycle="2021")
    given(*inspected(), late).when(record(number="7")).refused(
        "before recommendation 7 was made on 2021-12-01"
    )


def test_evidence_is_there(given):
    given(*inspected()).when(record(evidence=("E9",))).refused("has no evidence E9", status=3)


def test_evidence_is_for_the_same_recommendation(given):
    given(*inspected(), submitted(number="5")).when(record(evidence=("E1",))).refused(
        "E1 was handed in for recommendation 5, not 3"
    )


def test_evidence_was_not_withdrawn(given):
    gone = EvidenceWithdrawn(inspection="OCSAE", evidence="E1", why="Wrong file.", on=Day("2021-07-01"))
    given(*inspected(), submitted(), gone).when(record(evidence=("E1",))).refused("E1 was withdrawn")


def test_one_judgement_at_a_time_awaits_sign_off(given):
    given(*inspected(), recorded()).when(record()).refused(
        "J1 on recommendation 3 in the cycle 2021 still awaits"
    )


def test_another_recommendation_or_cycle_does_not_wait_for_it(given):
    given(*inspected(), recorded()).when(record(number="5")).made("J2")
    given(*inspected(), recorded()).when(record(cycle="2020")).made("J2")


@pytest.mark.parametrize("settled", [signed(), returned()])
def test_a_settled_judgement_may_be_followed_by_another(given, settled):
    given(*inspected(), recorded(), ("bob", settled)).when(record(status="partially-met", reason=None)).made(
        "J2"
    )


@pytest.mark.parametrize(
    ("gone", "word"),
    [
        (RecommendationWithdrawn(inspection="OCSAE", number="3", why="x", on=Day("2021-01-01")), "withdrawn"),
        (
            RecommendationSuperseded(
                inspection="OCSAE",
                number="3",
                how="superseded",
                by=("OCSAE/5",),
                why=None,
                on=Day("2021-01-01"),
            ),
            "superseded",
        ),
    ],
)
def test_what_is_gone_is_not_judged(given, gone, word):
    given(*inspected(), gone).when(record()).refused(f"Recommendation 3 of OCSAE was {word}")


@pytest.mark.parametrize("by", ["ada", "bob", "pat"])
def test_judging_takes_the_role_inspector(given, by):
    given(*inspected()).when(record(), by=by).refused(f"{by} may not do this: it takes the role inspector")


def test_nobody_known_records_nothing(given):
    given(*inspected()).when(record(), by="eve").refused("eve is not registered")


def test_a_second_person_signs_it_off(given):
    given(*inspected(), recorded()).when(sign("j1"), by="bob").then(signed())


def test_the_author_cannot_sign_off_whatever_their_roles(given):
    given(*inspected(), ("cyd", recorded())).when(sign(), by="cyd").refused("cyd recorded judgement J1")


def test_an_approver_who_is_inspector_too_may_sign_another_persons_off(given):
    given(*inspected(), recorded()).when(sign(), by="cyd").then(signed())


def test_signing_off_takes_the_role_approver(given):
    given(*inspected(), recorded()).when(sign(), by="art").refused("takes the role approver")


def test_it_is_signed_off_once(given):
    given(*inspected(), recorded(), ("bob", signed())).when(sign(), by="cyd").refused(
        "was signed off already"
    )


def test_what_was_returned_is_not_signed_off(given):
    given(*inspected(), recorded(), ("bob", returned())).when(sign(), by="bob").refused("was returned")


def test_what_is_not_there_is_not_signed_off(given):
    given(*inspected()).when(sign("J7"), by="bob").refused("has no judgement J7", status=3)


def test_an_approver_returns_it_with_a_reason(given):
    asked = ReturnJudgement(inspection="OCSAE", judgement="J1", why=" Too thin.\n")
    given(*inspected(), recorded()).when(asked, by="bob").then(returned())


def test_its_author_may_take_it_back(given):
    asked = ReturnJudgement(inspection="OCSAE", judgement="J1", why="Too thin.")
    given(*inspected(), recorded()).when(asked, by="ann").then(returned())


def test_another_inspector_may_not_return_it(given):
    asked = ReturnJudgement(inspection="OCSAE", judgement="J1", why="Too thin.")
    given(*inspected(), recorded()).when(asked, by="art").refused("art may not return the judgement of ann")


def test_what_was_signed_off_is_not_returned(given):
    asked = ReturnJudgement(inspection="OCSAE", judgement="J1", why="Too thin.")
    given(*inspected(), recorded(), ("bob", signed())).when(asked, by="bob").refused("signed off already")


def test_where_no_sign_off_is_required_there_is_none(given):
    past = given(*inspected(), recorded(), sign_off="none")
    past.when(sign(), by="bob").refused("there is no sign-off")
    past.when(record()).made("J2")


def test_what_rests_on_evidence_that_was_withdrawn_since_is_not_signed_off(given):
    gone = EvidenceWithdrawn(inspection="OCSAE", evidence="E1", why="Wrong file.", on=Day("2021-09-01"))
    past = given(*inspected(), submitted(), recorded(evidence=("E1",)), gone)
    past.when(sign(), by="bob").refused("rests on evidence E1, which was withdrawn since")


def test_a_day_in_the_month_of_a_recommendation_is_not_before_it(given):
    month = made("7", on="2021-08", cycle="2020")
    asked = RecordJudgement(
        inspection="OCSAE", number="7", cycle="2021", status="open", rationale="x", on="2021-08-18"
    )
    given(*inspected(), month).when(asked).made("J1")
    early = RecordJudgement(
        inspection="OCSAE", number="7", cycle="2020", status="open", rationale="x", on="2021-07-31"
    )
    given(*inspected(), month).when(early).refused("before recommendation 7 was made in 2021-08")


# What is recorded late has its true day


def test_a_judgement_of_a_later_day_that_awaits_does_not_stand_in_the_way_of_one_that_is_recorded_late(given):
    past = given(*inspected(), recorded("J1", on="2021-09-20"))
    past.when(record(on="2021-09-19")).made("J2")
    for on in ("2021-09-20", "2021-09", "2021-09-21"):
        past.when(record(on=on)).refused("J1 on recommendation 3 in the cycle 2021 still awaits sign-off")


def test_evidence_that_was_withdrawn_later_supports_what_was_judged_before(given):
    withdrawn = EvidenceWithdrawn(inspection="OCSAE", evidence="E1", why="x", on=Day("2021-09-20"))
    past = given(*inspected(), submitted(), withdrawn)
    past.when(record(evidence=("E1",), on="2021-09-19")).made("J1")
    past.when(record(evidence=("E1",), on="2021-09-20")).refused("was withdrawn on 2021-09-20")
    late = given(*inspected(), submitted(), withdrawn, recorded("J1", evidence=("E1",), on="2021-09-19"))
    late.when(sign("J1"), by="bob").made("J1")
    since = given(*inspected(), submitted(), recorded("J1", evidence=("E1",), on="2021-09-19"), withdrawn)
    since.when(sign("J1"), by="bob").refused("E1, which was withdrawn since")

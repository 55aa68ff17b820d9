"""The rules on disputes."""

import pytest

from events.base import Day
from events.disputes import DisputeRaised, DisputeSettled
from events.judgements import JudgementCorrected, JudgementRecorded, JudgementReturned, JudgementSignedOff
from events.recommendations import RecommendationReaddressed, RecommendationWithdrawn
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from tests.pasts import inspected

POLICE = "Police Scotland"
JUDGED = JudgementRecorded(
    inspection="OCSAE",
    judgement="J1",
    number="3",
    cycle="2021",
    made_to=None,
    until=None,
    word=None,
    status="open",
    reason=None,
    evidence=(),
    on=Day("2021-08-18"),
)
SIGNED = ("bob", JudgementSignedOff(inspection="OCSAE", judgement="J1"))


def raised(ref="D1", body=POLICE, judgement=None, on="2021-09-01"):
    return DisputeRaised(
        inspection="OCSAE",
        dispute=ref,
        number="3",
        judgement=judgement,
        body=body,
        why="We met it.",
        on=Day(on),
    )


def settled(outcome="dismissed", body=None, on="2021-10-01"):
    return DisputeSettled(
        inspection="OCSAE", dispute="D1", outcome=outcome, body=body, why="Heard.", on=Day(on)
    )


def raise_(**other):
    fields = {"number": "3", "why": " We met it.\n", "body": POLICE, "on": "2021-09-01", **other}
    return RaiseDispute(inspection="OCSAE", **fields)


def settle(**other):
    fields = {"dispute": "d1", "outcome": "dismissed", "why": "Heard.", "on": "2021-10-01", **other}
    return SettleDispute(inspection="OCSAE", **fields)


def test_a_body_raises_one_and_is_called_as_it_is_addressed(given):
    given(*inspected()).when(raise_(body="police scotland")).then(raised())


def test_a_body_that_never_was_addressed_raises_none(given):
    given(*inspected()).when(raise_(body="A Charity")).refused("is not made to A Charity, and never was")


def test_a_body_that_was_addressed_may_still_raise_one(given):
    moved = RecommendationReaddressed(
        inspection="OCSAE", number="3", made_to=("SPA",), why=None, on=Day("2021-01-15")
    )
    given(*inspected(), moved).when(raise_(body="police scotland")).then(raised(body=POLICE))


def test_the_inspectorate_raises_one_itself(given):
    given(*inspected()).when(raise_(body=None)).then(raised(body=None))


def test_one_is_raised_about_a_judgement_that_counts(given):
    given(*inspected(), JUDGED, SIGNED).when(raise_(judgement="j1")).then(raised(judgement="J1"))


def test_several_go_on_at_once_and_are_numbered(given):
    given(*inspected(), raised()).when(raise_()).then(raised("D2"))
    given(*inspected(), raised(), settled()).when(raise_()).then(raised("D2"))


def test_what_was_withdrawn_may_still_be_disputed(given):
    gone = RecommendationWithdrawn(inspection="OCSAE", number="3", why=None, on=Day("2021-01-01"))
    given(*inspected(), gone).when(raise_()).made("D1")


@pytest.mark.parametrize(
    ("fields", "because", "status"),
    [
        ({"number": "9"}, "has no recommendation 9", 3),
        ({"judgement": "J9"}, "has no judgement J9", 3),
        ({"number": "5", "judgement": "J1"}, "Judgement J1 is on recommendation 3, not 5", 4),
        ({"judgement": "J1", "on": "2021-08-17"}, "before judgement J1 on 2021-08-18", 4),
        ({"on": "2020-02-25"}, "before recommendation 3 was made on 2020-02-26", 4),
        ({"on": "2022-03-02"}, "in the future", 4),
        ({"why": " "}, "reason is empty", 2),
        ({"body": ""}, "body is empty", 2),
        ({"on": "soon"}, "cannot be read", 2),
    ],
)
def test_one_is_not_raised(given, fields, because, status):
    given(*inspected(), JUDGED, SIGNED).when(raise_(**fields)).refused(because, status=status)


@pytest.mark.parametrize(
    "fate",
    [
        [],
        [("bob", JudgementReturned(inspection="OCSAE", judgement="J1", why="Thin."))],
        [
            SIGNED,
            (
                "bob",
                JudgementCorrected(
                    inspection="OCSAE", judgement="J1", void=True, judged_on=None, reworded=False, why="x"
                ),
            ),
        ],
    ],
    ids=["awaiting", "returned", "void"],
)
def test_a_judgement_that_does_not_count_is_not_disputed(given, fate):
    given(*inspected(), JUDGED, *fate).when(raise_(judgement="J1")).refused("J1 does not count")


@pytest.mark.parametrize("outcome", ["upheld", "dismissed"])
@pytest.mark.parametrize("body", [None, POLICE])
def test_it_is_settled_by_a_body_or_the_inspectorate(given, outcome, body):
    given(*inspected(), raised()).when(settle(outcome=outcome, body=body)).then(settled(outcome, body))


@pytest.mark.parametrize("raiser", [None, POLICE])
def test_who_raised_it_withdraws_it(given, raiser):
    said = raiser and raiser.upper()
    given(*inspected(), raised(body=raiser)).when(settle(outcome="withdrawn", body=said)).then(
        settled("withdrawn", raiser)
    )


@pytest.mark.parametrize(
    ("raiser", "by", "because"),
    [
        (POLICE, None, "D1 was raised by Police Scotland: nobody else withdraws it"),
        (POLICE, "A Charity", "is not made to A Charity, and never was"),
        (None, POLICE, "D1 was raised by the inspectorate"),
    ],
)
def test_nobody_else_withdraws_it(given, raiser, by, because):
    given(*inspected(), raised(body=raiser)).when(settle(outcome="withdrawn", body=by)).refused(because)


def test_a_body_that_was_readdressed_since_withdraws_what_it_raised(given):
    moved = RecommendationReaddressed(
        inspection="OCSAE", number="3", made_to=("SPA",), why=None, on=Day("2021-09-15")
    )
    given(*inspected(), raised(), moved).when(settle(outcome="withdrawn", body="police scotland")).then(
        settled("withdrawn", POLICE)
    )


@pytest.mark.parametrize("again", ["upheld", "dismissed", "withdrawn"])
def test_it_is_settled_once(given, again):
    given(*inspected(), raised(), settled()).when(settle(outcome=again)).refused(
        "Dispute D1 of OCSAE was settled already: dismissed"
    )


@pytest.mark.parametrize(
    ("fields", "because", "status"),
    [
        ({"dispute": "D2"}, "has no dispute D2", 3),
        ({"on": "2021-08-31"}, "before dispute D1 was raised on 2021-09-01", 4),
        ({"on": "2022-03-02"}, "in the future", 4),
        ({"outcome": "won"}, "is no outcome", 2),
        ({"why": ""}, "reason is empty", 2),
    ],
)
def test_it_is_not_settled(given, fields, because, status):
    given(*inspected(), raised()).when(settle(**fields)).refused(because, status=status)


def test_what_was_never_raised_is_not_settled(given):
    given(*inspected()).when(settle()).refused("OCSAE has no dispute d1", status=3)


@pytest.mark.parametrize("by", ["ada", "bob", "pat", "eve"])
@pytest.mark.parametrize("asked", [raise_(), settle()], ids=["raise", "settle"])
def test_disputes_are_the_inspectors_business(given, asked, by):
    given(*inspected(), raised()).when(asked, by=by).refused(by)

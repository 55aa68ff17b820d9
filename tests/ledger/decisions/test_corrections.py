"""The rules on corrections: what may be set right, of which word, and by whom."""

import pytest

from events.base import Day
from events.cycles import CycleClosed
from events.evidence import EvidenceSubmitted
from events.judgements import (
    JudgementCorrected,
    JudgementExplained,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from events.recommendations import (
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationUnlinked,
    RecommendationWithdrawn,
)
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.links import RepeatRecommendation
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import WithdrawRecommendation
from tests.builders import made
from tests.pasts import inspected

MADE, LATER, LATEST = "2020-02-26", "2021-02-01", "2021-03"
RESTATED = RecommendationRestated(inspection="OCSAE", number="3", text="Soon.", why="x", on=Day(LATER))
READDRESSED = RecommendationReaddressed(
    inspection="OCSAE", number="3", made_to=("SPA",), why=None, on=Day(LATER)
)
RESCHEDULED = RecommendationRescheduled(
    inspection="OCSAE", number="3", due=Day("2023-01"), approved_by=None, why=None, on=Day(LATER)
)
WITHDRAWN = RecommendationWithdrawn(inspection="OCSAE", number="3", why=None, on=Day("2021-06-01"))
WORDS = [*inspected(), RESTATED, READDRESSED, RESCHEDULED]


def correct(number="3", **said):
    return CorrectRecommendation(inspection="OCSAE", number=number, why=" A slip. ", **said)


def corrected(what, of=MADE, number="3", inspection="OCSAE", **right):
    fields = {
        "text": None,
        "made_to": (),
        "due": None,
        "made_on": None,
        "kind": None,
        "in_cycle": None,
        "new_number": None,
        **right,
    }
    return RecommendationCorrected(
        inspection=inspection, number=number, what=what, of=Day(of), why="A slip.", **fields
    )


# The words of a recommendation.


@pytest.mark.parametrize(
    ("said", "what", "right"),
    [
        ({"text": " Do it. "}, "text", {"text": "Do it."}),
        ({"made_to": ("SPA", " SPA", "NCA")}, "made-to", {"made_to": ("SPA", "NCA")}),
        ({"due": "2021-05"}, "due", {"due": "2021-05"}),
        ({"made_on": "2020-03"}, "made-on", {"made_on": "2020-03"}),
    ],
    ids=str,
)
def test_what_it_was_made_with_is_set_right(given, said, what, right):
    given(*inspected()).when(correct(**said)).then(corrected(what, **right))


@pytest.mark.parametrize(
    ("said", "what", "right"),
    [
        ({"text": "Do it."}, "text", {"text": "Do it."}),
        ({"made_to": ("NCA",)}, "made-to", {"made_to": ("NCA",)}),
        ({"due": "2024-05-01"}, "due", {"due": "2024-05-01"}),
    ],
    ids=str,
)
def test_the_word_that_holds_now_is_meant_unless_another_day_is_said(given, said, what, right):
    given(*WORDS).when(correct(**said)).then(corrected(what, LATER, **right))
    given(*WORDS).when(correct(of=LATER, **said)).then(corrected(what, LATER, **right))
    given(*WORDS).when(correct(of="2021-12-31", **said)).then(corrected(what, LATER, **right))
    given(*WORDS).when(correct(of="2021-01-31", **said)).then(corrected(what, **right))


def test_the_word_of_just_that_day_comes_before_the_one_that_holds_at_its_end(given):
    month = RecommendationRestated(inspection="OCSAE", number="3", text="A.", why="x", on=Day(LATEST))
    day = RecommendationRestated(inspection="OCSAE", number="3", text="B.", why="x", on=Day("2021-03-31"))
    for words in ([month, day], [day, month]):
        past = given(*inspected(), *words)
        past.when(correct(text="C.", of=LATEST)).then(corrected("text", LATEST, text="C."))
        past.when(correct(text="C.", of="2021-03-31")).then(corrected("text", "2021-03-31", text="C."))


def test_several_are_set_right_at_once_and_its_day_last(given):
    given(*inspected()).when(correct(text="A.", made_to=("SPA",), due="2021-01", made_on="2020-03-01")).then(
        corrected("text", text="A."),
        corrected("made-to", made_to=("SPA",)),
        corrected("due", due="2021-01"),
        corrected("made-on", made_on="2020-03-01"),
    )


def test_what_was_set_right_is_what_is_said_from_then_on(given):
    past = given(*WORDS, corrected("text", LATER, text="Do it."))
    past.when(correct(text="Do it.")).refused("Nothing would change in the words of recommendation 3")
    past.when(correct(text="Soon.")).then(corrected("text", LATER, text="Soon."))
    past.when(correct(text="Soon.", of=MADE)).then(corrected("text", text="Soon."))


@pytest.mark.parametrize(
    ("said", "because", "status"),
    [
        ({"text": "Soon."}, "Nothing would change in the words of recommendation 3", 4),
        ({"made_to": ("SPA",)}, "Nothing would change in the bodies it is made to", 4),
        ({"due": "2023-01"}, "Nothing would change in the due date", 4),
        ({"made_on": MADE}, "Recommendation 3 was made on 2020-02-26 already", 4),
        ({"due": "2020-02-25"}, "The due date 2020-02-25 is before the recommendation was made", 4),
        ({"text": "x", "of": "2020-02-25"}, "Recommendation 3 had no words on 2020-02-25", 3),
        ({"made_to": ("x",), "of": "2020-01"}, "had no bodies it is made to in 2020-01", 3),
        ({"due": "2021-01", "of": "2020-02-25"}, "before recommendation 3 was made on 2020-02-26", 4),
        ({"void": "due", "of": "2020-03-01"}, "had no due date on 2020-03-01", 3),
        ({}, "There is nothing to correct", 2),
        ({"of": LATER}, "There is nothing to correct", 2),
        ({"made_to": ()}, "There is nothing to correct", 2),
        ({"text": " "}, "The text is empty", 2),
        ({"due": "soon"}, "The due date 'soon' cannot be read", 2),
        ({"text": "x", "of": "then"}, "The date 'then' cannot be read", 2),
        ({"made_on": "then"}, "The day it was made 'then' cannot be read", 2),
        ({"made_to": ("A; B",)}, "has a semicolon", 2),
        ({"void": "made-on"}, "'made-on' cannot be made void", 2),
        ({"void": "text", "text": "x"}, "cannot be both corrected and made void", 2),
        ({"void": "made-to", "made_to": ("x",)}, "cannot be both corrected", 2),
        ({"void": "due", "due": "2024-01"}, "cannot be both corrected", 2),
    ],
    ids=str,
)
def test_a_correction_is_refused(given, said, because, status):
    given(*WORDS).when(correct(**said)).refused(because, status=status)


def test_a_correction_says_why(given):
    asked = CorrectRecommendation(inspection="OCSAE", number="3", text="x", why=" ")
    given(*WORDS).when(asked).refused("The reason is empty", status=2)


def test_what_is_not_there_is_not_set_right(given):
    given(*WORDS).when(correct("9", text="x")).refused("OCSAE has no recommendation 9", status=3)


def test_what_is_gone_is_still_set_right(given):
    given(*inspected(), WITHDRAWN).when(correct(text="A.")).then(corrected("text", text="A."))


@pytest.mark.parametrize("by", ["ada", "bob", "pat", "eve"])
def test_recommendations_are_set_right_by_inspectors(given, by):
    given(*WORDS).when(correct(text="A."), by=by).refused(by)


# What should never have been said.


@pytest.mark.parametrize("what", ["text", "made-to", "due"])
def test_a_later_word_is_made_void(given, what):
    given(*WORDS).when(correct(void=what)).then(corrected(what, LATER))


def test_a_due_date_that_it_was_made_with_is_made_void(given):
    given(*inspected(), made("8", due="2021-01-01")).when(correct("8", void="due")).then(
        corrected("due", number="8")
    )


@pytest.mark.parametrize("what", ["text", "made-to"])
@pytest.mark.parametrize("of", [MADE, "2021-01-31"])
def test_the_words_and_bodies_it_was_made_with_are_replaced_and_never_void(given, what, of):
    given(*WORDS).when(correct(void=what, of=of)).refused("Recommendation 3 was made with these")
    given(*inspected()).when(correct(void=what)).refused("Recommendation 3 was made with these")


def test_what_was_made_void_was_never_said(given):
    past = given(*WORDS, *(corrected(what, LATER) for what in ("text", "made-to", "due")))
    past.when(correct(void="text")).refused("was made with these words")
    past.when(correct(void="due")).refused("Recommendation 3 had no due date", status=3)
    past.when(correct(text="Do 3.")).refused("Nothing would change in the words")


# A due date that was left out.


def test_a_due_date_that_was_left_out_counts_from_the_day_it_was_made(given):
    given(*WORDS).when(correct(due="2021-01", of="2020-12-31")).then(corrected("due", due="2021-01"))
    past = given(*inspected(), corrected("due", due="2021-01"))
    past.when(correct(due="2021-02")).then(corrected("due", due="2021-02"))
    past.when(correct(made_on="2020-03-01")).then(corrected("made-on", made_on="2020-03-01"))
    moved = given(*inspected(), corrected("due", due="2021-01"), corrected("made-on", made_on="2020-03-01"))
    moved.when(correct(void="due")).then(corrected("due", "2020-03-01"))


# The day it was made.


def judged(ref="J1", on="2021-08-18", **other):
    fields = {
        "inspection": "OCSAE",
        "judgement": ref,
        "number": "3",
        "cycle": "2021",
        "made_to": None,
        "until": None,
        "word": None,
        "status": "open",
        "reason": None,
        "evidence": (),
        "on": Day(on),
    }
    return JudgementRecorded(**{**fields, **other})


def signed(ref="J1"):
    return "bob", JudgementSignedOff(inspection="OCSAE", judgement=ref)


def right(judgement="J1", **said):
    fields = {"void": False, "judged_on": None, "reworded": False, "why": "A slip.", **said}
    return JudgementCorrected(inspection="OCSAE", judgement=judgement, **fields)


def why(rationale="As seen.", judgement="J1"):
    return JudgementExplained(inspection="OCSAE", judgement=judgement, rationale=rationale)


SUBMITTED = EvidenceSubmitted(
    inspection="OCSAE",
    evidence="E1",
    number="3",
    cycle=None,
    body="SPA",
    proposes_closure=False,
    restricted=None,
    on=Day("2021-05-01"),
)


@pytest.mark.parametrize(
    ("after", "latest"),
    [
        ([RESTATED], LATER),
        ([READDRESSED], LATER),
        ([RESCHEDULED], LATER),
        ([SUBMITTED], "2021-05-01"),
        ([WITHDRAWN], "2021-06-01"),
        ([judged()], "2021-08-18"),
        ([judged(on="2021-09-01"), SUBMITTED, RESTATED], LATER),
        ([judged(on="2021-09-01"), signed(), ("bob", right(judged_on="2021-08-20"))], "2021-08-20"),
    ],
)
def test_it_was_not_made_after_what_was_recorded_about_it(given, after, latest):
    past = given(*inspected(), *after)
    past.when(correct(made_on=latest)).made("OCSAE/3")
    past.when(correct(made_on="2022-01-01")).refused(
        f"Recommendation 3 was not made on 2022-01-01: something about it is recorded of {latest}"
    )


@pytest.mark.parametrize(
    "gone",
    [
        [judged(), JudgementReturned(inspection="OCSAE", judgement="J1", why="x")],
        [judged(), signed(), ("bob", right(void=True))],
        [RESTATED, corrected("text", LATER)],
        [WITHDRAWN, corrected("end", "2021-06-01")],
    ],
    ids=["returned", "void judgement", "void word", "void end"],
)
def test_what_no_longer_holds_is_no_hindrance(given, gone):
    past = given(*inspected(), *gone)
    past.when(correct(made_on="2022-01-01")).made("OCSAE/3")
    past.when(WithdrawRecommendation(inspection="OCSAE", number="3", on="2020-12-31")).made("OCSAE/3")


@pytest.mark.parametrize(
    ("said", "because"),
    [
        ({"made_on": "2020-02-25"}, "The date 2020-02-25 is before the cycle 2020 was opened on 2020-02-26"),
        ({"made_on": "2022-03-02"}, "is in the future"),
        ({"made_on": "2020-10-01"}, "The date 2020-10-01 is after the cycle 2020 was closed on 2020-09-30"),
        (
            {"made_on": "2020-08-01"},
            "The due date 2020-07 is before the recommendation was made on 2020-08-01",
        ),
    ],
)
def test_it_was_not_made_on_a_day_on_which_it_could_not_be(given, said, because):
    closed = CycleClosed(inspection="OCSAE", cycle="2020", on=Day("2020-09-30"))
    past = given(*inspected(), made("8", due="2020-07"), closed)
    past.when(correct("8", **said)).refused(because)
    past.when(correct("8", made_on="2020-07-31")).made("OCSAE/8")


@pytest.mark.parametrize(("number", "day"), [("7", "2020-02-27"), ("3", "2021-01-01")])
def test_what_repeats_another_was_made_after_it(given, number, day):
    past = [*inspected(), made("4", on="2020-02-27"), made("7", on="2020-12-31")]
    tied = [
        RecommendationLinked(
            inspection="OCSAE", number=one, relation=relation, other=other, why=None, on=Day("2021-10-01")
        )
        for one, relation, other in (
            ("7", "repeats", "OCSAE/4"),
            ("4", "repeated-by", "OCSAE/7"),
            ("7", "repeats", "OCSAE/3"),
            ("3", "repeated-by", "OCSAE/7"),
        )
    ]
    given(*past, *tied).when(correct(number, made_on=day)).refused(f"it was not made on {day}")
    given(*past).when(correct(number, made_on=day)).made(f"OCSAE/{number}")
    given(*past, *tied).when(correct("7", made_on="2020-02-28")).made("OCSAE/7")


def test_what_was_made_on_another_day_in_truth_is_repeated_by_that_day(given):
    past = given(*inspected(), corrected("made-on", number="5", made_on="2020-03-01"))
    past.when(RepeatRecommendation(inspection="OCSAE", number="5", of="OCSAE/3")).made("OCSAE/5")


def test_its_day_and_its_due_date_are_set_right_together(given):
    past = given(*inspected(), made("8", due="2020-07"))
    past.when(correct("8", made_on="2020-08-01", due="2020-09-01")).then(
        corrected("due", number="8", due="2020-09-01"), corrected("made-on", number="8", made_on="2020-08-01")
    )
    past.when(correct("8", made_on="2020-08-01", void="due")).then(
        corrected("due", number="8"), corrected("made-on", number="8", made_on="2020-08-01")
    )
    past.when(correct("8", made_on="2020-08-01", due="2020-07-31")).refused(
        "The due date 2020-07-31 is before"
    )
    past.when(correct("3", made_on="2020-08-01", due="2020-07-31")).refused(
        "The due date 2020-07-31 is before"
    )


# An end that was none.


def test_what_was_withdrawn_in_error_stands_again(given):
    given(*inspected(), WITHDRAWN).when(correct(void="end")).then(corrected("end", "2021-06-01"))


def test_what_was_superseded_in_error_is_untied_on_both_sides(given):
    heirs = ("OCSAE/5", "OTHER/3")
    superseded = RecommendationSuperseded(
        inspection="OCSAE", number="3", how="split", by=heirs, why=None, on=Day("2021-06-01")
    )
    linked = [
        RecommendationLinked(
            inspection=ref,
            number=number,
            relation="split-from",
            other="OCSAE/3",
            why=None,
            on=Day("2021-06-01"),
        )
        for ref, number in (("OCSAE", "5"), ("OTHER", "3"))
    ]
    given(*inspected(), *inspected("OTHER"), superseded, *linked).when(correct(void="end")).then(
        corrected("end", "2021-06-01"),
        *(
            RecommendationUnlinked(
                inspection=ref,
                number=number,
                relation="split-from",
                other="OCSAE/3",
                of="2021-06-01",
                why="A slip.",
            )
            for ref, number in (("OCSAE", "5"), ("OTHER", "3"))
        ),
    )


def test_what_stands_has_no_end_to_set_right(given):
    given(*inspected()).when(correct(void="end")).refused("was neither withdrawn nor superseded")
    given(*inspected(), WITHDRAWN, corrected("end", "2021-06-01")).when(correct(void="end")).refused(
        "was neither withdrawn nor superseded"
    )


def test_an_end_of_the_wrong_day_is_made_void_and_said_again(given):
    past = given(*inspected(), WITHDRAWN, corrected("end", "2021-06-01"))
    past.when(WithdrawRecommendation(inspection="OCSAE", number="3", on="2021-01-01")).made("OCSAE/3")


# Judgements.

COUNTS = [*inspected(), judged(), why(), signed()]


def correct_judgement(judgement="j1", **said):
    return CorrectJudgement(inspection="OCSAE", judgement=judgement, why=" A slip. ", **said)


@pytest.mark.parametrize(
    ("said", "events"),
    [
        ({"void": True}, [right(void=True)]),
        ({"judged_on": "2021-08-20"}, [right(judged_on="2021-08-20")]),
        ({"rationale": "Not seen."}, [right(reworded=True), why("Not seen.")]),
        (
            {"judged_on": "2021-08", "rationale": "Not seen."},
            [right(judged_on="2021-08", reworded=True), why("Not seen.")],
        ),
        ({"judged_on": "2021-08-20", "rationale": "As seen."}, [right(judged_on="2021-08-20")]),
    ],
    ids=str,
)
def test_a_judgement_is_set_right_by_an_approver(given, said, events):
    given(*COUNTS).when(correct_judgement(**said), by="bob").then(*events)


@pytest.mark.parametrize(
    ("said", "because", "status"),
    [
        ({}, "Give either --void, or what it should have been", 2),
        ({"void": True, "rationale": "x"}, "Give either --void", 2),
        ({"void": True, "judged_on": "2021-08-20"}, "Give either --void", 2),
        ({"rationale": " "}, "The rationale is empty", 2),
        ({"judged_on": "then"}, "cannot be read", 2),
        ({"rationale": "As seen.\n"}, "Judgement J1 says just that already", 4),
        ({"judged_on": "2021-08-18"}, "Judgement J1 says just that already", 4),
        ({"judged_on": "2021-08-17"}, "before the cycle 2021 was opened on 2021-08-18", 4),
        ({"judged_on": "2022-03-02"}, "in the future", 4),
        ({"judgement": "J9", "void": True}, "OCSAE has no judgement J9", 3),
    ],
    ids=str,
)
def test_a_judgement_is_not_set_right(given, said, because, status):
    given(*COUNTS).when(correct_judgement(**said), by="bob").refused(because, status=status)


def test_a_correction_of_a_judgement_says_why(given):
    asked = CorrectJudgement(inspection="OCSAE", judgement="J1", void=True, why="")
    given(*COUNTS).when(asked, by="bob").refused("The reason is empty", status=2)


def test_its_author_does_not_set_it_right_whatever_their_roles(given):
    past = [*inspected(), ("cyd", judged()), signed()]
    given(*past).when(correct_judgement(void=True), by="cyd").refused(
        "cyd recorded judgement J1 and cannot correct it: a second person must"
    )
    given(*COUNTS).when(correct_judgement(void=True), by="cyd").then(right(void=True))


def test_it_takes_the_role_approver(given):
    given(*COUNTS).when(correct_judgement(void=True), by="art").refused(
        "art may not correct what was signed off: that takes the role approver"
    )
    for by in ("ada", "pat", "eve"):
        given(*COUNTS).when(correct_judgement(void=True), by=by).refused(by)


def test_where_no_sign_off_is_required_any_inspector_sets_it_right(given):
    for by in ("ann", "art"):
        given(*inspected(), judged(), sign_off="none").when(correct_judgement(void=True), by=by).then(
            right(void=True)
        )


def test_what_nobody_has_signed_off_yet_is_returned_instead(given):
    given(*inspected(), judged()).when(correct_judgement(void=True), by="bob").refused("J1 awaits sign-off")


def test_what_does_not_count_is_not_set_right(given):
    returned = JudgementReturned(inspection="OCSAE", judgement="J1", why="x")
    given(*inspected(), judged(), ("bob", returned)).when(correct_judgement(void=True), by="bob").refused(
        "Judgement J1 of OCSAE is returned: it does not count"
    )
    for said in ({"void": True}, {"rationale": "x"}):
        given(*COUNTS, ("bob", right(void=True))).when(correct_judgement(**said), by="bob").refused(
            "Judgement J1 of OCSAE is void: it does not count"
        )


def test_what_was_set_right_is_what_it_says_from_then_on(given):
    reworded = [("bob", right(reworded=True)), ("bob", why("Not seen."))]
    past = given(*COUNTS, *reworded, ("bob", right(judged_on="2021-08-20")))
    past.when(correct_judgement(rationale="Not seen.", judged_on="2021-08-20"), by="bob").refused(
        "says just that already"
    )
    past.when(correct_judgement(rationale="As seen."), by="bob").then(right(reworded=True), why())


@pytest.mark.parametrize(
    ("past", "day", "because"),
    [
        ([], "2021-08-17", "before the cycle 2021 was opened"),
        (
            [CycleClosed(inspection="OCSAE", cycle="2021", on=Day("2021-09-30"))],
            "2021-10-01",
            "The date 2021-10-01 is after the cycle 2021 was closed on 2021-09-30",
        ),
        (
            [RecommendationWithdrawn(inspection="OCSAE", number="3", why=None, on=Day("2021-09-01"))],
            "2021-09-01",
            "was withdrawn on 2021-09-01",
        ),
        (
            [
                RecommendationReaddressed(
                    inspection="OCSAE", number="3", made_to=("SPA",), why=None, on=Day("2021-09-01")
                )
            ],
            "2021-09-01",
            "Recommendation 3 is not made to Police Scotland, but to SPA",
        ),
    ],
)
def test_it_is_moved_to_no_day_on_which_it_could_not_have_been_made(given, past, day, because):
    share = judged(made_to="Police Scotland")
    given(*inspected(), share, signed(), *past).when(correct_judgement(judged_on=day), by="bob").refused(
        because
    )
    given(*inspected(), share, signed(), *past).when(
        correct_judgement(judged_on="2021-08-19"), by="bob"
    ).made("J1")


def test_it_is_not_moved_before_the_recommendation_was_made(given):
    late = made("7", on="2021-09-01", cycle="2021")
    past = given(*inspected(), late, judged(number="7", on="2021-09-02"), signed())
    past.when(correct_judgement(judged_on="2021-08-31"), by="bob").refused("before recommendation 7 was made")


# Its kind and its cycle.


def test_the_kind_and_the_cycle_are_set_right_as_of_the_making(given):
    given(*inspected(), made("9", on="2021-08-20")).when(
        correct("9", kind="area-for-development", cycle="2021")
    ).then(
        corrected("kind", "2021-08-20", "9", kind="area-for-development"),
        corrected("cycle", "2021-08-20", "9", in_cycle="2021"),
    )


def test_the_cycle_may_be_the_one_of_the_right_day(given):
    given(*inspected()).when(correct(made_on="2021-08-20", cycle="2021")).then(
        corrected("cycle", in_cycle="2021", made_on="2021-08-20"),
    )


@pytest.mark.parametrize(
    ("said", "because", "status"),
    [
        ({"kind": "recommendation"}, "has the kind recommendation already", 4),
        ({"kind": "decree"}, "is no kind of recommendation", 2),
        ({"cycle": "2020"}, "stands in the cycle 2020 already", 4),
        ({"cycle": "2099"}, "has no cycle 2099", 3),
        ({"cycle": "2021"}, "before the cycle 2021 was opened", 4),
    ],
)
def test_what_cannot_be_its_kind_or_cycle_is_refused(given, said, because, status):
    given(*inspected()).when(correct(**said)).refused(because, status=status)

"""The rules on links: what takes another's place, what repeats another, and what never did."""

import pytest

from events.base import Day
from events.judgements import JudgementRecorded
from events.recommendations import (
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationSuperseded,
    RecommendationUnlinked,
    RecommendationWithdrawn,
)
from ledger.decisions.links import RepeatRecommendation, SupersedeRecommendation, UnlinkRecommendation
from tests.builders import made
from tests.pasts import inspected

BOTH = [*inspected(), *inspected("OTHER")]
TODAY = "2022-03-01"


def supersede(number="3", *by, how="superseded", inspection="OCSAE", on=TODAY, why=None):
    return SupersedeRecommendation(inspection=inspection, number=number, by=by, how=how, why=why, on=on)


def superseded(number, *by, how="superseded", inspection="OCSAE", on="2021-01-01"):
    return RecommendationSuperseded(
        inspection=inspection, number=number, how=how, by=by, why=None, on=Day(on)
    )


def linked(one, relation, other, on="2021-01-01", why=None):
    inspection, _, number = one.partition("/")
    return RecommendationLinked(
        inspection=inspection, number=number, relation=relation, other=other, why=why, on=Day(on)
    )


def unlinked(one, relation, other, why="A slip.", of="2021-01-01"):
    inspection, _, number = one.partition("/")
    return RecommendationUnlinked(
        inspection=inspection, number=number, relation=relation, other=other, of=Day(of), why=why
    )


def withdrawn(number="3", inspection="OTHER", on="2021-01-01"):
    return RecommendationWithdrawn(inspection=inspection, number=number, why=None, on=Day(on))


# What takes another's place.


@pytest.mark.parametrize(
    ("how", "by", "relation"),
    [
        ("superseded", ("OTHER/3",), "supersedes"),
        ("superseded", ("OTHER/3", "OCSAE/5"), "supersedes"),
        ("reframed", ("OTHER/3",), "reframes"),
        ("merged", ("OCSAE/5",), "merges"),
        ("split", ("OCSAE/5", "OTHER/3"), "split-from"),
    ],
)
def test_each_successor_is_told_in_its_own_stream(given, how, by, relation):
    given(*BOTH).when(supersede("3", *by, how=how, on="2021-01-01")).then(
        superseded("3", *by, how=how), *(linked(heir, relation, "OCSAE/3") for heir in by)
    )


def test_a_successor_is_called_as_it_is_written_and_told_once(given):
    asked = supersede("3", "other/3", "OTHER/3", "Other/3", on="2021-01-01")
    given(*BOTH).when(asked).then(superseded("3", "OTHER/3"), linked("OTHER/3", "supersedes", "OCSAE/3"))


def test_both_sides_say_why(given):
    answer = given(*BOTH).when(supersede("3", "OTHER/3", why=" Newer. ")).made("OCSAE/3")
    assert [event.why for event in answer.events] == ["Newer.", "Newer."]


@pytest.mark.parametrize(
    ("by", "because", "status"),
    [
        ((), "No successor was given", 2),
        (("5",), "does not name a recommendation", 2),
        (("OCSAE/",), "does not name a recommendation", 2),
        (("/5",), "does not name a recommendation", 2),
        (("OCSAE/9",), "OCSAE has no recommendation 9", 3),
        (("NONE/1",), "There is no inspection NONE", 3),
        (("OCSAE/3",), "cannot take its own place", 4),
        (("ocsae/3",), "cannot take its own place", 4),
        (("OTHER/3",), "Recommendation 3 of OTHER was withdrawn", 4),
        (("OCSAE/5", "OTHER/3"), "Recommendation 3 of OTHER was withdrawn", 4),
        (("OCSAE/5", "OCSAE/9"), "has no recommendation 9", 3),
        (("OTHER/late",), "before recommendation late of OTHER was made on 2022-02-01", 4),
    ],
)
def test_a_successor_is_there_stands_and_is_another(given, by, because, status):
    late = made("late", "OTHER", on="2022-02-01")
    given(*BOTH, withdrawn(), late).when(supersede("3", *by, on="2022-01-31")).refused(because, status=status)


def test_what_is_superseded_is_there_itself(given):
    given(*BOTH).when(supersede("9", "OCSAE/5")).refused("OCSAE has no recommendation 9", status=3)
    given(*BOTH).when(supersede("3", "OCSAE/5", inspection="NONE")).refused("no inspection NONE", status=3)


def test_an_unknown_succession_is_wrong_usage(given):
    given(*BOTH).when(supersede("3", "OCSAE/5", how="eaten")).refused("is no succession", status=2)


def test_one_alone_is_no_split(given):
    given(*BOTH).when(supersede("3", "OCSAE/5", how="split")).refused("is split into several")
    given(*BOTH).when(supersede("3", "OCSAE/5", "ocsae/5", how="split")).refused("is split into several")


@pytest.mark.parametrize("how", ["merged", "reframed"])
def test_it_becomes_one(given, how):
    given(*BOTH).when(supersede("3", "OCSAE/5", "OTHER/3", how=how)).refused(
        f"Recommendation 3 is {how} into one, and 2 were given"
    )


# Circles.


def test_two_do_not_take_each_others_place(given):
    given(*BOTH, superseded("5", "OCSAE/3"), linked("OCSAE/3", "supersedes", "OCSAE/5")).when(
        supersede("3", "OCSAE/5")
    ).refused("OCSAE/3 stands in the place of OCSAE/5 already: they cannot take each other's")


def test_nor_across_inspections_however_they_are_typed(given):
    past = given(*BOTH, superseded("5", "OCSAE/3", inspection="OTHER"))
    past.when(supersede("3", "other/5", inspection="ocsae")).refused("in the place of OTHER/5 already")


def test_three_do_not_either(given):
    chain = [superseded("5", "OTHER/3"), superseded("3", "OCSAE/3", inspection="OTHER", on="2021-02-01")]
    given(*BOTH, *chain).when(supersede("3", "OCSAE/5")).refused("in the place of OCSAE/5 already")


def test_three_do_not_through_one_of_several_either(given):
    chain = [
        superseded("5", "OTHER/5", "OTHER/3", how="split"),
        superseded("3", "OCSAE/3", inspection="OTHER"),
    ]
    given(*BOTH, *chain).when(supersede("3", "OCSAE/5")).refused("in the place of OCSAE/5 already")


def test_what_lost_its_place_to_another_is_no_successor(given):
    given(*BOTH, superseded("5", "OTHER/3")).when(supersede("3", "OCSAE/5")).refused(
        "Recommendation 5 of OCSAE was superseded on 2021-01-01"
    )


def test_a_chain_goes_on(given):
    given(*BOTH, superseded("5", "OCSAE/3")).when(supersede("3", "OTHER/3")).made("OCSAE/3")


def test_what_was_superseded_in_error_may_be_a_successor_again(given):
    stands = RecommendationCorrected(
        inspection="OCSAE",
        number="5",
        what="end",
        of=Day("2021-01-01"),
        text=None,
        made_to=(),
        due=None,
        made_on=None,
        kind=None,
        in_cycle=None,
        new_number=None,
        why="It was another.",
    )
    given(*BOTH, superseded("5", "OCSAE/3"), stands).when(supersede("3", "OCSAE/5")).made("OCSAE/3")


# The day of an end.


def test_an_end_that_is_recorded_late_has_its_true_day_whatever_links_came_later(given):
    link = linked("OCSAE/3", "supersedes", "OCSAE/5", on="2021-06-01")
    past = given(*BOTH, superseded("5", "OCSAE/3", on="2021-06-01"), link)
    past.when(supersede("3", "OTHER/3", on="2021-05-31")).made("OCSAE/3")
    past.when(supersede("3", "OTHER/3", on="2021-06-01")).made("OCSAE/3")


def test_a_judgement_that_awaits_sign_off_on_one_share_is_settled_first(given):
    share = JudgementRecorded(
        inspection="OCSAE",
        judgement="J1",
        number="3",
        cycle="2021",
        made_to="Police Scotland",
        until=None,
        word=None,
        status="open",
        reason=None,
        evidence=(),
        on=Day("2021-08-18"),
    )
    given(*BOTH, share).when(supersede("3", "OTHER/3")).refused("J1 on recommendation 3 awaits sign-off")


@pytest.mark.parametrize("by", ["ada", "bob", "pat"])
@pytest.mark.parametrize(
    "asked",
    [
        supersede("3", "OCSAE/5"),
        RepeatRecommendation(inspection="OCSAE", number="3", of="OCSAE/5"),
        UnlinkRecommendation(inspection="OCSAE", number="3", other="OCSAE/5", why="x"),
    ],
    ids=lambda asked: type(asked).__name__,
)
def test_links_are_the_inspectors_business(given, asked, by):
    given(*BOTH).when(asked, by=by).refused(f"{by} may not do this: it takes the role inspector")


# What repeats another.

LATER = made("7", "OTHER", on="2021-08-18", cycle="2021")
REPEATS = [linked("OTHER/7", "repeats", "OCSAE/3"), linked("OCSAE/3", "repeated-by", "OTHER/7")]


def repeat(number="7", of="OCSAE/3", inspection="OTHER", on="2021-09-01"):
    return RepeatRecommendation(inspection=inspection, number=number, of=of, on=on)


def test_a_later_one_repeats_an_earlier_and_both_sides_say_so(given):
    given(*BOTH, LATER).when(repeat(of="ocsae/3")).then(
        linked("OTHER/7", "repeats", "OCSAE/3", on="2021-09-01"),
        linked("OCSAE/3", "repeated-by", "OTHER/7", on="2021-09-01"),
    )


def test_it_may_repeat_several_and_what_is_gone(given):
    given(*BOTH, LATER, *REPEATS).when(repeat(of="OCSAE/5")).made("OTHER/7")
    given(*BOTH, LATER, withdrawn(inspection="OCSAE")).when(repeat()).made("OTHER/7")


@pytest.mark.parametrize(
    ("fields", "because", "status"),
    [
        ({"of": "OCSAE/9"}, "OCSAE has no recommendation 9", 3),
        ({"of": "NONE/3"}, "There is no inspection NONE", 3),
        ({"of": "3"}, "does not name a recommendation", 2),
        ({"number": "9"}, "OTHER has no recommendation 9", 3),
        ({"inspection": "NONE"}, "no inspection NONE", 3),
        ({"of": "OTHER/7"}, "Recommendation 7 cannot repeat itself", 4),
        ({"number": "3", "of": "OTHER/7"}, "and cannot repeat OTHER/7, made on 2021-08-18", 4),
        ({"number": "3", "of": "OCSAE/3"}, "and cannot repeat OCSAE/3, made on 2020-02-26", 4),
        ({"on": "2021-08-17"}, "before recommendation 7 was made on 2021-08-18", 4),
        ({"on": "2022-03-02"}, "in the future", 4),
    ],
)
def test_it_repeats_nothing(given, fields, because, status):
    given(*BOTH, LATER).when(repeat(**fields)).refused(because, status=status)


def test_it_repeats_another_once_and_not_the_other_way_round(given):
    past = given(*BOTH, LATER, *REPEATS)
    past.when(repeat()).refused("OTHER/7 is linked to OCSAE/3 already: repeats")
    past.when(repeat("3", "OTHER/7", "OCSAE")).refused("OCSAE/3 is linked to OTHER/7 already: repeated by")


# What never did.


def unlink(one="OTHER/7", other="ocsae/3"):
    inspection, _, number = one.partition("/")
    return UnlinkRecommendation(inspection=inspection, number=number, other=other, why="A slip.")


@pytest.mark.parametrize(
    ("asked", "first", "second"),
    [
        (
            unlink(),
            unlinked("OTHER/7", "repeats", "OCSAE/3"),
            unlinked("OCSAE/3", "repeated-by", "OTHER/7"),
        ),
        (
            unlink("OCSAE/3", "OTHER/7"),
            unlinked("OCSAE/3", "repeated-by", "OTHER/7"),
            unlinked("OTHER/7", "repeats", "OCSAE/3"),
        ),
    ],
)
def test_a_link_is_undone_from_either_side_on_both(given, asked, first, second):
    given(*BOTH, LATER, *REPEATS).when(asked).then(first, second)


def test_what_was_unlinked_may_be_linked_again(given):
    gone = [unlinked("OTHER/7", "repeats", "OCSAE/3"), unlinked("OCSAE/3", "repeated-by", "OTHER/7")]
    past = given(*BOTH, LATER, *REPEATS, *gone)
    past.when(unlink()).refused("Neither of OTHER/7 and OCSAE/3 repeats the other")
    past.when(repeat()).made("OTHER/7")


def test_what_took_its_place_is_not_unlinked_but_corrected(given):
    past = given(*BOTH, superseded("3", "OTHER/3"), linked("OTHER/3", "supersedes", "OCSAE/3"))
    past.when(unlink("OTHER/3")).refused("Neither of OTHER/3 and OCSAE/3 repeats the other")


def test_what_repeats_another_and_took_its_place_stays_its_successor(given):
    taken = [superseded("3", "OTHER/7", on="2021-09-01"), linked("OTHER/7", "supersedes", "OCSAE/3")]
    for both in ([*REPEATS, *taken], [taken[0], REPEATS[1], taken[1], REPEATS[0]]):
        given(*BOTH, LATER, *both).when(unlink()).then(
            unlinked("OTHER/7", "repeats", "OCSAE/3"), unlinked("OCSAE/3", "repeated-by", "OTHER/7")
        )


@pytest.mark.parametrize(
    ("asked", "because", "status"),
    [
        (unlink(other="OCSAE/9"), "OCSAE has no recommendation 9", 3),
        (unlink(other="NONE/3"), "There is no inspection NONE", 3),
        (unlink("OTHER/9"), "OTHER has no recommendation 9", 3),
        (unlink(other="3"), "does not name a recommendation", 2),
        (unlink(other="OCSAE/5"), "Neither of OTHER/7 and OCSAE/5 repeats the other", 4),
    ],
)
def test_nothing_is_unlinked(given, asked, because, status):
    given(*BOTH, LATER, *REPEATS).when(asked).refused(because, status=status)

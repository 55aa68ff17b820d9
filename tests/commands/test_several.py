"""Several things said at once: what is meant by 1-10, and that all of it is recorded or nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from commands.cli.targets import MOST, expand, shorten
from ledger.decisions.base import Target
from ledger.errors import BadInput
from ledger.ledger import Ledger
from ledger.state.numbered import Numbered
from ledger.validation import key
from tests.commands import processes
from tests.commands.processes import scrutiny

JUDGE = (
    "judgement record OCSAE {} --cycle 2021 --status partially-met --rationale Seen --on 2021-09-01 --as ann"
)


def judging(which):
    return JUDGE.format(which)


def recorded(folder, name="judgement.recorded"):
    """Inspection and number of each stored event of a name."""
    found = [row[4]["data"] for row in processes.events(folder) if row[3] == name]
    return [(data["inspection"], data["number"]) for data in found]


# What is meant.


class Known:
    """A ledger that knows some names of each inspection."""

    def __init__(self, **inspections):
        self.inspections = {key(ref): Numbered() for ref in inspections}
        for ref, names in inspections.items():
            for name in names:
                self.inspections[key(ref)].make(name, name)

    def inspection(self, ref):
        names = self.inspections.get(key(ref))

        class Inspection:
            version = 0 if names is None else 1
            recommendations = judgements = evidence = names or Numbered()

        return Inspection


KNOWN = Known(OCSAE=["3", "7-9", "012/21", "custody/4", "AFI 1", "AFI 2"], CUSTODY=["1", "2-4", "012/21"])


def meant(*said, what="recommendations", ref="OCSAE"):
    return [f"{one.inspection}:{one.name}" for one in expand(KNOWN, ref, said, what)]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("3", ["OCSAE:3"]),
        ("99", ["OCSAE:99"]),
        ("1-3", ["OCSAE:1", "OCSAE:2", "OCSAE:3"]),
        ("3-3", ["OCSAE:3"]),
        ("7-9", ["OCSAE:7-9"]),
        ("012/21", ["OCSAE:012/21"]),
        ("AFD9-AFD11", ["OCSAE:AFD9", "OCSAE:AFD10", "OCSAE:AFD11"]),
        ("AFD9-11", ["OCSAE:AFD9", "OCSAE:AFD10", "OCSAE:AFD11"]),
        ("AFD9-afd10", ["OCSAE:AFD9", "OCSAE:AFD10"]),
        ("AFI 1-AFI 2", ["OCSAE:AFI 1", "OCSAE:AFI 2"]),
        ("AFI 1", ["OCSAE:AFI 1"]),
        ("08-11", ["OCSAE:08", "OCSAE:09", "OCSAE:10", "OCSAE:11"]),
        ("S1-T3", ["OCSAE:S1-T3"]),
        ("1-", ["OCSAE:1-"]),
        ("-3", ["OCSAE:-3"]),
        ("AFD", ["OCSAE:AFD"]),
        ("CUSTODY/1-2", ["CUSTODY:1", "CUSTODY:2"]),
        ("custody/1", ["custody:1"]),
        ("CUSTODY/2-4", ["CUSTODY:2-4"]),
        ("CUSTODY/012/21", ["CUSTODY:012/21"]),
        ("CUSTODY/4", ["OCSAE:CUSTODY/4"]),
        ("OCSAE/1-2", ["OCSAE:1", "OCSAE:2"]),
        ("NONE/1-2", ["OCSAE:NONE/1-2"]),
        ("5/21", ["OCSAE:5/21"]),
        ("CUSTODY/", ["OCSAE:CUSTODY/"]),
        ("/1", ["OCSAE:/1"]),
        ("", ["OCSAE:"]),
        ("CUSTODY/OCSAE/1", ["CUSTODY:OCSAE/1"]),
    ],
)
def test_what_a_word_means(said, names):
    assert meant(said) == names


def test_each_is_meant_once_and_in_the_order_said():
    assert meant("3", "1-3", "ocsae/2", "OCSAE/3") == ["OCSAE:3", "OCSAE:1", "OCSAE:2"]
    assert meant("afd1", "AFD1") == ["OCSAE:afd1"]


def test_refs_have_no_blanks_and_numbers_may():
    assert meant("J1-J2 CUSTODY/J1", "J3", what="judgements") == [
        "OCSAE:J1",
        "OCSAE:J2",
        "CUSTODY:J1",
        "OCSAE:J3",
    ]
    assert meant("J1 J2") == ["OCSAE:J1 J2"]
    assert meant(" ", what="evidence") == ["OCSAE: "]


@pytest.mark.parametrize("said", ["3-1", "J10-J9", "1-1001", "0-999999999", "CUSTODY/2-1"])
def test_a_span_goes_up_and_is_not_endless(said):
    with pytest.raises(BadInput, match="spans from"):
        meant(said)


def test_a_span_of_a_thousand_is_taken():
    assert len(meant(f"1-{MOST}")) == MOST


@pytest.mark.parametrize(
    "said",
    ["9" * 5000 + "-1", "1-" + "9" * 5000, "1-" * 20_000 + "1", "CUSTODY/" * 20_000 + "1", "1" * 100_000],
)
def test_a_word_of_any_length_is_told_apart_at_once(said):
    (one,) = expand(KNOWN, "OCSAE", [said], "recommendations")
    assert said.endswith(one.name)


NAMES = st.from_regex(r"[A-Z]{0,2}[ ]?[0-9]{1,3}(/[0-9]{2})?|[A-Z][0-9]-[0-9]", fullmatch=True)
ONES = st.lists(
    st.builds(Target, st.sampled_from(["OCSAE", "CUSTODY"]), NAMES | st.integers(1, 30).map(str)),
    min_size=1,
    unique=True,
)


@for_all(ONES, st.sampled_from(["OCSAE", "ocsae", ""]))
def test_what_a_receipt_calls_them_is_read_as_them_again(ones, within):
    ones = [one for one in ones if " " not in one.name]
    ledger = Known(
        **{ref: [one.name for one in ones if one.inspection == ref] for ref in ("OCSAE", "CUSTODY")}
    )
    said = shorten(ones, within).split() if ones else []
    assert expand(ledger, "OCSAE", said, "recommendations") == ones


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["J1", "J2", "J3"], "J1-J3"),
        (["J9", "J10", "J12", "J11"], "J9-J10 J12 J11"),
        (["08", "09", "10"], "08-10"),
        (["8", "09"], "8 09"),
        (["1-1", "1-2"], "1-1 1-2"),
        (["012/21", "012/22"], "012/21 012/22"),
        (["AFD"], "AFD"),
    ],
)
def test_the_shortest_way_to_say_them(names, said):
    assert shorten([Target("OCSAE", name) for name in names], "OCSAE") == said
    assert shorten([Target("OCSAE", name) for name in names], "").startswith(f"OCSAE/{names[0]}")


# Judged alike.


def test_many_are_judged_with_one_rationale_in_one_command(two, done):
    before = len(processes.events(two))
    told = done(judging("3 1-2 012/21 7-9 AFD1"))
    assert told["ref"] == "J1-J6"
    assert told["refs"] == ["J1", "J2", "J3", "J4", "J5", "J6"]
    stored = processes.events(two)[before:]
    assert [(event["name"], event["position"]) for event in told["events"]] == [
        (row[3], row[0]) for row in stored
    ]
    assert [row[3] for row in stored] == ["judgement.recorded", "judgement.explained"] * 6
    assert [row[4]["data"]["number"] for row in stored[::2]] == ["3", "1", "2", "012/21", "7-9", "AFD1"]
    assert {row[4]["data"]["rationale"] for row in stored[1::2]} == {"Seen"}
    assert len({row[4]["command"] for row in stored}) == 1


def test_a_bulk_closure_across_inspections_is_one_transaction(two, done):
    before = len(processes.events(two))
    told = done(
        "judgement record OCSAE 1-3 CUSTODY/1-5 5 --cycle 2021 --status closed --reason no-longer-relevant "
        "--rationale Legacy --note Internal --on 2021-09-01 --as ann"
    )
    assert told["ref"] == "J1-J3 CUSTODY/J1-J5 J4"
    assert told["refs"] == ["J1", "J2", "J3", *(f"CUSTODY/J{n}" for n in range(1, 6)), "J4"]
    stored = processes.events(two)[before:]
    assert len(stored) == 27
    assert len({row[4]["command"] for row in stored}) == len({row[4]["recorded_at"] for row in stored}) == 1
    assert len({row[1] for row in stored}) == 2
    assert [row[2] for row in stored if row[4]["data"]["inspection"] == "CUSTODY"] == list(range(9, 24))


def test_one_alone_has_the_receipt_it_always_had(done, two):
    told = done(judging("3"))
    assert told["ref"] == "J1"
    assert "refs" not in told
    assert list(told) == ["ref", "events", "leaf_index", "checkpoint_size"]


def test_one_of_another_inspection_is_called_by_it(done, two):
    assert done(judging("custody/1"))["ref"] == "CUSTODY/J1"
    assert done(judging("CUSTODY/2-3"))["ref"] == "CUSTODY/J2-J3"
    told = done(judging("5 CUSTODY/4"))
    assert (told["ref"], told["refs"]) == ("J1 CUSTODY/J4", ["J1", "CUSTODY/J4"])


def test_the_receipt_is_a_sentence_too(ask, two):
    told = ask(judging("1-3 CUSTODY/1"))
    first, second = told.out.splitlines()
    assert first == "Recorded J1-J3 CUSTODY/J1: judgement.recorded, judgement.explained"
    assert second.startswith("events ")


@pytest.mark.parametrize("which", ["1-3 CUSTODY/1-5 5", "3", "CUSTODY/2", "CUSTODY/2-3 1", "1-3"])
def test_what_a_receipt_calls_them_is_signed_off_together_as_it_stands(two, ask, done, which):
    told = done(judging(which))
    before = len(processes.events(two))
    signed = json.loads(ask("judgement sign-off OCSAE --as bob --format json", told["ref"]).out)
    assert (signed["ref"], signed.get("refs")) == (told["ref"], told.get("refs"))
    stored = processes.events(two)[before:]
    assert {row[3] for row in stored} == {"judgement.signed-off"}
    assert 2 * len(stored) == len(told["events"])
    assert len({row[4]["command"] for row in stored}) == 1
    rows = json.loads(ask("register --format json").out)["rows"]
    assert sum(row["status"] == "partially-met" for row in rows) == len(stored)


def test_each_of_the_refs_is_signed_off_by_itself(done, two):
    for ref in done(judging("1 CUSTODY/1-2"))["refs"]:
        assert done(f"judgement sign-off OCSAE {ref} --as bob")["ref"] == ref


def test_what_is_said_for_the_inspection_is_its_own_ref(done, two):
    told = done("judgement record ocsae 1 CUSTODY/1 --cycle 2021 --status open --rationale R --as ann")
    assert told["ref"] == "J1 CUSTODY/J1"


@pytest.mark.parametrize(
    ("status", "because", "which"),
    [
        (3, "OCSAE has no recommendation 4", "1-5"),
        (3, "OCSAE has no recommendation 4", "3 4 5"),
        (3, "CUSTODY has no recommendation 6", "1 CUSTODY/1-6"),
        (3, "OCSAE has no recommendation NONE/1", "1 NONE/1"),
        (2, "3-1 spans from 3 to 1", "3-1"),
        (2, "1-5000 spans from 1 to 5000", "1-5000"),
        (2, "Missing argument 'NUMBER...'", ""),
    ],
)
def test_where_one_is_not_there_none_is_judged(refused, status, because, which):
    refused(status, because, judging(which))


def test_where_one_awaits_none_is_judged(refused, done):
    done(judging("3"))
    refused(4, "Judgement J1 on recommendation 3 in the cycle 2021 still awaits sign-off", judging("1-3"))


def test_another_inspection_needs_a_cycle_of_the_same_name(refused, done):
    done("cycle open OCSAE 2022 --title T --on 2022-01-01 --as ann")
    line = "judgement record OCSAE 1 CUSTODY/1 --cycle 2022 --status open --rationale R --as ann"
    refused(3, "CUSTODY has no cycle 2022", line)


def test_a_share_is_judged_of_each_and_refused_for_all_where_one_has_none(two, done, refused):
    line = "judgement record CUSTODY 1-2 {} --cycle 2021 --status open --rationale R --on 2021-09-01 --as ann"
    refused(
        4,
        "Recommendation 1 is not made to North Force, but to Police Scotland",
        line.format("OCSAE/1"),
        "--made-to",
        "North Force",
    )
    told = done(line.format("3"), "--made-to", "north force")
    assert told["ref"] == "J1-J3"
    assert [row[4]["data"]["made_to"] for row in processes.events(two)[-6::2]] == ["North Force"] * 3


# Evidence goes to the one it was handed in for.


@pytest.fixture
def handed_in(two, done):
    """Evidence: E1 for 1, E2 and E3 for 3, E4 for 5, and E1 for 2 of CUSTODY."""
    for ref, number in (("OCSAE", "1"), ("OCSAE", "3"), ("OCSAE", "3"), ("OCSAE", "5"), ("CUSTODY", "2")):
        done(f"evidence submit {ref} {number} --by SPA --summary S --on 2021-06-01 --as ann")
    return two


def cited(folder):
    """By inspection and number, the evidence that the judgements rest on."""
    found = [row[4]["data"] for row in processes.events(folder) if row[3] == "judgement.recorded"]
    return {(data["inspection"], data["number"]): data["evidence"] for data in found}


def test_evidence_is_shared_out(handed_in, done):
    done(judging("1-3 CUSTODY/1-2"), "--evidence", "E1-E3", "--evidence", "custody/e1", "--evidence", "e3")
    assert cited(handed_in) == {
        ("OCSAE", "1"): ["E1"],
        ("OCSAE", "2"): [],
        ("OCSAE", "3"): ["E2", "E3"],
        ("CUSTODY", "1"): [],
        ("CUSTODY", "2"): ["E1"],
    }


def test_the_same_ref_of_two_inspections_is_two_submissions(handed_in, done):
    done(judging("CUSTODY/1-2"), "--evidence", "CUSTODY/E1")
    assert cited(handed_in) == {("CUSTODY", "1"): [], ("CUSTODY", "2"): ["E1"]}


@pytest.mark.parametrize(
    ("status", "because", "which", "evidence"),
    [
        (4, "Evidence E4 was handed in for recommendation 5 of OCSAE, which is not judged here", "1-3", "E4"),
        (4, "Evidence E1 was handed in for recommendation 2 of CUSTODY", "1-3", "CUSTODY/E1"),
        (4, "Evidence E1 was handed in for recommendation 1 of OCSAE", "CUSTODY/1", "E1"),
        (3, "OCSAE has no evidence E9", "1-3", "E9"),
        (3, "OCSAE has no evidence E5", "1-3 5", "E1-E5"),
        (3, "CUSTODY has no evidence E2", "3 CUSTODY/2", "CUSTODY/E2"),
        (3, "CUSTODY has no evidence E2", "3", "CUSTODY/E2"),
        (3, "OCSAE has no evidence NONE/E1", "3", "NONE/E1"),
        (2, "E3-E1 spans from 3 to 1", "3", "E3-E1"),
    ],
)
def test_evidence_that_goes_nowhere_is_refused(handed_in, refused, status, because, which, evidence):
    refused(status, because, judging(which), "--evidence", evidence)


def test_evidence_that_was_withdrawn_is_refused_for_all(handed_in, done, refused):
    done("evidence withdraw OCSAE E2 --why Wrong --on 2021-07-01 --as ann")
    refused(4, "Evidence E2 was withdrawn", judging("1-3"), "--evidence", "E1", "--evidence", "E2")


# Signed off together.


def test_several_are_signed_off_together_or_not_at_all(two, done, refused):
    done(judging("1-3 CUSTODY/1"))
    sign = "judgement sign-off OCSAE {} --as bob"
    refused(3, "OCSAE has no judgement J4", sign.format("J1-J4"))
    refused(3, "CUSTODY has no judgement J2", sign.format("J1 CUSTODY/J2"))
    refused(2, "J3-J1 spans", sign.format("J3-J1"))
    refused(2, "Missing argument 'JUDGEMENT...'", sign.format(""))
    done(sign.format("J2"))
    refused(4, "Judgement J2 of OCSAE was signed off already", sign.format("J1-J3 CUSTODY/J1"))
    assert done(sign.format("J1 j3 CUSTODY/J1 J1"))["refs"] == ["J1", "J3", "CUSTODY/J1"]


def test_the_author_of_one_signs_none_off(two, done, refused):
    done("person grant art approver --as ada")
    done(judging("1"))
    done(judging("2").replace("ann", "art"))
    refused(4, "art recorded judgement J2 and cannot sign it off", "judgement sign-off OCSAE J1-J2 --as art")


def test_who_may_not_is_refused_for_all(refused, two):
    refused(4, "bob may not do this: it takes the role inspector", judging("1-3").replace("ann", "bob"))
    refused(4, "It is not known who acts", judging("1-3").removesuffix(" --as ann"))


# What becomes of several.


@pytest.mark.parametrize(
    ("verb", "how", "relation", "reason"),
    [("merge", "merged", "merges", "merged"), ("reframe", "reframed", "reframes", "superseded")],
)
def test_several_become_one_across_inspections(two, ask, done, verb, how, relation, reason):
    before = len(processes.events(two))
    told = done(
        f"recommendation {verb} CUSTODY/1-3 OCSAE/3 CUSTODY/5 custody/1 --into OCSAE/5 --why Again "
        "--on 2021-09-01 --as ann"
    )
    assert told["ref"] == "CUSTODY/1-3 OCSAE/3 CUSTODY/5"
    assert told["refs"] == ["CUSTODY/1", "CUSTODY/2", "CUSTODY/3", "OCSAE/3", "CUSTODY/5"]
    stored = processes.events(two)[before:]
    assert [row[3] for row in stored] == ["recommendation.superseded", "recommendation.linked"] * 5
    assert len({row[4]["command"] for row in stored}) == 1
    assert {row[4]["data"]["how"] for row in stored[::2]} == {how}
    assert {(row[4]["data"]["number"], row[4]["data"]["relation"]) for row in stored[1::2]} == {
        ("5", relation)
    }
    rows = json.loads(ask("register --format json").out)["rows"]
    closed = {
        f"{row['inspection']}/{row['number']}": row["reason"] for row in rows if row["status"] == "closed"
    }
    assert closed == dict.fromkeys(told["refs"], reason)


def test_one_is_split_into_several(two, done):
    told = done("recommendation split OCSAE/3 --into OCSAE/5 --into CUSTODY/1 --on 2021-09-01 --as ann")
    assert told["ref"] == "OCSAE/3"
    superseded, *linked = (row[4]["data"] for row in processes.events(two)[-3:])
    assert (superseded["how"], superseded["by"]) == ("split", ["OCSAE/5", "CUSTODY/1"])
    assert [(one["inspection"], one["relation"], one["other"]) for one in linked] == [
        ("OCSAE", "split-from", "OCSAE/3"),
        ("CUSTODY", "split-from", "OCSAE/3"),
    ]


def test_a_number_with_a_slash_or_a_dash_is_merged(two, done):
    told = done("recommendation merge OCSAE/012/21 OCSAE/7-9 --into OCSAE/3 --as ann")
    assert told["ref"] == "OCSAE/012/21 OCSAE/7-9"
    assert recorded(two, "recommendation.superseded") == [("OCSAE", "012/21"), ("OCSAE", "7-9")]


@pytest.mark.parametrize(
    ("status", "because", "line"),
    [
        (3, "OCSAE has no recommendation 9", "merge CUSTODY/1-3 --into OCSAE/9"),
        (3, "There is no inspection NONE", "merge CUSTODY/1-3 --into NONE/1"),
        (3, "CUSTODY has no recommendation 6", "merge CUSTODY/1-6 --into OCSAE/3"),
        (3, "There is no inspection NONE", "merge CUSTODY/1 NONE/1 --into OCSAE/3"),
        (4, "cannot take its own place", "merge CUSTODY/1-3 --into CUSTODY/3"),
        (4, "cannot take its own place", "merge CUSTODY/3 CUSTODY/1 --into CUSTODY/3"),
        (4, "is merged into one, and 2 were given", "merge CUSTODY/1 --into CUSTODY/2 --into CUSTODY/3"),
        (4, "is reframed into one", "reframe CUSTODY/1 --into CUSTODY/2 --into CUSTODY/3"),
        (4, "is split into several", "split CUSTODY/1 --into CUSTODY/2"),
        (4, "was made on 2020-02-27", "merge OCSAE/1-3 --into CUSTODY/2 --on 2020-02-26"),
        (2, "'1' does not name a recommendation", "merge CUSTODY/2 1 --into OCSAE/3"),
        (2, "'3' does not name a recommendation", "merge CUSTODY/2 --into 3"),
        (2, "3-1 spans from 3 to 1", "merge CUSTODY/3-1 --into OCSAE/3"),
        (2, "Missing argument 'WHICH...'", "merge --into OCSAE/3"),
        (2, "Missing option '--into'", "reframe CUSTODY/1"),
        (2, "cannot be read", "merge CUSTODY/1 --into OCSAE/3 --on soon"),
        (2, "split at a time", "split CUSTODY/1 CUSTODY/2 --into OCSAE/1 --into OCSAE/3"),
        (2, "split at a time", "split CUSTODY/1-2 --into OCSAE/1 --into OCSAE/3"),
    ],
)
def test_where_one_is_refused_nothing_becomes_of_any(refused, status, because, line):
    refused(status, because, f"recommendation {line} --as ann")


def test_no_circle_is_made_by_any_of_the_commands(two, done, refused):
    done("recommendation merge OCSAE/1 OCSAE/2 --into CUSTODY/1 --as ann")
    done("recommendation supersede CUSTODY 1 --by CUSTODY/2 --as ann")
    for because, line in (
        ("in the place of OCSAE/1 already", "supersede CUSTODY 2 --by OCSAE/1"),
        ("in the place of CUSTODY/1 already", "reframe CUSTODY/2 --into CUSTODY/1"),
        ("Recommendation 2 of OCSAE was superseded", "merge CUSTODY/3 CUSTODY/2 --into OCSAE/2"),
        (
            "in the place of OCSAE/2 already",
            "split CUSTODY/2 --into CUSTODY/3 --into ocsae/2",
        ),
    ):
        refused(4, because, f"recommendation {line} --as ann")


# As processes of their own.


def test_a_process_judges_several_and_another_signs_them_off(two):
    words = judging("1-3 CUSTODY/1-5").split()
    told = json.loads(scrutiny(*words, "--format", "json").out)
    signed = scrutiny("judgement", "sign-off", "OCSAE", told["ref"], "--as", "bob", "--format", "json")
    assert json.loads(signed.out)["refs"] == told["refs"]
    with Ledger.open(str(two)) as ledger:
        for ref, count in (("OCSAE", 3), ("CUSTODY", 5)):
            fates = [one.fate for one in ledger.inspection(ref).judgements.values()]
            assert fates == ["signed-off"] * count


@pytest.mark.parametrize("at", ["before", "after"])
@pytest.mark.parametrize(
    ("line", "events"),
    [
        (judging("1-3 CUSTODY/1-5"), 16),
        ("recommendation merge OCSAE/1-3 CUSTODY/1-5 --into OCSAE/5 --as ann", 16),
    ],
    ids=["judged", "merged"],
)
def test_a_process_killed_at_the_commit_has_recorded_all_of_them_or_none(two, line, events, at):
    before = len(processes.events(two))
    dying = f"""
import os, signal
from eventsourcing.sqlite import SQLiteConnection
commit = SQLiteConnection.commit
def die(self):
    if {at == "after"}: commit(self)
    os.kill(os.getpid(), signal.SIGKILL)
SQLiteConnection.commit = die
"""
    answer = scrutiny(*line.split(), prelude=dying)
    assert (answer.status, answer.out) == (-9, "")
    stored = processes.events(two)[before:]
    assert len(stored) == (events if at == "after" else 0)
    assert len({row[4]["command"] for row in stored}) <= 1
    assert scrutiny(*line.split()).status == (4 if at == "after" else 0)

"""What happens between open and closed, as it is typed: shares, links, disputes, corrections and more."""

from __future__ import annotations

import json

import pytest

from tests.commands import processes
from tests.commands.in_process import scrutiny

JUDGE = (
    "judgement record CUSTODY 1 --cycle 2021 --status closed --reason implemented --rationale Seen --as ann"
)
NORTH = ["--made-to", "North Force"]


@pytest.fixture
def data(two):
    """The name and the fields of the last events that were stored, without what every one has."""

    def last(count=1):
        return [
            (name, {field: said for field, said in state["data"].items() if field != "inspection"})
            for _, _, _, name, state in processes.events(two)[-count:]
        ]

    return last


def row(ask, number, ref="CUSTODY", *words):
    told = json.loads(ask(f"register {ref} --format json", *words).out)
    return next(row for row in told["rows"] if row["number"] == number)


# Shares.


def test_a_share_is_judged_and_the_whole_follows_when_every_share_is(two, ask, done, data):
    told = done(f"{JUDGE} --on 2021-09-01", "--made-to", "north force")
    assert told["ref"] == "J1"
    assert data(2)[0][1]["made_to"] == "North Force"
    done("judgement sign-off CUSTODY J1 --as bob")
    assert row(ask, "1")["status"] == "open"
    done(f"{JUDGE} --on 2021-09-01", "--made-to", "South Force")
    done("judgement sign-off CUSTODY J2 --as bob")
    assert row(ask, "1")["status"] == "closed"


def test_a_share_of_a_body_that_is_not_addressed_is_refused(refused):
    error = refused(
        4, "Recommendation 1 is not made to Fire, but to North Force; South Force", JUDGE, "--made-to", "Fire"
    )
    assert "readdress" in error["remedy"]


def test_two_shares_await_at_once_and_the_whole_does_not(done, refused):
    done(JUDGE, *NORTH)
    refused(4, "Judgement J1 on recommendation 1 in the cycle 2021 still awaits", JUDGE, *NORTH)
    refused(4, "Judgement J1 on recommendation 1", JUDGE)
    assert done(JUDGE, "--made-to", "South Force")["ref"] == "J2"


def test_it_is_left_open_on_purpose_until_a_later_cycle(ask, done, refused, data):
    line = "judgement record CUSTODY 1 --cycle 2021 --status open --rationale Later --on 2021-09-01 --as ann"
    refused(4, "The cycle 2020 was opened on 2020-02-26: it is not later than 2021", f"{line} --until 2020")
    refused(4, "What is closed is not left open", f"{JUDGE} --until 2023")
    refused(2, "is no cycle", line, "--until", "next year")
    done(f"{line} --until 2023")
    assert data(2)[0][1]["until"] == "2023"
    done("judgement sign-off CUSTODY J1 --as bob")
    assert row(ask, "1")["state"] == "left-open"


# What is expected, and what more is asked.


def test_a_cycle_is_opened_with_what_is_expected(done, data):
    told = done(
        "cycle open CUSTODY 2022 --title T --on 2022-01-01 --as ann",
        *("--expect", "1 = Logs of three months", "--expect", "2=a=b"),
    )
    assert told["ref"] == "CUSTODY/2022"
    assert [name for name, _ in data(3)] == ["cycle.opened", "evidence.expected", "evidence.expected"]
    assert [(fields["number"], fields["text"]) for _, fields in data(2)] == [
        ("1", "Logs of three months"),
        ("2", "a=b"),
    ]


@pytest.mark.parametrize(
    ("status", "because", "said"),
    [
        (2, "'1' is not NUMBER=TEXT", ["1"]),
        (2, "'=Logs' is not NUMBER=TEXT", ["=Logs"]),
        (2, "'1= ' is not NUMBER=TEXT", ["1= "]),
        (2, "What is expected of recommendation 1 was given twice", ["1=A", "1=B"]),
        (3, "CUSTODY has no recommendation 9", ["1=A", "9=B"]),
    ],
)
def test_a_cycle_is_not_opened_where_one_expectation_is_refused(refused, status, because, said):
    words = [word for one in said for word in ("--expect", one)]
    refused(status, because, "cycle open CUSTODY 2022 --title T --on 2022-01-01 --as ann", *words)


def test_an_administrator_opens_a_cycle_without_expectations(two, done, refused):
    done("person register zoe --name Zoe --role administrator --as ada")
    line = "cycle open CUSTODY 2022 --title T --on 2022-01-01 --as zoe"
    refused(4, "zoe may not say what is expected: that takes the role inspector", line, "--expect", "1=A")
    done(line)


def test_what_is_expected_is_said_later_and_once(done, refused, data):
    line = "evidence expect CUSTODY {} --cycle {} --text Logs --on {} --as ann"
    assert done(line.format("1", "2021", "2021-09-01"))["ref"] == "CUSTODY/1"
    assert data() == [
        ("evidence.expected", {"number": "1", "cycle": "2021", "text": "Logs", "on": "2021-09-01"})
    ]
    refused(
        4, "Just that is expected of recommendation 1 in 2021 already", line.format("1", "2021", "2021-09-02")
    )
    refused(3, "CUSTODY has no recommendation 9", line.format("9", "2021", "2021-09-01"))
    refused(3, "CUSTODY has no cycle 2030", line.format("1", "2030", "2021-09-01"))
    refused(4, "before the cycle 2021 was opened", line.format("1", "2021", "2021-08-17"))
    refused(2, "Missing option '--text'", "evidence expect CUSTODY 1 --cycle 2021 --as ann")


def test_more_is_asked_of_one_body(ask, done, refused, data):
    line = "evidence request CUSTODY 1 --why Thin --on 2021-09-01 --as ann"
    refused(4, "Recommendation 1 is not made to Fire", line, "--made-to", "Fire")
    assert done(line, "--made-to", "NORTH FORCE")["ref"] == "CUSTODY/1"
    assert data()[0][1]["body"] == "North Force"
    done(line)
    assert data()[0][1]["body"] is None
    assert row(ask, "1")["state"] == "more-evidence-requested"


# Dates as history.


def test_a_new_date_says_who_approved_it(done, refused, data):
    line = "recommendation reschedule CUSTODY 1 --due 2022-06 --why Floods --on 2021-09-01 --as ann"
    done(line, "--approved-by", "Chief Inspector")
    assert data() == [
        (
            "recommendation.rescheduled",
            {
                "number": "1",
                "due": "2022-06",
                "approved_by": "Chief Inspector",
                "why": "Floods",
                "on": "2021-09-01",
            },
        )
    ]
    refused(4, "Recommendation 1 is due in 2022-06 already", line)
    refused(2, "The approval is empty", line.replace("2022-06", "2023-01"), "--approved-by", " ")


# Links.


def test_what_repeats_another_is_linked_and_unlinked_on_both_sides(done, refused, data):
    done("recommendation make CUSTODY 7 --cycle 2021 --on 2021-08-18 --made-to A --text T --as ann")
    repeat = "recommendation repeat CUSTODY 7 --of ocsae/3 --on 2021-09-01 --as ann"
    assert done(repeat)["ref"] == "CUSTODY/7"
    assert [(fields["number"], fields["relation"], fields["other"]) for _, fields in data(2)] == [
        ("7", "repeats", "OCSAE/3"),
        ("3", "repeated-by", "CUSTODY/7"),
    ]
    refused(4, "CUSTODY/7 is linked to OCSAE/3 already: repeats", repeat)
    unlink = "recommendation unlink OCSAE 3 --from CUSTODY/7 --why Slip --as ann"
    assert done(unlink)["ref"] == "OCSAE/3"
    assert [name for name, _ in data(2)] == ["recommendation.unlinked"] * 2
    assert [(fields["number"], fields["relation"], fields["other"]) for _, fields in data(2)] == [
        ("3", "repeated-by", "CUSTODY/7"),
        ("7", "repeats", "OCSAE/3"),
    ]
    refused(4, "Neither of OCSAE/3 and CUSTODY/7 repeats the other", unlink)


@pytest.mark.parametrize(
    ("status", "because", "line"),
    [
        (
            3,
            "OCSAE has no recommendation 9",
            "repeat CUSTODY 1 --of OCSAE/9",
        ),
        (
            3,
            "There is no inspection NONE",
            "repeat CUSTODY 1 --of NONE/1",
        ),
        (3, "OCSAE has no recommendation 9", "supersede CUSTODY 1 --by OCSAE/9"),
        (3, "There is no inspection NONE", "supersede CUSTODY 1 --by OCSAE/3 --by NONE/9"),
        (3, "OCSAE has no recommendation 9", "unlink CUSTODY 1 --from OCSAE/9 --why W"),
        (4, "CUSTODY/1 was made on 2020-02-27 and cannot repeat", "repeat CUSTODY 1 --of CUSTODY/2"),
        (4, "Recommendation 1 cannot repeat itself", "repeat CUSTODY 1 --of custody/1"),
        (4, "Recommendation 1 cannot take its own place", "supersede CUSTODY 1 --by custody/1"),
        (3, "CUSTODY has no recommendation 9", "repeat CUSTODY 9 --of OCSAE/3"),
        (3, "CUSTODY has no recommendation 9", "supersede CUSTODY 9 --by OCSAE/3"),
        (3, "CUSTODY has no recommendation 9", "unlink CUSTODY 9 --from OCSAE/3 --why W"),
        (2, "'3' does not name a recommendation", "repeat CUSTODY 1 --of 3"),
        (2, "Missing option '--of'", "repeat CUSTODY 1"),
        (2, "Missing option '--from'", "unlink CUSTODY 1 --why W"),
        (2, "Missing option '--why'", "unlink CUSTODY 1 --from OCSAE/3"),
    ],
)
def test_a_link_is_refused(refused, status, because, line):
    refused(status, because, f"recommendation {line} --as ann")


# Disputes.


def test_a_dispute_is_raised_about_a_judgement_and_settled_once(two, ask, done, refused, data):
    done(f"{JUDGE} --on 2021-09-01")
    raise_ = "dispute raise CUSTODY 1 --why Unfair --on 2021-09-02 --judgement J1 --as ann"
    refused(4, "Judgement J1 does not count: there is nothing to dispute", raise_)
    done("judgement sign-off CUSTODY J1 --as bob")
    assert done(raise_, "--by", "north force")["ref"] == "D1"
    assert data()[0][1] == {
        "dispute": "D1",
        "number": "1",
        "judgement": "J1",
        "body": "North Force",
        "why": "Unfair",
        "on": "2021-09-02",
    }
    assert row(ask, "1")["state"] == "disputed"
    assert done(raise_)["ref"] == "D2"
    settle = "dispute settle CUSTODY D1 --outcome {} --why Heard --on 2021-10-01 --as ann"
    refused(4, "Dispute D1 was raised by North Force: nobody else withdraws it", settle.format("withdrawn"))
    assert done(settle.format("dismissed"))["ref"] == "D1"
    for outcome in ("dismissed", "upheld", "withdrawn"):
        refused(4, "Dispute D1 of CUSTODY was settled already: dismissed", settle.format(outcome))
    done(settle.format("withdrawn").replace("D1", "d2"))
    assert row(ask, "1")["state"] == "judged"
    assert row(ask, "1")["status"] == "closed"


@pytest.mark.parametrize(
    ("status", "because", "line"),
    [
        (3, "CUSTODY has no dispute D9", "settle CUSTODY D9 --outcome upheld --why W"),
        (3, "There is no inspection NONE", "settle NONE D1 --outcome upheld --why W"),
        (3, "CUSTODY has no recommendation 9", "raise CUSTODY 9 --why W"),
        (3, "CUSTODY has no judgement J9", "raise CUSTODY 1 --judgement J9 --why W"),
        (4, "before recommendation 1 was made", "raise CUSTODY 1 --why W --on 2020-02-26"),
        (2, "'won' is not one of", "settle CUSTODY D1 --outcome won --why W"),
        (2, "Missing option '--outcome'", "settle CUSTODY D1 --why W"),
        (2, "Missing argument 'DISPUTE'", "settle CUSTODY --outcome upheld --why W"),
        (2, "Missing option '--why'", "raise CUSTODY 1"),
    ],
)
def test_a_dispute_is_refused(refused, status, because, line):
    refused(status, because, f"dispute {line} --as ann")


# Corrections.


def test_what_was_published_wrongly_is_set_right_and_what_was_believed_stays(two, ask, done, data):
    told = done(
        "recommendation correct CUSTODY 1 --why Slip --as ann --due 2022-01-01 --made-on 2020-03-02",
        *("--text", "Check cells.", "--made-to", "North Force"),
    )
    assert told["ref"] == "CUSTODY/1"
    *corrected, (name, first), (again, second) = data(6)
    assert [(name, fields["what"]) for name, fields in corrected] == [
        ("recommendation.corrected", what) for what in ("text", "made-to", "due", "made-on")
    ]
    assert {fields["of"] for _, fields in corrected} == {"2020-02-27"}
    assert (name, first["words"], again, second["words"]) == (
        *("words.withdrawn", ["text"]),
        *("words.withdrawn", ["text", "made_to"]),
    )
    assert "Do 1." not in second["beside"], "what the first withdrew from view, the second would show again"
    now = row(ask, "1", "CUSTODY", "--as-of", "2020-03-02")
    assert (now["text"], now["made_to"], now["due"], now["made_on"]) == (
        "Check cells.",
        ["North Force"],
        "2022-01-01",
        "2020-03-02",
    )
    believed = row(ask, "1", "CUSTODY", "--known-at", "2022-03-02")
    assert (believed["text"], believed["due"], believed["made_on"]) == ("Do 1.", None, "2020-02-27")


def test_what_was_superseded_in_error_stands_again(two, ask, done, data, refused):
    done("recommendation supersede CUSTODY 1 --by OCSAE/3 --by OCSAE/5 --as ann")
    done("recommendation correct CUSTODY 1 --void end --why Slip --as ann")
    assert [name for name, _ in data(3)] == ["recommendation.corrected", *["recommendation.unlinked"] * 2]
    assert row(ask, "1")["status"] == "open"
    refused(
        4,
        "was neither withdrawn nor superseded",
        "recommendation correct CUSTODY 1 --void end --why W --as ann",
    )


@pytest.mark.parametrize(
    ("status", "because", "words"),
    [
        (2, "There is nothing to correct", []),
        (2, "There is nothing to correct", ["--of", "2020-02-27"]),
        (2, "'made-on' is not one of", ["--void", "made-on"]),
        (2, "cannot be both corrected", ["--void", "due", "--due", "2022-01"]),
        (2, "The date 'then' (--of) cannot be read", ["--text", "x", "--of", "then"]),
        (3, "had no due date", ["--void", "due"]),
        (3, "had no words on 2020-01-01", ["--text", "x", "--of", "2020-01-01"]),
        (4, "Nothing would change in the words", ["--text", "Do 1."]),
        (4, "was made with these words", ["--void", "text"]),
        (4, "was neither withdrawn nor superseded", ["--void", "end"]),
        (4, "before the cycle 2020 was opened", ["--made-on", "2020-02-25"]),
        (4, "in the future", ["--made-on", "2999-01-01"]),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else None,
)
def test_a_correction_of_a_recommendation_is_refused(refused, status, because, words):
    refused(status, because, "recommendation correct CUSTODY 1 --why W --as ann", *words)


def test_a_judgement_that_was_signed_off_in_error_counts_no_more(two, ask, done, refused, data):
    done(f"{JUDGE} --on 2021-09-01")
    correct = "judgement correct CUSTODY J1 --why Slip --as {}"
    refused(4, "Judgement J1 awaits sign-off", correct.format("bob"), "--void")
    done("judgement sign-off CUSTODY J1 --as bob")
    refused(2, "Give either --void", correct.format("bob"))
    refused(2, "Give either --void", correct.format("bob"), "--void", "--rationale", "x")
    refused(4, "ann may not correct what was signed off", correct.format("ann"), "--void")
    refused(4, "before the cycle 2021 was opened", correct.format("bob"), "--judged-on", "2021-08-17")
    refused(4, "Judgement J1 says just that already", correct.format("bob"), "--rationale", "Seen")
    refused(3, "CUSTODY has no judgement J2", correct.format("bob").replace("J1", "J2"), "--void")
    done(correct.format("bob"), "--judged-on", "2021-10-01", "--rationale", "Seen later.")
    assert row(ask, "1", "CUSTODY", "--as-of", "2021-09-30")["status"] == "open"
    assert row(ask, "1", "CUSTODY", "--as-of", "2021-10-01")["status"] == "closed"
    assert done(correct.format("bob"), "--void")["ref"] == "J1"
    assert data()[0] == (
        "judgement.corrected",
        {"judgement": "J1", "void": True, "judged_on": None, "reworded": False, "why": "Slip"},
    )
    assert row(ask, "1")["status"] == "open"
    refused(4, "Judgement J1 of CUSTODY is void: it does not count", correct.format("bob"), "--void")
    refused(4, "Judgement J1 of CUSTODY was signed off already", "judgement sign-off CUSTODY J1 --as bob")


def test_long_words_of_a_correction_come_from_standard_input(two):
    words = ["--void", "text", "--why", "-", "--as", "ann", "--format", "json"]
    restate = processes.words("recommendation restate CUSTODY 1 --text Else --why W --as ann")
    assert scrutiny(*restate).status == 0
    told = scrutiny("recommendation", "correct", "CUSTODY", "1", *words, stdin=b"It was\nanother.")
    assert told.status == 0
    corrected, withdrawn = processes.events(two)[-2:]
    assert corrected[4]["data"]["why"] == "It was\nanother."
    assert withdrawn[3] == "words.withdrawn"


@pytest.mark.parametrize(
    "line",
    [
        "judgement correct CUSTODY J1 --void --why W",
        "recommendation correct CUSTODY 1 --text x --why W",
        "recommendation merge CUSTODY/1 --into OCSAE/3",
        "dispute raise CUSTODY 1 --why W",
        "evidence expect CUSTODY 1 --cycle 2021 --text x",
    ],
)
@pytest.mark.parametrize(
    ("by", "because"), [("", "It is not known who acts"), (" --as eve", "eve is not registered")]
)
def test_nobody_known_records_nothing(refused, line, by, because):
    refused(4, because, f"{line}{by}")

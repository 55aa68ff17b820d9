"""What may be a slip in the name of a body: asked about on a terminal, warned of elsewhere."""

from __future__ import annotations

import pytest

from tests.commands.in_process import on_a_terminal, scrutiny

MAKE = [
    "recommendation",
    "make",
    "OCSAE",
    "10",
    "--cycle",
    "2021",
    "--text",
    "T",
    "--on",
    "2021-09-01",
    "--as",
    "ann",
    "--made-to",
]
SUBMIT = ["evidence", "submit", "OCSAE", "1", "--summary", "S", "--on", "2021-09-01", "--as", "ann", "--by"]
ANSWER = [
    "response",
    "record",
    "OCSAE",
    "1",
    "--answer",
    "noted",
    "--text",
    "T",
    "--on",
    "2021-09-01",
    "--as",
    "ann",
    "--by",
]
REPORT = ["progress", "record", "OCSAE", "1", "--text", "T", "--on", "2021-09-01", "--as", "ann", "--by"]
SLIPS = {
    "make": ([*MAKE, "Police Scotlnad"], "Police Scotlnad is new, and looks like Police Scotland"),
    "register": (["body", "register", "The Police Scotland", "--as", "ann"], "looks like Police Scotland"),
    "merge": (
        ["body", "merge", "Coastguard", "--into", "Police Scotlnad", "--why", "W", "--as", "ann"],
        "Police Scotlnad is new, and looks like Police Scotland",
    ),
    "succeed": (
        ["body", "succeed", "Coastguard", "--by", "Police Scotlnad", "--on", "2021-01-01", "--as", "ann"],
        "Police Scotlnad is new, and looks like Police Scotland",
    ),
    "rename": (
        [
            "body",
            "rename",
            "Coastguard",
            "--to",
            "Police Scotlnad",
            "--on",
            "2021-01-01",
            "--why",
            "W",
            "--as",
            "ann",
        ],
        "Police Scotlnad is new, and looks like Police Scotland",
    ),
    "alias": (
        ["body", "alias", "Coastguard", "--also", "Police Scotlnad", "--as", "ann"],
        "Police Scotlnad is new, and looks like Police Scotland",
    ),
    "submit": ([*SUBMIT, "A Charity"], 'Recommendation 1 of OCSAE is not made to "A Charity", but to'),
    "answer": ([*ANSWER, "A Charity"], 'Recommendation 1 of OCSAE is not made to "A Charity", but to'),
    "report": ([*REPORT, "A Charity"], 'Recommendation 1 of OCSAE is not made to "A Charity", but to'),
}


@pytest.fixture(autouse=True)
def coastguard(two):
    """There is a body that looks like no other."""
    assert scrutiny("body", "register", "Coastguard", "--as", "ann").status == 0


@pytest.mark.parametrize("slip", SLIPS)
def test_it_is_recorded_with_a_note_if_nobody_can_be_asked(two, slip):
    given, sentence = SLIPS[slip]
    answer = scrutiny(*given)
    assert answer.status == 0
    assert f"Note: {sentence}" in answer.err or sentence in answer.err
    assert "Recorded" in answer.out


@pytest.mark.parametrize("slip", SLIPS)
def test_on_a_terminal_it_is_asked_about_and_no_means_that_nothing_is_recorded(two, slip):
    given, sentence = SLIPS[slip]
    before = scrutiny("trail", "--format", "csv").out
    status, seen = on_a_terminal(given, ["n"])
    assert status == 1
    assert sentence in seen
    assert "nothing was recorded." in seen
    assert scrutiny("trail", "--format", "csv").out == before
    assert on_a_terminal(given, ["y"])[0] == 0


@pytest.mark.parametrize(
    "given",
    [
        [*MAKE, "police  scotland"],
        [*MAKE, "Fife Council"],
        [*SUBMIT, "POLICE SCOTLAND"],
        ["body", "register", "Police Scotland", "--as", "ann"],
        ["body", "alias", "Police Scotland", "--also", "Police Scotlnd", "--as", "ann"],
        ["body", "succeed", "Coastguard", "--by", "Coastguards", "--on", "2021-01-01", "--as", "ann"],
    ],
)
def test_what_is_known_or_quite_new_is_no_slip(two, given):
    answer = scrutiny(*given)
    assert answer.status == 0
    assert answer.err == ""


def test_what_is_refused_in_any_case_is_not_asked_about(two):
    late = [word.replace("2021-09-01", "2999-01-01") for word in SUBMIT]
    answer = scrutiny(*late, "A Charity")
    assert answer.status == 4
    assert "in the future" in answer.err
    assert "is not made to" not in answer.err


def test_who_has_it_by_then_is_named_and_what_was_closed_stays_with_whom_it_was_made_to(two):
    for line in (
        "judgement record OCSAE 2 --cycle 2021 --status closed --reason implemented --rationale R --as ann",
        "judgement sign-off OCSAE J1 --as bob",
        "body register Authority --as ada",
        "body succeed POLICE --by Authority --on 2021-08-25 --as ada",
    ):
        given = ["Police Scotland" if word == "POLICE" else word for word in line.split()]
        given += ["--on", "2021-08-20"] if "record" in given else []
        assert scrutiny(*given).status == 0, given
    assert 'is not made to "A Charity", but to "Authority".' in scrutiny(*ANSWER, "A Charity").err
    earlier = [word.replace("2021-09-01", "2021-08-24") for word in ANSWER]
    assert 'is not made to "A Charity", but to "Police Scotland".' in scrutiny(*earlier, "A Charity").err
    closed = ["2" if word == "1" else word for word in ANSWER]
    assert 'is not made to "A Charity", but to "Police Scotland".' in scrutiny(*closed, "A Charity").err
    assert "Note" not in scrutiny(*ANSWER, "Authority").err

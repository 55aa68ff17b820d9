"""A command, an option or a thing that there is not: what is meant is run, or named."""

import re

import click
import pytest

from commands.cli import synonyms
from commands.cli.meant import SENTENCES
from commands.cli.near import near
from commands.root import root
from tests.commands.in_process import on_a_terminal
from tests.commands.test_help import every_command


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("list OCSAE", "register OCSAE"),
        ("log OCSAE/3", "trail OCSAE 3"),
        ("list evidence OCSAE", "evidence list OCSAE"),
        ("list cycles OCSAE", "cycle list OCSAE"),
        ("view OCSAE 3", "show OCSAE 3"),
        ("people list", "person list"),
        ("judgement ls", "judgement list"),
        ("display recommendation OCSAE 3", "recommendation show OCSAE 3"),
    ],
)
def test_a_synonym_is_run_and_says_what_it_is_called(ask, two, typed, meant):
    told, right = ask(typed), ask(meant)
    assert told.status == 0, told.err
    assert told.out == right.out
    assert told.err.startswith("Note: '")
    assert "' here." in told.err


def test_what_records_may_be_called_otherwise_too(done, two):
    judged = done("judge OCSAE/1 --cycle 2020 --status open --rationale R --as ann")["ref"]
    assert done(f"approve OCSAE/{judged} --as bob")["events"][0]["name"] == "judgement.signed-off"
    assert done("open inspection NEW --title T --as ann")["ref"] == "NEW"
    assert done("person add zoe --name Zoe --role inspector --as ada")["ref"] == "zoe"


@pytest.mark.parametrize(
    ("words", "as_if"),
    [
        ("help", "--help"),
        ("help judgement record", "judgement record --help"),
        ("judgement help", "judgement --help"),
        ("judgement help record", "judgement record --help"),
        ("help approve", "judgement sign-off --help"),
        ("help help", "--help"),
    ],
)
def test_help_is_a_command_as_well(ask, here, words, as_if):
    told = ask(words)
    assert (told.status, told.out) == (0, ask(as_if).out)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("export", "scrutiny archive FILE"),
        ("export", "scrutiny register --format csv --output FILE"),
        ("delete", "scrutiny recommendation void"),
        ("judgement edit", "scrutiny judgement correct"),
        ("trial", "scrutiny trail?"),
        ("registr", "scrutiny register?"),
        ("stat", "scrutiny statistics?"),
        ("sign-of", "scrutiny judgement sign-off?"),
        ("withdraw", "scrutiny evidence withdraw"),
        ("recommendation close", "scrutiny judgement record --status closed"),
        ("help registr", "scrutiny register?"),
        ("register --asof 2021", "--as-of?"),
        ("register --date 2021", "--as-of?"),
        ("register --json", "--format?"),
        ("judgement record OCSAE 1 --body X", "Did you mean: --made-to"),
        ("person grant ann approvr", "approver?"),
    ],
)
def test_what_may_be_meant_is_named(ask, two, typed, meant):
    told = ask(typed)
    assert told.status == 2
    assert "Did you mean: " in told.err
    assert meant in told.err


@pytest.mark.parametrize("typed", ["foo", "judgement foo", "register --nope", "help foo"])
def test_nothing_is_offered_that_nobody_meant(ask, two, typed):
    told = ask(typed)
    assert told.status == 2
    assert "Did you mean" not in told.err


THERE_IS_NOT = [
    ("show 3 OCSAE", 3, "The inspection comes first: scrutiny show OCSAE 3"),
    (
        "judgement sign-off J1 OCSAE --as bob",
        3,
        "The inspection comes first: scrutiny judgement sign-off OCSAE J1",
    ),
    ("register OCSAE/3", 3, "This takes an inspection, OCSAE; of one thing in it: scrutiny show OCSAE/3"),
    ("show Constabulry", 3, "Did you mean Constabulary?"),
    ("show OCSE 3", 3, "Did you mean OCSAE?"),
    ("show OCSAE 03", 3, "Did you mean 3?"),
    ("show OCSAE 12/21", 3, "Did you mean 012/21?"),
    ("show OCSAE AFD-1", 3, "Did you mean AFD1?"),
    ("show OCSAE OCSAE/3", 3, "Did you mean 3?"),
    ("judgement sign-off OCSAE 1 --as bob", 3, "1 is a recommendation, judged in J1: scrutiny show OCSAE 1."),
    ("evidence get OCSAE 3 --output x", 3, "3 is a recommendation: scrutiny show OCSAE 3."),
    ("recommendation withdraw OCSAE J1 --as ann", 3, "J1 is a judgement of recommendation 1."),
    ("recommendation withdraw OCSAE E1 --as ann", 3, "E1 is evidence for recommendation 1."),
    ("cycle close OCSAE 202 --as ann", 3, ""),
    ("cycle close OCSAE 2020a --as ann", 3, "Did you mean 2020?"),
    ("register --cycle 2020x", 3, "Did you mean 2020?"),
    ("person show anne", 4, "Did you mean ann?"),
    ("inspection open X --title T --as anm", 4, "Did you mean ann?"),
    ("body show Constabulry", 3, "Did you mean Constabulary?"),
    ("trail --event judgment", 2, "Did you mean judgement?"),
    (
        "judgement record OCSAE 1 --cycle 2020 --status closed --reason implementd --rationale R --as ann",
        2,
        "Did you mean implemented?",
    ),
    ("register --status close", 2, "Did you mean closed?"),
]


@pytest.fixture
def judged(two, done):
    """A recommendation that was judged, on evidence, and is made to a body."""
    done("recommendation readdress OCSAE 1 --made-to Constabulary --as ann")
    done("evidence submit OCSAE 1 --by X --summary S --as ann")
    done("judgement record OCSAE 1 --cycle 2020 --status open --rationale R --as ann")


@pytest.mark.parametrize(("line", "status", "meant"), THERE_IS_NOT)
def test_a_thing_that_there_is_not(ask, judged, line, status, meant):
    told = ask(line)
    assert told.status == status, told.err
    assert meant in told.err
    assert ("Did you mean" in told.err) == ("Did you mean" in meant)


def test_every_sentence_of_the_table_is_made_by_a_case_above(ask, judged):
    said = []
    for line, _, _ in THERE_IS_NOT:
        said.append(ask(line).err.splitlines()[0].removeprefix("Error: "))
    for pattern, _ in SENTENCES:
        assert any(re.fullmatch(pattern, sentence) for sentence in said), pattern


def test_it_is_pointed_out_at_a_prompt_too(two):
    status, seen = on_a_terminal(
        ["evidence", "request", "--why", "W", "--as", "ann", "OCSE", "3"], ["OCSAE", "3", "y"]
    )
    assert status == 3, seen
    assert "Did you mean OCSAE?" in seen


def test_a_place_without_a_ledger_says_who_named_it(ask, here, monkeypatch):
    monkeypatch.setenv("SCRUTINY_LEDGER", "/nowhere")
    assert "The variable SCRUTINY_LEDGER names that place." in ask("register").err
    monkeypatch.delenv("SCRUTINY_LEDGER")
    ask("config set ledger nowhere")
    assert "Your config file names that place (scrutiny config)." in ask("register").err


def test_no_word_of_the_table_stands_for_a_command_of_its_own_name():
    names = set(root.list_commands(click.Context(root)))
    words = " ".join([*synonyms.AS_ONE, *synonyms.AS_SEVERAL]).split()
    assert names.isdisjoint(words)
    alone = " ".join(synonyms.AS_ONE).split()
    assert len(alone) == len(set(alone))
    assert set(alone).isdisjoint(" ".join(synonyms.AS_SEVERAL).split())


def test_every_command_that_a_word_means_is_there():
    paths = {path for path, _ in every_command()}
    verbs = {path[-1] for path in paths}
    for meant in [
        *synonyms.AS_ONE.values(),
        *(name for names in synonyms.AS_SEVERAL.values() for name in names),
    ]:
        words = [word for word in meant.split() if word.islower() and not word.startswith("-")]
        if words and words[0] != "help":
            assert tuple(words[:1]) in paths, meant
            assert tuple(words[:2]) in paths or tuple(words[:1]) in paths, meant
    for _, meant in [*synonyms.AS_ONE_OF_A_GROUP, *synonyms.AS_SEVERAL_OF_A_GROUP]:
        assert set(meant.split()) <= verbs | {"open"}


def test_every_option_of_the_table_is_one():
    there = {name for _, command in every_command() for param in command.params for name in param.opts}
    assert {name for meant in synonyms.OPTIONS.values() for name in meant.split()} <= there | {"--yes"}


@pytest.mark.parametrize(
    ("word", "known", "likely"),
    [
        ("33", ["3", "30", "13"], []),
        ("E12", ["E1", "E2", "E11"], []),
        ("03", ["3", "13"], ["3"]),
        ("afd 1", ["AFD1", "1"], ["AFD1"]),
        ("3a", ["3(a)", "3(b)"], ["3(a)"]),
        ("", ["3"], []),
        ("x", [], []),
    ],
)
def test_a_number_is_never_taken_for_another(word, known, likely):
    assert near(word, known) == likely

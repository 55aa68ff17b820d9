"""REF/NUMBER in one word, wherever a command takes the two."""

import click
import pytest

from commands.cli.naming import NamingArgument, following
from tests.commands.in_process import on_a_terminal
from tests.commands.test_help import every_command


def taking_two():
    """(words, argument) of every command that takes a ref and something in that inspection."""
    for path, command in every_command():
        for param in command.params:
            if isinstance(param, click.Argument) and following(command, param):
                yield " ".join(path), param


def test_every_command_that_takes_a_ref_and_more_takes_them_in_one_word():
    found = dict(taking_two())
    assert {"show", "trail", "why", "prove", "judgement sign-off", "evidence get", "cycle show"} <= set(found)
    assert {words for words, param in found.items() if not isinstance(param, NamingArgument)} == set()


@pytest.mark.parametrize(
    "line",
    ["show OCSAE/3", "trail OCSAE/3", "why OCSAE/3", "show ocsae/3", "recommendation show OCSAE/3"],
)
def test_a_number_is_read_behind_its_ref(ask, two, line):
    whole, apart = ask(line), ask(line.replace("/", " "))
    assert whole.status == apart.status == 0, whole.err
    assert whole.out == apart.out


def test_a_number_may_have_a_slash_of_its_own(ask, two):
    assert ask("show OCSAE/012/21").out == ask("show OCSAE 012/21").out != ""


def test_what_follows_may_be_several(done, two):
    judged = "--cycle 2020 --status open --rationale R --as ann"
    assert done(f"judgement record OCSAE/1 2 CUSTODY/1 {judged}")["ref"] == "J1-J2 CUSTODY/J1"
    assert done("judgement sign-off OCSAE/J1 J2 --as bob")["ref"] == "J1-J2"
    assert done("judgement sign-off CUSTODY/J1 --as bob")["ref"] == "J1"
    assert done(f"judgement record OCSAE/1-3 {judged}")["ref"] == "J3-J5"


def test_what_a_receipt_calls_a_thing_names_it(done, two):
    cycle = done("cycle open OCSAE 2021/22 --title T --on 2021-08-18 --as ann")["ref"]
    assert cycle == "OCSAE/2021/22"
    assert done(f"cycle close {cycle} --as ann")["ref"] == cycle
    made = done("recommendation make OCSAE/20 --cycle 2020 --made-to SPA --text T --as ann")["ref"]
    assert done(f"recommendation restate {made} --text U --why W --as ann")["ref"] == made


def test_two_numbers_for_one_are_refused(refused):
    error = refused(2, "1/2 is two words in one, so 3 is one too many", "show 1/2 3")
    assert error["remedy"] == "See: scrutiny show --help"


def test_it_may_be_typed_at_a_prompt_too(two):
    words = ["evidence", "request", "--why", "W", "--as", "ann"]
    status, seen = on_a_terminal(words, ["OCSAE/3", "y"])
    assert status == 0, seen
    assert "NUMBER" not in seen

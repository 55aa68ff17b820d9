"""What sentences tell people to type is something that can be typed.

So it is of every ``scrutiny …`` in the code, of every refusal that a test of a decision looks at (see
``refused`` in conftest), and of those that random histories meet.
"""

from __future__ import annotations

import ast
from random import Random
from typing import get_type_hints

import pytest

from events.base import Internal
from ledger.decisions.base import Decision
from ledger.decisions.cycles import CloseCycle
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.errors import LedgerError
from ledger.rules.index import table
from tests.commands.processes import words
from tests.commands.remedies import commands_of, has_remedy, misnamed, refusals_in_code, sentences, wrong_in
from tests.commands.test_help import on_a_terminal
from tests.model.lives import Life, beginning
from tests.steps import STEPS, WORDS, Choices, Scene


def test_every_command_and_option_that_a_sentence_names_is_there():
    wrong = [(where, said) for where, text in sentences() for said in wrong_in(text)]
    assert wrong == []
    named = [text for _, text in sentences() if "scrutiny " in text]
    assert len(named) > 80


def test_every_refusal_says_what_to_do():
    without = [where for where, call in refusals_in_code() if not has_remedy(call)]
    # That one is for whoever reads the code: no command leads there.
    assert [where for where in without if "signing/signers.py" not in where] == []
    assert len(list(refusals_in_code())) > 150


@pytest.mark.parametrize(
    "call", ['Breach("so", "So.")', 'Refused("So.")', 'Breach("so", "So.", error=BadInput)']
)
def test_a_refusal_that_says_no_more_than_no_is_found(call):
    """A control."""
    assert not has_remedy(ast.parse(call, mode="eval").body)
    assert has_remedy(ast.parse(call.replace('"So."', '"So.", "Do."'), mode="eval").body)


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("See it: scrutiny trails X", "there is no command"),
        ("Open it: scrutiny cycle reopens X", "there is no command"),
        ("Say so: scrutiny cycle close X C --why W", "has no --why"),
        ("Say so: scrutiny recommendation correct X 1 --on DATE --why W", "has no --on"),
        ("See it: scrutiny trail X. Then say it: --nothing", ""),
        ("See it: scrutiny trail X --cycle C", ""),
    ],
)
def test_what_is_not_there_is_found(sentence, wrong):
    """A control."""
    found = list(wrong_in(sentence))
    assert [wrong in one for one in found] == ([True] if wrong else [])


def test_the_commands_that_ask_a_decision_are_found():
    assert len(commands_of()) > 30
    assert misnamed(CorrectRecommendation, "Say the day: --on DATE") == ["--on"]
    assert misnamed(CorrectRecommendation, "Say the day: --made-on DATE") == []
    assert misnamed(CloseCycle, "Say the day: --on DATE") == []


def refusals(seed: int) -> list[tuple[Decision, LedgerError]]:
    """What a random history is refused."""
    random, found = Random(seed), []
    life = Life("required")
    for decision in beginning(random):
        life.ask(decision, by="ann")
    for _ in range(120):
        choices = Choices(random.randbytes(16))
        by, decision = STEPS[random.choice(WORDS)](Scene(life, choices, life.days(random)), choices)
        try:
            life.ask(decision, by=by)
        except LedgerError as refused:
            found.append((decision, refused))
    return found


def test_what_random_histories_are_refused_names_options_that_there_are():
    told = {
        (type(decision), f"{refused.message} {refused.remedy or ''}")
        for seed in range(6)
        for decision, refused in refusals(seed)
    }
    assert len(told) > 60
    wrong = {said for asked, said in told if misnamed(asked, said) or any(wrong_in(said))}
    assert wrong == set()


def test_whether_a_reason_is_published_is_said_where_it_is_asked_for():
    of_decision = {}
    for event, ruled in table().items():
        if reads := get_type_hints(event, include_extras=True).get("why"):
            of_decision.setdefault(ruled.decision, set()).add(reads.__metadata__[0])
    internal = Internal[str].__metadata__[0]
    looked_at = set()
    for decision, commands in commands_of().items():
        for command in commands:
            (why,) = [one.help for one in command.params if one.name == "why"] or [None]
            if why is None or decision not in of_decision or command.name == "recover":
                continue
            looked_at.add(command.name)
            assert ("not published" in why) == (of_decision[decision] == {internal}), command.name
    assert {"return", "reopen", "restate", "supersede"} <= looked_at


def test_an_editor_that_does_not_work_is_told_with_what_to_do(two):
    made = "recommendation make OCSAE 77 --cycle 2020 --made-to NCA --on 2020-03-01 --as ann"
    status, said = on_a_terminal(words(made), ["Typed on a line."], EDITOR="/nope", VISUAL="")
    assert status == 0
    assert "to NCA: Typed on a line." in said
    assert "/nope" in said
    assert "Set EDITOR to one that does, or give the text with its option" in said

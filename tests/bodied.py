"""Random histories in which bodies get other names, are merged and are succeeded.

``bodied(7)`` is that of a seed. What happens in them beside is what happens in ``tests.histories``.
"""

from __future__ import annotations

from random import Random

from ledger.decisions.base import Decision
from ledger.decisions.bodies import AddAlias, MergeBodies, RegisterBody, RenameBody, SucceedBody
from tests.histories import History, begin
from tests.steps import BODIES, DAYS, STEPS, WORDS, Choices, Scene

NAMES = (*BODIES, "police", "Constabulary", "Fire and Rescue", "Town Council", "Force")
"""Names that a body may be known by, taken over by, or given; more than there are bodies."""


def _body(choices: Choices, *, names_only: bool) -> Decision:
    name, other, day = choices.one(NAMES), choices.one(NAMES), choices.one(DAYS)
    names = (
        RegisterBody(body=name),
        AddAlias(body=name, also=f"{other} {choices.one((3, 4))}"),
        RenameBody(body=name, to=f"{other} {choices.one((1, 2))}", on=day, why="By law."),
    )
    shares = (
        AddAlias(body=name, also=other),
        RenameBody(body=name, to=other, on=day, why="By law."),
        MergeBodies(body=name, into=other, why="One all along."),
        SucceedBody(body=name, by=other, on=day),
        SucceedBody(body=name, by=other, on=day),
    )
    return choices.one(names if names_only else (*names, *shares))


def bodied(seed: int, length: int = 70, sign_off: str = "required", *, names_only: bool = False) -> History:
    """The history of a seed, the same in every run; ``names_only``: no two bodies become one."""
    random = Random(seed)
    history = History(sign_off)
    begin(history, Choices(random.randbytes(8)))
    for _ in range(length):
        choices = Choices(random.randbytes(16))
        if random.random() < 0.2:
            history.ask("body", _body(choices, names_only=names_only), "ann")
        else:
            step = random.choice(WORDS)
            history.ask(step, *reversed(STEPS[step](Scene(history.told, choices), choices)))
    return history

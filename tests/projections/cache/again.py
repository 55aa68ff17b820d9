"""Random histories in which all happens that can: own words, wholes and parts, bodies of several names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from random import Random

from ledger.records import Record
from tests.bodied import NAMES, _body
from tests.further_steps import FURTHER
from tests.histories import History, begin
from tests.projections.cache.asked import Asking
from tests.steps import STEPS, WORDS, Choices, Scene
from tests.told import Told

ALL = STEPS | FURTHER
ASKED = (*NAMES, "Police 1", "POLICE", "Nobody")
"""The bodies that are asked for."""


def lived(seed: int, length: int = 60) -> History:
    """The history of a seed. Of some, bodies have no part; of some, they have much."""
    random = Random(seed)
    history = History(random.choice(("required", "required", "none")))
    bodies = random.choice((0.0, 0.0, 0.05, 0.2))
    words = random.choice((WORDS, (*WORDS, *FURTHER), (*WORDS, *FURTHER, *["bring in"] * 6)))
    words = tuple(word for word in words if word in ALL)
    begin(history, Choices(random.randbytes(8)))
    for _ in range(length):
        choices = Choices(random.randbytes(16))
        if random.random() < bodies:
            history.ask("body", _body(choices, names_only=False), "ann")
        else:
            step = random.choice(words)
            by, decision = ALL[step](Scene(history.told, choices), choices)
            history.ask(step, decision, by)
    return history


def moments(told: Told) -> Iterator[list[Record]]:
    """What was recorded at each instant."""
    for _, records in groupby(told.records(), key=lambda record: record.recorded_at):
        yield list(records)


def told_again(told: Told, seed: int, questions: int, made: type[Asking] = Asking) -> Asking:
    """Tell it once more, moment by moment, and ask a cache and the events in between.

    The cache takes each moment in by itself, or several at once.
    """
    random = Random(seed)
    often = random.choice((1.0, 0.5, 0.1))
    asking = made(Told(sign_off=told.inspectorate().sign_off), random)
    for records in moments(told):
        for record in records:
            asking.told.take_in(record)
        if random.random() < often:
            asking.catch_up()
            asking.some(questions, ASKED)
    asking.catch_up()
    asking.some(10 * questions, ASKED)
    return asking

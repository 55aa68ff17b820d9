"""What some of what is kept rests on: if that is what it was, so is the other, and nothing is worked out.

Most of what is recorded is evidence, answers and reports of progress, with which nothing moves.
"""

from __future__ import annotations

from projections.model.recommendation import Recommendation

Grounds = tuple[object, ...] | None
"""What can be compared; None of what can be another though all that is recorded of it is as it was."""


def of_moves(one: Recommendation) -> Grounds:
    """What it rests on which shares there are, and how they moved."""
    if one.parts or one.wholes:
        return None
    said = one.made_days, tuple(one.status_changes), tuple(one.addressed.values)
    # Nobody who fills a cache changes what bodies were known, and it is held as long as that takes.
    return id(one.bodies), one.kind, one.cycle, *said


def of_steps(one: Recommendation) -> Grounds:
    """The same of the steps of its story."""
    moves = of_moves(one)
    if moves is None:
        return None
    said = one.number, one.made_on, one.made_moved, tuple(one.filed.items())
    return *moves, *said, tuple(one.texts.values), tuple(one.dues.values)

"""What a recommendation stands on and that is gone, as the public reads of it."""

from __future__ import annotations

from projections.model.doubts import Doubt
from projections.publication.sentences.base import Names, listed


def in_words(doubt: Doubt, names: Names) -> str:
    """The sentence of a doubt, with what is behind the refs in it."""
    if doubt.judgement is None:
        return doubt.what
    judgement = names.judgement(doubt.judgement)
    rests = f"{judgement[0].upper()}{judgement[1:]} rests on"
    if numbers := tuple(dict.fromkeys(doubt.handed_in_for)):
        return f"{rests} evidence that was handed in for {listed(numbers)}."
    return f"{rests} {names.evidence(doubt.evidence)}, which was withdrawn since."

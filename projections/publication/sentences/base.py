"""What the sentences for the public are made of.

E1      the evidence that Police Scotland handed in on 18 August 2021
J1      the judgement of 18 August 2021

The refs are for whoever works with the record or checks it; readers of a page are told what each one is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from events.base import Event
from ledger.state.vocabulary import Vocabulary
from projections.publication.files.site import words

Parts = Mapping[str, Mapping[str, Any]]  # Any: JSON


class Names(NamedTuple):
    """What is behind the refs in the events of one recommendation, and how the publisher's words are shown.

    ``dated`` are the days that judgements were first said to be of.
    """

    evidence_of: Parts
    judgements: Parts
    disputes: Parts
    dated: Mapping[str, str]
    vocabulary: Vocabulary

    def evidence(self, refs: Sequence[str]) -> str:
        """Evidence in the middle of a sentence; that of another recommendation has no more to say here."""
        there = dict.fromkeys(_handed_in(self.evidence_of[ref]) for ref in refs if ref in self.evidence_of)
        parts = [f"evidence that {one}" for one in there]
        if any(ref not in self.evidence_of for ref in refs):
            parts.append("evidence that was handed in for another recommendation")
        return listed(parts)

    def the_evidence(self, ref: str) -> str:
        """One piece of evidence."""
        return f"the {self.evidence((ref,))}"

    def judgement(self, ref: str | None) -> str:
        """One judgement, by the day that it is of and the share that was judged."""
        judged = self.judgements.get(ref or "")
        return f"the judgement {_of(judged['on'], judged['made_to'])}" if judged else "its judgement"

    def judgement_as_said(self, ref: str) -> str:
        """The same by the day that it was first said to be of."""
        judged = self.judgements[ref]
        return f"the judgement {_of(self.dated.get(ref, judged['on']), judged['made_to'])}"

    def dispute(self, ref: str) -> str:
        """One dispute."""
        raised = self.disputes[ref]
        return f"the dispute that {raised['by'] or 'the inspectorate'} raised {words.when(raised['on'])}"


Sentence = Callable[[Any, Names, str], str]  # Any: an event of one class
"""Of an event, with the names and the words that stand in another event."""

Sentences = Mapping[type[Event], Sentence]


def listed(parts: Sequence[str]) -> str:
    """``one``, ``one and another``, ``one, another and a third``."""
    *most, last = parts or ("",)
    return f"{', '.join(most)} and {last}" if most else last


def says(body: str, text: str) -> str:
    """Words of a body, told as its own; nothing if there are none."""
    return f"{body} says: {text}" if text else ""


def _handed_in(sent: Mapping[str, Any]) -> str:  # Any: JSON
    return f"{sent['body']} handed in {words.when(sent['on'])}"


def _of(day: str, body: str | None) -> str:
    of = f"of {words.named(day)}"
    return f"{of} for {body}" if body else of

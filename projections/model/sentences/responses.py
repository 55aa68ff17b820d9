"""The sentences about what bodies answer and report."""

from __future__ import annotations

from events.progress import ProgressDescribed, ProgressReported
from events.responses import ResponseDueSet, ResponseExplained, ResponseRecorded
from ledger.policies import ANSWERS
from ledger.state.vocabulary import Vocabulary
from ledger.times import by
from projections.model.sentences.base import Sentences, in_brackets, joined

_DID = {
    "accepted": "accepted",
    "partly-accepted": "partly accepted",
    "rejected": "rejected",
    "noted": "noted",
}


def _recorded(event: ResponseRecorded, labels: Vocabulary) -> str:
    due = f", to be done by {by(event.due)}" if event.due else ""
    if event.answer == "none":
        return f"{event.body} gave no answer to recommendation {event.number}: {event.response}."
    if event.answer in ANSWERS:
        return f"{event.body} {_DID[event.answer]} recommendation {event.number} in {event.response}{due}."
    answer = labels.label("answer", event.answer)
    return f"{event.body} answered {answer!r} to recommendation {event.number} in {event.response}{due}."


def _explained(event: ResponseExplained) -> str:
    action = f"Action: {event.action}" if event.action else ""
    return joined(f"{event.response} says: {event.text}", action)


def _due(event: ResponseDueSet) -> str:
    whose = f"of {event.body} " if event.body else ""
    why = f"Why: {event.why}" if event.why else ""
    return joined(f"An answer {whose}to recommendation {event.number} is due by {by(event.due)}", why)


def _reported(event: ProgressReported) -> str:
    percent = "" if event.percent is None else f": {event.percent}% done"
    restricted = in_brackets(event.restricted and f"restricted: {event.restricted}")
    return (
        f"{event.body} reported progress on recommendation {event.number} in {event.progress}"
        f"{percent}{restricted}."
    )


def _described(event: ProgressDescribed) -> str:
    return f"{event.progress} says: {event.text}"


SENTENCES: Sentences = {
    ResponseExplained: _explained,
    ResponseDueSet: _due,
    ProgressReported: _reported,
    ProgressDescribed: _described,
}
WITH_LABELS: Sentences = {ResponseRecorded: _recorded}
"""Those in which words of the publisher's own are shown by their labels."""

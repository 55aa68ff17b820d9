"""What bodies say, in answers and reports: told as their words, and never as what anybody found."""

from __future__ import annotations

from events.progress import ProgressReported
from events.responses import ResponseDueSet, ResponseRecorded
from projections.model.sentences.base import in_brackets, joined
from projections.publication.files.site import words
from projections.publication.sentences.base import Names, Sentences, says

_DID = {
    "accepted": "accepted",
    "partly-accepted": "partly accepted",
    "rejected": "rejected",
    "noted": "noted",
}


def _answered(event: ResponseRecorded, names: Names, text: str) -> str:
    due = f", to be done by {words.date(words.by(event.due))}" if event.due else ""
    if event.answer == "none":
        told = f"{event.body} gave no answer to recommendation {event.number}{due}"
    elif event.answer in _DID:
        told = f"{event.body} {_DID[event.answer]} recommendation {event.number}{due}"
    else:
        answer = names.vocabulary.label("answer", event.answer)
        told = f"{event.body} answered {answer!r} to recommendation {event.number}{due}"
    return joined(told, says(event.body, text))


def _due(event: ResponseDueSet, _: Names, __: str) -> str:
    whose = f"of {event.body} " if event.body else ""
    day = words.date(words.by(event.due))
    why = f"Why: {event.why}" if event.why else ""
    return joined(f"An answer {whose}to recommendation {event.number} is due by {day}", why)


def _reported(event: ProgressReported, _: Names, text: str) -> str:
    percent = "" if event.percent is None else f": {event.percent}% done"
    restricted = in_brackets(event.restricted and f"restricted: {event.restricted}")
    reported = f"{event.body} reported progress on recommendation {event.number}{percent}{restricted}"
    return joined(reported, says(event.body, text))


SENTENCES: Sentences = {ResponseRecorded: _answered, ResponseDueSet: _due, ProgressReported: _reported}

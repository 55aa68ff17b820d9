"""What became of a body, as the public reads of it: with the day in words."""

from __future__ import annotations

from events.base import Event
from events.bodies import BodyRenamed, BodySucceeded
from projections.model.sentences.base import joined
from projections.model.sentences.index import sentence
from projections.publication.files.site import words


def in_words(event: Event) -> str:
    """Another name, two names that are one body, or another body that took over."""
    match event:
        case BodyRenamed():
            called = f"{event.body} is called {event.to}, since {words.begun(event.on)}"
            return joined(called, f"Why: {event.why}")
        case BodySucceeded():
            succeeds = f"{event.by} succeeds {event.body}, since {words.begun(event.on)}"
            return joined(succeeds, f"Why: {event.why}" if event.why else "")
    return sentence(event)

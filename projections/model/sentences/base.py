"""What sentences are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from events.base import Event

Sentence = Callable[..., str]
"""A function that takes an event of one class, and of some the words that stand in another event."""

Sentences = Mapping[type[Event], Sentence]
"""By the class of the event. A module has those of a noun, and ``index`` those of all."""

REOPENED = "It re-opened the recommendation."
"""What is said of a judgement that moved a closed one back."""


def joined(*sentences: str) -> str:
    """Sentences one after another, each with its full stop; empty ones are left out."""
    return " ".join(
        sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."
        for sentence in sentences
        if sentence
    )


def corrected(what: str, why: str) -> str:
    """What was corrected, and what was wrong."""
    return joined(f"Corrected {what}", f"What was wrong: {why}")


def in_brackets(text: str | None) -> str:
    """A text in brackets behind a word; nothing if there is none."""
    return f" ({text})" if text else ""


def party(body: str | None, article: str = "The") -> str:
    """A body, or the inspectorate."""
    return body or f"{article} inspectorate"

"""The sentences about bodies and their names."""

from __future__ import annotations

from events.bodies import BodyAliasAdded, BodyMerged, BodyRegistered, BodyRenamed, BodySucceeded
from ledger.times import begun
from projections.model.sentences.base import Sentences, joined


def _registered(event: BodyRegistered) -> str:
    since = f", which exists since {begun(event.on)}" if event.on else ""
    return f"Registered the body {event.body}{since}."


def _alias_added(event: BodyAliasAdded) -> str:
    return f"{event.body} is also written {event.also}."


def _renamed(event: BodyRenamed) -> str:
    return joined(f"{event.body} is called {event.to}, since {begun(event.on)}", f"Why: {event.why}")


def _merged(event: BodyMerged) -> str:
    return joined(f"{event.body} and {event.into} are one body, {event.into}", f"Why: {event.why}")


def _succeeded(event: BodySucceeded) -> str:
    why = f"Why: {event.why}" if event.why else ""
    return joined(f"{event.by} succeeds {event.body}, since {begun(event.on)}", why)


SENTENCES: Sentences = {
    BodyRegistered: _registered,
    BodyAliasAdded: _alias_added,
    BodyRenamed: _renamed,
    BodyMerged: _merged,
    BodySucceeded: _succeeded,
}

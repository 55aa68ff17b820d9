"""Bodies and their names: what one may ask. See ledger.rules.bodies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from events.base import Event, Names
from events.bodies import BodyAliasAdded, BodyMerged, BodyRegistered, BodyRenamed, BodySucceeded
from ledger import times
from ledger import validation as words
from ledger.decisions.base import Decision, Outcome, State, made
from ledger.policies import ADMINISTRATOR, INSPECTOR


class BodyDecision(Decision):
    """A request about a body. If recommendations have a name that nobody registered, whoever asks (a command)
    has seen that, and the name is registered in the same request.
    """

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR, INSPECTOR)
    body: str

    def _name(self, state: State, typed: str) -> str:
        """A name of a body, as it is known if it is; raises BadInput."""
        return state.inspectorate.bodies.spelled(words.body(typed))

    def _registered(self, state: State, *names: str) -> Iterator[Event]:
        """The registering of each of these that nobody registered."""
        for name in names:
            if not state.inspectorate.bodies.is_registered(name):
                yield BodyRegistered(body=name, on=None)


class RegisterBody(BodyDecision):
    """Register a body under a name."""

    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Registered, if the name is new."""
        body = words.body(self.body)
        on = None if self.on is None else times.day(self.on)
        return made(body, BodyRegistered(body=body, on=on))


class AddAlias(BodyDecision):
    """Say how else a body is written."""

    also: str

    def decide(self, state: State) -> Outcome:
        """Added, if no other body is written so."""
        body, also = self._name(state, self.body), words.body(self.also)
        return made(
            state.inspectorate.bodies.called(body),
            *self._registered(state, body),
            BodyAliasAdded(body=body, also=also),
        )


class RenameBody(BodyDecision):
    """Say that a body bears another name from a day on."""

    to: str
    on: str | None
    why: str

    def decide(self, state: State) -> Outcome:
        """Renamed, if no other body bears that name."""
        body, to = self._name(state, self.body), words.body(self.to)
        renamed = BodyRenamed(body=body, to=to, on=state.day(self.on), why=words.prose(self.why, "reason"))
        return made(to, *self._registered(state, body), renamed)


class MergeBodies(BodyDecision):
    """Say that two names meant one body all along."""

    into: str
    why: str

    def decide(self, state: State) -> Outcome:
        """Merged, if they are two."""
        body, into = self._name(state, self.body), self._name(state, self.into)
        merged = BodyMerged(body=body, into=into, why=words.prose(self.why, "reason"))
        first: Names = (body, into) if words.body_key(body) != words.body_key(into) else (body,)
        return made(state.inspectorate.bodies.called(into), *self._registered(state, *first), merged)


class SucceedBody(BodyDecision):
    """Say that another body answers for what this one was asked to do, from a day on."""

    by: str
    on: str | None
    why: str | None = None

    def decide(self, state: State) -> Outcome:
        """Succeeded, if that leads in no circle."""
        body, by = self._name(state, self.body), self._name(state, self.by)
        succeeded = BodySucceeded(
            body=body,
            by=by,
            on=state.day(self.on),
            why=None if self.why is None else words.prose(self.why, "reason"),
        )
        first: Names = (body, by) if words.body_key(body) != words.body_key(by) else (body,)
        return made(state.inspectorate.bodies.called(body), *self._registered(state, *first), succeeded)

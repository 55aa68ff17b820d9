"""Where the shares of bodies stand by the words on the status that have come, and where the whole stands."""

# Without annotations as text: see projections.model.facts.

from collections.abc import Container, Sequence
from typing import Protocol

from projections.model.facts import RANK, Fact, StatusChange, certainly_before, sort_key_of, standing


def least_advanced(
    shares: Sequence[StatusChange | None], implemented: Container[str | None]
) -> StatusChange | None:
    """Of the words on several bodies' shares, that which settles the whole; None where it is open as made.

    It is the least advanced, of several the latest. A whole that is closed is called implemented only where
    every share is: for one of the reasons that mean so.
    """
    found = [share for share in shares if share]
    if len(found) < len(shares):
        found = [share for share in found if share.status == "open"]
    if not found:
        return None
    least = min(RANK[share.status] for share in found)
    behind = [share for share in found if RANK[share.status] == least]
    otherwise = [share for share in behind if share.reason not in implemented]
    return standing(sorted(otherwise or behind, key=sort_key_of, reverse=True))


class Whose(Protocol):
    """Says which words on the status are about a share; only asked if bodies were succeeded."""

    def has_successions(self) -> bool: ...
    def words_on(self, words: Sequence[StatusChange], share: str) -> Sequence[StatusChange]: ...


class Shares:
    """The words on the status as they come, one after the other in the order of their places, and what each
    body's share stands at by those that have come. Nothing comes after an end.
    """

    def __init__(self, whose: Whose) -> None:
        self._whose = whose
        self.come: list[StatusChange] = []
        self.end: StatusChange | None = None
        self.vague = False
        self._latest: dict[str, StatusChange] = {}

    def take(self, status_change: StatusChange) -> None:
        """One more has come."""
        self.come.append(status_change)
        self.vague = self.vague or status_change.first != status_change.sort_key[0]
        if status_change.outcome != "judged":
            self.end = status_change
        if not status_change.body:
            self._latest.clear()
        self._latest[status_change.body] = status_change

    def of(self, body: str) -> StatusChange | None:
        """What a body's share (by key) stands at; None where it is open as made."""
        if self.end:
            return self.end
        if self._whose.has_successions():
            return standing(reversed(self._whose.words_on(self.come, body)))
        if self.vague:
            return standing(one for one in reversed(self.come) if one.body in ("", body))
        return self._latest.get(body) or self._latest.get("")

    def before(self, fact: Fact) -> "Shares":
        """Those alone that certainly came before a fact."""
        found = Shares(self._whose)
        for one in self.come:
            if certainly_before(one, fact):
                found.take(one)
        return found

"""Where a file says that a recommendation stands, beside where the source said so last and the ledger now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from events.base import Day
from ledger.importing.grouping import Claim, Group, claims_of
from ledger.state.entities import Judgement
from ledger.state.source import Source
from ledger.times import last_day
from ledger.validation import body_key

Word = tuple[str, str | None, str | None]
"""A status, its reason, and the publisher's own word."""

OPEN: Word = ("open", None, None)
"""Where everything stands that nobody said anything of."""


class Moved(NamedTuple):
    """What is said otherwise: ``before`` and the day of it, and the claim; None if nothing is said any more.

    ``judgement`` is the ref of the one of which only the day is another, or empty.
    """

    before: Word
    on: Day | None
    claim: Claim | None
    judgement: str = ""


class _At(NamedTuple):
    """Where a share stands, since when, by which judgement."""

    word: Word
    on: Day | None
    judgement: str


def moves(
    group: Group, source: Source, judged: Collection[Judgement], called: Mapping[str, str]
) -> Iterator[Moved]:
    """What the rows say otherwise, in the order of their dates."""
    claims = claims_of(group)
    if not claims and source.stood:
        last = source.stood[-1]
        yield Moved((last.status, last.reason, last.word), last.on, None)
    last_of = {_scope(claim.made_to): claim for claim in claims}
    for claim in claims:
        if claim.made_to is not None and body_key(claim.made_to) not in called:
            # It is made to another body by this file, and nobody accepted that.
            continue
        shares = [claim.made_to] if claim.made_to is not None else group.made_to
        bodies = [body_key(called.get(body_key(body), body)) for body in shares]
        word: Word = claim.status
        said = [_said(source, body) for body in bodies]
        is_last = last_of[_scope(claim.made_to)] is claim
        if all(_is_known(word, claim.on, there, is_last=is_last) for there in said):
            continue
        now = [_now(judged, body) for body in bodies]
        if all(at.word == word and claim.on in (None, at.on) for at in now):
            continue
        latest = said[0][-1]
        if (ref := _redated(word, claim, said)) and not any(_is_at(one, latest) for one in claims):
            yield Moved(word, latest.on, claim, ref)
            continue
        other = next((at for at in now if at.word != word), now[0])
        yield Moved(other.word, other.on, claim)


def _redated(word: Word, claim: Claim, said: list[list[_At]]) -> str:
    """The ref of the judgement that said the same of all these shares last, of another day; or nothing."""
    refs = {there[-1].judgement if there[-1].word == word else "" for there in said}
    return refs.pop() if claim.on and len(refs) == 1 else ""


def _scope(body: str | None) -> str:
    return "" if body is None else body_key(body)


def _is_at(claim: Claim, at: _At) -> bool:
    return claim.status == at.word and claim.on == at.on


def _is_known(word: Word, on: Day | None, said: list[_At], *, is_last: bool) -> bool:
    """Whether it was said before: on just that day; last of all, if no day is said, and no row follows."""
    if on is None and is_last:
        return said[-1].word == word
    return any(at.word == word and on in (None, at.on) for at in said)


def _said(source: Source, body: str) -> list[_At]:
    """Where the source said that a body's share stood, one after the other."""
    there = [
        _At((one.status, one.reason, one.word), one.on, one.judgement)
        for one in source.stood
        if one.made_to is None or body_key(one.made_to) == body
    ]
    return [_At(OPEN, None, ""), *there]


def _now(judged: Iterable[Judgement], body: str) -> _At:
    """Where the ledger says that it stands: by the latest judgement that counts, of it or of the whole."""
    counting = [
        one
        for one in judged
        if one.fate == "signed-off" and (one.made_to is None or body_key(one.made_to) == body)
    ]
    if not counting:
        return _At(OPEN, None, "")
    last = max(counting, key=lambda one: (last_day(one.on), one.recorded_at))
    return _At((last.status, last.reason, last.word), last.on, last.ref)

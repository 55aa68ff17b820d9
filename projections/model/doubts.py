"""What a recommendation stands on and that is gone: it stands until somebody judges anew, and is marked.

1. A judgement that counts rests on evidence that was withdrawn, or turned out to be for another.
2. Another took its place, and was itself withdrawn: nobody is asked for it any more.
3. It took the place of another, and that was an error: it was made for a reason that never was. That is in
   doubt until a judgement of it counts that was recorded since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from events.base import Day, Event, Names
from events.named import NamedTuple
from events.recommendations import (
    RecommendationClassified,
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationSuperseded,
    RecommendationUnlinked,
)
from ledger.policies import AFTER, SUCCESSIONS
from ledger.state.numbers import Numbers
from ledger.validation import key
from projections.model.effective_day import Told
from projections.model.facts import NEVER, Link, StatusChange
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation
from projections.model.voids import Voids, gave_up

PREDECESSORS = frozenset(before for before, _ in SUCCESSIONS.values())
"""What a recommendation is to those whose place it took."""


class Doubt(NamedTuple):
    """One thing that is gone, in a sentence that anybody may read, and the day since which it is.

    ``judgement`` is the one that rested on ``evidence``; ``share`` and ``cycle`` are those that it judged.
    ``handed_in_for`` are the recommendations that the evidence is really for, or none if it was withdrawn.
    """

    what: str
    since: Day
    judgement: str | None = None
    evidence: Names = ()
    share: str | None = None
    cycle: str | None = None
    handed_in_for: Names = ()


class _There(NamedTuple):
    """Of an inspection: what numbers mean, and by slot the right ones and when which were withdrawn.

    ``former`` are the numbers that were put right, each with the position of what did.
    """

    recommendations: Numbers
    made_at: dict[str, int]
    former: dict[str, tuple[tuple[str, int], ...]]
    renumbered: dict[str, str]
    withdrawn: dict[str, Day]
    voids: Voids


class Ends:
    """The other ends of links; ``read`` gives the fold of an inspection, or None.

    ``is_shown`` says of an inspection by its key whether readers have its events, too. If they do not, they
    are told nothing of it, and nothing is told of what was entered in error in it.
    """

    def __init__(
        self,
        read: Callable[[str], InspectionFold | None],
        day: str | None = None,
        is_shown: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._read, self._day, self._is_shown = read, day, is_shown
        self._known: dict[str, _There | None] = {}

    def of(self, name: str) -> Day | None:
        """The day on which ``REF/NUMBER`` was withdrawn, or None."""
        ref, _, number = name.partition("/")
        there = self._there(ref)
        slot = there and there.recommendations.find(number)
        return there.withdrawn.get(slot) if there and slot else None

    def named(self, name: str) -> str:
        """``REF/NUMBER`` as that recommendation is numbered now."""
        ref, _, number = name.partition("/")
        there = self._there(ref)
        slot = there and there.recommendations.find(number)
        right = there.renumbered.get(slot) if there and slot else None
        return f"{ref}/{right}" if right else name

    def linked(self, links: Iterable[Link]) -> Iterator[tuple[Link, str]]:
        """The links that are to be shown, each with its other end as that is numbered now.

        One to what was entered in error since is none, whatever has its number by now.
        """
        for link in links:
            if not self._is_void(link.other, link.sort_key[1]):
                yield link, self.named(link.other)

    def _is_void(self, name: str, since: int) -> bool:
        """Whether what ``REF/NUMBER`` meant at a position was entered in error."""
        ref, _, number = name.partition("/")
        if (there := self._there(ref)) is None:
            return False
        slot = there.recommendations.find(number)
        made_at = there.made_at.get(slot) if slot else None
        another = (
            made_at is None or made_at > since or gave_up(there.former.get(slot or "", ()), number, since)
        )
        return another and there.voids.of(number, since) is not None

    def told(self, ref: str, recommendation: Recommendation, history: Iterable[Told]) -> Iterator[Told]:
        """What was told of a recommendation of an inspection, with numbers that are right now.

        What links it to what was entered in error since, or puts it under that, is told of no more.
        """
        for told in history:
            event = self._renumbered(ref, recommendation, told.record.event, told.record.position)
            if event is told.record.event:
                yield told
            elif event is not None:
                yield told._replace(record=told.record._replace(event=event))

    def _renumbered(
        self, ref: str, recommendation: Recommendation, event: Event, position: int
    ) -> Event | None:
        fields = event.fields
        right: dict[str, object] = {}
        if fields.get("number", recommendation.number) != recommendation.number and not _of_its_number(event):
            right["number"] = recommendation.number
        match event:
            case RecommendationLinked(other=other) | RecommendationUnlinked(other=other):
                if self._is_void(other, position):
                    return None
                right["other"] = self.named(other)
            case RecommendationSuperseded(by=heirs):
                # A row rests on this one, so it is told of unless the reader sees why not.
                gone = [heir for heir in heirs if self._shows(heir) and self._is_void(heir, position)]
                right["by"] = tuple(self.named(heir) for heir in heirs if heir not in gone)
                if not right["by"]:
                    return None
            case RecommendationClassified(under=str() as under):
                is_void = self._is_void(f"{ref}/{under}", position)
                right["under"] = None if is_void else self.named(f"{ref}/{under}").partition("/")[2]
        if all(fields[name] == value for name, value in right.items()) or not event.is_whole:
            return event
        return type(event)(**{**fields, **right})

    def _shows(self, name: str) -> bool:
        return self._is_shown(key(name.partition("/")[0]))

    def _there(self, ref: str) -> _There | None:
        if key(ref) not in self._known:
            fold = self._read(ref)
            there = None if fold is None else self._look(fold)
            if there and not self._is_shown(key(ref)):
                there = there._replace(renumbered={}, withdrawn={})
            self._known[key(ref)] = there
        return self._known[key(ref)]

    def _look(self, fold: InspectionFold) -> _There:
        ended = ((one.slot, one.status_change(self._day)) for one in fold.recommendations.values())
        return _There(
            fold.recommendations.numbers,
            {one.slot: one.made_at for one in fold.recommendations.values()},
            {one.slot: one.former for one in fold.recommendations.values() if one.former},
            {one.slot: one.number for one in fold.recommendations.values() if "number" in one.filed},
            {slot: end.on for slot, end in ended if end and end.outcome == "withdrawn"},
            fold.voids,
        )


def _of_its_number(event: Event) -> bool:
    """Whether it tells of a wrong number itself."""
    return isinstance(event, RecommendationCorrected) and event.what == "number"


def doubts(recommendation: Recommendation, ends: Ends, day: str | None = None) -> Iterator[Doubt]:
    """What it stands on and that is gone on a day (a full date; None: the last there is)."""
    for status_change in recommendation.settling(day):
        if gone := _withdrawn(recommendation, status_change, day):
            refs = tuple(gone)
            what = (
                f"{status_change.ref} rests on evidence {_several(refs)}, which {_was(refs)} withdrawn since."
            )
            yield Doubt(
                what, max(gone.values()), status_change.ref, refs, status_change.share, status_change.cycle
            )
        others = recommendation.evidence_lost or {}
        if lost := [ref for ref in status_change.evidence if ref in others]:
            numbers = tuple(others[ref].number for ref in lost)
            what = f"{status_change.ref} rests on evidence {_several(tuple(lost))}"
            what += f", handed in for {_several(numbers)}."
            at = status_change.on, status_change.ref, tuple(lost), status_change.share, status_change.cycle
            yield Doubt(what, *at, numbers)
    settled = recommendation.status_change(day)
    if settled and settled.outcome == "superseded":
        for link in recommendation.links:
            ended = ends.of(link.other) if link.relation in AFTER.values() else None
            if ended:
                yield Doubt(f"{ends.named(link.other)}, which took its place, was withdrawn.", ended)
    if settled is None or settled.outcome == "judged":
        for link, position in recommendation.untied:
            if link.relation in PREDECESSORS and (day is None or link.sort_key[0] <= day):
                judged = any(one.sort_key[1] > position for one in recommendation.status_changes)
                if not judged:
                    other = ends.named(link.other)
                    yield Doubt(f"It was to take the place of {other}, which was an error.", link.on)


def _withdrawn(
    recommendation: Recommendation, status_change: StatusChange, day: str | None
) -> dict[str, Day]:
    """Of the evidence that a judgement rests on, what was withdrawn by a day, and when."""
    found = {
        ref: recommendation.evidence[ref] for ref in status_change.evidence if ref in recommendation.evidence
    }
    return {
        ref: one.withdrawn_on
        for ref, one in found.items()
        if one.withdrawn_on and (one.withdrawn != NEVER if day is None else one.withdrawn <= day)
    }


def _several(refs: Names) -> str:
    *most, last = refs
    return f"{', '.join(most)} and {last}" if most else last


def _was(refs: Names) -> str:
    return "was" if len(refs) == 1 else "were"

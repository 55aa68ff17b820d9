"""What was said in an inspection in words that may have to be taken back, and what took the place of what.

1. A title is replaced by each later correction of it; so are a cycle's title and its kind.
2. The words of a recommendation are replaced by each later correction of them, and of no others.
3. A body's wrong name is replaced wherever something was recorded under it, if no other words name it; so
   is that of a body that had not handed in the evidence.
4. An end, or a link, that was an error is taken back whole, with why it was said.
5. What is replaced is withdrawn from view: of what it said, the words alone. A name that several events
   bear has the same in its place in all of them, so that it is seen to be one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from events.cycles import CycleCorrected, CycleOpened
from events.disputes import DisputeRaised
from events.evidence import (
    EvidenceCorrected,
    EvidenceExpected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.inspections import InspectionCorrected, InspectionOpened
from events.judgements import JudgementRecorded, JudgementRecordedWithWords
from events.progress import ProgressDescribed, ProgressReported
from events.recommendations import (
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationMade,
    RecommendationSuperseded,
    RecommendationUnlinked,
    RecommendationWithdrawn,
)
from events.registry import EVENTS
from events.responses import ResponseDueSet, ResponseExplained, ResponseRecorded
from events.words import WordsWithdrawn
from ledger.state.kept import KeptEvents
from ledger.state.renaming import elsewhere, replaced
from ledger.state.withheld import BODIES, beside
from ledger.validation import key

if TYPE_CHECKING:
    from events.base import Event, Names
    from ledger.state.entities import Recommendation
    from ledger.state.history import Value
    from ledger.state.inspection import Inspection

WORDED = frozenset(
    {event for event in EVENTS.values() if event.WITHDRAWABLE}
    | {InspectionOpened, CycleOpened, RecommendationMade, JudgementRecorded, JudgementRecordedWithWords}
    | {ResponseRecorded, WordsWithdrawn}
)
"""The events that are looked at: those, and what a correction alone puts other words in the place of."""

_KEPT_ALONE = frozenset(
    {EvidenceSubmitted, EvidenceRequested, EvidenceExpected, EvidenceWithdrawn, EvidenceCorrected}
    | {ResponseRecorded, ResponseExplained, ResponseDueSet, ProgressReported, ProgressDescribed}
)
"""Those that take the place of nothing, of which there are most."""


def alone(event: Event) -> Names:
    """The fields whose words can be withdrawn without a correction that puts others in their place."""
    return tuple(name for name in event.WITHDRAWABLE if event.fields[name])


def _names(event: Event) -> Iterator[tuple[str, Names]]:
    """Each field that names bodies, and the keys of those names."""
    for field in BODIES:
        match event.fields.get(field):
            case str() as body:
                yield field, (key(body),)
            case tuple() as bodies:
                yield field, tuple(map(key, bodies))


class Sayings:
    """The events with such words, by their places in the stream.

    ``replaced`` has, by the place of a correction, the places of all whose words it takes back; ``withdrawn``
    has by the place of an event what withdrew its words last.
    """

    def __init__(self) -> None:
        self.events = KeptEvents()
        self.replaced: dict[int, tuple[int, ...]] = {}
        self.withdrawn: dict[int, WordsWithdrawn] = {}
        self._of: dict[tuple[str, ...], list[int]] = {}
        self._renamed: dict[str, dict[str, str]] = {}
        self._senders: dict[str, dict[str, str]] = {}
        self._disputed: dict[str, str] = {}
        self._slots: dict[int, str] = {}

    def take(self, event: Event, version: int, past: Inspection) -> None:
        """Take in one more, at its place in the stream, before the past has taken it in."""
        if (number := event.fields.get("number")) is not None:
            self._note(number, event, version, past)
        elif isinstance(event, EvidenceCorrected) and (sent := past.evidence.get(key(event.evidence))):
            self._slots[version] = sent.about.slot
        match event:
            case EvidenceSubmitted(evidence=ref):
                self._of["sender", key(ref)] = [version]
            case EvidenceCorrected(evidence=ref, body=str() as body) if sent := past.evidence.get(key(ref)):
                names = self._senders.setdefault(key(ref), {})
                names.update(dict.fromkeys((*names, key(sent.body)), body))
                self._replace("sender", key(ref), at=version)
        if type(event) in _KEPT_ALONE:
            self.events.put(version, event)
            return
        match event:
            case JudgementRecorded(made_to=None):
                return
            case WordsWithdrawn():
                self.withdrawn[event.event] = event
                return
            case DisputeRaised(dispute=ref, number=number):
                self._disputed[key(ref)] = self._slot(number, past)
            case InspectionOpened() | InspectionCorrected():
                self._replace("title", at=version)
            case CycleOpened(cycle=cycle) | CycleCorrected(cycle=cycle):
                self._replace("cycle", key(cycle), at=version)
            case RecommendationCorrected(number=number) if found := past.recommendations.get(key(number)):
                self._corrected(event, version, found)
            case RecommendationWithdrawn(number=number) | RecommendationSuperseded(number=number):
                self._of["end", self._slot(number, past)] = [version]
            case RecommendationLinked(number=number, relation=relation, other=other):
                self._of["link", self._slot(number, past), relation, key(other)] = [version]
            case RecommendationUnlinked(number=number, relation=relation, other=other):
                self._take_back("link", self._slot(number, past), relation, key(other), at=version)
        self.events.put(version, event)

    def _note(self, number: str, event: Event, version: int, past: Inspection) -> None:
        """What an event is about is what its number meant then; nearly always it is known by that number."""
        there = past.recommendations
        slot = there.next_slot(number) if isinstance(event, RecommendationMade) else there.slot(number)
        if slot is not None and slot != key(number):
            self._slots[version] = slot

    def _slot(self, number: str, past: Inspection) -> str:
        """The slot of the recommendation that a number means now."""
        return past.recommendations.slot(number) or key(number)

    def _corrected(self, event: RecommendationCorrected, version: int, found: Recommendation) -> None:
        number = found.slot
        if event.what == "text" and (text := found.texts.of(event.of)):
            self._of.setdefault(("text", number, str(text.position)), [text.position])
            self._replace("text", number, str(text.position), at=version)
        if event.what == "made-to" and (word := found.addressed.of(event.of)):
            self._rename(number, word, event.made_to, found)
            self.replaced[version] = tuple(self._naming(number))
        if event.what == "end":
            self._take_back("end", number, at=version)

    def _replace(self, *what: str, at: int) -> None:
        """What was said of something before is replaced by what is said of it at a place."""
        before = self._of.setdefault(what, [])
        if before:
            self.replaced[at] = tuple(before)
        before.append(at)

    def _take_back(self, *what: str, at: int) -> None:
        self.replaced[at] = tuple(self._of.pop(what, ()))

    def _rename(self, number: str, word: Value[Names], right: Names, found: Recommendation) -> None:
        """Note the right name of each that goes, or that it has none, if no other words have it."""
        names = replaced(word.content, right) if right else {}
        if names is None:
            return
        renamed, stay = self._renamed.setdefault(number, {}), set(map(key, right))
        for body in map(key, word.content):
            if body not in stay and not elsewhere(found.addressed, word, body):
                # What was called by a name that is wrong, too, is of the right one.
                for before in (before for before, name in renamed.items() if key(name) == body):
                    renamed[before] = names.get(body, "")
                renamed[body] = names.get(body, "")
        for ref, senders in self._senders.items():
            if ref in map(key, found.facts):
                for before, name in list(senders.items()):
                    if key(name) in renamed:
                        senders[before] = senders[key(name)] = renamed[key(name)]

    def _naming(self, number: str) -> Iterator[int]:
        """The places of what was recorded of a recommendation under a name that went."""
        called = self._renamed.get(number, {})
        for place, said in self.events.items():
            names = [body for _, bodies in _names(said) for body in bodies]
            if self._number(place, said) == number and any(
                body in called for body in (*names, *self._sent_as(said))
            ):
                yield place

    def _sent_as(self, said: Event) -> Mapping[str, str]:
        """Who handed in the evidence whose sender an event names, by the key of each name that went."""
        names = isinstance(said, EvidenceSubmitted | EvidenceCorrected)
        return self._senders.get(key(said.fields["evidence"]), {}) if names else {}

    def _number(self, place: int, said: Event) -> str:
        """The slot of the recommendation that the event at a place is about, or nothing."""
        if ref := said.fields.get("dispute"):
            return self._disputed.get(key(ref), "")
        return self._slots.get(place) or key(said.fields.get("number") or "")

    def called(self, place: int, said: Event) -> Mapping[str, str]:
        """What is told in the place of names that went, by their keys: each another, for each was another."""
        found: dict[str, str] = {}
        renamed = self._renamed.get(self._number(place, said), {})
        for body, name in {**renamed, **self._sent_as(said)}.items():
            told = f"{name} [wrong name withdrawn from view" if name else "[name withdrawn from view"
            count = sum(one.startswith(told) for one in found.values())
            found[body] = f"{told} {count + 1}]" if count else f"{told}]"
        return found

    def taken(self, place: int) -> set[str]:
        """The fields of the event at a place whose words others took the place of."""
        said = self.events[place]
        return {
            name
            for at, places in self.replaced.items()
            if place in places
            for name in self._taken_by(self.events[at], place, said)
        }

    def follows(self, event: Event, version: int) -> Iterator[WordsWithdrawn]:
        """What is withdrawn from view because of an event, at its place, once it was taken in."""
        for place in self.replaced.get(version, ()):
            if (said := self.events.get(place)) is not None and (
                found := self.withdrawing(place, said, self._taken_by(event, place, said), None)
            ):
                yield found

    def withdrawing(self, place: int, said: Event, words: Names, why: str | None) -> WordsWithdrawn | None:
        """What withdraws words of the event at a place, and those withdrawn before; None of no more."""
        before = self.withdrawn.get(place)
        gone = {*words, *(before.words if before else ())}
        found = WordsWithdrawn(
            inspection=said.fields["inspection"],
            number=said.fields.get("number"),
            event=place,
            name=said.NAME,
            shape=said.VERSION,
            words=tuple(name for name in said.FIELDS if name in gone),
            beside=beside(said, gone, self.called(place, said)),
            why=why or (before.why if before else None),
        )
        same = before is not None and (before.words, before.beside) == (found.words, found.beside)
        # The reason may be what has to be taken back.
        same = same and before is not None and before.why == found.why
        return None if same or not words else found

    def _taken_by(self, event: Event, place: int, said: Event) -> Names:
        """The fields of what was said whose words an event takes back."""
        match event:
            case InspectionCorrected():
                gone: Names = ("title",)
            case CycleCorrected():
                gone = tuple(name for name in ("title", "kind") if event.fields[name])
            case RecommendationCorrected(what="text"):
                gone = ("text",)
            case RecommendationCorrected(what="made-to"):
                called = self.called(place, said)
                gone = tuple(field for field, bodies in _names(said) if any(one in called for one in bodies))
            case EvidenceCorrected(body=str()):
                gone = ("body",)
            case RecommendationCorrected(what="end") | RecommendationUnlinked():
                gone = ("why",)
            case _:
                gone = ()
        return tuple(name for name in gone if said.fields.get(name))

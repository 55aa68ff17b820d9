"""What a ledger has that may be typed: refs, numbers, cycles, bodies, people, words, for a shell to complete.

1. Each kind reads the few events that it needs, of one inspection if it is known which, and folds no state.
2. It offers, and decides nothing: what is offered and not right is refused by the command.
3. Each is the word to type, and a line on what it is, for shells that show one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from events.base import Event
from events.bodies import BodyAliasAdded, BodyMerged, BodyRegistered, BodyRenamed
from events.cycles import CycleClosed, CycleOpened, CycleReopened
from events.disputes import DisputeRaised
from events.evidence import EvidenceSubmitted, EvidenceWithdrawn
from events.inspections import InspectionOpened
from events.judgements import JudgementRecorded, JudgementReturned, JudgementSignedOff
from events.people import PersonNamed, PersonRegistered
from events.progress import ProgressReported
from events.publications import PublicationMade
from events.recommendations import (
    RecommendationCorrected,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationUnvoided,
    RecommendationVoided,
)
from events.responses import ResponseRecorded
from events.vocabulary import VocabularyWordAdded, VocabularyWordRetired
from ledger.records import LEDGER_STREAM, decode, inspection_stream
from ledger.store.base import Store
from ledger.validation import key

_NEWEST = 30_000
"""Events of a ledger that are looked through if no inspection is known; a longer look would be felt."""

Offer = tuple[str, str]
"""The word, and what it is."""


class Asked(NamedTuple):
    """What is known when something is completed: the ledger, the inspection, the number, who acts."""

    store: Store
    ref: str = ""
    number: str = ""
    person: str = ""

    def events(self, *kinds: type[Event], stream: UUID | None = None) -> Iterator[tuple[Event, str]]:
        """Events of some kinds, each with who recorded it: of the inspection, else of the newest."""
        if stream is None and self.ref:
            stream = inspection_stream(self.ref)
        after = 0 if stream else max(0, self.store.head()[0] - _NEWEST)
        for row in self.store.rows(stream=stream, after=after, topics=[kind.NAME for kind in kinds]):
            record = decode(row)
            yield record.event, record.by


def inspections(asked: Asked) -> Iterator[Offer]:
    """The refs of all inspections."""
    for row in asked.store.beginnings():
        event = decode(row).event
        if isinstance(event, InspectionOpened):
            yield event.inspection, event.title


def cycles(asked: Asked) -> Iterator[Offer]:
    """The cycles of the inspection."""
    for event, _ in asked.events(CycleOpened):
        if isinstance(event, CycleOpened):
            yield event.cycle, event.title


def running_cycles(asked: Asked) -> Iterator[Offer]:
    """Those of them that are open."""
    there: dict[str, Offer] = {}
    closed: set[str] = set()
    for event, _ in asked.events(CycleOpened, CycleClosed, CycleReopened):
        match event:
            case CycleOpened(cycle=cycle, title=title):
                there[key(cycle)] = (cycle, title)
            case CycleClosed(cycle=cycle):
                closed.add(key(cycle))
            case CycleReopened(cycle=cycle):
                closed.discard(key(cycle))
    yield from (offer for name, offer in there.items() if name not in closed)


def recommendations(asked: Asked) -> Iterator[Offer]:
    """The numbers of the recommendations that were not entered in error, with their first words."""
    there: dict[str, Offer] = {}
    out: set[str] = set()
    kinds = (RecommendationMade, RecommendationCorrected, RecommendationVoided, RecommendationUnvoided)
    for event, _ in asked.events(*kinds):
        match event:
            case RecommendationMade(number=number, text=text):
                there[key(number)] = (number, text)
                out.discard(key(number))
            case RecommendationCorrected(number=number, new_number=str(right)) if key(number) in there:
                # It stands where it stood.
                there = {
                    key(right) if name == key(number) else name: (right, offer[1])
                    if name == key(number)
                    else offer
                    for name, offer in there.items()
                }
            case RecommendationVoided(number=number):
                out.add(key(number))
            case RecommendationUnvoided(number=number):
                out.discard(key(number))
    yield from (offer for name, offer in there.items() if name not in out)


def evidence(asked: Asked) -> Iterator[Offer]:
    """What was handed in and not withdrawn, for the recommendation if it is known which."""
    there: dict[str, Offer] = {}
    for event, _ in asked.events(EvidenceSubmitted, EvidenceWithdrawn):
        match event:
            case EvidenceSubmitted(evidence=ref, number=number, body=body):
                if not asked.number or key(asked.number) == key(number):
                    there[ref] = (ref, f"of {number}, from {body}")
            case EvidenceWithdrawn(evidence=ref):
                there.pop(ref, None)
    yield from there.values()


def judgements(asked: Asked) -> Iterator[Offer]:
    """Every judgement."""
    for event, _ in asked.events(JudgementRecorded):
        if isinstance(event, JudgementRecorded):
            yield event.judgement, f"of {event.number}: {event.status}"


def waiting_judgements(asked: Asked) -> Iterator[Offer]:
    """Those that were neither signed off nor returned, but for those of who acts."""
    there: dict[str, Offer] = {}
    for event, by in asked.events(JudgementRecorded, JudgementSignedOff, JudgementReturned):
        match event:
            case JudgementRecorded(judgement=ref, number=number, status=status) if by != asked.person:
                there[ref] = (ref, f"of {number}: {status}, by {by}")
            case JudgementSignedOff(judgement=ref) | JudgementReturned(judgement=ref):
                there.pop(ref, None)
    yield from there.values()


def disputes(asked: Asked) -> Iterator[Offer]:
    """Every dispute."""
    for event, _ in asked.events(DisputeRaised):
        if isinstance(event, DisputeRaised):
            yield event.dispute, f"of {event.judgement}, by {event.body}"


def responses(asked: Asked) -> Iterator[Offer]:
    """Every answer."""
    for event, _ in asked.events(ResponseRecorded):
        if isinstance(event, ResponseRecorded):
            yield event.response, f"to {event.number}, of {event.body}"


def progress(asked: Asked) -> Iterator[Offer]:
    """Every report of progress."""
    for event, _ in asked.events(ProgressReported):
        if isinstance(event, ProgressReported):
            yield event.progress, f"on {event.number}, of {event.body}"


def bodies(asked: Asked) -> Iterator[Offer]:
    """The names of bodies: that something was made to, in the inspection if it is known, and registered."""
    registering = (BodyRegistered, BodyAliasAdded, BodyRenamed, BodyMerged)
    for event, _ in asked.events(*registering, stream=LEDGER_STREAM):
        match event:
            case BodyRegistered(body=name) | BodyAliasAdded(also=name):
                yield name, ""
            case BodyRenamed(to=name) | BodyMerged(into=name):
                yield name, ""
    for event, _ in asked.events(RecommendationMade, RecommendationReaddressed, RecommendationCorrected):
        match event:
            case RecommendationMade() | RecommendationReaddressed() | RecommendationCorrected():
                yield from ((name, "") for name in event.made_to)


def people(asked: Asked) -> Iterator[Offer]:
    """The ids of all people, with their names."""
    names: dict[str, str] = {}
    for event, _ in asked.events(PersonRegistered, PersonNamed, stream=LEDGER_STREAM):
        match event:
            case PersonRegistered(person=person):
                names.setdefault(person, "")
            case PersonNamed(person=person, name=name):
                names[person] = name
    yield from names.items()


def words(asked: Asked, vocabulary: str) -> Iterator[Offer]:
    """The publisher's own words of a vocabulary that may be used."""
    there: dict[str, Offer] = {}
    for event, _ in asked.events(VocabularyWordAdded, VocabularyWordRetired, stream=LEDGER_STREAM):
        match event:
            case VocabularyWordAdded(vocabulary=of, word=word, label=label) if of == vocabulary:
                there[word] = (word, label)
            case VocabularyWordRetired(vocabulary=of, word=word) if of == vocabulary:
                there.pop(word, None)
    yield from there.values()


def publications(asked: Asked) -> Iterator[Offer]:
    """The sizes at which something was published."""
    for event, _ in Asked(asked.store).events(PublicationMade, stream=LEDGER_STREAM):
        if isinstance(event, PublicationMade):
            yield str(event.size), ""


def named_whole(asked: Asked) -> Iterator[Offer]:
    """Recommendations as REF/NUMBER: of the inspection before the slash, else the refs with one."""
    if not asked.ref:
        yield from ((f"{ref}/", title) for ref, title in inspections(asked))
        return
    yield from ((f"{asked.ref}/{number}", text) for number, text in recommendations(asked))


READERS: Mapping[str, Callable[[Asked], Iterable[Offer]]] = {
    "REF": inspections,
    "CYCLE": cycles,
    "running cycle": running_cycles,
    "NUMBER": recommendations,
    "EVIDENCE": evidence,
    "E1": evidence,
    "JUDGEMENT": judgements,
    "J1": judgements,
    "waiting judgement": waiting_judgements,
    "DISPUTE": disputes,
    "RESPONSE": responses,
    "PROGRESS": progress,
    "BODY": bodies,
    "NAME": bodies,
    "ID": people,
    "PERSON": people,
    "SIZE": publications,
    "REF/NUMBER": named_whole,
    "WHICH": named_whole,
}
"""By what a command's usage calls it, or more closely if the command says so (see ``completing``)."""

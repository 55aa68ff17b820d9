"""Of each field of each event, whether a bundle has its words: by what the event declares.

What an event cannot declare is written out here: in which fields nobody writes words, and the few words that
reach the public by another way than their own event. So are the fields that must never be declared public,
by hand and once more: a slip in a declaration fails ``test_leaks``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from events.base import Event, InspectionEvent


class Seen(NamedTuple):
    """What has to be known of a ledger to say what of it is public."""

    signed: set[str]
    restricted: set[str]
    acted: set[str]
    withdrawn: set[Event]
    """Words on judgements and evidence that are withdrawn from view."""
    gone: set[str]
    """Words of anything that were corrected or withdrawn."""


Rule = Callable[[Event, Seen], bool]


def said(event: Event, seen: Seen) -> bool:
    """Told to the public."""
    return True


def held(event: Event, seen: Seen) -> bool:
    """Told to the public until it is corrected or withdrawn: of what is ``gone`` no rule is asked."""
    return True


def repeated(event: Event, seen: Seen) -> bool:
    """What another event said: it is looked for as what that says."""
    raise AssertionError("each word of it is looked for where it was said first")


def kept(event: Event, seen: Seen) -> bool:
    """In no file."""
    return False


def in_view(event: Event, seen: Seen) -> bool:
    """Told once a second person has signed its judgement off, until it is corrected or the judgement void."""
    return event.fields["judgement"] in seen.signed and event not in seen.withdrawn


def openly(event: Event, seen: Seen) -> bool:
    """Told of evidence or progress that is not restricted, until it is withdrawn."""
    return event.ref not in seen.restricted and event not in seen.withdrawn


def acted(event: Event, seen: Seen) -> bool:
    """A pseudonym, which stands in the leaf of each event that the person recorded, and nowhere else."""
    return event.fields["person"] in seen.acted


def shape(event: Event, seen: Seen) -> bool:
    """A ref, a number, a day, a choice, a size: nobody's words, and no mark can stand in it."""
    raise AssertionError("this is a shape, and somebody could write words in it")


_REFS = "inspection number cycle judgement evidence dispute event relation other in_cycle by until role"
_SAID = "response progress vocabulary means under new_number"
_CHOICES = "shape words what how status reason outcome time_zone sign_off signatures version also"
_OTHERS = "root identity endorsement inspections known_at content sums licence_url since site"
_IMPORTED = "file digest mapping as_published"
_SHAPES = frozenset(f"{_REFS} {_SAID} {_CHOICES} {_OTHERS} {_IMPORTED}".split())
"""Fields of text in which nobody writes words: refs, choices, hashes, addresses."""

_OTHERWISE: Mapping[tuple[str, str], Rule] = {
    ("ledger.copied", "of"): shape,
    ("recommendation.made", "kind"): shape,
    ("recommendation.corrected", "kind"): shape,
    ("words.withdrawn", "name"): shape,
    # Words of the vocabulary stay in it.
    ("recommendation.classified", "priority"): said,
    ("recommendation.classified", "topics"): said,
    ("response.recorded", "answer"): said,
    # Of a judgement that nobody signed off it is not told; but the vocabulary has it.
    ("judgement.recorded", "word"): said,
    # The name of a sheet is not taken back.
    ("recommendation.imported", "sheet"): said,
    # The names of a body, whose fields have the names of refs.
    ("body.alias-added", "also"): said,
    ("body.succeeded", "by"): said,
    # Each word of it is looked for where it was said first.
    ("words.withdrawn", "beside"): repeated,
    # Words are taken from view by it, and by nothing its own.
    ("words.withdrawn", "why"): said,
    # Of a judgement that nobody signed off it is not told; but the recommendation is made to that body.
    ("judgement.recorded", "made_to"): held,
    **dict.fromkeys([("person.registered", "person"), ("person.named", "person")], acted),
    **dict.fromkeys([("role.granted", "person"), ("role.revoked", "person")], acted),
}
"""What is not as the declaration of the field has it."""

_BY_READER: Mapping[str, Rule] = {"OnceSignedOff": in_view, "UnlessRestricted": openly, "Internal": kept}

NOT_FOR_EVERYBODY: Mapping[str, Mapping[str, str]] = {
    "clock.corrected": {"why": "Internal"},
    "cycle.reopened": {"why": "Internal"},
    "person.registered": {"person": "Internal"},
    "person.named": {"person": "Internal", "name": "Internal"},
    "role.granted": {"person": "Internal"},
    "role.revoked": {"person": "Internal"},
    # Whoever kept the file called it so; of a file without sheets no other name is told.
    "file.imported": {"name": "Internal"},
    # Names of files are whatever a body called them; nor is a hash of use without the file.
    "evidence.attached": {"name": "Internal", "sha256": "Internal"},
    "evidence.described": {"summary": "UnlessRestricted"},
    "evidence.withdrawn": {"why": "UnlessRestricted"},
    "progress.described": {"text": "UnlessRestricted"},
    "judgement.recorded": {
        "number": "OnceSignedOff",
        "cycle": "OnceSignedOff",
        "made_to": "OnceSignedOff",
        "status": "OnceSignedOff",
        "reason": "OnceSignedOff",
        "evidence": "OnceSignedOff",
        "until": "OnceSignedOff",
        "word": "OnceSignedOff",
        "on": "OnceSignedOff",
    },
    "judgement.explained": {"rationale": "OnceSignedOff"},
    "judgement.noted": {"note": "Internal"},
    "judgement.returned": {"why": "Internal"},
}
"""What must never be declared public, by event and field, and who may read it: written out once more."""


def public(event: type[Event]) -> dict[str, Rule]:
    """Of each field of an event, whether the public may read it."""
    return {name: _rule(event, name) for name in event.FIELDS}


def _rule(event: type[Event], name: str) -> Rule:
    if rule := _OTHERWISE.get((event.NAME, name)):
        return rule
    if name in _SHAPES or event.FIELDS[name] not in ("str", "str | None", "Names"):
        return shape
    if rule := _BY_READER.get(event.READERS[name]):
        return rule
    # Of an inspection every word can be corrected or taken back; what is told of the ledger stays.
    return held if issubclass(event, InspectionEvent) else said


def misdeclared(events: Mapping[str, type[Event]]) -> Iterator[str]:
    """The fields that are declared otherwise than ``NOT_FOR_EVERYBODY`` has them."""
    for event, fields in NOT_FOR_EVERYBODY.items():
        for name, reader in fields.items():
            if events[event].READERS[name] != reader:
                yield f"{event}.{name} is {events[event].READERS[name]}"

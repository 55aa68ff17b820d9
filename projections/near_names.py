"""Names of bodies that may be slips: new ones close to known ones, and bodies that nothing was asked of.

    >>> near("Police Scotlnad", ["Police Scotland", "Fife Council"])
    'Police Scotland'
    >>> near("Scottish Prison Service", ["The Scottish Prison Service"])
    'The Scottish Prison Service'
    >>> near("School 12", ["School 13"])

Two names are close if difflib finds them alike by 85 in 100, if one letter differs (of five or more), if one
is the other and a word more, or if they differ in ``&`` and ``and``, stops or a legal form (``Ltd``) only.
Names that differ in their figures are others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from events.base import Names
from ledger.decisions.base import Target
from ledger.ledger import Ledger
from ledger.times import day as day_of
from ledger.times import last_day, today
from ledger.validation import body_key, key
from projections.bodies import names_in_use
from projections.model.inspection import InspectionReading

ALIKE = 0.85
_FORMS = frozenset(("co", "company", "corp", "corporation", "inc", "limited", "llc", "llp", "ltd", "plc"))
_FIGURES = re.compile("[0-9]+")


def near(name: str, known: Iterable[str]) -> str | None:
    """The known name that is closest to another, if any is close; None if it is known itself."""
    from difflib import SequenceMatcher  # noqa: PLC0415  only new names need it

    wanted = body_key(name)
    matcher = SequenceMatcher(None, "", wanted, autojunk=False)
    best, most = None, ALIKE
    for other in known:
        there = body_key(other)
        if there == wanted:
            return None
        if _FIGURES.findall(there) != _FIGURES.findall(wanted):
            continue
        if (
            _without_forms(there) == _without_forms(wanted)
            or _a_letter_off(there, wanted)
            or _has_a_word_more(there.split(), wanted.split())
        ):
            best, most = other, 1.0
            continue
        matcher.set_seq1(there)
        if matcher.real_quick_ratio() >= most and matcher.quick_ratio() >= most:
            alike = matcher.ratio()
            if alike >= most:
                best, most = other, alike
    return best


def _without_forms(name: str) -> list[str]:
    """The words of a name (its key), ``&`` as a word, without stops and legal forms."""
    words = name.replace("&", " and ").replace(".", "").replace(",", " ").split()
    return [word for word in words if word not in _FORMS] or words


def _a_letter_off(one: str, other: str) -> bool:
    """Whether names of five letters or more differ by one letter: another, one more, or two in turn."""
    short, long = sorted((one, other), key=len)
    if len(short) < 5 or len(long) > len(short) + 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return short[at + 1 :] == long[at + 1 :] or (
        short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    )


def _has_a_word_more(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one is the other with a word more, wherever it stands."""
    short, long = sorted((one, other), key=len)
    if len(long) != len(short) + 1 or len("".join(short)) < 4:
        return False
    return any([*long[:at], *long[at + 1 :]] == list(short) for at in range(len(long)))


def new_names(
    ledger: Ledger, names: Iterable[str], inspection: str | None = None, *, beside: str | None = None
) -> Iterator[str]:
    """A sentence for each name that is new in the ledger and close to one that is known.

    ``inspection`` is one whose state is at hand; only if a name is new there are the others read. A new name
    may look like that of the body ``beside``, of which something is said with it.
    """
    bodies = ledger.inspectorate().bodies
    unknown = [name for name in names if not bodies.is_registered(name)]
    if inspection is not None and unknown:
        own = {body_key(name) for name in _used_in(ledger, inspection)}
        unknown = [name for name in unknown if body_key(name) not in own]
    if not unknown:
        return
    known = [name for identity in bodies.identities for name in bodies.spellings(identity)]
    known += names_in_use(ledger).values()
    if beside is not None:
        known = [name for name in known if bodies.identity(name) != bodies.identity(beside)]
    for name in unknown:
        if other := near(name, known):
            called = bodies.called(other)
            also = "" if called == other else f" (now {called})"
            yield (
                f"{name} is new, and looks like {other}{also}, which is known. If both are one body: "
                f'scrutiny body alias "{other}" --also "{name}".'
            )


def _used_in(ledger: Ledger, inspection: str) -> Iterator[str]:
    for recommendation in ledger.inspection(inspection).recommendations.values():
        for value in recommendation.addressed.values:
            yield from value.content


def not_made_to(ledger: Ledger, targets: Iterable[Target], body: str, on: str | None) -> Iterator[str]:
    """A sentence for each recommendation that is not made to a body on a day, by any of its names.

    ``on`` is the day as it was typed; None is today. Raises BadInput for one that is none.
    """
    settings = ledger.inspectorate()
    on_day = day_of(on) if on else today(ledger.clock(), settings.time_zone)
    for target in targets:
        inspection = ledger.inspection(target.inspection)
        recommendation = inspection.recommendations.get(target.name)
        if recommendation is None:
            continue
        names = list(recommendation.may_be_made_to(on_day).values())
        right = recommendation.once_called.get(key(body), body)
        if not any(settings.bodies.as_addressed(names, name, last_day(on_day)) for name in (body, right)):
            called = _called(ledger, inspection.ref, recommendation.number, tuple(names), last_day(on_day))
            quoted = "; ".join(f'"{one}"' for one in called)
            yield (
                f"Recommendation {recommendation.number} of {inspection.ref} is not made to "
                f'"{body}", but to {quoted}.'
            )


def _called(ledger: Ledger, inspection: str, number: str, made_to: Names, day: str) -> Names:
    """What those are called on a day who then have the shares that bodies were given."""
    if not ledger.inspectorate().bodies:
        return made_to
    recommendations = InspectionReading.about(ledger, inspection, number).fold.recommendations
    return recommendations[key(number)].called_on(made_to, day)

"""Where each field of a register row comes from: the position of the event that put its value there.

1. Words (text, bodies, due date) come from the event that said them; no due date from the making, or from the
   correction that took it away.
2. Reason and cycle come from the judgement or the end that settles the whole, and so does the status, unless
   a share that followed or other bodies moved it since. Where a body's share was never judged, they come from
   what made the recommendation that body's.
3. The state comes from what it follows from: of the submissions, requests, disputes or judgements that wait
   the latest, else from what settles the whole.
4. What has parts has its status, reason, cycle and state from the part that settles it.
5. What it is sorted by comes from the event since which that is so, and from the making if nobody said.
6. Answers come from the last of them; if several bodies answered, each from its own.
7. What was last seen comes from the last row of a file.
8. The last update comes from the latest word or status_change there was, of one day from that recorded last.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from events.base import Day, Names
from ledger.state.classification import NOT_CLASSIFIED, Classification
from ledger.state.history import Value
from ledger.validation import key
from projections.model.changes import changes
from projections.model.facts import StatusChange
from projections.model.recommendation import Recommendation
from projections.model.wholes import family, sorted_by

Said = Value[str] | Value[Names] | Value[Day]

SHARE = "status of "
"""What the names of the fields for shares begin with; the body follows."""

ANSWER = "answer of "
"""The same of the fields for answers, if several bodies answered."""


class Provenance(NamedTuple):
    """The position of an event, and the day from which it counts.

    ``signed_at`` and ``corrected`` are the positions of its sign-off and of what set it right, or 0.
    """

    position: int
    on: Day
    signed_at: int = 0
    corrected: int = 0


def provenance(
    recommendation: Recommendation, day: str | None, opened: Mapping[str, Provenance]
) -> dict[str, Provenance]:
    """For each field of the row, and of its shares, its cause on a day; ``opened`` are the cycles by key."""
    settled = _settled(recommendation, day)
    shares = {
        f"{SHARE}{body}": _share(recommendation, day, body)
        for body in recommendation.made_to(day)
        if recommendation.shared
    }
    making = Provenance(recommendation.made_at, recommendation.made_on)
    return {
        "number": making._replace(corrected=recommendation.filed.get("number", 0)),
        "kind": making._replace(corrected=recommendation.filed.get("kind", 0)),
        "cycle": making._replace(corrected=recommendation.filed.get("cycle", 0)),
        "text": _said(recommendation.texts.at(day) or recommendation.texts.values[0]),
        "status": _moved(recommendation, day) or settled,
        **shares,
        "reason": settled,
        "word": settled,
        "state": _state(recommendation, day, opened) or settled,
        "judged_in": settled,
        "made_to": _said(recommendation.addressed.at(day) or recommendation.addressed.values[0]),
        "made_on": making._replace(corrected=recommendation.made_moved),
        "due": _due(recommendation, day),
        "last_updated": _updated(recommendation, day),
        **_classified(recommendation, day, making),
        "responses": _answered(recommendation, day) or making,
        **{f"{ANSWER}{body}": cause for body, cause in answers_of(recommendation, day).items()},
        "seen_on": _seen(recommendation, day) or settled,
    }


def _said(value: Said) -> Provenance:
    return Provenance(value.position, value.on, corrected=value.corrected)


def _classified(recommendation: Recommendation, day: str | None, making: Provenance) -> dict[str, Provenance]:
    """For each respect in which it is sorted, the event since which it is what it is."""
    found = dict.fromkeys(Classification._fields, making)
    now = NOT_CLASSIFIED
    for value, held in recommendation.classified.as_they_come() if recommendation.classified else ():
        if day is not None and value.day > day:
            break
        then = sorted_by(recommendation, held, day)
        for field, (before, after) in zip(now._fields, zip(now, then, strict=True), strict=True):
            if before != after:
                found[field] = Provenance(held.position, held.on)
        now = then
    return found


def _seen(recommendation: Recommendation, day: str | None) -> Provenance | None:
    """The row of a file that has it last, or what took that back; the making if none ever had.

    None if it was judged here since.
    """
    making = Provenance(recommendation.made_at, recommendation.made_on)
    if not recommendation.sightings:
        return making
    if void := max((one.taken_back for one in recommendation.sightings if one.is_void(day)), default=0):
        return making._replace(position=void)
    if (seen_on := recommendation.seen_on(day)) is None:
        return None
    # What a source said of an earlier day, it said when it was seen.
    later = day is not None and seen_on > day
    return Provenance(recommendation.sightings[-1].position, making.on if later else seen_on)


def _answered(recommendation: Recommendation, day: str | None) -> Provenance | None:
    """The latest answer that holds, or None."""
    answers = recommendation.answers(day) if recommendation.responses else ()
    return Provenance(answers[-1].sort_key[1], answers[-1].on) if answers else None


def answers_of(recommendation: Recommendation, day: str | None) -> dict[str, Provenance]:
    """The last answer of each body, if several answered."""
    answers = recommendation.answers(day) if recommendation.responses else ()
    if len(answers) < 2:
        return {}
    return {recommendation.name_on(one.name, day): Provenance(one.sort_key[1], one.on) for one in answers}


def _by(status_change: StatusChange) -> Provenance:
    return Provenance(
        status_change.sort_key[1],
        status_change.on,
        status_change.signed_at,
        status_change.moved_at or status_change.corrected,
    )


def _settled(recommendation: Recommendation, day: str | None) -> Provenance:
    """What settles the whole, or else why it is open."""
    if status_change := recommendation.status_change(day):
        return _by(status_change)
    if part := recommendation.settling_part(day):
        return _settled(part, day)
    unjudged = [
        body
        for body in recommendation.made_to(day)
        if recommendation.status_change(day, recommendation.share_of(body, day)) is None
    ]
    return min((_share(recommendation, day, body) for body in unjudged), key=lambda cause: cause.position)


def _moved(recommendation: Recommendation, day: str | None) -> Provenance | None:
    """What moved the status of the whole to where it is, where several shares make it up.

    That need not be what settles it: the last share to follow can move it, or other bodies. None where it has
    been said anew since.
    """
    if not (recommendation.shared or recommendation.has_parts):
        return None
    found = [
        step
        for step in changes(recommendation)
        if step.field in ("status", "share")
        and step.before != step.after
        and (day is None or step.sort_key[0] <= day)
    ]
    if not found or found[-1].sort_key[1] not in recommendation.rests_on(day, updated=False):
        return None
    for one in (recommendation, *family(recommendation, day)):
        for status_change in one.status_changes:
            if status_change.sort_key[1] == found[-1].sort_key[1]:
                return _by(status_change)
    return Provenance(found[-1].sort_key[1], found[-1].on, corrected=found[-1].corrected)


def _share(recommendation: Recommendation, day: str | None, body: str) -> Provenance:
    """What settles a body's share, or else why it is open."""
    share = recommendation.share_of(body, day) or recommendation.share(body)
    if status_change := recommendation.status_change(day, share):
        return _by(status_change)
    if part := recommendation.settling_part(day, share):
        return _share(part, day, body) if share in part.shares(day) else _settled(part, day)
    said = [value for value in recommendation.addressed.values if day is None or value.day <= day]
    was_judged = any(day is None or one.sort_key[0] <= day for one in recommendation.status_changes)
    if was_judged and not all(share in map(recommendation.share, value.content) for value in said):
        return _said(recommendation.addressed.at(day) or said[-1])
    return Provenance(recommendation.made_at, recommendation.made_on)


def _due(recommendation: Recommendation, day: str | None) -> Provenance:
    if value := recommendation.dues.at(day):
        return _said(value)
    return Provenance(recommendation.due_void or recommendation.made_at, recommendation.made_on)


def _state(
    recommendation: Recommendation, day: str | None, opened: Mapping[str, Provenance]
) -> Provenance | None:
    """What the state follows from, where that is something else than what settles the whole."""
    if part := recommendation.settling_part(day):
        return _state(part, day, opened)
    match recommendation.state(day):
        case "awaiting-sign-off":
            waiting = [
                one for one in recommendation.awaiting.values() if day is None or one.sort_key[0] <= day
            ]
            return _by(max(waiting, key=lambda one: one.sort_key))
        case "disputed":
            dispute = max(recommendation.in_dispute(day))
            return Provenance(dispute.sort_key[1], dispute.on)
        case "more-evidence-requested":
            request = recommendation.asked(day)
            return Provenance(request.sort_key[1], request.on) if request else None
        case "proposed-for-closure" | "evidence-submitted" as state:
            sent = max(
                one for one in recommendation.waiting(day) if one.proposes or state == "evidence-submitted"
            )
            return Provenance(sent.sort_key[1], sent.on)
        case "awaiting-evidence" if (
            status_change := recommendation.status_change(day)
        ) and status_change.until:
            return opened[key(status_change.until)]
    return None


def _updated(recommendation: Recommendation, day: str | None) -> Provenance:
    said: tuple[Said | None, ...] = (
        recommendation.texts.at(day),
        recommendation.addressed.at(day),
        recommendation.dues.at(day),
    )
    found = [Provenance(recommendation.made_at, recommendation.made_on, corrected=recommendation.made_moved)]
    found += [_said(value) for value in said if value]
    found += [_by(latest)] if (latest := recommendation.last_word(day)) else []
    updated = recommendation.updated(day)
    return max((cause for cause in found if cause.on == updated), key=lambda cause: cause.position)

"""What a file says of a recommendation that is known, beside what the ledger says and the source said last.

1. What the source said before is known, whatever the ledger has moved on to; so is what the ledger says.
2. Anything else is a change. It is asked for only if changes of its kind are accepted: a later file is not
   better, only later. What is said no longer is never taken back.
3. A new answer is recorded, for it takes the place of nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple, TypeVar

from ledger.decisions.base import InspectionDecision
from ledger.decisions.imports import Answered, Judged
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import (
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
)
from ledger.importing.base import SourceRow
from ledger.importing.grouping import Group, place, said
from ledger.importing.making import answers_of, judgement_of, row_of
from ledger.importing.standing import Moved, moves
from ledger.importing.unit import Asked, Change, Unit
from ledger.state.bodies import Bodies
from ledger.state.entities import Judgement, Recommendation
from ledger.state.history import History
from ledger.state.source import Source
from ledger.validation import body_key

T = TypeVar("T")


def now(said: History[T]) -> T | None:
    """What holds of something that was said; None if nothing was."""
    value = said.at()
    return None if value is None else value.content


class Known(NamedTuple):
    """What is known of one: it, the ref of its inspection, what was judged, and which names mean one body."""

    ref: str
    found: Recommendation
    judged: Collection[Judgement]
    bodies: Bodies

    def same_bodies(self, some: Collection[str], others: Collection[str]) -> bool:
        """Whether names mean the same bodies."""
        by = self.bodies.identity if self.bodies else body_key
        return set(map(by, some)) == set(map(by, others))

    def called(self, names: Collection[str]) -> Mapping[str, str]:
        """How bodies are called that it is made to, by the keys of the names that a file has for them."""
        there = now(self.found.addressed) or ()
        exact = {body_key(name): name for name in there}
        if not self.bodies:
            return exact
        return exact | {
            body_key(name): known for name in names if (known := self.bodies.as_addressed(there, name, None))
        }


def unit_of_known(
    group: Group, known: Known, file: str, seen_on: str, why: str, accepted: Collection[str]
) -> Unit:
    """What is asked about it."""
    found, first = known.found, group.rows[0]
    on, number = f"..{seen_on}", found.number
    changes: list[Change] = []
    asked: list[InspectionDecision] = []
    for change, decision in _words(group, known, on, why):
        is_accepted = change.kind in accepted and decision is not None
        changes.append(change._replace(is_accepted=is_accepted))
        if is_accepted and decision:
            asked.append(decision)
    called = known.called(group.made_to)
    if any(isinstance(one, ReaddressRecommendation) for one in asked):
        called = {body_key(body): body for body in group.made_to}
    judged: dict[tuple[str, int], list[Judged]] = {}
    for moved in moves(group, found.source or Source(), known.judged, called):
        change = _moved(f"{known.ref}/{number}", moved)
        changes.append(change._replace(is_accepted=change.kind in accepted))
        if change.kind not in accepted:
            continue
        if moved.judgement:
            right = moved.claim.on if moved.claim else None
            asked.append(
                CorrectJudgement(inspection=known.ref, judgement=moved.judgement, judged_on=right, why=why)
            )
        elif moved.claim and (judgement := judgement_of(moved.claim, called)):
            judged.setdefault(place(moved.claim.row), []).append(judgement)
    answers: dict[tuple[str, int], list[Answered]] = {}
    for row, answer, before in _answers(group, found, called):
        answers.setdefault(place(row), []).append(answer)
        if before:
            changes.append(Change(f"{known.ref}/{number}", "answer", before, answer.answer, "", True))
    told: list[Asked] = []
    for row in group.rows:
        several = judged.get(place(row), [])
        these = tuple(asked) if row is first else ()
        said_by = tuple(answers.get(place(row), ()))
        if these or several or said_by:
            one = several[0] if several else None
            told.append(Asked(row, row_of(row, file, None, these, one, said_by, number=number)))
        told += [Asked(row, row_of(row, file, judged=one, number=number)) for one in several[1:]]
    rows = {place(one.row): one.row for one in told}
    already = tuple(row for row in group.rows if place(row) not in rows)
    return Unit(
        f"{known.ref}/{number}",
        tuple(told),
        tuple(rows.values()),
        (*already, *group.doubles),
        changes=tuple(changes),
    )


def _words(
    group: Group, known: Known, on: str, why: str
) -> Iterator[tuple[Change, InspectionDecision | None]]:
    """Its text, bodies, dates, kind, and what it is sorted by: each change, and what would record it."""
    found, source, first = known.found, known.found.source or Source(), group.rows[0]
    ref = f"{known.ref}/{found.number}"
    text = now(found.texts) or ""
    if said(first.text) not in (said(source.text or ""), said(text)):
        decision = RestateRecommendation(
            inspection=known.ref, number=found.number, text=first.text, why=why, on=on
        )
        yield Change(ref, "text", text, first.text, "text"), decision
    made_to, there = group.made_to, now(found.addressed) or ()
    if not known.same_bodies(made_to, source.made_to or ()) and not known.same_bodies(made_to, there):
        change = Change(ref, "made_to", "; ".join(there), "; ".join(made_to), "made-to")
        yield (
            change,
            ReaddressRecommendation(
                inspection=known.ref, number=found.number, made_to=made_to, why=why, on=on
            ),
        )
    day = first.made_on
    if day and day not in (source.made_on, found.made_on):
        right = CorrectRecommendation(inspection=known.ref, number=found.number, made_on=day, why=why)
        yield Change(ref, "made_on", found.made_on, day, "dates"), right
    elif day is None and source.made_on and not source.made_on.startswith(".."):
        yield Change(ref, "made_on", found.made_on, None), None
    due = next((row.due for row in reversed(group.rows) if row.due and not group.in_shares), first.due)
    is_due = now(found.dues)
    if due and due not in (source.due, is_due):
        later = RescheduleRecommendation(inspection=known.ref, number=found.number, due=due, why=why, on=on)
        yield Change(ref, "due", is_due, due, "dates"), later
    elif due is None and source.due:
        yield Change(ref, "due", is_due, None), None
    if first.kind not in (source.kind, found.kind):
        yield Change(ref, "kind", found.kind, first.kind), None
    yield from ((change, None) for change in _sorted_by(ref, found, source, first))


def _sorted_by(ref: str, found: Recommendation, source: Source, row: SourceRow) -> Iterator[Change]:
    """The priority, the topics and the address."""
    held = now(found.classified)
    there = (held.priority, held.topics, held.source) if held else (None, (), None)
    before = source.sorted_by or (None, (), None)
    says = (row.priority, row.topics, row.source)
    for field, new, was, is_now in zip(("priority", "topic", "source"), says, before, there, strict=True):
        if new not in (was, is_now):
            yield Change(ref, field, _text(is_now), _text(new))


def _text(value: object) -> str | None:
    return "; ".join(value) if isinstance(value, tuple) else str(value) if value else None


def _moved(ref: str, moved: Moved) -> Change:
    """Where it stands otherwise."""
    before, claim = moved.before, moved.claim
    if claim is None:
        return Change(ref, "status", before[0], None)
    if moved.judgement:
        return Change(ref, "judged_on", moved.on, claim.on, "dates")
    after = claim.status
    for place_, field in enumerate(("status", "reason", "word")):
        if before[place_] != after[place_]:
            return Change(ref, field, before[place_], after[place_], "status")
    return Change(ref, "judged_on", moved.on, claim.on, "status")


def _answers(
    group: Group, found: Recommendation, called: Mapping[str, str]
) -> Iterator[tuple[SourceRow, Answered, str | None]]:
    """The answers that nobody had recorded, and those that each takes the place of."""
    last: dict[str, tuple[SourceRow, Answered]] = {}
    for row in group.rows:
        for answer in answers_of(row, called):
            last[body_key(answer.body)] = row, answer
    known = found.source.answers or {} if found.source else {}
    for body, (row, answer) in last.items():
        if body in known:
            before, text = known[body]
            if before == answer.answer and said(text or "") == said(answer.text or ""):
                continue
        if found.answered.get(body) == answer.answer and body not in known:
            continue
        yield row, answer, found.answered.get(body)

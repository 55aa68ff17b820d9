"""The figures of a period in words, for people, and as the contract's JSON has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ledger.policies import KINDS_COUNTED, STATUSES
from ledger.state.vocabulary import Vocabulary
from projections.register import listed
from projections.rows import sorted_by
from projections.statistics.counting import Asked
from projections.statistics.figures import Answers, Figures
from projections.statistics.published import Difference, Number, Published, Sum
from projections.statistics.spans import median

SHARES = (
    "each counts one; made when its body is addressed, gone when it is no more, "
    "which counts under closed where it was not closed"
)

Page = dict[str, Any]  # Any: JSON
Fact = tuple[str, str]


def scope(
    inspection: str | None, asked: Asked, kinds: Iterable[str], called: str | None, words: Vocabulary
) -> str:
    """What is counted: ``OCSAE, recommendations, all bodies``. Of the kinds, those that there are."""
    there = set(kinds) or {asked.kind or "recommendation"}
    bodies = asked.made_to or "all bodies"
    if asked.made_to:
        bodies = asked.made_to if called is None else called
    elif asked.shares:
        bodies = "all bodies, each with its share"
    kinds = listed([_several(kind, words) for kind in sorted(there, key=words.order)])
    said = [inspection or "all inspections", kinds]
    said.append(bodies)
    if asked.answer:
        said.append(f"answered {words.label('answer', asked.answer)!r}")
    if asked.cycle:
        said.append(f"made in the cycle {asked.cycle}")
    said += sorted_by(asked.priority, asked.topics, words)
    if asked.known_at:
        said.append(f"as known at {asked.known_at}")
    return ", ".join(said)


def _several(kind: str, words: Vocabulary) -> str:
    return KINDS_COUNTED[kind][1] if kind in KINDS_COUNTED else f"the kind {words.label('kind', kind)}"


def head(found: Figures, asked: Asked) -> Page:
    """All but the rows."""
    return {
        "from": found.period.first,
        "to": found.period.last,
        "known_at": asked.known_at,
        "by": asked.by,
        "total": found.total,
        "by_status": dict(found.by_status),
        "by_reason": dict(found.by_reason),
        "by_word": dict(found.by_word),
        "overdue": found.overdue,
        "answers": {**found.answers._asdict(), "by_answer": dict(found.answers.by_answer)},
        "ages": dict(found.ages),
        "median_days_to_closure": median(found.days_to_closure),
        "awaiting_judgement": {
            "submissions": len(found.waiting) + found.not_known.waiting,
            "longest_days": max(found.waiting, default=None),
            "median_days": median(found.waiting),
        },
        "not_known": found.not_known._asdict(),
        "left": found.left,
        "undone": found.undone,
        "with_parts": found.with_parts,
    }


def facts(said: str, found: Figures, asked: Asked, words: Vocabulary) -> Iterator[Fact]:
    """The same for people, each with its label."""
    unclosed = found.total - found.by_status["closed"]
    yield "Scope", said
    yield "Period", f"{found.period.first} to {found.period.last}, both days included"
    if asked.shares:
        yield "Shares", SHARES
        yield (
            "Gone",
            f"{_counted(found.left, 'share')} that {'was' if found.left == 1 else 'were'} not closed",
        )
    if found.with_parts:
        has, it = ("has", "it") if found.with_parts == 1 else ("have", "them")
        wholes = _counted(found.with_parts, "recommendation")
        yield "Wholes", f"{wholes} of these {has} others under {it}, which are counted, too"
    if found.undone:
        yield (
            "Order open",
            f"{_counted(found.undone, 'movement')} taken back, for the dates leave open what came first",
        )
    statuses = [f"{found.by_status[status]:,} {label.lower()}" for status, label in STATUSES.items()]
    yield "Status", f"{', '.join(statuses)}: {found.total:,} in all"
    if found.by_reason:
        reasons = [f"{count:,} {words.own_label('reason', word)}" for word, count in found.by_reason.items()]
        yield "Closed as", ", ".join(reasons)
    if found.by_word:
        own = [f"{count:,} {words.label('status', word)}" for word, count in found.by_word.items()]
        yield "By own word", ", ".join(own)
    yield "Overdue", f"{found.overdue:,} of the {unclosed:,} that are not closed"
    yield from _answers(found.answers, words)
    if unclosed:
        ages = [f"{band} {count:,}" for band, count in found.ages.items() if count]
        ages += [f"not known {found.not_known.ages:,}"] if found.not_known.ages else []
        yield "Age", f"{'; '.join(ages)} (of what is not closed)"
    closures, not_known = found.days_to_closure, found.not_known.days_to_closure
    if closures:
        said = f"{_days(median(closures))} (the median of {_counted(len(closures), 'closure')}"
        yield "Closed after", f"{said}; {_left_out(not_known)})" if not_known else f"{said})"
    elif not_known:
        yield "Closed after", _left_out(not_known)
    yield "Waiting", _waiting(found.waiting, found.not_known.waiting)


def _answers(answers: Answers, words: Vocabulary) -> Iterator[Fact]:
    """What bodies answered, apart from what is overdue; nothing if nobody had to and nobody did."""
    if answers.due:
        given = f"{answers.given:,} given, {answers.late:,} late"
        yield "Answers due", f"{answers.due:,} by a deadline in the period: {given}"
    if answers.by_answer:
        said = [
            f"{count:,} {words.label('answer', word).lower()}" for word, count in answers.by_answer.items()
        ]
        yield "Answers", f"{', '.join(said)} (the last of each body)"


def compared(published: Sequence[Published], differing: Sequence[Difference], broken: Sequence[Sum]) -> Fact:
    """What was found of figures published elsewhere, on a line each."""
    others = sum(one.ledger is None for one in differing)
    said = [f"{len(published) - len(differing):,} as in the ledger"]
    said += [f"{len(differing) - others:,} not", f"{others:,} not comparable"]
    lines = [f"{_counted(len(published), 'figure')}: {', '.join(said)}"]
    for one in differing:
        if one.ledger is None or one.difference is None:
            lines.append(f"{one.label}: published {one.published:,}, no figure of this table")
        else:
            told = f"{one.label}: published {one.published:,}, in the ledger {one.ledger:,}"
            lines.append(f"{told} ({one.difference:+,})")
    for added in broken:
        told = f"{added.parts} come to {added.come_to:,}, and {added.label} is {added.published:,}"
        lines.append(f"as published, {told} ({added.difference:+,})")
    return "Published", "\n".join(lines)


def _waiting(waiting: Sequence[int], not_known: int) -> str:
    if not waiting and not not_known:
        return "no evidence awaits a judgement"
    said = [f"{_counted(len(waiting) + not_known, 'submission')} of evidence"]
    if waiting:
        said.append(f"the longest for {_days(waiting[-1])}, the median {_days(median(waiting))}")
    return ", ".join(said) + (f"; {_left_out(not_known)}" if not_known else "")


def _left_out(number: int) -> str:
    return f"of {number:,} it is not known exactly"


def _days(number: Number | None) -> str:
    return f"{number or 0:,} {'day' if number == 1 else 'days'}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

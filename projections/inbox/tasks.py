"""What waits in an inspection, whoever it waits for.

1. ``judge``, an inspector: evidence that no judgement has settled, and what was left open until a cycle that
   is opened by now. While a judgement on the share awaits its sign-off, that is what waits.
2. ``sign-off``, an approver who is not the author: judgements that await it.
3. ``answer``, an inspector: a dispute that goes on, and a request for more evidence that nothing answered;
   and its author alone: a judgement that was returned, until another follows on that share in that cycle or
   none can, because the cycle is closed, the body is gone, or a judgement on part of it awaits sign-off.
4. ``doubt``, an inspector or an approver: what a recommendation stands on is gone (``doubts`` says what). If
   a judgement on the share awaits its sign-off, that is what waits.
5. What is of a kind that needs no closing waits for no judgement and no evidence.
6. What was withdrawn or superseded waits for nothing, unless what took its place was withdrawn, too.

7. What has parts is not judged again because one of them was left open: that part is.

A task waits since the day of the fact it follows from; a return has no day of its own but that of its record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from events.base import Day, Names
from events.judgements import JudgementRecorded
from events.named import NamedTuple
from ledger.policies import APPROVER, INSPECTOR, STATUSES
from ledger.records import Record
from ledger.state.entities import Cycle
from ledger.times import last_day
from ledger.validation import key
from projections.inbox.fold import Finding, InspectionInbox
from projections.model.doubts import Ends, doubts
from projections.model.due import unclosed
from projections.model.facts import Submission
from projections.model.recommendation import Recommendation
from projections.model.to_judge import awaits_sign_off, judged_apart, share_of, to_judge

LONGEST = 160
"""How many characters of somebody's reason are told of a task."""


class Task(NamedTuple):
    """One of them, and the words to type. Whoever has ``role`` may do it, but ``never``; or ``only`` one.

    ``also`` are other roles of those whom it concerns, though somebody else may have to type it.
    ``due`` is the day by which ``bodies`` have to act, or None; ``told`` is what they may read of it, and
    ``made_at`` the position of the recommendation, for what is told to them or put into a calendar;
    ``share`` is the one that has to answer.
    """

    task: str
    number: str
    since: Day
    what: str
    command: str
    role: str = INSPECTOR
    only: str | None = None
    never: str | None = None
    also: tuple[str, ...] = ()
    due: Day | None = None
    bodies: Names = ()
    told: str = ""
    made_at: int = 0
    share: str = ""


def by_corrector(inbox: InspectionInbox, task: Task, ref: str) -> Task:
    """A task of whoever may correct a judgement: if sign-off is required, another approver."""
    if inbox.fold.sign_off_required:
        return task._replace(role=APPROVER, never=inbox.findings[ref].by)
    return task._replace(also=(APPROVER,))


def tasks(inbox: InspectionInbox, day_of: Callable[[Record], Day], ends: Ends) -> Iterator[Task]:
    """Whatever waits; ``day_of`` is the day on which something was recorded."""
    for recommendation in inbox.fold.recommendations.values():
        yield from tasks_of(inbox, recommendation, day_of, ends)


def tasks_of(
    inbox: InspectionInbox, recommendation: Recommendation, day_of: Callable[[Record], Day], ends: Ends
) -> Iterator[Task]:
    """Those of one recommendation."""
    yield from _in_doubt(inbox, recommendation, ends)
    settled = recommendation.status_change()
    if settled is None or settled.outcome == "judged":
        if recommendation.needs_closing:
            yield from _to_judge(inbox, recommendation)
        yield from _to_sign_off(inbox, recommendation)
        yield from _disputed(inbox, recommendation)
        if recommendation.needs_closing:
            yield from _requested(inbox, recommendation)
        yield from _returned(inbox, recommendation, day_of)


def _to_judge(inbox: InspectionInbox, recommendation: Recommendation) -> Iterator[Task]:
    shared = bool(judged_apart(recommendation))
    bodies = {str(recommendation.share_of(body)): body for body in recommendation.made_to()} if shared else {}
    sent: dict[str, list[Submission]] = {}
    for one in to_judge(recommendation):
        sent.setdefault(share_of(recommendation, one, list(bodies)), []).append(one)
    for share in ("", *bodies):
        if awaits_sign_off(recommendation, share):
            continue
        status_change = recommendation.status_change(None, share or None) if share or not shared else None
        # What was left open of a part waits as that part.
        until = status_change.until if status_change and not recommendation.is_derived() else None
        opened = inbox.cycles.get(key(until)) if until else None
        if share in sent or opened:
            yield _judging(inbox, recommendation, bodies.get(share), sorted(sent.get(share, ())), opened)


def _judging(
    inbox: InspectionInbox,
    recommendation: Recommendation,
    share: str | None,
    sent: list[Submission],
    opened: Cycle | None,
) -> Task:
    said, since = [], []
    if sent:
        who = several(dict.fromkeys(recommendation.name_on(inbox.bodies[one.body], None) for one in sent))
        proposing = ", proposing closure" if any(one.proposes for one in sent) else ""
        said.append(f"{who} handed in {several(one.ref for one in sent)}{proposing}.")
        said += (
            ["More was asked for since."]
            if recommendation.asked(None, share and recommendation.share_of(share))
            else []
        )
        since.append(sent[0].on)
    if opened:
        it = f"The share of {share}" if share else "It"
        said.append(f"{it} was left open until {opened.ref}, which is opened.")
        since.append(opened.on)
    cycle = inbox.cycle(opened.ref if opened else None)
    command = inbox.judging(recommendation, cycle, share, (one.ref for one in sent))
    return Task("judge", recommendation.number, min(since, key=last_day), " ".join(said), command)


def _in_doubt(inbox: InspectionInbox, recommendation: Recommendation, ends: Ends) -> Iterator[Task]:
    number = recommendation.number
    for one in doubts(recommendation, ends):
        if any(
            recommendation.overlap(awaiting.body, inbox.fold.share(one.share))
            for awaiting in recommendation.awaiting.values()
        ):
            continue
        settled = recommendation.status_change()
        if settled and settled.outcome == "superseded":
            what = f"{one.what} Say that it never ended, or make another."
            typed = inbox.typed("recommendation correct", number, "--void", "end")
        else:
            what = f"{one.what} Judge it anew"
            what += f", or make {one.judgement} void." if one.judgement else "."
            cited = recommendation.status_change(None, inbox.fold.share(one.share) or None)
            typed = inbox.judging(
                recommendation, inbox.cycle(one.cycle), one.share, cited.evidence if cited else ()
            )
        yield Task("doubt", number, one.since, what, typed, also=(APPROVER,))


def _to_sign_off(inbox: InspectionInbox, recommendation: Recommendation) -> Iterator[Task]:
    for ref, status_change in recommendation.awaiting.items():
        event, by, *_ = inbox.findings[ref]
        share = f"the share of {recommendation.name_on(event.made_to, None)}" if event.made_to else "it"
        words = inbox.fold.words
        status = STATUSES[event.status].lower() if event.word is None else words.label("status", event.word)
        what = f"{by} judged {share} {status}"
        what += f" ({words.own_label('reason', event.reason)})" if event.reason else ""
        what += f" as {ref}."
        command = "judgement sign-off"
        if gone := [one for one in event.evidence if one in inbox.withdrawn]:
            what += f" It rests on {several(gone)}, withdrawn since: return it."
            command = "judgement return"
        elif strange := [one for one in event.evidence if one not in recommendation.evidence]:
            what += f" It rests on {several(strange)}, for another recommendation by now: return it."
            command = "judgement return"
        typed = inbox.typed(command, ref)
        yield Task("sign-off", recommendation.number, status_change.on, what, typed, APPROVER, never=by)


def _disputed(inbox: InspectionInbox, recommendation: Recommendation) -> Iterator[Task]:
    for one in recommendation.in_dispute():
        event = inbox.disputes[one.ref]
        about = f"disputes {event.judgement}" if event.judgement else "disputes it"
        what = f"{event.body or 'The inspectorate'} {about} in {one.ref}: {brief(event.why)}"
        yield Task("answer", recommendation.number, one.on, what, inbox.typed("dispute settle", one.ref))


def _requested(inbox: InspectionInbox, recommendation: Recommendation) -> Iterator[Task]:
    # Of several requests to one body the latest says what is still missing.
    latest = {one.body: one for one in sorted(recommendation.unanswered())}
    for one in latest.values():
        event = inbox.requests[one.sort_key[1]]
        asked = f"asked of {event.body}" if event.body else "asked for"
        by = event.body or (recommendation.made_to()[0] if len(recommendation.made_to()) == 1 else None)
        what = f"More evidence was {asked}: {brief(event.why)}"
        typed = inbox.typed("evidence submit", recommendation.number, *(["--by", by] if by else []))
        bodies = recommendation.called_on((event.body,), None) if event.body else unclosed(recommendation)
        told = event.why if one.sort_key[1] not in inbox.unseen else ""
        task = Task("answer", recommendation.number, one.on, what, typed, bodies=bodies, told=told)
        yield task._replace(made_at=recommendation.made_at)


def _returned(
    inbox: InspectionInbox, recommendation: Recommendation, day_of: Callable[[Record], Day]
) -> Iterator[Task]:
    """The judgements that went back, where none on that share in that cycle came after, and one still can."""
    found = [inbox.findings[ref] for ref in inbox.judged.get(key(recommendation.number), ())]
    for one in found:
        event, by, _, returned = one
        if (
            returned is not None
            and not any(_follows(inbox, later, one) for later in found)
            and _may(inbox, recommendation, event)
        ):
            share = f" on the share of {recommendation.name_on(event.made_to, None)}" if event.made_to else ""
            why = brief(returned.event.fields["why"])
            what = f"{returned.by} returned {event.judgement} of {by}{share}: {why}"
            typed = inbox.judging(recommendation, event.cycle, event.made_to, event.evidence)
            yield Task("answer", recommendation.number, day_of(returned), what, typed, only=by)


def _may(inbox: InspectionInbox, recommendation: Recommendation, event: JudgementRecorded) -> bool:
    """Whether its share can be judged anew in its cycle: now, and not once another is signed off."""
    wanted = inbox.fold.share(event.made_to)
    return (
        key(event.cycle) not in inbox.closed
        and any(recommendation.overlap(wanted, share) for share in recommendation.shares())
        and not any(
            key(one.cycle or "") == key(event.cycle) and recommendation.overlap(one.body, wanted)
            for one in recommendation.awaiting.values()
        )
    )


def _follows(inbox: InspectionInbox, later: Finding, one: Finding) -> bool:
    """Whether a judgement is a newer one on the same share in the same cycle; the whole has every share."""
    return (
        later.position > one.position
        and key(later.event.cycle) == key(one.event.cycle)
        and inbox.fold.share(later.event.made_to) in ("", inbox.fold.share(one.event.made_to))
    )


def several(refs: Iterable[str]) -> str:
    """Some refs in a sentence: ``E1, E2 and E3``."""
    *most, last = refs
    return f"{', '.join(most)} and {last}" if most else last


def brief(why: str, longest: int = LONGEST) -> str:
    """A reason on one line; the trail has all of a long one."""
    line = " ".join(why.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"

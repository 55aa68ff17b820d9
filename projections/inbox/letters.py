"""What waits, as letters: one to each person whose task something is, and one to each body that has to act.

1. A person reads their tasks as the inbox has them, each with the command to type.
2. A body reads only what everybody may read, and only of itself: the words of a recommendation, by when it or
   an answer is due, and what more was asked for, unless those words were withdrawn from view. It reads of no
   judgement, of no dispute, of nobody's name, of no other body, and of its own evidence that it is there.
3. The letters are in the order of their names; what is most overdue comes first in each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from events.base import Names
from ledger.times import begun, when
from ledger.validation import body_key, so_many
from projections.base import Item
from projections.inbox.dates import exactly
from projections.inbox.inbox import Waiting, is_for, is_one
from projections.inbox.table import LABELS, to_go
from projections.inbox.tasks import Task, several
from projections.model.recommendation import Recommendation

WIDTH = 72
PERSON, BODY = "person", "body"

TOLD = {
    "overdue": ("Overdue", "overdue"),
    "response": ("Answers that are late", "late to answer"),
    "due": ("Falling due by {until}", "falling due"),
    "response-due": ("Answers due by {until}", "due to answer"),
    "answer": ("More evidence was asked for", "more evidence asked for"),
}
"""What bodies are told of: the heading, and how it is counted in the subject."""


class Letter(NamedTuple):
    """``kind`` says whether it is to a person, whose id is ``to``, or to a body; ``name`` is what they are
    called.
    """

    kind: str
    to: str
    name: str
    subject: str
    text: str


def letters(found: Waiting) -> list[Letter]:
    """All there are of what waits."""
    return [*_to_people(found), *_to_bodies(found)]


def _to_people(found: Waiting) -> Iterator[Letter]:
    settings = found.settings
    for person in sorted(settings.roles) if found.person is None else [found.person]:
        rows = [
            row
            for row, (_, task) in zip(found.rows, found.tasks, strict=True)
            if is_for(task, person, settings.roles[person])
        ]
        if rows:
            name = settings.names.get(person, person)
            said = f"What waits for you, {name}, in {found.inspectorate} on {found.today}, and falls due by "
            lines = [*wrap(f"{said}{found.until}.", WIDTH), ""]
            for kind, label in LABELS.items():
                lines += _of_person(label, [row for row in rows if row["task"] == kind])
            subject = f"{found.inspectorate}: {_counted(row['task'] for row in rows)}"
            yield Letter(PERSON, person, name, subject, _text(lines))


def _of_person(label: str, rows: Sequence[Item]) -> Iterator[str]:
    if rows:
        yield from _heading(f"{label[0].upper()}{label[1:]}: {len(rows):,}")
    for row in rows:
        yield from wrap(f"{row['inspection']}/{row['number']}, {_when(row)}", WIDTH)
        yield from _indented(row["what"])
        yield f"  {row['command']}"
        yield ""


def _when(row: Item) -> str:
    if row["due"]:
        return f"due by {exactly(row['due'])}: {_far(row)}"
    return f"since {begun(row['since'])}: {so_many(row['age'], 'day')}"


def _far(row: Item) -> str:
    return to_go(row["days"], "late" if row["task"] == "response" else "overdue")


def _to_bodies(found: Waiting) -> Iterator[Letter]:
    title = found.inspectorate
    for known, (name, items) in sorted(_by_body(found).items(), key=lambda pair: body_key(pair[1][0])):
        lines = [f"To {name}", "", *wrap(f"What {title} recommended to you, as of {found.today}:", WIDTH), ""]
        for kind, (heading, _) in TOLD.items():
            some = [item for item in items if item.task.task == kind]
            if some:
                lines += _heading(f"{heading.format(until=found.until)}: {len(some):,}")
            for item in some:
                lines += _of_body(item)
        lines += wrap("If any of this is done, or is not for you to do, please tell us.", WIDTH)
        counts = {kind: sum(item.task.task == kind for item in items) for kind in TOLD}
        said = ", ".join(f"{count:,} {TOLD[kind][1]}" for kind, count in counts.items() if count)
        yield Letter(BODY, known, name, f"{title}: {said}", _text(lines))


class _Item(NamedTuple):
    """A task of a body; ``of`` is the recommendation, as it is called, and ``sent`` what the body handed in
    for it that no judgement settled.
    """

    of: str
    task: Task
    row: Item
    sent: Names


def _by_body(found: Waiting) -> dict[str, tuple[str, list[_Item]]]:
    """By what each body is known by, what it is called and what it has to do."""
    items: dict[str, tuple[str, list[_Item]]] = {}
    for (ref, task), row in zip(found.tasks, found.rows, strict=True):
        inbox = found.inboxes[ref]
        recommendation = inbox.fold.recommendations.get(task.number)
        of = f"{ref}/{task.number}" + (f" ({inbox.title})" if inbox.title not in ("", ref) else "")
        if recommendation is None:
            continue
        for body in task.bodies:
            if found.made_to is None or is_one(recommendation, body, found.made_to):
                known = found.settings.bodies.identity(body)
                sent = _sent(recommendation, body) if task.task in ("overdue", "due") else ()
                items.setdefault(known, (body, []))[1].append(_Item(of, task, row, sent))
    return items


def _sent(recommendation: Recommendation, body: str) -> Names:
    share = recommendation.share_of(body)
    return tuple(
        one.ref for one in recommendation.waiting(None, share) if share and recommendation.is_of(one, share)
    )


def _is(refs: Names) -> str:
    return "is" if len(refs) == 1 else "are"


def _of_body(item: _Item) -> Iterator[str]:
    task = item.task
    if task.due is None:
        yield from wrap(f"{item.of}, asked for {when(task.since)}", WIDTH)
    else:
        yield from wrap(f"{item.of}, {_when(item.row)}", WIDTH)
    yield from _indented(task.told)
    if item.sent:
        yield from _indented(f"{several(item.sent)}, which you handed in, {_is(item.sent)} with us.")
    yield ""


def _heading(text: str) -> list[str]:
    return [text, "-" * len(text)]


def _indented(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from wrap(
            line,
            WIDTH,
            initial_indent="  ",
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _counted(tasks: Iterator[str]) -> str:
    met = list(tasks)
    return ", ".join(f"{met.count(kind):,} {label}" for kind, label in LABELS.items() if kind in met)


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"

"""What stands above the history of one recommendation, for people: each fact with its label."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.policies import NO_CLOSING_NEEDED, RELATIONS, STATUSES
from ledger.state.vocabulary import Vocabulary
from ledger.times import by, shown, when
from ledger.validation import so_many
from projections.base import Item
from projections.model.parts import Part
from projections.model.worded import with_action
from projections.rows import status_shown


def facts(row: Item, page: Part, words: Vocabulary) -> Iterator[tuple[str, str]]:
    yield words.label("kind", row["kind"]), row["text"]
    for version in page["versions"][:-1]:
        yield f"Earlier words, {shown(version['on'])}", version["text"]
    judged_in = f", judged in {row['judged_in']}" if row["judged_in"] else ""
    until = f", left open until {page['left_open_until']}" if page["left_open_until"] else ""
    parts = ", by its parts" if page["derived"] else ""
    yield "Status", _status(row, words) + judged_in + until + parts
    for judged in page["judgements"]:
        if judged["judgement"] == page["settled_by"] and judged["rationale"]:
            yield "Why", f"{judged['judgement']}, {shown(judged['on'])}: {judged['rationale']}"
    if row["seen_on"]:
        yield "As last seen", f"{row['seen_on']}, in a register that was kept before this ledger"
    for doubt in page["doubts"]:
        yield "In doubt", doubt["what"]
    yield "State", row["state"]
    yield "Made to", "; ".join(row["made_to"])
    told = "status", "reason", "word", "state"
    differ = any(any(share[name] != row[name] for name in told) for share in page["shares"])
    for share in page["shares"] if differ else ():
        status = _status({**share, "kind": row["kind"]}, words)
        yield f"Share of {share['body']}", f"{status}; {share['state']}"
    yield from _sorted_by(row, words)
    for part in page["parts"]:
        yield f"Part {part['number']}", f"{_status(part, words)}; {part['state']}"
    yield "Made", f"{shown(row['made_on'])}, in the cycle {row['cycle']}"
    yield "Due", _due(row, page)
    if row["state"] != NO_CLOSING_NEEDED:
        yield "Closed after" if row["status"] == "closed" else "Open for", _how_long(page)
    for expected in page["expectations"]:
        yield f"Expected in {expected['cycle']}", expected["text"]
    for link in page["links"]:
        yield RELATIONS[link["relation"]], f"{link['other']}, {shown(link['on'])}{_why(link['why'])}"
    for dispute in page["disputes"]:
        who = dispute["by"] or "the inspectorate"
        outcome = (
            f"{dispute['outcome']} {when(dispute['settled_on'])}" if dispute["outcome"] else "still open"
        )
        yield (
            f"Dispute {dispute['dispute']}",
            f"{shown(dispute['on'])}, by {who}, {outcome}: {dispute['why']}",
        )
    yield from _claims(page, words)
    yield "Last updated", shown(row["last_updated"])


def _sorted_by(row: Item, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """What it is sorted by, if anything was said of that."""
    if row["priority"]:
        yield "Priority", words.label("priority", row["priority"])
    if row["topics"]:
        yield "Topics", "; ".join(words.label("topic", topic) for topic in row["topics"])
    if row["source"]:
        yield "Source", row["source"] + (f" ({row['place']})" if row["place"] else "")
    elif row["place"]:
        yield "Place", row["place"]
    if row["under"]:
        yield "Under", row["under"]


def _claims(page: Part, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """What bodies say: their answers, with those that are due, and their progress."""
    for said in page["responses"]:
        due = f", to be done by {by(said['due'])}" if said["due"] else ""
        answered = f"{words.label('answer', said['answer'])}, {shown(said['on'])} ({said['response']}){due}"
        text = with_action(said["text"], said["action"])
        yield f"Answer of {said['body']}", f"{answered}: {text}" if text else answered
    for one in page["answers_due"]:
        given = f"given {when(one['given_on'])} in {one['given']}" if one["given"] else "not given"
        yield f"Answer of {one['body']} due", f"{shown(one['due'])}, {given}{', late' if one['late'] else ''}"
    for one in page["progress"]:
        percent = "" if one["percent"] is None else f", {one['percent']}% done"
        restricted = f", restricted: {one['restricted']}" if one["restricted"] else ""
        reported = f"{shown(one['on'])} ({one['progress']}){percent}{restricted}"
        yield f"Progress, as {one['body']} reports", f"{reported}: {one['text']}" if one["text"] else reported


def _status(of: Item, words: Vocabulary) -> str:
    """How it is shown; behind an own word, what that means."""
    shown = status_shown(of, words)
    means = [words.own_label("reason", of["reason"])] if of["reason"] else []
    if of["word"] is not None and shown != STATUSES[of["status"]]:
        means = [STATUSES[of["status"]].lower(), *means]
    return shown + (f" ({', '.join(means)})" if means else "")


def _due(row: Item, page: Part) -> str:
    """The date, what it was before, and who allowed that it moved."""
    if not page["dates"]:
        return "no date set"
    said = shown(row["due"]) + (", overdue" if page["overdue"] else "") if row["due"] else "no date set"
    moves = []
    for earlier, later in zip(page["dates"], page["dates"][1:], strict=False):
        approved = f", approved by {later['approved_by']}" if later["approved_by"] else ""
        moves.append(f"moved {when(later['on'])} from {shown(earlier['due'])}{approved}{_why(later['why'])}")
    return "; ".join([said, *reversed(moves)])


def _how_long(page: Part) -> str:
    """The days that it was or has been open, or what its dates leave of them."""
    least, most = page["days_open_least"], page["days_open_most"]
    if page["days_open"] is not None:
        return so_many(least, "day")
    known = f"{so_many(least, 'day')} or more" if most is None else f"{least:,} to {most:,} days"
    return f"not known exactly: {known}"


def _why(why: str | None) -> str:
    return f" ({why})" if why else ""

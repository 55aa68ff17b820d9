"""One recommendation on one page: what was asked, where it stands and why, and how it came to that."""

from __future__ import annotations

from collections.abc import Iterator

from events.base import Day, Names
from events.judgements import JudgementNoted
from ledger.ledger import Ledger
from ledger.policies import NO_CLOSING_NEEDED, RELATIONS, STATUSES
from ledger.state.history import History
from ledger.state.vocabulary import Vocabulary
from ledger.times import by, last_day, length, shown, when
from ledger.validation import key, so_many
from projections.base import Item, TimeFilter, View, number_order, today_of
from projections.model.changes import changes, reopening
from projections.model.claims import claims
from projections.model.doubts import Ends, doubts
from projections.model.effective_day import Told
from projections.model.inspection import InspectionReading
from projections.model.recommendation import Recommendation
from projections.model.sentences.index import sentence
from projections.model.story import COLUMNS, Part, Story
from projections.model.undecided import undecided
from projections.model.worded import Worded, with_action
from projections.register import status_shown
from projections.rows import as_row, is_late


def show(
    ledger: Ledger,
    inspection: str,
    number: str,
    *,
    time_filter: TimeFilter = TimeFilter(),
    notes: bool = False,
) -> View:
    """The page of one recommendation, with the internal notes where they are asked for.

    Raises NotFound where it is not there, or was not yet.
    """
    reading = InspectionReading(ledger, inspection, time_filter)
    recommendation = reading.recommendation(number)
    ref, number = reading.ref, recommendation.number
    row = as_row(ref, recommendation, time_filter.day)
    known = reading.history(recommendation.slot)
    history = [told for told in known if told.is_effective(time_filter.day)]
    story = Story(
        sign_off_required=reading.fold.sign_off_required,
        reopening=reopening(changes(recommendation)),
        undecided=undecided(recommendation, time_filter.day),
        vocabulary=reading.words,
    )
    for told in history:
        if notes or not isinstance(told.record.event, JudgementNoted):
            story.take(told)
    _call_by_right_names(story, recommendation)
    today = time_filter.day or today_of(ledger, time_filter)
    settled, ends = recommendation.status_change(time_filter.day), reading.ends()
    page = {
        "settled_by": settled.ref if settled else None,
        "doubts": [
            {"what": one.what, "since": one.since, "judgement": one.judgement, "evidence": one.evidence}
            for one in doubts(recommendation, ends, time_filter.day)
        ],
        "derived": recommendation.is_derived(time_filter.day),
        "left_open_until": settled.until if settled else None,
        **_ages(recommendation, row, time_filter.day, today),
        **_words(recommendation, known, time_filter.day),
        **_standing(recommendation, time_filter.day, ends),
        "parts": _parts(recommendation, time_filter.day),
        "expectations": _expectations(history),
        "corrections": _corrections(history, story.worded, reading.words),
        "evidence": list(story.evidence.values()),
        "judgements": list(story.judgements.values()),
        "disputes": list(story.disputes.values()),
        **claims(recommendation, story, time_filter.day, last_day(today)),
    }
    return View(
        caption=f"{reading.words.label('kind', row['kind'])} {number} of {ref}"
        + (f", {time_filter.in_words()}" if time_filter.in_words() else ""),
        columns=COLUMNS,
        items=story.lines(),
        head={**row, "as_of": time_filter.as_of, "known_at": time_filter.known_at, **page},
        facts=tuple(_facts(row, page, reading.words)),
    )


def _call_by_right_names(story: Story, recommendation: Recommendation) -> None:
    """Bodies whose names were put right are called by them, and not as they were when it was recorded."""
    for position, name in recommendation.called.items():
        story.call(position, name)


def _ages(recommendation: Recommendation, row: Item, day: str | None, today: str) -> Part:
    """How long it was or has been open, in days, and whether it was overdue, on a day."""
    until = today, today
    if row["status"] == "closed":
        closed = (
            change.sort_key
            for change in changes(recommendation)
            if change.after == "closed" != change.before and (day is None or change.sort_key[0] <= day)
        )
        last, position = max(closed, default=(today, 0))
        begun = {one.sort_key[1]: one.first for one in recommendation.status_changes}
        begun |= {value.position: value.first for value in recommendation.addressed.values}
        until = min(begun.get(position, last), last), last
    days = length(recommendation.made_days, until)
    return {
        "days_open": days.exact,
        "days_open_least": days.least,
        "days_open_most": days.most,
        "overdue": is_late(row, last_day(today)),
    }


def _words(recommendation: Recommendation, history: list[Told], day: str | None) -> Part:
    """Each text, addressee and due date it ever had by then, the first one first."""
    said_by = {told.record.position: told.record for told in history}

    def said(words: History[str] | History[Names] | History[Day], name: str, *also: str) -> list[Part]:
        return [
            {
                name: word.content,
                "on": word.on,
                "corrected": bool(word.corrected),
                **{what: said_by[word.position].event.fields.get(what) for what in also},
            }
            for word in words.values
            if day is None or word.day <= day
        ]

    return {
        "versions": said(recommendation.texts, "text", "why"),
        "addressed": said(recommendation.addressed, "made_to", "why"),
        "dates": said(recommendation.dues, "due", "approved_by", "why"),
    }


def _standing(recommendation: Recommendation, day: str | None, ends: Ends) -> Part:
    """The share of each body, where there are several, and the links that held."""
    bodies = recommendation.made_to(day)
    shares = []
    for body in bodies if len(bodies) > 1 else ():
        stood = recommendation.at(day, recommendation.share_of(body, day))
        shares.append(
            {
                "body": body,
                "status": stood.status,
                "reason": stood.reason,
                "word": stood.word,
                "state": stood.state,
                "judged_in": stood.judged_in,
            }
        )
    links = [
        {"relation": link.relation, "other": other, "on": link.on, "why": link.why}
        for link, other in ends.linked(recommendation.links)
        if day is None or link.sort_key[0] <= day
    ]
    return {"shares": shares, "links": links}


def _parts(recommendation: Recommendation, day: str | None) -> list[Part]:
    """What stands under it, ended or not, in the order of numbers."""
    parts = sorted(recommendation.standing_parts(day), key=lambda part: number_order(part.number))
    return [
        {
            "number": part.number,
            "kind": part.kind,
            "status": stood.status,
            "reason": stood.reason,
            "word": stood.word,
            "state": stood.state,
        }
        for part in parts
        for stood in [part.at(day)]
    ]


def _expectations(history: list[Told]) -> list[Part]:
    latest = {
        key(record.event.fields["cycle"]): dict(record.event.fields)
        for record, *_ in history
        if record.event.NAME == "evidence.expected"
    }
    return [{name: one[name] for name in ("cycle", "text", "on")} for one in latest.values()]


def _corrections(history: list[Told], worded: Worded, words: Vocabulary) -> list[Part]:
    return [
        {
            "recorded_at": record.recorded_at,
            "by": record.by,
            "what": sentence(record.event, worded.text(record.position), words),
        }
        for record, *_ in history
        if record.event.NAME.endswith((".corrected", ".unlinked"))
    ]


def _facts(row: Item, page: Part, words: Vocabulary) -> Iterator[tuple[str, str]]:
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

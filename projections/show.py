"""One recommendation on one page: what was asked, where it stands and why, and how it came to that."""

from __future__ import annotations

from events.base import Day, Names
from ledger.ledger import Ledger
from ledger.state.history import History
from ledger.state.vocabulary import Vocabulary
from ledger.times import last_day, length
from ledger.validation import key
from projections.as_seen import heard_of, note
from projections.base import Item, TimeFilter, View, number_order, today_of, told_apart
from projections.model.changes import changes
from projections.model.claims import claims
from projections.model.doubts import Ends, doubts
from projections.model.due import is_late
from projections.model.effective_day import Told
from projections.model.inspection import InspectionReading
from projections.model.parts import Part
from projections.model.recommendation import Recommendation
from projections.model.sentences.index import sentence
from projections.model.stories import story_of
from projections.model.story import COLUMNS
from projections.model.worded import Worded
from projections.rows import as_row
from projections.show_facts import facts


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
    reading = InspectionReading.about(ledger, inspection, number, time_filter)
    recommendation = reading.recommendation(number)
    ref, number = reading.ref, recommendation.number
    row = as_row(ref, recommendation, time_filter.day)
    heard = heard_of(reading.source, [(ref, recommendation)], time_filter.day)
    ends = reading.ends()
    known = list(ends.told(ref, recommendation, reading.history(recommendation.slot)))
    history, story = story_of(reading, recommendation, known, notes=notes)
    today = time_filter.day or today_of(ledger, time_filter)
    settled = recommendation.status_change(time_filter.day)
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
        head={
            **row,
            "as_of": time_filter.as_of,
            "known_at": time_filter.known_at,
            "events": reading.events,
            **page,
            **told_apart(time_filter.known_at, heard),
        },
        closing=note(reading.source, heard),
        facts=tuple(facts(row, page, reading.words)),
    )


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
        "overdue": is_late(recommendation, last_day(today), day),
    }


def _words(recommendation: Recommendation, history: list[Told], day: str | None) -> Part:
    """Each text, addressee and due date it ever had by then, the first one first."""
    said_by = {told.record.position: told.record for told in history}

    def said(words: History[str] | History[Names] | History[Day], name: str, *also: str) -> list[Part]:
        return [
            {
                name: _called(recommendation, word.content, word.day),
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


def _called(recommendation: Recommendation, content: str | Names, day: str) -> str | Names:
    """Bodies as a row of that day names them; any other word as it is."""
    return recommendation.called_on(content, day) if isinstance(content, tuple) else content


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

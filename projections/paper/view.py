"""A committee paper of a ledger: read once, counted as ``statistics`` counts, and put in its places."""

from __future__ import annotations

from collections.abc import Iterator

from events.base import Day, Instant
from ledger.ledger import Ledger
from projections.base import Recorded, TimeFilter, today_of
from projections.bodies import known_body, no_body
from projections.model.reading import read
from projections.paper.base import Paper, Question
from projections.paper.extensions import extensions, late_answers
from projections.paper.links import Links
from projections.paper.movements import moved
from projections.paper.news import news
from projections.paper.public import PublicRecords
from projections.paper.rows import RowMaker, rows
from projections.paper.since import since
from projections.paper.taken import Beside, publications
from projections.register import Register
from projections.statistics.counting import Asked
from projections.statistics.counts import Counts, count


def paper(ledger: Ledger, question: Question) -> Paper:
    """The paper that a question asks for.

    Raises BadInput for a period that ends before it begins, NotFound for an inspection or a body that is not
    there, StorageError, and DoesNotReconcile.
    """
    when = question.time_filter
    last, today = ledger.last().recorded_at, today_of(ledger, when)
    source = PublicRecords(ledger)
    return made(source, question, today, when.known_at or last, source.size)


def made(source: Recorded, question: Question, today: Day, known_at: Instant, events: int = 0) -> Paper:
    """The paper of whatever has records, on the day asked for or else today."""
    day = question.time_filter.day or today
    when = TimeFilter(Day(day), question.time_filter.known_at)
    register, beside = Register.of(source, when), Beside(when)
    ref = read(register.source, question.inspection, register, beside)
    body = None if question.made_to is None else _called(register, source, question.made_to)
    published = publications(source, when)
    begins = since(question._replace(inspection=ref), day, published, register.settings.time_zone)
    asked = Asked(Day(begins.first), Day(day), when.known_at, question.made_to)
    counts = count(register, asked, ref, today)
    period, words = counts.figures.period, register.words
    links = Links(question.site, published, day, beside.recorded)
    there = list(_there(counts, day))
    unsure = register.uncertain(there, every=False)
    found = rows(counts.some, counts.answering, period, RowMaker(words, links, body, day, unsure))
    _, note = register.heard(there)
    settings = register.settings
    everything = (*counts.some, *counts.answering)
    shown_rows = (*found.overdue, *found.live, *found.done)
    return Paper(
        publisher=settings.title,
        inspection=ref,
        body=body,
        titles=beside.titles,
        day=day,
        known_at=known_at,
        since=begins,
        figures=counts.figures,
        overdue=found.overdue,
        live=found.live,
        done=found.done,
        earlier=found.earlier,
        no_closing=found.no_closing,
        moved=moved(counts.some, period, words, links, beside.reasons()),
        extensions=extensions(counts.some, shown_rows, period, beside.rescheduled),
        late=tuple(late_answers(everything, period, links)),
        news=news(source, ref, asked, begins.told, counts, links),
        words=words,
        origin=settings.origin,
        events=events,
        site=links.site([*beside.titles]),
        practice_of=settings.practice_of,
        notes=(note,) if note else (),
    )


def _called(register: Register, source: Recorded, name: str) -> str:
    """What a body is called, also one to which nothing was ever made; raises NotFound if there is none."""
    called = register.called(name) or known_body(source, name)
    if called is None:
        raise no_body(name)
    return called


def _there(counts: Counts, day: str) -> Iterator[dict[str, str]]:
    """The inspection and number of each row."""
    names = {
        (one.inspection, one.recommendation.number): None
        for one in (*counts.some, *counts.answering)
        if one.was_there(day)
    }
    return ({"inspection": inspection, "number": number} for inspection, number in names)

"""Due dates that took another's place, and answers of bodies that are late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from events.base import Day
from events.recommendations import RecommendationRescheduled
from ledger.times import days_between, last_day
from ledger.validation import key
from projections.model.answering import owed
from projections.model.changes import changes
from projections.paper.base import Extension, LateAnswer, Listed
from projections.paper.links import Links
from projections.statistics.figures import Counted, Period

_FULL = len("2024-04-03")


def extensions(
    some: Iterable[Counted],
    shown: Iterable[Listed],
    period: Period,
    rescheduled: Mapping[int, RecommendationRescheduled],
) -> list[Extension]:
    """Each time that the date of one of the rows ``shown`` was moved, by the end of a period.

    They stand in the order of the rows, those of one in the order of days.
    """
    links = {(row.inspection, key(row.row["number"])): (at, row.link) for at, row in enumerate(shown)}
    found: list[tuple[int, Extension]] = []
    for one in some:
        place = links.get((one.inspection, key(one.recommendation.number)))
        if place is None or len(one.recommendation.dues.values) == 0:
            continue
        at, link = place
        for step in changes(one.recommendation):
            if step.field != "due" or step.sort_key[0] > period.last:
                continue
            before, after = _day(step.before), _day(step.after)
            event = rescheduled.get(step.sort_key[1])
            found.append(
                (
                    at,
                    Extension(
                        inspection=one.inspection,
                        number=one.recommendation.number,
                        link=link,
                        before=before,
                        after=after,
                        on=step.on,
                        why=(event.why if event else None) or "",
                        approved_by=(event.approved_by if event else None) or "",
                        days=_days(before, after),
                        recent=period.has(step.sort_key[0]),
                    ),
                )
            )
    return [extension for _, extension in sorted(found, key=lambda entry: entry[0])]


def late_answers(counted: Iterable[Counted], period: Period, links: Links) -> Iterator[LateAnswer]:
    """Answers that were due and are not given by the end of a period, whenever they were due; and those that
    were given late, if they were due or given in the period.
    """
    day = period.last
    for one in counted:
        recommendation = one.recommendation
        if not recommendation.was_there(day):
            continue
        if one.shares and not set(one.shares).intersection(recommendation.shares(day)):
            continue
        for answer in owed(recommendation, day, day, one.shares):
            counts = period.has(last_day(answer.due))
            given = answer.given_on
            if answer.late and (given is None or counts or period.has(last_day(given))):
                yield LateAnswer(
                    inspection=one.inspection,
                    number=recommendation.number,
                    link=links.of(one.inspection, recommendation),
                    body=answer.body,
                    due=answer.due,
                    given_on=given,
                    days=_late(answer.due, given, day),
                    counts=counts,
                )


def _late(due: Day, given: Day | None, day: str) -> int | None:
    if given is None:
        return days_between(due, day)
    return days_between(due, given) if len(given) == len(due) == _FULL else None


def _days(before: Day | None, after: Day | None) -> int | None:
    """By how many days a date is later than another, if both are known to the day."""
    if before is None or after is None or not len(before) == len(after) == _FULL:
        return None
    return days_between(before, after)


def _day(text: str | None) -> Day | None:
    return None if text is None else Day(text)

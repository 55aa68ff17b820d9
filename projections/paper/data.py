"""A paper as JSON, for programs: what its sections list, and the figures as ``statistics`` has them."""

from __future__ import annotations

from typing import Any

import orjson

from projections.formats.visible import visible
from projections.paper.base import Extension, LateAnswer, Link, Listed, Moved, News, Paper

Json = dict[str, Any]  # Any: JSON


def write(paper: Paper) -> bytes:
    """The paper; each date as it was recorded."""
    found = paper.figures
    told = {
        "inspection": paper.inspection,
        "made_to": paper.body,
        "as_of": paper.day,
        "known_at": paper.known_at,
        "from": found.period.first,
        "to": found.period.last,
        "since": paper.since.why,
        "figures": {
            "rows": [row._asdict() for row in found.rows],
            "by_status": dict(found.by_status),
            "by_reason": dict(found.by_reason),
            "by_word": dict(found.by_word),
            "overdue": found.overdue,
            "answers": {**found.answers._asdict(), "by_answer": dict(found.answers.by_answer)},
        },
        "overdue": list(map(_listed, paper.overdue)),
        "live": list(map(_listed, paper.live)),
        "closed": list(map(_listed, paper.done)),
        "closed_before": [one.name for one in paper.earlier],
        "no_closing": list(map(_listed, paper.no_closing)),
        "movements": list(map(_moved, paper.moved)),
        "extensions": list(map(_extension, paper.extensions)),
        "late_answers": list(map(_late, paper.late)),
        "recorded_since": {"known_from": paper.since.told, "rows": list(map(_news, paper.news))},
    }
    return f"{visible(orjson.dumps(told).decode())}\n".encode()


def _listed(one: Listed) -> Json:
    return {
        **one.row,
        "first_due": one.first_due,
        "days_overdue": one.overdue,
        "shares": [{"body": body, "standing": standing} for body, standing in one.shares],
        "page": one.link.page,
    }


def _moved(one: Moved) -> Json:
    first, last = (one.on, one.on) if isinstance(one.on, str) else one.on
    return {
        **_named(one.inspection, one.number, one.link),
        "what": one.what,
        "column": one.column,
        "counts": one.counts,
        "from": first,
        "to": last,
        "made_to": one.body or None,
        "why": one.why or None,
    }


def _extension(one: Extension) -> Json:
    return {
        **_named(one.inspection, one.number, one.link),
        "before": one.before,
        "after": one.after,
        "on": one.on,
        "why": one.why or None,
        "approved_by": one.approved_by or None,
        "days": one.days,
        "in_period": one.recent,
    }


def _late(one: LateAnswer) -> Json:
    return {
        **_named(one.inspection, one.number, one.link),
        "body": one.body,
        "due": one.due,
        "given_on": one.given_on,
        "days": one.days,
        "in_period": one.counts,
    }


def _news(one: News) -> Json:
    return {
        **_named(one.inspection, one.number, one.link),
        "before": one.then,
        "after": one.now,
        "counts": one.counts,
    }


def _named(inspection: str, number: str, link: Link) -> Json:
    return {"inspection": inspection, "number": number, "page": link.page}

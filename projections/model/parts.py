"""What the story of a recommendation is about: each part as the event says it that begins it.

What later events say of it, ``Story`` puts in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from events.disputes import DisputeRaised
from events.evidence import EvidenceSubmitted
from events.judgements import JudgementRecorded
from events.progress import ProgressReported
from events.responses import ResponseRecorded

Part = dict[str, Any]  # Any: JSON


def judgement(
    event: JudgementRecorded, by: str, *, sign_off: str, reopens: bool, order_open: Sequence[str]
) -> Part:
    """A judgement as it was recorded, with what is said of its sign-off and of its place among others."""
    return {
        "judgement": event.judgement,
        "cycle": event.cycle,
        "on": event.on,
        "made_to": event.made_to,
        "status": event.status,
        "reason": event.reason,
        "word": event.word,
        "reopens": reopens,
        "order_open": list(order_open),
        "rationale": event.own_rationale or "",
        "evidence": list(event.evidence),
        "until": event.until,
        "by": by,
        "note": None,
        "sign_off": sign_off,
        "signed_off_by": None,
        "returned": None,
        "void": False,
    }


def submission(event: EvidenceSubmitted) -> Part:
    """Evidence as it was submitted; its summary and its files are told by events of their own."""
    return {
        "evidence": event.evidence,
        "body": event.body,
        "on": event.on,
        "proposes_closure": event.proposes_closure,
        "restricted": event.restricted,
        "summary": "",
        "files": [],
        "withdrawn": None,
    }


def dispute(event: DisputeRaised) -> Part:
    """A dispute as it was raised."""
    return {
        "dispute": event.dispute,
        "judgement": event.judgement,
        "by": event.body,
        "on": event.on,
        "why": event.why,
        "outcome": None,
        "settled_on": None,
    }


def answer(event: ResponseRecorded) -> Part:
    """The answer of a body; its words are told by an event of their own."""
    return {
        "response": event.response,
        "body": event.body,
        "answer": event.answer,
        "on": event.on,
        "due": event.due,
        "text": "",
        "action": None,
    }


def report(event: ProgressReported) -> Part:
    """A report of progress; its words are told by an event of their own."""
    return {
        "progress": event.progress,
        "body": event.body,
        "percent": event.percent,
        "restricted": event.restricted,
        "on": event.on,
        "text": "",
    }

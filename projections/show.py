"""One recommendation on one page: what was asked, where it stands and why, and how it came to that."""

from __future__ import annotations

from typing import Any

from events.base import Event
from events.evidence import EvidenceDescribed, EvidenceSubmitted, EvidenceWithdrawn
from events.judgements import (
    JudgementNoted,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from events.recommendations import RecommendationMade, RecommendationRestated
from ledger.decisions.base import recommendation
from ledger.errors import NotFound
from ledger.ledger import Ledger
from ledger.policies import KINDS, STATUSES
from ledger.records import Record
from ledger.words import key
from projections.base import Cycles, Item, Lens, View
from projections.register import Register, as_row
from projections.trail import COLUMNS, About, Abouts, as_item

Page = dict[str, Any]  # Any: JSON


def show(ledger: Ledger, inspection: str, number: str, *, lens: Lens = Lens()) -> View:
    """The page of one recommendation; raises NotFound where it is not there, or was not yet."""
    ref = ledger.ref(inspection)
    number = recommendation(ledger.inspection(ref), number).number
    counts_at_once = ledger.inspectorate().sign_off == "none"
    fold = Register(lens, counts_at_once=counts_at_once).read(ledger, ref).folds.get(ref)
    entry = fold.entries.get(key(number)) if fold else None
    if entry is None:
        raise NotFound(f"Recommendation {number} of {ref} was not there yet, {lens.said()}.")
    row = as_row(ref, entry)
    abouts = Abouts(Cycles(ledger, ref, Lens()))
    history = [
        (record, about)
        for record in ledger.records(inspection=ref)
        if (about := abouts.of(record)).number == number and lens.knows(record) and lens.has_come(about.on)
    ]
    details = _details(history, counts_at_once=counts_at_once)
    return View(
        caption=f"{KINDS[row['kind']]} {number} of {ref}" + (f", {lens.said()}" if lens.said() else ""),
        columns=COLUMNS,
        items=[as_item(record, about) for record, about in history],
        head={**row, "as_of": lens.as_of, "known_at": lens.known_at, **details},
        facts=_facts(row, details),
    )


def _details(history: list[tuple[Record, About]], *, counts_at_once: bool) -> Page:
    versions: list[Page] = []
    evidence: dict[str, Page] = {}
    judgements: dict[str, Page] = {}
    for record, _ in history:
        _detail(record.event, record, versions, evidence, judgements)
    if counts_at_once:
        for judged in judgements.values():
            judged["sign_off"] = "not required"
    return {
        "versions": versions,
        "evidence": list(evidence.values()),
        "judgements": list(judgements.values()),
    }


def _detail(
    event: Event,
    record: Record,
    versions: list[Page],
    evidence: dict[str, Page],
    judgements: dict[str, Page],
) -> None:
    match event:
        case RecommendationMade() | RecommendationRestated():
            why = event.why if isinstance(event, RecommendationRestated) else None
            versions.append({"text": event.text, "on": event.on, "by": record.by, "why": why})
        case EvidenceSubmitted():
            evidence[event.evidence] = {
                "evidence": event.evidence,
                "body": event.body,
                "on": event.on,
                "proposes_closure": event.proposes_closure,
                "restricted": event.restricted,
                "summary": "",
                "files": [],
                "withdrawn": None,
            }
        case EvidenceDescribed():
            evidence[event.evidence]["summary"] = event.summary
        case EvidenceWithdrawn():
            evidence[event.evidence]["withdrawn"] = event.why
        case JudgementRecorded():
            judgements[event.judgement] = {
                "judgement": event.judgement,
                "cycle": event.cycle,
                "on": event.on,
                "status": event.status,
                "reason": event.reason,
                "rationale": event.rationale,
                "evidence": list(event.evidence),
                "by": record.by,
                "note": None,
                "sign_off": "awaiting",
                "signed_off_by": None,
                "returned": None,
            }
        case JudgementNoted():
            judgements[event.judgement]["note"] = event.note
        case JudgementSignedOff():
            judgements[event.judgement].update(sign_off="signed-off", signed_off_by=record.by)
        case JudgementReturned():
            judgements[event.judgement].update(sign_off="returned", returned=event.why)
        case _ if event.NAME == "evidence.attached":
            file = dict(event.fields)
            evidence[file.pop("evidence")]["files"].append(
                {"name": file["name"], "sha256": file["sha256"], "size": file["size"]}
            )


def _facts(row: Item, details: Page) -> tuple[tuple[str, str], ...]:
    status = STATUSES[row["status"]] + (f" ({row['reason']})" if row["reason"] else "")
    facts = [
        (KINDS[row["kind"]], row["text"]),
        ("Status", status + (f", judged in {row['judged_in']}" if row["judged_in"] else "")),
        ("State", row["state"]),
        ("Made to", "; ".join(row["made_to"])),
        ("Made", f"{row['made_on']}, in the cycle {row['cycle']}"),
        ("Due", row["due"] or "no date set"),
        ("Last updated", row["last_updated"]),
    ]
    facts += [(f"Earlier words, {version['on']}", version["text"]) for version in details["versions"][:-1]]
    facts += [(f"Evidence {one['evidence']}", _evidence_fact(one)) for one in details["evidence"]]
    facts += [(f"Judgement {one['judgement']}", _judgement_fact(one)) for one in details["judgements"]]
    return tuple(facts)


def _evidence_fact(one: Page) -> str:
    said = f"{one['on']}, {one['body']}: {one['summary']}"
    said += "" if said.endswith((".", "!", "?", "…")) else "."
    if one["proposes_closure"]:
        said += " Proposes closure."
    if one["restricted"]:
        said += f" Restricted: {one['restricted']}."
    if one["files"]:
        said += f" Files: {', '.join(file['name'] for file in one['files'])}."
    if one["withdrawn"]:
        said += f" Withdrawn: {one['withdrawn']}"
    return said


def _judgement_fact(one: Page) -> str:
    said = f"{one['on']}, {STATUSES[one['status']].lower()}"
    said += f" ({one['reason']})" if one["reason"] else ""
    said += f" by {one['by']}"
    said += {
        "awaiting": ", awaiting sign-off",
        "signed-off": f", signed off by {one['signed_off_by']}",
        "returned": f", returned ({one['returned']})",
    }.get(one["sign_off"], "")
    said += f", on {', '.join(one['evidence'])}" if one["evidence"] else ""
    return f"{said}: {one['rationale']}"

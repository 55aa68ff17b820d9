"""What a prompt offers of inspections: their recommendations, cycles, evidence, judgements, disputes."""

from __future__ import annotations

from typing import Any

from commands.cli.offer import At, Offer, only
from commands.cli.offers import of_dispute, of_evidence, of_judgement, of_recommendation
from commands.cli.targets import expand


def inspections(at: At) -> Offer:
    titles: dict[str, str] = {}
    for record in at.ledger.records(topics=("inspection.opened", "inspection.corrected")):
        event: Any = record.event  # Any: one of the two, which both have a title
        titles[event.inspection] = event.title
    rows = list(titles.items())
    return Offer("Inspections:", rows, only(rows))


def _line(text: str) -> str:
    """A text on one line, whole: what is typed behind ? is looked for in all of it."""
    return " ".join(text.split())


def recommendations(at: At) -> Offer:
    from projections.register import read_register  # noqa: PLC0415  prompts alone need it
    from projections.rows import status_shown  # noqa: PLC0415  as above

    ref = at.ledger.ref(str(at.given["ref"]))
    found = read_register(at.ledger, ref)
    words = at.ledger.inspectorate().vocabulary
    items = sorted(found.rows(), key=lambda row: str(row["status"]) == "closed")
    rows = [(str(row["number"]), f"{status_shown(row, words)}: {_line(row['text'])}") for row in items]
    return Offer(f"Recommendations of {ref}, those not closed first:", rows, only(rows))


def last_number(at: At) -> Offer:
    numbers = [one.number for one in at.ledger.inspection(str(at.given["ref"])).recommendations.values()]
    return Offer(hint=f"The last one that was made is {numbers[-1]}." if numbers else "")


def voided(at: At) -> Offer:
    """The recommendations that were entered in error."""
    there = at.ledger.inspection(str(at.given["ref"])).voided.values()
    rows = [(one.number, of_recommendation(one)) for one in there]
    return Offer("Entered in error:" if rows else "", rows, only(rows))


def cycles(at: At) -> Offer:
    cycles = list(at.ledger.inspection(str(at.given["ref"])).cycles.values())
    over = at.command == "reopen"
    rows = [(cycle.ref, cycle.title) for cycle in cycles if (cycle.closed_on is not None) == over]
    if at.command == "correct":
        rows = [(cycle.ref, cycle.title) for cycle in cycles]
    what = "were closed" if over else "are open"
    return Offer(f"Cycles that {what}:" if rows else "", rows, only(rows))


def judgements(at: At) -> Offer:
    there = at.ledger.inspection(str(at.given["ref"])).judgements.values()
    if at.command in ("sign-off", "return"):
        by = at.by
        waiting = [one for one in there if one.fate == "awaiting"]
        if at.command == "sign-off":
            # What one recorded oneself, another has to sign off.
            mine = [one.ref for one in waiting if one.by == by]
            waiting = [one for one in waiting if one.by != by]
            hint = f"Yours, which another signs off: {', '.join(mine)}." if mine else ""
        else:
            hint = ""
        rows = [(one.ref, of_judgement(one)) for one in waiting]
        hint = hint or ("" if rows else "None waits to be signed off.")
        return Offer("Judgements that wait:" if rows else "", rows, only(rows), hint=hint)
    rows = [(one.ref, of_judgement(one)) for one in there if one.fate == "signed-off"]
    return Offer("Judgements that count:" if rows else "", rows)


def evidence(at: At) -> Offer:
    ref = str(at.given["ref"])
    there = [one for one in at.ledger.inspection(ref).evidence.values() if not one.withdrawn]
    if at.given.get("number") and isinstance(at.given["number"], tuple):
        slots = [
            at.ledger.inspection(ref).recommendations.slot(target.name)
            for target in expand(at.ledger, ref, at.given["number"], "recommendations")
        ]
        there = [one for one in there if one.about.slot in slots]
    rows = [(one.ref, of_evidence(one)) for one in there]
    return Offer("Evidence that was handed in:" if rows else "", rows)


def words_to_withdraw(at: At) -> Offer:
    from ledger.state.sayings import alone  # noqa: PLC0415  prompts alone need it
    from projections.model.sentences.index import sentence  # noqa: PLC0415

    ref = str(at.given["ref"])
    said = at.ledger.inspection(ref).sayings.events
    rows = [
        (str(record.position), sentence(record.event))
        for record in at.ledger.records(inspection=ref)
        if (words := said.get(record.version)) and alone(words)
    ]
    return Offer("Words that are withdrawn by themselves:" if rows else "", rows)


def named_in_full(at: At) -> Offer:
    """Recommendations of the inspection, or of all, as REF/NUMBER."""
    from projections.register import read_register  # noqa: PLC0415  prompts alone need it
    from projections.rows import status_shown  # noqa: PLC0415  as above

    words, ref = at.ledger.inspectorate().vocabulary, at.given.get("ref")
    items = read_register(at.ledger, str(ref) if ref else None).rows()
    number = at.given.get("number") or ()
    not_this = (number,) if isinstance(number, str) else number
    rows = [
        (
            f"{row['inspection']}/{row['number']}",
            f"{status_shown(row, words)}: {' '.join(row['text'].split())}",
        )
        for row in items
        if row["number"] not in not_this
    ]
    return Offer("Recommendations:", rows, hint="Of another inspection, too: REF/NUMBER." if ref else "")


def disputes(at: At) -> Offer:
    there = at.ledger.inspection(str(at.given["ref"])).disputes.values()
    rows = [(one.ref, of_dispute(one)) for one in there if one.outcome is None]
    return Offer("Disputes that go on:" if rows else "", rows, only(rows))

"""The keys that sign the ledger's checkpoints, each from which size on."""

from __future__ import annotations

from events.inspectorates import LedgerCopied
from events.signing_keys import SigningKeyReplaced, SigningKeyRotated
from ledger.errors import LedgerError, NotFound
from ledger.recovery.places import eras_of
from ledger.signing.eras import TOPICS
from projections.base import Column, Item
from projections.finding.base import BY, POSITION, RECORDED, Noun, Question, not_there_yet, text, yes


def _keys(question: Question) -> list[Item]:
    eras = eras_of(question.ledger.store).all
    told = {record.position: record for record in question.ledger.records(topics=TOPICS)}
    there = [
        (era, told[era.position])
        for era in eras
        if era.position in told and question.was_recorded(told[era.position].recorded_at)
    ]
    rows: list[Item] = []
    for at, (era, record) in enumerate(there):
        last = at == len(there) - 1
        rows.append(
            {
                "ref": era.key.key_id.hex(),
                "key": era.key.key_id.hex(),
                "verifier_key": era.key.text(),
                "begins": era.begins,
                "ends": None if last else there[at + 1][0].begins - 1,
                "in_force": last,
                "came": _came(record.event),
                "why": record.event.why if isinstance(record.event, SigningKeyReplaced) else None,
                "by": record.by,
                "recorded_at": record.recorded_at,
                "position": record.position,
            }
        )
    return rows


def _came(event: object) -> str:
    match event:
        case SigningKeyRotated():
            return "rotated: signed by the key before"
        case SigningKeyReplaced():
            return "replaced: the key before was lost"
        case LedgerCopied():
            return "of a practice copy"
    return "registered"


def _no_key(question: Question, ref: str) -> LedgerError:
    eras = eras_of(question.ledger.store).all
    if not eras:
        return NotFound("This ledger has no signing key.", "Make one: scrutiny key generate")
    if any(era.key.key_id.hex() == ref.lower() for era in eras):
        return not_there_yet(question, f"The key {ref}")
    return NotFound(f"This ledger has no key {ref}.", "See which there are: scrutiny key list")


_KEY = Column("Key", text("key"), whole=True)
_BEGINS = Column("Signs from size", text("begins"))
_FORCE = Column("In force", yes("in_force"))
_VERIFIER = Column("Verifier key", text("verifier_key"))
_CAME = Column("Came", text("came"))
KEY = Noun(
    name="key",
    plural="keys",
    rows=_keys,
    columns=(
        _KEY,
        _BEGINS,
        Column("To size", text("ends")),
        _FORCE,
        _CAME,
        Column("Why", text("why")),
        _VERIFIER,
        BY,
        RECORDED,
        POSITION,
    ),
    narrow=(_KEY, _BEGINS, _FORCE, _CAME, RECORDED),
    facts=(
        _BEGINS,
        Column("To size", text("ends")),
        _FORCE,
        _CAME,
        Column("Why", text("why")),
        _VERIFIER,
        BY,
        RECORDED,
        POSITION,
    ),
    absent=_no_key,
)

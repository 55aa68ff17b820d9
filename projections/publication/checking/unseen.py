"""What is told of though its event is not shown: rows that say what a bundle tells, for the leaves there are.

1. Words that were withdrawn from view: which judgement or evidence they belong to follows from the event
   before them. They are put to a word that no page shows.
2. Restricted evidence that was withdrawn, whose reason is not public: which and on which day is taken from
   the history in ``register.sqlite``.
3. The key that signs, if no other ever did: it is the reader's own.

All else in the bundle has to agree with what is taken from one place, and it is named as not proved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

import orjson

from events.base import is_day
from events.evidence import EvidenceCorrected, EvidenceDescribed, EvidenceSubmitted, EvidenceWithdrawn
from events.judgements import JudgementCorrected, JudgementExplained, JudgementRecorded
from events.registry import EVENTS
from events.signing_keys import SigningKeyRegistered
from ledger.proof.leaf import Leaf
from ledger.records import Record, Row, inspection_stream
from projections.publication.checking.events import Shown
from projections.publication.checking.folder import Bundle
from projections.publication.checking.tree import Signed
from projections.publication.files.reading import Wrong
from projections.publication.files.sqlite import read as database

_DATABASE = "register.sqlite"
_OF_WITHDRAWN = f"FROM history WHERE event = '{EvidenceWithdrawn.NAME}'"
_ASKED = f'SELECT position, inspection, "on", ref {_OF_WITHDRAWN}'
_ASKED_BEFORE = f'SELECT position, inspection, "on", what {_OF_WITHDRAWN}'
"""The same of a bundle until version 0.2, which has the ref in the sentence alone."""
_WITHDREW = re.compile(r"Withdrew evidence (E[0-9]{1,18}) \(restricted: ")
_OF_SEVERAL = re.compile(r'<th scope="row"><a href="inspections/[^"]*">([^<]*)</a></th><td>([^<]*)</td>')
_OF_ONE = re.compile(r'<h1 class="ds_page-header__title">([^<]*): register</h1>')
_LISTED = re.compile(r'<li>([^<:]*): ([^<]*), opened <(?:time datetime|data value)="([^"]*)">')
_NEVER = "9999-12-31"
_NOTHING = "-"
_LARGEST_PAGE = 16 << 20


class _Unseen(NamedTuple):
    place: int
    leaf: Leaf


def rows_of_unseen(bundle: Bundle, signed: Signed, shown: Shown, verifier_key: str) -> dict[int, Row]:
    """By leaf; those that nothing is told of, or of which it cannot be read, are left out.

    ``verifier_key`` is the one that the reader checks with.
    """
    unseen: dict[str, list[_Unseen]] = {}
    for index, leaf in enumerate(signed.leaves):
        if index not in shown:
            unseen.setdefault(leaf.topic, []).append(_Unseen(index, leaf))
    found: dict[int, Row] = {}
    for one in unseen.get(SigningKeyRegistered.NAME, ()):
        found |= _row(one, {"verifier_key": verifier_key})
    before = {(str(record.stream), record.version): record for record in shown.values()}
    for topic, of in _WORDS.items():
        for one in unseen.get(topic, ()):
            found |= _words(one, of, before)
    if withdrawn := unseen.get(EvidenceWithdrawn.NAME):
        found |= _withdrawn(bundle, withdrawn, shown)
    return found


def _row(one: _Unseen, data: Mapping[str, object]) -> dict[int, Row]:
    return {one.place: row_of(one.leaf, data, EVENTS[one.leaf.topic].VERSION)}


def row_of(leaf: Leaf, data: Mapping[str, object], version: int) -> Row:
    """The row of an event of which no more is known than its leaf and what it said; nobody stored it so."""
    state = {
        "version": version,
        "recorded_at": leaf.recorded,
        "by": leaf.actor,
        "command": "",
        "salt": "",
        "data": data,
    }
    stream = leaf.originator.replace("-", "")
    return leaf.notification_id, stream, leaf.version, leaf.topic, orjson.dumps(state)


_WORDS: Mapping[str, tuple[str, str, tuple[type, ...]]] = {
    JudgementExplained.NAME: ("judgement", "rationale", (JudgementRecorded, JudgementCorrected)),
    EvidenceDescribed.NAME: ("evidence", "summary", (EvidenceSubmitted, EvidenceCorrected)),
}
"""By the topic of words: what they belong to, the field that has them, and what they stand behind."""


def _words(
    one: _Unseen, of: tuple[str, str, tuple[type, ...]], shown: Mapping[tuple[str, int], Record]
) -> dict[int, Row]:
    what, field, kinds = of
    before = shown.get((one.leaf.originator, one.leaf.version - 1))
    if before is None or not isinstance(before.event, kinds):
        return {}
    fields = before.event.fields
    return _row(one, {"inspection": fields["inspection"], what: fields[what], field: _NOTHING})


def _withdrawn(bundle: Bundle, unseen: list[_Unseen], shown: Shown) -> dict[int, Row]:
    at = {one.leaf.notification_id: one for one in unseen}
    restricted = {
        (one.inspection, one.evidence)
        for record in shown.values()
        if isinstance(one := record.event, EvidenceSubmitted) and one.restricted
    }
    found: dict[int, Row] = {}
    for position, inspection, on, ref in _said_withdrawn(bundle):
        if not (isinstance(position, int) and isinstance(inspection, str) and position in at):
            continue
        if not (isinstance(on, str) and is_day(on) and (inspection, ref) in restricted):
            continue
        if str(inspection_stream(inspection)) == at[position].leaf.originator:
            data = {"inspection": inspection, "evidence": ref, "why": _NOTHING, "on": on}
            found |= _row(at[position], data)
    return found


def _said_withdrawn(bundle: Bundle) -> Iterator[tuple[object, ...]]:
    """Position, inspection, day and ref of all evidence that the history says was withdrawn."""
    try:
        data = bundle.read(_DATABASE)
    except Wrong:
        return  # it is found where the file is compared
    try:
        yield from database.asked(data, _ASKED)
    except Wrong:
        with suppress(Wrong):
            for *told, what in database.asked(data, _ASKED_BEFORE):
                found = _WITHDREW.match(what) if isinstance(what, str) else None
                yield (*told, found and found[1])

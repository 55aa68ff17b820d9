"""What is told of though its event is not shown: rows that say what a bundle tells, for the leaves there are.

1. Words that were withdrawn from view: which judgement or evidence they belong to follows from the event
   before them. They are put to a word that no page shows.
2. Restricted evidence that was withdrawn, whose reason is not public: which and on which day is taken from
   the history in ``register.sqlite``.
3. Titles that were put right, whose reason is not public either: they are taken from the pages, and whether a
   cycle had been opened from the register.

4. The key that signs, if no other ever did: it is the reader's own.

All else in the bundle has to agree with what is taken from one place, and it is named as not proved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

import orjson

from events.base import is_day
from events.cycles import CycleCorrected, CycleOpened
from events.evidence import EvidenceDescribed, EvidenceSubmitted, EvidenceWithdrawn
from events.inspections import InspectionOpened
from events.judgements import JudgementCorrected, JudgementExplained, JudgementRecorded
from events.registry import EVENTS
from events.signing_keys import SigningKeyRegistered
from ledger.proof.leaf import Leaf
from ledger.records import Record, Row, inspection_stream
from ledger.words import key
from projections.publication.checking import database
from projections.publication.checking.base import Wrong
from projections.publication.checking.events import Shown
from projections.publication.checking.folder import Bundle
from projections.publication.checking.rows import Said
from projections.publication.checking.tree import Signed
from projections.publication.site import naming

_DATABASE = "register.sqlite"
_ASKED = f"SELECT position, inspection, \"on\", what FROM history WHERE event = '{EvidenceWithdrawn.NAME}'"  # noqa: S608
_WITHDREW = re.compile(r"Withdrew evidence (E[0-9]{1,18}) \(restricted: ")
_OF_SEVERAL = re.compile(r'<th scope="row"><a href="inspections/[^"]*">([^<]*)</a></th><td>([^<]*)</td>')
_OF_ONE = re.compile(r'<h1 class="ds_page-header__title">([^<]*): register</h1>')
_LISTED = re.compile(r'<li>([^<:]*): ([^<]*), opened <time datetime="([^"]*)">')
_NEVER = "9999-12-31"
_NOTHING = "-"
_LARGEST_PAGE = 16 << 20


class _Unseen(NamedTuple):
    place: int
    leaf: Leaf


def rows_of_unseen(
    bundle: Bundle, said: Said, signed: Signed, shown: Shown, verifier_key: str
) -> dict[int, Row]:
    """By leaf; those that nothing is told of, or of which it cannot be read, are left out.

    ``verifier_key`` is the one that the reader checks with.
    """
    refs = {str(inspection_stream(ref)): ref for ref in _refs(said, shown)}
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
    titles: dict[str, str] = {}
    if opened := unseen.get(InspectionOpened.NAME):
        titles = _titles(bundle, said)
        refs |= {str(inspection_stream(ref)): ref for ref in titles}
        for one in opened:
            if (ref := refs.get(one.leaf.originator)) in titles:
                found |= _row(one, {"inspection": ref, "title": titles[ref or ""]})
    # What was opened is not shown just if it was put right.
    mended = Counter(one.leaf.originator for one in unseen.get(CycleCorrected.NAME, ()))
    opened_unseen = [one for one in unseen.get(CycleOpened.NAME, ()) if mended[one.leaf.originator]]
    for one, data in _cycles(bundle, said, shown, opened_unseen, refs):
        found |= _row(one, data)
    return found


def _refs(said: Said, shown: Shown) -> set[str]:
    found = {
        str(record.event.fields["inspection"]) for record in shown.values() if _has_ref(record.event.fields)
    }
    return found | ({said.inspection} if said.inspection is not None else set())


def _has_ref(fields: Mapping[str, object]) -> bool:
    return "inspection" in fields


def _row(one: _Unseen, data: Mapping[str, object]) -> dict[int, Row]:
    leaf = one.leaf
    state = {
        "version": EVENTS[leaf.topic].VERSION,
        "recorded_at": leaf.recorded,
        "by": leaf.actor,
        "command": "",
        "salt": "",
        "data": data,
    }
    stream = leaf.originator.replace("-", "")
    return {one.place: (leaf.notification_id, stream, leaf.version, leaf.topic, orjson.dumps(state))}


_WORDS: Mapping[str, tuple[str, str, tuple[type, ...]]] = {
    JudgementExplained.NAME: ("judgement", "rationale", (JudgementRecorded, JudgementCorrected)),
    EvidenceDescribed.NAME: ("evidence", "summary", (EvidenceSubmitted,)),
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
    try:
        said = database.asked(bundle.read(_DATABASE), _ASKED)
    except Wrong:
        return found  # it is found where the file is compared
    for position, inspection, on, what in said:
        if not (isinstance(position, int) and isinstance(inspection, str) and position in at):
            continue
        told = _WITHDREW.match(what) if isinstance(what, str) else None
        if not (told and isinstance(on, str) and is_day(on) and (inspection, told[1]) in restricted):
            continue
        if str(inspection_stream(inspection)) == at[position].leaf.originator:
            data = {"inspection": inspection, "evidence": told[1], "why": _NOTHING, "on": on}
            found |= _row(at[position], data)
    return found


def _titles(bundle: Bundle, said: Said) -> dict[str, str]:
    """The titles of the inspections, as the first page has them."""
    page = _page(bundle, naming.INDEX)
    found = {unescape(ref): unescape(title) for ref, title in _OF_SEVERAL.findall(page)}
    alone = {row["inspection"] for row in said.rows} | ({said.inspection} if said.inspection else set())
    if not found and len(alone) == 1 and (title := _OF_ONE.search(page)):
        return {alone.pop(): unescape(title[1])}
    return found


def _cycles(
    bundle: Bundle, said: Said, shown: Shown, unseen: list[_Unseen], refs: Mapping[str, str]
) -> Iterator[tuple[_Unseen, dict[str, object]]]:
    """Of each cycle whose opening is not shown, what the pages and the register tell of it."""
    opened = {
        (key(event.inspection), key(event.cycle))
        for record in shown.values()
        if isinstance(event := record.event, CycleOpened)
    }
    left: dict[str, dict[str, str]] = {}
    listed = {ref: _listed(bundle, ref) for ref in {refs.get(one.leaf.originator, "") for one in unseen}}
    named = [
        (row["inspection"], cycle)
        for row in said.rows
        for cycle in (row["cycle"], row["judged_in"], *_until(shown, row["inspection"], row["number"]))
        if cycle
    ]
    for ref, cycle in (*named, *((ref, cycle) for ref, cycles in listed.items() for cycle in cycles)):
        if (key(ref), key(cycle)) not in opened:
            left.setdefault(ref, {}).setdefault(key(cycle), cycle)
    names = {ref: iter(cycles.values()) for ref, cycles in left.items()}
    for one in unseen:
        ref = refs.get(one.leaf.originator, "")
        cycle = next(names.get(ref, iter(())), None)
        if cycle is None:
            continue
        title = _title_of_cycle(bundle, said, ref, cycle)
        kind = None
        if known := listed[ref].get(cycle):
            words, on = known
            title, kind = _parted(words, title)
        else:
            on = said.day if title or not _is_left_open(said, shown, ref, cycle) else _NEVER
        yield one, {"inspection": ref, "cycle": cycle, "title": title or _NOTHING, "kind": kind, "on": on}


def _listed(bundle: Bundle, ref: str) -> dict[str, tuple[str, str]]:
    """By the cycles that the page of an inspection lists, their title and kind, and the day."""
    found = _LISTED.findall(_page(bundle, naming.inspection(ref))) if ref else []
    return {unescape(cycle): (unescape(words), on) for cycle, words, on in found if is_day(on)}


def _parted(words: str, title: str | None) -> tuple[str, str | None]:
    """Title and kind of ``Progress review (follow-up)``; what the title is another page may have said."""
    if title is None:
        title = words.rpartition(" (")[0] if words.endswith(")") and " (" in words else words
    kind = words.removeprefix(title)
    return title, kind[2:-1] or None


def _until(shown: Shown, ref: str, number: str) -> Iterator[str]:
    """The cycles until which one is left open."""
    for record in shown.values():
        match record.event:
            case JudgementRecorded(until=until) as one if (
                until and one.inspection == ref and one.number == number
            ):
                yield until


def _is_left_open(said: Said, shown: Shown, ref: str, cycle: str) -> bool:
    return any(
        row["state"] == "left-open" and cycle in _until(shown, ref, row["number"])
        for row in said.rows
        if row["inspection"] == ref
    )


def _title_of_cycle(bundle: Bundle, said: Said, ref: str, cycle: str) -> str | None:
    told = re.compile(rf"<dd[^<>]*>{re.escape(cycle)}: ([^<]*)</dd>")
    for row in said.rows:
        if row["inspection"] == ref and cycle in (row["cycle"], row["judged_in"]):
            found = told.search(_page(bundle, naming.recommendation(ref, row["number"])))
            return unescape(found[1]) if found else None
    return None


def _page(bundle: Bundle, path: str) -> str:
    try:
        return bundle.read(path, _LARGEST_PAGE).decode("utf-8", "replace")
    except Wrong:
        return ""  # it is found where the page is compared

"""What is not public is in no byte of a bundle.

A ledger is recorded in which every word is a mark of its own (``tests.marks``), and a bundle of it is
searched for them all: what is public by ``tests.readership`` is there, and nothing else.
"""

from __future__ import annotations

import html
import io
import shutil
import sqlite3
import zipfile
from collections import defaultdict
from contextlib import closing

import pytest
from pypdf import PdfReader

from events.evidence import EvidenceDescribed, EvidenceSubmitted, EvidenceWithdrawn
from events.inspectorates import LedgerCopied
from events.judgements import JudgementCorrected, JudgementExplained, JudgementSignedOff
from events.personal_keys import PersonKeyEnrolled
from events.progress import ProgressReported
from events.registry import EVENTS
from events.signing_keys import SigningKeyReplaced, SigningKeyRotated
from ledger.errors import Damaged
from ledger.records import Record
from tests.bundles import publish_all
from tests.marks import MARK, Marks, live
from tests.readership import NOT_FOR_EVERYBODY, Seen, acted, kept, misdeclared, public, repeated, said, shape
from tests.sampling import sample


@pytest.fixture(scope="module")
def marks(tmp_path_factory):
    made = Marks(tmp_path_factory.mktemp("marks") / "ledger")
    with made.ledger:
        live(made)
        yield made


@pytest.fixture(scope="module")
def published(marks, tmp_path_factory):
    """All that a bundle of everything says, in small letters."""
    folder = tmp_path_factory.mktemp("published") / "bundle"
    return read(publish_all(marks.ledger, folder, also=("xlsx", "pdf")))


def read(folder):
    """Every byte of every file, and what is packed, escaped or spread over pages in it, in small letters."""
    found = []
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        data = path.read_bytes()
        found += [path.relative_to(folder).as_posix(), html.unescape(data.decode("latin-1"))]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                found += [packed.read(name).decode() for name in packed.namelist()]
        if path.suffix == ".pdf":
            # A word that is too long for its line goes on in the next.
            pages = [page.extract_text() for page in PdfReader(path).pages]
            found += [*pages, *("".join(page.split()) for page in pages)]
        if path.suffix == ".sqlite":
            with closing(sqlite3.connect(":memory:")) as connection:
                connection.deserialize(data)
                found += list(connection.iterdump())
    return "\n".join(found).lower()


def seen(records, gone):
    """What is known once all is recorded."""
    events = [record.event for record in records]
    return Seen(
        {one.judgement for one in events if isinstance(one, JudgementSignedOff)},
        {
            one.ref
            for one in events
            if isinstance(one, EvidenceSubmitted | ProgressReported) and one.restricted
        },
        {record.by for record in records},
        set(withdrawn(events)),
        gone,
    )


def withdrawn(events):
    """The words that were corrected, or went with their judgement or evidence."""
    void = {one.judgement for one in events if isinstance(one, JudgementCorrected) and one.void}
    gone = {one.evidence for one in events if isinstance(one, EvidenceWithdrawn)}
    last = {one.judgement: one for one in events if isinstance(one, JudgementExplained)}
    shows = {one.evidence: one for one in events if isinstance(one, EvidenceDescribed)}
    for one in events:
        if isinstance(one, JudgementExplained) and (one is not last[one.judgement] or one.judgement in void):
            yield one
        if isinstance(one, EvidenceDescribed) and (one is not shows[one.evidence] or one.evidence in gone):
            yield one


def marked(record: Record):
    """Each field with its mark, those of several texts one by one."""
    for name, value in record.event.fields.items():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str) and MARK in one:
                yield name, one


def test_of_each_event_that_there_is_it_is_said_who_reads_it():
    for event in EVENTS.values():
        for shape_of_it in (event, *event.FORMER.values()):
            assert shape_of_it.READERS.keys() == shape_of_it.FIELDS.keys()


def test_what_must_not_be_public_is_not_declared_so():
    assert [*misdeclared(EVENTS)] == []
    slip = type("Slip", (EVENTS["judgement.noted"],), {"__annotations__": {"note": "Public[str]"}})
    assert [*misdeclared({**EVENTS, "judgement.noted": slip})] == ["judgement.noted.note is Public"]


def test_no_event_that_is_shown_whole_has_what_must_not_be_public():
    whole = {name for name, event in EVENTS.items() if not event.GUARDED}
    assert not whole & NOT_FOR_EVERYBODY.keys()
    assert len(whole) > 25


def test_what_is_public_is_in_the_bundle_and_what_is_not_in_no_byte_of_it(marks, published):
    records = list(marks.ledger.records())
    known = seen(records, marks.gone)
    found = {}
    for record in records:
        event = record.event
        for name, mark in marked(record):
            rule = public(type(event))[name]
            if rule is repeated:
                continue
            answer = mark not in known.gone and rule(event, known)
            assert (mark.lower() in published) == answer, (event.NAME, name)
            found.setdefault((event.NAME, name), set()).add(answer)
    for event in EVENTS.values():
        for name, rule in public(event).items():
            if rule not in (shape, repeated) and (event.NAME, name) not in ONE_ANSWER:
                answers = {said: {True}, kept: {False}}.get(rule, {True, False})
                assert found.get((event.NAME, name)) == answers, (
                    event.NAME,
                    name,
                    "no word of it was looked for",
                )


def test_no_key_of_a_person_is_in_a_bundle(marks, published):
    enrolled = [one.event for one in marks.ledger.records() if isinstance(one.event, PersonKeyEnrolled)]
    assert enrolled
    for event in enrolled:
        for text in (event.key, event.key.partition(":")[2], event.public_key.split()[1]):
            assert text.lower() not in published


_OF_KEYS = {
    ("person-key.enrolled", "key"),
    ("person-key.enrolled", "public_key"),
    ("person-key.retired", "key"),
}
ONE_ANSWER = (
    _OF_KEYS
    | {
        ("signing-key.registered", "verifier_key"),
        ("role.revoked", "person"),
        ("signatures.ruled", "why"),
    }
    | {
        (event.NAME, name)
        for event in (LedgerCopied, SigningKeyRotated, SigningKeyReplaced)
        for name in ("origin", "verifier_key", "before")
    }
)
"""Where no mark can stand, or the ledger above has one answer of two."""


def test_of_an_event_that_is_not_shown_nothing_can_be_guessed(marks, published, tmp_path):
    folder = publish_all(marks.ledger, tmp_path / "bundle")
    rows = [*marks.ledger.store.rows()]
    told = (folder / "history.jsonl").read_bytes().splitlines()
    shown = {
        *(int(path.stem) for path in (folder / "events").iterdir()),
        *(leaf for leaf, row in enumerate(rows) if row[-1] in told),
    }
    records = list(enumerate(marks.ledger.records()))
    commands = {record.command for leaf, record in records if leaf in shown}
    assert len(shown) > 20
    for leaf, record in records:
        hidden = leaf not in shown
        assert (record.salt in published) != hidden, record.event.NAME
        assert not hidden or record.command in commands or record.command not in published
    hidden = {record.event.NAME for leaf, record in records if leaf not in shown}
    never = {
        "person.named",
        "evidence.attached",
        "judgement.noted",
        "judgement.returned",
    }
    assert never <= hidden
    assert not never & {record.event.NAME for leaf, record in records if leaf in shown}
    # Of restricted evidence neither what it says nor why it was withdrawn is shown, of other both are, unless
    # it was withdrawn: then why.
    known = seen([record for _, record in records], marks.gone)
    for leaf, record in records:
        if record.event.NAME in ("evidence.described", "evidence.withdrawn"):
            kept_back = record.event.evidence in known.restricted or record.event in known.withdrawn
            kept_back = kept_back or record.event.fields.get("why") in marks.gone
            assert (leaf in shown) != kept_back


def test_of_an_inspection_that_was_not_asked_for_there_is_no_word(marks, tmp_path):
    told = read(publish_all(marks.ledger, tmp_path / "bundle", "TWO"))
    # What bodies are called, and the words of the publisher's own, are of no inspection.
    records = [one for one in marks.ledger.records() if one.event.NAME.startswith(("body.", "vocabulary."))]
    of_all = {mark for record in records for _, mark in marked(record)}
    for record in marks.ledger.records(inspection="OCSAE"):
        # Of a link both ends are told, the same in both streams.
        for _, mark in () if record.event.NAME.startswith("recommendation.") else marked(record):
            assert mark in of_all or mark.lower() not in told, record.event.NAME


def test_what_had_not_come_on_that_day_is_told_by_no_page_and_no_table(marks, tmp_path):
    folder = publish_all(marks.ledger, tmp_path / "bundle", as_of="2020-03-15")
    # A public word of a later day proves that it is later.
    shutil.rmtree(folder / "events")
    told = read(folder)
    records = list(marks.ledger.records())
    later = [one for one in records if str(one.event.fields.get("on") or "") > "2020-03-15"]
    assert len(later) > 20
    # That two names are one body is so on every day, and names both; so is a word that was added.
    of_no_day = [one for one in records if one.event.NAME in ("body.merged", "vocabulary.word-added")]
    always = {mark for one in of_no_day for _, mark in marked(one)}
    for record in later:
        for name, mark in marked(record):
            assert mark in always or mark.lower() not in told, (record.event.NAME, name)


def test_the_public_reads_in_which_role_somebody_acted(published):
    for words in (
        "an inspector judged recommendation 3 for",
        "confirmed by a second person, an approver.",
        "an approver corrected the judgement of ",
        "(restricted: zq",
    ):
        assert words in published


# If a declaration is taken back

PUBLIC_WORDS = [
    (name, field)
    for name, event in EVENTS.items()
    for field, rule in public(event).items()
    if rule not in (shape, kept, repeated, acted)
]


@pytest.fixture(scope="module")
def said_in(marks):
    """Each mark, with the fields that it stands in."""
    fields = defaultdict(set)
    for record in marks.ledger.records():
        for name, mark in marked(record):
            fields[mark].add((record.event.NAME, name))
    return fields


# What was being written when it stopped is closed by Python.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("name", "field"), sample(PUBLIC_WORDS, 12))
def test_a_field_that_is_no_longer_declared_is_withheld_or_nothing_is_published(
    name, field, marks, said_in, monkeypatch, tmp_path
):
    for event in (EVENTS[name], *EVENTS[name].FORMER.values()):
        monkeypatch.setattr(event, "READERS", {**event.READERS, field: "Internal"})
        guarded = tuple(pair for pair in event.READERS.items() if pair[1] != "Public")
        monkeypatch.setattr(event, "GUARDED", guarded)
    try:
        told = read(publish_all(marks.ledger, tmp_path / "bundle"))
    except (AttributeError, KeyError, TypeError, Damaged):
        return  # what has to be told has no words
    assert not [
        mark for mark, fields in said_in.items() if fields == {(name, field)} and mark.lower() in told
    ]

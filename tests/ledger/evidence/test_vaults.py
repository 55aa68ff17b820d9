"""The contract of ledger.evidence.base: every vault is held to it by the same tests.

A new kind of vault is a line in KINDS: from an empty folder to a place in which evidence is kept.
"""

from __future__ import annotations

from contextlib import ExitStack
from hashlib import sha256

import pytest

from ledger.errors import BadInput, Damaged, Refused, StorageError, Unreadable
from ledger.evidence.vaults import vault_at
from tests import buckets
from tests.pasts import needs

PAPER = b"minutes of the board"
DIGEST = sha256(PAPER).hexdigest()
OTHER = sha256(b"other").hexdigest()


class AFolder:
    """Evidence in a folder that lies apart, and somebody who may write there."""

    def __init__(self, folder):
        self.place = str(folder / "kept")
        self.folder = folder / "kept"

    def files(self):
        return {file.name: file.read_bytes() for file in self.folder.iterdir() if file.is_file()}

    def everything(self):
        return [path for path in self.folder.rglob("*") if path.is_file()]

    def replace(self, name, content):
        (self.folder / name).unlink(missing_ok=True)
        (self.folder / name).write_bytes(content)

    def remove(self, name):
        (self.folder / name).unlink()


class ABucket:
    """The same in a bucket."""

    def __init__(self, folder):
        needs(buckets.is_there(), "moto")
        self.bucket = buckets.new_bucket()
        self.place = f"s3://{self.bucket}/of/the ledger"

    def files(self):
        begins = "of/the ledger/"
        return {
            key.removeprefix(begins): content
            for key, content in buckets.objects(self.bucket).items()
            if "/" not in key.removeprefix(begins)
        }

    def everything(self):
        return list(buckets.objects(self.bucket)) + buckets.unfinished(self.bucket)

    def replace(self, name, content):
        buckets.client().put_object(Bucket=self.bucket, Key=f"of/the ledger/{name}", Body=content)

    def remove(self, name):
        buckets.client().delete_object(Bucket=self.bucket, Key=f"of/the ledger/{name}")


KINDS = {"folder": AFolder, "bucket": ABucket}


@pytest.fixture(params=KINDS)
def kept(request, tmp_path, monkeypatch):
    kept = KINDS[request.param](tmp_path)
    if request.param == "bucket":
        for name, value in buckets.variables().items():
            monkeypatch.setenv(name, value)
    vault_at(kept.place, "L").begin()
    return kept


@pytest.fixture
def vault(kept):
    with vault_at(kept.place, "L") as vault:
        yield vault


@pytest.fixture
def paper(tmp_path):
    (tmp_path / "paper").write_bytes(PAPER)
    return str(tmp_path / "paper")


def keep(kept, *papers):
    with vault_at(kept.place, "L") as vault:
        for each in papers:
            vault.stage(each)
        vault.keep(set)


def test_what_is_kept_has_the_name_of_its_content_and_is_read_as_it_was(kept, vault, paper):
    handed_in = vault.stage(paper)
    assert (handed_in.name, handed_in.sha256, handed_in.size) == ("paper", DIGEST, len(PAPER))
    assert kept.files() == {}
    vault.keep(set)
    assert kept.files() == {DIGEST: PAPER}
    assert b"".join(vault.read(DIGEST)) == b"".join(vault.pieces(DIGEST)) == PAPER
    assert vault.check(DIGEST) == len(PAPER)
    assert (list(vault.names()), vault.left()) == ([DIGEST], [])


def test_an_empty_file_is_kept_too(kept, tmp_path):
    (tmp_path / "empty").touch()
    keep(kept, str(tmp_path / "empty"))
    assert list(kept.files().values()) == [b""]
    assert vault_at(kept.place, "L").check(sha256().hexdigest()) == 0


def test_nothing_is_left_of_what_is_not_kept(kept, paper):
    with vault_at(kept.place, "L") as vault:
        vault.stage(paper)
    assert kept.everything() == []


def test_nothing_is_left_of_what_was_kept_and_not_recorded(kept, paper):
    with vault_at(kept.place, "L") as vault:
        vault.stage(paper)
        vault.keep(set)
        vault.release(set)
    assert kept.everything() == []


def test_what_somebody_else_recorded_meanwhile_stays(kept, paper):
    with vault_at(kept.place, "L") as vault:
        vault.stage(paper)
        vault.keep(set)
        vault.release(lambda: {DIGEST})
    assert kept.files() == {DIGEST: PAPER}


def test_what_somebody_else_keeps_stays_if_it_is_handed_in_again_and_not_recorded(kept, paper):
    keep(kept, paper)
    with vault_at(kept.place, "L") as vault:
        vault.stage(paper)
        vault.keep(lambda: {DIGEST})
        vault.release(set)
    assert kept.files() == {DIGEST: PAPER}


def test_two_who_hand_in_the_same_at_once_keep_it_once(kept, paper):
    with ExitStack() as both:
        one, other = (both.enter_context(vault_at(kept.place, "L")) for _ in range(2))
        one.stage(paper)
        other.stage(paper)
        one.keep(set)
        other.keep(lambda: {DIGEST})
        other.release(lambda: {DIGEST})
    assert kept.files() == {DIGEST: PAPER}


def test_several_files_and_one_twice(kept, paper, tmp_path):
    (tmp_path / "other").write_bytes(b"other")
    keep(kept, paper, str(tmp_path / "other"), paper)
    assert kept.files() == {DIGEST: PAPER, OTHER: b"other"}
    assert list(vault_at(kept.place, "L").names()) == sorted([DIGEST, OTHER])


def test_what_was_altered_or_cut_short_is_told_and_never_taken_for_it(kept, vault, paper):
    keep(kept, paper)
    for wrong in (PAPER[:-1], b"", b"forged" + PAPER[6:]):
        kept.replace(DIGEST, wrong)
        with pytest.raises(Damaged, match="is not what was handed in"):
            vault.check(DIGEST)
        assert b"".join(vault.pieces(DIGEST)) == wrong


def test_what_is_damaged_is_not_replaced_by_who_hands_it_in_again(kept, vault, paper):
    keep(kept, paper)
    kept.replace(DIGEST, b"forged")
    vault.stage(paper)
    with pytest.raises(Damaged):
        vault.keep(lambda: {DIGEST})
    assert kept.files() == {DIGEST: b"forged"}


def test_what_is_gone_is_told(kept, vault, paper):
    keep(kept, paper)
    kept.remove(DIGEST)
    for ask in (
        lambda: vault.check(DIGEST),
        lambda: list(vault.pieces(DIGEST)),
        lambda: list(vault.read(DIGEST)),
    ):
        with pytest.raises(Damaged, match=DIGEST):
            ask()


def test_an_empty_place_is_not_taken_for_the_one_that_events_speak_of(kept, vault, paper):
    vault.check_place(set)
    with pytest.raises(StorageError, match=r"empty|Nothing is in"):
        vault.check_place(lambda: {DIGEST})
    kept.replace("all-was-lost.txt", b"in the flood")
    vault.check_place(lambda: {DIGEST})


def test_what_has_another_name_is_neither_touched_nor_in_the_way(kept, vault, paper):
    kept.replace("all-was-lost.txt", b"in the flood")
    vault.stage(paper)
    vault.keep(set)
    vault.clear(set)
    assert kept.files() == {"all-was-lost.txt": b"in the flood", DIGEST: PAPER}


def test_a_file_beyond_the_limit_or_none_at_all_is_refused_before_anything_is_sent(kept, paper, tmp_path):
    with vault_at(kept.place, "L", len(PAPER) - 1) as vault:
        with pytest.raises(BadInput, match="may be handed in"):
            vault.stage(paper)
        with pytest.raises(BadInput):
            vault.stage(str(tmp_path / "nothing"))
    assert kept.everything() == []


def test_a_file_that_is_written_to_meanwhile_is_refused_and_nothing_is_left(
    kept, vault, tmp_path, monkeypatch
):
    import os

    growing, read, count = tmp_path / "growing", os.read, 0
    growing.write_bytes(b"a" * 100)

    def reading(descriptor, size):
        nonlocal count
        found = read(descriptor, size)
        if found[:1] == b"a" and (count := count + 1) == 2:
            with growing.open("ab") as file:
                file.write(b"b")
        return found

    monkeypatch.setattr(os, "read", reading)
    with pytest.raises(Refused, match="changed while it was taken in"):
        vault.stage(str(growing))
    monkeypatch.undo()
    if isinstance(kept, ABucket):
        for name, value in buckets.variables().items():
            monkeypatch.setenv(name, value)
    vault.__exit__(None, None, None)
    assert kept.everything() == []


def test_what_comes_from_a_copy_is_put_there_whole(kept):
    target = kept.place if isinstance(kept, ABucket) else f"{kept.place}-restored"
    with vault_at(target, "L").filling() as filled:
        filled.vault.put(DIGEST, iter([PAPER[:5], PAPER[5:]]))
        assert filled.vault.check(DIGEST) == len(PAPER)
        filled.put_in_place()
    assert vault_at(target, "L").check(DIGEST) == len(PAPER)


def test_nothing_is_left_of_what_was_put_and_not_put_in_place(kept, tmp_path):
    target = kept.place if isinstance(kept, ABucket) else f"{kept.place}-restored"
    with pytest.raises(KeyError), vault_at(target, "L").filling() as filled:
        filled.vault.put(DIGEST, [PAPER])
        raise KeyError
    assert kept.everything() == []
    assert not (tmp_path / "kept-restored").exists()


@pytest.mark.parametrize(
    "place", ["gs://bucket/x", "file:///srv/x", "s3://", "s3:///x", "s3://A_B/x", "s3://b?x=1/y"]
)
def test_a_place_that_is_none_is_a_sentence(place):
    with pytest.raises(StorageError) as raised:
        vault_at(place, "L")
    assert "SCRUTINY_EVIDENCE" in raised.value.remedy


def test_nobody_named_a_place(paper):
    vault = vault_at("", "postgresql://db/ledger")
    vault.begin()
    vault.check_place(lambda: {DIGEST})
    vault.clear(set)
    assert (list(vault.names()), vault.left(), vault.folder) == ([], [], None)
    with pytest.raises(
        StorageError, match="Nobody named the place for the evidence of postgresql://db/ledger"
    ):
        vault.stage(paper)
    with pytest.raises(Unreadable, match="nobody named the place"):
        vault.check(DIGEST)
    with pytest.raises(Refused, match="Nobody named the place"):
        vault.filling()

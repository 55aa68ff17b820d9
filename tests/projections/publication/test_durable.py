"""Each file of a bundle is synced by itself, and nobody else's is."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from threading import Thread

import pytest

from projections.publication import durable
from projections.publication.durable import sync_each

MANY = 300


@pytest.fixture
def paths(tmp_path):
    for number in range(MANY):
        (tmp_path / str(number)).write_text("x")
    return [*(str(tmp_path / str(number)) for number in range(MANY)), f"{tmp_path}/"]


@pytest.fixture
def synced(monkeypatch):
    seen: Counter[str] = Counter()
    fsync = os.fsync

    def noted(descriptor):
        fsync(descriptor)
        seen[os.readlink(f"/proc/self/fd/{descriptor}")] += 1  # noqa: PTH115  a link of the system

    monkeypatch.setattr(os, "fsync", noted)
    return seen


@pytest.mark.parametrize("count", [0, 3, MANY])
def test_each_is_synced_once(paths, synced, count):
    wanted = paths[MANY - count :]
    sync_each(wanted)
    assert synced == Counter(path.rstrip("/") for path in wanted)


def test_who_may_have_no_thread_syncs_all_the_same(paths, synced, monkeypatch):
    def no_more(_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(Thread, "start", no_more)
    sync_each(paths)
    assert len(synced) == MANY + 1


@pytest.mark.parametrize("few", [0, 1000], ids=["threads", "none"])
@pytest.mark.parametrize("at", [0, 150, MANY - 1])
def test_one_that_cannot_be_synced_is_an_error(paths, monkeypatch, at, few):
    monkeypatch.setattr(durable, "_FEW", few)
    Path(paths[at]).unlink()
    with pytest.raises(FileNotFoundError):
        sync_each(paths)


def test_a_publication_syncs_its_files_its_folders_and_its_place(tmp_path, synced):
    from projections.publication.files.base import File
    from projections.publication.folder import Folder

    with Folder(str(tmp_path / "out")) as folder:
        folder.write([File("a", b"1"), File("b/c/d", b"2"), File("b/e/f", b"3")])
        folder.finish()
        passing = next(path for path in tmp_path.iterdir())
        names = ["a", "b/c/d", "b/e/f", "SHA256SUMS", "b", "b/c", "b/e"]
        assert synced == Counter([str(passing), *(f"{passing}/{name}" for name in names)])
        folder.put()
    assert synced[str(tmp_path)] == 1

"""A file that was made to do harm ends at a limit, in a process of its own."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.errors import LedgerError
from ledger.tables.base import DEFAULT_LIMITS
from ledger.tables.errors import TooMuch, UnreadableTable
from ledger.tables.reading import read_tables


def limited(path: Path, **limits: int) -> LedgerError:
    with pytest.raises(LedgerError) as refused:
        read_tables(path, limits=replace(DEFAULT_LIMITS, **limits))
    assert refused.value.remedy
    return refused.value


def descriptors() -> int:
    held = Path("/proc/self/fd")
    return len(list(held.iterdir())) if held.is_dir() else 0


def rows(folder: Path, count: int, width: int = 3) -> Path:
    path = folder / "register.csv"
    path.write_text((",".join("x" * width) + "\n") * count, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("limits", "said"),
    [({"size": 100}, "bytes"), ({"cells": 2000}, "cells"), ({"columns": 2}, "columns")],
)
def test_each_limit_is_said(tmp_path: Path, limits: dict[str, int], said: str) -> None:
    refused = limited(rows(tmp_path, 1000), **limits)
    assert isinstance(refused, TooMuch)
    assert said in refused.message


def test_memory_ends(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(b"a,b\n" + b"x" * 60_000_000)
    assert "memory" in limited(path, memory=150_000_000).message


def test_time_ends(tmp_path: Path) -> None:
    assert isinstance(limited(rows(tmp_path, 1_500_000, 4), seconds=1), TooMuch)


def test_only_a_file_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "none.csv", Path("/dev/zero")):
        assert isinstance(limited(path), UnreadableTable)


def test_what_comes_back_is_read_again_and_again(tmp_path: Path) -> None:
    path = tmp_path / "register.json"
    path.write_text(json.dumps([{"a": str(number), "b": "x" * 100} for number in range(9000)]))
    before = descriptors()
    sheet = read_tables(path).sheets[0]
    assert len(sheet.rows) == 9001
    assert [number for number, _ in sheet.rows] == list(range(9001))
    assert sheet.rows[-1] == sheet.rows[9000] == sheet.rows[8999:][1]
    with pytest.raises(IndexError):
        sheet.rows[9001]
    del sheet
    assert descriptors() == before

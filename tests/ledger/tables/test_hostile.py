"""Files that were damaged at random, and a package that is not there: a sentence each time."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from ledger.errors import LedgerError, NotInstalled
from ledger.tables.base import DEFAULT_LIMITS
from ledger.tables.reading import read_tables


def a_workbook(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for row in range(40):
        sheet.write_row(row, 0, [row, "words", row / 7])
    book.close()


def a_page(path: Path) -> None:
    path.write_text("<table><caption>c<tr><th rowspan=2>é<td colspan=2>b<br>c" * 9, encoding="utf-8")


def a_list(path: Path) -> None:
    path.write_text('[{"a": 1.10, "b": "é"}, {"c": null, "a": -3}]' + " " * 40, encoding="utf-8")


def a_text(path: Path) -> None:
    path.write_text('a,b\r\n"1\n2",é\r\n' * 20, encoding="utf-8")


MADE: dict[str, Callable[[Path], None]] = {
    "register.xlsx": a_workbook,
    "register.html": a_page,
    "register.json": a_list,
    "register.csv": a_text,
    "register.xls": lambda path: (
        path.write_bytes(Path(__file__).with_name("libreoffice.xls").read_bytes()) and None
    ),
}


@pytest.mark.parametrize("name", MADE)
def test_a_damaged_file_is_read_or_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    MADE[name](tmp_path / name)
    right = (tmp_path / name).read_bytes()
    for damage in (1, 1, 5, 30, 200):
        data = bytearray(right)
        for _ in range(damage):
            data[chance.randrange(len(data))] = chance.randrange(256)
        (tmp_path / name).write_bytes(data[: chance.randrange(1, len(data))] if damage == 5 else data)
        try:
            tables = read_tables(tmp_path / name, limits=replace(DEFAULT_LIMITS, seconds=20))
        except LedgerError as refused:
            assert refused.message.endswith(".")
            assert refused.remedy
        else:
            assert all(len(list(sheet.rows)) == len(sheet.rows) for sheet in tables.sheets)


@pytest.mark.parametrize(
    ("name", "package"), [("register.xlsx", "python_calamine"), ("register.html", "selectolax")]
)
def test_a_package_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str
) -> None:
    (tmp_path / f"{package}.py").write_text("raise ImportError", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    MADE[name](tmp_path / name)
    with pytest.raises(NotInstalled, match=package.replace("_", "-")) as refused:
        read_tables(tmp_path / name)
    assert refused.value.exit_status == 1
    assert "pip install '.[import]'" in refused.value.remedy


def test_what_needs_no_package_is_read_without_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("python_calamine", "selectolax"):
        (tmp_path / f"{package}.py").write_text("raise ImportError", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("register.csv", "register.json"):
        MADE[name](tmp_path / name)
        assert len(read_tables(tmp_path / name).sheets) == 1

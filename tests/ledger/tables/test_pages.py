"""Tables of pages saved from a site."""

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.tables.base import DEFAULT_LIMITS, Tables
from ledger.tables.errors import TooMuch, UnreadableTable
from ledger.tables.reading import read_tables


def read(folder: Path, page: str, codec: str = "utf-8", name: str = "register.html") -> Tables:
    path = folder / name
    path.write_bytes(page.encode(codec))
    return read_tables(path)


def texts(tables: Tables, sheet: int = 0) -> list[list[str]]:
    return [[cell.text for cell in cells] for _, cells in tables.sheets[sheet].rows]


def test_lines_paragraphs_and_items_are_lines(tmp_path: Path) -> None:
    page = """<table><tr><td>one<br>two<p>three</p><p>fo<b>ur</b></p><ul><li>five<li>six</ul> seven
        eight<td>1,2</table>"""
    assert texts(read(tmp_path, page)) == [["one\ntwo\nthree\nfour\nfive\nsix\nseven eight", "1,2"]]


def test_spans_belong_to_each_row_and_column(tmp_path: Path) -> None:
    page = """<table><tr><th rowspan=2>a<th colspan=2>b<tr><td>c<td>d<tr><td colspan=3>e
        <tbody><tr><td rowspan=0>f<td>g<tr><td>h<tbody><tr><td rowspan=9>i<tr><td>j</table>"""
    tables = read(tmp_path, page)
    assert texts(tables) == [
        ["a", "b", "b"],
        ["a", "c", "d"],
        ["e", "e", "e"],
        ["f", "g"],
        ["f", "h"],
        ["i"],
        ["i", "j"],
    ]
    flagged = [[bool(cell.flags) for cell in cells] for _, cells in tables.sheets[0].rows]
    assert flagged[:3] == [[False, False, True], [True, False, False], [False, True, True]]


def test_each_table_is_a_sheet_and_an_inner_one_is_no_part_of_the_outer(tmp_path: Path) -> None:
    page = """<!DOCTYPE html><p>x<table><caption>The <i>register</i></caption>
        <tr><td>a<table><tr><td>inner</table></table><table hidden><tr><td>b</table>"""
    tables = read(tmp_path, page)
    assert [(sheet.name, sheet.visible) for sheet in tables.sheets] == [
        ("The register", True),
        ("Table 2", True),
        ("Table 3", False),
    ]
    assert [texts(tables, place) for place in range(3)] == [[["a"]], [["inner"]], [["b"]]]
    assert tables.sheets[0].rows[0][1][0].flags == ("nested-table",)


def test_what_is_struck_or_hidden_is_said(tmp_path: Path) -> None:
    page = """<table><tr><td>a <del>b</del><td style="text-decoration: line-through">c<td>d
        <tr style="display:none"><td>e<script>no()</script><td><span hidden>f</span></table>"""
    tables = read(tmp_path, page)
    assert texts(tables) == [["a b", "c", "d"], ["e", ""]]
    assert [[cell.flags for cell in cells] for _, cells in tables.sheets[0].rows] == [
        [("struck-out",), ("struck-out",), ()],
        [("hidden-row",), ()],
    ]


def test_rows_without_words_are_counted(tmp_path: Path) -> None:
    tables = read(tmp_path, "<table><tr><td><tr><td>&nbsp;<tr><td>a</table>")
    assert [number for number, _ in tables.sheets[0].rows] == [3]


@pytest.mark.parametrize("said", ["cp1252", "mac_roman", "windows-1252", "iso-8859-15", "utf-8"])
def test_the_page_says_its_encoding(tmp_path: Path, said: str) -> None:
    page = f'<html><head><meta charset="{said}"></head><table><tr><td>café</table>'
    tables = read(tmp_path, page, said)
    assert texts(tables) == [["café"]]
    assert tables.encoding == said


def test_utf_16_and_a_page_that_calls_itself_a_workbook(tmp_path: Path) -> None:
    tables = read(tmp_path, "<html><table><tr><td>Ärger</table>", "utf-16", "register.xls")
    assert (tables.kind, texts(tables)) == ("html", [["Ärger"]])


def test_words_are_never_made_numbers_or_dates(tmp_path: Path) -> None:
    tables = read(tmp_path, "<table><tr><td>1,2<td>None<td>007<td>1/2</table>")
    assert [cell.value for cell in tables.sheets[0].rows[0][1]] == ["1,2", "None", "007", "1/2"]


def test_spans_without_end_are_cut_at_the_limit(tmp_path: Path) -> None:
    with pytest.raises(TooMuch):
        read(tmp_path, "<table><tr>" + "<td colspan=1000 rowspan=65534>x" * 3 + "</table>")


def test_endless_nesting_ends(tmp_path: Path) -> None:
    path = tmp_path / "register.html"
    path.write_text("<table><tr><td>" + "<div>" * 200_000, encoding="utf-8")
    with pytest.raises(UnreadableTable):
        read_tables(path, limits=replace(DEFAULT_LIMITS, seconds=3))
    path.write_text("<table><tr><td>" + "<b>" * 3000 + "deep", encoding="utf-8")
    assert texts(read_tables(path)) == [["deep"]]


def test_a_page_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match="without a table"):
        read(tmp_path, "<html><body>nothing")

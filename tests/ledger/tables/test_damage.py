"""What is found in the words of a cell, beside what looks like it and is right."""

import json
from pathlib import Path

import pytest

from ledger.tables.damage import odd
from ledger.tables.flags import FLAGS
from ledger.tables.mojibake import undone
from ledger.tables.reading import read_tables

RIGHT = "The State’s “own” plan – São Tomé, Žižek, naïve, £5, 50 °C, Ærø"


@pytest.mark.parametrize("codec", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("word", ["State’s", "café", "“own”", "£5", "naïve – so"])
def test_damage_is_undone_byte_for_byte(codec: str, word: str) -> None:
    try:
        damaged = word.encode().decode(codec)
    except UnicodeDecodeError:
        damaged = word.encode().decode("latin-1")
    assert undone(f"a {damaged} b") == f"a {word} b"


def test_damage_of_damage_is_undone() -> None:
    assert undone("cafÃƒÂ©") == "café"
    assert undone("the StateÕs duty") == "the State’s duty"
    assert undone("right – and cafÃ© wrong") == "right – and café wrong"


@pytest.mark.parametrize(
    "word",
    [
        RIGHT,
        "SÃO PAULO",
        "ÂNGELO",
        "Ô temps",
        "Òsim Ólafur",
        "東京",
        "™ ®",
        "Â",
        "A & B; C",
        "R&D; more",
        "&;",
        "AT&T;",
    ],
)
def test_what_is_right_is_left_alone(word: str) -> None:
    assert undone(word) is None
    assert odd(word) == ()


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("a\x07b", "control"),
        ("a\x85b", "control"),
        ("a\u202eb", "bidi"),
        ("a\ufffdb", "replacement"),
        ("a_x000D_b", "x000d"),
        ("caf&#233;", "escaped"),
        ("Fish &amp; chips", "escaped"),
        ("a &nbsp; b", "escaped"),
        ("cafÃ©", "mojibake"),
    ],
)
def test_each_is_flagged_in_a_file(tmp_path: Path, text: str, flag: str) -> None:
    path = tmp_path / "register.json"
    path.write_text(json.dumps([{"a": text, "b": "fine"}]), encoding="utf-8")
    _, (damaged, fine) = read_tables(path).sheets[0].rows[1]
    assert (damaged.text, damaged.flags, fine.flags) == (text, (flag,), ())
    assert flag in FLAGS


def flags_of_column(folder: Path, texts: list[str]) -> dict[int, tuple[str, ...]]:
    path = folder / "register.json"
    path.write_text(json.dumps([{"a": text} for text in texts]), encoding="utf-8")
    return {number: cell.flags for number, (cell,) in read_tables(path).sheets[0].rows if cell.flags}


def test_an_end_that_is_missing_beside_others_that_are_there(tmp_path: Path) -> None:
    sentence = "The police should review the plan for training of every officer {}"
    texts = [sentence.format(f"in year {year}.") for year in range(30)]
    assert flags_of_column(tmp_path, texts) == {}
    assert flags_of_column(tmp_path, [*texts, sentence.format("in ye")]) == {31: ("cut-off",)}


def test_a_text_of_a_length_where_programs_cut(tmp_path: Path) -> None:
    assert flags_of_column(tmp_path, ["x" * 255, "x" * 254, "y" * 254 + "."]) == {1: ("cut-off",)}
    assert flags_of_column(tmp_path, ["x" * 180, "y" * 180, "z" * 90]) == {1: ("cut-off",), 2: ("cut-off",)}


def test_texts_that_never_end_with_a_mark_are_whole(tmp_path: Path) -> None:
    assert flags_of_column(tmp_path, ["x" * (100 + number) for number in range(50)]) == {}

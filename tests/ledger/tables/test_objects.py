"""Lists of objects (JSON)."""

from pathlib import Path

import pytest

from ledger.tables.errors import UnreadableTable
from ledger.tables.reading import read_tables


def read(folder: Path, text: str) -> list[tuple[int, list[str]]]:
    path = folder / "register.json"
    path.write_text(text, encoding="utf-8")
    tables = read_tables(path)
    assert tables.kind == "json"
    return [(number, [cell.text for cell in cells]) for number, cells in tables.sheets[0].rows]


@pytest.mark.parametrize("around", ["%s", '{"rows": %s}', '{"made": {"by": [1]}, "rows": %s, "more": 1}'])
def test_headings_are_all_keys_in_order(tmp_path: Path, around: str) -> None:
    rows = read(tmp_path, around % '[{"a": "x", "b": true}, {"c": null, "a": 1.10}, {}, {"c": "y"}]')
    assert rows == [(0, ["a", "b", "c"]), (1, ["x", "true", ""]), (2, ["1.10", "", ""]), (4, ["", "", "y"])]


def test_numbers_keep_their_digits(tmp_path: Path) -> None:
    rows = read(tmp_path, '[{"a": 12345678901234567890123, "b": 1e3, "c": -0, "d": 1.0}]')
    assert rows[1][1] == ["12345678901234567890123", "1e3", "-0", "1.0"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"a": 1}, {"bodies": ["x"]}]', "item 2, “bodies” is a list"),
        ('[{"a": {"b": 1}}]', "item 1, “a” is an object"),
        ('[{"a": 1, "a": 2}]', "“a” stands twice"),
        ('[{"a": 1}, 2]', "Item 2"),
        ('[{"a": 1}', "breaks off after item 1"),
        ('[{"a": NaN}]', "no JSON in line 1"),
        ('{"a": 1}', 'without "rows"'),
        ('{"rows": {"a": 1}}', "no list of objects"),
        ('[{"a": ' + "[" * 100_000, "nested too deeply"),
        ('{"rows": [' + '{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_list_of_flat_objects_is_refused_with_its_place(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(UnreadableTable, match=said):
        read(tmp_path, text)

"""Separated text: encodings, separators, line ends, quotes, and the numbers of rows."""

from hashlib import sha256
from pathlib import Path

import pytest

from ledger.tables.base import Tables
from ledger.tables.errors import UnreadableTable, WrongEncoding
from ledger.tables.reading import read_tables


def read(folder: Path, data: bytes, **said: str) -> Tables:
    path = folder / "register.csv"
    path.write_bytes(data)
    return read_tables(path, **said)


def texts(tables: Tables) -> list[list[str]]:
    return [[cell.text for cell in cells] for _, cells in tables.sheets[0].rows]


WORDS = "number,text\n1,Ärger – “café”\n2,plain\n"


def test_a_file_is_read_from_a_folder_that_was_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert texts(read(tmp_path, WORDS.encode()))[0] == ["number", "text"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_certain(tmp_path: Path, codec: str) -> None:
    tables = read(tmp_path, WORDS.encode(codec))
    assert texts(tables) == [["number", "text"], ["1", "Ärger – “café”"], ["2", "plain"]]
    assert tables.certainty == "certain"


@pytest.mark.parametrize("codec", ["cp1252", "mac_roman"])
def test_older_encodings_are_guessed_and_said_to_be(tmp_path: Path, codec: str) -> None:
    tables = read(tmp_path, "text\nthe State’s “own” café\n".encode(codec))
    assert texts(tables)[1] == ["the State’s “own” café"]
    assert (tables.encoding, tables.certainty) == (codec, "guessed")
    assert "the State’s" in tables.notes[0]
    assert ("Õ" if codec == "mac_roman" else "í") in tables.notes[0]


@pytest.mark.parametrize("codec", ["cp1252", "mac_roman", "cp437", "iso8859-15", "cp1251", "shift_jis"])
def test_an_encoding_that_is_given_is_used(tmp_path: Path, codec: str) -> None:
    words = {"cp1251": "Жалоба", "shift_jis": "東京"}.get(codec, "é")
    tables = read(tmp_path, f"a,b\n{words},2\n".encode(codec), encoding=codec)
    assert texts(tables)[1] == [words, "2"]
    assert tables.certainty == "given"


@pytest.mark.parametrize(
    ("name", "said"), [("utf-8", "0xe9"), ("nonsense", "no encoding"), ("rot13", "rot13")]
)
def test_an_encoding_that_does_not_fit_is_refused(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(WrongEncoding, match=said):
        read(tmp_path, b"a,b\ncaf\xe9,2\n", encoding=name)


def test_a_few_bytes_that_are_no_utf8_do_not_turn_the_others(tmp_path: Path) -> None:
    tables = read(tmp_path, ("a,b\n" + "é,ü\n" * 20).encode() + b"caf\xe9,x\n")
    assert texts(tables)[1] == ["é", "ü"]
    last = tables.sheets[0].rows[-1][1][0]
    assert (last.text, last.flags) == ("caf\ufffd", ("replacement",))
    assert "line 22" in tables.notes[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_found(tmp_path: Path, delimiter: str, ends: str) -> None:
    rows = ["number|text|body", '1|"a, b; c"|X', f'2|"one{ends}two"|Y', "", "4|d|Z"]
    tables = read(tmp_path, ends.join(row.replace("|", delimiter) for row in rows).encode())
    assert tables.delimiter == delimiter
    assert [number for number, _ in tables.sheets[0].rows] == [1, 2, 3, 5]
    assert tables.sheets[0].rows[2][1][1].text == f"one{ends}two"


def test_leading_blank_rows_are_counted_and_an_order_to_excel_is_not(tmp_path: Path) -> None:
    tables = read(tmp_path, b"sep=;\r\n\r\n;;\r\na;b\r\n")
    assert tables.sheets[0].rows[0][0] == 3
    assert tables.delimiter == ";"


def test_text_is_never_made_a_number_or_a_date(tmp_path: Path) -> None:
    tables = read(tmp_path, b"a,b,c,d\n007,1.10,1/2,2021-08-18\n")
    assert [cell.value for cell in tables.sheets[0].rows[1][1]] == ["007", "1.10", "1/2", "2021-08-18"]


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match="row 3"):
        read(tmp_path, b'a,b\n1,x\n2,"y\n3,z\n')


def test_a_quotation_mark_inside_of_quotes_is_said(tmp_path: Path) -> None:
    tables = read(tmp_path, b'a,b\n1,"x"y"\n2,z\n')
    assert "row 2" in tables.notes[0]


@pytest.mark.parametrize("heading", ["PK", "[x]", "{a", "GIF", "<5", "MIME"])
def test_headings_that_look_like_other_kinds_are_headings(tmp_path: Path, heading: str) -> None:
    tables = read(tmp_path, f"{heading},b\n1,2\n".encode())
    assert (tables.kind, texts(tables)[0]) == ("csv", [heading, "b"])


def test_simple_quotes_are_found(tmp_path: Path) -> None:
    tables = read(tmp_path, b"'a','b'\n'1','x, y'\n'2','it''s'\n")
    assert (tables.quote, texts(tables)[2]) == ("'", ["2", "it's"])


def test_the_digest_is_of_the_file(tmp_path: Path) -> None:
    assert read(tmp_path, b"a,b\n1,2\n").digest == sha256(b"a,b\n1,2\n").hexdigest()


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\x00", b"%PDF-1.7", b"\x00\x01\x02\x03" * 50, b"PK\x03\x04junk"]
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableTable) as refused:
        read(tmp_path, data)
    assert refused.value.exit_status == 2
    assert refused.value.message.startswith("register.csv")
    assert refused.value.remedy

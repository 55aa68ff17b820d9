"""What a text must be like to be recorded."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from ledger import validation as words
from ledger.errors import BadInput


@pytest.mark.parametrize(
    "bad",
    [
        "\x00",
        "\x07",
        "\x0b",
        "\x1b[31m",
        "\r",
        "\x7f",
        "\x85",
        "\u2028",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\ud800",
    ],
)
def test_a_character_that_acts_or_is_broken_is_refused_by_its_code_and_place(bad):
    with pytest.raises(BadInput, match=rf"U\+{ord(bad[0]):04X}, at place 6"):
        words.prose(f"Hello{bad}world", "text")


@pytest.mark.parametrize("good", ["Ünïcödé – “quoted” 中文 😀", "two\nlines\tand a tab", "a\u200db", "עברית"])
def test_ordinary_text_of_any_language_is_taken_as_it_is(good):
    assert words.prose(good, "text") == good


def test_line_ends_are_made_one_kind_and_blank_edges_cut():
    assert words.prose("  a\r\nb  \n", "text") == "a\nb"


@pytest.mark.parametrize("empty", ["", " ", "\n\t ", "\u00a0"])
def test_empty_text_is_refused(empty):
    with pytest.raises(BadInput, match="text is empty"):
        words.prose(empty, "text")


def test_text_beyond_the_limit_is_told_its_length():
    assert len(words.prose("x" * 100_000, "text")) == 100_000
    with pytest.raises(BadInput, match="1,048,576 characters; the ledger takes 100,000"):
        words.prose("x" * 1_048_576, "text")
    with pytest.raises(BadInput, match="301 characters; the ledger takes 300"):
        words.line("x" * 301, "title")


@for_all(st.text())
def test_what_is_taken_can_be_stored_and_read_aloud(text):
    try:
        taken = words.prose(text, "text")
    except BadInput:
        return
    assert taken.encode().decode() == taken
    assert taken.strip() == taken != ""
    assert words.prose(taken, "text") == taken


@pytest.mark.parametrize("origin", ["example.org/ledger", "hmics.scot/2026"])
def test_an_origin_is_printable(origin):
    assert words.origin(origin) == origin


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "é", "a\n"])
def test_an_origin_that_a_checkpoint_cannot_hold_is_refused(origin):
    with pytest.raises(BadInput):
        words.origin(origin)


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 events"), (1, "1 event"), (2, "2 events"), (1234, "1,234 events")]
)
def test_one_of_a_thing_is_not_said_in_the_plural(count, said):
    assert words.so_many_events(count) == said


def test_a_plural_of_its_own():
    assert (words.so_many(1, "leaf", "leaves"), words.so_many(2, "leaf", "leaves")) == ("1 leaf", "2 leaves")

"""What is too long for a line is cut between words."""

import pytest

from commands.cli.offers import first_words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("evidence handed in, on 1 November 2026", "evidence handed in, on…"),
        ("evidence handed", "evidence handed"),
        ("two\n lines", "two lines"),
        ("", ""),
    ],
)
def test_no_word_is_broken(text, shown):
    assert first_words(text, 24) == shown

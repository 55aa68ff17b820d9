"""The pictures in docs are those that ``make gallery`` takes, each small and told in words."""

from __future__ import annotations

import re

from tests.browser.gallery import FOLDER, PICTURES, take


def test_every_picture_is_there_and_small():
    assert {file.name for file in FOLDER.iterdir()} == set(PICTURES)
    assert max(file.stat().st_size for file in FOLDER.iterdir()) < 200_000


def test_every_picture_is_shown_with_its_words():
    told = [(FOLDER.parent / name).read_text(encoding="utf-8") for name in ("publication.md", "paper.md")]
    shown = dict(re.findall(r"!\[([^]]+)\]\(gallery/([^)]+)\)", "".join(told)))
    assert sorted(shown.values()) == sorted(PICTURES)
    assert all(len(words) > 40 for words in shown)


def test_the_pictures_can_be_taken(browser, published, tmp_path):
    take(browser, published / "one", tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == set(PICTURES)

"""What every reading command answers, and a bundle holds, is what it was: see ``tests.answering``."""

from difflib import unified_diff
from itertools import islice

import pytest

from tests.answering import NAMES, answers, kept


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_is_asked_is_answered_otherwise_than_before(name, tmp_path):
    before, now = kept(name), answers(name, tmp_path)
    assert before.keys() == now.keys()
    differing = {asked: answer for asked, answer in before.items() if now[asked] != answer}
    told = "\n".join(
        "\n".join(islice(_difference(asked, answer, now[asked]), 12))
        for asked, answer in islice(differing.items(), 8)
    )
    if differing:
        pytest.fail(f"{len(differing)} of {len(before)} differ: {', '.join(differing)}\n{told}")


def _difference(asked, before, now):
    before, now = (text.decode(errors="replace").splitlines() for text in (before, now))
    return unified_diff(before, now, f"before: {asked}", "now", n=0, lineterm="")

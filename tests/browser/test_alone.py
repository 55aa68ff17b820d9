"""A bundle needs nothing but itself: no script, no server, no other place.

``visits`` holds that no page asks for anything else.
"""

from __future__ import annotations

import pytest

from tests.browser.published import PAPERS


def test_all_is_there_without_a_script(visits, without_script, kind):
    able, plain = visits(kind), without_script(kind)
    script = able.locator("script").count()
    # What can be done with a list beside reading it stands above it, and in its headings.
    able.evaluate("document.querySelector('.tools')?.remove()")
    able.evaluate("document.querySelectorAll('th button').forEach(one => one.replaceWith(...one.childNodes))")
    assert plain.screenshot() == able.screenshot()
    assert plain.inner_text("body") == able.inner_text("body")
    style = [] if kind in PAPERS else ["style.css"]
    assert [address.rpartition("/")[2] for address in visits.asked] == [
        able.url.rpartition("/")[2],
        *style,
        *["lists.js"] * script,
    ]


def test_a_server_shows_the_same_as_the_folder(visits, server):
    from_folder = visits("index of one inspection").screenshot()
    visits.asked.clear()
    visits.root = server
    page = visits("index of one inspection")
    assert page.screenshot() == from_folder
    page.get_by_role("link", name="What changed").click()
    assert page.title().startswith("What changed")
    assert len(visits.asked) == 5


@pytest.mark.parametrize("words", ["recommendation of hostile words", "body"])
def test_hostile_words_stay_words(visits, words):
    page = visits(words)
    assert page.evaluate("document.querySelectorAll('main script, img, main b, main [onload]').length") == 0


def test_a_script_would_be_refused_and_told(visits):
    page = visits("accessibility")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))"
    )
    assert page.evaluate("window.ran") is None
    assert len(visits.complaints) == 1
    visits.complaints.clear()

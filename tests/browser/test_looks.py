"""What looks at the pages sees what is wrong with one."""

from __future__ import annotations

import pytest

from tests.browser.visits import look


@pytest.mark.parametrize(
    ("name", "harm", "seen"),
    [
        ("cut", "document.querySelector('h1').style.width = '90rem'", "<h1"),
        ("cut", "document.querySelector('.totals').style.width = '90rem'", "the page is"),
        ("cut", "document.querySelector('dl').style = 'height: 1rem; overflow: hidden'", "too low"),
        ("broken", "document.querySelector('h1').style = 'width: 5ch; word-break: break-all'", "hild"),
        ("contrast", "document.querySelector('h1').style.color = '#bbb'", "<h1"),
        ("contrast", "document.querySelector('svg text').style.fill = '#bbb'", "<text"),
        ("contrast", "document.querySelector('.chart-edge').style.stroke = '#ddd'", "<path"),
        ("crowded", "document.querySelector('svg text').setAttribute('x', '-9')", "leaves the picture"),
        ("crowded", "document.querySelectorAll('svg text')[1].setAttribute('y', '16')", "lies on"),
    ],
)
def test_a_page_that_was_harmed_is_seen(visits, name, harm, seen):
    page = visits("index of one inspection", width=700)
    assert look(page, name) == []
    page.evaluate(harm)
    assert any(seen in one for one in look(page, name)), look(page, name)


def test_a_focus_that_nobody_sees_is_seen(visits):
    page = visits("index of one inspection")
    page.keyboard.press("Tab")
    assert look(page, "focus")["ringed"]
    page.evaluate("document.activeElement.style.outline = 'none'")
    assert not look(page, "focus")["ringed"]
    page.evaluate("document.querySelector('.ds_page').style = 'position: fixed; inset: 0; z-index: 9'")
    assert look(page, "focus")["covered"]

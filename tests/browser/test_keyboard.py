"""A person with a keyboard alone gets everywhere, sees where they are, and gets out again."""

from __future__ import annotations

from tests.browser.published import PAPERS
from tests.browser.visits import look


def walk(page):
    """Each stop until the focus leaves the page, from whose end it may come straight to its beginning."""
    page.keyboard.press("Tab")
    stop = first = look(page, "focus")
    while stop:
        yield stop
        page.keyboard.press("Tab")
        stop = look(page, "focus")
        if stop and stop["what"] == first["what"]:
            return


def test_tab_stops_at_all_there_is_in_order_and_in_sight_and_nowhere_is_a_trap(visits, kind):
    # 1280 by 1024 at four times the size.
    page = visits(kind, width=320, height=256)
    stops = list(walk(page))
    assert [stop["what"] for stop in stops] == look(page, "stops")
    assert kind in PAPERS or 'href="#main-content"' in stops[0]["what"]
    assert [stop for stop in stops if not (stop["ringed"] and stop["there"]) or stop["covered"]] == []


def test_the_skip_link_shows_itself_and_leads_past_the_navigation(visits):
    page = visits("recommendation")
    assert page.locator(".ds_skip-links__link").bounding_box()["height"] <= 1
    page.keyboard.press("Tab")
    box = page.locator(".ds_skip-links__link").bounding_box()
    assert box["height"] >= 24
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_frame_that_scrolls_is_scrolled_by_its_arrow_keys(visits):
    page = visits("index of one inspection", width=700)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    scrolled = 0
    for frame in page.query_selector_all(".scroll"):
        if frame.is_visible() and frame.evaluate("one => one.scrollWidth > one.clientWidth"):
            frame.focus()
            page.keyboard.press("ArrowRight")
            page.wait_for_function("one => one.scrollLeft > 0", arg=frame)
            scrolled += 1
    assert scrolled


def test_what_is_folded_away_is_opened_by_enter_and_has_the_figures(visits):
    page = visits("index of one inspection")
    page.locator("figure summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#figures-over-time").is_visible()

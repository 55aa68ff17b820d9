"""Words and charts stand out from their ground in each scheme, and where a person chose all colours."""

from __future__ import annotations

import pytest

from tests.browser import tools
from tests.browser.visits import Visits, look, unfold
from tests.pasts import needs


def test_everything_stands_out(visits, kind):
    page = visits(kind)
    unfold(page)
    for scheme in ("light", "dark"):
        for forced in ("none", "active"):
            page.emulate_media(color_scheme=scheme, forced_colors=forced)
            assert (scheme, forced, look(page, "contrast")) == (scheme, forced, [])
    page.emulate_media(media="print", color_scheme="dark", forced_colors="none")
    assert look(page, "contrast") == []


@pytest.mark.parametrize("kind", ["index of one inspection", "recommendation with all there is"])
def test_it_may_be_dressed_in_the_style_of_the_design_system(tab, published, kind):
    needs(tools.DESIGN_SYSTEM.exists(), "the design system (make tools)")
    styles = [file.read_text(encoding="utf-8") for file in (published / "one/style.css", tools.DESIGN_SYSTEM)]
    tab.route("**/style.css", lambda route: route.fulfill(body="".join(styles), content_type="text/css"))
    try:
        page = Visits(tab, published.as_uri())(kind, width=320)
        assert look(page, "cut") == []
        assert look(page, "contrast") == []
    finally:
        tab.unroute("**/style.css")


def test_dark_is_dark(visits):
    page = visits("recommendation")
    page.emulate_media(color_scheme="dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(one) for one in ground[4:-1].split(",")) < 64


def test_a_status_is_told_apart_without_colour(visits):
    patterns = visits("index of several").evaluate(
        "[...document.querySelectorAll('#over-time-title ~ defs pattern')]"
        ".map(one => [...one.children].map(child => child.tagName).join())"
    )
    assert len(set(patterns)) == len(patterns) == 3

"""No kind of page breaks a rule of axe-core, of WCAG 2.2 AA or good practice: wide, narrow, light, dark."""

from __future__ import annotations

import pytest

from tests.browser.chromium import PHONE, WIDE
from tests.browser.tools import AXE
from tests.browser.visits import unfold
from tests.pasts import needs

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Preloading would ask for the style sheet again, which the page's own policy forbids.
RUN = """async (tags) => {
  const {violations} = await axe.run({runOnly: tags, preload: false, resultTypes: ["violations"]});
  return violations.flatMap(({id, nodes}) => nodes.map((one) => `${id}: ${one.html} ${one.failureSummary}`));
}"""


@pytest.fixture
def examined(visits):
    """examined(kind) -> a page with axe-core, and all that can be opened open."""
    needs(AXE.exists(), "axe-core (make tools)")

    def call(kind):
        page = visits(kind)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        unfold(page)
        return page

    return call


def test_axe_finds_nothing(examined, kind):
    page = examined(kind)
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(RUN, TAGS) == []


def test_axe_would_find_something(examined):
    page = examined("accessibility")
    page.evaluate("document.querySelector('h1').style.color = '#ddd'")
    page.evaluate("document.documentElement.lang = ''")
    assert {found.split(":")[0] for found in page.evaluate(RUN, TAGS)} == {"color-contrast", "html-has-lang"}

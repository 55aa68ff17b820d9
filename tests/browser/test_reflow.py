"""Nothing is cut off and no page is wider than its window: narrow, magnified, with letters spaced out."""

from __future__ import annotations

import pytest

from tests.browser.visits import look, unfold

SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* {
    line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important;
  } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}"""
"""What WCAG 1.4.12 lets people ask for."""


def test_nothing_is_cut_off(visits, kind):
    page = visits(kind)
    unfold(page)
    # 320 is also what is left of 1280 at four times the size.
    for spaced in (False, True):
        if spaced:
            page.evaluate(SPACED)
        for width in (1280, 700, 320):
            page.set_viewport_size({"width": width, "height": 640})
            assert (width, spaced, look(page, "cut")) == (width, spaced, [])


CARDS = """() => [...document.querySelectorAll("table.stacks")].map((table) => ({
  scrolls: table.parentElement.scrollWidth > table.parentElement.clientWidth,
  headed: table.tHead.checkVisibility(),
  wrong: [...table.tBodies[0].rows].flatMap((row) => [...row.cells].flatMap((cell, at) => {
    const label = getComputedStyle(cell, "::before").content;
    const heading = table.tHead.rows[0].cells[at].textContent;
    const right = [`"${heading}: "`, `"${heading.split(" of ")[0]}: "`];
    const named = cell.dataset.label !== undefined;
    return (named ? right : ["none"]).includes(label) ? [] : [`${heading}: ${label}`];
  })),
  unlabelled: [...table.tBodies[0].rows[0].cells].filter((cell) => cell.dataset.label === undefined).length,
}))"""


def test_on_a_narrow_screen_a_row_is_a_card_that_says_what_each_cell_is(visits, kind):
    page = visits(kind, width=320)
    unfold(page)
    for table in page.evaluate(CARDS):
        # The name of the row and its words need no label.
        assert table == {"scrolls": False, "headed": False, "wrong": [], "unlabelled": table["unlabelled"]}
        assert table["unlabelled"] <= 2
    page.set_viewport_size({"width": 1280, "height": 640})
    assert all(table["headed"] for table in page.evaluate(CARDS))


@pytest.mark.parametrize("width", [1280, 1024, 970, 900, 320])
def test_nothing_has_to_be_pushed_sideways(visits, kind, width):
    page = visits(kind, width=width)
    unfold(page)
    sideways = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(one => one.checkVisibility()"
        " && one.scrollWidth > one.clientWidth)"
        ".map(one => one.getAttribute('aria-label'))"
    )
    assert sideways == []


def test_text_alone_can_be_twice_as_large_and_the_words_of_a_chart_have_room(visits, kind):
    page = visits(kind)
    assert look(page, "crowded") == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert look(page, "cut") == []
    assert look(page, "crowded") == []


def test_what_is_to_be_hit_alone_is_as_large_as_a_fingertip(visits):
    page = visits("recommendation with all there is", width=320)
    for one in page.query_selector_all("nav a, summary"):
        assert one.bounding_box()["height"] >= 24


@pytest.mark.parametrize("width", [1280, 900, 375, 320])
def test_no_word_is_broken(visits, kind, width):
    page = visits(kind, width=width)
    unfold(page)
    assert look(page, "broken") == []


def test_no_page_is_wider_than_a_phone(visits, kind):
    for width in (320, 375, 1280):
        page = visits(kind, width=width)
        unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width


TOPS = """() => [...document.querySelectorAll("table.register tbody tr")].map((row) => {
  const top = (cell) => cell.getBoundingClientRect().top;
  const shown = [...row.cells].filter((cell) => cell.checkVisibility());
  const status = shown.filter((cell) => ["Status", "Share"].includes(cell.dataset.label));
  const others = shown.filter((cell) => !status.includes(cell) && !cell.classList.contains("late"));
  return Math.max(...status.map(top)) < Math.min(...others.map(top));
})"""


def test_the_status_stands_at_the_top_of_a_card(visits, kind):
    page = visits(kind, width=320)
    assert all(page.evaluate(TOPS))


ROLES = {"table", "row", "cell", "rowheader"}


def test_a_card_is_a_row_of_a_table_for_whoever_is_read_to(visits):
    """Each cell says what it is, for a browser may not tell what heading it is under."""
    page = visits("index of one inspection", width=320)
    session = page.context.new_cdp_session(page)
    nodes = [node for node in session.send("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]
    session.detach()
    by = {node["nodeId"]: node for node in nodes}
    told = [node for node in nodes if node["role"]["value"] in ROLES]
    assert {node["role"]["value"] for node in told} == ROLES
    assert {"Recommendations"} <= {node["name"]["value"] for node in told if node["role"]["value"] == "table"}
    cells = [node["name"]["value"] for node in told if node["role"]["value"] == "cell"]
    rows = page.locator("table.register tbody tr").count()
    for label in ("Status: ", "Made to: ", "Last updated: "):
        assert sum(cell.startswith(label) for cell in cells) == rows > 0
    headers = [node["name"]["value"] for node in told if node["role"]["value"] == "rowheader"]
    assert all(name.startswith("Number: ") for name in headers[:rows])
    assert by

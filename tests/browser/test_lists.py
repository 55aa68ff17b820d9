"""Where scripts run a list can be searched and sorted: by mouse, by keyboard, and for whoever is read to."""

from __future__ import annotations

import re

import pytest

from tests.browser.visits import unfold

LATER = "inspection, a later page"


def shown(page):
    """The numbers of the rows that are to be seen, in their order."""
    return page.evaluate(
        "[...document.querySelectorAll('table.register tbody tr')].filter(row => row.checkVisibility())"
        ".map(row => row.querySelector('th').textContent)"
    )


def said(page, text):
    """Wait for what a screen reader is told."""
    page.wait_for_function(
        "text => document.querySelector('[role=status]').textContent.includes(text)", arg=text
    )
    return page.locator("[role=status]").inner_text()


def test_a_word_typed_leaves_the_rows_that_have_it_whatever_its_case_and_marks(visits):
    page = visits("index of one inspection")
    everything = shown(page)
    page.get_by_label("Search in this list").fill("GOVERNANCE  stratégic")
    found = shown(page)
    assert 0 < len(found) < len(everything)
    assert said(page, "shown") == f"{len(found)} of 11 rows shown."
    page.get_by_label("Search in this list").fill("nobody wrote this")
    assert shown(page) == []
    assert said(page, "0 of") == "0 of 11 rows shown."
    page.get_by_label("Search in this list").fill("")
    assert shown(page) == everything
    page.wait_for_function("() => document.querySelector('[role=status]').textContent === ''")


def test_headings_sort_by_numbers_days_and_statuses_and_back(visits):
    page = visits("index of one inspection")
    listed = shown(page)
    by_status = page.get_by_role("button", name="Status")
    by_status.click()
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    order = page.eval_on_selector_all("tbody .status", "all => all.map(one => one.textContent)")[:11]
    assert order == sorted(order, key=["Open", "Partially met", "Closed"].index)
    assert said(page, "Sorted") == "Sorted by Status, first to last."
    by_status.click()
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    by_status.click()
    assert page.locator("th[aria-sort]").count() == 0
    assert shown(page) == listed
    page.get_by_role("button", name="Number").click()
    page.get_by_role("button", name="Number").click()
    assert shown(page) == listed[::-1]


def test_a_month_is_its_last_day_and_what_has_no_date_stands_last_either_way(visits):
    page = visits("year")
    page.evaluate(
        """() => {
        const rows = [...document.querySelectorAll("table.register tbody tr")];
        const body = rows[0].parentElement;
        const days = ["2021-06", "2021-06-30", "2021-07-01", "2021", "..2021-06-29", ""];
        body.replaceChildren(...days.map((day, at) => {
          const row = rows[0].cloneNode(true);
          row.querySelector("th").textContent = day || "none";
          const cell = row.querySelector(".due");
          cell.replaceChildren();
          if (day) {
            const open = day.startsWith("..");
            const made = document.createElement(open ? "data" : "time");
            made.setAttribute(open ? "value" : "datetime", day);
            cell.append(made);
          }
          return row;
        }));
        const script = document.createElement("script");
        script.src = document.querySelector("script").src;
        document.querySelector(".tools").remove();
        document.querySelectorAll("th button").forEach(one => one.replaceWith(...one.childNodes));
        document.body.append(script);
        }"""
    )
    page.wait_for_selector(".tools")
    page.get_by_role("button", name="Due", exact=True).click()
    assert shown(page) == ["..2021-06-29", "2021-06", "2021-06-30", "2021-07-01", "2021", "none"]
    page.get_by_role("button", name="Due", exact=True).click()
    assert shown(page) == ["2021", "2021-07-01", "2021-06", "2021-06-30", "..2021-06-29", "none"]


def test_on_a_narrow_screen_the_order_is_chosen(visits):
    page = visits("index of one inspection", width=320)
    page.get_by_label("Order").select_option(label="Number, last to first")
    assert shown(page)[0] == "11"
    page.get_by_label("Order").select_option(label="As listed")
    assert shown(page)[0] == "1"
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_it_says_that_it_searches_one_page_of_several(visits):
    page = visits(LATER)
    page.get_by_label("Search on this page of the list").fill("figure")
    assert said(page, "not searched").endswith("1 other page of this list not searched.")
    page.get_by_role("button", name="Number").click()
    assert "on this page alone" in said(page, "Sorted")
    # From a folder no page may read another.
    assert page.get_by_role("button", name=re.compile("Load all")).count() == 0


def test_from_a_server_all_pages_of_a_list_can_be_loaded(visits, server):
    visits.root = server
    first = shown(visits("inspection"))
    later = shown(visits(LATER))
    page = visits(LATER)
    visits.asked.clear()
    page.get_by_role("button", name="Load all 2 pages of this list").click()
    said(page, f"All {len(first) + len(later)} rows")
    assert shown(page) == [*first, *later]
    assert page.locator("table.register caption").inner_text() == "Recommendations"
    assert [address.rpartition("/")[2] for address in visits.asked] == ["OCSAE.html"]
    page.get_by_label("Search in this list").fill("figure 10 each")
    assert shown(page) == ["10"]
    assert said(page, "shown") == f"1 of {len(first) + len(later)} rows shown."
    page.get_by_role("link", name="10", exact=True).click()
    assert page.title().startswith("Recommendation 10")


def test_what_cannot_be_loaded_is_said_and_nothing_is_lost(visits, server):
    visits.root = server
    page = visits(LATER)
    there = shown(page)
    page.route("**/OCSAE.html", lambda route: route.abort())
    page.get_by_role("button", name=re.compile("Load all")).click()
    said(page, "could not be loaded")
    assert shown(page) == there
    page.unroute("**/OCSAE.html")
    visits.complaints.clear()


def test_it_is_found_and_used_by_keyboard_alone(visits):
    page = visits("index of one inspection")
    page.get_by_label("Search in this list").focus()
    page.keyboard.type("governance")
    assert 0 < len(shown(page)) < 11
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Number")


def test_there_is_nothing_of_it_without_a_script_on_paper_or_without_a_list(without_script, visits):
    assert without_script("index of one inspection").locator(".tools").count() == 0
    assert visits("recommendation").locator(".tools, script").count() == 0
    assert visits("index of nothing").locator(".tools, script").count() == 0
    page = visits("index of one inspection")
    page.emulate_media(media="print")
    assert page.locator(".tools input").is_hidden()


@pytest.mark.parametrize("way", ["light", "dark"])
def test_what_was_found_prints_with_how_many_there_are(visits, way):
    page = visits("index of one inspection")
    page.emulate_media(color_scheme=way)
    unfold(page)
    page.get_by_label("Search in this list").fill("governance")
    said(page, "shown")
    page.emulate_media(media="print")
    assert page.locator("[role=status]").is_visible()

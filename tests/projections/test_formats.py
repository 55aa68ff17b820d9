"""How a view is written down, and that hostile text does nothing in any format."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import projections.formats
from projections.base import Column, View
from projections.formats.index import FORMATS, write
from projections.formats.visible import visible
from projections.formats.wrapping import wrap, wrap_sentences

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://x";"y")',
    " +1+1",
    "＝1+1",
    "-2",
    "@SUM(A1)",
    "\u202egnp.exe",
    "\x1b[31mred\x1b[0m",
    "a|b\nc",
    "[click](javascript:alert(1))",
    "**bold** `code` ~~gone~~ http://x www.x",
    "&lt;&amp;",
    "a\r\nb",
]


def view(texts, facts=(), closing=""):
    columns = (
        Column("Number", lambda row: str(row["number"])),
        Column("Recommendation", lambda row: str(row["text"])),
    )
    items = [{"number": str(at), "text": text} for at, text in enumerate(texts, 1)]
    return View("Register of X", columns, items, {"inspection": "X"}, tuple(facts), closing)


def written(form, texts=HOSTILE, width=80, **other):
    return "".join(write(view(texts, **other), form, width))


def test_every_format_is_a_module_of_its_folder_and_the_other_way_round():
    folder = Path(projections.formats.__file__).parent
    modules = {file.stem for file in folder.glob("*.py")} - {"__init__", "index", "visible", "wrapping"}
    assert modules == set(FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_view_is_written_too(form):
    assert written(form, [])


def test_json_has_the_text_as_it_is_one_row_on_a_line():
    text = written("json")
    told = json.loads(text)
    assert told["inspection"] == "X"
    assert [row["text"] for row in told["rows"]] == HOSTILE
    assert len(text.splitlines()) == len(HOSTILE) + 2
    assert json.loads(written("json", [])) == {"inspection": "X", "rows": []}


def test_csv_has_one_header_row_crlf_and_no_formula():
    text = written("csv")
    assert text.startswith("Number,Recommendation\r\n")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert header == ["Number", "Recommendation"]
    for (_, cell), original in zip(rows, HOSTILE, strict=True):
        assert cell.removeprefix("'") == visible(original)
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))


class Page(HTMLParser):
    """Collects the tags of a page, and the text of its cells."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.cells, self._cell = [], [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))
        if tag in ("td", "th"):
            self._cell = ""

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.cells.append(self._cell)
            self._cell = None

    def handle_data(self, data):
        if self._cell is not None:
            self._cell += data


def test_html_is_an_accessible_table_in_which_no_text_is_markup():
    page = Page(written("html", facts=[("Text", HOSTILE[0])], closing="<b>14</b>"))
    assert page.tags.count("script") == page.tags.count("img") == page.tags.count("b") == 0
    assert page.tags.count("caption") == page.tags.count("h1") == page.tags.count("title") == 1
    assert ("html", {"lang": "en"}) in page.attributes
    scopes = [attributes.get("scope") for tag, attributes in page.attributes if tag == "th"]
    assert scopes == ["col", "col", *["row"] * len(HOSTILE)]
    assert HOSTILE[0] in page.cells
    assert not any(name.startswith("on") or name in ("src", "href") for _, a in page.attributes for name in a)


def test_markdown_has_a_row_for_each_item_and_no_markup_from_text():
    text = written("markdown")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) == len(HOSTILE) + 2
    for row in rows:
        assert row.count(" | ") == 1
    assert "<script" not in text
    assert not re.search(r"(?<!\\)[\[*`<]", re.sub("<br>|<!---->", "", "".join(rows[2:])))


@pytest.mark.parametrize("form", FORMATS)
def test_what_would_act_on_a_terminal_or_hide_there_is_made_visible(form):
    text = written(form, [*HOSTILE, "\x9b31m\u200b\U000e0041"])
    for acting in ("\x1b", "\u202e", "\x9b", "\u200b", "\U000e0041"):
        assert acting not in text
    for code in ("\\u001b", "\\u202e", "\\u009b", "\\u200b", "\\udb40\\udc41"):
        assert code in text.replace("\\\\", "\\")


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_a_table_keeps_to_its_width(width):
    texts = ["word " * 60, "x" * 300, "中文" * 60, "short", "é" * 100]
    for line in written("table", texts, width, facts=[("Text", "long words " * 40)]).splitlines():
        assert sum(2 if "\u4e00" <= c <= "\u9fff" else 1 for c in line) <= width


@pytest.mark.parametrize(
    "number", ["Recommendation 3 (a) of the second report to Parliament", "x" * 60, "中" * 60]
)
def test_what_stands_on_one_line_is_wrapped_if_there_is_no_room_for_it(number):
    columns = [
        Column(name, lambda row, at=at: row[at], whole=at in (0, 2, 4)) for at, name in enumerate("NRSML")
    ]
    row = [number, "To write " * 20, "No closing needed", "Police Scotland", "2020-02-26"]
    lines = "".join(write(View("Wide", columns, [row], {}), "table", 80)).splitlines()
    assert max(sum(2 if c == "中" else 1 for c in line) for line in lines) <= 80
    assert any("2020-02-26" in line and "No closing needed" in line for line in lines)


def test_a_table_says_when_there_is_nothing():
    assert "Nothing to show." in written("table", [])


def test_a_table_loses_no_word():
    text = "one two three four five six seven eight nine ten " * 5
    found = written("table", [text], 60).split()
    assert sum(found.count(word) for word in text.split()[:10]) == len(text.split())


CHANGES = [
    ["Inspection", "On", "Number", "Change", "Before", "After", "Judged"],
    ["HIGHRISE", "2021-02-02", "2", "readdressed", "Forest Agency", "Forest Agency; South Fire", ""],
    ["WILD", "2021-01-01", "1", "restated", "Buy off-road pumps.", "Buy off-road pumps, and three.", ""],
    ["HIGHRISE", "2021-05-01", "6", "judged", "Open", "Partially met", "J6, share of South Fire & Rescue"],
]


@pytest.mark.parametrize("width", [73, 76, 80, 90, 120])
def test_many_columns_keep_to_the_width_while_they_can(width):
    columns = [
        Column(heading, lambda row, at=at: row[at], whole=heading in ("On", "Number", "Change"))
        for at, heading in enumerate(CHANGES[0])
    ]
    closing = f"14 changes: {', '.join(f'{n} of a kind' for n in range(14))}.\nscrutiny {'word ' * 30}"
    many = View("Changes " * 20, columns, CHANGES[1:], {}, (), closing)
    lines = "".join(write(many, "table", width)).splitlines()
    command = lines.pop()
    assert max(map(len, lines)) <= width
    # What is to be copied is not cut.
    assert command.rstrip() == closing.split("\n")[1].rstrip()
    for cell in (cell for row in CHANGES for cell in row):
        assert all(word in " ".join(lines) for word in re.findall(r"\w{1,8}", cell))


def test_a_word_is_not_cut_in_two_while_other_columns_can_be_narrower():
    headings = {
        "Inspection": "AIR",
        "Number": "003/12",
        "Recommendation": "Mark wires.",
        "Status": "Closed unacceptable",
        "Made to": "Civil Aviation Authority; Air New Zealand Ltd",
        "Last updated": "not known, by 2024-04-04",
    }
    columns = tuple(Column(heading, lambda row, heading=heading: row[heading]) for heading in headings)
    for made_to in (headings["Made to"], "Waka Kotahi"):
        row = headings | {"Made to": made_to}
        lines = "".join(write(View("Register", columns, [row], {}), "table", 80)).splitlines()
        assert max(map(len, lines)) <= 80
        assert {word for value in row.values() for word in value.split() if len(word) > 9} <= {
            word for line in lines for word in line.split()
        }
        assert "Inspection  Number" in lines[2]
        assert lines[2].endswith("Last updated")


WORDS = [
    *("inspectorate", "Recommendation", "sign-off", "more-evidence-requested"),
    *("Áth-Cliath", "2021-08-18", "J1"),
]


@pytest.mark.parametrize("width", [40, 50, 64, 80, 120])
@pytest.mark.parametrize("many", [1, 3, 6])
def test_no_word_is_broken_on_a_narrow_terminal(width, many):
    columns = [Column(f"Heading {at}", lambda row, at=at: row[at], whole=at == 2) for at in range(many)]
    rows = [[" ".join(WORDS[at:] + WORDS[:at]) for at in range(many)] for _ in range(3)]
    long = view([]).facts
    lines = "".join(write(View("Words", columns, rows, {}, long), "table", width)).splitlines()
    assert max(map(len, lines)) <= width
    found = [word for line in lines for word in line.split()]
    for word in " ".join(WORDS).split():
        assert found.count(word) == 3 * many, word


def test_figures_stand_under_each_other_where_each_row_is_a_block():
    columns = [Column("Body", lambda row: row[0]), Column("Made", lambda row: f"{row[1]:>12}", figure=True)]
    rows = [["Inspectorate of Constabulary in Scotland", 3], ["Police Scotland", 12]]
    lines = "".join(write(View("Statistics", tuple(columns), rows, {}), "table", 20)).splitlines()
    assert [line for line in lines if line.startswith("Made")] == ["Made  3", "Made  12"]


def test_what_is_no_word_is_broken_behind_a_slash_and_a_hash_where_it_has_to_be():
    address = "https://www.example.org/reports/of-the-inspectorate/2021/annex"
    lines = wrap(f"See {address} and {'0123456789abcdef' * 4}", 40)
    assert lines[:3] == ["See", "https://www.example.org/reports/of-the-", "inspectorate/2021/annex and"]
    assert "".join(lines).endswith("0123456789abcdef")
    assert max(map(len, lines)) <= 40


def test_what_is_to_be_typed_stands_on_one_line():
    text = "It is not there. See which there are: scrutiny recommendation list OCSAE. Or open it first."
    for width in (20, 40, 60):
        lines = wrap_sentences(text, width)
        assert any("scrutiny recommendation list OCSAE" in line for line in lines)
        assert " ".join(lines) == text

"""Lists by year, kind, priority, topic and of what is overdue: each row in just those that it belongs to."""

from __future__ import annotations

import re
import shutil

import pytest

from ledger.decisions.cycles import OpenCycle
from ledger.decisions.vocabulary import AddWord
from projections.publication.checking.bundle import check
from projections.publication.files.site import paging, sortings
from tests.bundles import begin, publish_all, sum_up
from tests.projections.conftest import Case

MADE = {
    "10": ("2019-03-02", {"priority": "high", "topics": ("a/b", "custody")}),
    "11": ("2019", {"priority": "low", "topics": ("custody",)}),
    "12": ("2020-07", {"kind": "area-for-development"}),
    "13": ("..2020-02-26", {}),
    "14": ("2019-12-31", {"due": "2020-06", "topics": ("a/b",)}),
}
RIGHT = {
    "years/2019.html": {"10", "11", "14"},
    "years/2020.html": {"3", "5", "12"},
    "years/not-known.html": {"13"},
    "kinds/recommendation.html": {"3", "5", "10", "11", "13", "14"},
    "kinds/area-for-development.html": {"12"},
    "priorities/high.html": {"10"},
    "priorities/low.html": {"11"},
    "topics/a_2f_b.html": {"10", "14"},
    "topics/custody.html": {"10", "11"},
    "due/overdue.html": {"14"},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sortings")
    with begin(folder) as ledger:
        words = [("priority", "high"), ("priority", "low"), ("priority", "unused")]
        words += [("topic", "custody"), ("topic", "a/b")]
        ledger.ask(*(AddWord(vocabulary=of, word=word, label=f"The {word}") for of, word in words), by="ada")
        case = Case(ledger)
        case.ask(OpenCycle, cycle="2018", title="Review of 2018", on="2018-01-01")
        for number, (on, more) in MADE.items():
            case.make(number, on=on, cycle="2018", **more)
        publish_all(ledger, folder / "bundle", as_of="2021-08-18")
        yield folder / "bundle", ledger.inspectorate().verifier_key


@pytest.fixture
def bundle(made, tmp_path):
    return shutil.copytree(made[0], tmp_path / "bundle")


def numbers(path):
    return set(re.findall(r'data-label="Number"><a[^>]*>([^<]*)<', path.read_text(encoding="utf-8")))


def test_each_row_is_in_just_the_lists_that_it_belongs_to(made):
    folder, key = made
    assert not check(str(folder), key).findings
    there = [
        path
        for name in ("years", "kinds", "priorities", "topics", "due")
        for path in folder.glob(f"{name}/*.html")
    ]
    assert {str(path.relative_to(folder)): numbers(path) for path in there} == RIGHT


def test_every_list_leads_to_all_others_and_says_how_many_there_are(made):
    folder = made[0]
    for path in ("index.html", "status/open.html", "bodies/police-scotland.html", *RIGHT):
        page, up = (folder / path).read_text(encoding="utf-8"), "../" * path.count("/")
        for other, there in RIGHT.items():
            (count,) = re.findall(rf'<(?:li|p)><a href="{up}{other}">[^<]*</a>: ([0-9,]+)</(?:li|p)>', page)
            assert int(count) == len(there)
    assert ">The a/b</a>: 2<" in (folder / "index.html").read_text(encoding="utf-8")


def test_of_many_values_the_first_page_has_all_and_the_others_lead_there(tmp_path, monkeypatch):
    monkeypatch.setattr(sortings, "MOST", 1)
    monkeypatch.setattr(paging, "MOST", 2)
    with begin(tmp_path) as ledger:
        case = Case(ledger)
        for at in range(10, 15):
            case.make(str(at), f"Body {at}")
        folder = publish_all(ledger, tmp_path / "bundle")
        assert not check(str(folder), ledger.inspectorate().verifier_key).findings
    assert (folder / "index.html").read_text(encoding="utf-8").count('href="bodies/') > 5
    for path in ("status/open.html", "years/2020.html"):
        page = (folder / path).read_text(encoding="utf-8")
        assert page.count('<a href="../index.html#lists">By body</a>, 6 lists') == 1
        assert numbers(folder / path) | numbers(folder / path.replace(".html", "_page2.html")) >= {"3", "5"}
    assert not (folder / "all.html").exists()


def test_where_the_first_page_has_no_room_for_the_register_one_list_has_it_all(tmp_path, monkeypatch):
    monkeypatch.setattr(paging, "MOST", 3)
    with begin(tmp_path) as ledger:
        case = Case(ledger)
        case.inspect("ABC", "1", "2", "3")
        folder, key = publish_all(ledger, tmp_path / "bundle"), ledger.inspectorate().verifier_key
        assert not check(str(folder), key).findings
        assert numbers(folder / "index.html") == set()
        assert numbers(folder / "all.html") == {"1", "2", "3"}
        assert numbers(folder / "all_page2.html") == {"3", "5"}
        assert '<a href="all.html">All recommendations</a>: 5<' in (folder / "index.html").read_text("utf-8")
        page = (folder / "all_page2.html").read_text("utf-8")
        (row,) = [row for row in re.findall("<tr>.*\n", page) if ">5<" in row]
        (folder / "all_page2.html").write_text(page.replace(row, ""), "utf-8")
        found = {(one.code, one.file) for one in check(str(sum_up(folder)), key).findings}
        assert found >= {("B7", "all.html"), ("B9", "all_page2.html")}


@pytest.mark.parametrize("path", [path for path in RIGHT if path != "due/overdue.html"])
def test_a_row_that_is_left_out_and_a_count_that_is_wrong_are_found(made, bundle, path):
    page = (bundle / path).read_text(encoding="utf-8")
    found = re.findall('<tr><th scope="row".*\n', page)
    assert len(found) == len(RIGHT[path])
    (bundle / path).write_text(page.replace(found[-1], "").replace("In all</dt><dd>", "In all</dt><dd>1"))
    wrong = [one for one in check(str(sum_up(bundle)), made[1]).findings if one.code == "B7"]
    assert {one.file for one in wrong} >= {path}
    if path.partition("/")[0] in ("priorities", "kinds", "years") or len(found) == 1:
        assert any("is not in it" in one.message or "counts" in one.message for one in wrong)


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("lists.js", '"use strict";', '"use strict"; document.title = "Closed";', "B9"),
        ("index.html", '<script src="lists.js"></script>', "<script>document.title = 1</script>", "B7"),
        ("index.html", 'src="lists.js"', 'src="events/0.json"', "B7"),
        ("index.html", 'src="lists.js"', 'src="https://example.org/lists.js"', "B7"),
        ("index.html", "script-src 'self'", "script-src 'self' 'unsafe-inline'", "B7"),
        ("index.html", '<script src="lists.js"></script>', "", "B9"),
        ("accessibility.html", "</body>", '<script src="lists.js"></script>\n</body>', "B9"),
    ],
)
def test_another_script_or_one_elsewhere_is_found(made, bundle, path, old, new, code):
    text = (bundle / path).read_text(encoding="utf-8")
    assert old in text
    (bundle / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert (code, path) in {(one.code, one.file) for one in check(str(sum_up(bundle)), made[1]).findings}

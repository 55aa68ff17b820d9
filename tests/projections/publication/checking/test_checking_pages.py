"""What a page says of a recommendation is what the register says, and verify-bundle finds where it is not."""

from __future__ import annotations

import re
import shutil

import pytest

from ledger.decisions.inspectorates import RestoreLedger
from ledger.decisions.responses import RecordResponse
from ledger.proof.text import to_base64
from projections.publication.checking.bundle import check
from projections.publication.checking.pages import STYLED_OTHERWISE
from projections.publication.files.site import paging
from projections.publication.files.site.markup import ELEMENTS, plain
from tests import hostile
from tests.bundles import begin, demo, publish_all, sum_up
from tests.endless import ends
from tests.projections.conftest import Case

CLOSED = "recommendations/OCSAE/3.html"
PARTLY = "recommendations/OCSAE/1.html"
WORDS = "Set up strategic governance that directs, supports, examines and assures the response."


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    place = tmp_path_factory.mktemp("published")
    with demo(place) as ledger:
        return publish_all(ledger, place / "bundle"), ledger.inspectorate().verifier_key


@pytest.fixture
def bundle(pristine, tmp_path):
    """The folder of a bundle that a test may alter."""
    shutil.copytree(pristine[0], tmp_path / "bundle")
    return tmp_path / "bundle"


@pytest.fixture
def detected(bundle, pristine):
    """detected(path, because) -> with new sums, B7 finds it, just there and in these words."""

    def call(path, because):
        found = check(str(sum_up(bundle)), pristine[1]).findings
        assert {one.file for one in found if one.code == "B7"} == {path}, found
        # Where a page lacks what others have, its words are not what the events come to.
        assert all(one.code == "B7" or (one.code == "B9" and one.file.startswith(path)) for one in found), (
            found
        )
        assert because in " ".join(one.message for one in found), found

    return call


def alter(bundle, path, old, new, count=-1):
    text = (bundle / path).read_text(encoding="utf-8")
    assert old in text, path
    (bundle / path).write_text(text.replace(old, new, count), encoding="utf-8")


def test_an_honest_bundle_passes_and_its_pages_were_compared(bundle, pristine):
    report = check(str(bundle), pristine[1])
    assert report.findings == ()
    assert {"index.html", "status/", "bodies/", "recommendations/"} < set(report.formats)


def test_a_page_with_another_status_is_found(bundle, detected):
    alter(bundle, PARTLY, "Partially met</span>", "Closed</span>")
    detected(PARTLY, "status is 'Closed', and in register.json 'Partially met'")


def test_a_page_with_other_words_is_found(bundle, detected):
    alter(bundle, CLOSED, WORDS, "Do nothing.")
    detected(CLOSED, "text is 'Do nothing.'")


def test_words_that_are_slipped_in_are_found(bundle, detected):
    alter(bundle, CLOSED, WORDS, f"not {WORDS}")
    detected(CLOSED, "text is 'not ")


TABLE = '<table class="ds_table register stacks">'
TRICKS = {
    "a script": ("</main>", "<script>alert(1)</script></main>", "the element script stands in main"),
    "a style": ("</head>", "<style>td{display:none}</style></head>", "no page of a bundle has: 'style'"),
    "a frame": ("</main>", '<iframe srcdoc="x"></iframe></main>', "no page of a bundle has: 'iframe'"),
    "a form": ("</main>", '<form action="https://example.org"></form></main>', "'form'"),
    "another's style": ('rel="stylesheet" href="', 'rel="stylesheet" href="https://example.org/', "href"),
    "going elsewhere": ('http-equiv="Content-Security-Policy"', 'http-equiv="refresh"', "'refresh'"),
    "an address that acts": ('href="#main-content"', 'href="javascript:alert(1)"', "leads to"),
    "hidden": ('<main id="main-content"', '<main hidden="" id="main-content"', "has hidden"),
    "hidden in short": ('<main id="main-content"', '<main hidden id="main-content"', "no page of a bundle"),
    "a style of its own": (
        '<main id="main-content"',
        '<main style="opacity:0" id="main-content"',
        "has style",
    ),
    "something to be done": ('<main id="main-content"', '<main onfocus="x" id="main-content"', "has onfocus"),
    "a class of another": (
        '<header class="ds_page-header"',
        '<header class="ds_hide"',
        "class that there is not",
    ),
    "a class that is out of sight": ('<h2 id="', '<h2 class="ds_skip-links__link" id="', "has class"),
    "another name of a cell": ('data-label="', 'data-label="Was once ', "the data-label of an element t"),
    "a comment": ("</main>", "<!-- more --></main>", "no page of a bundle"),
    "data": ("</main>", "<![CDATA[more]]></main>", "no page of a bundle"),
    "an instruction": ("</main>", "<?more?></main>", "no page of a bundle"),
    "one thing told twice": ('<main id="main-content"', '<main id="x" id="main-content"', "twice"),
    "what does not end": ("</main>", "", "ends where it has not begun"),
    "words in a picture": ("</svg>", "<p>more</p></svg>", "stands in svg"),
    "an element elsewhere": ("</main>", "<td>more</td></main>", "the element td stands in main"),
    "capitals": ("<main ", "<MAIN ", "'MAIN'"),
    "nothing that it was": ("<!doctype html>", "", "does not begin"),
}


@pytest.mark.parametrize("path", [CLOSED, "index.html", "changes.html", "accessibility.html"])
@pytest.mark.parametrize("trick", TRICKS)
def test_a_page_has_only_what_pages_of_a_bundle_have(bundle, detected, path, trick):
    old, new, because = TRICKS[trick]
    if old in (bundle / path).read_text(encoding="utf-8"):
        alter(bundle, path, old, new, 1)
        detected(path, because)


@pytest.mark.parametrize(
    "data",
    [b"</a " * 300_000, b"<a " * 2_000_000, b"<!--" * 5_000_000, b"<![CDATA[" * 300_000, b"<a b='" * 300_000],
)
@pytest.mark.parametrize("path", ["index.html", CLOSED])
def test_no_page_keeps_the_check_waiting(bundle, detected, path, data):
    for begins in (b"", b"<!doctype html>\n"):
        (bundle / path).write_bytes(begins + data)
        with ends():
            detected(path, "It cannot be read")


def test_a_register_that_a_reader_must_open_first_is_none(bundle, pristine):
    """Over it could stand another in which nothing is recognised."""
    alter(bundle, "index.html", '<section class="scroll" aria-label="Recommendations"', FOLDED, 1)
    text = (bundle / "index.html").read_text(encoding="utf-8")
    at = text.index("</section>", text.index(FOLDED)) + len("</section>")
    (bundle / "index.html").write_text(f"{text[:at]}</details></section>{text[at:]}", encoding="utf-8")
    found = check(str(sum_up(bundle)), pristine[1]).findings
    assert {(one.code, one.file) for one in found} == {("B7", "index.html")}
    assert all("is not in it" in one.message for one in found)
    assert len(found) == 11


FOLDED = '<section><details class="ds_details"><section class="scroll" aria-label="Recommendations"'


def test_a_style_of_another_version_or_hand_is_noted(bundle, pristine):
    with (bundle / "style.css").open("a") as style:
        style.write('.status--closed { font-size: 0 } .status--closed::after { content: "Open" }')
    report = check(str(sum_up(bundle)), pristine[1])
    assert (report.findings, report.notes) == ((), (STYLED_OTHERWISE,))
    assert any("style.css" in what for what in report.not_proved)


@pytest.mark.parametrize("path", ["index.html", "bodies/police-scotland.html"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<dt>In all</dt><dd>", "<dt>In all</dt><dd>1"),
        ('class="totals"', 'class="ds_metadata"'),
        ("Open", "Closed"),
    ],
)
def test_a_page_that_counts_otherwise_is_found(bundle, detected, path, old, new):
    text = (bundle / path).read_text(encoding="utf-8")
    at = text.index('<dl class="totals">')
    (bundle / path).write_text(text[:at] + text[at:].replace(old, new, 1), encoding="utf-8")
    detected(path, "What it counts does not agree with register.json")


def test_what_is_allowed_is_what_the_pages_have(bundle, tmp_path):
    """Every element, attribute and class is on some page, and no page has another."""
    has = {}
    for page in (*bundle.rglob("*.html"), *_others(tmp_path)):
        text = plain(page.read_bytes())
        for name, told in re.findall(r"<([A-Za-z0-9]+)([^>]*)>", text):
            said = dict(re.findall(r' ([A-Za-z0-9-]+)="([^"]*)"', told))
            attributes, classes = has.setdefault(name, (set(), set()))
            attributes.update(said)
            classes.update(said.get("class", "").split())
    assert has.keys() == ELEMENTS.keys()
    assert {name: one[0] for name, one in has.items()} == {
        name: set(one.attributes) for name, one in ELEMENTS.items()
    }
    assert {name: one[1] for name, one in has.items()} == {
        name: set(one.classes) for name, one in ELEMENTS.items()
    }


def _others(tmp_path):
    """The pages of what is hostile, of a restored ledger, and of several inspections on several pages."""
    with begin(tmp_path / "restored") as ledger:
        Case(ledger).make("6", due="..2022-02-04", on="2020")
        size = ledger.store.head()[0]
        lost = RestoreLedger(
            size=size + 9, root=to_base64(bytes(32)), kept=size, restored_from="A tape", why="W"
        )
        ledger.ask(lost, by="ada")
        yield from publish_all(ledger, tmp_path / "restored/bundle").rglob("*.html")
    with hostile.begin(tmp_path / "hostile") as ledger:
        hostile.says(ledger, " ".join(hostile.ALLOWED.values()))
        yield from publish_all(ledger, tmp_path / "hostile/bundle").rglob("*.html")
    with begin(tmp_path / "several") as ledger:
        case = Case(ledger)
        case.inspect("CUSTODY", "3", "AFD1")
        case.judged(status="closed")
        said = {"answer": "noted", "text": "We know.", "on": "2021-03-01"}
        case.ask(RecordResponse, number="3", body="Police Scotland", **said)
        monkey = pytest.MonkeyPatch()
        with monkey.context() as patched:
            patched.setattr(paging, "MOST", 1)
            folder = publish_all(ledger, tmp_path / "several/bundle")
    yield from folder.rglob("*.html")


def test_a_page_without_a_status_is_found(bundle, detected):
    alter(bundle, CLOSED, "ds_tag status ", "ds_tag ")
    detected(CLOSED, "status is ''")


def test_pages_that_change_places_are_found(bundle, pristine):
    (bundle / "x").write_bytes((bundle / CLOSED).read_bytes())
    (bundle / CLOSED).write_bytes((bundle / PARTLY).read_bytes())
    (bundle / "x").rename(bundle / PARTLY)
    found = check(str(sum_up(bundle)), pristine[1]).findings
    assert [(one.code, one.file) for one in found] == [("B7", PARTLY), ("B7", CLOSED)]


def test_a_page_that_is_not_there_is_found(bundle, detected):
    (bundle / CLOSED).unlink()
    detected(CLOSED, "It is not there, and 'OCSAE/3' is in the register.")


def test_a_page_of_nothing_is_found(bundle, detected):
    shutil.copy(bundle / CLOSED, bundle / "recommendations/OCSAE/99.html")
    detected("recommendations/OCSAE/99.html", "the page of no recommendation")


def test_a_page_that_cannot_be_read_is_found(bundle, detected):
    (bundle / CLOSED).write_bytes(b"\xff\xfe")
    detected(CLOSED, "It cannot be read: it is not UTF-8.")


@pytest.mark.parametrize("path", ["index.html", "status/partially-met.html", "bodies/police-scotland.html"])
def test_a_list_with_another_status_is_found(bundle, detected, path):
    alter(bundle, path, "Partially met</span></td>", "Closed</span></td>", 1)
    detected(path, "does not agree with register.json: status is 'Closed'")


@pytest.mark.parametrize(
    ("path", "place"),
    [("status/closed.html", "status/"), ("bodies/police-scotland.html", "bodies/"), ("index.html",) * 2],
)
def test_a_list_that_lacks_a_row_is_found(bundle, detected, path, place):
    text = (bundle / path).read_text(encoding="utf-8")
    begins = text.rindex("<tr>", 0, text.index(WORDS))
    ends = text.index("</tr>", begins) + len("</tr>")
    (bundle / path).write_text(text[:begins] + text[ends:], encoding="utf-8")
    detected(place, "'OCSAE/3' is not in it")

"""What a page says of a recommendation is what the register says, and verify-bundle finds where it is not."""

from __future__ import annotations

import shutil

import pytest

from projections.publication.checking.bundle import check
from tests.bundles import demo, publish_all, sum_up

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
def convicted(bundle, pristine):
    """convicted(path, because) -> with new sums, just B7 finds it, there and in these words."""

    def call(path, because):
        found = check(str(sum_up(bundle)), pristine[1]).findings
        assert {(one.code, one.file) for one in found} == {("B7", path)}, found
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


def test_a_page_with_another_status_is_found(bundle, convicted):
    alter(bundle, PARTLY, "Partially met</span>", "Closed</span>")
    convicted(PARTLY, "status is 'Closed', and in register.json 'Partially met'")


def test_a_page_with_other_words_is_found(bundle, convicted):
    alter(bundle, CLOSED, WORDS, "Do nothing.")
    convicted(CLOSED, "text is 'Do nothing.'")


@pytest.mark.parametrize("words", ["<b>not</b> ", "<!-- not -->not ", "<span>not <i>at all</i></span> "])
def test_words_that_are_slipped_in_are_found(bundle, convicted, words):
    alter(bundle, CLOSED, WORDS, f"{words}{WORDS}")
    convicted(CLOSED, "text is 'not ")


def test_a_page_without_a_status_is_found(bundle, convicted):
    alter(bundle, CLOSED, "ds_tag status ", "ds_tag other ")
    convicted(CLOSED, "status is ''")


def test_pages_that_change_places_are_found(bundle, pristine):
    (bundle / "x").write_bytes((bundle / CLOSED).read_bytes())
    (bundle / CLOSED).write_bytes((bundle / PARTLY).read_bytes())
    (bundle / "x").rename(bundle / PARTLY)
    found = check(str(sum_up(bundle)), pristine[1]).findings
    assert [(one.code, one.file) for one in found] == [("B7", PARTLY), ("B7", CLOSED)]


def test_a_page_that_is_not_there_is_found(bundle, convicted):
    (bundle / CLOSED).unlink()
    convicted(CLOSED, "It is not there, and 'OCSAE/3' is in the register.")


def test_a_page_of_nothing_is_found(bundle, convicted):
    shutil.copy(bundle / CLOSED, bundle / "recommendations/OCSAE/99.html")
    convicted("recommendations/OCSAE/99.html", "the page of no recommendation")


def test_a_page_that_cannot_be_read_is_found(bundle, convicted):
    (bundle / CLOSED).write_bytes(b"\xff\xfe")
    convicted(CLOSED, "It cannot be read: it is not UTF-8.")


@pytest.mark.parametrize("path", ["index.html", "status/partially-met.html", "bodies/police-scotland.html"])
def test_a_list_with_another_status_is_found(bundle, convicted, path):
    alter(bundle, path, "Partially met</span></td>", "Closed</span></td>", 1)
    convicted(path, "does not agree with register.json: status is 'Closed'")


@pytest.mark.parametrize(
    ("path", "place"),
    [("status/closed.html", "status/"), ("bodies/police-scotland.html", "bodies/"), ("index.html",) * 2],
)
def test_a_list_that_lacks_a_row_is_found(bundle, convicted, path, place):
    text = (bundle / path).read_text(encoding="utf-8")
    begins = text.rindex("<tr>", 0, text.index(WORDS))
    ends = text.index("</tr>", begins) + len("</tr>")
    (bundle / path).write_text(text[:begins] + text[ends:], encoding="utf-8")
    convicted(place, "'OCSAE/3' is not in it")

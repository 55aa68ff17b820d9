"""``scrutiny paper``: a paper for a committee, in three formats, in words that are public."""

from __future__ import annotations

import html
import io
import json
import re
import shlex
import zipfile

import pytest
from pypdf import PdfReader

from tests.commands import processes
from tests.commands.in_process import on_a_terminal

ALL = "paper --since 2020-01-01"


@pytest.fixture
def papers(two, ask):
    """papers("paper.odt", "--since", …) -> the bytes that are written, and what is said of them."""

    def make(name, *words, line="paper"):
        path = two.parent / name
        answer = ask(f"{line} --output", str(path), *words)
        assert answer.status == 0, answer.err
        return path.read_bytes(), answer.out

    return make


def figures(page):
    """The five figures that a page gives in its sentence."""
    found = re.search(
        r"Opening ([\d,]+) \+ made ([\d,]+) \+ re-opened ([\d,]+) - closed ([\d,]+) = closing ([\d,]+)", page
    )
    return [int(one.replace(",", "")) for one in found.groups()]


def test_the_end_of_the_name_says_the_format(two, papers):
    page, told = papers("paper.html")
    assert page.startswith(b"<!doctype html>")
    assert told.startswith("Wrote ")
    first, *others = told.splitlines()
    assert first == f"Wrote {two.parent / 'paper.html'}: {len(page):,} bytes."
    assert max(map(len, others)) <= 80
    assert " ".join(others).endswith("the period is the three months before this paper.")
    text, _ = papers("paper.odt")
    with zipfile.ZipFile(io.BytesIO(text)) as packed:
        assert packed.namelist()[0] == "mimetype"
        assert packed.read("mimetype") == b"application/vnd.oasis.opendocument.text"
    made, _ = papers("paper.pdf")
    assert PdfReader(io.BytesIO(made)).metadata.title == "Recommendations of all inspections"


def test_the_format_that_is_said_holds_whatever_the_name_is(papers):
    page, _ = papers("paper.txt", "--format", "html")
    assert page.startswith(b"<!doctype html>")


def test_without_a_file_it_is_html_on_standard_output(two, ask):
    answer = ask("paper")
    assert answer.out.startswith("<!doctype html>")
    assert answer.out.endswith("</html>\n")


@pytest.mark.parametrize("form", ["html", "odt", "pdf", "json"])
def test_the_same_ledger_and_dates_give_the_same_bytes(papers, form):
    one, _ = papers(f"one.{form}", "--as-of", "2026-11-01")
    other, _ = papers(f"other.{form}", "--as-of", "2026-11-01")
    assert one == other


def test_a_paper_records_nothing(two, papers):
    before = processes.events(two)
    papers("paper.html")
    assert processes.events(two) == before


@pytest.mark.parametrize("words", [(), ("OCSAE",), ("--made-to", "Police Scotland")])
def test_the_figures_are_those_of_statistics(two, ask, words):
    page = ask(f"{ALL} --as-of 2026-11-01", *words).out
    told = json.loads(ask("statistics --from 2020-01-01 --to 2026-11-01 --format json", *words).out)
    whole = told["rows"][-1]
    assert figures(page) == [whole[name] for name in ("opening", "made", "reopened", "closed", "closing")]
    assert whole["made"] > 2


REFUSED = {
    "paper NOPE": (3, "There is no inspection NOPE"),
    "paper --made-to Nobody": (3, "There is no body Nobody"),
    "paper --as-of 2020-01-01 --since 2021": (2, "--since 2021 is after that"),
    "paper --since yesteryear": (2, "yesteryear"),
    "paper --site nowhere": (2, "is no address of a site"),
    "paper --output paper.doc": (2, "how the paper is to be written"),
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_asked_for_is_a_sentence_with_what_to_do(two, ask, line):
    status, because = REFUSED[line]
    before, files = processes.events(two), sorted(two.parent.iterdir())
    answer = ask(line)
    assert (answer.status, answer.out) == (status, "")
    assert because in answer.err
    assert len(answer.err.strip().splitlines()) > 1
    assert processes.events(two) == before
    assert sorted(two.parent.iterdir()) == files


def test_a_file_that_is_no_text_is_not_shown_on_a_terminal(two):
    status, screen = on_a_terminal(["paper", "--format", "odt"], [])
    assert status == 2
    assert "--output paper.odt" in screen


def test_without_typst_the_other_formats_are_named(two, ask, monkeypatch):
    monkeypatch.setattr("projections.publication.files.index.version", lambda _: "0.0.1")
    answer = ask("paper --format pdf --output paper.pdf")
    assert answer.status == 1
    assert "A paper in PDF is made by typst" in answer.err
    assert "Ask for --format html or odt, or install it" in answer.err
    assert ask("paper --output paper.odt").status == 0


def test_each_number_leads_to_a_page_of_the_bundle(put_demo, here, ask):
    put_demo(here / "demo")
    assert ask("person grant ann publisher --as ann --ledger demo").status == 0
    published = ask("publish --output site --site https://example.org/r --as ann --ledger demo")
    assert published.status == 0, published.err
    told = json.loads(ask("paper --since 2020-03-01 --format json --ledger demo").out)
    rows = [*told["live"], *told["closed"], *told["movements"]]
    pages = [row["page"].removeprefix("https://example.org/r/") for row in rows]
    assert len(pages) > 11
    assert [page for page in pages if not (here / "site" / page).is_file()] == []


def test_a_practice_copy_says_what_it_is(put_demo, here, ask):
    put_demo(here / "demo")
    assert ask("copy practice --practice --ledger demo --as ann").status == 0
    assert "This is of a practice copy" in ask("paper --ledger practice").out
    assert "practice copy" not in ask("paper --ledger demo").out


def test_the_command_that_a_paper_names_gives_the_same_figures(two, ask):
    page = ask(f"{ALL} OCSAE --made-to", "Police Scotland").out
    (said,) = re.findall(r"<p>Whoever has the ledger gets the same figures by: scrutiny (.*)</p>", page)
    command, *words = shlex.split(html.unescape(re.sub("<[^>]+>", "", said)))
    told = json.loads(ask(f"{command} --format json", *words).out)["rows"][-1]
    assert figures(page) == [told[name] for name in ("opening", "made", "reopened", "closed", "closing")]

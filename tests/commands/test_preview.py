"""``publish --preview`` records nothing and is never taken for published; what was published is kept."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from projections.publication.files import index
from tests.commands.test_publish import contents, events, ledger, played, publishes, scrutiny
from tests.pasts import needs

__all__ = ["ledger", "played", "publishes", "scrutiny"]

BOB = ("--as", "bob")
EARLY, LATE = ("--as-of", "2021-08-17"), ("--as-of", "2021-08-18")


@pytest.fixture
def asked(scrutiny):
    """asked(…) -> the receipt of a publication or a preview, as JSON."""

    def call(*words):
        status, out, err = scrutiny("publish", *BOB, *words, "--format", "json")
        assert status == 0, err
        return json.loads(out)

    return call


def made():
    with Ledger.open("ledger") as opened:
        return opened.inspectorate().publications


def test_a_preview_records_nothing_and_signs_nothing(asked):
    before = events()
    told = asked("--preview", "seen")
    assert (told["ref"], told["events"], told["changed"], told["folder"]) == (None, [], True, "seen")
    assert events() == before
    assert told["pages"] == len(list(Path("seen").rglob("*.html")))


def test_a_preview_needs_no_person(scrutiny):
    status, out, err = scrutiny("publish", "--preview", "seen")
    assert (status, err) == (0, "")
    assert out.startswith("A preview; nothing was recorded and nothing published.")


def test_each_page_of_a_preview_says_so_and_the_check_does(asked, scrutiny):
    asked("--preview", "seen")
    for page in Path("seen").rglob("*.html"):
        text = page.read_text("utf-8")
        assert "This is a preview that was not published." in text, page
        assert '<meta name="robots" content="noindex">' in text
    _, key, _ = scrutiny("key", "show")
    status, out, _ = scrutiny("verify-bundle", "seen", "--key", key.strip(), "--format", "json")
    findings = [(one["file"], one["message"]) for one in json.loads(out)["findings"]]
    assert (status, findings) == (6, [("preview.txt", "This bundle is a preview: nobody published it.")])


def test_beside_that_it_is_just_what_is_published(asked, publishes):
    asked("--preview", "seen", *LATE)
    files = publishes("bundle", *LATE)
    seen = contents("seen")
    assert seen.keys() - files.keys() == {"preview.txt"}
    assert seen["register.csv"] == files["register.csv"]
    assert "This is a preview" not in files["index.html"].decode()


def test_a_preview_tells_what_would_change(publishes, asked, scrutiny):
    publishes("bundle", *EARLY)
    told = asked("--preview", "seen", *LATE)
    assert told["since"] == made()[-1].size
    rows = {(one["number"], one["change"]) for one in told["changes"]}
    assert {("3", "closed"), ("11", "made")} <= rows
    assert told["differ"]["recommendations/OCSAE/11.html"] == "new"
    _, out, _ = scrutiny("publish", "--preview", "seen", *LATE)
    assert "3 closed, 1 made" in out
    assert "OCSAE/3: closed, on 18 August 2021: Open -> Closed" in out
    # The publication then says the same.
    published = asked("--output", "bundle", *LATE)
    assert published["changes"] == told["changes"]


def test_a_preview_of_what_was_published_says_that_nothing_would_change(publishes, asked, scrutiny):
    publishes("bundle", *LATE)
    assert asked("--preview", "seen", *LATE)["changed"] is False
    assert scrutiny("publish", "--preview", "seen", *LATE)[1].endswith(
        "The last publication says the same.\n"
    )


def test_a_preview_takes_the_place_of_a_preview_and_of_no_publication(publishes, asked, scrutiny):
    before = publishes("bundle", *EARLY)
    status, _, err = scrutiny("publish", "--preview", "bundle", *LATE)
    assert (status, "is no preview" in err) == (4, True)
    assert contents("bundle") == before
    asked("--preview", "seen", *EARLY)
    asked("--preview", "seen", *LATE)
    # A publication may take the place of a preview.
    assert "preview.txt" not in publishes("seen", *LATE)


@pytest.mark.parametrize(("words", "status", "because"), [
    ((), 2, "--output FOLDER"),
    (("--output", "a", "--preview", "b"), 2, "give one of them"),
    (("--preview", "ledger"), 4, "in the ledger's own folder"),
    (("--preview", "a", "--again", "94"), 2, "--again rebuilds what was published"),
    (("--preview", "a", "--as-of", "2999-01-01"), 4, "is not over"),
    (("NONE", "--preview", "a"), 3, "There is no inspection NONE"),
    (("--preview", "a", "--drop", "pdf"), 2, "had no register.pdf to drop"),
    (("--output", "a", "--drop", "site"), 2, "had no address (--site) to drop"),
    (("--output", "a", "--site", "https://a.org/", "--drop", "site"), 2, "both asked for and dropped"),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(scrutiny, words, status, because):
    before = events()
    found, _, err = scrutiny("publish", *BOB, *words)
    assert (found, because in err) == (status, True), err
    assert not Path("a").exists()
    assert events() == before


def test_what_is_not_signed_is_counted_and_not_in_the_preview(scrutiny, home):
    with Ledger.open("ledger") as opened:
        size = opened.store.newest_checkpoint()[0]
    for key in home.rglob("*"):
        if key.is_file():
            key.unlink()
    said = ("OCSAE", "11", "--cycle", "2021", "--status", "partially-met", "--rationale", "Seen.")
    assert scrutiny("judgement", "record", *said, "--on", "2021-08-19", "--as", "ann")[0] == 0
    status, _, err = scrutiny("publish", "--preview", "seen")
    assert (status, "2 events are not signed yet and not in this preview" in err) == (0, True)
    assert json.loads(Path("seen/register.json").read_text())["events"] == size


def test_the_address_the_licence_and_what_is_said_are_kept_until_they_are_dropped(publishes, asked):
    licence = ("--licence", "CC BY 4.0", "--licence-url", "https://creativecommons.org/licenses/by/4.0/")
    publishes("bundle", *EARLY, "--site", "https://example.org/a", *licence)
    kept = asked("--output", "bundle", *LATE)["kept"]
    assert kept == ["https://example.org/a/", "the licence CC BY 4.0"]
    assert (made()[-1].site, made()[-1].licence) == ("https://example.org/a/", "CC BY 4.0")
    assert asked("--output", "bundle", "--drop", "site")["kept"] == ["the licence CC BY 4.0"]
    assert made()[-1].site is None
    # Of other inspections nothing was published before.
    assert asked("OCSAE", "--output", "other")["kept"] == []


def test_a_format_is_kept_and_ends_only_if_it_is_dropped(publishes, scrutiny):
    needs(find_spec("xlsxwriter"), "xlsxwriter")
    assert "register.xlsx" in publishes("bundle", *EARLY, "--also", "xlsx")
    assert "register.xlsx" in publishes("bundle", *LATE)
    assert "register.xlsx" not in publishes("bundle", *LATE, "--drop", "xlsx")
    assert "register.xlsx" not in publishes("bundle", "--as-of", "2021-08-19")


def test_a_kept_format_that_cannot_be_made_here_is_refused_with_both_ways_on(
    publishes, scrutiny, monkeypatch
):
    needs(find_spec("xlsxwriter"), "xlsxwriter")
    before = publishes("bundle", *EARLY, "--also", "xlsx")
    monkeypatch.setattr(index, "version", lambda _: "0.0")
    recorded = events()
    status, _, err = scrutiny("publish", "--output", "bundle", *BOB, *LATE)
    assert status == 1
    assert "which this one keeps" in err
    assert "--drop xlsx" in err
    assert "Install it" in err
    assert (contents("bundle"), events()) == (before, recorded)
    assert scrutiny("publish", "--output", "bundle", *BOB, *LATE, "--drop", "xlsx")[0] == 0


def test_the_receipt_says_where_how_much_and_what_changed(publishes, scrutiny):
    publishes("bundle", *EARLY)
    status, out, _ = scrutiny("publish", "--output", "bundle", *BOB, *LATE)
    assert status == 0
    pages = len(list(Path("bundle").rglob("*.html")))
    files = sum(path.is_file() for path in Path("bundle").rglob("*"))
    assert f"In bundle: {pages} pages, {files} files in all." in out
    assert "of 11 recommendations" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80
    assert "New: recommendations/OCSAE/11.html" in out

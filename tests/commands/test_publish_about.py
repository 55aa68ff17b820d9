"""``publish --about``: kept until another text or an empty one is given, rebuilt, and never half recorded."""

from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.commands.test_publish import contents, events, ledger, played, publishes, scrutiny

__all__ = ["ledger", "played", "publishes", "scrutiny"]

BOB = ("--as", "bob")
SAID = 'contact = "reports@example.org"\n\n[status]\nopen = "Nothing closes it yet."\n'


@pytest.fixture
def about():
    """A file that says something about the publication."""
    Path("about.toml").write_text(SAID, encoding="utf-8-sig")
    return "about.toml"


def made():
    with Ledger.open("ledger") as opened:
        return opened.inspectorate().publications


def test_what_is_said_is_in_the_bundle_and_kept_by_the_next_publication(publishes, about):
    assert publishes("bundle", "--as-of", "2021-12-31", "--about", about)["about.toml"].decode() == SAID
    assert publishes("bundle", "--as-of", "2022-12-31")["about.toml"].decode() == SAID
    assert [one.about for one in made()] == [SAID.strip()] * 2
    # Of other inspections nothing was said.
    assert "about.toml" not in publishes("other", "OCSAE")


def test_an_empty_file_ends_it_and_each_is_rebuilt_as_it_was(publishes, scrutiny, about):
    first = publishes("bundle", "--about", about)
    size = made()[-1].size
    Path("empty.toml").write_text("", encoding="utf-8")
    assert "about.toml" not in publishes("bundle", "--about", "empty.toml")
    assert scrutiny("publish", "--again", size, "--output", "again")[0] == 0
    assert contents("again") == first


def test_another_text_is_a_change_and_the_same_one_is_none(publishes, scrutiny, about):
    publishes("bundle", "--about", about)
    _, out, _ = scrutiny("publish", "--output", "bundle", *BOB, "--about", about)
    assert out == "Nothing changed since the bundle in bundle was published.\n"
    Path(about).write_text(SAID.replace("yet", "so far"), encoding="utf-8")
    publishes("bundle", "--about", about)
    assert len(made()) == 2


def test_whoever_has_the_bundle_is_told_that_nothing_proves_it(publishes, scrutiny, about):
    publishes("bundle", "--about", about)
    _, key, _ = scrutiny("key", "show")
    status, out, _ = scrutiny("verify-bundle", "bundle", "--key", key.strip())
    assert status == 0
    assert "what the publisher says about it in about.toml" in " ".join(out.split())


@pytest.mark.parametrize(("text", "status", "because"), [
    ("[status]\nopne = 'a'", 2, "Those nearest: open"),
    ("[reports]\nNONE = 'https://example.org/'", 3, "There is no inspection NONE"),
    ("contact =", 2, "is no TOML"),
    ("contact = 'caf\xe9'", 2, "is not UTF-8 text"),
    (None, 2, "cannot be read"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused_and_nothing_is_recorded(scrutiny, about, text, status, because):
    if text is None:
        Path(about).unlink()
    else:
        Path(about).write_bytes(text.encode("latin-1"))
    found, _, err = scrutiny("publish", "--output", "bundle", *BOB, "--about", about)
    assert (found, because in err) == (status, True), err
    assert "publication.made" not in events()
    assert not Path("bundle").exists()


def test_an_old_publication_is_rebuilt_with_what_was_said_then(publishes, scrutiny, about):
    publishes("bundle")
    status, _, err = scrutiny("publish", "--again", 94, "--output", "again", "--about", about)
    assert (status, "--again rebuilds what was published" in err) == (2, True)

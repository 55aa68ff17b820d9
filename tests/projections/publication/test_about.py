"""What a publisher says about a publication: read from TOML, kept by later ones, and never half read."""

import pytest

from events.vocabulary import VocabularyWordAdded
from ledger.errors import BadInput
from ledger.state.vocabulary import Vocabulary
from projections.publication.about import check_words, read_about

SAID = """# for the public
contact = "reports@example.org"

[reports]
ocsae = "https://example.org/ocsae"

[status]
Open = "Nothing closes it yet."
"partially met" = "Some was done."

[answer]
accepted = "They will do it."
"""


def test_every_word_is_found_as_it_is_typed_or_by_its_label():
    about, words = read_about(SAID), Vocabulary()
    assert about is not None
    check_words(about, words, "file")
    assert about.contact == "reports@example.org"
    assert about.report("OCSAE") == "https://example.org/ocsae"
    assert about.report("TAIC") is None
    said = {(word.vocabulary, word.word): about.meaning(word) for word in words.of("status")}
    assert said["status", "open"] == "Nothing closes it yet."
    assert said["status", "partially-met"] == "Some was done."
    assert said["status", "closed"] is None
    assert about.meaning(words.find("answer", "accepted")) == "They will do it."


def test_a_word_of_the_publishers_own_may_be_said():
    words = Vocabulary()
    words.apply(VocabularyWordAdded(vocabulary="priority", word="a1", label="Urgent", means=None))
    about = read_about('[priority]\nurgent = "At once."')
    check_words(about, words, "file")
    assert about.meaning(words.find("priority", "A1")) == "At once."


@pytest.mark.parametrize("nothing", ["", " \r\n\n", "# only a remark\n", "\ufeff"[1:]])
def test_what_says_nothing_is_none(nothing):
    assert read_about(nothing) is None


def test_line_ends_of_windows_are_line_ends():
    assert read_about(SAID.replace("\n", "\r\n")) == read_about(SAID)


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("contact = ", "is no TOML"),
        ("contact = " + "[" * 5_000, "is no TOML"),
        ("contact = 3", "no text"),
        ('contact = ""', "is empty"),
        ('contact = "a\\u202Eb"', r"U\+202E"),
        ('contact = "a\u200fb"', r"U\+200F"),
        (f'contact = "{"a" * 5_001}"', "5,001 characters"),
        (f"# {'a' * 100_001}", "100,003 characters"),
        ('contcat = "a"', "'contcat', which is nothing that it can say"),
        ('status = "a"', "status as a value"),
        ("[status]\nopen = 2024-01-01", "no text"),
        ('[status.open]\na = "b"', "no text"),
        ('[reports]\nOCSAE = "reports.html"', "no address of a report"),
        ('[reports]\nOCSAE = "javascript:alert(1)"', "no address of a report"),
        ('[reports]\nA = "https://a.org/"\na = "https://b.org/"', "two reports"),
        ('[status]\n"" = "b"', "empty"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(text, because):
    with pytest.raises(BadInput, match=because):
        read_about(text)


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ('[status]\nclosedd = "a"', "no such word"),
        ('[topic]\nhousing = "a"', "no such word"),
        ('[status]\nopen = "a"\nOpen = "b"', "twice what the status open means"),
    ],
)
def test_a_word_that_nobody_added_is_refused(text, because):
    about = read_about(text)
    assert about is not None
    with pytest.raises(BadInput, match=because):
        check_words(about, Vocabulary(), "file")

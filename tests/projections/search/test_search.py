"""What a search finds, held against a plain account of it on random histories, and what nobody may break."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from events.base import Day, Instant
from events.registry import EVENTS
from ledger.decisions.evidence import WithdrawEvidence
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.recommendation_corrections import CorrectRecommendation, VoidRecommendation
from ledger.decisions.recommendations import RestateRecommendation
from ledger.decisions.words import WithdrawWords
from ledger.errors import BadInput
from projections.base import TimeFilter
from projections.search.query import asked, pieces
from projections.search.search import Question, search
from projections.search.words import NAMED, SAID, words_of
from projections.trail import trail
from tests.histories import lived
from tests.sampling import examples

CODES = re.findall(
    r"\w+",
    """
    answer before content cycle digest dispute endorsement evidence event facts file how identity
    in_cycle inspection inspections judgement key kind known_at licence_url mapping means new_number
    number of origin other outcome progress proposes_closure public_key reason relation response role root
    sha256 sign_off signatures since site size status sums time_zone under until verifier_key version
    vocabulary what words beside
    """,
)
"""What holds no words that people search for: numbers, refs, hashes, and the program's own codes."""


def found(ledger, *words, **asked_for):
    return list(search(Question(ledger, words, **asked_for)).items)


def positions(ledger, *words, **asked_for):
    return {row["position"] for row in found(ledger, *words, **asked_for)}


def test_of_each_field_with_text_it_is_known_whether_it_is_searched():
    textual = {
        name
        for event in EVENTS.values()
        for name, kind in event.FIELDS.items()
        if kind in ("str", "str | None", "Names")
    }
    assert textual - {*SAID, *NAMED} == textual & set(CODES)


def test_a_text_is_found_by_its_words_in_any_order_case_and_accent(case):
    case.make("7", text="Die Straße nach Orléans, für O’Neil & Söhne: Übergabe.")
    for words in (
        "orleans",
        "STRASSE",
        "neil o",
        "o'neil",
        '"nach Orléans"',
        "uberga*",
        "Übergabe strasse",
        "ORLE\u0301ANS",
        "“strasse nach”",
        "ｓｔｒａｓｓｅ",
    ):
        assert [row["number"] for row in found(case.ledger, words)] == ["7"], words
    for words in ("orlean", '"orleans nach"', "uberg", "strasse nowhere"):
        assert found(case.ledger, words) == [], words


def test_words_of_one_argument_and_of_several_are_the_same(case):
    case.make("7", text="Strategic governance of the whole.")
    assert positions(case.ledger, "strategic governance") == positions(case.ledger, "strategic", "governance")
    assert positions(case.ledger, '"strategic', 'governance"') == positions(
        case.ledger, "strategic governance"
    )


def test_what_has_the_words_in_a_text_comes_before_what_has_them_in_a_name(case):
    case.make("7", "Zebra Trust", text="Something else.")
    case.make("8", text="Ask the zebra.")
    assert [row["number"] for row in found(case.ledger, "zebra")] == ["8", "7"]


def test_a_row_has_where_it_is_what_it_says_and_what_was_found(case):
    case.judged(rationale="The governance board met.")
    (row,) = found(case.ledger, "governance")
    assert (row["inspection"], row["number"], row["event"]) == ("OCSAE", "3", "judgement.explained")
    assert (row["on"], row["ref"], row["cycle"]) == ("2021-08-18", "J1", "2021")
    assert row["text"] == "The governance board met."
    assert row["found"] == "The «governance» board met."


def test_a_long_text_is_shown_where_most_was_found(case):
    text = f"Zebra. {'Nothing of that kind. ' * 40}A zebra and a lion met. {'And so on. ' * 40}"
    case.make("7", text=text)
    (row,) = found(case.ledger, "zebra lion")
    assert "A «zebra» and a «lion» met." in row["found"]
    assert row["found"].startswith("…")
    assert row["found"].endswith("…")
    assert len(row["found"]) < 200
    assert row["text"] == text.strip()


def test_internal_and_restricted_words_are_found_as_in_the_trail(case):
    case.judge(note="Zebra notes.")
    case.submit("2021-08-19", summary="Zebra summary.", restricted="Zebra reason.")
    names = {row["event"] for row in found(case.ledger, "zebra")}
    assert names == {"judgement.noted", "evidence.described", "evidence.submitted"}


def test_both_times_are_asked_about(case):
    case.judged(rationale="Zebra.", on="2021-08-18")
    at = next(iter(found(case.ledger, "zebra")))["recorded_at"]
    earlier = Instant(at.replace("2022", "2021"))
    assert found(case.ledger, "zebra", time_filter=TimeFilter(Day("2021-08-17"))) == []
    assert len(found(case.ledger, "zebra", time_filter=TimeFilter(Day("2021-08-18")))) == 1
    assert found(case.ledger, "zebra", time_filter=TimeFilter(None, earlier)) == []
    assert len(found(case.ledger, "zebra", time_filter=TimeFilter(None, Instant(at)))) == 1


def test_what_was_withdrawn_from_view_is_not_found_and_before_it_was(case):
    ledger = case.ledger
    case.make("7", text="Zebra text.")
    case.judged(rationale="Zebra rationale.")
    case.submit("2021-08-19", summary="Zebra summary.")
    case.ask(RestateRecommendation, number="5", text="Other.", why="Zebra reason.", on="2021-01-01")
    before = {row["event"]: row for row in found(ledger, "zebra")}
    assert len(before) == 4
    last = max(row["recorded_at"] for row in before.values())
    version = next(
        record.version
        for record in ledger.records(inspection="OCSAE")
        if record.position == before["recommendation.restated"]["position"]
    )
    case.ask(CorrectRecommendation, number="7", text="Right.", why="Wrong.")
    case.ask(CorrectJudgement, who="bob", judgement="J1", rationale="Right.", why="Wrong.")
    case.ask(WithdrawEvidence, evidence="E1", why="Gone.", on="2021-08-20")
    case.ask(WithdrawWords, events=((version, "it"),), why="Typed by mistake.")
    assert found(ledger, "zebra") == []
    then = found(ledger, "zebra", time_filter=TimeFilter(None, Instant(last)))
    assert {row["event"] for row in then} == set(before)
    # The trail has them, as it has everything.
    assert sum("Zebra" in json.dumps(row["data"]) for row in trail(ledger).items) == 4


def test_what_was_entered_in_error_is_not_found(case):
    case.make("7", text="Zebra.")
    assert len(found(case.ledger, "zebra")) == 1
    case.ask(VoidRecommendation, number="7", why="A zebra that never was.")
    assert found(case.ledger, "zebra") == []


@for_all(st.text(max_size=60) | st.text(alphabet="\"*:^-+(){}[]'\\ANDORNOTEaé\u0301\x00\udcff ", max_size=60))
@examples(150)
def test_whatever_is_typed_is_looked_for_or_refused_in_a_sentence(words):
    told = _LIVED.setdefault(3, lived(3).told)
    try:
        search(Question(told, [words]))
    except BadInput as error:
        assert not list(pieces(words))
        assert error.remedy


@for_all(st.sampled_from((3, 7, 11)), st.data())
@examples(60)
def test_a_search_finds_what_has_all_the_words_and_nothing_else(seed, data):
    told = _LIVED.setdefault(seed, lived(seed).told)
    texts = {record.position: " ".join(words_of(record.event)) for record in told.records()}
    there = sorted({word for text in texts.values() for word in _plain(text)})
    words = data.draw(st.lists(st.sampled_from([*there, "nowhere"]), min_size=1, max_size=3))
    void = {row["position"] for row in trail(told).items} - positions_in_view(told)
    expected = {position for position, text in texts.items() if set(words) <= set(_plain(text))} - void
    assert positions(told, *words) == expected, asked(words)


def positions_in_view(told):
    """Those of everything that is not void and not withdrawn, as a search for anything at all finds them."""
    letters = sorted(
        {word[0] for record in told.records() for word in _plain(" ".join(words_of(record.event)))}
    )
    return {position for letter in letters for position in positions(told, f"{letter}*")}


def _plain(text):
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign)
    )
    return re.findall(r"[^\W_]+", plain)


_LIVED = {}


@pytest.mark.parametrize("words", ["-", "", '""', "* ^", "—", "“”", "\udcff"])
def test_signs_alone_are_no_words(case, words):
    with pytest.raises(BadInput, match="no word"):
        search(Question(case.ledger, [words]))


def test_a_word_that_is_nowhere_is_named_with_what_is_spelt_like_it(case):
    case.make("7", text="Strategic governance.")
    view = search(Question(case.ledger, ["governence", "strategic"]))
    assert view.closing == "No event has 'governence'. There is: governance."
    assert search(Question(case.ledger, ["strategic", "review"])).closing.startswith(
        "Each of these words is somewhere"
    )


def test_very_many_words_are_looked_for_and_few_of_them_named(case):
    words = " ".join(f"nowhere{at}" for at in range(20_000))
    assert 1 <= search(Question(case.ledger, [words])).closing.count("No event has") <= 6
    assert found(case.ledger, "scotland " * 20_000)

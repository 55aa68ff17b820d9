"""Words on one thing, each with the day it holds from."""

import pytest
from hypothesis import assume
from hypothesis import given as for_all
from hypothesis import strategies as st

from ledger.state.history import History
from ledger.times import first_day, last_day

DAYS = ("2021-02-27", "2021-02", "2021-03-01", "2021-03-15", "2021-03", "2021-03-31", "2021-04-01")
ASKED = sorted({last_day(day) for day in DAYS} | {"2021-02-01", "2021-05-01"})
WORDS = st.lists(st.sampled_from(DAYS), min_size=1, max_size=6)


def said(*values, made_at=0):
    """Words in the order in which they were recorded, the first at the place 1."""
    history = History(made_at)
    for position, (on, value) in enumerate(values, 1):
        history.put(on, position, value)
    return history


def at(history, day=None):
    value = history.at(day)
    return value and value.content


def test_before_the_first_value_there_is_none():
    history = said(("2021-03-01", "A"))
    assert at(history, "2021-02-28") is None
    assert at(History()) is None


def test_the_value_of_the_latest_day_until_then_holds_in_whatever_order_they_came():
    history = said(("2021-03-31", "C"), ("2021-02-27", "A"), ("2021-03-01", "B"))
    assert [at(history, day) for day in ("2021-02-27", "2021-03-30", "2021-03-31")] == ["A", "B", "C"]
    assert at(history) == "C"


def test_of_several_of_one_day_the_one_recorded_last_holds():
    assert at(said(("2021-03-01", "A"), ("2021-03-01", "B")), "2021-03-01") == "B"


def test_a_month_holds_from_its_last_day():
    history = said(("2021-02-27", "A"), ("2021-03", "B"))
    assert (at(history, "2021-03-30"), at(history, "2021-03-31")) == ("A", "B")
    assert history.at("2021-03-31").on == "2021-03"


def test_what_changed_within_the_month_of_the_beginning_changed_after_it():
    history = said(("2021-03", "A"), ("2021-03-10", "B"), made_at=1)
    assert (at(history, "2021-03-31"), at(history)) == ("B", "B")


def test_of_a_month_and_a_day_in_it_the_later_record_holds():
    history = said(("2021-03", "A"), ("2021-03-10", "B"))
    assert (at(history, "2021-03-10"), at(history, "2021-03-31")) == ("B", "B")
    other = said(("2021-03-10", "B"), ("2021-03", "A"))
    assert (at(other, "2021-03-30"), at(other, "2021-03-31")) == ("B", "A")


def test_what_is_certainly_after_holds_in_whatever_order_they_were_recorded():
    history = said(("2021-03-10", "B"), ("2021-02", "A"))
    assert (at(history, "2021-02-28"), at(history, "2021-03-10")) == ("A", "B")
    assert at(said(("2021-03-01", "C"), ("2021-02", "A"), ("2021-02-27", "B"))) == "C"


def test_a_value_had_come_by_the_day_that_it_was_recorded_on():
    history = said(("2021-02-27", "A"))
    history.put("2021-03", 9, "B", ("2021-03-01", "2021-03-12"))
    assert (at(history, "2021-03-11"), at(history, "2021-03-12")) == ("A", "B")


def test_a_value_that_comes_when_a_later_record_holds_changes_nothing():
    history = said(("2021-02-27", "A"), ("2021-03", "B"), ("2021-03-10", "C"))
    come = [(value.content, held.content) for value, held in history.as_they_come()]
    assert come == [("A", "A"), ("C", "C"), ("B", "C")]


def test_the_value_of_just_a_day_is_found():
    history = said(("2021-03", "A"), ("2021-03-31", "B"), ("2021-03", "C"))
    assert [history.of(on).content for on in ("2021-03", "2021-03-31")] == ["C", "B"]
    assert history.of("2021-03-30") is None


def test_a_value_is_set_right_where_it_stood():
    history = said(("2021-02-27", "A"), ("2021-03-01", "B"), ("2021-03-01", "C"))
    history.correct("2021-03-01", 9, "D")
    value = history.at("2021-03-01")
    assert (value.content, value.position, value.corrected) == ("D", 3, 9)
    assert at(history, "2021-02-28") == "A"
    history.correct("2021-02-27", 10, "E")
    assert (at(history, "2021-02-27"), at(history)) == ("E", "D")


def test_a_value_that_was_never_said_leaves_the_one_before():
    history = said(("2021-02-27", "A"), ("2021-03-01", "B"), ("2021-03-01", "C"))
    history.correct("2021-03-01", 9, None)
    assert at(history) == "B"
    history.correct("2021-03-01", 10, None)
    assert at(history) == "A"
    history.correct("2021-02-27", 11, None)
    assert at(history) is None


def test_a_value_that_was_left_out_counts_as_said_at_the_beginning():
    history = History(4)
    history.correct("2021-02-27", 9, "A")
    history.put("2021-02-27", 10, "B")
    value = history.values[0]
    assert (value.content, value.position, value.corrected) == ("A", 4, 9)
    history.move("2021-03-01")
    assert [(value.on, value.content) for value in history.values] == [
        ("2021-03-01", "A"),
        ("2021-02-27", "B"),
    ]


def test_nothing_is_set_right_where_nothing_was_and_nothing_should_be():
    history = said(("2021-02-27", "A"))
    history.correct("2021-03-01", 9, None)
    assert [value.content for value in history.values] == ["A"]


def test_the_beginning_moves_and_keeps_what_was_set_right():
    history = said(("2021-03-01", "A"), ("2021-03-15", "B"), made_at=1)
    history.correct("2021-03-01", 9, "C")
    history.move("2021-02")
    assert (at(history, "2021-02-27"), at(history, "2021-02-28")) == (None, "C")
    assert history.values[0].corrected == 9
    assert at(history, "2021-03-15") == "B"


def test_nothing_else_moves():
    history = said(("2021-03-01", "A"), ("2021-03-15", "B"), made_at=7)
    history.move("2021-02")
    assert [value.on for value in history.values] == ["2021-03-01", "2021-03-15"]


@for_all(WORDS, st.sampled_from(ASKED), st.data())
def test_the_order_of_recording_counts_only_for_values_whose_order_the_dates_leave_open(days, asked, data):
    assume(
        not any(
            one != other and one[:7] == other[:7] and 7 in map(len, (one, other))
            for one in days
            for other in days
        )
    )
    values = [(on, f"{place} of {on}") for place, on in enumerate(days)]
    first: dict[str, list[tuple[str, str]]] = {}
    for value in values:
        first.setdefault(last_day(value[0]), []).append(value)
    # Another order in which those of one day stand as before.
    other = [first[last_day(on)].pop(0) for on, _ in data.draw(st.permutations(values))]
    assert at(said(*values), asked) == at(said(*other), asked)


@for_all(WORDS, st.sampled_from(ASKED))
def test_what_holds_is_what_a_plain_search_finds(days, asked):
    until = [(position, on) for position, on in enumerate(days, 1) if last_day(on) <= asked]
    free = [
        position for position, on in until if not any(first_day(other) > last_day(on) for _, other in until)
    ]
    history = said(*((on, f"{position}") for position, on in enumerate(days, 1)))
    assert at(history, asked) == (f"{max(free)}" if free else None)


@pytest.mark.parametrize("made_at", [0, 1])
@for_all(WORDS, st.sampled_from(DAYS), st.sampled_from(ASKED))
def test_a_correction_changes_no_other_days_answer_than_its_words(made_at, days, of, asked):
    values = [(on, f"{position}") for position, on in enumerate(days, 1)]
    plain, right = said(*values, made_at=made_at), said(*values, made_at=made_at)
    wrong = plain.of(of)
    if wrong is None:
        return
    right.correct(of, 99, "right")
    was = plain.at(asked)
    assert at(right, asked) == ("right" if was == wrong else was and was.content)


def test_what_may_have_held_on_a_day_is_all_that_is_not_certainly_before_or_after_it():
    bodies = History()
    bodies.put("2012-01-01", 1, "A")
    bodies.put("..2018-06-01", 2, "A and B")

    def between(first, last):
        return [value.content for value in bodies.between(first, last)]

    assert between("2015-01-01", "2015-01-01") == ["A", "A and B"]
    assert between("2018-06-02", "2018-06-02") == ["A and B"]
    exact = History()
    exact.put("2012-01-01", 1, "A")
    exact.put("2012-01-01", 2, "B")
    exact.put("2013-01-01", 3, "C")
    assert [value.content for value in exact.between("2012-06-01", "2012-06-01")] == ["B"]

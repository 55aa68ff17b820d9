"""A pattern of a mapping cannot try for ever."""

import re
import signal
import threading

import pytest

from ledger.errors import BadInput
from ledger.importing.patterns import Patient

FOR_EVER = "a" * 60 + "!"


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|aa)+$", "(.*a){25}b"])
def test_a_pattern_that_tries_for_ever_is_stopped(pattern: str) -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    with pytest.raises(BadInput, match="takes too long"):
        Patient(re.compile(pattern), 0.1).first(FOR_EVER)
    assert signal.getsignal(signal.SIGVTALRM) == before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_a_pattern_that_is_slow_in_each_of_many_cells_is_stopped() -> None:
    slow = Patient(re.compile("^(a|aa)+$"), 0.3)
    with pytest.raises(BadInput, match="takes too long"):
        for _ in range(100_000):
            slow.first("a" * 21 + "!")


def test_what_is_found_is_the_first_group_or_all_of_it() -> None:
    assert Patient(re.compile(r"^Recommendation (\w+):")).first("Recommendation A1: Do.") == "A1"
    assert Patient(re.compile(r"[A-Z]\d")).first("Recommendation A1: Do.") == "A1"
    assert Patient(re.compile("nothing")).first("Recommendation A1: Do.") is None


def test_outside_of_the_main_thread_it_is_searched_for_too() -> None:
    found: list[str | None] = []
    pattern = Patient(re.compile(r"\d+"))
    thread = threading.Thread(target=lambda: found.append(pattern.first("No 12")))
    thread.start()
    thread.join()
    assert found == ["12"]

"""A named tuple of our own is one of ``typing`` in all that anybody does with it."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import typing
from typing import Generic, TypeVar

import pytest

from events import named

T = TypeVar("T")


class Ours(named.NamedTuple):
    """One."""

    name: str
    at: int
    more: tuple[str, ...] = ()
    other: Ours | None = None

    @property
    def twice(self) -> int:
        """Of a class with words of its own."""
        return 2 * self.at


class Theirs(typing.NamedTuple):
    """The same."""

    name: str
    at: int
    more: tuple[str, ...] = ()
    other: Theirs | None = None


class Below(Ours):
    """A class below one."""


class Of(named.NamedTuple, Generic[T]):
    """One of a kind."""

    value: T


class Nothing(named.NamedTuple):
    """One that nobody made yet."""

    one: int


@pytest.mark.parametrize(
    ("values", "settings"),
    [(("a", 1), {}), (("a",), {"at": 2, "more": ("x",)}), ((), {"at": 1, "name": "b"})],
)
def test_it_is_what_typing_makes(values, settings):
    ours, theirs = Ours(*values, **settings), Theirs(*values, **settings)
    assert ours == theirs
    assert hash(ours) == hash(theirs)
    assert tuple(ours) == (ours.name, ours.at, ours.more, ours.other)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert ours._asdict() == theirs._asdict()
    assert ours._replace(at=9) == theirs._replace(at=9)
    assert type(ours._replace(at=9)) is type(Ours._make(ours)) is Ours
    assert (Ours._fields, Ours.__match_args__) == (Theirs._fields, Theirs.__match_args__)
    assert Ours._field_defaults == Theirs._field_defaults
    for again in (pickle.loads(pickle.dumps(ours)), copy.deepcopy(ours)):
        assert (again, type(again)) == (ours, Ours)
    match ours:
        case Ours(name, at):
            assert (name, at, ours.twice) == (ours[0], ours[1], 2 * ours[1])


@pytest.mark.parametrize(
    ("values", "settings"), [((), {}), (("a",), {}), (("a", 1, (), None, 5), {}), (("a", 1), {"nobody": 1})]
)
def test_what_typing_refuses_is_refused(values, settings):
    for kind in (Theirs, Ours, Below):
        with pytest.raises(TypeError):
            kind(*values, **settings)
    with pytest.raises(ValueError, match="nobody"):
        Ours("a", 1)._replace(nobody=2)
    with pytest.raises(TypeError):
        Ours._make(["a"])


def test_no_value_of_it_changes():
    one = Ours("a", 1)
    for name in ("at", "nobody"):
        with pytest.raises(AttributeError):
            setattr(one, name, 2)
    assert not hasattr(one, "__dict__")


def test_a_class_below_and_one_of_a_kind_are_made():
    assert Below("a", at=1) == Ours("a", 1)
    assert type(Below("a", 1)) is Below
    assert Of[int](value=3).value == Of(3)[0] == 3


def test_the_first_one_may_be_made_of_a_class_below():
    below = type("Nobody", (Nothing,), {})
    assert below(one=1) == Nothing(1) == (1,)


def test_who_does_not_make_one_compiles_nothing():
    code = (
        "import sys; from events.named import NamedTuple; said = []\n"
        "sys.addaudithook(lambda event, args: event == 'compile' and said.append(args))\n"
        "class One(NamedTuple):\n    __annotations__ = {'a': 'int', 'b': 'str'}\n"
        "assert not said; One(1, 'b'); assert said"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

"""Things by their keys, each made of what is kept of it when somebody asks for it.

>>> numbers = Lazily({"a": b"1", "b": b"22"}, bytes, int)
>>> len(numbers), "a" in numbers, numbers["b"]
(2, True, 22)
>>> dict(numbers.kept())
{'a': b'1', 'b': 22}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _collections_abc import dict_items, dict_values

K = TypeVar("K")
T = TypeVar("T")


class Lazily(dict[K, T]):
    """Is given what is kept, of a type that none of the things has, and how a thing is made of that."""

    __slots__ = ("_make", "_type")

    def __init__(self, kept: Mapping[K, Any], type_: type, make: Callable[[Any], T]) -> None:  # Any: as kept
        super().__init__(kept)
        self._type, self._make = type_, make

    def kept(self) -> Iterable[tuple[K, Any]]:  # Any: as kept, or a thing
        """Each key with the thing, or with what is kept of it if nobody asked for it."""
        return dict.items(self)

    def _made(self, name: K, value: Any) -> T:  # Any: as above
        if type(value) is self._type:
            value = self._make(value)
            super().__setitem__(name, value)
        made: T = value
        return made

    def __getitem__(self, name: K) -> T:
        return self._made(name, super().__getitem__(name))

    def get(self, name: K, default: Any = None) -> Any:  # Any: a thing or the default, as of any dictionary
        """As of any dictionary."""
        value = super().get(name, self)
        return default if value is self else self._made(name, value)

    def pop(self, name: K, *default: Any) -> Any:  # Any: as above; its forms are two
        """As of any dictionary."""
        if name in self:
            self._made(name, super().__getitem__(name))
        return super().pop(name, *default)

    def values(self) -> dict_values[K, T]:
        """All of them, made by now."""
        self._make_all()
        return super().values()

    def items(self) -> dict_items[K, T]:
        """All of them with their keys, made by now."""
        self._make_all()
        return super().items()

    def _make_all(self) -> None:
        for name, value in list(dict.items(self)):
            self._made(name, value)

    def __eq__(self, other: object) -> bool:
        self._make_all()
        return super().__eq__(other)

    __hash__ = None


def pairs(things: Mapping[K, T]) -> Iterable[tuple[K, Any]]:  # Any: a thing, or as kept
    """Each key with the thing, or with what is kept of it if nobody asked for it."""
    return things.kept() if isinstance(things, Lazily) else things.items()


def kept(things: Mapping[K, T], of: Callable[[T], Any], type_: type) -> dict[K, Any]:  # Any: as kept
    """What is to be kept of each thing; of those that nobody asked for, what was kept."""
    return {name: value if type(value) is type_ else of(value) for name, value in pairs(things)}

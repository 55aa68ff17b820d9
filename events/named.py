"""Named tuples as ``typing`` makes them, at a tenth of what making the class costs.

``typing.NamedTuple`` compiles a constructor for each class, and each of its annotations, whenever the
program starts: of the named tuples of one command that was nearly the interpreter's own start. Here
a constructor is compiled when the first one is made, and annotations stay text, for which a module has to say
``from __future__ import annotations``. To a type checker both are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from _collections import _tuplegetter

    class _Kind(type):
        """Makes the class: its fields are the names that are annotated in it."""

        def __new__(cls, name, bases, space):
            if bases != (tuple,) and not hasattr(bases[0], "_fields"):
                fields = tuple(space["__annotations__"])
                space["_field_defaults"] = {field: space[field] for field in fields if field in space}
                space["_fields"] = space["__match_args__"] = fields
                space["__slots__"] = ()
                for at, field in enumerate(fields):
                    space[field] = _tuplegetter(at, "")
            return super().__new__(cls, name, bases, space)

    class NamedTuple(tuple, metaclass=_Kind):
        """See ``typing.NamedTuple``."""

        __slots__ = ()

        def __new__(cls, /, *values, **named):
            """The first of its class; those that follow are made by what is compiled here."""
            owner = next(each for each in cls.__mro__ if "_fields" in each.__dict__)
            owner.__new__ = _constructor(owner)
            return cls.__new__(cls, *values, **named)

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, and got {len(made)}")
            return made

        def _replace(self, /, **named):
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"{type(self).__name__} has no fields {list(named)}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            said = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({said})"

        def __getnewargs__(self):
            return tuple(self)

    def _constructor(cls):
        names = ", ".join(cls._fields)
        # As ``collections.namedtuple`` does. The names are those in the source of the class.
        made = eval(f"lambda _cls, {names}: _new(_cls, ({names},))", {"_new": tuple.__new__})  # noqa: S307
        made.__defaults__ = tuple(cls._field_defaults.values())
        made.__qualname__ = f"{cls.__qualname__}.__new__"
        return made

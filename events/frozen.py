"""A value made once, by keyword, and never changed: what events and decisions are."""

from __future__ import annotations

from typing import Any, ClassVar, dataclass_transform


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Frozen:
    """A value made once, by keyword, and never changed.

    Why not ``@dataclass(frozen=True)``: it compiles four methods for each class whenever the program
    starts, which for the classes of this program came to a tenth of a second. This reads annotations.
    """

    FIELDS: ClassVar[dict[str, str]] = {}
    DEFAULTS: ClassVar[dict[str, object]] = {}

    def __init_subclass__(cls) -> None:
        own = {
            name: kind
            for name, kind in cls.__dict__.get("__annotations__", {}).items()  # noqa: RUF063  inspect is slow to import
            if not kind.startswith("ClassVar")
        }
        cls.FIELDS = {**cls.FIELDS, **own}
        cls.DEFAULTS = {**cls.DEFAULTS, **{n: cls.__dict__[n] for n in own if n in cls.__dict__}}

    def __init__(self, **values: Any) -> None:  # Any: a field may be of any of the kinds above
        if values.keys() != self.FIELDS.keys():
            missing = self.FIELDS.keys() - values.keys() - self.DEFAULTS.keys()
            unknown = values.keys() - self.FIELDS.keys()
            if missing or unknown:
                raise TypeError(
                    f"{type(self).__name__} takes {', '.join(self.FIELDS)}; "
                    f"missing: {sorted(missing)}, unknown: {sorted(unknown)}"
                )
            values = {**self.DEFAULTS, **values}
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is a fact and does not change")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is a fact and does not go away")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *(self.__dict__.get(name) for name in self.FIELDS)))

    def __repr__(self) -> str:
        known = self.__dict__
        fields = ", ".join(f"{name}={known[name]!r}" for name in self.FIELDS if name in known)
        return f"{type(self).__name__}({fields})"

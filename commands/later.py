"""Modules of the standard library that others import at once and a run hardly ever uses: loaded at first use.

Click and orjson's ``dataclasses`` import ``inspect``, which loads ``ast``, ``dis`` and ``tokenize``: two
thirds of what ``python -c pass`` takes, for functions that no command of every day calls. ``pathlib`` imports
``urllib.parse``, and that ``ipaddress``, for addresses in brackets.

Only the program itself asks for this (``commands.start``). Whoever asks such a module for anything gets the
real one, loaded then as ever. ``importlib.util.LazyLoader`` would load it at the second ``import`` of it,
which looks at its ``__spec__``: that counts as a use there.
"""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec

LATER = frozenset({"inspect", "ipaddress"})
"""Measured: each takes more instructions than all of this."""

_loading = RLock()


class _Later(ModuleType):
    """A module that has only its name and origin yet; the first use of anything else loads it."""

    def __getattr__(self, name: str) -> object:
        if not _loads(self):
            # It is being loaded, by this thread, and has not come so far.
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r} yet")
        return getattr(self, name)

    def __setattr__(self, name: str, value: object) -> None:
        _loads(self)
        ModuleType.__setattr__(self, name, value)

    def __dir__(self) -> list[str]:
        _loads(self)
        return list(ModuleType.__dir__(self))


_under_way: set[str] = set()


def _loads(module: ModuleType) -> bool:
    """Load a module unless that was done; whether it is loaded now. Another thread waits for it."""
    with _loading:
        if type(module) is not _Later:
            return True
        spec = module.__spec__
        if spec is None or spec.loader is None or spec.name in _under_way:
            return False
        _under_way.add(spec.name)
        try:
            spec.loader.exec_module(module)
            ModuleType.__setattr__(module, "__class__", ModuleType)
        finally:
            _under_way.discard(spec.name)
    return True


class _Loader:
    """Puts off what the real loader does."""

    def __init__(self, real: Loader) -> None:
        self._real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As the real loader does."""
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing yet; from now on the module looks as the real loader's."""
        if module.__spec__ is not None:
            module.__spec__.loader = self._real
        module.__loader__ = self._real
        module.__class__ = _Later


class _Finder:
    """Finds these modules where they are, and puts their loading off."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of one of these modules; None of any other, so that the next finder is asked."""
        if name not in LATER:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = cast("Loader", _Loader(spec.loader))  # importlib.abc costs more than this saves
        return spec


def defer() -> None:
    """Put off loading these modules, in this process."""
    if _Finder not in sys.meta_path:
        sys.meta_path.insert(0, _Finder)

"""The test cases that the library ships for recorders."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from unittest.mock import patch


def library_cases() -> ModuleType:
    """The library's test cases. Their module also tests ciphers, with a package that nothing here needs."""
    cipher = ModuleType("eventsourcing.cipher")
    cipher.AESCipher = object  # type: ignore[attr-defined]  # a module is given its names so
    with patch.dict(sys.modules, {"eventsourcing.cipher": cipher}):
        return importlib.import_module("eventsourcing.tests.persistence")

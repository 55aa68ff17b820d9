"""python-calamine, if it is installed: the one place that imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from ledger.tables.errors import Protected, UnreadableTable, not_installed
from ledger.tables.source import Source

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

    Workbook = CalamineWorkbook
else:
    Workbook = object


def opened(source: Source, data: BinaryIO) -> Workbook:
    try:
        import python_calamine as calamine  # noqa: PLC0415 - an extra
    except ImportError:
        raise not_installed(source.name, "python-calamine") from None
    try:
        return calamine.CalamineWorkbook.from_filelike(data)
    except calamine.PasswordError:
        raise Protected(f"{source.name} has a password.", "Save it without one.") from None
    except calamine.CalamineError as error:
        raise UnreadableTable(
            f"{source.name} is damaged: {str(error).rstrip('.')}.",
            "Open it in a spreadsheet program and save it again.",
        ) from error

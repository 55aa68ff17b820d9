"""What a form has in OpenDocument: what may stand in its cells, and which headings stay in sight.

That a sheet is locked its ``table:table`` says, and that a cell is not, its style.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from projections.publication.files.ods.fixed import XML
from projections.publication.files.spreadsheets.sheet import (
    A_CHOICE,
    A_PERCENTAGE,
    Choice,
    Percent,
    Sheet,
    letters,
)

_FORMULAS = 'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
"""The language of conditions; without the name LibreOffice takes each for none."""

_FROZEN = 2


def name_of(sheet: str, check: Choice | Percent) -> str:
    """What a check of a sheet is called."""
    return f"{sheet}_{check.column}"


def validations(sheets: Sequence[Sheet]) -> str:
    """What may stand in the cells of each form; empty if there is none."""
    found = "".join(
        _validation(sheet, check) for sheet in sheets if sheet.form for check in sheet.form.checks
    )
    return f"<table:content-validations {_FORMULAS}>{found}</table:content-validations>\n" if found else ""


def _validation(sheet: Sheet, check: Choice | Percent) -> str:
    if isinstance(check, Choice):
        where = f"[${check.sheet}.$A${check.first}:.$A${check.last}]"
        condition, shown = f"of:cell-content-is-in-list({where})", "unsorted"
        message = A_CHOICE
    else:
        condition = "of:cell-content-is-whole-number() and cell-content-is-between(0,100)"
        shown, message = "none", A_PERCENTAGE
    column = letters(check.column)
    return (
        f'<table:content-validation table:name="{name_of(sheet.name, check)}" '
        f'table:condition="{escape(condition)}" table:allow-empty-cell="true" '
        f'table:display-list="{shown}" table:base-cell-address="{sheet.name}.{column}{sheet.top + 1}">'
        f'<table:error-message table:message-type="stop" table:display="true" '
        f'table:title="{escape(sheet.headings[check.column])}"><text:p>{escape(message)}</text:p>'
        "</table:error-message></table:content-validation>"
    )


def settings(sheets: Sequence[Sheet]) -> str:
    """The part that says how each sheet is shown: its headings stay in sight, and nothing is zoomed."""
    tables = "".join(
        f'<config:config-item-map-entry config:name="{sheet.name}">{"".join(_view(sheet))}'
        "</config:config-item-map-entry>"
        for sheet in sheets
        if sheet.form and sheet.form.first is not None
    )
    return (
        f'{XML}<office:document-settings xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" office:version="1.3">'
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        f'<config:config-item-map-named config:name="Tables">{tables}</config:config-item-map-named>'
        f'<config:config-item config:name="ActiveTable" config:type="string">{sheets[0].name}'
        "</config:config-item></config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>\n"
    )


def _view(sheet: Sheet) -> Iterator[str]:
    kept = sheet.form.kept if sheet.form else 0
    for name, kind, value in (
        ("HorizontalSplitMode", "short", _FROZEN if kept else 0),
        ("VerticalSplitMode", "short", _FROZEN),
        ("HorizontalSplitPosition", "int", kept),
        ("VerticalSplitPosition", "int", sheet.top),
        ("ActiveSplitRange", "short", 3 if kept else 2),
        ("PositionLeft", "int", 0),
        ("PositionRight", "int", kept),
        ("PositionTop", "int", 0),
        ("PositionBottom", "int", sheet.top),
        ("ZoomType", "short", 0),
        ("ZoomValue", "int", 100),
    ):
        yield f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'

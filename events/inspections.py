"""One subject under scrutiny."""

from __future__ import annotations

from typing import ClassVar

from events.base import InspectionEvent


class InspectionOpened(InspectionEvent):
    """A subject was put under scrutiny; ``inspection`` is its short ref."""

    NAME: ClassVar[str] = "inspection.opened"
    title: str

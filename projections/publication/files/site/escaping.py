"""What a template shows of a value: text, escaped, and with nothing in it that acts."""

from __future__ import annotations

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import Markup

from projections.formats.visible import visible


def inert(value: object) -> object:
    """A text without what would act. Markup was made from escaped text, or by a template of ours."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def shown(value: object) -> str:
    """As markupsafe's ``escape(inert(value))``, at a third of its price; a test compares the two."""
    if isinstance(value, Markup):
        return value
    text = visible(str(value))
    if text.isalnum():
        return text
    text = text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
    return text.replace("'", "&#39;").replace('"', "&#34;")


class _Generator(CodeGenerator):
    """Writes one call around what a page shows, in place of those of ``finalize`` and of autoescape.

    As jinja2's own generator for native types does.
    """

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("environment.shown(")

    def _output_child_post(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")


class Escaping(Environment):
    """An environment that shows nothing otherwise than escaped."""

    code_generator_class = _Generator
    shown = staticmethod(shown)

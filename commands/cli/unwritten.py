"""A long text that a person still has to write, in the editor, once all else is right."""

from __future__ import annotations

from commands.cli.context import EditorFailed, Environment

BOM = "\ufeff"
"""What Windows programs begin a text with: no part of the text."""


class Unwritten(str):
    """Stands for a long text until all else is known to be right: the editor opens last.

    ``label`` describes the text; ``text`` is what was written, None until then.
    """

    label: str
    text: str | None

    def __new__(cls, label: str, text: str | None = None) -> Unwritten:
        """A text of which only the label is known, or one that may be changed."""
        unwritten = super().__new__(cls, "…")
        unwritten.label, unwritten.text = label, text
        return unwritten

    def write(self, environment: Environment) -> str:
        """The text, from the editor; if nothing comes from there, from the terminal. It is written once."""
        return self.rewrite(environment) if self.text is None else self.text

    def rewrite(self, environment: Environment) -> str:
        """The text, from the editor that opens with what was written before."""
        hint = f"# {self.label}: write it above this line, which is left out."
        try:
            written = environment.edit(f"{self.text or ''}\n{hint}\n")
        except EditorFailed as error:
            # What was typed before it is not lost: the text is asked for on a line.
            environment.report(f"Error: {error.message}\n{error.remedy}")
            written = None
        if self.text in environment.edited:
            environment.edited.remove(self.text)
        if written is not None:
            # Every other line is the writer's own, whatever it begins with.
            lines = (line for line in written.splitlines() if line.rstrip() != hint)
            self.text = "\n".join(lines).removeprefix(BOM)
            environment.was_saved = True
        elif self.text is None:
            self.text = str(environment.prompt(self.label)).removeprefix(BOM)
        environment.edited.append(self.text)
        return self.text

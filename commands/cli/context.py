"""What a command takes from the process it runs in: one object, which tests replace.

1. A command gets it from its click context (``environment_of``) and asks nothing else: no other module of
   ``commands`` uses ``sys``, ``os.environ``, a terminal or a clock. A test holds that.
2. ``commands.root.run(argv, environment)`` runs a command in this process and returns its exit status, so a
   test of a refusal needs no process of its own.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self, TextIO

import click

from commands.front import columns_of
from ledger.errors import LedgerError

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.ledger import Ledger
    from ledger.recovery.clocks import Machine
    from ledger.signing.keyring import Keyring
    from ledger.state.stored import FindFolds


def _system_clock() -> datetime:
    from ledger.ledger import system_clock  # noqa: PLC0415  --help and completion do without a ledger

    return system_clock()


class EditorFailed(LedgerError):
    """The editor did not work; nothing was written."""


class Environment:
    """The streams, variables, clock, entropy and prompts of one run; by default those of this process.

    ``edited`` keeps what was typed in the editor, so that a refusal can save it in a file. ``was_saved`` says
    whether it was the editor that gave a text, which somebody had to save. ``new_key`` is the file of a key
    that is just being enrolled.
    """

    def __init__(
        self,
        *,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        variables: Mapping[str, str] | None = None,
        argv: Sequence[str] | None = None,
        clock: Callable[[], datetime] = _system_clock,
        entropy: Callable[[int], bytes] = os.urandom,
        machine: Machine | None = None,
        prompt: Callable[..., Any] = click.prompt,  # Any: as click.prompt
        confirm: Callable[..., bool] = click.confirm,
        edit: Callable[..., str | None] = click.edit,
    ) -> None:
        self.stdin, self.stdout, self.stderr = stdin or sys.stdin, stdout or sys.stdout, stderr or sys.stderr
        self.variables: Mapping[str, str] = os.environ if variables is None else variables
        self.program, *self.words = sys.argv if argv is None else argv
        self.clock, self.entropy, self._machine = clock, entropy, machine
        self._prompt, self._confirm, self._edit = prompt, confirm, edit
        self.edited: list[str] = []
        self.was_saved = False
        self.new_key = ""
        self._warnings: list[str] = []
        self.holds_warnings = self.errors_as_json = False

    @classmethod
    def of_process(cls) -> Self:
        """The environment of a process that does nothing else.

        Its text is UTF-8 whatever the locale. Output to a closed stream is dropped.
        """
        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            stream = getattr(sys, name)
            if stream is None:
                setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123  stays open
            elif mode == "w" and not isinstance(stream.buffer, io.BufferedIOBase):
                # PYTHONUNBUFFERED: the rest of a write that the system cuts short would be lost.
                buffered = open(  # noqa: SIM115  stays open
                    stream.fileno(), mode, 1, encoding="utf-8", errors="backslashreplace", closefd=False
                )
                setattr(sys, name, buffered)
            elif mode == "w":
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        return cls()

    # Output.

    def answer_in_json(self) -> None:
        """Print an error as one JSON object; warnings wait until it is clear that there is none."""
        self.holds_warnings = self.errors_as_json = True

    def show(self, text: str = "") -> None:
        """Print a result on standard output."""
        click.echo(text, file=self.stdout)

    def report(self, text: str, *, end: str = "\n") -> None:
        """Print on standard error, which has everything but results; raises OSError."""
        click.echo(f"{text}{end}", file=self.stderr, nl=False)

    def try_to_report(self, text: str) -> None:
        """Report what was done; if that cannot be printed, it is done all the same."""
        with suppress(OSError, ValueError, MemoryError):
            self.report(text)

    def report_sentences(self, text: str) -> None:
        """Report sentences, on a terminal in lines of its width; raises OSError."""
        if self.reports_to_terminal:
            with suppress(ImportError):  # the error may be that nothing can be loaded any more
                from projections.formats.wrapping import wrap_sentences  # noqa: PLC0415  terminals only

                text = "\n".join(wrap_sentences(text, self.columns(self.stderr)))
        self.report(text)

    def warn(self, sentence: str) -> None:
        """Report something that is not an error; with JSON, once it is clear that no error follows."""
        if self.holds_warnings:
            self._warnings.append(sentence)
        else:
            with suppress(OSError, ValueError, MemoryError):
                self.report_sentences(f"Note: {sentence}")

    def warn_if_done(self, sentence: str) -> None:
        """Report something at the end, if the command succeeds: an error is one sentence, or one object."""
        self._warnings.append(sentence)

    def give_warnings(self) -> None:
        """Report what waited for the command to succeed."""
        self.holds_warnings = False
        for sentence in self._warnings:
            self.warn(sentence)

    def columns(self, stream: TextIO | None = None) -> int:
        """The width to write for: the variable COLUMNS, else that of the terminal, else 80."""
        return columns_of(self.variables, (stream or self.stdout).fileno)

    @property
    def reports_to_terminal(self) -> bool:
        """Whether standard error is a terminal, so that a line can be written over."""
        return self.stderr.isatty()

    @property
    def shows_on_terminal(self) -> bool:
        """Whether results go to a terminal."""
        return self.stdout.isatty()

    @property
    def draws(self) -> bool:
        """Whether a progress bar can be drawn on standard error."""
        return self.reports_to_terminal and self.variables.get("TERM") != "dumb"

    # Input.

    @property
    def is_interactive(self) -> bool:
        """Whether the command runs on a terminal, so that it can prompt."""
        return self.stdin.isatty() and self.stderr.isatty()

    def prompt(self, label: str, **settings: Any) -> Any:  # Any: whatever the type makes of it
        """Prompt for a value on standard error."""
        beside = len(str(settings.get("default") or "")) + len(" []: ")
        return self._prompt(self._last_line(label, beside), err=True, **settings)

    def confirm(self, question: str) -> bool:
        """Ask for yes or no on standard error; no unless yes is given."""
        return self._confirm(self._last_line(question, len(" [y/N]: ")), default=False, err=True)

    def _last_line(self, question: str, beside: int) -> str:
        """Print all lines of a question but the last, behind which there is room for what is typed."""
        room = self.columns(self.stderr) - beside - 1
        if not self.reports_to_terminal or len(question) <= room:
            return question
        from projections.formats.wrapping import wrap_sentences  # noqa: PLC0415  few are so long

        *before, last = wrap_sentences(question, room)
        self.report("\n".join(before), end="\n" if before else "")
        return last

    def edit(self, text: str) -> str | None:
        """The text as it comes back from the editor; None if nothing was saved."""
        editor = self.variables.get("VISUAL") or self.variables.get("EDITOR")
        try:
            return self._edit(text, editor=editor)
        except click.ClickException as error:
            raise EditorFailed(
                f"The editor did not work: {error.format_message().rstrip('.')}.",
                "Set EDITOR to one that does, or give the text with its option (- reads standard input).",
            ) from error

    # The machine and the ledger.

    @property
    def folder(self) -> str:
        """The folder that the person stands in; empty if it is not there any more."""
        try:
            return os.getcwd()  # noqa: PTH109  pathlib costs every start
        except OSError:
            return ""

    @property
    def machine(self) -> Machine:
        """What this machine knows of its own clock."""
        from ledger.recovery.clocks import THIS_MACHINE  # noqa: PLC0415  recording and doctor only

        return self._machine or THIS_MACHINE

    def keyring(self) -> Keyring:
        """The keys of the person, and what they remember of ledgers; raises RuntimeError without a home."""
        from ledger.signing.keyring import Keyring  # noqa: PLC0415  reading does without

        return Keyring.of(self.variables)

    def open_ledger(
        self, location: str, keyring: Keyring | None = None, folds: FindFolds = lambda *_: None
    ) -> Ledger:
        """Open the ledger at a location with this clock and entropy; raises StorageError.

        ``folds`` is given by what reads or records, never by what publishes, proves or verifies.
        """
        from commands.cli.pens import LocalPens  # noqa: PLC0415  --help and completion do without
        from ledger.ledger import Ledger  # noqa: PLC0415  as above

        return Ledger.open(location, self.clock, self.entropy, keyring, LocalPens(self), folds)

    @contextmanager
    def streams_of_click(self) -> Iterator[None]:
        """Let what click itself prints and reads (help, usage, prompts) go through these streams."""
        before = sys.stdin, sys.stdout, sys.stderr
        sys.stdin, sys.stdout, sys.stderr = self.stdin, self.stdout, self.stderr
        try:
            yield
        finally:
            sys.stdin, sys.stdout, sys.stderr = before


def environment_of(ctx: click.Context | None = None) -> Environment:
    """The environment of a command; without a context, of the command that is running."""
    return (ctx or click.get_current_context()).ensure_object(Environment)

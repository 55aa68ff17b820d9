"""What the end of a command becomes: an exit status and a sentence."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

import click

from commands.cli.context import Environment, environment_of
from commands.cli.status import ExitStatus
from ledger.errors import LedgerError, as_trouble
from projections.formats.visible import visible

PRACTICE = "this is a practice copy of a ledger: what is in it is no record of anything."


def exit_status_of(command: Callable[[], None], environment: Environment, *, as_json: bool) -> int:
    """Run a command, report on standard error what went wrong, and return the exit status; no traceback.

    Raises what nobody foresaw if SCRUTINY_DEBUG is set.
    """
    if as_json:
        environment.answer_in_json()
    try:
        command()
        environment.stdout.flush()
        environment.give_warnings()
    except click.exceptions.Exit as end:
        return end.exit_code
    except BrokenPipeError:
        # The reader has what it wanted. What is left in the buffer must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), environment.stdout.fileno())
        return ExitStatus.BROKEN_PIPE
    except click.exceptions.NoArgsIsHelpError as error:
        error.show(environment.stderr)
        return error.exit_code
    except Exception as error:
        if _is_unforeseen(error) and environment.variables.get("SCRUTINY_DEBUG"):
            raise
        return _report(environment, *_explained(error, environment))
    except KeyboardInterrupt:
        return _report(environment, "Stopped.", "", ExitStatus.STOPPED)
    return ExitStatus.DONE


def _is_unforeseen(error: Exception) -> bool:
    foreseen = (LedgerError, click.ClickException, click.Abort, EOFError, OSError, MemoryError)
    return not isinstance(error, foreseen)


def _explained(error: Exception, environment: Environment) -> tuple[str, str, int]:
    """The sentence, the remedy and the exit status of an error."""
    match error:
        case LedgerError():
            remedy = " ".join(filter(None, (error.remedy, saved(environment))))
            return error.message, remedy, error.exit_status
        case click.UsageError():
            return _usage(error), _help(error), error.exit_code
        case click.ClickException():
            return error.format_message(), "", ExitStatus.OTHER
        case click.Abort() | EOFError():
            return "Stopped.", saved(environment), ExitStatus.STOPPED
        case OSError():
            trouble = as_trouble(error)
            return trouble.message, trouble.remedy, ExitStatus.STORAGE
        case MemoryError():
            return as_trouble(error).message, "Nothing was recorded.", ExitStatus.OTHER
        case ImportError():
            return (
                f"A part of the program cannot be loaded: {error}. Nothing was recorded.",
                "See whether there is memory left; if there is, install the program again.",
                ExitStatus.OTHER,
            )
    return (
        f"Something went wrong that nobody foresaw: {type(error).__name__}: {error}.",
        "Set SCRUTINY_DEBUG=1, run it again, and report what it prints.",
        ExitStatus.OTHER,
    )


def warn(sentence: str) -> None:
    """Report something that is not an error, of the command that is running; see ``Environment.warn``."""
    environment_of().warn(sentence)


def warn_if_done(sentence: str) -> None:
    """Report something if the command that is running succeeds; see ``Environment.warn_if_done``."""
    environment_of().warn_if_done(sentence)


def saved(environment: Environment) -> str:
    """Save what was typed in the editor, so that it is not lost; return where, empty if there was none."""
    if not environment.edited:
        return ""
    with suppress(OSError, ImportError):
        from tempfile import mkstemp  # noqa: PLC0415  in trouble only

        file, path = mkstemp(prefix="scrutiny-", suffix=".txt")
        with os.fdopen(file, "w", encoding="utf-8", errors="backslashreplace") as saved:
            saved.write("\n".join(environment.edited))
        environment.edited.clear()
        return f"What you typed is kept in {path}."
    return ""


def _report(environment: Environment, message: str, remedy: str, status: int) -> int:
    # Nothing is imported here: the error may be that no file can be opened any more.
    if environment.errors_as_json:
        text = f'{{"error":{_quoted(message)},"remedy":{_quoted(remedy)},"exit_status":{status:d}}}'
    else:
        text = visible(f"Error: {message}" if status != ExitStatus.STOPPED else message)
        text += f"\n{visible(remedy)}" if remedy else ""
    # If it cannot be printed, the status still shows it.
    with suppress(OSError):
        if environment.errors_as_json:
            environment.report(text)
        else:
            environment.report_sentences(text)
    return status


def _quoted(text: str) -> str:
    """The text as JSON, without half characters, which JSON cannot hold and a wrong argument may."""
    whole = text.encode("utf-8", "backslashreplace").decode()
    for character, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        whole = whole.replace(character, written)
    return f'"{visible(whole)}"'


def _usage(error: click.UsageError) -> str:
    message = error.format_message()
    with suppress(ImportError, OSError, MemoryError):
        from commands.cli.misnamed import choice, option  # noqa: PLC0415  for a wrong word only

        if isinstance(error, click.NoSuchOption):
            return option(error)
        if isinstance(error, click.BadParameter):
            message = choice(error, message)
    return message if message.endswith((".", "?")) else f"{message}."


def _help(error: click.UsageError) -> str:
    if error.ctx is None:
        return ""
    return f"See: {error.ctx.command_path} --help"

"""From how a command ended to an exit status and a sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress

import click

from commands.cli.click_types import EDITED
from commands.cli.status import BROKEN_PIPE, STOPPED
from ledger.errors import LedgerError, as_trouble
from projections.formats.visible import visible

PRACTICE = "this is a practice copy of a ledger: what is in it is no record of anything."


def outcome(invoke: Callable[[], None], *, as_json: bool) -> int:
    """Call, say on standard error what went wrong, and return the exit status. Never a traceback."""
    standard = sys.stdout
    _LATER.clear()
    # An error in JSON is the one thing on standard error, so what is noted meanwhile waits for a good end.
    _WAITS[:] = [True] if as_json else []
    try:
        try:
            invoke()
            sys.stdout.flush()
            _WAITS.clear()
            for sentence in _LATER:
                warn(sentence)
        finally:
            # A receipt that could not be printed left another in its place.
            sys.stdout = standard
    except click.exceptions.Exit as end:
        return end.exit_code
    except LedgerError as error:
        remedy = " ".join(filter(None, (error.remedy, _kept())))
        return _say(error.message, remedy, error.exit_status, as_json=as_json)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.UsageError as error:
        return _say(_usage(error), _help(error), error.exit_code, as_json=as_json)
    except click.ClickException as error:
        return _say(error.format_message(), "", 1, as_json=as_json)
    except (click.Abort, KeyboardInterrupt, EOFError):
        return _say("Stopped.", "", STOPPED, as_json=as_json)
    except BrokenPipeError:
        # The reader has what it wanted. What is left in the buffer must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as error:
        return _say(as_trouble(error).message, "", 7, as_json=as_json)
    except MemoryError as error:
        return _say(as_trouble(error).message, "Nothing was recorded.", 1, as_json=as_json)
    except ImportError as error:
        if os.environ.get("SCRUTINY_DEBUG"):
            raise
        return _say(
            f"A part of the program cannot be loaded: {error}. Nothing was recorded.",
            "See whether there is memory left; if there is, install the program again.",
            1,
            as_json=as_json,
        )
    except Exception as error:
        if os.environ.get("SCRUTINY_DEBUG"):
            raise
        return _say(
            f"Something went wrong that nobody foresaw: {type(error).__name__}: {error}.",
            "Set SCRUTINY_DEBUG=1, run it again, and report what it prints.",
            1,
            as_json=as_json,
        )
    return 0


_LATER: list[str] = []
_WAITS: list[bool] = []


def warn_if_done(sentence: str) -> None:
    """Say something at the end, if it is a good one: an error is one sentence, or one object."""
    _LATER.append(sentence)


def _kept() -> str:
    """Where the text is that was typed in the editor for nothing; nothing where there was none."""
    if not EDITED:
        return ""
    with suppress(OSError, ImportError):
        from tempfile import mkstemp  # noqa: PLC0415  in trouble only

        file, path = mkstemp(prefix="scrutiny-", suffix=".txt")
        with os.fdopen(file, "w", encoding="utf-8", errors="backslashreplace") as kept:
            kept.write("\n".join(EDITED))
        EDITED.clear()
        return f"What you typed is kept in {path}."
    return ""


def tell(sentence: str) -> None:
    """Say on standard error what was done; if nobody can be told, it is done all the same."""
    with suppress(OSError, ValueError, MemoryError):
        click.echo(sentence, err=True)


def warn(sentence: str) -> None:
    """Say something on standard error that is not an error; if nobody can be told, nothing is lost."""
    if _WAITS:
        _LATER.append(sentence)
        return
    tell(f"Note: {sentence}")


def _say(message: str, remedy: str, status: int, *, as_json: bool) -> int:
    # Nothing is imported here: what is told may be that no file can be opened any more.
    if as_json:
        said = f'{{"error":{_quoted(message)},"remedy":{_quoted(remedy)},"exit_status":{status}}}'
    else:
        said = visible(f"Error: {message}" if status != STOPPED else message)
        said += f"\n{visible(remedy)}" if remedy else ""
    # Where there is nobody to tell, the status still tells.
    with suppress(OSError):
        click.echo(said, err=True)
    return status


def _quoted(text: str) -> str:
    """The text as JSON, without half characters, which JSON cannot hold and a wrong argument may."""
    whole = text.encode("utf-8", "backslashreplace").decode()
    for character, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        whole = whole.replace(character, written)
    return f'"{visible(whole)}"'


def _usage(error: click.UsageError) -> str:
    message = error.format_message()
    if isinstance(error, click.NoSuchOption) and error.possibilities:
        return message
    return message if message.endswith((".", "?")) else f"{message}."


def _help(error: click.UsageError) -> str:
    if error.ctx is None:
        return ""
    return f"See: {error.ctx.command_path} --help"

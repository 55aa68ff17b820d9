"""The editor on a real terminal: a text that was saved there confirms what the command line said."""

from __future__ import annotations

import json
import os
import pty
import sys
import time
from contextlib import suppress

from tests.commands import processes
from tests.commands.in_process import scrutiny


def on_a_terminal(words, env):
    """What is on the screen in the end, of a program to which nobody types anything."""
    child, screen = pty.fork()
    if not child:
        os.execve(sys.executable, [sys.executable, "-m", "commands", *words], env)
    shown, until = b"", time.monotonic() + 60
    with suppress(OSError):  # the end of a terminal is an error
        while time.monotonic() < until and (read := os.read(screen, 65536)):
            shown += read
            if b"[y/N]" in shown:
                os.write(screen, b"\x03")
    os.close(screen)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), shown.decode()


def test_a_text_that_was_saved_in_the_editor_confirms_what_the_command_line_said(two, tmp_path):
    """As `git commit` does: on a real terminal nobody is asked once more, and what is recorded is shown."""
    editor = tmp_path / "ed"
    editor.write_text('#!/bin/sh\nprintf "Strengthen:\\n#1 governance\\n" > "$1"\n', "utf-8")
    editor.chmod(0o755)
    env = {**processes.environment(), "EDITOR": str(editor), "VISUAL": str(editor)}
    words = ["recommendation", "make", "OCSAE", "77", "--cycle", "2020", "--made-to", "X"]
    words += ["--on", "2021-03-01", "--as", "ann"]
    status, told = on_a_terminal(words, env)
    assert status == 0, told
    assert "Record it?" not in told
    assert "Made recommendation 77 to X" in told
    rows = json.loads(scrutiny("register", "OCSAE", "--format", "json").out)["rows"]
    assert [row["text"] for row in rows if row["number"] == "77"] == ["Strengthen:\n#1 governance"]

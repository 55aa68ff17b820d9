"""A process whose system calls are looked at one by one, and killed, refused or cut short at a chosen one.

What ``strace --inject`` does, without a process of strace and without starting an interpreter each time: the
program is forked warm, and ptrace(2) stops it at the entry and the exit of each call. Linux on x86-64 alone.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, NoReturn

from tests.pasts import needs

CALLS = {
    0: "read",
    1: "write",
    3: "close",
    5: "fstat",
    9: "mmap",
    17: "pread64",
    18: "pwrite64",
    20: "writev",
    72: "fcntl",
    73: "flock",
    74: "fsync",
    75: "fdatasync",
    77: "ftruncate",
    82: "rename",
    83: "mkdir",
    84: "rmdir",
    86: "link",
    87: "unlink",
    90: "chmod",
    91: "fchmod",
    217: "getdents64",
    257: "openat",
    258: "mkdirat",
    262: "newfstatat",
    263: "unlinkat",
    264: "renameat",
    265: "linkat",
    268: "fchmodat",
    285: "fallocate",
    316: "renameat2",
    318: "getrandom",
}
"""The calls that are told of, by their number on x86-64."""

BY_DESCRIPTOR = {
    *("read", "write", "close", "fstat", "pread64", "pwrite64", "writev", "fcntl", "flock", "fsync"),
    *("fdatasync", "ftruncate", "fchmod", "getdents64", "fallocate"),
}
BY_PATH = {"rename": (0, 1), "mkdir": (0,), "rmdir": (0,), "link": (0, 1), "unlink": (0,), "chmod": (0,)}
BY_FOLDER_AND_PATH = dict.fromkeys(("openat", "mkdirat", "newfstatat", "unlinkat", "fchmodat"), (0,))
BY_FOLDER_AND_PATH |= dict.fromkeys(("renameat", "linkat", "renameat2"), (0, 2))
"""Which arguments are a folder's descriptor; the path stands behind it."""

_TRACEME, _GETREGS, _SETREGS, _SYSCALL, _SETOPTIONS = 0, 12, 13, 24, 0x4200
_TRACESYSGOOD, _EXITKILL = 1, 1 << 20
_AT_A_CALL = signal.SIGTRAP | 0x80
_AT_FOLDER = -100
_LONGEST_PATH = 4096


class _Registers(ctypes.Structure):
    """struct user_regs_struct of x86-64."""

    _fields_ = [
        (name, ctypes.c_ulonglong)
        for name in [
            "r15",
            "r14",
            "r13",
            "r12",
            "rbp",
            "rbx",
            "r11",
            "r10",
            "r9",
            "r8",
            "rax",
            "rcx",
            "rdx",
            "rsi",
            "rdi",
            "orig_rax",
            "rip",
            "cs",
            "eflags",
            "rsp",
            "ss",
            "fs_base",
            "gs_base",
            "ds",
            "es",
            "fs",
            "gs",
        ]
    ]


_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_libc.ptrace.restype = ctypes.c_long


class Call:
    """One call of the traced process, at its entry or its exit."""

    def __init__(self, pid: int, name: str, registers: _Registers) -> None:
        self.pid = pid
        self.name = name
        self._registers = registers
        self.refuse = 0
        """An errno: set at the entry, the call is not made and answers with it."""
        self.watch = False
        """Set at the entry, the exit is told, too."""
        self.kill = False
        self.result: int | None = None

    @property
    def arguments(self) -> tuple[int, ...]:
        """The first four, as whole numbers; a descriptor is signed."""
        r = self._registers
        return tuple(ctypes.c_longlong(value).value for value in (r.rdi, r.rsi, r.rdx, r.r10))

    def shorten(self, count: int) -> None:
        """Let a read or write be of so many bytes."""
        self._registers.rdx = count
        _ptrace(_SETREGS, self.pid, self._registers)

    def memory(self, at: int, size: int) -> bytes:
        """What stands in the memory of the process."""
        with open(f"/proc/{self.pid}/mem", "rb", buffering=0) as memory:
            memory.seek(at)
            return memory.read(size)

    def paths(self) -> tuple[str, ...]:
        """The files that it is about; nothing if that cannot be told."""
        with suppress(OSError):
            if self.name in BY_DESCRIPTOR:
                return (os.readlink(f"/proc/{self.pid}/fd/{self.arguments[0]}"),)
            if self.name in BY_PATH:
                return tuple(self._path(_AT_FOLDER, self.arguments[at]) for at in BY_PATH[self.name])
            if self.name in BY_FOLDER_AND_PATH:
                return tuple(
                    self._path(ctypes.c_int(self.arguments[at]).value, self.arguments[at + 1])
                    for at in BY_FOLDER_AND_PATH[self.name]
                )
        return ()

    def _path(self, folder: int, at: int) -> str:
        page = 4096 - at % 4096
        text = self.memory(at, page)
        if b"\0" not in text:
            text += self.memory(at + page, _LONGEST_PATH)
        path = os.fsdecode(text.partition(b"\0")[0])
        if path.startswith("/"):
            return path
        base = "cwd" if folder == _AT_FOLDER else f"fd/{folder}"
        return os.path.normpath(os.path.join(os.readlink(f"/proc/{self.pid}/{base}"), path))


class End(NamedTuple):
    """How a process ended: its exit status, or minus the signal; whether it had to be ended for its time."""

    status: int
    hung: bool


def trace(start: Callable[[], NoReturn], look: Callable[[Call], None], limit: float = 60.0) -> End:
    """Run something in a process of its own; each call in CALLS is shown at its entry.

    Ends it after ``limit`` seconds.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if not pid:
        _libc.ptrace(_TRACEME, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        start()
        os._exit(99)
    os.waitpid(pid, 0)
    _libc.ptrace(_SETOPTIONS, pid, None, ctypes.c_void_p(_TRACESYSGOOD | _EXITKILL))
    with _Limit(pid, limit) as over:
        status = _follow(pid, look)
    return End(status, over.hung)


def _follow(pid: int, look: Callable[[Call], None]) -> int:
    registers = _Registers()
    entering, pending, deliver = True, None, 0
    while True:
        _libc.ptrace(_SYSCALL, pid, None, ctypes.c_void_p(deliver))
        _, state = os.waitpid(pid, 0)
        if os.WIFEXITED(state):
            return os.WEXITSTATUS(state)
        if os.WIFSIGNALED(state):
            return -os.WTERMSIG(state)
        deliver = os.WSTOPSIG(state)
        if deliver != _AT_A_CALL:
            # An execve stops once more, and that is no signal for the process.
            deliver = 0 if deliver == signal.SIGTRAP else deliver
            continue
        deliver = 0
        if not entering:
            entering = True
            if pending:
                _leave(pending, look)
                pending = None
            continue
        entering = False
        _ptrace(_GETREGS, pid, registers)
        name = CALLS.get(registers.orig_rax)
        if name is None:
            continue
        call = Call(pid, name, registers)
        look(call)
        if call.kill:
            os.kill(pid, signal.SIGKILL)
        elif call.refuse:
            registers.orig_rax = ctypes.c_ulonglong(-1).value
            _ptrace(_SETREGS, pid, registers)
            pending = call
        elif call.watch:
            pending = call


def _leave(call: Call, look: Callable[[Call], None]) -> None:
    registers = call._registers
    _ptrace(_GETREGS, call.pid, registers)
    if call.refuse:
        registers.rax = ctypes.c_ulonglong(-call.refuse).value
        _ptrace(_SETREGS, call.pid, registers)
    call.result = ctypes.c_longlong(registers.rax).value
    if call.watch:
        look(call)
        if call.kill:
            os.kill(call.pid, signal.SIGKILL)


def _ptrace(request: int, pid: int, registers: _Registers) -> None:
    # A process that was ended for its time meanwhile is told by waitpid.
    _libc.ptrace(request, pid, None, ctypes.byref(registers))


class _Limit:
    """Ends a process after some seconds."""

    def __init__(self, pid: int, seconds: float) -> None:
        self._pid, self._seconds, self.hung = pid, seconds, False

    def __enter__(self) -> _Limit:
        self._before = signal.signal(signal.SIGALRM, self._end)
        signal.setitimer(signal.ITIMER_REAL, self._seconds)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._before)

    def _end(self, *_: object) -> None:
        self.hung = True
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)


def possible() -> bool:
    """Whether processes can be traced here."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        return False
    seen: list[str] = []

    def start() -> NoReturn:
        os.close(os.open(os.devnull, os.O_RDONLY))
        os._exit(7)

    end = trace(start, lambda call: seen.append(call.name), limit=10)
    return end == (7, False) and "openat" in seen


def need() -> None:
    """Skip a test, by name, if processes cannot be traced; fail instead if CI=true."""
    needs(possible(), "ptrace(2) on Linux for x86-64")

"""What a run hardly ever uses of the standard library is loaded at its first use, and works then as ever."""

from __future__ import annotations

import subprocess
import sys

import pytest

from commands.later import LATER

USES = {
    "inspect": "inspect.signature(lambda a, *, b=1: a).parameters['b'].default == 1",
    "ipaddress": "ipaddress.ip_address('2001:db8::1').exploded.startswith('2001:0db8:')",
}
LOADS_WITH = {"inspect": {"ast", "dis", "tokenize"}, "ipaddress": set()}
BEGUN = """\
import sys
from types import ModuleType
from commands import later
later.defer()
later.defer()
"""


def python(code, *, check=True):
    """What a process of its own says of this."""
    return subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=check)


def test_each_is_put_off_and_works_when_it_is_used():
    assert set(USES) == LATER
    for name, use in USES.items():
        done = python(
            f"{BEGUN}import {name}\nimport {name} as again\n"
            f"assert again is {name} is sys.modules[{name!r}]\n"
            f"print(*sys.modules)\nassert type({name}) is not ModuleType\n"
            f"assert {use}\nassert type({name}) is ModuleType\n"
            f"assert {name}.__loader__ is {name}.__spec__.loader and hasattr({name}.__loader__, 'get_code')\n"
            f"assert not hasattr({name}, 'no_such_thing')"
        )
        assert not LOADS_WITH[name] & set(done.stdout.split()), name


@pytest.mark.parametrize(
    "use",
    [
        "from inspect import isfunction; assert isfunction(lambda: 0)",
        "import inspect; assert 'signature' in dir(inspect)",
        "import inspect; inspect.mine = 1; assert inspect.mine == 1 and inspect.isclass(int)",
        "import importlib, inspect; assert importlib.reload(inspect).isclass(int)",
        "import inspect; import dataclasses; assert dataclasses.make_dataclass('A', ['x'])(1).x == 1",
    ],
)
def test_every_way_to_use_one_loads_it(use):
    python(f"{BEGUN}{use}")


def test_threads_that_use_one_at_once_all_get_the_whole():
    python(
        f"{BEGUN}from concurrent.futures import ThreadPoolExecutor\n"
        "sys.setswitchinterval(1e-6)\nimport inspect\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        "    assert all(pool.map(lambda _: inspect.isclass(inspect.Signature), range(32)))"
    )


def test_one_that_cannot_be_loaded_says_so_when_it_is_used_and_is_tried_again():
    python(
        f"{BEGUN}import inspect\nreal, sys.modules['dis'] = sys.modules.get('dis'), None\n"
        "try:\n    inspect.isclass\nexcept ImportError as error:\n    assert 'dis' in str(error)\n"
        "else:\n    raise SystemExit(1)\n"
        "del sys.modules['dis']\nassert inspect.isclass(int)"
    )


@pytest.mark.parametrize("words", ["help judgement record", "completion bash"])
def test_the_program_uses_none_of_them(words):
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "commands", *words.split()], capture_output=True, text=True
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert done.returncode == 0
    # What an environment for development runs before the program is not of the program.
    begun = subprocess.run([sys.executable, "-X", "importtime", "-c", ""], capture_output=True, text=True)
    loaded -= {line.rpartition("|")[2].strip() for line in begun.stderr.splitlines()}
    assert "click" in loaded
    assert not loaded & {"ast", "dis", "tokenize"}

"""People who sign what they record, through the commands and with OpenSSH's own programs."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from threading import Thread

import pytest

from ledger.personal import agent as agents
from ledger.proof import sshsig
from ledger.proof.sshkeys import string
from tests import signers
from tests.commands.in_process import on_a_terminal, scrutiny
from tests.pasts import needs

ADA, BOB, NEW = 1, 2, 3
OPEN = ("inspection", "open", "A", "--title", "T")


@pytest.fixture
def openssh():
    needs(shutil.which("ssh-keygen"), "ssh-keygen")
    needs(shutil.which("ssh-agent"), "ssh-agent")


@pytest.fixture
def house(here):
    """house(*words, person=…, key=…): the program in a ledger in which ada signs, and everybody has to."""
    ssh = here / "home" / ".ssh"
    signers.key_file(ssh / "id_ed25519", ADA)
    signers.key_file(here / "bob", BOB)
    signers.key_file(here / "new", NEW)

    def run(*words, person="ada", key="", **variables):
        env = {
            "HOME": str(here / "home"),
            "PATH": os.environ["PATH"],
            "SCRUTINY_PERSON": person,
            "SCRUTINY_SSH_KEY": str(key),
            **variables,
        }
        return scrutiny(*words, env=env)

    run.here = here
    words = ("init", "--name", "Ada", "--signatures", "required", "--ssh-key", "~/.ssh/id_ed25519.pub")
    assert run(*words).status == 0
    assert run("person", "register", "bob", "--name", "Bob", "--role", "inspector").status == 0
    return run


@pytest.fixture
def enrolled(house):
    """The same, and bob has a key, too, whose private half is nowhere looked for."""
    for name in ("bob", "new"):
        (house.here / f"{name}.pub").rename(house.here / f"{name}s.pub")
    assert house("person", "enrol", "bob", "--ssh-key", "bobs.pub").status == 0
    return house


def head(house):
    rows = json.loads(house("trail", "--format", "json").out)["rows"]
    return rows[-1]["position"]


def findings(house, *words):
    return json.loads(house("verify", "--format", "json", *words).out)["findings"]


def refused(house, because, *words, status=4, **how):
    """It is refused in a sentence, with what to do, and nothing is recorded."""
    before = head(house)
    answer = house(*words, **how)
    assert answer.status == status, answer
    assert because in answer.err.replace("\n", " "), answer.err
    assert head(house) == before
    return answer.err


def test_who_has_no_key_records_nothing_where_everybody_signs(house):
    told = refused(house, "bob may record nothing yet", *OPEN, person="bob")
    assert "scrutiny person enrol bob --ssh-key FILE" in told


def test_who_is_enrolled_records_with_their_key(enrolled):
    assert enrolled(*OPEN, person="bob", key="bob").status == 0
    assert findings(enrolled) == []
    told = refused(enrolled, "none of their keys is here", *OPEN, person="bob")
    assert signers.personal(BOB).fingerprint() in told
    assert "--replaces all" in told
    assert "is none of them" in refused(enrolled, "none of their keys", *OPEN, person="bob", key="new")
    assert enrolled("config", "set", "ssh-key", "bob").status == 0
    assert enrolled("inspection", "open", "B", "--title", "T", person="bob").status == 0
    # The key that is set is not hers; hers is found all the same.
    assert enrolled("inspection", "open", "C", "--title", "T").status == 0


def test_a_key_is_replaced_and_signs_no_more(enrolled):
    words = ("person", "enrol", "bob", "--ssh-key", "news.pub", "--replaces", "all")
    refused(enrolled, "It is not said why the key is replaced", *words, status=2)
    assert enrolled(*words, "--why", "Stolen.").status == 0
    refused(enrolled, "none of their keys is here", *OPEN, person="bob", key="bob")
    assert enrolled(*OPEN, person="bob", key="new").status == 0
    assert findings(enrolled) == []
    shown = json.loads(enrolled("person", "show", "bob", "--format", "json").out)["rows"][0]["keys"]
    assert [(one["key"], one["why"]) for one in shown] == [
        (signers.personal(BOB).fingerprint(), "Stolen."),
        (signers.personal(NEW).fingerprint(), None),
    ]
    assert all(one["key"] in enrolled("person", "show", "bob").out for one in shown)


def test_who_begins_says_with_which_key(here):
    signers.key_file(here / "key", ADA).unlink()
    answer = scrutiny(
        "init", "--as", "ada", "--name", "A", "--signatures", "required", "--ssh-key", "key.pub",
        env={"HOME": str(here / "home"), "PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert (answer.status, "the private half is not there" in answer.err) == (4, True)
    assert not (here / "scrutiny-ledger").exists()


def made_by_ssh_keygen(here, *words):
    subprocess.run(["ssh-keygen", "-q", "-N", "", "-C", "c", "-f", "made", *words], cwd=here, check=True)


FILES = {
    "an RSA key": ("a key of the kind ssh-rsa", "made", ("-t", "rsa", "-b", "1024")),
    "an ECDSA key": ("a key of the kind ecdsa-sha2-nistp256", "made.pub", ("-t", "ecdsa")),
    "a certificate": ("it is a certificate", "made-cert.pub", ("-t", "ed25519")),
    "an RSA key without its public half": ("made is no Ed25519 key", "made", ("-t", "rsa", "-b", "1024")),
}


@pytest.mark.parametrize("what", FILES)
def test_a_key_of_another_kind_is_refused_by_its_kind(house, openssh, what):
    because, file, words = FILES[what]
    made_by_ssh_keygen(house.here, *words)
    if what == "a certificate":
        sign = ["ssh-keygen", "-q", "-s", "made", "-I", "x", "made.pub"]
        subprocess.run(sign, cwd=house.here, check=True)
    if "without" in what:
        (house.here / "made.pub").unlink()
    refused(house, because, "person", "enrol", "bob", "--ssh-key", file, status=2)


@pytest.mark.parametrize(
    ("content", "because"),
    [
        (None, "No such file"),
        (b"", "there is no public key in it"),
        (b"\xff\xfe", "it is not text"),
        (b"hello\n", "no line of an Ed25519 key"),
        (f"{signers.personal(4).line()}\n{signers.personal(5).line()}\n".encode(), "it has 2 keys"),
        (b"sk-ssh-ed25519@openssh.com AAAA me\n", "a key of a security key"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "given.pub is not beside it"),
    ],
)
def test_what_is_no_key_is_refused_in_a_sentence(house, content, because):
    if content is not None:
        (house.here / "given").write_bytes(content)
    refused(house, because, "person", "enrol", "bob", "--ssh-key", "given", status=2)


def test_of_a_private_key_the_public_half_is_read(house, openssh):
    made_by_ssh_keygen(house.here, "-t", "ed25519", "-N", "a passphrase")
    (house.here / "made.pub").unlink()
    assert house("person", "enrol", "bob", "--ssh-key", "made").status == 0
    told = refused(house, "is under a passphrase, and no agent holds it", *OPEN, person="bob", key="made")
    assert "ssh-add" in told


def test_a_private_key_that_others_may_read_is_not_used(enrolled):
    (enrolled.here / "bob").chmod(0o644)
    told = refused(enrolled, "may be read by others (mode 0644)", *OPEN, person="bob", key="bob")
    assert "chmod 600" in told


def test_a_pipe_is_no_key_file_and_is_not_waited_for(enrolled):
    os.mkfifo(enrolled.here / "pipe")
    refused(enrolled, "pipe is no file", "person", "enrol", "bob", "--ssh-key", "pipe", status=2)
    assert enrolled(*OPEN, person="bob", key="pipe").status == 4
    for each in (enrolled.here / "bob", enrolled.here / "bobs.pub"):
        each.unlink(missing_ok=True)
    os.mkfifo(enrolled.here / "bob")
    assert enrolled(*OPEN, person="bob", key="bob").status == 4


def test_a_private_key_beside_another_public_one_is_not_said_to_be_under_a_passphrase(enrolled):
    signers.key_file(enrolled.here / "bob", NEW)
    (enrolled.here / "bobs.pub").rename(enrolled.here / "bob.pub")
    told = refused(enrolled, "is not the private half of the key SHA256:", *OPEN, person="bob", key="bob")
    assert "passphrase" not in told


def test_an_agent_that_does_not_say_what_it_holds_is_told_as_that(enrolled, monkeypatch):
    monkeypatch.setattr(agents, "LISTING", 0.3)
    (enrolled.here / "bob").unlink()
    address = str(enrolled.here / "silent")
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(address)
        silent.listen()
        told = refused(enrolled, "the agent does not say", *OPEN, person="bob", SSH_AUTH_SOCK=address)
        assert "no agent" not in told


@pytest.fixture
def agent(tmp_path, openssh):
    """An agent that holds bob's key, which is nowhere else: the variable by which it is reached."""
    socket = str(tmp_path / "agent")
    started = subprocess.Popen(["ssh-agent", "-D", "-a", socket], stdout=subprocess.DEVNULL)
    while not Path(socket).exists():
        time.sleep(0.01)
    variables = {"SSH_AUTH_SOCK": socket}
    key = signers.key_file(tmp_path / "held" / "key", BOB)
    subprocess.run(["ssh-add", "-q", key], env={**os.environ, **variables}, check=True)
    key.unlink()
    yield variables
    started.terminate()
    started.wait()


@pytest.mark.parametrize("named", [True, False])
def test_a_key_that_an_agent_holds_signs(enrolled, agent, named):
    (enrolled.here / "bob").unlink()
    assert enrolled(*OPEN, person="bob", key="bob" if named else "", **agent).status == 0
    assert findings(enrolled) == []


def test_an_agent_signs_many_events_at_once(enrolled, agent):
    (enrolled.here / "bob").unlink()
    assert enrolled(*OPEN, person="bob", **agent).status == 0
    words = ("cycle", "open", "A", "2021", "--title", "T", "--on", "2021-01-01")
    assert enrolled(*words, person="bob", **agent).status == 0
    rows = "".join(f"{number},Do {number},Council\n" for number in range(1, 21))
    (enrolled.here / "r.csv").write_text(f"Number,Text,Body\n{rows}")
    (enrolled.here / "m.toml").write_text(
        '[columns]\nnumber = "Number"\ntext = "Text"\nmade_to = "Body"\n'
        '[constants]\ninspection = "OLD"\ncycle = "imported"\n'
    )
    words = ("import", "r.csv", "--map", "m.toml", "--seen-on", "2021-01-02")
    answer = enrolled(*words, person="bob", **agent)
    assert answer.status == 0, answer.err
    assert findings(enrolled) == []


def test_an_agent_that_does_not_hold_it_any_more_signs_nothing(enrolled, agent):
    (enrolled.here / "bob").unlink()
    subprocess.run(["ssh-add", "-q", "-D"], env={**os.environ, **agent}, check=True)
    refused(enrolled, "no agent holds it", *OPEN, person="bob", key="bobs.pub", **agent)


class Lying(Thread):
    """An agent that lists the keys of the real one, and answers otherwise when it is to sign."""

    def __init__(self, address: str, real: str, answer: bytes | None) -> None:
        super().__init__(daemon=True)
        self._real, self._answer = real, answer
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(address)
        self._server.listen()
        self.start()

    def run(self) -> None:
        kept = []
        while True:
            asked, _ = self._server.accept()
            kept.append(asked)
            question = asked.recv(4096)
            if question[4] == 11:
                with socket.socket(socket.AF_UNIX) as real:
                    real.connect(self._real)
                    real.sendall(question)
                    asked.sendall(real.recv(4096))
            elif self._answer == b"":
                asked.close()
            elif self._answer is not None:
                asked.sendall(self._answer)


def of_another_key():
    """An answer with a signature that is one, and of another key."""
    raw = sshsig.parse(
        signers.Pens(NEW).pen("", {signers.personal(NEW).fingerprint(): ""}).sign([b"x"])[0]
    ).raw
    return string(b"\x0e" + string(string(b"ssh-ed25519") + string(raw)))


ANSWERS = {
    "hangs": (None, "did not answer within 1 second"),
    "hangs up": (b"", "did not sign with the key"),
    "refuses": (string(b"\x05"), "did not sign with the key SHA256:"),
    "lies": (of_another_key(), "it is over something else"),
    "answers a list": (string(b"\x0c\0\0\0\0"), "it said no"),
    "says nothing": (string(b""), "its answer has 0 bytes"),
    "says too much": (b"\xff\xff\xff\xff", "its answer has 4,294,967,295 bytes"),
    "stops half way": (b"\0\0\0\x60\x0e", "did not answer within 1 second"),
    "says nonsense": (string(b"\x0e" + string(b"nonsense")), "did not sign with the key"),
    "says more than that": (string(b"\x0e" + string(b"") + b"more"), "its answer is too long"),
}


@pytest.mark.parametrize("how", ANSWERS)
def test_if_an_agent_does_anything_else_nothing_is_recorded(enrolled, agent, monkeypatch, how):
    answer, because = ANSWERS[how]
    (enrolled.here / "bob").unlink()
    monkeypatch.setattr(agents, "PATIENCE", 1.0)
    other = str(enrolled.here / "other")
    Lying(other, agent["SSH_AUTH_SOCK"], answer)
    begun = time.monotonic()
    refused(enrolled, because, *OPEN, person="bob", SSH_AUTH_SOCK=other)
    assert time.monotonic() - begun < 15
    assert enrolled(*OPEN, person="bob", **agent).status == 0


@pytest.mark.parametrize("address", ["/nowhere/agent", "", "x" * 300])
def test_without_an_agent_an_open_key_signs_and_no_other(enrolled, address):
    assert enrolled(*OPEN, person="bob", key="bob", SSH_AUTH_SOCK=address).status == 0
    (enrolled.here / "bob").unlink()
    refused(enrolled, "none of their keys is here", *OPEN, person="bob", SSH_AUTH_SOCK=address)


def test_outsiders_verify_who_signed_a_row_with_ssh_keygen_alone(enrolled, openssh):
    for words in (
        OPEN,
        ("cycle", "open", "A", "2021", "--title", "T", "--on", "2021-01-01"),
        ("recommendation", "make", "A", "1", "--cycle", "2021", "--text", "Do.", "--made-to", "B",
         "--on", "2021-01-02"),
    ):  # fmt: skip
        assert enrolled(*words, person="bob", key="bob").status == 0
    # Since then the key was retired; and now another signs.
    words = ("person", "enrol", "bob", "--ssh-key", "news.pub", "--replaces", "all", "--why", "Stolen.")
    assert enrolled(*words).status == 0
    words = ("judgement", "record", "A", "1", "--cycle", "2021", "--status", "open", "--rationale", "R")
    assert enrolled(*words, "--on", "2021-02-01", person="bob", key="new").status == 0
    assert enrolled("person", "register", "cyd", "--name", "C", "--role", "approver").status == 0
    signers.key_file(enrolled.here / "cyd", 5)
    assert enrolled("person", "enrol", "cyd", "--ssh-key", "cyd").status == 0
    assert enrolled("judgement", "sign-off", "A", "J1", person="cyd", key="cyd").status == 0
    answer = enrolled("prove", "A", "1", "--output", "proofs")
    assert (answer.status, "proofs/signatures.txt" in answer.err) == (0, True)
    proofs = enrolled.here / "proofs"
    commands = (proofs / "signatures.txt").read_text().splitlines()
    assert len(commands) == len(list(proofs.glob("*.leaf"))) == len(list(proofs.glob("*.leaf.sig"))) == 4
    assert len((proofs / "allowed_signers").read_text().splitlines()) == 3
    for zone in ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
        for command in commands:
            env = {**os.environ, "TZ": zone}
            done = subprocess.run(["sh", "-c", command], cwd=proofs, env=env, capture_output=True, text=True)
            assert done.returncode == 0, (zone, command, done.stdout + done.stderr)
            assert 'Good "scrutiny-ledger" signature' in done.stdout
    # Of another person, of another leaf, or at a time at which the key was retired it does not hold.
    first, last = commands[0], commands[-1]
    year = "verify-time=2"
    for wrong in (
        first.replace("-I bob", "-I ada"),
        f"{first.partition(' < ')[0]} < {last.partition(' < ')[2]}",
        first.replace(year, "verify-time=3"),
        first.replace(year, "verify-time=1"),
    ):
        assert subprocess.run(["sh", "-c", wrong], cwd=proofs, capture_output=True).returncode != 0, wrong
    assert enrolled("prove", "A", "1", "--output", "proofs").status == 0


def test_a_row_that_nobody_signed_has_no_such_files(here, monkeypatch):
    assert scrutiny("demo", "scrutiny-ledger").status == 0
    assert scrutiny("prove", "OCSAE", "3", "--output", "proofs").status == 0
    assert not {"allowed_signers", "signatures.txt"} & {file.name for file in (here / "proofs").iterdir()}


def test_whatever_carries_the_ledger_carries_the_signatures(enrolled):
    assert enrolled(*OPEN, person="bob", key="bob").status == 0
    assert enrolled("copy", "copied").status == 0
    assert enrolled("archive", "ledger.tar").status == 0
    assert enrolled("restore", "ledger.tar", "--ledger", "restored").status == 0
    assert enrolled("backup", "backups").status == 0
    (backup,) = [file.parent for file in (enrolled.here / "backups").rglob("ledger.db")]
    for place in ("copied", "restored", str(backup)):
        assert findings(enrolled, "--ledger", place) == [], place


def test_in_a_practice_copy_nobody_needs_a_key(enrolled):
    assert enrolled("copy", "practice", "--practice", person="bob").status == 0
    assert enrolled(*OPEN, "--ledger", "practice", person="bob").status == 0
    assert findings(enrolled, "--ledger", "practice") == []


def test_the_key_that_is_set_is_shown_and_has_a_whole_path(enrolled):
    assert enrolled("config", "set", "ssh-key", "bob").status == 0
    held = json.loads(enrolled("config", "--format", "json").out)["rows"]
    assert [one["value"] for one in held if one["setting"] == "ssh-key"] == [str(enrolled.here / "bob")]
    assert "elsewhere        environment SCRUTINY_SSH_KEY" in enrolled("config", key="elsewhere").out


def test_it_is_led_through_on_a_terminal(enrolled, monkeypatch):
    env = {"HOME": str(enrolled.here / "home"), "SCRUTINY_LEDGER": str(enrolled.here / "scrutiny-ledger")}
    signers.key_file(enrolled.here / "third", 7)
    words = ["person", "enrol", "--as", "ada"]
    status, seen = on_a_terminal(words, ["bob", "nothing.pub", "~/third.pub", "y"], **env)
    assert "nothing.pub cannot be read: No such file" in seen.replace("\n", " "), seen
    status, seen = on_a_terminal(words, ["bob", "third", "n"], **env)
    assert (status, "nothing was recorded" in seen) == (1, True), seen
    status, seen = on_a_terminal(words, ["bob", "third", "y"], **env)
    assert status == 0, seen
    assert f"From now on bob signs with the key {signers.personal(7).fingerprint()}" in seen.replace("\n", "")
    words = ["person", "retire-key", "bob", signers.personal(7).fingerprint(), "--as", "ada"]
    status, seen = on_a_terminal(words, ["It was a trial.", "y"], **env)
    assert status == 0, seen
    assert findings(enrolled) == []


def test_who_begins_may_enrol_their_key_afterwards_and_do_nothing_else_before(here):
    signers.key_file(here / "key", ADA)
    env = {"HOME": str(here / "home"), "PATH": os.environ["PATH"], "SCRUTINY_PERSON": "ada"}
    answer = scrutiny("init", "--name", "Ada", "--signatures", "required", env=env)
    assert (answer.status, "scrutiny person enrol ada --ssh-key FILE" in answer.err) == (0, True)
    for words in (
        ("person", "register", "bob", "--name", "B", "--role", "administrator"),
        ("person", "signatures", "none", "--why", "W"),
    ):
        assert scrutiny(*words, env=env).status == 4
    assert scrutiny("person", "enrol", "ada", "--ssh-key", "key.pub", env=env).status == 0
    register = ("person", "register", "bob", "--name", "B", "--role", "administrator")
    assert scrutiny(*register, env=env).status == 0
    # The exception was for the first key alone.
    signers.key_file(here / "bob", BOB)
    answer = scrutiny("person", "enrol", "bob", "--ssh-key", "bob", "--as", "bob", env=env)
    assert (answer.status, "bob may record nothing yet" in answer.err) == (4, True)
    assert json.loads(scrutiny("verify", "--format", "json", env=env).out)["findings"] == []


def test_a_receipt_says_what_was_ruled(enrolled):
    for rule in ("none", "required"):
        answer = enrolled("person", "signatures", rule, "--why", "W", person="ada")
        assert (answer.status, answer.out.startswith(f"Recorded signatures {rule}:")) == (0, True), answer

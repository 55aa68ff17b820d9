"""A server of S3 for tests, from the wheel ``moto``: one for a whole run, each test with a bucket of its own.

``Between`` stands between the program and that server, and does what networks and busy servers do.
"""

from __future__ import annotations

import http.client
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from itertools import count
from typing import Any
from urllib.request import Request, urlopen

SECRET = "a-secret-that-nobody-may-read"
_numbers = count(1)


def is_there() -> bool:
    """Whether tests can have a server."""
    return bool(find_spec("moto") and find_spec("s3fs"))


@lru_cache
def server() -> str:
    """The URL of the run's server, which ends with the process."""
    from botocore import session
    from moto.server import ThreadedMotoServer

    # What AWS offers is read from large files; each client would read them again, and keep them.
    session.create_loader = lru_cache(session.create_loader)

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    started = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    started.start()
    host, port = started.get_host_and_port()
    return f"http://{host}:{port}"


def variables(endpoint: str | None = None) -> dict[str, str]:
    """What the program needs in its environment to reach it, by the usual ways of AWS."""
    return {
        "AWS_ENDPOINT_URL": endpoint or server(),
        "AWS_ACCESS_KEY_ID": "AKIDTESTS",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_REGION": "eu-west-2",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def client() -> Any:
    """Somebody else's way to the same server."""
    import boto3

    return boto3.client(
        "s3",
        endpoint_url=server(),
        region_name="eu-west-2",
        aws_access_key_id="AKIDTESTS",
        aws_secret_access_key=SECRET,
    )


def new_bucket() -> str:
    """The name of a new bucket, the only one that the server has: it keeps all of them in memory."""
    with urlopen(Request(f"{server()}/moto-api/reset", method="POST"), timeout=60):
        pass
    name = f"bucket-{os.getpid()}-{next(_numbers)}"
    client().create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    return name


def objects(bucket: str) -> dict[str, bytes]:
    """All that is in a bucket."""
    there = client()
    found = there.list_objects_v2(Bucket=bucket).get("Contents", ())
    return {each["Key"]: there.get_object(Bucket=bucket, Key=each["Key"])["Body"].read() for each in found}


def unfinished(bucket: str) -> list[str]:
    """The uploads in parts that somebody began and neither finished nor gave up."""
    return [each["Key"] for each in client().list_multipart_uploads(Bucket=bucket).get("Uploads", ())]


Act = Callable[["Passing"], bool]
"""Does something instead of passing a request on, and says whether it did."""


class Passing(BaseHTTPRequestHandler):
    """One request on its way to the server, and the answer on its way back."""

    protocol_version = "HTTP/1.1"
    server: Any

    def _pass(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        if self.server.act(self):
            return
        status, headers, body = self.forward()
        self.reply(status, headers, body)

    def forward(self) -> tuple[int, list[tuple[str, str]], bytes]:
        """What the server answers."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        there = http.client.HTTPConnection(server().removeprefix("http://"), timeout=60)
        there.request(self.command, self.path, body, dict(self.headers.items()))
        answer = there.getresponse()
        given = answer.status, answer.getheaders(), answer.read()
        there.close()
        return given

    def reply(
        self, status: int, headers: list[tuple[str, str]], body: bytes, send: int | None = None
    ) -> None:
        """Give an answer, or its beginning: then the connection is cut."""
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection", "server", "date"):
                self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in headers):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[:send])
        if send is not None:
            self.cut()

    def refuse(self, status: int, code: str) -> bool:
        """Say no, as such servers do."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = f"<Error><Code>{code}</Code><Message>{SECRET}</Message></Error>".encode()
        self.reply(status, [("Content-Type", "application/xml")], body)
        return True

    def cut(self) -> bool:
        """End the connection without a word."""
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        return True

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _pass  # noqa: N815  as the library calls them


class Between(ThreadingHTTPServer):
    """See the module; ``asked`` are the requests in their order."""

    daemon_threads = True

    def __init__(self, act: Act) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        self.act, self.asked = act, list[str]()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: Any) -> None:
        """A connection that was cut is meant."""


@contextmanager
def between(act: Act) -> Iterator[Between]:
    """A server in between, at work."""
    with Between(act) as standing:
        thread = threading.Thread(target=standing.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield standing
        finally:
            standing.shutdown()
            thread.join()

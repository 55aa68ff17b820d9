"""A bucket, as S3 and what speaks its language give it: questions with limits, and answers in our words.

1. Endpoint, region and credentials come by the usual ways of AWS: variables, ``~/.aws``, the machine's role.
   Nothing of them is in a message: what a package says of a failure is not passed on.
2. Each question is asked twice at most, and each wait has an end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, NamedTuple

from aiohttp import ClientError as ConnectionTrouble
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    TokenRetrievalError,
)
from fsspec.asyn import sync
from fsspec.exceptions import FSTimeoutError
from s3fs import S3FileSystem

from ledger.errors import Busy, Full, ReadOnly, StorageError, Unreadable
from ledger.evidence.answers import TRANSFER, Gone, NotOffered, Taken

CONNECT, ANSWER = 5, 12
"""Seconds that a server is waited for, and that it may say nothing, each time it is asked."""

ASKED = 2
"""How often a question is put, if the server does not answer or says that it is busy."""

QUESTION = 28.0
"""Seconds that the answer to a short question is waited for in all."""

_MISSING = {"404", "NoSuchKey", "NotFound", "NoSuchUpload"}
_NO_RIGHT = {"403", "AccessDenied", "Forbidden", "AllAccessDisabled", "InvalidObjectState"}
_NO_KEY = {
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "ExpiredToken",
    "InvalidToken",
    "TokenRefreshRequired",
}
_ELSEWHERE = {
    "301",
    "PermanentRedirect",
    "AuthorizationHeaderMalformed",
    "IllegalLocationConstraintException",
}
_BUSY = {"500", "502", "503", "504", "InternalError", "ServiceUnavailable", "SlowDown", "RequestTimeout"}
_FULL = {"507", "InsufficientStorage", "XMinioStorageFull", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded"}
_THERE = {"412", "409", "PreconditionFailed", "ConditionalRequestConflict"}
_UNKNOWN_HERE = {"501", "NotImplemented"}
_WHICH = "See whether AWS_ENDPOINT_URL is a server of S3, and the name of the bucket."
_SEE = "See who may use the bucket: the rights it takes are in docs/server.md."


class Listed(NamedTuple):
    """An object in a listing, and when it was written."""

    key: str
    written: datetime


_opened: dict[tuple[object, ...], Bucket] = {}


def bucket_of(name: str) -> Bucket:
    """A bucket, which a process opens once as long as nothing of AWS is otherwise in its environment."""
    key = name, *sorted(item for item in os.environ.items() if item[0].startswith("AWS_"))
    if key not in _opened:
        _opened[key] = Bucket(name)
    return _opened[key]


class Bucket:
    """One bucket; every method raises StorageError."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.shown = f"s3://{name}"
        self._lost: StorageError | None = None
        self._tried_again = False
        self._files = S3FileSystem(
            config_kwargs={
                "connect_timeout": CONNECT,
                "read_timeout": ANSWER,
                "retries": {"mode": "standard", "total_max_attempts": ASKED},
                # Servers of others do not know what AWS adds of its own accord.
                "request_checksum_calculation": "when_required",
                "response_checksum_validation": "when_required",
            },
            use_listings_cache=False,
            skip_instance_cache=True,
        )
        # What is asked again, and how often, is said above.
        self._files.retries = 1

    def ask(
        self, what: str, *, within: float = QUESTION, **words: Any
    ) -> Any:  # Any: as AWS is asked and answers
        """Ask something of the bucket; raises Gone, Taken, NotOffered, StorageError."""
        if self._lost:
            raise self._lost
        with self._translated():
            return self._files.call_s3(what, Bucket=self.name, timeout=within, **words)

    def try_again(self) -> None:
        """Ask a server once more that did not answer, to clear away what is left there; once and no more."""
        if not self._tried_again:
            self._tried_again, self._lost = self._lost is not None, None

    def run(self, asked: Callable[..., Any], *words: object) -> Any:  # Any: a coroutine of the package's own
        """Wait for something that is under way; raises StorageError."""
        with self._translated():
            return sync(self._files.loop, asked, *words, timeout=TRANSFER)

    def let_go(self, body: Any) -> None:  # Any: as above
        """Close what is not read any more, and its connection if it was not read to its end."""

        async def close() -> None:
            body.close()

        with suppress(StorageError):
            self.run(close)

    def listed(self, prefix: str, *, deep: bool) -> Iterator[Listed]:
        """The objects whose keys begin so, those with a further ``/`` only if ``deep``; it may be late."""
        words: dict[str, Any] = {"Prefix": prefix} | ({} if deep else {"Delimiter": "/"})
        while True:
            page = self.ask("list_objects_v2", **words)
            for each in page.get("Contents", ()):
                yield Listed(each["Key"], each["LastModified"])
            if not page.get("IsTruncated"):
                return
            words["ContinuationToken"] = page["NextContinuationToken"]

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ClientError, BotoCoreError, ConnectionTrouble, ValueError, RuntimeError) as error:
            raise self._told(error) from error

    def _told(self, error: Exception) -> StorageError:
        """What it amounts to, in words that have nothing of the package's: they may name a secret."""
        cause = error if isinstance(error, (ClientError, BotoCoreError)) else error.__cause__ or error
        if isinstance(cause, ClientError):
            said = cause.response.get("Error", {}).get("Code")
            return self._refused(str(said or cause.response["ResponseMetadata"]["HTTPStatusCode"]))
        if isinstance(
            cause, (NoCredentialsError, PartialCredentialsError, ProfileNotFound, TokenRetrievalError)
        ):
            return Unreadable(
                f"There are no credentials for {self.shown}.",
                "Give them as for any program that uses S3: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or "
                "~/.aws and AWS_PROFILE",
            )
        if isinstance(cause, ConnectionClosedError):
            return self.cut()
        if isinstance(cause, (HTTPClientError, EndpointConnectionError, FSTimeoutError, TimeoutError)):
            # Nobody waits for it again for each of a thousand files.
            self._lost = Unreadable(
                f"The server of {self.shown} cannot be reached, or does not answer.",
                "See AWS_ENDPOINT_URL and AWS_REGION, and the network; then ask again.",
            )
            return self._lost
        if isinstance(cause, (OSError, ConnectionTrouble)):
            return self.cut()
        return StorageError(
            f"{self.shown} cannot be used: {type(cause).__name__}.",
            "See AWS_ENDPOINT_URL, AWS_REGION and ~/.aws/config.",
        )

    def cut(self) -> Unreadable:
        """What is said if less came than was to come."""
        return Unreadable(f"The connection to {self.shown} was cut.", "Ask again.")

    def _refused(self, code: str) -> StorageError:
        if code in _MISSING:
            return Gone(f"The server of {self.shown} says that there is no such thing ({code}).", _WHICH)
        if code in _THERE:
            return Taken(f"Somebody else writes the same to {self.shown}.", "Try again.")
        if code in _UNKNOWN_HERE:
            return NotOffered(f"The server of {self.shown} cannot do what it takes ({code}).", _WHICH)
        if code == "NoSuchBucket":
            return StorageError(
                f"There is no bucket {self.shown} on that server.",
                "See its name, AWS_ENDPOINT_URL and AWS_REGION. It is not made for you.",
            )
        if code in _NO_RIGHT:
            return ReadOnly(f"You may not do that in {self.shown} (the server says {code}).", _SEE)
        if code in _NO_KEY:
            return Unreadable(
                f"The server of {self.shown} does not take these credentials ({code}).",
                "See AWS_ACCESS_KEY_ID and AWS_PROFILE, and whether they have expired.",
            )
        if code in _ELSEWHERE:
            return StorageError(
                f"{self.shown} is in another region ({code}).", "Set AWS_REGION to its region."
            )
        if code in _FULL:
            return Full(f"There is no room left in {self.shown}.", "Ask who runs it for more.")
        if code in _BUSY:
            return Busy(f"The server of {self.shown} is busy or failing ({code}).", "Try again later.")
        return StorageError(f"The server of {self.shown} says no ({code:.60}).", _SEE)

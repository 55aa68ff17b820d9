"""The objects below a prefix of a bucket: sent whole or not at all, read in pieces, copied, removed."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import md5, sha256
from itertools import chain
from typing import TYPE_CHECKING, Any

from ledger.errors import Damaged, StorageError
from ledger.evidence.answers import TRANSFER, Gone, NotOffered, NotWhatWasSaid, Taken
from ledger.evidence.base import RESTORE, hashed
from ledger.extras import how_to_install

if TYPE_CHECKING:
    from ledger.evidence.s3 import Bucket

PART = 8 * 1024**2
"""Bytes that are sent at once, and kept in memory for that."""

COPIED = 1024**3
"""Bytes that a server copies at once."""

_CHUNK = 1024**2
_RESUMED = 3
"""How often a reading goes on that was cut."""


class Objects:
    """What is below a prefix; every method raises StorageError. It is connected by the first question."""

    def __init__(self, bucket: str, prefix: str) -> None:
        self._name, self._prefix = bucket, prefix
        self._opened: Bucket | None = None

    @property
    def _bucket(self) -> Bucket:
        if self._opened is None:
            try:
                from ledger.evidence.s3 import bucket_of  # noqa: PLC0415  an extra, and slow to import
            except ImportError as error:
                raise StorageError(
                    "Evidence in a bucket takes packages that are not installed.",
                    f"Install them {how_to_install('s3')}",
                ) from error
            self._opened = bucket_of(self._name)
        return self._opened

    def check_bucket(self) -> None:
        """Raise StorageError unless the bucket is there and may be listed."""
        for _ in self.listed():
            return

    def listed(self, below: str = "") -> Iterator[tuple[str, datetime]]:
        """The names in what is called so, and when each was written; a listing may be late."""
        for key, written in self._bucket.listed(f"{self._prefix}{below}", deep=bool(below)):
            yield key.removeprefix(self._prefix), written

    def size(self, name: str) -> int | None:
        """How many bytes an object has; None if there is none."""
        try:
            return int(self._bucket.ask("head_object", Key=self._prefix + name)["ContentLength"])
        except Gone:
            return None

    def pieces(self, name: str) -> Iterator[bytes]:
        """What an object has, from beginning to end, going on where it was cut; raises Damaged if it is not
        there, or was replaced meanwhile.
        """
        at, tag, left = 0, "", _RESUMED
        while True:
            more: dict[str, Any] = {"Range": f"bytes={at}-", "IfMatch": tag} if at else {}
            try:
                answer = self._bucket.ask("get_object", Key=self._prefix + name, **more)
                tag, whole = answer["ETag"], at + int(answer["ContentLength"])
                for piece in self._body(answer["Body"]):
                    at += len(piece)
                    yield piece
            except (Gone, Taken) as error:
                raise Damaged(f"{name} is not in {self._bucket.shown}.", RESTORE) from error
            except StorageError:
                left -= 1
                if not at or not left:
                    raise
                continue
            if at >= whole:
                return
            left -= 1
            if not left:
                raise self._bucket.cut()

    def _body(self, body: Any) -> Iterator[bytes]:  # Any: as AWS answers
        try:
            while piece := self._bucket.run(body.read, _CHUNK):
                yield piece
        finally:
            self._bucket.let_go(body)

    def write(self, name: str, content: bytes) -> None:
        """Write a small object, whatever was there."""
        # A bucket that keeps what it has for a while takes nothing without a checksum.
        checksum = base64.b64encode(sha256(content).digest()).decode()
        self._bucket.ask("put_object", Key=self._prefix + name, Body=content, ChecksumSHA256=checksum)

    def send(self, name: str, digest: str, pieces: Iterable[bytes]) -> None:
        """Send an object whose SHA-256 is known, unless there is one.

        Raises NotWhatWasSaid if the pieces have another one: then nothing is there, nor if it is cut.
        """
        try:
            self._send(name, digest, pieces)
        except (Gone, Taken):
            if self.size(name) is None:
                raise
            # It was sent, and the answer was lost, so that it was sent again; or somebody else sent the same.
            for _ in hashed(digest, self.pieces(name)):
                pass

    def _send(self, name: str, digest: str, pieces: Iterable[bytes]) -> None:
        seen, parts = sha256(), _parts(pieces)
        first = next(parts)
        seen.update(first)
        second = next(parts, None)
        if second is None:
            _check(seen.hexdigest(), digest)
            self._put(name, first, base64.b64encode(seen.digest()).decode())
            return
        key = self._prefix + name
        upload = self._bucket.ask("create_multipart_upload", Key=key)["UploadId"]
        try:
            sent: list[dict[str, object]] = []
            for part in chain([first, second], parts):
                if sent:
                    seen.update(part)
                sent.append(self._part(key, upload, len(sent) + 1, part))
            _check(seen.hexdigest(), digest)
            self._unless_there(
                "complete_multipart_upload", Key=key, UploadId=upload, MultipartUpload={"Parts": sent}
            )
        except BaseException:
            self._give_up(key, upload)
            raise

    def _give_up(self, key: str, upload: str) -> None:
        self._bucket.try_again()
        with suppress(StorageError):
            self._bucket.ask("abort_multipart_upload", Key=key, UploadId=upload)

    def _put(self, name: str, content: bytes, checksum: str) -> None:
        self._unless_there(
            "put_object",
            Key=self._prefix + name,
            Body=content,
            ChecksumSHA256=checksum,
            within=TRANSFER,
        )

    def _part(self, key: str, upload: str, number: int, content: bytes) -> dict[str, object]:
        # It says whether a part came whole, and no more.
        check = base64.b64encode(md5(content, usedforsecurity=False).digest()).decode()
        answer = self._bucket.ask(
            "upload_part",
            Key=key,
            UploadId=upload,
            PartNumber=number,
            Body=content,
            ContentMD5=check,
            within=TRANSFER,
        )
        return {"PartNumber": number, "ETag": answer["ETag"]}

    def _unless_there(self, what: str, **words: Any) -> None:  # Any: as AWS is asked
        """Do it if there is no such object; servers that cannot be told so were asked whether there is."""
        try:
            self._bucket.ask(what, IfNoneMatch="*", **words)
        except NotOffered:
            self._bucket.ask(what, **words)

    def copy(self, source: str, name: str, size: int) -> None:
        """Have the server copy an object of so many bytes to another name."""
        whence = {"Bucket": self._name, "Key": self._prefix + source}
        key = self._prefix + name
        if size <= COPIED:
            self._bucket.ask("copy_object", Key=key, CopySource=whence, within=TRANSFER)
            return
        upload = self._bucket.ask("create_multipart_upload", Key=key)["UploadId"]
        try:
            sent: list[dict[str, object]] = []
            for at in range(0, size, COPIED):
                answer = self._bucket.ask(
                    "upload_part_copy",
                    Key=key,
                    UploadId=upload,
                    PartNumber=len(sent) + 1,
                    CopySource=whence,
                    CopySourceRange=f"bytes={at}-{min(at + COPIED, size) - 1}",
                    within=TRANSFER,
                )
                sent.append({"PartNumber": len(sent) + 1, "ETag": answer["CopyPartResult"]["ETag"]})
            self._bucket.ask(
                "complete_multipart_upload", Key=key, UploadId=upload, MultipartUpload={"Parts": sent}
            )
        except BaseException:
            self._give_up(key, upload)
            raise

    def remove(self, name: str) -> None:
        """Remove an object, if it is there."""
        self._bucket.ask("delete_object", Key=self._prefix + name)

    def clear(self, names: Iterable[str]) -> None:
        """Remove what a command leaves behind, as far as that can be done."""
        for name in names:
            self._bucket.try_again()
            with suppress(StorageError):
                self.remove(name)

    def abandon(self, below: str, before: datetime) -> None:
        """Give up what somebody began to send before a time, and never finished."""
        begun = self._bucket.ask("list_multipart_uploads", Prefix=f"{self._prefix}{below}")
        for each in begun.get("Uploads", ()):
            if each["Initiated"] < before:
                self._bucket.ask("abort_multipart_upload", Key=each["Key"], UploadId=each["UploadId"])


def _parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in parts of one size, the last one shorter; one, if there are none."""
    part = bytearray()
    first = True
    for piece in pieces:
        part += piece
        while len(part) > PART:
            yield bytes(part[:PART])
            del part[:PART]
            first = False
    if part or first:
        yield bytes(part)


def _check(seen: str, digest: str) -> None:
    if seen != digest:
        raise NotWhatWasSaid(f"The evidence file {digest} is not what was handed in.", RESTORE)

"""Evidence in a bucket: what networks, busy servers and other people do, each told as what it is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from ledger.errors import Busy, Damaged, Full, ReadOnly, StorageError, Unreadable
from ledger.evidence import objects, s3
from ledger.evidence.bucket import BucketVault
from tests import buckets
from tests.pasts import needs

PAPER = b"minutes of the board"
DIGEST = sha256(PAPER).hexdigest()


@pytest.fixture
def bucket(monkeypatch):
    needs(buckets.is_there(), "moto")
    for name, value in buckets.variables().items():
        monkeypatch.setenv(name, value)
    return buckets.new_bucket()


@pytest.fixture
def paper(tmp_path):
    (tmp_path / "paper").write_bytes(PAPER)
    return str(tmp_path / "paper")


@pytest.fixture
def large(tmp_path, monkeypatch):
    """A file of several parts, of a size that a test has time for: 5 MB is the least that S3 takes."""
    monkeypatch.setattr(objects, "PART", 5 * 1024**2)
    content = os.urandom(12 * 1024**2)
    (tmp_path / "large").write_bytes(content)
    return content


@contextmanager
def acting(act, monkeypatch):
    """A vault behind a server in between."""
    with buckets.between(act) as between:
        monkeypatch.setenv("AWS_ENDPOINT_URL", between.url)
        yield between


def once(when, act):
    """Act on the first request that it is time for, and pass all others on."""
    done = []

    def do(passing):
        if done or not when(f"{passing.command} {passing.path}"):
            return False
        done.append(passing.path)
        return act(passing)

    return do


def always(when, act):
    return lambda passing: when(f"{passing.command} {passing.path}") and act(passing)


def keep(bucket, *papers):
    with BucketVault(f"s3://{bucket}/x") as vault:
        for each in papers:
            vault.stage(str(each))
        vault.keep(set)


def is_paper(request):
    return request.startswith("PUT") and "/.incoming/" in request and not request.endswith("/names")


@pytest.mark.parametrize(
    ("status", "code"), [(500, "InternalError"), (503, "SlowDown"), (503, "ServiceUnavailable")]
)
def test_a_server_that_is_busy_once_is_asked_again(bucket, paper, monkeypatch, status, code):
    with acting(once(is_paper, lambda one: one.refuse(status, code)), monkeypatch):
        keep(bucket, paper)
    assert buckets.objects(bucket) == {f"x/{DIGEST}": PAPER}


def test_an_answer_that_is_lost_is_not_taken_for_somebody_elses_file(bucket, paper, monkeypatch):
    def lose(passing):
        passing.forward()
        return passing.cut()

    with acting(once(is_paper, lose), monkeypatch) as between:
        keep(bucket, paper)
    assert sum(map(is_paper, between.asked)) == 2
    assert buckets.objects(bucket) == {f"x/{DIGEST}": PAPER}


REFUSED = {
    (403, "AccessDenied"): (ReadOnly, "You may not do that in s3://"),
    (403, "InvalidAccessKeyId"): (Unreadable, "does not take these credentials"),
    (403, "SignatureDoesNotMatch"): (Unreadable, "does not take these credentials"),
    (301, "PermanentRedirect"): (StorageError, "another region"),
    (503, "SlowDown"): (Busy, "busy or failing"),
    (500, "InternalError"): (Busy, "busy or failing"),
    (507, "InsufficientStorage"): (Full, "no room left"),
    (418, "Teapot"): (StorageError, "says no (Teapot)"),
    (404, "404"): (StorageError, "no such thing"),
    (501, "NotImplemented"): (StorageError, "cannot do what it takes"),
}


@pytest.mark.parametrize("answer", REFUSED)
def test_what_the_server_refuses_is_a_sentence_and_nothing_is_left(bucket, paper, monkeypatch, answer):
    kind, told = REFUSED[answer]
    with (
        acting(always(is_paper, lambda one: one.refuse(*answer)), monkeypatch),
        pytest.raises(kind) as raised,
    ):
        keep(bucket, paper)
    assert told in raised.value.message
    assert raised.value.remedy
    assert buckets.SECRET not in f"{raised.value.message} {raised.value.remedy}"
    assert buckets.objects(bucket) == {}


def test_a_bucket_that_is_not_there_is_not_made(bucket, paper):
    vault = BucketVault("s3://nobody-made-this/x")
    for ask in (vault.begin, lambda: vault.check_place(set), lambda: vault.stage(paper), vault.left):
        with pytest.raises(StorageError, match="There is no bucket"):
            ask()
    with pytest.raises(Unreadable, match="There is no bucket"):
        vault.check(DIGEST)


def test_no_server_at_all_is_told_soon_and_waited_for_once(bucket, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    vault, begun = BucketVault(f"s3://{bucket}/x"), time.monotonic()
    for _ in range(50):
        with pytest.raises(Unreadable, match="cannot be reached"):
            vault.check(DIGEST)
    assert time.monotonic() - begun < 15


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(bucket, paper, monkeypatch):
    monkeypatch.setattr(s3, "ANSWER", 0.5)

    def silent(_passing):
        time.sleep(3)
        return False

    with acting(silent, monkeypatch), pytest.raises(Unreadable, match="does not answer"):
        keep(bucket, paper)


@pytest.mark.parametrize("missing", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_without_credentials_it_is_said_how_to_give_them(bucket, monkeypatch, missing):
    monkeypatch.delenv(missing)
    with pytest.raises(Unreadable, match="There are no credentials") as raised:
        BucketVault(f"s3://{bucket}/x").begin()
    assert "AWS_PROFILE" in raised.value.remedy


def test_endpoint_and_credentials_come_from_the_files_of_aws_as_well(bucket, paper, tmp_path, monkeypatch):
    told = buckets.variables()
    for name in told:
        monkeypatch.delenv(name)
    (tmp_path / "config").write_text(
        f"[profile inspectors]\nregion = eu-west-2\nendpoint_url = {told['AWS_ENDPOINT_URL']}\n"
    )
    (tmp_path / "credentials").write_text(
        f"[inspectors]\naws_access_key_id = A\naws_secret_access_key = {buckets.SECRET}\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_PROFILE", "inspectors")
    keep(bucket, paper)
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(Unreadable, match="no credentials"):
        keep(bucket, paper)
    monkeypatch.delenv("AWS_PROFILE")
    assert buckets.objects(bucket) == {f"x/{DIGEST}": PAPER}


def test_a_large_file_goes_and_comes_in_parts(bucket, large, tmp_path, monkeypatch):
    monkeypatch.setattr(objects, "COPIED", 5 * 1024**2)
    keep(bucket, tmp_path / "large")
    digest = sha256(large).hexdigest()
    assert buckets.objects(bucket) == {f"x/{digest}": large}
    assert buckets.unfinished(bucket) == []
    assert max(map(len, BucketVault(f"s3://{bucket}/x").pieces(digest))) <= 1024**2


def test_an_upload_that_is_cut_leaves_nothing(bucket, large, tmp_path, monkeypatch):
    def second(request):
        return "partNumber=2" in request and "PUT" in request

    with (
        acting(always(second, lambda one: one.cut()), monkeypatch),
        pytest.raises(StorageError, match=r"cannot be reached|was cut"),
    ):
        keep(bucket, tmp_path / "large")
    assert buckets.objects(bucket) == {}
    assert buckets.unfinished(bucket) == []


def test_an_upload_in_which_one_part_is_cut_once_goes_on(bucket, large, tmp_path, monkeypatch):
    with acting(once(lambda request: "partNumber=2" in request, lambda one: one.cut()), monkeypatch):
        keep(bucket, tmp_path / "large")
    assert list(buckets.objects(bucket).values()) == [large]


def test_a_part_that_comes_altered_is_never_taken_for_the_file(bucket, large, tmp_path, monkeypatch):
    def alter(passing):
        body = passing.rfile.read(int(passing.headers["Content-Length"]))
        passing.rfile = __import__("io").BytesIO(b"x" + body[1:])
        return False

    with (
        acting(always(lambda request: "partNumber=1" in request, alter), monkeypatch),
        pytest.raises(StorageError),
    ):
        keep(bucket, tmp_path / "large")
    assert buckets.objects(bucket) == {}


def test_a_reading_that_is_cut_goes_on_where_it_was(bucket, large, tmp_path, monkeypatch):
    keep(bucket, tmp_path / "large")
    digest, cut = sha256(large).hexdigest(), []

    def half(passing):
        if passing.command != "GET" or len(cut) > 1:
            return False
        cut.append(passing.headers.get("Range"))
        status, headers, body = passing.forward()
        passing.reply(status, headers, body, send=len(body) // 2)
        return True

    with acting(half, monkeypatch):
        assert BucketVault(f"s3://{bucket}/x").check(digest) == len(large)
    assert cut[0] is None
    assert cut[1].startswith("bytes=")


def test_what_is_replaced_while_it_is_read_is_no_mixture(bucket, large, tmp_path, monkeypatch):
    keep(bucket, tmp_path / "large")
    digest = sha256(large).hexdigest()

    def half(passing):
        status, headers, body = passing.forward()
        buckets.client().put_object(Bucket=bucket, Key=f"x/{digest}", Body=bytes(len(large)))
        passing.reply(status, headers, body, send=len(body) // 2)
        return True

    with (
        acting(once(lambda request: request.startswith("GET"), half), monkeypatch),
        pytest.raises((Damaged, Unreadable)),
    ):
        BucketVault(f"s3://{bucket}/x").check(digest)


@pytest.mark.parametrize("prefix", ["", "/", "a/b/", "évidence 100%+ü/ (2026)", "x//y"])
def test_any_prefix_will_do(bucket, paper, prefix):
    place = f"s3://{bucket}/{prefix}" if prefix else f"s3://{bucket}"
    with BucketVault(place) as vault:
        vault.stage(paper)
        vault.keep(set)
    assert (BucketVault(place).check(DIGEST), list(BucketVault(place).names())) == (len(PAPER), [DIGEST])
    (only,) = buckets.objects(bucket)
    assert only.endswith(DIGEST)


def test_a_listing_that_is_late_hides_nothing_that_events_name(bucket, paper, monkeypatch):
    keep(bucket, paper)

    def nothing(passing):
        passing.rfile.read(int(passing.headers.get("Content-Length") or 0))
        body = b"<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"
        passing.reply(200, [("Content-Type", "application/xml")], body)
        return True

    with acting(always(lambda request: "list-type=2" in request, nothing), monkeypatch):
        vault = BucketVault(f"s3://{bucket}/x")
        vault.check_place(lambda: {DIGEST})
        assert list(vault.names()) == []
        assert vault.check(DIGEST) == len(PAPER)
        keep(bucket, paper)
    assert buckets.objects(bucket) == {f"x/{DIGEST}": PAPER}


def test_a_server_that_does_not_know_the_condition_is_asked_without(bucket, paper, monkeypatch):
    def unknown(passing):
        return bool(passing.headers.get("If-None-Match")) and passing.refuse(501, "NotImplemented")

    with acting(unknown, monkeypatch):
        keep(bucket, paper)
    assert buckets.objects(bucket) == {f"x/{DIGEST}": PAPER}


def aged(bucket, by):
    """Make all that is there so much older: the server's own clock is asked for it."""
    from moto.s3.models import s3_backends

    for account in s3_backends.values():
        for region in account.values():
            for key in region.buckets.get(bucket).keys.values() if bucket in region.buckets else ():
                key.last_modified -= by


def test_what_a_killed_command_left_is_cleared_a_day_later_and_nothing_else(bucket, paper, tmp_path):
    named, stray = sha256(b"named").hexdigest(), sha256(b"stray").hexdigest()
    there = buckets.client()
    for key, content in {
        "x/.incoming/dead/0": b"half",
        "x/.incoming/dead/names": f"{stray}\n{named}\n../../etc\n".encode(),
        f"x/{named}": b"named",
        f"x/{stray}": b"stray",
        "x/readme": b"mine",
    }.items():
        there.put_object(Bucket=bucket, Key=key, Body=content)
    before = set(buckets.objects(bucket))
    with BucketVault(f"s3://{bucket}/x") as vault:
        vault.stage(paper)
        vault.keep(lambda: {named})
    assert set(buckets.objects(bucket)) == before | {f"x/{DIGEST}"}
    assert vault.left() == []
    aged(bucket, timedelta(days=1, minutes=1))
    assert len(vault.left()) == 2
    (tmp_path / "more").write_bytes(b"more")
    with BucketVault(f"s3://{bucket}/x") as vault:
        vault.stage(str(tmp_path / "more"))
        vault.keep(lambda: {named, DIGEST})
    more = sha256(b"more").hexdigest()
    assert set(buckets.objects(bucket)) == {f"x/{one}" for one in (named, DIGEST, more, "readme")}
    assert vault.left() == []


def test_a_killed_upload_in_parts_is_given_up_once_it_is_old(bucket, paper):
    # The server of the tests says of each that it was begun in 2010.
    buckets.client().create_multipart_upload(Bucket=bucket, Key="x/.incoming/dead/0")
    found = objects.Objects(bucket, "x/")
    found.abandon(".incoming/", datetime(2010, 1, 1, tzinfo=UTC))
    found.abandon("elsewhere/", datetime.now(UTC))
    assert len(buckets.unfinished(bucket)) == 1
    keep(bucket, paper)
    assert buckets.unfinished(bucket) == []


def test_reading_and_recording_without_a_bucket_load_nothing_of_it():
    code = (
        "import sys; from ledger.evidence.vaults import vault_at; vault_at('/tmp/x', 'L'); "
        "vault_at('s3://bucket/x', 'L'); print({'s3fs', 'fsspec', 'botocore', 'aiohttp'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"


def test_without_the_packages_it_is_said_how_to_install_them(monkeypatch):
    monkeypatch.setitem(sys.modules, "ledger.evidence.s3", None)
    with pytest.raises(StorageError, match="not installed") as raised:
        BucketVault("s3://bucket/x").begin()
    assert "'.[s3]'" in raised.value.remedy


def test_something_that_is_no_server_of_s3_is_told_as_that(bucket, paper, monkeypatch):
    def nothing(passing):
        passing.rfile.read(int(passing.headers.get("Content-Length") or 0))
        passing.reply(404, [("Content-Type", "text/html")], b"<html>Not here</html>")
        return True

    with acting(nothing, monkeypatch):
        vault = BucketVault(f"s3://{bucket}/x")
        for ask in (vault.begin, lambda: vault.check_place(set), lambda: vault.stage(paper), vault.left):
            with pytest.raises(StorageError, match="no such thing"):
                ask()

"""What is said of a database that is no ledger's, or that cannot be reached at all."""

from __future__ import annotations

from ledger.errors import StorageError, Unreadable


def no_url(shown: str) -> Unreadable:
    """A URL cannot be read as it was meant."""
    return Unreadable(
        f"{shown} cannot be read as a URL.",
        "Write what is no letter, figure or any of -._~ in a password as %XX, or put the password into "
        "~/.pgpass or PGPASSWORD.",
    )


def others_schema(shown: str) -> StorageError:
    """Where a ledger would be is something else."""
    return StorageError(
        f"In {shown} the schema scrutiny is another program's, or somebody else's, and no ledger.",
        "Choose another database: --ledger postgresql://…",
    )


def not_installed() -> StorageError:
    """What reaches a server is not there."""
    from ledger.extras import how_to_install  # noqa: PLC0415  in trouble only

    return StorageError(
        "A ledger on a server is reached by psycopg, which is not installed.",
        f"Install it beside the program: {how_to_install('postgres')}",
    )

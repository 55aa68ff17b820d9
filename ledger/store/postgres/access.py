"""Who may read and record: roles of the database, which the owner of the tables lets in and shuts out.

A role that records may read the tables and call the functions, and nothing else: no INSERT at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from ledger.errors import Refused
from ledger.store.engine import Admitted
from ledger.store.postgres.place import Place
from ledger.store.postgres.session import Session

_FUNCTIONS = """\
take_turn(),
append(uuid[], bigint[], text[], bytea[], bigint, uuid[], bigint[]),
keep_checkpoint(bigint, text, bytea),
keep_nodes(bigint[], bytea[]),
keep_signatures(bigint[], bytea[])"""

NO_OTHER = "LOCK TABLE scrutiny.ledger_role IN SHARE ROW EXCLUSIVE MODE"
"""Who lets somebody in or shuts them out keeps out others who do."""


class Access:
    """See ledger.store.engine.Access."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def consider(self, role: str) -> None:
        """See Access.consider."""
        with closing(self._owned()) as session:
            _check_role(session, role)

    def admit(self, role: str, *, records: bool) -> bool:
        """See Access.admit."""
        with closing(self._owned()) as session, _alone(session):
            _check_role(session, role)
            made = session.ask("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)) == []
            if made:
                session.run(f"CREATE ROLE {quoted(role)} LOGIN")
            grant(session, role, records=records)
        return made

    def shut_out(self, role: str) -> None:
        """See Access.shut_out."""
        with closing(self._owned()) as session, _alone(session):
            if role not in [name for name, _ in granted(session)]:
                raise Refused(f"The database role {role} is not let in.", "See who is: scrutiny server list")
            session.run(
                f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA scrutiny FROM {quoted(role)};"
                f"REVOKE ALL ON ALL TABLES IN SCHEMA scrutiny FROM {quoted(role)};"
                f"REVOKE ALL ON SCHEMA scrutiny FROM {quoted(role)}"
            )

    def admitted(self) -> list[Admitted]:
        """See Access.admitted."""
        with closing(Session(self._place)) as session:
            session.check()
            speaks = {
                str(role): str(person) for person, role in session.ask("SELECT person, role FROM ledger_role")
            }
            return [Admitted(role, speaks.get(role), records) for role, records in granted(session)]

    def _owned(self) -> Session:
        """A session of the owner; raises Refused for anybody else."""
        session = Session(self._place)
        try:
            session.check()
            _check_owner(session)
        except BaseException:
            session.close()
            raise
        return session


@contextmanager
def _alone(session: Session) -> Iterator[None]:
    """All or nothing of what is done, while nobody else does such: of two at once the server refuses one.

    The lock is one that the owner alone can hold, so that whoever keeps others from writing can be shut out.
    """
    session.ask("BEGIN")
    try:
        session.run(NO_OTHER)
        yield
        session.commit()
    finally:
        session.end()


def _check_owner(session: Session) -> None:
    ((owner, user),) = session.ask(
        "SELECT pg_get_userbyid(nspowner)::text, session_user::text FROM pg_namespace "
        "WHERE nspname = 'scrutiny'"
    )
    if owner != user:
        raise Refused(
            f"Who may use this ledger is decided by the owner of its tables, {owner}.",
            f"Log in as {owner}.",
        )


def _check_role(session: Session, role: str) -> None:
    """Raise Refused if a role cannot be made, or may do more than read and append whatever is granted."""
    ((mine, makes),) = session.ask(
        "SELECT rolname::text, rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = session_user"
    )
    found = session.ask(
        "SELECT pg_has_role(oid, session_user, 'MEMBER') FROM pg_roles WHERE rolname = %s", (role,)
    )
    if found == [(True,)]:
        raise Refused(
            f"The database role {role} may do all that {mine} may, who owns the tables: it is a superuser, "
            f"or belongs to {mine}.",
            "Choose a role that may do nothing else.",
        )
    if not found and role.startswith("pg_"):
        raise Refused(
            f"There is no database role {role}, and names that begin with pg_ are the server's own.",
            "Choose another name.",
        )
    if not found and not makes:
        raise Refused(
            f"There is no database role {role}, and {mine}, as which you log in, may make none.",
            f"Have it made by who runs the server: CREATE ROLE {quoted(role)} LOGIN. Then do it once more.",
        )


def grant(session: Session, role: str, *, records: bool) -> None:
    """Let a role read, and record if it is to."""
    name = quoted(role)
    session.run(
        f"GRANT USAGE ON SCHEMA scrutiny TO {name}; GRANT SELECT ON ALL TABLES IN SCHEMA scrutiny TO {name}"
    )
    if records:
        session.run(f"GRANT EXECUTE ON FUNCTION {_FUNCTIONS} TO {name}")


def granted(session: Session) -> list[tuple[str, bool]]:
    """The roles that may read, and whether each may record; without the owner."""
    rows = session.ask(
        "SELECT DISTINCT reader.rolname::text, has_function_privilege(reader.oid, append.oid, 'EXECUTE') "
        "FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace, "
        "aclexplode(relacl) AS given JOIN pg_roles AS reader ON reader.oid = given.grantee, "
        "pg_proc AS append WHERE nspname = 'scrutiny' AND relname = 'stored_events' "
        "AND given.privilege_type = 'SELECT' AND given.grantee <> nspowner "
        "AND append.pronamespace = pg_namespace.oid AND append.proname = 'append' ORDER BY 1"
    )
    return [(str(role), bool(records)) for role, records in rows]


def quoted(name: str) -> str:
    """A name as SQL has it."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'

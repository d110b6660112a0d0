"""`eenplan init-database` and `eenplan migrate`."""

import os
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import click
import psycopg
from psycopg import sql

WEB_ROLE = "eenplan_web"
LOCK_TIMEOUT = "10s"


@dataclass(frozen=True)
class Address:
    """A `postgresql://` address, and the parts of it that roles and rights need."""

    url: str
    role: str
    password: str
    database: str

    @classmethod
    def from_environment(cls, name: str) -> "Address":
        """Read it from the variable `name`; a clear error when it is missing or half."""
        url = os.environ.get(name, "")
        parts = urlsplit(url)
        if parts.scheme not in ("postgresql", "postgres") or not parts.username or not parts.path.strip("/"):
            raise click.ClickException(f"Set {name}, like postgresql://role:password@host/database.")
        names = (parts.username, parts.password or "", parts.path.strip("/"))
        return cls(url, *(unquote(part) for part in names))


@click.command("init-database")
@click.option("--admin-url", help="Connect as this administrator [default: DATABASE_OWNER_URL].")
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def init_database(admin_url: str | None, quiet: bool) -> None:
    """Make the owner role, the web role, the database and the rights. Safe to repeat."""
    owner = Address.from_environment("DATABASE_OWNER_URL")
    web = Address.from_environment("DATABASE_URL")
    if owner.role in (web.role, WEB_ROLE):
        raise click.ClickException(
            f"The owner cannot be the web role: give {owner.role} and the web a role each."
        )
    if owner.database != web.database:
        raise click.ClickException("DATABASE_OWNER_URL and DATABASE_URL name different databases.")
    with _as_admin(admin_url, owner) as admin:
        _Maker(admin).make(owner, web)
    with psycopg.connect(
        owner.url if not admin_url else _in_database(admin_url, owner.database)
    ) as connection:
        _check(connection, owner, web)
    if not quiet:
        click.echo(f"Database {owner.database}: owner {owner.role}, web role {web.role}.")


class _Maker:
    """Makes what is missing, as far as this connection may; says what an administrator must do."""

    def __init__(self, admin: "psycopg.Connection[tuple[object, ...]]") -> None:
        self.admin = admin

    def make(self, owner: Address, web: Address) -> None:
        me = self._value("SELECT current_user")
        self._role(owner, "LOGIN CREATEDB")
        self._role(web, "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS")
        if web.role != WEB_ROLE:
            rights = "NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
            self._role(Address("", WEB_ROLE, "", web.database), rights)
            self._membership(WEB_ROLE, web.role)
        self._membership(WEB_ROLE, owner.role)
        if not self._value("SELECT 1 FROM pg_database WHERE datname = %s", owner.database):
            if me != owner.role:
                self._membership(owner.role, str(me))
            self._do(
                "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'", owner.database, owner.role
            )
        if not self._value("SELECT has_database_privilege(%s, %s, 'CONNECT')", web.role, web.database):
            self._do("GRANT CONNECT ON DATABASE {} TO {}", web.database, web.role)

    def _role(self, address: Address, rights: str) -> None:
        if not self._value("SELECT 1 FROM pg_roles WHERE rolname = %s", address.role):
            self._do("CREATE ROLE {} " + rights, address.role, password=address.password)

    def _membership(self, group: str, member: str) -> None:
        """Let `member` act as `group`: the tests step down from the owner to the web role."""
        if not self._value("SELECT pg_has_role(%s, %s, 'MEMBER')", member, group):
            self._do("GRANT {} TO {}", group, member)

    def _do(self, statement: str, *names: str, password: str = "") -> None:
        words = sql.SQL(statement).format(*map(sql.Identifier, names))
        secret = sql.SQL(" PASSWORD {}").format(sql.Literal(password)) if password else sql.SQL("")
        try:
            self.admin.execute(words + secret)
        except psycopg.errors.InsufficientPrivilege:
            wish = words.as_string(self.admin)
            raise click.ClickException(f"Ask the database's administrator to run: {wish}") from None
        except (psycopg.errors.DuplicateObject, psycopg.errors.DuplicateDatabase):
            pass  # someone else was quicker

    def _value(self, query: str, *parameters: str) -> object:
        row = self.admin.execute(query, parameters).fetchone()
        return row and row[0]


def _as_admin(admin_url: str | None, owner: Address) -> "psycopg.Connection[tuple[object, ...]]":
    """The administrator's connection, or the owner's; by way of 'postgres' when the database is still to be made."""
    if admin_url:
        return psycopg.connect(admin_url, autocommit=True)
    try:
        return psycopg.connect(owner.url, autocommit=True)
    except psycopg.OperationalError:  # the database may not be there yet; a wrong address fails again
        return psycopg.connect(_in_database(owner.url, "postgres"), autocommit=True)


def _in_database(url: str, database: str) -> str:
    return psycopg.conninfo.make_conninfo(url, dbname=database)


def _check(connection: "psycopg.Connection[tuple[object, ...]]", owner: Address, web: Address) -> None:
    """Refuse a web role for which row-level security would mean nothing."""
    row = connection.execute(
        "SELECT r.rolsuper OR r.rolbypassrls OR pg_has_role(r.oid, d.datdba, 'MEMBER'),"
        " has_schema_privilege(%s, 'public', 'CREATE')"
        " FROM pg_roles r, pg_database d WHERE r.rolname = %s AND d.datname = current_database()",
        (owner.role, web.role),
    ).fetchone()
    if row is None or row[0]:
        raise click.ClickException(
            f"The web role {web.role} is a superuser, bypasses row security or owns the database:"
            " it may be none of these."
        )
    if not row[1]:
        raise click.ClickException(
            f"Ask the database's administrator to run: ALTER DATABASE {owner.database} OWNER TO {owner.role}"
        )


@click.command("migrate")
def migrate() -> None:
    """Bring the tables up to date, as the owner; gives up when a lock lasts too long."""
    from django.core.management import call_command

    os.environ["PGOPTIONS"] = f"{os.environ.get('PGOPTIONS', '')} -c lock_timeout={LOCK_TIMEOUT}".strip()
    call_command("migrate", interactive=False, verbosity=0)
    from eenplan.audit.tasks import make_months

    make_months()

"""Why the product does not start: what is missing, weak or unsafe in the environment, and how to mend it.

The words name variables and never their values: they end up in logs.
"""

import ipaddress
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

LEAST_SIGNS, LEAST_KINDS = 50, 10
LEAST_PASSWORD = 16
_DATABASES = ("DATABASE_URL", "DATABASE_OWNER_URL")
_TLS = ("require", "verify-ca", "verify-full")
# A demo has known passwords: what belongs to a real site never stands beside it.
_REAL = ("EENPLAN_HOSTS", "EENPLAN_SECRET_KEY", "EENPLAN_SECRET_KEY_FALLBACKS")


def refuse(env: Mapping[str, str]) -> None:
    """Raise ImproperlyConfigured with the first thing that is wrong, for a person who can mend it."""
    demo = env.get("EENPLAN_DEMO") == "1"
    for words in _of_demo(env) if demo else _of_production(env):
        raise ImproperlyConfigured(words)


def number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """A whole number from the environment. Raises ImproperlyConfigured when it is none, or too small or large."""
    text = env.get(name, "").strip() or str(default)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise ImproperlyConfigured(f"{name} is a whole number between {least} and {most}.")
    return int(text)


def refuse_owner_in_web(env: Mapping[str, str]) -> None:
    """A web process that knows how to become the owner of the database could be made to do so."""
    if (
        env.get("EENPLAN_DEMO") != "1"
        and env.get("EENPLAN_AS_OWNER") != "1"
        and env.get("DATABASE_OWNER_URL")
    ):
        raise ImproperlyConfigured(
            "DATABASE_OWNER_URL stands in the environment of the web: start it without,"
            " as in: env -u DATABASE_OWNER_URL eenplan serve"
        )


def refuse_role_above_the_fence(connection: BaseDatabaseWrapper) -> None:
    """For a superuser, an owner, or who bypasses row security, the fence means nothing: the web is none of these."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.rolsuper OR r.rolbypassrls OR pg_has_role(r.oid, d.datdba, 'MEMBER')"
            " FROM pg_roles r, pg_database d WHERE r.rolname = current_user AND d.datname = current_database()"
        )
        (above,) = cursor.fetchone()
    if above:
        raise ImproperlyConfigured(
            "DATABASE_URL names a superuser, an owner of the database or a role that bypasses row security:"
            " the web may be none of these."
        )


def _of_demo(env: Mapping[str, str]) -> Iterator[str]:
    for name in _REAL:
        if env.get(name):
            yield f"EENPLAN_DEMO=1 cannot be on beside {name}: a demo has known passwords."


def _of_production(env: Mapping[str, str]) -> Iterator[str]:
    yield from _of_secrets(env)
    if "*" in env.get("EENPLAN_HOSTS", ""):
        yield "EENPLAN_HOSTS names hosts, such as plan.example.org; '*' is not one."
    for name in _DATABASES:
        yield from _of_database(name, env)
    web, owner = (_user(env.get(name, "")) for name in _DATABASES)
    if web and web == owner:
        yield "DATABASE_URL and DATABASE_OWNER_URL name the same role: the web may never be the owner."
    yield from _of_email(env)
    if not env.get("EENPLAN_TEXTS_URL", "https://").startswith("https://"):
        yield "EENPLAN_TEXTS_URL begins with https://: codes to come in are sent there."


def _of_secrets(env: Mapping[str, str]) -> Iterator[str]:
    today = env.get("EENPLAN_SECRET_KEY", "")
    if not today:
        yield "Set EENPLAN_SECRET_KEY: at least 50 random characters."
    before = env.get("EENPLAN_SECRET_KEY_FALLBACKS", "").split()
    for name, secret in (
        ("EENPLAN_SECRET_KEY", today),
        *(("EENPLAN_SECRET_KEY_FALLBACKS", each) for each in before),
    ):
        if len(secret) < LEAST_SIGNS or len(set(secret)) < LEAST_KINDS or secret.startswith("demo-only-"):
            yield f"{name} is too easy to guess: at least 50 random characters."
    if today in before:
        yield "EENPLAN_SECRET_KEY stands among EENPLAN_SECRET_KEY_FALLBACKS too: those are of before."


def _of_database(name: str, env: Mapping[str, str]) -> Iterator[str]:
    parts = urlsplit(env.get(name, ""))
    if parts.scheme not in ("postgresql", "postgres"):  # the settings say how one looks
        return
    asked = dict(parse_qsl(parts.query))
    role = unquote(parts.username or "")
    # What the address leaves out PostgreSQL's own variables may say.
    password = unquote(parts.password or "") or env.get("PGPASSWORD", "")
    host = asked.get("host") or parts.hostname or env.get("PGHOST", "")
    if password and (password.casefold() == role.casefold() or len(password) < LEAST_PASSWORD):
        yield f"{name} has a password that is too easy to guess: at least {LEAST_PASSWORD} random characters."
    if not host or host.startswith(("/", "@")):  # a socket: the system itself says who connects
        return
    if not password and not asked.keys() & {"passfile", "sslcert"}:
        yield f"{name} has no password, passfile or sslcert: anybody on the network could connect."
    if not _is_this_machine(host) and asked.get("sslmode", env.get("PGSSLMODE")) not in _TLS:
        yield f"{name} goes over a network without TLS: add ?sslmode=verify-full."


def _of_email(env: Mapping[str, str]) -> Iterator[str]:
    tls, host = env.get("EENPLAN_EMAIL_TLS", "starttls"), env.get("EENPLAN_EMAIL_HOST", "")
    if tls not in ("starttls", "implicit", "none"):
        yield "EENPLAN_EMAIL_TLS is starttls, implicit or none."
    if host and tls == "none" and not _is_this_machine(host):
        yield "EENPLAN_EMAIL_TLS=none is for a mail server on this machine only: e-mail would go unencrypted."
    if host and not env.get("EENPLAN_EMAIL_FROM"):
        yield "Set EENPLAN_EMAIL_FROM, the sender of e-mail."


def _user(url: str) -> str:
    return urlsplit(url).username or ""


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"

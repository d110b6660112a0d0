"""What production does not start with, each with words that say how to mend it and that give no secret away."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from eenplan.config.refusals import refuse, refuse_owner_in_web, refuse_role_above_the_fence

SECRET, OLD, PASSWORD = secrets.token_urlsafe(60), secrets.token_urlsafe(60), secrets.token_urlsafe(24)
SAFE = {
    "EENPLAN_SECRET_KEY": SECRET,
    "EENPLAN_SECRET_KEY_FALLBACKS": OLD,
    "EENPLAN_HOSTS": "plan.example.org",
    "DATABASE_URL": f"postgresql://eenplan_web:{PASSWORD}@db.example.org/eenplan?sslmode=verify-full",
    "EENPLAN_EMAIL_HOST": "mail.example.org",
    "EENPLAN_EMAIL_FROM": "bericht@example.org",
}


def web(password: str = PASSWORD, host: str = "db.example.org", more: str = "?sslmode=require") -> str:
    return f"postgresql://eenplan_web:{password}@{host}/eenplan{more}"


def test_what_is_safe_starts() -> None:
    refuse(SAFE)
    refuse(SAFE | {"DATABASE_URL": "postgresql://eenplan_web@/eenplan?host=/run/postgresql"})
    refuse(SAFE | {"DATABASE_URL": web(host="127.0.0.1", more="")})
    refuse(SAFE | {"EENPLAN_EMAIL_HOST": "localhost", "EENPLAN_EMAIL_TLS": "none"})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"EENPLAN_SECRET_KEY": ""}, "Set EENPLAN_SECRET_KEY"),
        ({"EENPLAN_SECRET_KEY": "kort"}, "EENPLAN_SECRET_KEY is too easy"),
        ({"EENPLAN_SECRET_KEY": "demo-only-" + SECRET}, "EENPLAN_SECRET_KEY is too easy"),
        ({"EENPLAN_SECRET_KEY_FALLBACKS": f"{OLD} kort"}, "FALLBACKS is too easy"),
        ({"EENPLAN_SECRET_KEY_FALLBACKS": SECRET}, "those are of before"),
        ({"EENPLAN_HOSTS": "plan.example.org,*"}, "'*' is not one"),
        ({"DATABASE_URL": web(password="eenplan_web")}, "DATABASE_URL has a password that is too easy"),
        ({"DATABASE_URL": web(password="kort")}, "DATABASE_URL has a password that is too easy"),
        ({"DATABASE_URL": web(more="")}, "without TLS: add ?sslmode=verify-full"),
        ({"DATABASE_URL": web(more="?sslmode=prefer")}, "without TLS"),
        ({"DATABASE_URL": "postgresql://eenplan_web@/eenplan", "PGHOST": "db.example.org"}, "no password"),
        ({"DATABASE_URL": web(password="", more="?sslmode=require")}, "no password"),
        ({"DATABASE_OWNER_URL": web()}, "name the same role"),
        ({"EENPLAN_EMAIL_TLS": "none"}, "for a mail server on this machine only"),
        ({"EENPLAN_EMAIL_TLS": "maybe"}, "starttls, implicit or none"),
        ({"EENPLAN_EMAIL_FROM": ""}, "Set EENPLAN_EMAIL_FROM"),
        ({"EENPLAN_TEXTS_URL": "http://sms.example.org"}, "begins with https://"),
        ({"EENPLAN_DEMO": "1"}, "cannot be on beside EENPLAN_HOSTS"),
    ],
)
def test_what_is_unsafe_is_refused_in_words(given: dict[str, str], words: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        refuse(SAFE | given)
    said = str(refused.value)
    assert words in said
    assert not [secret for secret in (SECRET, OLD, PASSWORD, "kort") if secret in said]


def test_the_web_does_not_know_the_owner() -> None:
    owner = {"DATABASE_OWNER_URL": "postgresql://eenplan_owner@/eenplan"}
    with pytest.raises(ImproperlyConfigured, match="env -u DATABASE_OWNER_URL"):
        refuse_owner_in_web(SAFE | owner)
    refuse_owner_in_web(SAFE | owner | {"EENPLAN_AS_OWNER": "1"})  # maintenance is the owner's
    refuse_owner_in_web(SAFE)


@pytest.mark.django_db
def test_the_web_does_not_run_as_who_is_above_the_fence(as_web: object) -> None:
    with pytest.raises(ImproperlyConfigured, match="may be none of these"):
        refuse_role_above_the_fence(connection)  # tests build their data as the owner
    with as_web(None):
        refuse_role_above_the_fence(connection)


def test_serving_ends_with_one_line() -> None:
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("EENPLAN_", "DATABASE_"))
    }
    given = SAFE | {"DATABASE_OWNER_URL": "postgresql://eenplan_owner@/eenplan"}
    done = subprocess.run(  # noqa: S603 (our own words)
        [Path(sys.executable).parent / "eenplan", "serve", "--port", "8999"],
        env={**own, **given}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("eenplan: DATABASE_OWNER_URL stands in the environment of the web")
    assert done.stderr.count("\n") == 1

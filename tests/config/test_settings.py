"""Settings refuse what is unsafe, and what they accept passes Django's own checks for a deployment."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = secrets.token_urlsafe(60)
SAFE = {"EENPLAN_SECRET_KEY": SECRET, "EENPLAN_HOSTS": "plan.example.org"}
PROVIDER = {
    "EENPLAN_OIDC_CLIENT_ID": "eenplan",
    "EENPLAN_OIDC_CLIENT_SECRET": "x" * 20,
    "EENPLAN_OIDC_NAME": "Het Loket",
}
CHECK = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
COMMAND = "from eenplan.cli import main; main()"
COOKIES = (
    "import eenplan.config.settings as s;"
    "assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.LANGUAGE_COOKIE_SECURE;"
    "assert s.SESSION_COOKIE_HTTPONLY and s.CSRF_COOKIE_HTTPONLY and s.LANGUAGE_COOKIE_HTTPONLY;"
    "assert s.SECURE_SSL_REDIRECT and s.SECURE_HSTS_SECONDS >= 31_536_000;"
    "assert all(name.startswith('__Host-') for name in"
    " (s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, s.COOKIE_PREFIX));"
    "assert not (s.SESSION_COOKIE_DOMAIN if hasattr(s, 'SESSION_COOKIE_DOMAIN') else None);"
    "assert s.SESSION_SERIALIZER.endswith('JSONSerializer');"
    "assert s.ALLOWED_HOSTS == ['plan.example.org'] and not s.DEBUG and not s.DEMO"
)


def _python(*arguments: str, **given: str) -> "subprocess.CompletedProcess[str]":
    """A fresh Python with these settings and none of the caller's."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("EENPLAN_", "DATABASE_", "DJANGO_"))
    }
    env = {**ours, "DJANGO_SETTINGS_MODULE": "eenplan.config.settings", **given}
    return subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )


def test_safe_values_pass_the_checks_of_a_deployment() -> None:
    done = _python(*CHECK, **SAFE)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_production_sends_its_cookies_over_tls_only() -> None:
    done = _python("-c", COOKIES, **SAFE)
    assert (done.returncode, done.stderr) == (0, "")


ANSWERS = """
import django
django.setup()
from django.test import Client
asked = {"headers": {"host": "plan.example.org"}}
plain, safe = Client().get("/gezin/", **asked), Client().get("/healthz", secure=True, **asked)
other = Client().get("/healthz", secure=True, headers={"host": "elsewhere.example"})
assert (plain.status_code, plain["Location"]) == (301, "https://plan.example.org/gezin/"), plain
assert safe["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", safe.headers
assert other.status_code == 400, other
assert all(name in one for one in (plain, safe, other) for name in ("Permissions-Policy", "Cache-Control"))
"""


def test_production_asks_for_tls_and_its_own_name() -> None:
    done = _python("-c", ANSWERS, **SAFE, DATABASE_URL="postgresql://nobody@/none?host=/nowhere")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"EENPLAN_HOSTS": "plan.example.org"}, "Set EENPLAN_SECRET_KEY"),
        ({**SAFE, "EENPLAN_SECRET_KEY": "short"}, "too easy to guess"),
        ({**SAFE, "EENPLAN_SECRET_KEY": "a" * 60}, "too easy to guess"),
        ({**SAFE, "EENPLAN_HOSTS": "*"}, "'*' is not one"),
        ({**SAFE, "EENPLAN_DEMO": "1"}, "cannot be on beside EENPLAN_HOSTS"),
        ({"EENPLAN_SECRET_KEY": SECRET, "EENPLAN_DEMO": "1"}, "cannot be on beside EENPLAN_SECRET_KEY"),
        ({**SAFE, "DATABASE_URL": "mysql://somewhere/else"}, "looks like postgresql://"),
        ({**SAFE, "EENPLAN_OIDC_ISSUER": "https://login.example.org"}, "all four"),
        ({**SAFE, "EENPLAN_OIDC_SECOND_FACTOR": "mfa"}, "all four"),
        ({**SAFE, **PROVIDER, "EENPLAN_OIDC_ISSUER": "http://login.example.org"}, "begins with https://"),
        (
            {**SAFE, "EENPLAN_IDLE_MINUTES": "soon"},
            "EENPLAN_IDLE_MINUTES is a whole number between 5 and 480",
        ),
    ],
)
def test_what_is_unsafe_is_refused(given: dict[str, str], words: str) -> None:
    done = _python("-c", "import eenplan.config.settings", **given)
    assert done.returncode == 1
    assert words in done.stderr


def test_a_demo_is_for_this_machine_only() -> None:
    hosts = "import eenplan.config.settings as s; print(s.ALLOWED_HOSTS)"
    assert _python("-c", hosts, EENPLAN_DEMO="1").stdout.strip() == "['127.0.0.1', 'localhost', '[::1]']"
    for host in ("0.0.0.0", "::", "192.0.2.1", "plan.example.org"):  # noqa: S104 (they must be refused)
        done = _python("-c", COMMAND, "serve", "--host", host, EENPLAN_DEMO="1")
        assert done.returncode == 2, host
        assert "127.0.0.1 only" in done.stderr

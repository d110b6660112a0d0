"""Nothing that anybody typed, is called or was told stands in a log: not in one that goes well, not in one that fails."""

import logging
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client

from eenplan.config.logs import Quiet, kind, told
from tests.cast import MARKER
from tests.house.broken import SECRET
from tests.house.world import World

ROOT = Path(__file__).resolve().parents[2]
TYPED = MARKER.format("getypt")


class Written(logging.Handler):
    """What the product's own handler would write."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(Quiet())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def written() -> Iterator[list[str]]:
    """Every line that any logger writes, however small, as it would stand in the log."""
    handler, names = Written(), ("", "django", "django.request", "django.security", "allauth", "eenplan")
    loggers = [logging.getLogger(name) for name in names]
    before = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    yield handler.lines
    logging.getLogger().removeHandler(handler)
    for one, level in zip(loggers, before, strict=True):
        one.setLevel(level)


def told_of(lines: list[str]) -> list[str]:
    return [line for line in lines if MARKER.format("") in line or TYPED in line]


@pytest.mark.django_db
@pytest.mark.urls("tests.house.broken")
def test_no_page_that_fails_says_with_what(written: list[str], world: World) -> None:
    client, anybody = world.enter("coach_own"), Client(raise_request_exception=False)
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    family = world.helped.family.id
    paper = SimpleUploadedFile(f"{TYPED}.svg", b"<svg onload='alert(1)'>" + TYPED.encode(), "image/svg+xml")
    answers = [
        anybody.get(f"/stuk/python/?name={TYPED}"),
        anybody.post("/stuk/python/", {"name": TYPED}),
        anybody.get("/stuk/postgres/"),
        anybody.get("/stuk/in-elkaar/"),
        anybody.get(f"/{TYPED}/?zoek={TYPED}"),
        anybody.get(f"/volg/{TYPED}/"),
        anybody.get("/", headers={"host": f"{TYPED}.example"}),
        strict.post("/gezin/", {"code": TYPED, "pin": TYPED}),
        anybody.post("/gezin/", {"code": TYPED * 200_000}),
        anybody.post("/account/login/", {"login": f"{TYPED}@example.org", "password": TYPED}),
        client.get(f"/gezinnen/?naam={TYPED}"),
        client.post(f"/gezinnen/{family}/papieren/nieuw/", {"file": paper}),
        client.get(f"/gezinnen/{family}/plan/weg/{family}/"),
    ]
    assert [answer.status_code for answer in answers[:4]] == [500, 500, 500, 500]
    assert {answer.status_code for answer in answers[4:8]} == {400, 403, 404}
    assert told_of(written) == []
    text = "\n".join(written)
    # What is needed to mend it stands there: the page, the kind of error, the rule of PostgreSQL, the line.
    assert "500 at stuk/python/" in text
    assert "django.db.utils.IntegrityError 23505 t_name_key" in text
    assert re.search(r"tests/house/broken\.py:\d+ in break_in_python", text)
    assert "because of:" in text
    assert str(family) not in text
    assert "/work" not in text


@pytest.mark.django_db
def test_everybody_who_opens_a_file_leaves_no_word_of_it_in_the_log(written: list[str], world: World) -> None:
    for relation in ("coach_own", "intake", "card_mother", "partner_some"):
        client = world.enter(relation)
        for path in ("/", "/gezin/", "/vandaag/", f"/gezinnen/{world.helped.family.id}/plan/"):
            client.get(path)
    assert told_of(written) == []


def test_nobody_is_mailed_about_an_error() -> None:
    assert not django_settings.ADMINS
    assert not [one for one in logging.getLogger("django").handlers if "Email" in type(one).__name__]
    assert not django_settings.DEBUG


def _fail() -> None:
    try:
        raise ValidationError(SECRET)
    except ValidationError as error:
        error.add_note(SECRET)
        raise LookupError(SECRET) from error


def test_an_error_is_told_without_what_it_says() -> None:
    with pytest.raises(LookupError) as caught:
        _fail()
    words = told(caught.value)
    assert kind(caught.value) == "builtins.LookupError"
    assert SECRET not in words
    assert words.startswith("builtins.LookupError\n  tests/house/test_logs.py:")
    assert "django.core.exceptions.ValidationError" in words


def _insert_twice() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE t (name text UNIQUE) ON COMMIT DROP")
        cursor.execute("INSERT INTO t VALUES (%s), (%s)", [SECRET, SECRET])


@pytest.mark.django_db
def test_what_postgresql_quotes_is_left_out() -> None:
    with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT %s::uuid", [SECRET])
    assert SECRET in str(caught.value)
    assert kind(caught.value) == "django.db.utils.DataError 22P02"


@pytest.mark.parametrize(
    ("name", "message", "values", "words"),
    [
        ("gunicorn.error", f"Invalid request from {SECRET}", (), "at "),
        ("gunicorn.error", "Worker (pid:%s) of %s", (7, SECRET), "Worker (pid:7) of …"),
        ("fontTools", "%s", (SECRET,), "…"),
        ("some.library", "%d", (SECRET,), "at "),
        (
            "eenplan.families",
            "A code was not sent: %s",
            ("SMTPException",),
            "A code was not sent: SMTPException",
        ),
    ],
)
def test_a_library_is_not_quoted(name: str, message: str, values: tuple[Any, ...], words: str) -> None:
    line = Quiet().format(logging.LogRecord(name, logging.WARNING, __file__, 1, message, values, None))
    assert SECRET not in line
    assert words in line


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _ask(url: str, data: bytes | None = None, **headers: str) -> int:
    request = urllib.request.Request(url, data, headers)  # noqa: S310 (this machine)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 (this machine)
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.mark.django_db
def test_a_real_server_writes_nothing_of_what_it_was_sent(tmp_path: Path) -> None:
    """gunicorn with our settings: pages that fail, a request that is none, an address that is a key."""
    port, log = _free_port(), tmp_path / "log"
    # No database answers: every page that needs one fails, and says so in the log.
    env = {
        **os.environ,
        "EENPLAN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "eenplan.config.settings",
        "DATABASE_URL": f"postgresql://{TYPED}@/{TYPED}?host=/nowhere",
        "EENPLAN_AS_OWNER": "0",
    }
    command = [Path(sys.executable).parent / "eenplan", "serve", "--port", str(port), "--workers", "1"]
    with log.open("wb") as out:
        server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=out, stderr=out)  # noqa: S603 (ours)
        try:
            here = f"http://127.0.0.1:{port}"
            _wait_for(port, server)
            statuses = [
                _ask(f"{here}/volg/{TYPED}/?naam={TYPED}"),
                _ask(f"{here}/gezin/", f"code={TYPED}&pin={TYPED}".encode(), Cookie=f"sessionid={TYPED}"),
                _ask(f"{here}/{TYPED}/", Host=f"{TYPED}.example"),
                _ask(f"{here}/account/login/", b"login=" + TYPED.encode(), Cookie="csrftoken=" + "a" * 32),
            ]
            with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
                raw.sendall(f"{TYPED} /{TYPED} HTTP/9.9\r\n{TYPED}\r\n\r\n".encode())
                raw.recv(1000)
        finally:
            server.terminate()
            server.wait(timeout=20)
    written = log.read_text()
    assert set(statuses) <= {400, 403, 404, 500}
    assert 500 in statuses
    assert "django.request 500 at" in written
    assert "OperationalError" in written
    assert TYPED not in written, written


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _try in range(800):  # four seconds alone, ten times that beside a suite
        assert server.poll() is None
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not come up")


def test_a_command_that_breaks_says_where_and_not_with_what(tmp_path: Path) -> None:
    words = secrets.token_hex(8)
    (tmp_path / "broken_settings.py").write_text(f"raise LookupError({words!r})")
    env = {**os.environ, "EENPLAN_DEMO": "1", "DJANGO_SETTINGS_MODULE": "broken_settings"}
    done = subprocess.run(  # noqa: S603 (ours)
        [Path(sys.executable).parent / "eenplan", "tidy"],
        env={**env, "PYTHONPATH": str(tmp_path)},
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert words not in done.stderr + done.stdout
    assert done.stderr.startswith("builtins.LookupError\n")
    assert "in _set_up" in done.stderr


@pytest.mark.django_db
def test_a_command_that_postgresql_refuses_quotes_no_row() -> None:
    from eenplan.cli.main import _words

    with pytest.raises(DatabaseError) as caught:
        _insert_twice()
    assert SECRET in str(caught.value)
    assert _words(caught.value) == (
        "the database refused a value (django.db.utils.IntegrityError 23505 t_name_key)."
    )

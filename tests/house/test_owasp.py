"""Each class of the OWASP Top 10 (2021) attempted on the whole product; what needs its own data stands in its own room.

The walk of `test_access` (A01), odd input in `test_bad_input` (A03, A04), settings in `tests/config` (A02, A05) and logs
in `test_logs` (A09) go on from here.
"""

import ast
import csv
import io
import pickle
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from eenplan.audit.models import Entry
from eenplan.config import settings as product
from eenplan.core import sealing
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.families.files import read_paper
from eenplan.families.models import Card
from eenplan.network.sheets import read_sheet, write_csv
from eenplan.web.shared.pdf import NotOurs, OwnFiles
from tests.house.matrix import addresses
from tests.house.visits import path_of, send
from tests.house.world import World

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for path in ROOT.glob("eenplan/**/*.py") if "migrations" not in path.parts]
FORM = "application/x-www-form-urlencoded"
db = pytest.mark.django_db


# A01 Broken access control


@db
@pytest.mark.parametrize("relation", ["nobody", "card_elsewhere", "coach_elsewhere", "partner_none"])
def test_a01_a_stranger_who_sends_straight_to_an_address_changes_nothing(world: World, relation: str) -> None:
    """Without ever having seen the page: the ids are right, the person is not."""
    client, family = world.enter(relation), world.helped.family.id
    before = Entry.objects.filter(families__contains=[family]).count()
    data = {"person": world.samples["person_id"], "text": "x", "reason": "x", "revision": "1"}
    passed = []
    for address in addresses():
        if "family_id" not in address.needs and "referral_id" not in address.needs:
            continue
        path = path_of(world, address.name, address.needs)
        answer = send(client, "post", path, data=data)[0]
        where = answer.headers.get("Location", "")
        closed = answer.status_code in (403, 404, 405) or "login" in where or where == "/gezin/"
        if not closed:
            passed.append((address.name, answer.status_code, where))
    assert passed == []
    assert Entry.objects.filter(families__contains=[family]).count() == before


@db
def test_a01_a_form_of_another_site_is_sent_nowhere(world: World) -> None:
    """Whoever is signed in and opens a stranger's page: without our token nothing is taken."""
    signed = world.enter("coach_own")
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = signed.cookies
    taken = []
    for address in addresses():
        answer = send(client, "post", path_of(world, address.name, address.needs), data={"text": "x"})[0]
        if answer.status_code not in (403, 404, 405):
            taken.append((address.name, answer.status_code))
    assert taken == []


@db
@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-user": "admin"},
        {"remote-user": "admin"},
        {"x-original-url": "/vandaag/", "x-rewrite-url": "/vandaag/"},
        {"x-http-method-override": "GET"},
        {"authorization": "Basic YWRtaW46YWRtaW4="},
        {"x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1"},
    ],
)
def test_a01_no_header_makes_somebody_of_a_visitor(world: World, headers: dict[str, str]) -> None:
    answer = Client().get(f"/gezinnen/{world.helped.family.id}/", headers=headers)
    assert answer.status_code == 302
    assert "/account/login/" in answer.headers["Location"]


@db
def test_a01_a_role_of_another_account_is_not_taken_from_a_session(world: World) -> None:
    client = world.enter("partner_none")
    session = client.session
    session["role"] = f"coach:{world.helped.team.partnership.id}"
    session.save()
    assert client.get(f"/gezinnen/{world.helped.family.id}/").status_code in (302, 403, 404)


# A02 Cryptographic failures


def test_a02_what_is_sealed_is_found_changed_in_any_sign() -> None:
    sealed = sealing.seal("test", "geheim", code="c")
    assert b"geheim" not in sealed
    for place in range(0, len(sealed), 7):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        assert sealing.unseal("test", changed, code="c") is None
    assert sealing.unseal("other", sealed, code="c") is None
    assert sealing.unseal("test", sealed, code="d") is None


@db
def test_a02_pins_are_kept_by_a_slow_hash_and_codes_by_a_keyed_one(world: World) -> None:
    """The tests hash quickly; the product does not."""
    assert product.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    code, pin = world.ways_in["card_mother"]
    kept = Card.objects.get(person=world.helped.mother)
    assert identify_hasher(kept.pin_hash)
    assert pin not in kept.pin_hash
    assert code.replace("-", "") not in kept.code_hash.upper()


def test_a02_nothing_is_made_by_chance_that_can_be_foretold() -> None:
    """No code, key or reference is drawn with `random`; weak hashes serve no purpose here but TOTP's own (RFC 6238)."""
    assert [path.name for path in SOURCES if "random" in imports(path) and "demo" not in path.parts] == []
    weak = [
        path.name
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in ("md5", "sha1")
    ]
    assert set(weak) <= {"one_time.py"}


# A03 Injection


def test_a03_sql_is_written_out_and_never_put_together_from_what_was_typed() -> None:
    """Where SQL is put together it is of our own constants: the linter asks a reason at each such place."""
    for path in SOURCES:
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if "S608" in line and "noqa" in line:
                assert "(" in line.partition("noqa")[2], f"{path.name}:{number} gives no reason"
            assert ".raw(" not in line or "connection" in line, f"{path.name}:{number}"
            assert ".extra(" not in line, f"{path.name}:{number}"


@db
@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE eenplan_owner",
        "SET SESSION AUTHORIZATION eenplan_owner",
        "ALTER TABLE families_person DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY all_of_it ON families_person USING (true)",
        "CREATE TABLE public.mine AS SELECT 1",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "COPY (SELECT 1) TO '/tmp/mine'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT rolpassword FROM pg_authid",
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET what = 'x'",
        "TRUNCATE families_family CASCADE",
        "UPDATE network_assignment SET role = 'coach'",
        "SELECT pin_hash FROM families_card WHERE true LIMIT 1 OFFSET 0; SET row_security = off; TABLE families_card",
    ],
)
def test_a03_even_injected_sql_stays_below_the_fence(statement: str) -> None:
    """As the web really connects: its role owns nothing, and cannot become who does."""
    here = connection.settings_dict
    with psycopg.connect(
        host=here["HOST"], port=here["PORT"] or None, dbname=here["NAME"], user="eenplan_web"
    ) as web:
        with pytest.raises(psycopg.Error) as refused:
            web.execute(statement)
        assert refused.value.sqlstate in ("42501", "23514", "0A000"), refused.value


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a03_no_cell_of_an_export_is_a_formula(sign: str) -> None:
    attack = f'{sign}HYPERLINK("http://elsewhere.example","x")'
    cell = next(csv.reader(io.StringIO(write_csv([[attack]]).decode("utf-8-sig")), delimiter=";"))[0]
    assert not cell.startswith(sign)


@db
def test_a03_a_name_of_a_paper_cannot_add_a_header(world: World) -> None:
    client = world.enter("coach_own")
    name = 'x"\r\nContent-Type: text/html\r\n\r\n<script>.pdf'
    path = reverse("coach:add-attachment", args=[world.helped.family.id])
    file = SimpleUploadedFile("x.pdf", b"%PDF-1.7\n" + b"x" * 100, "application/pdf")
    file.name = name
    send(client, "post", path, data={"file": file})
    opened = client.get(path_of(world, "coach:open-attachment", ("family_id", "attachment_id")))
    assert "\n" not in opened.headers["Content-Disposition"]
    assert opened.headers["Content-Type"] == "application/pdf"


# A04 Insecure design


@db
def test_a04_a_card_rests_after_five_wrong_pins_also_for_the_right_one(world: World) -> None:
    code, pin = world.ways_in["card_mother"]
    client = Client()
    for _try in range(5):
        client.post("/gezin/", {"code": code, "pin": "000000" if pin != "000000" else "111111"})
    assert client.post("/gezin/", {"code": code, "pin": pin}).status_code != 302


@db
@pytest.mark.parametrize(("path", "field"), [("/volg/", "code"), ("/noodtoegang/", "number")])
def test_a04_guessing_is_counted(world: World, path: str, field: str) -> None:
    client = world.enter("coach_own")
    answers = [client.post(path, {field: "K7M4-QX2P-9BTR", "reason": "x"}) for _try in range(22)]
    assert answers[0].status_code == 422
    assert answers[-1].status_code == 429


# A05 Security misconfiguration


@db
@pytest.mark.parametrize(
    "path",
    ["/admin/", "/.git/config", "/.env", "/static/../manage.py", "/static/%2e%2e/manage.py", "/server-status",
     "/debug/", "/__debug__/", "/static/", "/media/", "/phpinfo.php", "/account/signup/", "/account/password/reset/"],
)  # fmt: skip
def test_a05_nothing_stands_open_that_is_not_a_page(path: str) -> None:
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code in (302, 403, 404)
    assert b"Traceback" not in b"".join(answer.streaming_content) if answer.streaming else True


@db
def test_a05_other_ways_of_asking_are_refused() -> None:
    client = Client(raise_request_exception=False)
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT"):
        assert client.generic(method, "/gezin/").status_code in (400, 403, 405), method


def test_a05_the_product_shows_no_insides() -> None:
    assert not settings.DEBUG
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert not [name for name in settings.INSTALLED_APPS if "debug" in name]
    assert settings.X_FRAME_OPTIONS == "DENY"


# A06 Vulnerable and outdated components


def test_a06_everything_we_use_is_held_to_a_version_and_a_hash() -> None:
    assert _checked("check.py", "--locks") == (0, "")


def test_a06_no_script_comes_from_elsewhere() -> None:
    for path in ROOT.glob("eenplan/web/**/*.html"):
        text = path.read_text()
        assert 'src="http' not in text, path.name
        assert 'src="//' not in text, path.name


# A07 Identification and authentication failures


@db
def test_a07_of_no_address_is_told_whether_it_has_an_account(world: World) -> None:
    known = world.helped.team.account(Role.COACH).email
    answers = [
        Client().post("/account/login/", {"login": login, "password": "wrong-wrong-wrong"})
        for login in (known, "nobody@example.org")
    ]
    pages = [
        answer.content.decode().replace(known, "").replace("nobody@example.org", "") for answer in answers
    ]
    words = [page[page.find("data-errors") : page.find("</main>")] for page in pages]
    assert answers[0].status_code == answers[1].status_code
    assert len(words[0]) == len(words[1])


@db
def test_a07_a_session_ends_when_somebody_signs_out(world: World) -> None:
    client = world.enter("coach_own")
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/account/logout/")
    again = Client()
    again.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert again.get("/vandaag/").status_code == 302


def test_a07_an_easy_password_is_refused() -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    for easy in ("", "short", "elf tekens.", "q1w2e3r4t5y6"):
        with pytest.raises(ValidationError):
            validate_password(easy)


# A08 Software and data integrity failures


@db
def test_a08_what_a_page_carries_for_us_is_signed(world: World) -> None:
    """Each hidden value that was signed is refused, or counts for nothing, when a sign of it was changed."""
    carried = signing.dumps({"a": 1}, salt="x", compress=True)
    for place in range(0, len(carried), 5):
        changed = carried[:place] + ("A" if carried[place] != "A" else "B") + carried[place + 1 :]
        with pytest.raises(signing.BadSignature):
            signing.loads(changed, salt="x")
    with pytest.raises(signing.BadSignature):
        signing.loads(carried, salt="y")


def test_a08_nothing_that_is_read_is_run() -> None:
    """No pickle, no YAML, no eval, no shell: what comes from outside is data. A session is JSON."""
    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer")
    wrong = []
    for path in SOURCES:
        wrong += [
            (path.name, name) for name in imports(path) & {"pickle", "marshal", "shelve", "yaml", "dill"}
        ]
        for node in nodes(path):
            called = getattr(getattr(node, "func", None), "id", "")
            if called in ("eval", "exec") or getattr(node, "arg", "") == "shell":
                wrong.append((path.name, called))
    assert wrong == []


@db
def test_a08_a_session_that_was_planted_runs_nothing() -> None:
    class Attack:
        def __reduce__(self) -> Any:
            return (pytest.fail, ("it ran",))

    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = pickle.dumps(Attack()).hex()
    assert client.get("/").status_code == 200


def _workbook(sheet: str) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("xl/workbook.xml", sheet)
    return out.getvalue()


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]><a>&y;</a>',
        "<a",
    ],
)
def test_a08_a_workbook_that_attacks_its_reader_is_refused_in_words(attack: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_sheet(_workbook(attack))
    assert "root:" not in str(refused.value.message)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("x.html", b"<!doctype html><script>alert(1)</script>"),
        ("x.pdf", b"<html><script>alert(1)</script>%PDF-1.7"),
        ("x.png", b"GIF89a<script>alert(1)</script>"),
        ("x.exe", b"MZ" + b"\0" * 100),
        ("x.sh", b"#!/bin/sh\necho hello\n"),
        ("x.docx", b"PK\x03\x04 not really"),
        ("x.xml", b"<?xml version='1.0'?><a/>"),
    ],
)
def test_a08_what_could_run_in_a_browser_is_no_paper(name: str, content: bytes) -> None:
    with pytest.raises(RuleBroken):
        read_paper(name, content)


@db
def test_a08_a_paper_is_kept_and_never_shown_as_a_page(world: World) -> None:
    """Whatever stands in it: the browser is told its kind, to keep it, to guess nothing and to run nothing."""
    answer = world.enter("coach_own").get(
        path_of(world, "coach:open-attachment", ("family_id", "attachment_id"))
    )
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]


# A09 Security logging and monitoring failures


@db
def test_a09_reading_and_trying_leave_a_trace_that_nobody_can_take_away(world: World) -> None:
    family = world.helped.family.id
    before = Entry.objects.filter(families__contains=[family]).count()
    client = world.enter("coach_own")
    assert client.get(f"/gezinnen/{family}/").status_code == 200
    assert Entry.objects.filter(families__contains=[family]).count() > before
    code, pin = world.ways_in["card_mother"]
    Client().post("/gezin/", {"code": code, "pin": "000000" if pin != "000000" else "111111"})
    assert Card.objects.get(person=world.helped.mother, revoked_at=None).failures == 1


# A10 Server-side request forgery

# Each asks at an address that stands in the environment, never one that was typed.
MAY_ASK = {"texts.py", "outside.py"}


def test_a10_nothing_fetches_an_address_that_somebody_typed() -> None:
    clients = {"urllib.request", "requests", "httpx", "http.client", "socket", "aiohttp", "ftplib"}
    assert {path.name for path in SOURCES if imports(path) & clients} <= MAY_ASK


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "https://elsewhere.example/x.css", "file:///etc/passwd", "//elsewhere.example/x.png",
     "http://169.254.169.254/latest/meta-data/"],
)  # fmt: skip
def test_a10_paper_fetches_nothing_from_anywhere(url: str) -> None:
    with pytest.raises(NotOurs):
        OwnFiles().fetch(url)


def test_a10_the_provider_is_named_in_the_environment_alone() -> None:
    text = (ROOT / "eenplan/config/settings.py").read_text()
    assert 'OIDC_ISSUER = os.environ.get("EENPLAN_OIDC_ISSUER"' in text


@cache
def nodes(path: Path) -> list[ast.AST]:
    """All that a source is made of that these tests look at."""
    kinds = (ast.Import, ast.ImportFrom, ast.Call, ast.keyword, ast.Attribute)
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kinds)]


def imports(path: Path) -> set[str]:
    """The modules that a source imports."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _checked(*command: str) -> tuple[int, str]:
    script = ROOT / "scripts" / command[0]
    done = subprocess.run(  # noqa: S603 (ours)
        [sys.executable, script, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_a02_no_secret_stands_in_the_code() -> None:
    assert _checked("leaks.py") == (0, "")

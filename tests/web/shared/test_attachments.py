"""Papers at the desk and with the coach: added, listed in words, opened as a file of one's own, taken out."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.clock import BRUSSELS
from eenplan.core.enums import Role
from eenplan.families.actions import add_attachment
from eenplan.families.enums import FileKind
from eenplan.families.files import Paper
from eenplan.families.models import Attachment, Item
from eenplan.web.shared.attachments import size_words
from tests.cast import Team, make_team
from tests.factories.papers import make_pdf
from tests.factories.plans import Helped, make_helped
from tests.once import once

pytestmark = pytest.mark.django_db
NAME = "Vérslag \u201c1\u201d.pdf"


NOW = datetime(2026, 11, 18, 14, 0, tzinfo=BRUSSELS)


@pytest.fixture(autouse=True)
def afternoon() -> Any:
    with time_machine.travel(NOW):
        yield


@once(at=NOW)
def here() -> Team:
    return make_team("9901")


@once(at=NOW)
def helped(here: Team) -> Helped:
    return make_helped(here)


def address(area: str, verb: str, helped: Helped, *more: Any) -> str:
    of = helped.family.id if area == "coach" else helped.trajectory.referral_id
    return reverse(f"{area}:{verb}", args=[of, *more])


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def add(helped: Helped, text: str = "een") -> Attachment:
    with request_transaction(helped.coach):
        paper = Paper(NAME, FileKind.PDF, make_pdf(text))
        return add_attachment(helped.coach, family_id=helped.family.id, paper=paper)


# As the desk asks it, and as the part 'Wie mag dit zien?' does.
ABOUT_HEALTH = {"health": "on", "seen_by": "team", "special": ["health"]}
DOORS = [("desk", Role.INTAKE, "read-referral"), ("coach", Role.COACH, "read-family")]


@pytest.mark.parametrize(("area", "role", "home"), DOORS)
def test_one_is_added_listed_opened_and_taken_out(
    client: Client, here: Team, helped: Helped, area: str, role: Role, home: str
) -> None:
    client.force_login(here.account(role))
    assert "Nog geen brief, verslag of foto bewaard" in text_of(client.get(address(area, home, helped)))
    assert client.get(address(area, "add-attachment", helped)).status_code == 200
    file = SimpleUploadedFile("map/Verslag.exe", make_pdf(), "text/html")
    sent = client.post(address(area, "add-attachment", helped), {"file": file, **ABOUT_HEALTH})
    assert sent["Location"] == address(area, home, helped) + "#papieren"
    made = Attachment.objects.get()
    assert Item.objects.get(id=made.item_id).health
    page = text_of(client.get(address(area, home, helped)))
    assert "Verslag.pdf PDF, 1 kB" in page
    assert f"door {here.assignments[role].staff_member.name}, op 18 november" in page
    opened = client.get(address(area, "open-attachment", helped, made.item_id))
    assert opened.content == make_pdf()
    confirm = client.get(address(area, "end-attachment", helped, made.item_id))
    assert "Verslag.pdf" in text_of(confirm)
    gone = client.post(address(area, "end-attachment", helped, made.item_id))
    assert gone["Location"] == address(area, home, helped) + "#papieren"
    assert "Verslag.pdf" not in text_of(client.get(address(area, home, helped)))
    assert client.get(address(area, "open-attachment", helped, made.item_id)).status_code == 404


@pytest.mark.parametrize(("area", "role", "home"), DOORS)
def test_a_paper_is_never_shown_as_a_page_of_this_site(
    client: Client, here: Team, helped: Helped, area: str, role: Role, home: str
) -> None:
    made = add(helped)
    client.force_login(here.account(role))
    opened = client.get(address(area, "open-attachment", helped, made.item_id))
    assert opened["Content-Type"] == "application/pdf"
    assert opened["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(NAME)}"
    assert opened["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in opened["Cache-Control"]


@pytest.mark.parametrize(("area", "role", "home"), DOORS)
def test_what_is_refused_keeps_what_was_ticked(
    client: Client, here: Team, helped: Helped, area: str, role: Role, home: str
) -> None:
    client.force_login(here.account(role))
    for content, words in (
        (b"MZ" + b"x" * 600, "Dit is een programma"),
        (b"", "leeg"),
        (b" " * 11 * 1024 * 1024, "hoogstens 10 MB"),
    ):
        file = SimpleUploadedFile("brief.pdf", content)
        sent = client.post(address(area, "add-attachment", helped), {"file": file, **ABOUT_HEALTH})
        assert sent.status_code == 422
        assert words in text_of(sent)
        assert re.search(r'value="health"[^>]*checked|name="health"[^>]*checked', sent.content.decode())
    nothing = client.post(address(area, "add-attachment", helped), {**ABOUT_HEALTH})
    assert "Kies eerst een bestand" in text_of(nothing)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("area", ["desk", "coach"])
def test_who_may_not_finds_nothing(client: Client, here: Team, helped: Helped, area: str) -> None:
    made, there = add(helped), make_team("9902")
    role = {"desk": Role.INTAKE, "coach": Role.COACH}[area]
    client.force_login(there.account(role))
    for verb, more in (("open-attachment", [made.item_id]), ("end-attachment", [made.item_id])):
        assert client.get(address(area, verb, helped, *more)).status_code == 404
    client.post(address(area, "end-attachment", helped, made.item_id))
    client.post(
        address(area, "add-attachment", helped), {"file": SimpleUploadedFile("a.pdf", make_pdf("twee"))}
    )
    for other in (Role.PARTNER, Role.ADMIN):
        client.force_login(here.account(other))
        assert client.get(address(area, "open-attachment", helped, made.item_id)).status_code == 403
    client.logout()
    assert client.get(address(area, "open-attachment", helped, made.item_id)).status_code == 302
    assert Attachment.objects.filter(item__ended_at__isnull=True).count() == 1


def test_a_paper_of_another_family_is_not_opened_through_this_one(
    client: Client, here: Team, helped: Helped
) -> None:
    other = make_helped(here, family_name="Gezin van hiernaast")
    made = add(other)
    client.force_login(here.account(Role.COACH))
    assert client.get(address("coach", "open-attachment", helped, made.item_id)).status_code == 404
    assert client.get(address("coach", "open-attachment", other, made.item_id)).status_code == 200


@pytest.mark.parametrize(("area", "role", "home"), DOORS)
def test_the_page_asks_as_much_for_one_paper_as_for_three(
    client: Client, here: Team, helped: Helped, area: str, role: Role, home: str
) -> None:
    client.force_login(here.account(role))
    asked = []
    for number in range(3):
        add(helped, f"nummer {number}")
        client.get(address(area, home, helped))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address(area, home, helped))
        assert page.content.decode().count(" download>") == number + 1
        asked.append(len(queries))
        assert not any("families_attachmentcontent" in query["sql"] for query in queries.captured_queries)
    assert len(set(asked)) == 1


def test_sizes_in_words() -> None:
    assert size_words(1) == "1 kB"
    assert size_words(240_300) == "240 kB"
    assert size_words(1_440_000) == "1,4 MB"

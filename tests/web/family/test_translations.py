"""The family reads its own sentence first and largest, and a translation beneath it."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from eenplan.core.enums import Role
from eenplan.families.models import Words
from tests.factories.family_plan import FamilyPlan
from tests.web.family.conftest import Enter

pytestmark = pytest.mark.django_db

ARABIC = "أريد بيتا هادئا"


def test_it_is_read_on_screen_on_paper_and_on_the_fridge(
    client: Client, enter: Enter, made: FamilyPlan
) -> None:
    client.force_login(made.team.account(Role.COACH))
    for said in ("zichtbaar-wens-0", "zichtbaar-doel-0"):
        at = reverse("coach:translate-piece", args=[made.family.id, Words.objects.get(text=said).item_id])
        assert said in client.get(at).content.decode()
        typed = {"said_in": "nl", "into": "ar", "in-text": f"{ARABIC} {said}", "by": "worker"}
        assert client.post(at, typed).status_code == 302
    client.logout()
    enter(made)
    read = client.get("/gezin/plan/").content.decode()
    by = made.team.assignments[Role.COACH].staff_member.name
    wish = read.index("“zichtbaar-wens-0”")
    beneath = read.index(f'<p class="translated" lang="ar" dir="rtl">{ARABIC} zichtbaar-wens-0</p>')
    assert wish < beneath < read.index(f"vertaald door {by}")
    assert 'lang="nl" dir="ltr">“zichtbaar-wens-0”' in read
    assert f"{ARABIC} zichtbaar-doel-0" in client.get("/gezin/koelkast/").content.decode()
    for sheet in ("/gezin/plan.pdf", "/gezin/koelkast.pdf"):
        pages = PdfReader(io.BytesIO(client.get(sheet).content)).pages
        assert "vertaald door" in " ".join(one.extract_text() for one in pages), sheet
    asked = client.post("/gezin/mijn-gegevens/kopie/")
    copy = client.get(asked.headers["Location"].rstrip("/") + ".json").json()
    told = (
        [note["translation"] for piece in copy["entry"] for note in piece["note"]]
        if "entry" in copy
        else copy
    )
    assert f"{ARABIC} zichtbaar-wens-0" in str(told)

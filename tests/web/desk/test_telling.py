"""At the desk: whether the family knows whom it can call, the letter, the referrer's link, and the family's yes."""

import html
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from eenplan.audit.models import Entry
from eenplan.core.acting import task
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.actions import NewDetail
from eenplan.families.enums import DetailKind
from eenplan.network.actions import NewContactPoint, set_contact_point
from eenplan.referrals.enums import ReferrerType
from eenplan.referrals.keys import code_of, key_of
from eenplan.referrals.models import ReferrerMayKnow, StatusLink, Telling
from tests.cast import MARKER, Team
from tests.web.desk.situations import address, mother_of, received

pytestmark = pytest.mark.django_db
SAFE = {"safe_to_contact": True, "family_informed": True}
PAGES = ("tell-family", "agree-way-to-tell", "print-letter", "read-status-link", "let-referrer-know")


def words_of(response: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def answers(team: Team) -> None:
    who = NewContactPoint("Aanmeldteam", "089 00 00 42", "op werkdagen", name_fr="Équipe d’accueil")
    set_contact_point(task(), partnership_id=team.partnership.id, who=who, since=today() - timedelta(days=9))


def letter(client: Client, referral: Any) -> str:
    sent = client.get(address("print-letter", referral))
    assert (sent.status_code, sent["Content-Type"]) == (200, "application/pdf")
    reader = PdfReader(io.BytesIO(sent.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_page_says_what_the_family_knows_and_noting_it_is_one_act(here: Team, intake: Client) -> None:
    answers(here)
    found = received(here, **SAFE)
    before = words_of(intake.get(address("read-referral", found)))
    assert "Vertel het gezin wie het kan bellen en wat er nu gebeurt: telefoon" in before
    shown = words_of(intake.get(address("tell-family", found)))
    for said in ("089 00 00 42", "Uiterlijk op", "112", "1813"):
        assert said in shown
    sent = intake.post(address("tell-family", found), {"by": "phone", "on": "21/11/2026"}, follow=True)
    assert "Het gezin weet wie het kan bellen en wat er nu gebeurt: telefoon, op 21 november" in words_of(
        sent
    )
    assert Telling.objects.get(referral=found).told_by_id == here.acting(Role.INTAKE).actor_id


def test_nothing_is_told_before_a_safe_way_is_agreed(here: Team, intake: Client) -> None:
    found = received(here, safe_to_contact=False)
    assert "Spreek eerst een veilige weg af" in words_of(intake.get(address("read-referral", found)))
    sent = intake.post(
        address("agree-way-to-tell", found), {"by": "letter", "agreed": "met mama"}, follow=True
    )
    assert "brief met de post" in words_of(sent)


def test_an_email_goes_only_to_an_address_of_this_family(here: Team, intake: Client) -> None:
    details = (NewDetail(DetailKind.EMAIL, "gezin@example.org", safe=None),)
    found = received(here, details=details)
    asked = {"by": "email", "agreed": "met mama"}
    without = intake.post(address("agree-way-to-tell", found), asked)
    assert without.status_code == 422
    assert "Kies het e-mailadres dat veilig is" in words_of(without)
    assert "met mama" in without.content.decode()
    other = received(here, details=details)
    stranger = other.family.details.get().item_id
    assert (
        intake.post(address("agree-way-to-tell", found), asked | {"detail": str(stranger)}).status_code == 422
    )
    own = found.family.details.get().item_id
    assert intake.post(address("agree-way-to-tell", found), asked | {"detail": str(own)}).status_code == 302


@pytest.mark.parametrize(
    ("page", "typed", "words"),
    [
        ("tell-family", {}, "Hoe vertelde je het?"),
        ("tell-family", {"by": "phone", "on": "31/2/2026"}, "bestaat niet"),
        ("tell-family", {"by": "phone", "on": "21/11/2099"}, ""),
        ("tell-family", {"by": "duif", "on": "21/11/2026"}, ""),
        ("agree-way-to-tell", {"by": "phone"}, "Schrijf kort met wie"),
        ("agree-way-to-tell", {"by": "phone", "agreed": "x" * 10000}, "hoogstens 200"),
        ("let-referrer-know", {"said_on": "21/11/2026"}, "Kies wie van het gezin"),
        ("let-referrer-know", {"said_by": "x", "said_on": "21/11/2026"}, ""),
    ],
)
def test_bad_input_is_said_in_words_and_changes_nothing(
    here: Team, intake: Client, page: str, typed: dict[str, str], words: str
) -> None:
    found = received(here, **SAFE)
    sent = intake.post(address(page, found), typed)
    assert sent.status_code == 422
    assert words in words_of(sent)
    assert Telling.objects.get(referral=found).state == "to_do"
    assert ReferrerMayKnow.objects.count() == 0


def test_the_letter_is_tagged_paper_in_the_language_of_the_family(here: Team, intake: Client) -> None:
    answers(here)
    found = received(here, language="fr", **SAFE)
    text = letter(intake, found)
    for said in ("089 00 00 42", "Équipe d’accueil", "112"):
        assert said in text
    for secret in ("vraag", "kijk", "aanmelder", "clb", "goed"):
        assert MARKER.format(secret) not in text
    assert "Je vraag is goed aangekomen" in letter(intake, received(here, language="ti", **SAFE))


def test_each_page_is_recorded_as_read(here: Team, intake: Client) -> None:
    found = received(here)
    for page in PAGES:
        before = Entry.objects.filter(families=[found.family_id], kind="read").count()
        assert intake.get(address(page, found)).status_code == 200
        assert Entry.objects.filter(families=[found.family_id], kind="read").count() == before + 1


def test_the_link_can_be_read_out_and_renewed(here: Team, intake: Client) -> None:
    found = received(here)
    link = StatusLink.objects.get(referral=found)
    shown = intake.get(address("read-status-link", found)).content.decode()
    assert code_of(link.id) in shown
    assert f"/volg/{key_of(link.id)}/" in shown
    again = intake.post(address("read-status-link", found), follow=True).content.decode()
    assert code_of(link.id) not in again
    assert Client().get(f"/volg/{key_of(link.id)}/").status_code == 404


def test_a_yes_of_the_family_is_noted_and_taken_back(here: Team, intake: Client) -> None:
    found = received(here)
    mother = mother_of(found)
    sent = intake.post(
        address("let-referrer-know", found),
        {"said_by": str(mother.id), "said_on": "20/11/2026"},
        follow=True,
    )
    assert f"{mother.given_name} vond dit goed op 20 november." in words_of(sent)
    back = intake.post(address("stop-referrer-knowing", found), follow=True)
    assert "vond dit goed" not in words_of(back)
    assert intake.post(address("stop-referrer-knowing", found)).status_code == 404


@pytest.mark.parametrize("page", [*PAGES, "stop-referrer-knowing"])
def test_who_may_not(
    here: Team, there: Team, client: Client, as_role: Callable[[Team, Role], Client], page: str
) -> None:
    found = received(here)
    where = address(page, found)
    assert client.post(where).status_code in (302, 405)
    assert StatusLink.objects.filter(ended_at__isnull=False).count() == 0
    for role in (Role.COACH, Role.PARTNER, Role.ADMIN):
        assert as_role(here, role).get(where).status_code in (403, 405)
        assert client.post(where).status_code in (403, 405)
    outsider = as_role(there, Role.INTAKE)
    sent = outsider.post(where) if page != "print-letter" else outsider.get(where)
    assert sent.status_code == 404
    assert MARKER.format("") not in sent.content.decode()
    assert StatusLink.objects.filter(ended_at__isnull=False).count() == 0


def test_a_family_that_refers_itself_is_asked_for_no_yes_about_its_own_question(
    here: Team, intake: Client
) -> None:
    own = received(here, **SAFE, referrer_type=ReferrerType.FAMILY)
    other = received(here, **SAFE)
    asks = "Het gezin vindt het goed dat de aanmelder meer weet"
    assert asks in words_of(intake.get(address("read-referral", other)))
    said = words_of(intake.get(address("read-referral", own)))
    assert asks not in said
    assert "Wie aanmeldde, is zelf van het gezin" in said

"""The calendar of what ends, holds and certificates, on the screen (rule 42)."""

import html
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from eenplan.core.acting import request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.families.models import Family
from eenplan.referrals.actions import end
from eenplan.referrals.enums import OutcomeKind
from eenplan.rights.actions import destroying, endings
from eenplan.rights.models import Certificate, Ending, Hold
from tests.cast import MARKER, Team, make_team
from tests.factories.referrals import make_referral
from tests.once import once

pytestmark = [pytest.mark.django_db, pytest.mark.rule(42)]

PAGE = reverse("privacy:list-endings")
PROOFS = reverse("privacy:list-certificates")
KEEPERS = [Role.PRIVACY_OFFICER, Role.COORDINATOR]
TOLD, GOES = date(2031, 9, 10), date(2031, 11, 9)


def ended(team: Team) -> Family:
    """A family that ends on 2 November 2031."""
    intake = team.acting(Role.INTAKE)
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False):
        referral = make_referral(team)
        with request_transaction(intake):
            end(intake, referral_id=referral.id, kind=OutcomeKind.WITHDRAWN, reason="wil niet meer")
    return referral.family


@once
def team() -> Team:
    """Who keeps the calendar."""
    return make_team()


@once
def family(team: Team) -> Family:
    """A family of theirs that was told of."""
    family = ended(team)
    with on(TOLD):
        endings.keep_calendar(task())
        endings.tell(task())
    return family


def on(day: date) -> Any:
    """Stop the clock on a day."""
    return time_machine.travel(f"{day.isoformat()}T12:00:00+01:00", tick=False)


def signed_in(client: Client, team: Team, role: Role = Role.PRIVACY_OFFICER) -> Client:
    client.force_login(team.account(role))
    return client


def text(page: Any) -> str:
    return " ".join(html.unescape(page.content.decode()).split())


def destroyed(day: date = GOES) -> Certificate:
    """What is due on a day goes."""
    with on(day):
        (due,) = destroying.due(task())
        made = destroying.destroy(task(), ending_id=due)
    assert made is not None
    return made


@pytest.mark.parametrize("role", KEEPERS)
def test_the_calendar_says_number_day_and_why_and_no_name(
    client: Client, team: Team, family: Family, role: Role
) -> None:
    with on(TOLD):
        page = text(signed_in(client, team, role).get(PAGE))
    assert family.reference in page
    assert "Bewaard tot en met 2 november 2031" in page
    assert "Nooit opgenomen: 5 jaar na het einde van de aanmelding." in page
    assert "Aangekondigd op 10 september 2031. Wordt gewist op 9 november 2031." in page
    assert MARKER.format("") not in page


def test_what_is_not_told_of_says_from_when_it_will_be(client: Client, team: Team) -> None:
    ended(team)
    endings.keep_calendar(task(), until=date(2040, 1, 1))
    page = text(signed_in(client, team).get(PAGE))
    assert "We kondigen het aan vanaf 4 september 2031." in page
    assert "Er staat niets op de kalender" in text(client.get(f"{PAGE}?toon=aangekondigd"))


def test_an_empty_calendar_says_what_comes(client: Client, team: Team) -> None:
    assert "Het komende jaar loopt er niets af." in text(signed_in(client, team).get(PAGE))


def test_a_missing_birth_date_is_named(client: Client, team: Team, family: Family) -> None:
    with writing():
        Ending.objects.update(needs_date=True)
    page = text(signed_in(client, team).get(PAGE))
    assert "Van één kind kennen we de geboortedatum niet." in page
    assert "geboortedatum ontbreekt" in page


def test_a_long_calendar_goes_on_on_a_next_page(client: Client, team: Team, family: Family) -> None:
    row = Ending.objects.get()
    with writing():
        for number in range(55):
            other = Family.objects.create(name="x", sort_key="x")
            Ending.objects.create(
                family=other, reference=other.reference, partnership=row.partnership,
                day=date(2032, 1, 1) + timedelta(days=number), ground="untaken",
            )  # fmt: skip
    page = signed_in(client, team).get(PAGE)
    assert page.content.decode().count("Langer bewaren") == 50
    further = client.get(page.context["next_href"])
    assert further.content.decode().count("Langer bewaren") == 6
    assert client.get(f"{PAGE}?na=iets").status_code == 404
    assert client.get(f"{PAGE}?na={family.id}").status_code == 404


@pytest.mark.parametrize("role", KEEPERS)
def test_a_hold_is_placed_with_a_reason_and_lifted(
    client: Client, team: Team, family: Family, role: Role
) -> None:
    form = reverse("privacy:place-hold", args=[Ending.objects.get().id])
    with on(TOLD):
        signed_in(client, team, role)
        assert family.reference in text(client.get(form))
        sent = {"reason": "Er loopt een klacht", "until": "2032-03-01"}
        page = text(client.post(form, sent, follow=True))
        assert f"Dossier {family.reference} blijft bewaard tot en met 1 maart 2032." in page
        assert "Er loopt een klacht" in page
        assert "Wordt gewist op 2 maart 2032." in page
        again = client.post(form, sent)
        assert (again.status_code, "wordt al langer bewaard" in text(again)) == (422, True)
        lifted = client.post(reverse("privacy:lift-hold", args=[Hold.objects.get().id]), follow=True)
        assert "Dit dossier volgt weer de kalender." in text(lifted)
        assert "Er loopt een klacht" not in text(lifted)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"until": "2032-03-01"}, "Schrijf waarom dit nog moet blijven"),
        ({"reason": "klacht"}, "Zonder einde blijft niets bewaard."),
        ({"reason": "klacht", "until": "2031-09-10"}, "Deze dag is voorbij."),
        ({"reason": "klacht", "until": "2041-01-01"}, "langer dan vijf jaar"),
        ({"reason": "x" * 301, "until": "2032-03-01"}, "hoogstens 300 tekens"),
    ],
)
def test_what_is_typed_wrongly_is_told_and_kept(
    client: Client, team: Team, family: Family, typed: dict[str, str], said: str
) -> None:
    form = reverse("privacy:place-hold", args=[Ending.objects.get().id])
    with on(TOLD):
        page = signed_in(client, team).post(form, typed)
    assert page.status_code == 422
    assert said in text(page)
    assert typed.get("reason", "") in text(page)
    assert not Hold.objects.exists()


@pytest.mark.parametrize("role", KEEPERS)
def test_a_certificate_is_read_found_and_printed(
    client: Client, team: Team, family: Family, role: Role
) -> None:
    proof = destroyed()
    with on(GOES):
        signed_in(client, team, role)
        assert "Gewist op 9 november 2031" in text(client.get(PROOFS))
        found = client.get(PROOFS, {"nummer": family.reference})
        assert reverse("privacy:read-certificate", args=[proof.id]) in found.content.decode()
        assert "Geen bewijs gevonden" in text(client.get(PROOFS, {"nummer": "K7M-4QX2"}))
        assert "Geen bewijs gevonden" in text(client.get(PROOFS, {"nummer": "<b>"}))
        page = text(client.get(reverse("privacy:read-certificate", args=[proof.id])))
        assert "uiterlijk op 14 december 2031" in page
        assert "5 jaar. Afspraak van het programma" in page
        paper = client.get(reverse("privacy:print-certificate", args=[proof.id]))
    said = " ".join(one.extract_text() for one in PdfReader(BytesIO(paper.content)).pages)
    assert proof.reference in said
    assert "families_person" in said
    assert MARKER.format("") not in said + page
    assert family.reference not in said + page


def test_without_certificates_it_says_what_comes(client: Client, team: Team) -> None:
    assert "Er is nog niets gewist" in text(signed_in(client, team).get(PROOFS))


@pytest.mark.parametrize(
    "role", [Role.COACH, Role.INTAKE, Role.ADMIN, Role.STEERING, Role.PARTNER, Role.PSYCHOLOGIST]
)
def test_nobody_else_comes_in(client: Client, team: Team, family: Family, role: Role) -> None:
    row = Ending.objects.get()
    signed_in(client, team, role)
    for address in (PAGE, PROOFS, reverse("privacy:place-hold", args=[row.id])):
        assert client.get(address).status_code == 403


def test_another_partnership_finds_nothing(client: Client, team: Team, family: Family) -> None:
    row = Ending.objects.get()
    signed_in(client, make_team("9902"))
    assert family.reference not in text(client.get(PAGE))
    form = reverse("privacy:place-hold", args=[row.id])
    assert client.get(form).status_code == client.post(form, {}).status_code == 404
    proof = destroyed()
    assert client.get(reverse("privacy:read-certificate", args=[proof.id])).status_code == 404
    assert client.get(reverse("privacy:print-certificate", args=[proof.id])).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    for address in (PAGE, PROOFS):
        assert "/account/login/" in client.get(address).headers["Location"]


def test_the_coordinator_reads_on_the_first_page_that_something_goes(
    client: Client, team: Team, family: Family
) -> None:
    with on(TOLD):
        page = text(signed_in(client, team, Role.COORDINATOR).get(reverse("coordination:read-start")))
    assert "1 keer wordt er binnenkort iets gewist" in page
    assert "De eerste keer op 9 november." in page


def test_many_proofs_come_in_pages_that_cost_the_same(team: Team, django_assert_num_queries: Any) -> None:
    day = date(2026, 1, 5)
    with writing():
        Certificate.objects.bulk_create(
            Certificate(
                file_key="x",
                partnership=team.partnership,
                what="file",
                ground="untaken",
                basis="5 jaar.",
                ended_on=day,
                told_on=day,
                destroyed_on=day + timedelta(days=1),
                counts={"removed": {"families_family": 1}, "taken_out": {}},
                backups_until=day + timedelta(days=36),
            )
            for _one in range(120)
        )
    browser = Client()
    browser.force_login(team.account(Role.PRIVACY_OFFICER))
    browser.get(PROOFS)
    seen: list[str] = []
    href: str = PROOFS
    for number, place in ((50, 0), (50, 1), (20, 1)):  # where a later page begins is one question more
        with django_assert_num_queries(PROOF_QUERIES + place):
            page: Any = browser.get(href)
        seen += [one["id"] if isinstance(one, dict) else one.id for one in page.context["rows"]]
        assert len(page.context["rows"]) == number
        href = page.context["next_href"]
    assert href == ""
    assert len(set(seen)) == 120


PROOF_QUERIES = 9

"""The pages of partners: who may open them, what they say, what they refuse, and a list that is seen before it is kept."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.network.actions import add_contact, add_partner, add_site, serve_zone
from eenplan.network.enums import PartnerRole
from eenplan.network.models import Organisation, OrganisationPartnership
from eenplan.network.rules import fold
from eenplan.network.rules.partners import NewContact, NewSite, Terms
from tests.cast import Team, make_official, make_team
from tests.factories.network import AssignmentFactory, OrganisationFactory, StaffMemberFactory
from tests.factories.papers import make_office, make_pdf
from tests.once import once

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
NUMBER = "0206731645"
LIST, IMPORT = "/netwerk/partners/", "/netwerk/partners/inlezen/"
PLAIN = {"role": "partner", "subsidised": "no"}
NEW = {"name": "Het Anker", "sector": "caw", "since": "2026-03-02", **PLAIN}


NOW = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@once(at=NOW)
def team() -> Team:
    return make_team("9901")


def enter(client: Client, team: Team, role: Role = Role.COORDINATOR) -> Client:
    client.force_login(team.account(role))
    return client


def join(team: Team, terms: Terms | None = None, name: str = "", **more: Any) -> Any:
    """A partner of the team; its organisation."""
    made = OrganisationFactory(**({"name": name, "sort_key": fold(name)} if name else {}))
    acting = team.acting(Role.COORDINATOR)
    with request_transaction(acting):
        add_partner(
            acting,
            organisation_id=made.id,
            partnership_id=team.partnership.id,
            terms=terms or Terms(),
            since=more.pop("since", TODAY),
            **more,
        )
        serve_zone(acting, organisation_id=made.id, zone_id=team.zone.id, since=TODAY)
        add_site(
            acting, organisation_id=made.id, said=NewSite("Hoofdzetel", "Laan 1", "3600", "Genk"), since=TODAY
        )
        add_contact(acting, organisation_id=made.id, said=NewContact("onthaal", "089 00 00 00"), since=TODAY)
    return made


def page(client: Client, address: str, *args: Any, **data: Any) -> str:
    response = client.get(reverse(f"coordination:{address}", args=args), data)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_list_says_who_takes_part_and_what_ends(team: Team, client: Client) -> None:
    join(team, Terms(PartnerRole.CORE, True, date(2026, 4, 13)), "CAW Zuid")
    join(
        team,
        Terms(agreement_until=date(2026, 2, 1)),
        since=date(2021, 3, 1),
        source="brief",
        name="CKG Noord",
    )
    seen = page(enter(client, team), "list-partners")
    assert "2 partners, 1 daarvan gesubsidieerd" in seen
    assert "Loopt over 6 weken af" in seen
    assert "Overeenkomst afgelopen" in seen
    assert "2 overeenkomsten vragen je aandacht" in seen
    assert team.zone.name in seen
    assert "Vanaf 1 maart 2021" in seen
    for query, expected in (
        ({"naam": "zuid"}, "CAW Zuid"),
        ({"rol": "core"}, "CAW Zuid"),
        ({"subsidie": "nee"}, "CKG Noord"),
        ({"op_day": "1", "op_month": "1", "op_year": "2022"}, "CKG Noord"),
    ):
        narrowed = page(client, "list-partners", **query)
        others = {"CAW Zuid", "CKG Noord"} - {expected}
        assert expected in narrowed
        assert not any(f">{other}</a></h2>" in narrowed for other in others), query
    assert "Geen enkele partner past hierbij" in page(
        client, "list-partners", zone=team.zone.code, naam="niemand"
    )
    assert client.get(LIST, {"op_day": "31", "op_month": "2", "op_year": "2026"}).status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_whatever_the_rows(team: Team, client: Client, rows: int) -> None:
    made = [join(team, Terms(agreement_until=date(2026, 4, 13))) for _row in range(rows)]
    for _row in range(rows):
        AssignmentFactory(staff_member=StaffMemberFactory(organisation=made[0]), partnership=team.partnership)
    enter(client, team).get(LIST)
    counts = []
    for address, args in (("list-partners", []), ("read-partner", [made[0].id]), ("list-organisations", [])):
        with CaptureQueriesContext(connection) as queries:
            page(client, address, *args)
        counts.append(len(queries))
    assert counts == [16, 18, 11]


def test_a_partners_page_says_all_of_it(team: Team, client: Client) -> None:
    made = join(team, Terms(PartnerRole.EXECUTING, True))
    worker = AssignmentFactory(
        staff_member=StaffMemberFactory(organisation=made), partnership=team.partnership
    )
    there = make_team("9902")
    with request_transaction(there.acting(Role.COORDINATOR)):
        add_partner(
            there.acting(Role.COORDINATOR),
            organisation_id=made.id,
            partnership_id=there.partnership.id,
            terms=Terms(),
            since=TODAY,
        )
    seen = page(enter(client, team), "read-partner", made.id)
    for said in (
        "Uitvoerende partner, gesubsidieerd",
        "Zonder einde",
        "Laan 1, 3600 Genk",
        "onthaal",
        "089 00 00 00",
        team.zone.name,
        worker.staff_member.name,
        f"Verband {there.partnership.code}: partner",
        "1 van hen werkt hier",
        "Verlengen",
    ):
        assert said in seen, said


def test_adding_begins_with_looking(team: Team, client: Client) -> None:
    known = OrganisationFactory(name="CLB De Regenboog", sort_key="clbderegenboog", enterprise_number=NUMBER)
    enter(client, team)
    assert "Is het een van deze?" not in page(client, "add-partner")
    for said in ("regenbóog", "BE 0206.731.645"):
        seen = page(client, "add-partner", naam=said)
        assert reverse("coordination:read-partner", args=[known.id]) in seen
    assert "We kennen nog geen organisatie" in page(client, "add-partner", naam="zzz")
    assert client.get("/netwerk/partners/erbij/", {"naam": " "}).status_code == 422
    assert "Partner maken" in page(client, "read-partner", known.id)
    join_href = reverse("coordination:join-partner", args=[known.id])
    assert client.post(join_href, {**PLAIN, "since": "2026-03-02"}).status_code == 302
    assert client.post(join_href, {**PLAIN, "since": "2026-03-05"}).status_code == 422
    assert OrganisationPartnership.objects.filter(organisation=known).count() == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "Vul de naam van de organisatie in"),
        ({"name": "x" * 121}, "te lang"),
        ({"sector": ""}, "Kies een sector."),
        ({"sector": "kerk"}, "Kies een van de antwoorden"),
        ({"enterprise_number": "0206731644"}, "Dit ondernemingsnummer klopt niet"),
        ({"enterprise_number": NUMBER}, "is van De Bron"),
        ({"name": "De Bron"}, "Dit is een andere organisatie met dezelfde naam"),
        ({"role": "core"}, "is dan al kernpartner"),
        ({"since": "2021-03-01"}, "Schrijf erbij waarop dat steunt"),
        ({"agreement_until": "2026-03-01"}, "loopt af voor dit begint"),
        ({"reminder_days": "0"}, "te weinig"),
        ({"since": "31/2/2026"}, "bestaat niet"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    team: Team, client: Client, change: dict[str, str], says: str
) -> None:
    OrganisationFactory(name="De Bron", sort_key="debron", enterprise_number=NUMBER)
    join(team, Terms(PartnerRole.CORE, True))
    before = Organisation.objects.count()
    response = enter(client, team).post("/netwerk/partners/nieuw/", NEW | change)
    assert response.status_code == 422
    assert says in response.content.decode()
    if "name" not in change:
        assert "Het Anker" in response.content.decode()
    assert Organisation.objects.count() == before


def test_a_new_organisation_becomes_a_partner_at_once(team: Team, client: Client) -> None:
    response = enter(client, team).post(
        "/netwerk/partners/nieuw/",
        NEW
        | {
            "enterprise_number": "BE 0206.731.645",
            "since": "2021-03-01",
            "source": "brief",
            "layer": "broad_access",
        },
        follow=True,
    )
    seen = response.content.decode()
    assert "Het Anker is partner vanaf 1 maart 2021" in seen
    assert "0206.731.645" in seen
    assert "Brede instap" in seen


def test_changing_renewing_ending_and_thinking_better_of_it(team: Team, client: Client, clock: Any) -> None:
    made = join(team, Terms(agreement_until=date(2026, 4, 1)))
    worker = AssignmentFactory(
        staff_member=StaffMemberFactory(organisation=made), partnership=team.partnership
    )
    clock.move_to("2026-03-10T09:00:00Z")
    enter(client, team)
    to = {
        name: reverse(f"coordination:{name}", args=[made.id])
        for name in ("change-partner", "renew-agreement", "end-partner", "keep-partner")
    }
    assert (
        client.post(
            to["change-partner"],
            {"role": "core", "subsidised": "yes", "since": "2026-03-11", "agreement_until": "2026-04-01"},
        ).status_code
        == 302
    )
    assert "Gepland:" in page(client, "read-partner", made.id)
    assert (
        client.post(
            to["renew-agreement"], {"since": "2026-03-12", "agreement_until": "2028-12-31"}
        ).status_code
        == 302
    )
    assert "overeenkomst tot en met 31 december 2028" in page(client, "read-partner", made.id)
    assert client.post(to["renew-agreement"], {"since": "2026-03-11"}).status_code == 422
    ending = page(client, "end-partner", made.id)
    assert worker.staff_member.name in ending
    assert client.post(to["end-partner"], {"last_day": "2026-03-09"}).status_code == 422
    assert client.post(to["end-partner"], {"last_day": ""}).status_code == 422
    assert client.post(to["end-partner"], {"last_day": "2026-06-30"}).status_code == 302
    assert "Er is al een laatste dag als partner gekozen" in page(client, "read-partner", made.id)
    assert client.post(to["keep-partner"]).status_code == 302
    assert client.post(to["keep-partner"]).status_code == 404


def test_sites_zones_contacts_and_facts(team: Team, client: Client) -> None:
    made = join(team)
    enter(client, team)
    to = {
        name: reverse(f"coordination:{name}", args=[made.id])
        for name in ("add-site", "add-contact", "add-zone", "change-organisation")
    }
    for name, data in (
        ("add-site", {"name": "Bijhuis", "postal_code": "3600", "since": "2026-03-02"}),
        ("add-contact", {"name": "Directie", "email": "directie@voorbeeld.example", "since": "2026-03-02"}),
        ("change-organisation", {"name": "Nieuwe naam", "sector": "cgg", "layer": "specialised"}),
    ):
        page(client, name, made.id)
        assert client.post(to[name], data).status_code == 302, name
    for name, data, says in (
        ("add-site", {"name": "Derde", "postal_code": "36", "since": "2026-03-02"}, "vier cijfers"),
        ("add-contact", {"name": "Wie", "since": "2026-03-02"}, "telefoonnummer of een e-mailadres"),
        ("add-zone", {"zone": team.zone.code, "since": "2026-03-02"}, "Kies een van de antwoorden"),
        ("change-organisation", {"name": "", "sector": "cgg"}, "Vul de naam van de organisatie in"),
    ):
        response = client.post(to[name], data)
        assert response.status_code == 422, name
        assert says in response.content.decode(), name
    seen = page(client, "read-partner", made.id)
    assert "Bijhuis" in seen
    assert "directie@voorbeeld.example" in seen
    assert "Nieuwe naam" in seen
    (site,) = Organisation.objects.get(id=made.id).sites.filter(name="Bijhuis")
    stop = reverse("coordination:end-site", args=[made.id, site.id])
    asked = client.get(stop).content.decode()
    assert "Bijhuis terugnemen" in asked
    assert "Het verdwijnt dus helemaal" in asked
    assert Organisation.objects.get(id=made.id).sites.filter(name="Bijhuis").exists()
    done = client.post(stop, follow=True).content.decode()
    assert ": Bijhuis is weg." in done
    assert client.post(stop).status_code == 404
    assert client.get(stop).status_code == 404
    (stretch,) = OrganisationPartnership.objects.filter(organisation=made)
    back = reverse("coordination:take-back-partner", args=[made.id, stretch.id])
    assert client.post(back).status_code == 302
    assert client.post(back).status_code == 404
    assert "Nog geen partner hier" in page(client, "read-partner", made.id)


ADDRESSES = (
    *("list-partners", "add-partner", "add-organisation", "import-partners", "list-organisations"),
    *(
        "download-partners",
        "download-partners-workbook",
        "download-partner-template",
        "download-partner-template-workbook",
    ),
)
OF_ONE = (
    *("read-partner", "join-partner", "change-partner", "renew-agreement", "end-partner"),
    *("change-organisation", "add-site", "add-contact", "add-zone"),
)


def test_who_may_open_the_pages(team: Team, client: Client) -> None:
    made = join(team)
    ways = [reverse(f"coordination:{name}") for name in ADDRESSES] + [
        reverse(f"coordination:{name}", args=[made.id]) for name in OF_ONE
    ]
    for way in ways:
        assert "login" in client.get(way).headers["Location"]
    others = [team.account(role) for role in (Role.COACH, Role.INTAKE, Role.PARTNER, Role.PSYCHOLOGIST)]
    for account in [*others, make_official().staff_member.account]:
        client.force_login(account)
        assert {client.get(way).status_code for way in ways} == {403}
    for role in (Role.COORDINATOR, Role.ADMIN):
        assert {enter(client, team, role).get(way).status_code for way in ways} == {200}


def test_a_coordinator_of_elsewhere_reads_and_changes_nothing(team: Team, client: Client) -> None:
    made, there = join(team), make_team("9902")
    enter(client, there)
    assert made.name not in page(client, "list-partners")
    assert made.name not in page(client, "list-partners", voor=team.partnership.code)
    assert "Nog geen partner hier" in page(client, "read-partner", made.id)
    for name in ("change-partner", "renew-agreement", "end-partner"):
        assert client.get(reverse(f"coordination:{name}", args=[made.id])).status_code == 404
    change = reverse("coordination:change-organisation", args=[made.id])
    response = client.post(change, {"name": "Weg", "sector": "cgg"})
    assert response.status_code == 422
    assert "past alleen de beheerder aan" in response.content.decode()
    site = reverse("coordination:end-site", args=[made.id, made.sites.get().id])
    client.post(site)
    assert made.sites.get().period.upper is None
    admin = enter(client, there, Role.ADMIN)
    assert made.name in page(admin, "list-partners", voor=team.partnership.code)
    assert admin.get(LIST, {"voor": "P99"}).status_code == 404


def sheet(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client: Client, content: bytes, name: str = "lijst.csv") -> Any:
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def rows_of(response: Any) -> dict[str, str]:
    return {"rows": response.context["rows"]}


HEAD = "Naam;Ondernemingsnummer;Sector;Rol;Gesubsidieerd;Vanaf;Overeenkomst tot;Zones;Contact;E-mail\r\n"


def test_a_list_is_seen_kept_and_the_same_twice(team: Team, client: Client) -> None:
    join(team, Terms(agreement_until=date(2026, 4, 13)), "CKG Noord")
    text = HEAD + (
        f"CAW Zuid;0206.731.645;CAW;kernpartner;ja;1/3/2021;31/12/2027;{team.zone.name};onthaal;x@voorbeeld.example\r\n"
        "CKG NOORD;;;uitvoerend;x;;;;;\r\n"
        "Kapot;0206731644;CAW;;;;;;;\r\n"
        "Zonder sector;;;;;;;;;\r\n"
    )
    enter(client, team)
    before = Organisation.objects.count()
    shown = upload(client, b"\xef\xbb\xbf" + text.encode())
    seen = shown.content.decode()
    assert shown.status_code == 200
    assert "1 nieuwe organisatie, 1 verandert, 2 gaan niet mee" in seen
    assert "Dit ondernemingsnummer klopt niet" in seen
    assert "Rij 4" in seen
    assert "rol wordt uitvoerende partner, wordt gesubsidieerd" in seen
    assert Organisation.objects.count() == before
    assert client.post(IMPORT, rows_of(shown)).status_code == 302
    listed = page(client, "list-partners")
    assert "CAW Zuid" in listed
    assert "Kernpartner" in listed or "kernpartner, gesubsidieerd" in listed
    made = Organisation.objects.get(enterprise_number=NUMBER)
    row = OrganisationPartnership.objects.get(organisation=made)
    assert (row.period.lower, row.agreement_until, row.source) == (
        date(2021, 3, 1),
        date(2027, 12, 31),
        "lijst, ingelezen op 2/3/2026",
    )
    again = upload(client, text.encode("cp1252"))
    assert "2 blijven zoals ze zijn, 2 gaan niet mee" in again.content.decode()
    assert Organisation.objects.count() == before + 1


def test_a_preview_tells_which_columns_are_not_read(team: Team, client: Client) -> None:
    enter(client, team)
    seen = upload(client, b"Naam;Sector;<b>Kleur</b>;Opmerking\r\nCAW Zuid;CAW;rood;\r\n").content.decode()
    assert "Deze kolommen lezen we niet" in seen
    assert "‘&lt;b&gt;Kleur&lt;/b&gt;’, ‘Opmerking’." in seen
    many = ";".join(f"K{number}" for number in range(10))
    assert "‘K7’, nog 2 kolommen." in upload(client, f"Naam;{many}\r\nA\r\n".encode()).content.decode()
    assert "lezen we niet" not in upload(client, b"Naam;Sector\r\nCAW Zuid;CAW\r\n").content.decode()


def test_a_preview_that_no_longer_holds_is_shown_again(team: Team, client: Client) -> None:
    enter(client, team)
    shown = upload(client, b"Naam,Sector\nHet Anker,CAW\n")
    OrganisationFactory(name="Het Anker", sort_key="hetanker")
    again = client.post(IMPORT, rows_of(shown))
    assert again.status_code == 200
    assert "Ondertussen veranderde er iets" in again.content.decode()
    assert "Nieuwe partner" in again.content.decode()
    assert client.post(IMPORT, rows_of(again)).status_code == 302
    assert Organisation.objects.filter(sort_key="hetanker").count() == 1


def test_a_preview_is_of_who_made_it_and_not_for_ever(team: Team, client: Client, clock: Any) -> None:
    enter(client, team)
    shown = rows_of(upload(client, b"Naam;Sector\nHet Anker;CAW\n"))
    there = make_team("9902")
    tampered = {"rows": shown["rows"][:-3] + "abc"}
    for who, sent in ((there, shown), (team, tampered), (team, {"rows": ""})):
        response = enter(client, who).post(IMPORT, sent)
        assert response.status_code == 422
        assert "te oud" in response.content.decode()
    clock.move_to("2026-03-02T11:30:00Z")
    assert enter(client, team).post(IMPORT, shown).status_code == 422
    assert not Organisation.objects.filter(name="Het Anker").exists()


def test_an_xlsx_with_real_days_and_no_formulas(team: Team, client: Client) -> None:
    enter(client, team)
    content = sheet(
        ("Naam", "Sector", "Vanaf", "Gesubsidieerd", "Postcode"),
        ("Het Anker", "CAW", date(2021, 3, 1), True, 3600),
        ('=HYPERLINK("https://kwaad.example")', "CAW", None, None, None),
        ("De Bron", "CGG", "=TODAY()", None, None),
    )
    seen = upload(client, content, "lijst.xlsx").content.decode()
    assert "1 nieuwe organisatie, 2 gaan niet mee" in seen
    assert "Hier staat een formule" in seen
    assert "vanaf 1 maart 2021" in seen


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "leeg"),
        (b"  \r\n ", "leeg"),
        (b"MZ\x90\x00\x03", "programma"),
        (b"\xd0\xcf\x11\xe0 oud", "ouder Excel"),
        (make_pdf(), "geen kolom"),
        (b"\x00\x01\x02\x03", "geen lijst die we kunnen lezen"),
        (make_office("docx"), "geen lijst die we kunnen lezen"),
        (make_office("xlsx"), "beschadigd"),
        (make_office("xlsx", **{"xl/vbaProject.bin": "x"}), "macro"),
        (b"PK\x03\x04kapot", "beschadigd"),
        (b"Straat;Gemeente\nLaan 1;Genk\n", "geen kolom"),
        (b"Naam\n" + b"x\n" * 1_100, "te veel rijen"),
        (b"Naam" + b";x" * 100 + b"\n", "te veel kolommen"),
        (b"Naam\n" + b"x" * 600 + b"\n", "meer dan 500 tekens"),
        (b"x" * (2 * 1024 * 1024 + 1), "te groot"),
    ],
)
def test_what_is_no_list_is_answered_kindly(team: Team, client: Client, content: bytes, says: str) -> None:
    response = upload(enter(client, team), content, "lijst.csv")
    assert response.status_code == 422
    assert says in response.content.decode()


def test_nothing_chosen_is_answered_kindly(team: Team, client: Client) -> None:
    response = enter(client, team).post(IMPORT, {})
    assert response.status_code == 422
    assert "Kies eerst een bestand" in response.content.decode()


def test_what_goes_out_comes_in_and_runs_nothing(team: Team, client: Client) -> None:
    join(team, Terms(PartnerRole.CORE, True, date(2027, 12, 31), 30), "=cmd|' /C calc'!A0")
    enter(client, team)
    text = client.get("/netwerk/partners/csv/").content.decode("utf-8-sig")
    assert "\r\n'=cmd" in text
    book = load_workbook(io.BytesIO(client.get("/netwerk/partners/xlsx/").content))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    again = upload(client, client.get("/netwerk/partners/csv/").content)
    assert "1 blijft zoals het is" in again.content.decode()


def test_the_template_comes_in_empty(team: Team, client: Client) -> None:
    enter(client, team)
    for address in ("/netwerk/partners/sjabloon/csv/", "/netwerk/partners/sjabloon/xlsx/"):
        response = upload(client, client.get(address).content)
        assert response.status_code == 200
        assert response.context["lines"] == []

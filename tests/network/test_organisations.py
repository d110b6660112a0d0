"""Organisations, their sites, zones and contacts: what may stand, from when, written by whom. Also through raw SQL."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection
from hypothesis import given
from hypothesis import strategies as st

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.network import queries
from eenplan.network.actions import (
    add_contact,
    add_organisation,
    add_site,
    change_organisation,
    end_detail,
    end_partner,
    serve_zone,
)
from eenplan.network.enums import Layer, PartnerRole, Sector
from eenplan.network.models import Organisation
from eenplan.network.rules import enterprise_number
from eenplan.network.rules.partners import NewContact, NewOrganisation, NewSite, Terms
from tests.cast import Team, make_team
from tests.factories.network import OrganisationFactory
from tests.network.partnering import TODAY, do, join, refused
from tests.once import once

TOMORROW, LATER = TODAY + timedelta(days=1), date(2027, 1, 1)
NUMBER = "0206731645"
CORE, PLAIN = Terms(PartnerRole.CORE, True), Terms()

db = pytest.mark.django_db


MADE_AT = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


@once
def team() -> Team:
    return make_team("9901")


@given(st.integers(0, 19_999_999))
def test_the_check_digits_of_an_enterprise_number(first: int) -> None:
    whole = f"{first:08}{97 - first % 97:02}"
    assert enterprise_number(f"BE {whole[:4]}.{whole[4:7]}.{whole[7:]}") == whole
    assert all(
        enterprise_number(f"{first:08}{last:02}") is None for last in range(100) if last != 97 - first % 97
    )


@pytest.mark.parametrize("text", ["", "abc", "12", "9206731645", "02067316451", "٠٢٠٦٧٣١٦٤٥"])
def test_what_is_no_enterprise_number(text: str) -> None:
    assert enterprise_number(text) is None


@db
@pytest.mark.parametrize("number", ["0206731644", "206731645", "9206731645", "abcdefghij", "0206.731.6"])
def test_the_database_checks_an_enterprise_number_too(number: str) -> None:
    with pytest.raises(IntegrityError, match="network_enterprise_number_checks"):
        OrganisationFactory(enterprise_number=number)


@db
def test_an_enterprise_number_is_of_one_organisation(team: Team) -> None:
    acting = team.acting(Role.ADMIN)
    do(acting, add_organisation, said=NewOrganisation("Het Anker", Sector.CAW, None, "0206.731.645"))
    with refused("enterprise-number-taken"):
        do(acting, add_organisation, said=NewOrganisation("De Brug", Sector.CAW, None, NUMBER))
    with pytest.raises(IntegrityError, match="network_enterprise_number_once"):
        OrganisationFactory(enterprise_number=NUMBER)


@db
@pytest.mark.parametrize(
    ("said", "code"),
    [
        (NewOrganisation("", Sector.CAW), "text-missing"),
        (NewOrganisation("x" * 121, Sector.CAW), "text-long"),
        (NewOrganisation("An\u202ek", Sector.CAW), "text-turned"),
        (NewOrganisation("An\x00k", Sector.CAW), "text-turned"),
        (NewOrganisation("Anker", Sector.CAW, None, "0206731644"), "enterprise-number"),
        (NewOrganisation("HET ÀNKER", Sector.CAW), "organisation-known"),
    ],
)
def test_an_organisation_that_cannot_be_so(team: Team, said: NewOrganisation, code: str) -> None:
    OrganisationFactory(name="Het Anker", sort_key="hetanker")
    with refused(code):
        do(team.acting(Role.COORDINATOR), add_organisation, said=said)


@db
def test_another_organisation_may_have_the_same_name(team: Team) -> None:
    OrganisationFactory(name="Het Anker", sort_key="hetanker")
    said = NewOrganisation("Het Anker", Sector.CAW, Layer.BROAD_ACCESS)
    made = do(team.acting(Role.COORDINATOR), add_organisation, said=said, another=True)
    assert Organisation.objects.get(id=made).layer == "broad_access"


@db
@pytest.mark.parametrize(
    ("act", "said", "code"),
    [
        (add_site, NewSite(""), "text-missing"),
        (add_site, NewSite("Huis", postal_code="36"), "postal-code"),
        (add_site, NewSite("Huis", phone="bel ons"), "phone-unreadable"),
        (add_contact, NewContact("onthaal"), "contact-unreachable"),
        (add_contact, NewContact("onthaal", email="geen"), "email"),
        (add_contact, NewContact("onthaal", phone="x"), "phone-unreadable"),
    ],
)
def test_details_that_cannot_be(team: Team, act: Any, said: Any, code: str) -> None:
    made = join(team)
    with refused(code):
        do(team.acting(Role.COORDINATOR), act, organisation_id=made, said=said, since=TODAY)


@db
def test_sites_zones_and_contacts_begin_and_end(team: Team, clock: Any) -> None:
    acting, made = team.acting(Role.COORDINATOR), join(team)
    site = do(
        acting, add_site, organisation_id=made, said=NewSite("Huis", "Laan 1", "3600", "Genk"), since=TODAY
    )
    contact = do(
        acting, add_contact, organisation_id=made, said=NewContact("onthaal", "089 00 00 00"), since=TODAY
    )
    zone = do(
        acting, serve_zone, organisation_id=made, zone_id=team.zone.id, since=date(2021, 7, 1), source="brief"
    )
    for again in (
        lambda: do(acting, add_site, organisation_id=made, said=NewSite("Huis"), since=TODAY),
        lambda: do(
            acting, add_contact, organisation_id=made, said=NewContact("onthaal", "089 1 2 3"), since=LATER
        ),
        lambda: do(acting, serve_zone, organisation_id=made, zone_id=team.zone.id, since=TODAY),
    ):
        with refused("detail-known"):
            again()
    clock.move_to("2026-03-10T09:00:00Z")
    for kind, one in (("site", site), ("zone", zone), ("contact", contact)):
        do(acting, end_detail, kind=kind, organisation_id=made, detail_id=one)
    full = queries.organisation_full(acting, made, on=date(2026, 3, 10))
    assert {one.until for one in (*full.sites, *full.zones, *full.contacts)} == {date(2026, 3, 11)}
    planned = do(acting, add_site, organisation_id=made, said=NewSite("Nieuw"), since=LATER)
    do(acting, end_detail, kind="site", organisation_id=made, detail_id=planned)
    assert len(queries.organisation_full(acting, made, on=TODAY).sites) == 1
    with pytest.raises(NotFound):
        do(acting, end_detail, kind="name", organisation_id=made, detail_id=planned)
    with refused("detail-past"):
        do(acting, add_site, organisation_id=made, said=NewSite("Oud"), since=TODAY)


@db
@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("UPDATE network_organisationsite SET postal_code = '0360'", "site_postal_code"),
        ("UPDATE network_organisationsite SET name = ''", "site_named"),
        ("UPDATE network_organisationsite SET period = 'empty'", "site_period"),
        ("UPDATE network_organisationzone SET period = 'empty'", "zone_period"),
        ("UPDATE network_organisationcontact SET phone = '', email = ''", "contact_reachable"),
        ("UPDATE network_organisationcontact SET period = 'empty'", "contact_period"),
        ("UPDATE network_organisation SET period = 'empty'", "network_organisation_period"),
        ("UPDATE network_organisation SET name = ''", "network_organisation_named"),
        (
            "INSERT INTO network_organisationsite SELECT gen_random_uuid(), name, street, postal_code, place, phone, period, organisation_id, written_on FROM network_organisationsite",
            "site_once",
        ),
        (
            "INSERT INTO network_organisationzone SELECT gen_random_uuid(), period, source, organisation_id, zone_id, written_on FROM network_organisationzone",
            "zone_once",
        ),
        (
            "INSERT INTO network_organisationcontact SELECT gen_random_uuid(), name, phone, email, period, organisation_id, written_on FROM network_organisationcontact",
            "contact_once",
        ),
    ],
)
def test_the_database_refuses_what_cannot_be_of_an_organisation(team: Team, sql: str, name: str) -> None:
    acting, made = team.acting(Role.COORDINATOR), join(team)
    do(acting, add_site, organisation_id=made, said=NewSite("Huis"), since=TODAY)
    do(acting, add_contact, organisation_id=made, said=NewContact("onthaal", "089 00 00 00"), since=TODAY)
    do(acting, serve_zone, organisation_id=made, zone_id=team.zone.id, since=TODAY)
    with pytest.raises(IntegrityError, match=name), connection.cursor() as cursor:
        cursor.execute(sql)


@db
def test_contacts_are_not_for_visitors(team: Team) -> None:
    acting, made = team.acting(Role.COORDINATOR), join(team)
    do(acting, add_contact, organisation_id=made, said=NewContact("onthaal", "089 00 00 00"), since=TODAY)
    for someone, seen in ((acting, 1), (team.acting(Role.COACH), 1), (None, 0)):
        with request_transaction(someone), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM network_organisationcontact")
            assert cursor.fetchone() == (seen,)


@db
def test_a_coordinator_keeps_the_organisations_of_the_own_partnership(team: Team, clock: Any) -> None:
    acting, there = team.acting(Role.COORDINATOR), make_team("9902")
    mine, theirs, nobodys = join(team), join(there), OrganisationFactory().id
    said = NewOrganisation("Anders", Sector.CGG)
    for made in (mine, nobodys):
        do(acting, change_organisation, organisation_id=made, said=said)
    with refused("organisation-who"):
        do(acting, change_organisation, organisation_id=theirs, said=said)
    with request_transaction(acting), connection.cursor() as cursor:
        cursor.execute("UPDATE network_organisation SET name = 'x' WHERE id = %s", [theirs])
        assert cursor.rowcount == 0
    clock.move_to("2026-03-10T09:00:00Z")
    do(
        acting,
        end_partner,
        organisation_id=mine,
        partnership_id=team.partnership.id,
        last_day=date(2026, 3, 10),
    )
    clock.move_to("2026-03-11T09:00:00Z")
    with refused("organisation-who"):
        do(acting, change_organisation, organisation_id=mine, said=said)
    do(team.acting(Role.ADMIN), change_organisation, organisation_id=theirs, said=said)

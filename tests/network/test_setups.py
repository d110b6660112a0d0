"""A partnership that is being set up: how far it is, and how it is called off before it begins."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions import change_words
from eenplan.network.actions.organisations import add_contact, add_organisation
from eenplan.network.actions.partners import add_partner
from eenplan.network.actions.partnerships import call_off_partnership, start_partnership
from eenplan.network.enums import Layer, PartnerRole, Sector, Wording
from eenplan.network.models import OrganisationContact, Partnership
from eenplan.network.queries import partnerships_from, partnerships_on
from eenplan.network.queries.setups import setup, setups
from eenplan.network.rules.partners import NewContact, NewOrganisation, Terms
from tests.cast import acting_as, make_official, make_team
from tests.factories.network import AssignmentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False):
        yield


@pytest.fixture
def admin(db: None) -> Acting:
    return acting_as(AssignmentFactory(role=Role.ADMIN, partnership=None))


def begin(admin: Acting, code: str = "P17") -> Partnership:
    with request_transaction(admin):
        made = start_partnership(admin, code=code, name="Nieuw begin", since=NEW_YEAR)
    return Partnership.objects.get(id=made)


def test_one_that_will_begin_stands_among_those_that_are_set_up(admin: Acting) -> None:
    begin(admin)
    with request_transaction(admin):
        one = setup(admin, "P17")
        assert [(found.code, found.since) for found in setups(admin)] == [("P17", NEW_YEAR)]
    assert (one.name, one.ready, one.has_begun) == ("Nieuw begin", 0, False)
    assert "P17" not in [found.code for found in partnerships_on(admin, date(2026, 11, 22))]
    assert "P17" in [found.code for found in partnerships_from(admin, date(2026, 11, 22))]


def test_people_count_from_the_day_on_which_it_begins(admin: Acting) -> None:
    made = begin(admin)
    for role in (Role.COORDINATOR, Role.INTAKE):
        AssignmentFactory(role=role, partnership=made, period=(NEW_YEAR, None))
    AssignmentFactory(role=Role.COACH, partnership=made, period=(date(2027, 2, 1), None))
    assert not setup(admin, "P17").has_people
    with time_machine.travel("2027-02-01T09:00:00Z", tick=False):
        assert setup(admin, "P17").has_people
    with time_machine.travel("2027-03-15T09:00:00Z", tick=False), pytest.raises(NotFound):
        setup(admin, "P17")


def test_called_off_it_is_gone(admin: Acting) -> None:
    made = begin(admin)
    with request_transaction(admin):
        call_off_partnership(admin, partnership_id=made.id)
    assert not Partnership.objects.filter(code="P17").exists()
    begin(admin)


def test_as_long_as_people_wait_for_it_it_is_not_called_off(admin: Acting) -> None:
    made = begin(admin)
    AssignmentFactory(role=Role.COACH, partnership=made, period=(NEW_YEAR, None))
    with pytest.raises(RuleBroken) as caught, request_transaction(admin):
        call_off_partnership(admin, partnership_id=made.id)
    assert caught.value.code == "network:partnership-in-use"
    assert setup(admin, "P17").name == "Nieuw begin"


def test_what_has_begun_stays(admin: Acting) -> None:
    made = begin(admin)
    with time_machine.travel("2027-01-01T09:00:00Z", tick=False):
        with pytest.raises(RuleBroken) as caught, request_transaction(admin):
            call_off_partnership(admin, partnership_id=made.id)
        assert caught.value.code == "network:partnership-begun"
        with pytest.raises(DatabaseError), request_transaction(admin), connection.cursor() as cursor:
            cursor.execute("DELETE FROM network_partnershipname WHERE partnership_id = %s", [made.id])


def test_only_the_administrator_calls_off(admin: Acting) -> None:
    made = begin(admin)
    coordinator = make_team().acting(Role.COORDINATOR)
    with pytest.raises(NotFound), request_transaction(coordinator):
        call_off_partnership(coordinator, partnership_id=made.id)
    with request_transaction(coordinator), connection.cursor() as cursor, transaction.atomic():
        cursor.execute("DELETE FROM network_partnershipname WHERE partnership_id = %s", [made.id])
        assert cursor.rowcount == 0


def test_an_administrator_of_the_whole_gives_it_a_partner_and_words(admin: Acting) -> None:
    made = begin(admin)
    said = NewOrganisation(name="CAW De Vuurtoren van Hier", sector=Sector.CAW, layer=Layer.BROAD_ACCESS)
    with request_transaction(admin):
        organisation = add_organisation(admin, said=said)
        add_partner(
            admin,
            organisation_id=organisation,
            partnership_id=made.id,
            terms=Terms(role=PartnerRole.CORE),
            since=NEW_YEAR,
        )
        change_words(
            admin,
            kind=Wording.CONTACTS,
            partnership_id=made.id,
            code="",
            since=NEW_YEAR,
            words={"name_nl": "Aanmeldteam", "phone": "050 00 00 00", "hours_nl": "elke werkdag"},
        )
    one = setup(admin, "P17")
    assert (one.has_core_partner, one.has_contact_point) == (True, True)


def test_an_official_reads_no_contacts_of_organisations(admin: Acting) -> None:
    organisation = OrganisationFactory()
    with request_transaction(admin):
        add_contact(
            admin,
            organisation_id=organisation.id,
            said=NewContact(name="Onthaal", phone="050 00 00 00"),
            since=date(2026, 11, 22),
        )
        assert OrganisationContact.objects.count() == 1
    with request_transaction(acting_as(make_official())):
        assert OrganisationContact.objects.count() == 0


def test_asking_how_far_they_are_is_one_query(admin: Acting, django_assert_num_queries: object) -> None:
    for code in ("P17", "P18", "P19"):
        begin(admin, code)
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django types it loosely
        assert len(setups(admin)) == 3

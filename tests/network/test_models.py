"""What the database itself refuses; each constraint has a test that breaks it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.core.errors import DirectWrite
from eenplan.network.models import CrisisContact, LifeDomain, PartnershipFigure, PartnershipLineage, RoleTitle
from tests.factories.network import (
    AssignmentFactory,
    MunicipalityFactory,
    MunicipalityZoneFactory,
    OrganisationFactory,
    PartnershipFactory,
    PartnershipNameFactory,
    PartnershipZoneFactory,
    PostalCodeFactory,
    StaffMemberFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db

BEFORE = DateRange(date(2019, 1, 1), date(2021, 7, 1))
EMPTY = DateRange(empty=True)


def speak_now() -> None:
    """Let deferred constraints speak."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """The block, or a deferred constraint after it, is refused by this very constraint."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():  # noqa: PT012 (the block is the point)
        with writing():
            yield
        speak_now()
    cause = caught.value.__cause__
    assert cause is not None
    assert cause.diag.constraint_name == constraint  # type: ignore[attr-defined]  # psycopg's own error


@pytest.mark.rule(7)
def test_a_zone_never_has_two_partnerships_on_one_day() -> None:
    row = PartnershipZoneFactory()
    with refused("network_zone_one_partnership"):
        PartnershipZoneFactory(zone=row.zone, period=DateRange(date(2025, 1, 1), None))


@pytest.mark.rule(7)
def test_before_july_2021_too_a_zone_has_at_most_one_partnership() -> None:
    row = PartnershipZoneFactory()
    PartnershipZoneFactory(zone=row.zone, period=BEFORE)
    with refused("network_zone_one_partnership"):
        PartnershipZoneFactory(zone=row.zone, period=DateRange(date(2020, 1, 1), date(2020, 2, 1)))


@pytest.mark.rule(7)
def test_a_zone_may_go_to_another_partnership_on_the_same_day() -> None:
    zone = ZoneFactory()
    PartnershipZoneFactory(zone=zone, period=DateRange(date(2021, 7, 1), date(2025, 1, 1)))
    PartnershipZoneFactory(zone=zone, period=DateRange(date(2025, 1, 1), None))
    speak_now()


@pytest.mark.rule(7)
def test_a_zone_without_any_partnership_is_refused() -> None:
    with refused("network_zone_is_covered"):
        ZoneFactory()


@pytest.mark.rule(7)
def test_a_gap_after_july_2021_is_refused() -> None:
    with refused("network_zone_is_covered"):
        zone = ZoneFactory()
        PartnershipZoneFactory(zone=zone, period=DateRange(date(2021, 7, 1), date(2024, 12, 31)))
        PartnershipZoneFactory(zone=zone, period=DateRange(date(2025, 1, 1), None))


@pytest.mark.rule(7)
def test_the_last_partnership_of_a_zone_cannot_be_taken_away_or_shortened() -> None:
    row = PartnershipZoneFactory()
    speak_now()
    with refused("network_zone_is_covered"):
        row.delete()
    row = type(row).objects.get(zone=row.zone)
    row.period = DateRange(date(2021, 7, 1), date(2026, 1, 1))
    with refused("network_zone_is_covered"):
        row.save()


@pytest.mark.rule(7)
def test_a_zone_that_ended_needs_no_partnership_after_its_end() -> None:
    zone = ZoneFactory(period=DateRange(None, date(2025, 1, 1)))
    PartnershipZoneFactory(zone=zone, period=DateRange(date(2021, 7, 1), date(2025, 1, 1)))
    ZoneFactory(period=DateRange(None, date(2020, 1, 1)))
    speak_now()


def test_a_partnership_has_one_name_at_a_time() -> None:
    partnership = PartnershipFactory()
    with refused("network_partnership_one_name"):
        PartnershipNameFactory(partnership=partnership, period=DateRange(date(2025, 1, 1), None))


def test_a_partnership_has_one_figure_of_a_kind_at_a_time() -> None:
    partnership = PartnershipFactory()
    with refused("network_partnership_one_figure"):
        for value in (3, 4):
            PartnershipFigure.objects.create(
                partnership=partnership,
                kind="subsidised_recipients",
                value=value,
                period=DateRange(None, None),
                assumed=False,
            )


def test_a_partnership_does_not_go_on_in_itself_nor_twice_in_another() -> None:
    one, other = PartnershipFactory(), PartnershipFactory()
    with refused("network_lineage_two"):
        PartnershipLineage.objects.create(predecessor=one, successor=one, on=date(2021, 7, 1), assumed=True)
    with refused("network_lineage_once"):
        for day in (date(2021, 7, 1), date(2022, 7, 1)):
            PartnershipLineage.objects.create(predecessor=one, successor=other, on=day, assumed=True)


def test_a_municipality_lies_once_in_a_zone_at_a_time() -> None:
    row = MunicipalityZoneFactory(zone__period=BEFORE)
    with refused("network_municipality_zone_once"):
        MunicipalityZoneFactory(municipality=row.municipality, zone=row.zone, share=Decimal("0.5"))


@pytest.mark.parametrize("share", [Decimal(0), Decimal("1.001")])
def test_a_share_of_the_inhabitants_is_above_none_and_at_most_all(share: Decimal) -> None:
    with refused("network_municipality_zone_share"):
        MunicipalityZoneFactory(share=share, zone__period=BEFORE)


def test_a_place_stands_once_under_a_postal_code_at_a_time() -> None:
    row = PostalCodeFactory()
    with refused("network_postal_code_once"):
        PostalCodeFactory(code=row.code, place_name=row.place_name, municipality=row.municipality)


@pytest.mark.parametrize(
    ("make", "constraint"),
    [
        (ZoneFactory, "network_zone_period"),
        (MunicipalityFactory, "network_municipality_period"),
        (MunicipalityZoneFactory, "network_municipality_zone_period"),
        (PostalCodeFactory, "network_postal_code_period"),
        (PartnershipZoneFactory, "network_partnership_zone_period"),
        (AssignmentFactory, "network_assignment_period"),
    ],
)
def test_an_empty_period_is_refused(make: type, constraint: str) -> None:
    with refused(constraint):
        make(period=EMPTY)


@pytest.mark.rule(14)
def test_more_than_full_time_at_once_is_refused() -> None:
    row = AssignmentFactory(share=Decimal("0.60"))
    with refused("network_shares_within_full_time"):
        AssignmentFactory(
            staff_member=row.staff_member,
            role=Role.INTAKE,
            share=Decimal("0.50"),
            period=DateRange(date(2025, 1, 1), None),
        )


@pytest.mark.rule(14)
def test_a_longer_assignment_may_not_come_to_overlap_into_more_than_full_time() -> None:
    first = AssignmentFactory(share=Decimal(1), period=DateRange(date(2022, 1, 1), date(2023, 1, 1)))
    AssignmentFactory(
        staff_member=first.staff_member, share=Decimal(1), period=DateRange(date(2023, 1, 1), None)
    )
    speak_now()
    first.period = DateRange(date(2022, 1, 1), date(2023, 1, 2))
    with refused("network_shares_within_full_time"):
        first.save()


@pytest.mark.rule(14)
def test_a_worker_without_any_assignment_is_refused() -> None:
    with refused("network_staff_is_assigned"):
        StaffMemberFactory()


@pytest.mark.rule(14)
def test_the_last_assignment_of_a_worker_cannot_be_removed() -> None:
    row = AssignmentFactory()
    speak_now()
    with refused("network_staff_is_assigned"):
        row.delete()


@pytest.mark.rule(14)
@pytest.mark.parametrize("share", [Decimal("-0.01"), Decimal("1.01")])
def test_one_share_is_between_none_and_full_time(share: Decimal) -> None:
    with refused("network_assignment_share"):
        AssignmentFactory(share=share)


@pytest.mark.rule(14)
def test_an_assignment_has_a_first_day() -> None:
    with refused("network_assignment_period"):
        AssignmentFactory(period=DateRange(None, date(2025, 1, 1)))


def test_only_officials_and_administrators_work_for_the_whole() -> None:
    AssignmentFactory(partnership=None, role=Role.OFFICIAL)
    with refused("network_assignment_partnership"):
        AssignmentFactory(partnership=None, role=Role.COACH)


def test_the_same_role_twice_at_once_is_refused_also_without_a_partnership() -> None:
    row = AssignmentFactory(partnership=None, role=Role.OFFICIAL, share=Decimal("0.10"))
    with refused("network_assignment_once"):
        AssignmentFactory(
            staff_member=row.staff_member, partnership=None, role=Role.OFFICIAL, share=Decimal("0.10")
        )


@pytest.mark.rule(47)
@pytest.mark.parametrize("local", [True, False])
def test_one_title_one_domain_one_number_at_a_time(local: bool) -> None:
    partnership = PartnershipFactory() if local else None
    always = DateRange(None, None)
    with refused("network_one_role_title"):
        for title in ("verbinder", "begeleider"):
            RoleTitle.objects.create(
                partnership=partnership, role="partner", language="de", title=title, period=always
            )
    with refused("network_one_life_domain"):
        for position in (1, 2):
            LifeDomain.objects.create(
                partnership=partnership, code="test", label_nl="x", icon="x", position=position, period=always
            )
    with refused("network_one_crisis_contact"):
        for position in (1, 2):
            CrisisContact.objects.create(
                code="test", name="x", phone="1", description_nl="x", position=position, period=always
            )


def test_nothing_is_written_outside_an_action() -> None:
    organisation = OrganisationFactory()
    with pytest.raises(DirectWrite):
        organisation.save()
    with pytest.raises(DirectWrite):
        organisation.delete()
    with pytest.raises(DirectWrite):
        type(organisation).objects.update(name="x")

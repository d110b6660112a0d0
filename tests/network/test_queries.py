"""Areas on a day (rule 7), workers and configuration, read as the web reads them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext, override

from eenplan.core.acting import Acting, public_form, request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network import queries
from eenplan.network.models import LifeDomain, Municipality, Partnership, RoleTitle, Zone
from tests.factories.network import (
    AssignmentFactory,
    MunicipalityFactory,
    MunicipalityZoneFactory,
    PartnershipFactory,
    PartnershipZoneFactory,
    PostalCodeFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


@pytest.fixture
def web(reference_data: None, settings: Any) -> Iterator[Acting]:
    """A request of the public form, under the web role."""
    settings.STEP_DOWN_TO_WEB_ROLE = True
    acting = public_form()
    with request_transaction(acting):
        yield acting


def codes(area: queries.Area) -> tuple[str | None, str | None, str | None]:
    return tuple(  # type: ignore[return-value]  # three by construction
        known.code if known else None for known in (area.municipality, area.zone, area.partnership)
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize(
    ("postal_code", "day", "expected"),
    [
        ("3600", date(2018, 8, 31), ("71016", "elz12", None)),
        ("3600", date(2020, 5, 1), ("71016", "elz12", "P15")),
        ("3600", TODAY, ("71016", "elz12", "P15")),
        # Borgloon was with Haspengouw until it became Tongeren-Borgloon.
        ("3840", date(2021, 6, 30), ("73009", "elz14", None)),
        ("3840", date(2021, 7, 1), ("73009", "elz14", "P16")),
        ("3840", date(2024, 12, 31), ("73009", "elz14", "P16")),
        ("3840", date(2025, 1, 1), ("73111", "elz54", "P15")),
        # Kortessem became a part of Hasselt; its small places too.
        ("3724", date(2024, 12, 31), ("73040", "elz14", "P16")),
        ("3724", date(2025, 1, 1), ("71072", "elz15", "P16")),
        # Borsbeek became a district of Antwerp.
        ("2150", date(2024, 12, 31), ("11007", "elz55", "P01")),
        ("2150", date(2025, 1, 1), ("11002", "elz2-2", "P01")),
        # Ranst changed its zone, and with it its partnership, without a merger.
        ("2520", date(2024, 12, 31), ("11035", "elz34", "P04")),
        ("2520", date(2025, 1, 1), ("11035", "elz49", "P02")),
        # Gent: an older partnership until July 2021.
        ("9000", date(2021, 6, 30), ("44021", "elz13", "H07")),
        ("9000", date(2021, 7, 1), ("44021", "elz13", "P05")),
        # Opglabbeek became a part of Oudsbergen in 2019.
        ("3660", date(2018, 12, 31), ("71047", "elz12", "P15")),
        ("3660", date(2019, 1, 1), ("72042", "elz12", "P15")),
        ("1000", TODAY, ("21004", "elz7", "P07")),
    ],
)
def test_the_area_of_a_postal_code_on_a_day(
    web: Acting, postal_code: str, day: date, expected: tuple[str, str, str | None]
) -> None:
    found = queries.area_on(web, postal_code=postal_code, on=day)
    assert codes(found) == expected
    assert found.unique
    assert found.partnership_is_settled


@pytest.mark.rule(7)
@pytest.mark.parametrize(
    ("postal_code", "zone"), [("2060", "elz2-1"), ("2140", "elz2-2"), ("2610", "elz2-3"), ("2170", "elz2-4")]
)
def test_each_of_the_four_zones_of_antwerp(web: Acting, postal_code: str, zone: str) -> None:
    assert codes(queries.area_on(web, postal_code=postal_code, on=TODAY)) == ("11002", zone, "P01")


@pytest.mark.rule(7)
def test_antwerp_by_its_own_code_leaves_the_zone_to_choose_but_not_the_partnership(web: Acting) -> None:
    found = queries.area_on(web, nis_code="11002", on=TODAY)
    assert codes(found) == ("11002", None, "P01")
    assert not found.unique
    assert found.partnership_is_settled
    assert sorted(codes(one)[1] or "" for one in found.candidates) == ["elz2-1", "elz2-2", "elz2-3", "elz2-4"]


@pytest.mark.rule(7)
def test_a_merged_municipality_is_followed_forward(web: Acting) -> None:
    assert codes(queries.area_on(web, nis_code="73009", on=date(2024, 12, 31))) == ("73009", "elz14", "P16")
    assert codes(queries.area_on(web, nis_code="73009", on=date(2025, 1, 1))) == ("73111", "elz54", "P15")


@pytest.mark.rule(7)
def test_a_municipality_of_before_its_merger_gives_the_former_ones_to_choose(web: Acting) -> None:
    found = queries.area_on(web, nis_code="73111", on=date(2024, 12, 31))
    assert codes(found) == (None, None, None)
    assert not found.partnership_is_settled
    assert sorted(codes(one) for one in found.candidates) == [
        ("73009", "elz14", "P16"),
        ("73083", "elz54", "P15"),
    ]


@pytest.mark.rule(7)
def test_a_postal_code_over_several_municipalities_is_narrowed_by_its_place(db: Any) -> None:
    here, there = MunicipalityFactory(name_nl="Hier"), MunicipalityFactory(name_nl="Ginder")
    served = PartnershipZoneFactory()
    elsewhere = PartnershipZoneFactory()
    MunicipalityZoneFactory(municipality=here, zone=served.zone)
    MunicipalityZoneFactory(municipality=there, zone=elsewhere.zone)
    PostalCodeFactory(code="9998", place_name="Dorp", municipality=here)
    PostalCodeFactory(code="9998", place_name="Gehucht", municipality=here)
    PostalCodeFactory(code="9998", place_name="Één-Weg", municipality=there)
    found = queries.area_on(task(), postal_code="9998", on=TODAY)
    assert {one.places for one in found.candidates} == {("Dorp", "Gehucht"), ("Één-Weg",)}
    assert (found.municipality, found.zone, found.partnership) == (None, None, None)
    assert not found.partnership_is_settled
    narrowed = queries.area_on(task(), postal_code="9998", place="een weg", on=TODAY)
    assert narrowed.unique
    assert narrowed.partnership is not None
    assert narrowed.partnership.id == elsewhere.partnership_id


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"postal_code": "4000"}, "network:postal-code-unknown", "postal_code"),
        ({"postal_code": "", "place": "Genk"}, "network:postal-code-unknown", "postal_code"),
        ({"postal_code": "3600", "place": "Hasselt"}, "network:place-unknown", "place"),
        ({"nis_code": "62063"}, "network:municipality-unknown", "nis_code"),
    ],
)
def test_an_unknown_place_is_said_with_a_way_to_mend_it(
    web: Acting, asked: dict[str, str], code: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as caught:
        queries.area_on(web, on=TODAY, **asked)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert "Kijk" in str(caught.value.message) or "Kies" in str(caught.value.message)


def test_a_municipality_without_a_zone_on_that_day_is_said(db: Any) -> None:
    lost = MunicipalityFactory()
    with pytest.raises(RuleBroken, match="network:area-unknown"):
        queries.area_on(task(), nis_code=lost.nis_code, on=TODAY)


def test_a_program_asks_by_one_code(db: Any) -> None:
    with pytest.raises(TypeError):
        queries.area_on(task(), on=TODAY)


def test_what_is_assumed_is_said(web: Acting) -> None:
    public = queries.area_on(web, postal_code="3600", on=TODAY).assumed
    assert not public.any
    assert (public.confidence, public.basis) == ("", "")
    likely = queries.area_on(web, postal_code="3560", on=TODAY).assumed
    assert likely.partnership
    assert (likely.confidence, likely.basis) == ("low", "could be P16")
    before = queries.area_on(web, postal_code="3600", on=date(2020, 5, 1)).assumed
    assert before.partnership
    assert before.period
    nobody = queries.area_on(web, postal_code="9700", on=date(2020, 5, 1))
    assert nobody.partnership is None
    assert nobody.assumed.partnership
    assert queries.area_on(web, postal_code="3724", on=date(2020, 5, 1)).assumed.municipality
    assert queries.area_on(web, nis_code="71047", on=date(2018, 12, 31)).assumed.zone


@pytest.mark.parametrize(("postal_code", "queries_made"), [("3600", 2), ("2040", 2), ("4000", 1)])
def test_an_area_takes_few_queries(
    web: Acting, django_assert_num_queries: Any, postal_code: str, queries_made: int
) -> None:
    with django_assert_num_queries(queries_made):
        try:
            queries.area_on(web, postal_code=postal_code, on=TODAY)
        except RuleBroken:
            assert postal_code == "4000"


def test_searching_a_municipality(web: Acting) -> None:
    assert [found.name for found in queries.search_municipality(web, "genk", on=TODAY)] == ["Genk"]
    assert [found.code for found in queries.search_municipality(web, "hasselt", on=date(2024, 12, 31))] == [
        "71022"
    ]
    assert [found.code for found in queries.search_municipality(web, "HASSELT ", on=TODAY)] == ["71072"]
    assert queries.search_municipality(web, " - ", on=TODAY) == []
    assert queries.search_municipality(web, "bruxelles", on=TODAY)[0].code == "21004"
    first = queries.search_municipality(web, "tong", on=TODAY)[0]
    assert first.name.startswith("Tong")


def test_the_zones_of_a_partnership(web: Acting) -> None:
    ours = Partnership.objects.get(code="P15").id
    zones = queries.zones_of(web, ours, TODAY)
    assert [zone.name for zone in zones] == ["Kemp en Duin", "Maasland", "ZOLim"]
    assert not any(zone.assumed for zone in zones)
    assert all(zone.assumed for zone in queries.zones_of(web, ours, date(2020, 1, 1)))


def test_bulk_answers_for_figures(web: Acting, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        partnership_of = queries.partnership_of_zone_on(web, TODAY)
        zones_of = queries.zone_of_municipality_on(web, TODAY)
    antwerp = zones_of[Municipality.objects.get(nis_code="11002").id]
    assert [share for _, share in antwerp] == [
        Decimal("0.386"),
        Decimal("0.253"),
        Decimal("0.199"),
        Decimal("0.162"),
    ]
    genk = Zone.objects.get(code="elz12")
    assert partnership_of[genk.id] == Partnership.objects.get(code="P15").id


@pytest.mark.rule(16)
def test_access_follows_the_assignments_of_the_day(db: Any) -> None:
    row = AssignmentFactory(period=DateRange(date(2024, 1, 1), date(2025, 1, 1)))
    AssignmentFactory()
    account = row.staff_member.account
    assert queries.assignments_of(account.id, date(2023, 12, 31)) == []
    [current] = queries.assignments_of(account.id, date(2024, 12, 31))
    assert current.id == row.id
    assert current.role is Role.COACH
    assert current.actor_id == account.actor_id
    assert current.partnership_name == f"Verband {row.partnership.code}"
    assert queries.assignments_of(account.id, date(2025, 1, 1)) == []


@pytest.mark.rule(16)
def test_a_closed_account_may_act_as_nobody(db: Any) -> None:
    row = AssignmentFactory()
    row.staff_member.account.is_active = False
    row.staff_member.account.save()
    assert queries.assignments_of(row.staff_member.account.id, TODAY) == []


def test_an_official_acts_for_the_whole(db: Any) -> None:
    row = AssignmentFactory(partnership=None, role=Role.OFFICIAL, share=0)
    [current] = queries.assignments_of(row.staff_member.account.id, TODAY)
    assert (current.partnership_id, current.partnership_code, current.partnership_name) == (None, "", "")


@pytest.mark.parametrize("number", [1, 3])
def test_the_coaches_of_my_partnership_in_one_query(
    db: Any, django_assert_num_queries: Any, number: int
) -> None:
    ours = PartnershipFactory()
    names = ["Zoë Aerts", "Bo Van den Broeck", "An Vandenberghe"][:number]
    for name in names:
        AssignmentFactory(partnership=ours, staff_member__name=name)
    AssignmentFactory(partnership=ours, role=Role.INTAKE)
    AssignmentFactory(partnership=ours, period=DateRange(date(2022, 1, 1), date(2023, 1, 1)))
    AssignmentFactory()
    acting = replace(task(), partnership_id=ours.id)
    with django_assert_num_queries(1):
        found = queries.staff_on(acting, Role.COACH, TODAY)
    expected = ["Zoë Aerts", "An Vandenberghe", "Bo Van den Broeck"] if number == 3 else names
    assert [one.name for one in found] == expected
    assert {one.share for one in found} == {Decimal("0.50")}
    assert queries.staff_on(task(), Role.COACH, TODAY) == []


@pytest.mark.rule(47)
def test_a_role_is_called_as_the_partnership_calls_it_on_that_day(web: Acting) -> None:
    ours = Partnership.objects.get(code="P15").id
    acting = replace(web, partnership_id=ours)
    assert queries.role_title(acting, Role.COACH, on=TODAY) == "plan-trekker"
    assert queries.role_title(acting, Role.COACH, on=date(2018, 8, 31)) == "gezinscoach"
    assert queries.role_title(acting, Role.COACH, on=TODAY, language="fr") == "coach familial"
    for language in ("ar", "tr", "uk"):
        with override(language):
            title = queries.role_title(acting, Role.COACH, on=TODAY, language=language)
            assert title == gettext("gezinscoach") != "gezinscoach"
    assert queries.role_title(web, Role.COACH, on=TODAY) == "gezinscoach"
    assert queries.role_title(web, Role.COACH, on=TODAY, partnership_id=ours) == "plan-trekker"
    assert queries.role_title(web, Role.FAMILY_MEMBER, on=TODAY) == "gezinslid"


@pytest.mark.rule(47)
def test_words_of_its_own_go_before_the_default_domains(reference_data: None) -> None:
    ours = PartnershipFactory()
    with writing():
        RoleTitle.objects.create(
            partnership=ours, role=Role.COACH, language="nl", title="gids", period=DateRange(TODAY, None)
        )
        for position, code, shown in [(1, "housing", True), (2, "money", False)]:
            LifeDomain.objects.create(
                partnership=ours,
                code=code,
                label_nl="Ons dak",
                icon="house",
                position=position,
                shown=shown,
                period=DateRange(TODAY, None),
            )
    acting = replace(task(), partnership_id=ours.id)
    now = queries.life_domains(acting, on=TODAY)
    assert (now[0].code, now[0].label("fr"), len(now)) == ("housing", "Ons dak", 12)
    assert "money" not in {domain.code for domain in now}
    assert len(queries.life_domains(acting, on=TODAY, with_hidden=True)) == 13
    assert len(queries.life_domains(acting, on=date(2026, 3, 1))) == 13
    assert len(queries.life_domains(task(), on=TODAY)) == 13


def test_a_zone_of_the_factory_can_be_made_with_its_partnership(db: Any) -> None:
    row = PartnershipZoneFactory(zone=ZoneFactory())
    assert queries.partnership_of_zone_on(task(), TODAY)[row.zone_id] == row.partnership_id

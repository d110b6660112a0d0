"""The reference data as loaded: complete, the same each time, and honest about what is assumed."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Count, Sum

from eenplan.core.acting import task
from eenplan.core.actions import writing
from eenplan.network import models, queries, reference
from eenplan.network.actions import load_reference_data
from eenplan.network.enums import Source
from eenplan.network.queries.configuration import CRISIS_WORDS
from eenplan.network.reference import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

TABLES = [
    models.Zone,
    models.Municipality,
    models.MunicipalityZone,
    models.PostalCode,
    models.Partnership,
    models.PartnershipName,
    models.PartnershipLineage,
    models.PartnershipZone,
    models.PartnershipFigure,
    models.LifeDomain,
    models.RoleTitle,
    models.CrisisContact,
]


def all_ids() -> set[UUID]:
    return {row for table in TABLES for row in table.objects.values_list("id", flat=True)}


def test_loading_again_keeps_every_row_and_id() -> None:
    before = all_ids()
    load_reference_data(task())
    assert all_ids() == before


def test_loading_again_mends_a_fact_and_leaves_configuration_alone() -> None:
    with writing():
        models.Zone.objects.filter(code="elz12").update(name="Iets anders")
        models.LifeDomain.objects.filter(code="housing", partnership=None).update(label_nl="Ons huis")
    load_reference_data(task())
    assert models.Zone.objects.get(code="elz12").name == "Kemp en Duin"
    assert models.LifeDomain.objects.get(code="housing", partnership=None).label_nl == "Ons huis"


def test_numbers_of_rows() -> None:
    counts = load_reference_data(task())
    assert counts["zone"] == 60
    assert counts["municipality"] == 346
    assert counts["partnership"] == 18


def test_municipalities_before_and_after_the_mergers() -> None:
    on = models.Municipality.objects.filter
    assert on(period__contains=date(2018, 12, 31)).count() == 327
    assert on(period__contains=date(2019, 1, 1)).count() == 319
    assert on(period__contains=date(2024, 12, 31)).count() == 319
    assert on(period__contains=date(2025, 1, 1)).count() == 304


@pytest.mark.parametrize("day", [date(2018, 9, 1), date(2020, 6, 1), date(2024, 12, 31), date(2026, 1, 1)])
def test_every_municipality_lies_wholly_in_zones(day: date) -> None:
    everyone = set(models.Municipality.objects.filter(period__contains=day).values_list("id", flat=True))
    lying = dict(
        models.MunicipalityZone.objects.filter(period__contains=day)
        .values_list("municipality_id")
        .annotate(Sum("share"))
        .order_by("municipality_id")
    )
    assert lying.keys() == everyone
    assert set(lying.values()) == {1}


@pytest.mark.rule(7)
@pytest.mark.parametrize("day", [date(2021, 7, 1), date(2024, 12, 31), date(2025, 1, 1), date(2040, 1, 1)])
def test_since_july_2021_each_of_sixty_zones_has_exactly_one_partnership(day: date) -> None:
    per_zone = (
        models.PartnershipZone.objects.filter(period__contains=day, zone__code__startswith="elz")
        .values_list("zone")
        .annotate(Count("id"))
        .order_by("zone")
    )
    assert [number for _, number in per_zone] == [1] * 60
    assert len(set(queries.partnership_of_zone_on(task(), day).values())) == 16


def test_coverage_was_not_complete_before() -> None:
    served = queries.partnership_of_zone_on(task(), date(2021, 6, 30))
    assert len(served) == 50
    assert len(set(served.values())) == 15


def test_fifteen_partnerships_of_2020_and_sixteen_since() -> None:
    of_2020 = queries.partnerships_on(task(), date(2020, 12, 31))
    since = queries.partnerships_on(task(), date(2021, 7, 1))
    assert (len(of_2020), len(since)) == (15, 16)
    assert {p.code for p in of_2020} - {p.code for p in since} == {"H05", "H07"}
    assert {p.code for p in since} - {p.code for p in of_2020} == {"P05", "P13", "P16"}
    assert [p.code for p in since if p.name_assumed] == ["P05"]
    assert all(p.period_assumed for p in of_2020)


def test_the_two_older_ones_fold_and_that_is_assumed() -> None:
    lineage = models.PartnershipLineage.objects.order_by("predecessor__code").values_list(
        "predecessor__code", "successor__code", "on", "assumed"
    )
    assert list(lineage) == [("H05", "P05", date(2021, 7, 1), True), ("H07", "P05", date(2021, 7, 1), True)]


def test_all_subsidised_organisations_are_counted() -> None:
    figures = models.PartnershipFigure.objects.filter(
        period__contains=date(2020, 12, 31), kind="subsidised_recipients"
    )
    assert figures.count() == 15
    assert figures.aggregate(total=Sum("value"))["total"] == 171


def test_names_through_time() -> None:
    ours = models.Partnership.objects.get(code="P15").id
    assert queries.partnership_name(task(), ours, date(2021, 6, 30)) == "Plan-Trekkers Oost-Limburg"
    assert queries.partnership_name(task(), ours, date(2021, 7, 1)) == "De Plan-trekkers"
    gone = models.Partnership.objects.get(code="H07").id
    assert queries.partnership_name(task(), gone, date(2026, 1, 1)) == "Samen1Plan Gent"


def test_what_is_public_and_what_is_assumed() -> None:
    since = models.PartnershipZone.objects.filter(period__contains=date(2022, 1, 1))
    assert since.filter(source=Source.PUBLIC).count() == 6
    assert since.filter(source=Source.ASSUMED).count() == 54
    before = models.PartnershipZone.objects.filter(period__contains=date(2020, 1, 1))
    assert set(before.values_list("source", "period_assumed")) == {("assumed", True)}


@pytest.mark.rule(7)
def test_every_postal_code_has_one_area_on_every_side_of_each_merger() -> None:
    codes = sorted({row["postal_code"] for row in reference.read("postal_codes")})
    assert len(codes) == 541
    for day in (date(2018, 12, 31), date(2019, 1, 1), date(2024, 12, 31), date(2025, 1, 1)):
        for code in codes[::9]:
            found = queries.area_on(task(), postal_code=code, on=day)
            assert found.unique, (code, day)
            assert found.municipality is not None


@pytest.mark.rule(7)
def test_every_place_lies_in_one_municipality_of_the_day() -> None:
    for day in (date(2018, 12, 31), date(2019, 1, 1), date(2024, 12, 31), date(2025, 1, 1)):
        rows = models.PostalCode.objects.filter(period__contains=day).exclude(code="9999")
        assert rows.count() == 1177
        assert not rows.exclude(municipality__period__contains=day).exists()


@pytest.mark.rule(7)
def test_every_municipality_there_ever_was_can_be_asked_on_any_day() -> None:
    for code in models.Municipality.objects.exclude(successor=None).values_list("nis_code", flat=True):
        for day in (date(2018, 12, 31), date(2020, 1, 1), date(2025, 1, 1)):
            assert queries.area_on(task(), nis_code=code, on=day)


def test_the_web_role_may_read_and_not_write() -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            rights = [
                f"has_table_privilege('eenplan_web', '{table._meta.db_table}', '{right}')"
                for right in ("SELECT", "INSERT", "UPDATE", "DELETE")
            ]
            cursor.execute(f"SELECT {', '.join(rights)}")
            # Words and areas may begin, end and be taken back (by whom: see the policies); nothing is rewritten.
            begins = table in (
                *(models.RoleTitle, models.LifeDomain, models.CrisisContact),
                *(models.Partnership, models.PartnershipName, models.PartnershipZone),
            )
            assert cursor.fetchone() == (True, begins, False, begins), table


@pytest.mark.rule(47)
def test_the_default_lists_are_there() -> None:
    day = date(2026, 1, 1)
    assert [number.phone for number in queries.crisis_contacts(task(), on=day)] == [
        "112",
        "1712",
        "102",
        "106",
        "1813",
    ]
    told = [text for row in read("crisis_contacts") for text in (row["description_nl"], row["hours_nl"])]
    assert set(told) <= set(CRISIS_WORDS), "whom to call in danger can be read in every language of the site"
    domains = queries.life_domains(task(), on=day)
    assert len(domains) == 13
    assert domains[0].label("nl") == "Wonen"
    assert domains[0].label("fr") == "Se loger"
    assert domains[0].label("uk") == "Житло"

"""What partnerships were made of on a day: the published table, every boundary of time, and a partnership's own list."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from eenplan.audit.models import Entry
from eenplan.core.acting import Acting, request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions import (
    NewRequirement,
    add_requirement,
    end_requirement,
    load_reference_data,
    take_back_requirement,
)
from eenplan.network.enums import Layer, Level, Sector, Strength
from eenplan.network.models import CallRequirement, Organisation, OrganisationPartnership
from eenplan.network.queries import (
    Composition,
    CompositionOn,
    composition_on,
    own_requirements,
    zones_without,
)
from eenplan.network.rules.composition import Answer, ListState
from tests.cast import Team, make_team
from tests.factories.network import PartnershipZoneFactory, ZoneFactory
from tests.factories.partners import make_partner
from tests.once import once

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
TOMORROW = TODAY + timedelta(days=1)

# The answer in parliament, as it was printed.
TABLE = [
    ("RTJ Stad Antwerpen", 24),
    ("Trefplaats Jeugdhulp Kempen", 9),
    ("Voor- en Noorderkempen", 6),
    ("Trawant", 11),
    ("RTJ De Tafels", 15),
    ("Krachtgerichte RTJ Waas en Dender", 18),
    ("Samen1Plan Gent", 13),
    ("Sonja Erteejee Brussel", 1),
    ("Jeugdhulp Hageland", 12),
    ("RTJ Asse-Meise-Vilvoorde", 12),
    ("Jeugdhulp Westhoek", 7),
    ("Midden-West Vlaanderen", 6),
    ("Konekti", 11),
    ("Gezin Centraal Noord-Limburg", 12),
    ("Plan-Trekkers Oost-Limburg", 14),
]


MADE_AT = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


@once
def team() -> Team:
    return make_team("9901")


def of(found: CompositionOn, code: str) -> Composition:
    return next(one for one in found.partnerships if one.partnership.code == code)


@pytest.mark.parametrize("day", [date(2020, 6, 1), date(2020, 10, 1), date(2021, 1, 1), date(2021, 6, 30)])
def test_the_published_table_comes_out_exactly(day: date) -> None:
    found = composition_on(task(), day)
    assert [(one.partnership.name, one.subsidised_recipients) for one in found.partnerships] == TABLE
    assert found.published_total == 171
    assert all(one.published and one.published.period_assumed for one in found.partnerships)
    assert found.call
    assert found.call.code == "2017"


@pytest.mark.parametrize(
    ("day", "partnerships", "call"),
    [
        (date(2017, 7, 19), 0, ""),
        (date(2018, 8, 31), 0, "2017"),
        (date(2018, 9, 1), 3, "2017"),
        (date(2019, 3, 31), 3, "2017"),
        (date(2019, 4, 1), 15, "2017"),
        (date(2020, 5, 31), 15, "2017"),
        (date(2021, 7, 1), 16, "2020"),
        (date(2026, 1, 1), 16, "2020"),
    ],
)
def test_on_other_days_the_numbers_are_not_known(day: date, partnerships: int, call: str) -> None:
    found = composition_on(task(), day)
    assert len(found.partnerships) == partnerships
    assert [one.subsidised_recipients for one in found.partnerships] == [None] * partnerships
    assert found.published_total is None
    assert (found.call.code if found.call else "") == call


def test_what_became_of_each() -> None:
    found = composition_on(task(), date(2021, 1, 1))
    fold = [("P05", date(2021, 7, 1), True)]
    for one in found.partnerships:
        went = [(later.code, later.on, later.assumed) for later in one.went_on_in]
        assert went == (fold if one.partnership.code in ("H05", "H07") else [])
    assert of(found, "P15").later_name == "De Plan-trekkers"
    assert of(found, "P08").later_name == "1G1P Oost-Brabant (Jeugdhulp Hageland)"
    assert of(found, "P12").later_name == ""


@pytest.mark.parametrize(
    ("code", "day", "names"),
    [
        ("P15", date(2018, 9, 1), ["CKG De Stap", "CO3", "OCMW Genk"]),
        ("P15", date(2026, 1, 1), ["CKG De Stap", "CO3", "OCMW Genk"]),
        ("P08", date(2021, 6, 30), []),
        ("P08", date(2021, 7, 1), ["Alba", "Amber", "CGG Vlaams-Brabant Oost", "Resonans"]),
        ("P03", date(2021, 1, 1), ["CAW De Kempen"]),
        ("P12", date(2021, 1, 1), ["Welzijnsvereniging W13"]),
        ("H05", date(2021, 6, 30), ["Vrij CLB Meetjesland"]),
        ("P05", date(2021, 7, 1), []),
        ("P01", date(2021, 1, 1), []),
    ],
)
def test_the_partners_that_texts_name_are_loaded(code: str, day: date, names: list[str]) -> None:
    one = of(composition_on(task(), day), code)
    assert [partner.name for partner in one.partners] == names
    assert one.state is (ListState.PART if names else ListState.NONE)
    assert one.number_of_partners == (len(names) or None)
    assert sum(one.sectors.values()) == len(names)


def test_every_loaded_partner_has_its_source_and_says_that_it_is_assumed() -> None:
    loaded = OrganisationPartnership.objects.filter(assumed=True)
    assert loaded.count() == 12
    assert not loaded.filter(source="").exists()
    assert not Organisation.objects.filter(assumed=True, source="").exists()


def test_loading_again_keeps_what_was_corrected_here() -> None:
    amber = Organisation.objects.get(name="Amber")
    with writing():
        amber.sector = Sector.CKG
        amber.save()
    load_reference_data(task())
    assert Organisation.objects.get(name="Amber").sector == Sector.CKG


def test_texts_alone_never_make_something_missing() -> None:
    for day in (date(2019, 4, 1), date(2021, 1, 1), date(2021, 7, 1), date(2026, 1, 1)):
        for one in composition_on(task(), day).partnerships:
            assert one.missing is None
            assert Answer.MISSING not in {finding.answer for finding in one.findings}
    found = composition_on(task(), date(2021, 1, 1))
    answers = {finding.requirement.code: finding.answer for finding in of(found, "P15").findings}
    assert answers == {
        "broad-access": Answer.MET,
        "directly-accessible": Answer.MET,
        "local-authorities": Answer.MET,
        "other-networks": Answer.UNKNOWN,
    }


def test_a_call_asks_only_what_its_source_states() -> None:
    def said(day: date) -> list[tuple[str, str, str]]:
        (one, *_) = composition_on(task(), day).partnerships
        return sorted(
            {(f.requirement.code, f.requirement.strength, f.requirement.level) for f in one.findings}
        )

    assert said(date(2021, 6, 30)) == [
        ("broad-access", "must", "partnership"),
        ("directly-accessible", "must", "partnership"),
        ("local-authorities", "crucial", "partnership"),
        ("other-networks", "crucial", "partnership"),
    ]
    assert said(date(2021, 7, 1)) == [
        ("basic-services", "asked", "zone"),
        ("directly-accessible", "asked", "partnership"),
        ("mandated", "asked", "partnership"),
        ("other-networks", "asked", "partnership"),
        ("specialised", "asked", "partnership"),
        ("youth-court", "asked", "partnership"),
    ]
    assert not CallRequirement.objects.filter(call__isnull=False, source="").exists()


def test_the_team_as_it_was_published_or_as_it_is_kept(team: Team) -> None:
    once = of(composition_on(task(), date(2021, 1, 1)), "P15").workers
    assert once.coaches
    assert once.psychologists
    assert (once.kept, once.coaches.value, once.psychologists.value) == (None, 20, 4)
    # Intake, coach, coordinator, psychologist and expert by experience, each lent by another; no partner, no administrator.
    now = of(composition_on(task(), TODAY), team.partnership.code).workers
    assert (now.kept, now.organisations, now.coaches) == (5, 5, None)
    assert of(composition_on(task(), TODAY), "P01").workers.kept is None


@pytest.fixture
def two_zones(team: Team) -> Team:
    """Everybody whom the call asks takes part, with basic services in one of two zones."""
    south = ZoneFactory(name="Zuid")
    PartnershipZoneFactory(partnership=team.partnership, zone=south)
    for layer in (
        Layer.DIRECTLY_ACCESSIBLE,
        Layer.SPECIALISED,
        Layer.MANDATED,
        Layer.YOUTH_COURT,
        Layer.OTHER_NETWORK,
    ):
        make_partner(team.partnership, Sector.OPGROEIEN, layer, zones=(team.zone, south))
    make_partner(team.partnership, Sector.LOCAL_AUTHORITY, zones=(team.zone,), until=date(2026, 6, 1))
    return team


def test_what_is_missing_is_named_per_zone_on_any_day(two_zones: Team) -> None:
    def lacks(day: date) -> list[tuple[str, str]] | None:
        found = of(composition_on(task(), day), two_zones.partnership.code).missing
        return found and [(one.requirement.code, one.zone.name if one.zone else "") for one in found]

    assert lacks(TODAY) == [("basic-services", "Zuid")]
    assert lacks(date(2026, 5, 31)) == [("basic-services", "Zuid")]
    assert lacks(date(2026, 6, 1)) == [
        ("basic-services", two_zones.zone.name),
        ("basic-services", "Zuid"),
    ]


def test_a_coordinator_hears_of_the_own_zones_alone(two_zones: Team) -> None:
    other = make_team("9902")
    (zone,) = zones_without(two_zones.acting(Role.COORDINATOR), TODAY)
    assert (zone.name, zone.lacks) == ("Zuid", ("Basisvoorzieningen in de eerstelijnszone",))
    # Of who wrote nobody down, nothing is known.
    assert zones_without(other.acting(Role.COORDINATOR), TODAY) == []
    assert zones_without(task(), TODAY) == []


def test_the_number_of_queries_does_not_grow(two_zones: Team) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            composition_on(task(), TODAY)
        return len(queries)

    before = count()
    for code in ("9902", "9903"):
        make_partner(make_team(code).partnership, zones=(two_zones.zone,))
    assert count() == before == 11


# What a partnership asks of itself.


def ask(acting: Acting, words: str = "Een school in elke zone", since: date = TODAY, **other: Any) -> Any:
    partnership_id = other.pop("partnership_id", acting.partnership_id)
    requirement = NewRequirement(
        words,
        other.pop("level", Level.ZONE),
        other.pop("source", "stuurgroep van 2 maart"),
        other.pop("sectors", ["school"]),
        **other,
    )
    with request_transaction(acting):
        return add_requirement(acting, partnership_id=partnership_id, requirement=requirement, since=since)


def refused(code: str) -> Any:
    return pytest.raises(RuleBroken, check=lambda error: error.code == code)


def own_findings(team: Team, day: date) -> Counter[tuple[str, str]]:
    found = of(composition_on(task(), day), team.partnership.code)
    return Counter(
        (one.requirement.words, one.answer.value)
        for one in found.findings
        if one.requirement.strength == Strength.OWN
    )


def test_a_partnership_asks_more_of_itself_from_a_day_on(two_zones: Team) -> None:
    acting = two_zones.acting(Role.COORDINATOR)
    made = ask(acting, since=TOMORROW)
    assert own_findings(two_zones, TODAY) == {}
    assert own_findings(two_zones, TOMORROW) == {("Een school in elke zone", "missing"): 2}
    make_partner(two_zones.partnership, Sector.SCHOOL, zones=(two_zones.zone,))
    assert own_findings(two_zones, TOMORROW) == {
        ("Een school in elke zone", "missing"): 1,
        ("Een school in elke zone", "met"): 1,
    }
    assert Entry.objects.filter(what="network:requirement:added", subject_id=made).count() == 1
    elsewhere = make_team("9902")
    assert own_findings(elsewhere, TOMORROW) == {}


def test_what_has_begun_ends_and_what_has_not_is_taken_back(team: Team, clock: Any) -> None:
    acting = team.acting(Role.COORDINATOR)
    begun, planned = ask(acting), ask(acting, "Een huisarts", TOMORROW, sectors=["general_practice"])
    with request_transaction(acting):
        with refused("network:words-begun"):
            take_back_requirement(acting, requirement_id=begun)
        take_back_requirement(acting, requirement_id=planned)
        with refused("network:requirement-not-begun"):
            end_requirement(acting, requirement_id=begun, until=TODAY)
        end_requirement(acting, requirement_id=begun, until=date(2026, 4, 1))
        with refused("network:requirement-ended"):
            end_requirement(acting, requirement_id=begun, until=date(2026, 5, 1))
    assert own_findings(team, date(2026, 3, 31))
    assert not own_findings(team, date(2026, 4, 1))
    (kept,) = own_requirements(acting, team.partnership.id)
    assert (kept.since, kept.until) == (TODAY, date(2026, 4, 1))
    assert Entry.objects.filter(what="network:requirement:taken-back", subject_id=planned).count() == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"words": "  "}, "network:requirement-words"),
        ({"words": "?!"}, "network:requirement-words"),
        ({"source": " "}, "network:requirement-source"),
        ({"sectors": []}, "network:requirement-kind"),
        ({"sectors": ["bakker"]}, "network:requirement-kind"),
        ({"sectors": [], "layers": ["kelder"]}, "network:requirement-kind"),
        ({"since": date(2026, 3, 1)}, "network:words-past"),
        ({"since": date(2999, 3, 1)}, "network:words-far"),
    ],
)
def test_bad_wishes_are_refused_with_words(team: Team, wrong: dict[str, Any], code: str) -> None:
    with refused(code):
        ask(team.acting(Role.COORDINATOR), **wrong)
    assert not own_requirements(task(), team.partnership.id)


def test_the_same_is_not_asked_twice_at_once(team: Team) -> None:
    acting = team.acting(Role.COORDINATOR)
    ask(acting)
    with refused("network:requirement-twice"):
        ask(acting, "  een SCHOOL in elke zone!", TOMORROW)
    with pytest.raises(IntegrityError, match="network_one_requirement"), transaction.atomic():
        _raw(team.partnership.id, code="een-school-in-elke-zone")


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.PARTNER, Role.PSYCHOLOGIST])
def test_others_ask_nothing(team: Team, role: Role) -> None:
    acting = team.acting(role)
    with refused("network:words-who"):
        ask(acting)
    with request_transaction(acting), pytest.raises(DatabaseError), transaction.atomic():
        _raw(team.partnership.id)


def test_a_coordinator_asks_nothing_of_others_nor_in_a_call(team: Team) -> None:
    acting, there = team.acting(Role.COORDINATOR), make_team("9902")
    theirs = ask(there.acting(Role.COORDINATOR))
    of_call = CallRequirement.objects.filter(call__isnull=False).first()
    with refused("network:words-who"):
        ask(acting, partnership_id=there.partnership.id)
    for requirement_id in (theirs, of_call.id):
        with request_transaction(acting), pytest.raises(NotFound):
            end_requirement(acting, requirement_id=requirement_id, until=date(2026, 4, 1))
    with request_transaction(acting):
        with pytest.raises(DatabaseError), transaction.atomic():
            _raw(there.partnership.id)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE network_callrequirement SET period = daterange(lower(period), '2027-01-01')"
            )
            assert cursor.rowcount == 0
            cursor.execute("DELETE FROM network_callrequirement")
            assert cursor.rowcount == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE network_callrequirement SET words_nl = 'iets anders' WHERE strength = 'own'",
        "UPDATE network_callrequirement SET period = daterange('2026-01-01', NULL) WHERE strength = 'own'",
        "UPDATE network_callrequirement SET period = daterange(lower(period), '2026-03-03') WHERE strength = 'own'",
        "DELETE FROM network_callrequirement WHERE strength = 'own'",
    ],
)
def test_the_database_keeps_the_past(team: Team, clock: Any, statement: str) -> None:
    acting = team.acting(Role.COORDINATOR)
    ask(acting)
    clock.move_to("2026-03-10T09:00:00Z")
    with request_transaction(acting), pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"strength": "must"}, "network_requirement_of_one"),
        ({"sectors": "{}"}, "network_requirement_answerable"),
        ({"sectors": "{bakker}"}, "network_requirement_answerable"),
        ({"words_nl": ""}, "network_requirement_said"),
        ({"source": ""}, "network_requirement_said"),
        ({"period": "empty"}, "network_requirement_period"),
    ],
)
def test_the_database_knows_what_a_requirement_is(team: Team, wrong: dict[str, str], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        _raw(team.partnership.id, **wrong)


def test_one_call_binds_at_a_time() -> None:
    with pytest.raises(IntegrityError, match="network_one_call_at_a_time"), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO network_call (id, code, title_nl, title_fr, title_en, published_on, published_assumed,"
            " period, period_assumed, period_basis, source) SELECT gen_random_uuid(), 'x', '', '', '',"
            " published_on, false, daterange('2020-01-01', NULL), true, '', '' FROM network_call LIMIT 1"
        )


def test_words_are_read_in_the_readers_language(team: Team) -> None:
    ask(team.acting(Role.COORDINATOR))
    with translation.override("fr"):
        found = of(composition_on(task(), TODAY), team.partnership.code)
        assert "Aide spécialisée" in {one.requirement.words for one in found.findings}
        # What the partnership wrote itself has no other language.
        assert "Een school in elke zone" in {one.requirement.words for one in found.findings}


def _raw(partnership_id: Any, **other: str) -> None:
    values = {
        "code": "x",
        "words_nl": "iets",
        "strength": "own",
        "level": "zone",
        "sectors": "{school}",
        "source": "x",
        "period": "[2026-03-02,)",
    } | other
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO network_callrequirement (id, call_id, partnership_id, position, words_fr, words_en, layers,"
            " code, words_nl, strength, level, sectors, source, period) VALUES (gen_random_uuid(), NULL, %s, 0, '',"
            " '', '{}', %s, %s, %s, %s, %s, %s, %s)",
            [str(partnership_id), *values.values()],
        )

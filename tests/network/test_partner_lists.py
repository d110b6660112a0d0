"""A list of partners: what its cells mean, what each row would do, and that the same list does nothing twice."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from eenplan.core.acting import request_transaction, task
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network import queries
from eenplan.network.actions import import_partners
from eenplan.network.enums import Layer, ListVerdict, PartnerRole, Sector
from eenplan.network.models import Organisation, OrganisationPartnership
from eenplan.network.rules import fold
from eenplan.network.rules.partner_lists import ListedPartner, listed, read_day, template, unread
from eenplan.network.rules.partner_verdicts import Judged, Known, judge
from eenplan.network.rules.partners import Terms
from eenplan.network.sheets import FORMULA, Line, read_sheet, safe, write_csv, write_xlsx
from tests.cast import Team, make_team
from tests.factories.network import OrganisationFactory
from tests.once import once

TODAY = date(2026, 3, 2)
ZONE = UUID(int=7)
HEAD = (
    "Naam",
    "Ondernemingsnummer",
    "Sector",
    "Laag",
    "Rol",
    "Subsidie",
    "Vanaf",
    "Tot",
    "Overeenkomst",
    "Zones",
)


MADE_AT = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


def read(*cells: Any, head: tuple[str, ...] = HEAD) -> ListedPartner:
    (row,) = listed([Line(1, head), Line(2, cells)], {"genk": ZONE, "elz12": ZONE})
    return row


def judged(*rows: ListedPartner, known: list[Known] | None = None) -> list[Judged]:
    return judge(rows, known or [], on=TODAY, zone_names={ZONE: "Genk"})


def known(number: int = 1, name: str = "Het Anker", **more: Any) -> Known:
    return Known(
        UUID(int=number), name, fold(name), more.pop("enterprise_number", ""), more.pop("layer", ""), **more
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/3/2021", date(2021, 3, 1)),
        ("01-03-2021", date(2021, 3, 1)),
        ("1.3.2021", date(2021, 3, 1)),
        ("2021-03-01", date(2021, 3, 1)),
        ("2021-03-01 00:00:00", date(2021, 3, 1)),
        ("1 maart 2021", date(2021, 3, 1)),
        ("1 mrt 2021", date(2021, 3, 1)),
        ("31/2/2021", None),
        ("3/2021", None),
        ("ooit", None),
        ("1/3/21", None),
    ],
)
def test_days_as_people_write_them(text: str, day: date | None) -> None:
    assert read_day(text) == day


def test_cells_mean_what_people_write() -> None:
    row = read(
        "Het Anker",
        "BE 0206.731.645",
        "OCMW",
        "Brede instap",
        "Kern",
        "Ja",
        "1/3/2021",
        "",
        "31-12-2027",
        "Genk, ELZ12",
    )
    assert (row.problems, row.enterprise_number, row.sector) == ((), "0206731645", Sector.LOCAL_AUTHORITY)
    assert (row.layer, row.role, row.subsidised) == (Layer.BROAD_ACCESS, PartnerRole.CORE, True)
    assert (row.since, row.agreement_until, row.zones) == (date(2021, 3, 1), date(2027, 12, 31), (ZONE,))
    plain = read("Het Anker", head=("Organisatie",))
    assert (plain.role, plain.subsidised, plain.since) == (None, None, None)


def test_columns_that_say_nothing_to_us_are_told() -> None:
    head = Line(1, ("Naam", "Partner vanaf", "Opmerking", "", "Organisatie", "Kleur"))
    row = Line(2, ("Het Anker", "1/3/2021", "", "los", "", ""))
    assert unread([head, row]) == ["Opmerking", "D", "Organisatie", "Kleur"]
    assert unread([Line(1, ("Naam", "", "")), Line(2, ("Het Anker", "", ""))]) == []
    assert unread([Line(1, ("Naam",)), Line(2, ("Het Anker", *[""] * 26, "ver weg"))]) == ["AB"]
    assert listed([head, row], {})[0].since == date(2021, 3, 1)


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        (("",), "Naam", "Vul dit nog in"),
        (("x" * 121,), "Naam", "te lang"),
        (("Anker", "0206731644"), "Ondernemingsnummer", "klopt niet"),
        (("Anker", "", "kerk"), "Sector", "Kies uit: centrum voor leerlingenbegeleiding"),
        (("Anker", "", "CAW", "hoog"), "Laag", "brede instap"),
        (("Anker", "", "CAW", "", "baas"), "Rol", "kernpartner"),
        (("Anker", "", "CAW", "", "", "misschien"), "Gesubsidieerd", "‘ja’ of ‘nee’"),
        (("Anker", "", "CAW", "", "", "", "ooit"), "Vanaf", "1/3/2021"),
        (("Anker", "", "CAW", "", "", "", "", "", "", "Atlantis"), "Zones", "Atlantis"),
    ],
)
def test_a_refused_cell_says_where_and_how_to_mend_it(cells: tuple[str, ...], column: str, says: str) -> None:
    (one,) = judged(read(*cells))
    assert one.verdict is ListVerdict.REFUSED
    (problem,) = one.problems
    assert problem.column == column
    assert says in problem.words


def test_verdicts() -> None:
    here = known(terms=Terms(PartnerRole.PARTNER, False), zones=frozenset({ZONE}))
    rows = [
        read("Nieuw", "", "CAW"),
        read("Het Anker", "", "", "", "", "ja"),
        read("De Brug"),
        read("het anker"),
    ]
    found = judged(*rows, known=[here, known(2, "De Brug")])
    assert [one.verdict.value for one in found] == ["new", "changes", "joins", "refused"]
    assert found[1].changes == ("wordt gesubsidieerd",)
    assert (
        judged(read("Het Anker", "", "", "", "", "", "", "", "", "Genk"), known=[here])[0].verdict
        is ListVerdict.SAME
    )


@pytest.mark.parametrize(
    ("row", "there", "column"),
    [
        (("Nieuw",), [], "Sector"),
        (("Het Anker",), [known(1), known(2)], "Ondernemingsnummer"),
        (("Het Anker", "0206731645"), [known(1, enterprise_number="0403019261")], "Ondernemingsnummer"),
        (("Het Anker", "", "", "", "", "", "1/1/2025"), [known(past_until=date(2025, 6, 1))], "Vanaf"),
        (("Het Anker",), [known(planned_from=date(2027, 1, 1))], "Vanaf"),
        (("Het Anker", "", "", "", "", "ja"), [known(terms=Terms(), planned_from=date(2027, 1, 1))], "Naam"),
        (
            ("Het Anker", "", "", "", "kernpartner"),
            [known(), known(2, "De Brug", terms=Terms(PartnerRole.CORE))],
            "Rol",
        ),
        (("Het Anker", "", "", "", "", "", "1/3/2026", "1/2/2026"), [known()], "Naam"),
        (("Het Anker", "", "", "", "", "", "1/3/2026", "", "1/2/2026"), [known()], "Overeenkomst tot en met"),
    ],
)
def test_a_row_that_cannot_be(row: tuple[str, ...], there: list[Known], column: str) -> None:
    (one,) = judged(read(*row), known=there)
    assert one.verdict is ListVerdict.REFUSED
    assert one.problems[0].column in (column, "Tot en met")


def test_one_core_partner_in_a_list() -> None:
    found = judged(read("A", "", "CAW", "", "kernpartner"), read("B", "", "CAW", "", "kernpartner"))
    assert [one.verdict.value for one in found] == ["new", "refused"]


@given(st.text(max_size=20))
def test_no_text_that_goes_out_is_a_formula(text: str) -> None:
    assert not safe(text).startswith(FORMULA)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    text = f"Naam{separator}Sector\r\nCafé{separator}CAW\r\n\r\n"
    assert [line.cells for line in read_sheet(text.encode(encoding))] == [("Naam", "Sector"), ("Café", "CAW")]


def test_what_is_written_is_read_back() -> None:
    for content in (write_csv(template()), write_xlsx("Partners", template())):
        assert [list(line.cells) for line in read_sheet(content)] == template()


@once
def team() -> Team:
    return make_team("9901")


def bring(team: Team, *rows: ListedPartner, role: Role = Role.COORDINATOR) -> dict[str, int]:
    acting = team.acting(role)
    with request_transaction(acting):
        counted = import_partners(acting, partnership_id=team.partnership.id, rows=rows)
    return {kind.value: number for kind, number in counted.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMIN])
def test_a_list_comes_in_once(team: Team, role: Role) -> None:
    known = OrganisationFactory(name="De Brug", sort_key="debrug")
    head = (*HEAD, "Locatie", "Contact", "E-mail")
    line = (
        "Het Anker",
        "0206731645",
        "CAW",
        "",
        "kern",
        "ja",
        "1/3/2021",
        "",
        "31/12/2027",
        team.zone.name,
        "Huis",
        "onthaal",
        "a@voorbeeld.example",
    )
    joins = ("De Brug", "0403019261", "", "gespecialiseerd", "", "", "", "", "", team.zone.code)
    left = ("De Bron", "", "CGG", "", "", "", "1/1/2020", "31/12/2024")
    wrong = ("Kapot", "1", "CAW")
    lines = [Line(1, head), *(Line(n, cells) for n, cells in enumerate((line, joins, left, wrong), start=2))]
    rows = queries.read_partners(task(), lines, on=TODAY)
    assert bring(team, *rows, role=role) == {"new": 2, "joins": 1, "refused": 1}
    made = Organisation.objects.get(name="Het Anker")
    full = queries.organisation_full(task(), made.id, on=TODAY)
    assert [len(found) for found in (full.sites, full.zones, full.contacts, full.stretches)] == [1, 1, 1, 1]
    assert full.zones[0].since == date(2021, 3, 1)
    known.refresh_from_db()
    assert (known.enterprise_number, known.layer) == ("0403019261", "specialised")
    past = OrganisationPartnership.objects.get(organisation__name="De Bron")
    assert past.period.upper == date(2025, 1, 1)
    before = OrganisationPartnership.objects.count()
    assert bring(team, *rows[:2], rows[3], role=role) == {"same": 2, "refused": 1}
    assert OrganisationPartnership.objects.count() == before


@pytest.mark.django_db
def test_nobody_else_brings_in_a_list(team: Team) -> None:
    there = make_team("9902")
    for acting in (there.acting(Role.COORDINATOR), team.acting(Role.COACH)):
        with pytest.raises(RuleBroken, check=lambda error: error.code == "network:partner-who"):
            with request_transaction(acting):
                import_partners(acting, partnership_id=team.partnership.id, rows=[])


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_judging_costs_the_same_whatever_the_rows(
    team: Team, number: int, django_assert_num_queries: Any
) -> None:
    names = [OrganisationFactory().name for _row in range(number)]
    rows = [ListedPartner(n, name) for n, name in enumerate(names)]
    with django_assert_num_queries(6):
        queries.judge_partners(task(), rows, partnership_id=team.partnership.id, on=TODAY)

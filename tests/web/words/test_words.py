"""The pages on which words and numbers change: preview first, from a day on, by whom it concerns (rule 47)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.network import queries
from eenplan.network.actions import change_words
from eenplan.network.enums import Wording
from eenplan.web.words.kinds import KINDS
from tests.cast import Team, make_family, make_team
from tests.once import once

pytestmark = [pytest.mark.django_db, pytest.mark.rule(47)]

COACH = "/instellingen/rolnamen/coach/"
TITLE = {"nl": "verbinder", "fr": "", "en": "", "since_day": "3", "since_month": "3", "since_year": "2026"}


NOW = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@once(at=NOW)
def team() -> Team:
    return make_team("9901")


def enter(client: Client, team: Team, role: Role) -> Client:
    client.force_login(team.account(role))
    return client


def of(team: Team) -> str:
    return f"?voor={team.partnership.code}"


def test_a_preview_changes_nothing_and_confirming_does(team: Team, client: Client, clock: Any) -> None:
    admin = enter(client, team, Role.ADMIN)
    seen = admin.post(COACH + of(team), TITLE).content.decode()
    assert "Zo ziet het eruit vanaf 3 maart" in seen
    assert "verbinder" in seen
    assert "gezinscoach" in seen
    acting = team.acting(Role.COACH)
    assert queries.role_title(acting, Role.COACH, on=date(2026, 3, 3)) == "gezinscoach"
    assert admin.post(COACH + of(team), {**TITLE, "again": "yes"}).status_code == 200
    assert admin.post(COACH + of(team), {**TITLE, "confirm": "yes"}).status_code == 302
    listed = admin.get("/instellingen/rolnamen/" + of(team)).content.decode()
    assert "Vanaf 3 maart" in listed
    assert "verbinder" in listed
    clock.move_to("2026-03-04T09:00:00Z")
    assert "verbinder" in enter(client, team, Role.COACH).get("/vandaag/").content.decode()


def test_a_planned_change_is_taken_back(team: Team, client: Client) -> None:
    coordinator = enter(client, team, Role.COORDINATOR)
    coordinator.post(COACH, {**TITLE, "confirm": "yes"})
    assert coordinator.post(COACH + "terugnemen/", {"since": "2026-03-03"}).status_code == 302
    assert "Vanaf 3 maart" not in coordinator.get("/instellingen/rolnamen/").content.decode()
    assert coordinator.post(COACH + "terugnemen/", {"since": "2026-03-03"}).status_code == 404
    assert coordinator.post(COACH + "terugnemen/", {"since": "ooit"}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"nl": ""}, "Vul nog in"),
        ({"nl": "x" * 10_000}, "te lang"),
        ({"nl": "a\u202eb"}, "onzichtbaar teken"),
        ({"since_day": "1"}, "te vroeg"),
        ({"since_day": "31", "since_month": "2"}, "bestaat niet"),
        ({"since_year": "2500"}, "te laat"),
    ],
)
@pytest.mark.parametrize("confirm", [{}, {"confirm": "yes"}])
def test_bad_input_is_explained_and_kept(
    team: Team, client: Client, typed: dict[str, str], says: str, confirm: dict[str, str]
) -> None:
    sent = {**TITLE, "fr": "passeur", **typed, **confirm}
    answer = enter(client, team, Role.ADMIN).post(COACH + of(team), sent)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "passeur" in answer.content.decode()
    assert queries.role_title(team.acting(Role.COACH), Role.COACH, on=date(2027, 1, 1)) == "gezinscoach"


def test_what_stands_already_is_not_kept_once_more(team: Team, client: Client) -> None:
    admin = enter(client, team, Role.ADMIN)
    norm = "/instellingen/norm/families_per_full_time_coach/"
    when = {name: TITLE[name] for name in TITLE if name.startswith("since")}
    for confirm in ({}, {"confirm": "yes"}):
        answer = admin.post(norm, {"value": "10", **when, **confirm})
        assert answer.status_code == 422
        assert "Zo is het al: er verandert niets." in answer.content.decode()
    assert admin.post(norm, {"value": "11", **when}).status_code == 200


def test_nothing_instead_of_nothing_is_no_change(team: Team, client: Client) -> None:
    admin = enter(client, team, Role.ADMIN)
    when = {name: TITLE[name] for name in TITLE if name.startswith("since")}
    answer = admin.post("/instellingen/quota/clb/" + of(team), {"number": "", **when, "confirm": "yes"})
    assert answer.status_code == 422
    assert "Zo is het al: er verandert niets." in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "typed", "says"),
    [
        ("norm/families_per_full_time_coach/", {"value": "0"}, "van 1 tot 50"),
        ("levensdomeinen/housing/", {"label_nl": "Thuis", "since_day": "2"}, "Kies morgen"),
        ("vragen/goes-well/", {"label_nl": "\u200b"}, "minstens in het Nederlands"),
    ],
)
def test_what_cannot_be_kept_has_no_preview(
    team: Team, client: Client, path: str, typed: dict[str, str], says: str
) -> None:
    when = {name: TITLE[name] for name in TITLE if name.startswith("since")}
    answer = enter(client, team, Role.ADMIN).post(
        f"/instellingen/{path}{of(team)}", {"shown": "yes", **when, **typed}
    )
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Zo ziet het eruit" not in answer.content.decode()


def test_a_change_before_a_planned_one_is_told(team: Team, client: Client) -> None:
    admin = enter(client, team, Role.ADMIN)
    admin.post(COACH + of(team), {**TITLE, "since_month": "5", "confirm": "yes"})
    answer = admin.post(COACH + of(team), {**TITLE, "nl": "gids", "confirm": "yes"})
    assert answer.status_code == 422
    assert "Neem die eerst terug" in answer.content.decode()


def test_markup_is_shown_as_typed(team: Team, client: Client) -> None:
    admin = enter(client, team, Role.ADMIN)
    seen = admin.post(COACH + of(team), {**TITLE, "nl": "<script>x</script>"}).content.decode()
    assert "&lt;script&gt;x" in seen
    assert "<script>x" not in seen


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.PARTNER, Role.PSYCHOLOGIST])
def test_others_are_told_no(team: Team, client: Client, role: Role) -> None:
    browser = enter(client, team, role)
    for path in ("/instellingen/", "/instellingen/gebieden/", "/instellingen/rolnamen/", COACH):
        assert browser.get(path).status_code == 403
    assert browser.post(COACH, {**TITLE, "confirm": "yes"}).status_code == 403
    assert browser.post(COACH + "terugnemen/", {"since": "2026-03-03"}).status_code == 403


def test_a_visitor_is_asked_to_sign_in(db: None, client: Client) -> None:
    for path in ("/instellingen/", "/instellingen/gebieden/", "/instellingen/rolnamen/", COACH):
        assert client.get(path)["Location"].startswith("/account/login/")


def test_a_coordinator_changes_the_own_partnership_whatever_the_address_says(
    team: Team, client: Client
) -> None:
    there = make_team("9902")
    coordinator = enter(client, team, Role.COORDINATOR)
    coordinator.post(COACH + of(there), {**TITLE, "confirm": "yes"})
    day = date(2026, 3, 3)
    assert queries.role_title(there.acting(Role.COACH), Role.COACH, on=day) == "gezinscoach"
    assert queries.role_title(team.acting(Role.COACH), Role.COACH, on=day) == "verbinder"
    assert coordinator.get("/instellingen/crisisnummers/").status_code == 404


WHOLE: dict[str, tuple[str, dict[str, str]]] = {
    "rolnamen": ("coach", {"nl": "gids"}),
    "fases": ("received", {"name_nl": "Permanentie"}),
    "levensdomeinen": ("housing", {"label_nl": "Ons dak", "shown": "yes"}),
    "vragen": ("when", {"label_nl": "Wanneer bellen we best?", "shown": "yes"}),
    "norm": ("families_per_full_time_coach", {"value": "8"}),
    "navragen": ("weeks_between_checks", {"value": "4"}),
    "quota": ("alle", {"number": "200"}),
    "contactpunten": ("alle", {"name_nl": "Het onthaal", "phone": "089 00 00 00", "hours_nl": "altijd"}),
    "crisisnummers": (
        "112",
        {"name": "Noodnummer 112", "phone": "112", "description_nl": "Gevaar", "hours_nl": "altijd"},
    ),
    "gespreksthemas": ("loss", {"label_nl": "missen"}),
    "wettelijke-termijnen": ("emergency_hours", {"value": "8", "reference": "Afspraak van de stuurgroep"}),
}


@pytest.mark.parametrize("slug", KINDS)
def test_every_kind_is_read_previewed_and_changed(team: Team, client: Client, slug: str) -> None:
    make_family(team)
    admin = enter(client, team, Role.ADMIN)
    where = "" if KINDS[slug].central else of(team)
    code, said = WHOLE[slug]
    page = admin.get(f"/instellingen/{slug}/{where}")
    assert page.status_code == 200
    assert b"GEHEIM" not in page.content
    if slug == "crisisnummers":
        code = next(iter(queries.crisis_contacts(team.acting(Role.ADMIN), on=date(2026, 3, 2)))).code
    path = f"/instellingen/{slug}/{code}/{where}"
    day = {name: one for name, one in TITLE.items() if name.startswith("since")}
    assert admin.get(path).status_code == 200
    seen = admin.post(path, {**said, **day})
    assert seen.status_code == 200
    assert "Zo ziet het eruit" in seen.content.decode()
    assert admin.post(path, {**said, **day, "confirm": "yes"}).status_code == 302
    listed = admin.get(f"/instellingen/{slug}/{where}").content.decode()
    assert "Vanaf 3 maart" in listed
    back = f"/instellingen/{slug}/{code}/terugnemen/{where}"
    assert admin.post(back, {"since": "2026-03-03"}).status_code == 302
    assert "Vanaf 3 maart" not in admin.get(f"/instellingen/{slug}/{where}").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_same_queries_whatever_the_rows(team: Team, client: Client, rows: int) -> None:
    acting = team.acting(Role.ADMIN)
    for number, code in enumerate(("received", "taken_up", "coach_given")[:rows]):
        with request_transaction(acting):
            change_words(
                acting,
                kind=Wording.PHASES,
                partnership_id=team.partnership.id,
                code=code,
                words={"name_nl": f"Fase {number}"},
                since=date(2026, 3, 2),
            )
    admin = enter(client, team, Role.ADMIN)
    with CaptureQueriesContext(connection) as asked:
        admin.get("/instellingen/fases/" + of(team))
    tables = [query["sql"] for query in asked.captured_queries if ' FROM "network_p' in query["sql"]]
    assert len(tables) == 3  # partnerships with their names, the phases (and who acts)


def test_the_desk_calls_phases_by_their_names_here(team: Team, client: Client) -> None:
    admin = enter(client, team, Role.COORDINATOR)
    sent = {
        "name_nl": "Permanentie",
        **{n: v for n, v in TITLE.items() if n.startswith("since")},
        "since_day": "2",
        "confirm": "yes",
    }
    assert admin.post("/instellingen/fases/received/", sent).status_code == 302
    assert "Permanentie" in enter(client, team, Role.INTAKE).get("/aanmeldingen/").content.decode()


def test_areas_are_read_in_one_place_with_their_days(team: Team, client: Client) -> None:
    boss = enter(client, team, Role.COORDINATOR)
    assert "/netwerk/gebieden/" in boss.get("/instellingen/").content.decode()
    moved = boss.get("/instellingen/gebieden/")
    assert (moved.status_code, moved["Location"]) == (301, "/netwerk/gebieden/")
    page = boss.get(moved["Location"]).content.decode()
    assert team.zone.name in page
    assert "vanaf 1 juli 2021" in page


@pytest.mark.parametrize("where", ["", "of"])
def test_the_administrator_chooses_for_whom(team: Team, client: Client, where: str) -> None:
    admin = enter(client, team, Role.ADMIN)
    page = admin.get("/instellingen/" + (of(team) if where else ""))
    assert page.status_code == 200
    assert "Voor iedereen" in page.content.decode()
    assert admin.get("/instellingen/contactpunten/").status_code == 200
    assert admin.get("/instellingen/contactpunten/alle/").status_code == 404
    assert admin.get("/instellingen/?voor=nergens").status_code == 404
    assert admin.get("/instellingen/niets/").status_code == 404

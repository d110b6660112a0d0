"""The page and the file of who waits for which help."""

import csv
import io
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.plans.models import WaitFact
from eenplan.web.figures.presenters.help_waits import weeks
from tests.cast import Team
from tests.web.figures.conftest import Enter, queries_of

pytestmark = pytest.mark.django_db

PAGE, FILE = "figures:read-waits", "figures:download-waits"
SINCE = date(2021, 12, 1)


def wait(team: Team, kind: str, number: int, over: int | None = None) -> None:
    """So many families that wait since December, or waited so many days."""
    done: dict[str, Any] = {}
    if over is not None:
        day = SINCE + timedelta(days=over)
        done = {"started_on": day, "over_noted_on": day}
    with writing():
        WaitFact.objects.bulk_create(
            WaitFact(
                zone=team.zone, help_type=kind, since=SINCE, noted_on=SINCE, family_token=uuid4(), **done
            )
            for _one in range(number)
        )


def read(browser: Client, name: str = PAGE, query: str = "") -> str:
    """A page that opens."""
    answer = browser.get(reverse(name) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def rows_of(text: str) -> list[dict[str, str]]:
    """The lines of a file."""
    lines = [line for line in text.removeprefix("\ufeff").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("\n".join(lines)), delimiter=";"))


def test_the_coordinator_reads_all_and_the_steering_group_no_small_number(here: Team, enter: Enter) -> None:
    wait(here, "therapy", 7)
    wait(here, "stay", 2)
    page = read(enter(Role.COORDINATOR))
    for said in ("Gesprekken of therapie", "Verblijf", "26\u00a0weken"):
        assert said in page
    assert "niet getoond" not in page
    page = read(enter(Role.STEERING))
    assert "niet getoond" in page
    assert "minder dan 5 gezinnen" in page


def texts(page: str, tag: str) -> list[str]:
    """What stands in each element of a kind, without markup."""
    found = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", page, re.DOTALL)
    return [" ".join(re.sub("<[^>]*>", " ", one).split()) for one in found]


@pytest.mark.rule(48)
def test_on_a_phone_each_kind_is_a_card_that_says_what_its_row_says(here: Team, enter: Enter) -> None:
    wait(here, "therapy", 7)
    wait(here, "stay", 2)
    wait(here, "school", 9, over=14)
    page = read(enter(Role.STEERING))
    table, _, cards = page.partition('class="on-narrow')
    assert 'class="on-wide"' in table
    _kind, *heads = texts(table, "th")[: 1 + 5]
    names, cells = texts(table, "th")[1 + 5 :], texts(table, "td")
    assert "niet getoond" in cells
    assert texts(cards, "h3") == names
    assert (texts(cards, "dt"), texts(cards, "dd")) == (heads * len(names), cells)
    assert " ".join((texts(cards, "h2")[0], texts(cards, "p")[0])) == texts(table, "caption")[0]


@pytest.mark.rule(44)
def test_the_page_says_what_is_counted(here: Team, enter: Enter) -> None:
    wait(here, "therapy", 6, over=70)
    page = read(enter(Role.STEERING))
    for said in ("Teleenheid", "Stand op 31 mei", "wie nog wacht telt mee", "10\u00a0weken"):
        assert said in page


@pytest.mark.rule(44)
def test_each_column_leads_to_its_meaning(here: Team, enter: Enter) -> None:
    wait(here, "therapy", 6, over=70)
    steering = enter(Role.STEERING)
    for href in re.findall(r'href="(/cijfers/definities/\w+/[^"]*)"', page := read(steering)):
        meaning = steering.get(href.partition("?")[0] + "?op=2026-11-23").content.decode()
        assert "Teleenheid: w" in meaning
    assert page.count("/cijfers/definities/") == 5 + 1


@pytest.mark.rule(43)
def test_the_file_says_what_is_left_out(here: Team, enter: Enter) -> None:
    wait(here, "therapy", 7)
    wait(here, "stay", 2)
    wait(here, "school", 6, over=14)
    text = read(enter(Role.STEERING), FILE)
    assert "GEHEIM" not in text
    found = {(row["zone"], row["help_type"]): row for row in rows_of(text)}
    assert found["all", "stay"]["waiting"] == ""
    assert found["all", "stay"]["suppressed"] == "true"
    assert found["all", "all"]["waiting"] == "9"
    assert found["all", "school"]["median_weeks"] == "2"
    assert found["all", "school"]["within_31_days_share"] == "1,00"
    whole = {(row["zone"], row["help_type"]): row for row in rows_of(read(enter(Role.COORDINATOR), FILE))}
    assert whole["all", "stay"]["waiting"] == "2"


@pytest.mark.rule(43)
def test_a_share_in_the_file_does_not_tell_how_few_it_was(here: Team, enter: Enter) -> None:
    wait(here, "therapy", 1, over=14)
    wait(here, "therapy", 12, over=70)
    (found,) = [row for row in rows_of(read(enter(Role.STEERING), FILE)) if row["zone"] == row["help_type"]]
    # One of thirteen, but five of sixty-two as well.
    assert found["within_31_days_share"] == "0,08"


@pytest.mark.rule(43)
def test_kinds_that_are_not_shown_each_stand_in_one_line(here: Team, enter: Enter) -> None:
    for kind, number in (("therapy", 6), ("stay", 3), ("school", 4)):
        wait(here, kind, number)
    steering = enter(Role.STEERING)
    assert texts(read(steering), "th")[6:] == [
        "Gesprekken of therapie",
        "Hulp op school en verblijf, samen",
        "Alles samen",
    ]
    found = {(row["zone"], row["help_type"]): row["waiting"] for row in rows_of(read(steering, FILE))}
    assert found["all", "school+stay"] == "7"
    assert found["all", "school"] == found["all", "stay"] == ""


def test_an_official_chooses_a_partnership_and_everybody_a_zone(here: Team, enter: Enter) -> None:
    wait(here, "therapy", 7)
    official = enter(Role.OFFICIAL)
    page = read(official, PAGE, f"?samenwerkingsverband={here.partnership.code}&zone={here.zone.code}")
    assert "Gesprekken of therapie" in page
    for query in ("?samenwerkingsverband=onbekend", "?zone=onbekend"):
        assert official.get(reverse(PAGE) + query).status_code == 404


def test_where_nobody_waits_it_says_so(enter: Enter) -> None:
    assert "Niemand wacht" in read(enter(Role.COORDINATOR))


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.PARTNER, Role.ADMIN, Role.PSYCHOLOGIST])
def test_others_are_told_no_and_are_shown_no_door(enter: Enter, role: Role) -> None:
    browser = enter(role)
    assert [browser.get(reverse(name)).status_code for name in (PAGE, FILE)] == [403, 403]
    if role != Role.PSYCHOLOGIST:
        assert reverse(PAGE) not in read(browser, "figures:read-figures", "?jaar=2021")


def test_a_visitor_is_asked_to_sign_in(db: None, client: Client) -> None:
    assert client.get(reverse(PAGE)).status_code == 302


def test_the_doors_lead_there(enter: Enter) -> None:
    browser = enter(Role.COORDINATOR)
    assert reverse(PAGE) in read(browser, "figures:read-figures", "?jaar=2021")
    assert reverse(PAGE) in read(browser, "coordination:read-start")


@pytest.mark.parametrize(("days", "said"), [(None, None), (0, 0), (3, 0), (4, 1), (10, 1), (11, 2), (70, 10)])
def test_days_are_told_in_weeks(days: int | None, said: int | None) -> None:
    assert weeks(days) == said


@pytest.mark.parametrize("times", [1, 40])
def test_the_page_costs_the_same(here: Team, enter: Enter, times: int) -> None:
    for kind in ("therapy", "stay", "school"):
        wait(here, kind, times)
    assert queries_of(enter(Role.STEERING), PAGE) == 3

"""Who reads figures: those who may count the whole. Nobody sees a family in them."""

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.enums import Role
from tests.cast import Team, make_family, make_official
from tests.web.figures.conftest import Enter, MakeFacts

pytestmark = pytest.mark.django_db

ADDRESSES = [
    f"figures:{name}"
    for name in ("read-figures", "download-figures", "download-workbook", "read-definitions")
]
LEAK = "GEHEIM"


@pytest.mark.rule(43)
@pytest.mark.parametrize(
    "role",
    [Role.OFFICIAL, Role.COORDINATOR, Role.INTAKE, Role.ADMIN, Role.COACH, Role.PARTNER, Role.STEERING],
)
def test_who_counts_reads_all_without_a_name(
    here: Team, enter: Enter, make_facts: MakeFacts, role: Role
) -> None:
    make_family(here)
    make_facts(6)
    browser = enter(role)
    for name in ADDRESSES:
        page = browser.get(reverse(name) + "?jaar=2021")
        assert page.status_code == 200, name
        assert LEAK.encode() not in page.content


@pytest.mark.rule(43)
@pytest.mark.parametrize("role", [Role.COACH, Role.PARTNER, Role.STEERING])
def test_a_coach_a_partner_and_the_steering_group_read_what_an_official_reads(
    here: Team, client: Client, make_facts: MakeFacts, role: Role
) -> None:
    make_facts(6)
    make_facts(3, nis="44021", zone="elz13")
    files = []
    for account in (make_official().staff_member.account, here.account(role)):
        client.force_login(account)
        files.append(client.get(reverse("figures:download-figures") + "?jaar=2021").content)
    assert files[0] == files[1]


@pytest.mark.parametrize("role", [Role.PSYCHOLOGIST, Role.EXPERT])
def test_who_works_with_families_alone_is_told_no(enter: Enter, role: Role) -> None:
    browser = enter(role)
    assert [browser.get(reverse(name)).status_code for name in ADDRESSES] == [403] * 4


def test_a_visitor_is_asked_to_sign_in(db: None, client: Client) -> None:
    for name in ADDRESSES:
        page = client.get(reverse(name))
        assert page.status_code == 302
        assert page["Location"].startswith("/account/login/")

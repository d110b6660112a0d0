"""Who reads figures: those who may count the whole. Nobody sees a family in them."""

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.enums import Role
from tests.cast import Team, make_family
from tests.web.figures.conftest import Enter, MakeFacts

pytestmark = pytest.mark.django_db

ADDRESSES = [f"figures:{name}" for name in ("read-figures", "download-figures", "read-definitions")]
LEAK = "GEHEIM"


@pytest.mark.rule(43)
@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.COORDINATOR, Role.INTAKE, Role.ADMIN])
def test_who_counts_reads_all_without_a_name(
    here: Team, enter: Enter, make_facts: MakeFacts, role: Role
) -> None:
    make_family(here)
    make_facts(6)
    browser = enter(role)
    for name in ADDRESSES:
        page = browser.get(reverse(name) + "?jaar=2021")
        assert page.status_code == 200, name
        assert LEAK not in page.content.decode()


@pytest.mark.parametrize("role", [Role.COACH, Role.PARTNER])
def test_who_may_not_count_the_whole_is_told_so(enter: Enter, make_facts: MakeFacts, role: Role) -> None:
    make_facts(6)
    browser = enter(role)
    page = browser.get(reverse("figures:read-figures") + "?jaar=2021")
    assert page.status_code == 200
    assert "nog geen cijfers" in page.content.decode()
    assert "<table" not in page.content.decode()
    assert browser.get(reverse("figures:download-figures") + "?jaar=2021").status_code == 404
    assert browser.get(reverse("figures:read-definitions")).status_code == 200


def test_a_psychologist_is_told_no(enter: Enter) -> None:
    browser = enter(Role.PSYCHOLOGIST)
    assert [browser.get(reverse(name)).status_code for name in ADDRESSES] == [403, 403, 403]


def test_a_visitor_is_asked_to_sign_in(db: None, client: Client) -> None:
    for name in ADDRESSES:
        page = client.get(reverse(name))
        assert page.status_code == 302
        assert page["Location"].startswith("/account/login/")

"""Papers that the coach let the family read: listed, opened, and nothing else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.families.actions import Labels, add_attachment, issue_card, relabel
from eenplan.families.files import read_paper
from eenplan.families.models import Item
from tests.cast import make_team
from tests.factories.papers import make_pdf
from tests.factories.plans import Helped, make_helped
from tests.once import once

pytestmark = [pytest.mark.django_db, pytest.mark.rule(32)]

SHARED, CLOSED = "Verslag van de school.pdf", "GEHEIM-brief.pdf"


@once
def helped() -> Helped:
    """A family that agreed on no plan yet, with two papers in its file."""
    return make_helped(make_team())


@pytest.fixture
def papers(helped: Helped) -> dict[str, str]:
    """Where the coach releases each, by its name."""
    found = {}
    with request_transaction(helped.coach):
        for name in (SHARED, CLOSED):
            made = add_attachment(
                helped.coach, family_id=helped.family.id, paper=read_paper(name, make_pdf(name))
            )
            found[name] = reverse("coach:release-attachment", args=[helped.family.id, made.item_id])
    return found


def as_coach(helped: Helped) -> Client:
    """The coach's browser."""
    client = Client()
    client.force_login(helped.team.account(Role.COACH))
    return client


def with_card(helped: Helped) -> Client:
    """The mother's browser."""
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.mother.id)
    client = Client()
    client.post(reverse("family:open-card"), {"code": card.code, "pin": card.pin})
    return client


def test_from_the_coach_to_the_family_and_back(helped: Helped, papers: dict[str, str]) -> None:
    coach, mother = as_coach(helped), with_card(helped)
    listed = reverse("family:list-attachments")
    assert listed not in mother.get(reverse("family:read-home")).content.decode()
    asked = coach.get(papers[SHARED]).content.decode()
    assert f"Nu hebben een kaart: {helped.mother.given_name}." in asked
    assert coach.post(papers[SHARED], {"released": "yes"}).status_code == 302
    family = coach.get(reverse("coach:read-family", args=[helped.family.id])).content.decode()
    assert "het gezin kan dit lezen" in family
    assert listed in mother.get(reverse("family:read-home")).content.decode()
    page = mother.get(listed).content.decode()
    assert SHARED in page
    assert CLOSED not in page
    href = page.split('" download')[0].rsplit('href="', 1)[1]
    opened: Any = mother.get(href)
    assert opened.content == make_pdf(SHARED)
    assert opened["Content-Disposition"].startswith("attachment")
    closed = papers[CLOSED].split("/")[-3]
    assert mother.get(reverse("family:open-attachment", args=[closed])).status_code == 404
    assert coach.post(papers[SHARED], {"released": "no"}).status_code == 302
    assert mother.get(href).status_code == 404
    assert SHARED not in mother.get(listed).content.decode()


def test_what_must_stay_closed_says_why(helped: Helped, papers: dict[str, str]) -> None:
    item = papers[CLOSED].split("/")[-3]
    with request_transaction(helped.coach):
        relabel(helped.coach, item_id=item, labels=Labels(confidential=True))  # type: ignore[arg-type]  # text
    coach = as_coach(helped)
    family = coach.get(reverse("coach:read-family", args=[helped.family.id])).content.decode()
    assert papers[CLOSED] not in family
    answer = coach.post(papers[CLOSED], {"released": "yes"})
    assert answer.status_code == 422
    assert "vertrouwelijk" in answer.content.decode()
    assert not Item.objects.get(id=item).released_to_all


def test_others_find_no_way_in(helped: Helped, papers: dict[str, str]) -> None:
    visitor = Client()
    assert visitor.get(reverse("family:list-attachments")).status_code in (302, 403)
    for role, status in ((Role.INTAKE, 403), (Role.COORDINATOR, 403), (Role.PARTNER, 403)):
        visitor.force_login(helped.team.account(role))
        assert visitor.post(papers[SHARED], {"released": "yes"}).status_code == status
    assert not Item.objects.filter(family=helped.family, kind="attachment", released_to_all=True).exists()

"""Whom I would rather not have as a helper, with my own card; and what the coach sees and does (rule 38)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.consent.enums import RecipientKind
from eenplan.consent.rules import Recipient
from eenplan.core.enums import Role
from eenplan.rights.models import HelperRefusal
from tests.factories.consent import make_share
from tests.factories.plans import Helped
from tests.web.coach.test_rights import address, noted, signed_in
from tests.web.family.test_sharing import DAUGHTER, FATHER, MOTHER, came_in, text_of
from tests.web.family.test_sharing import helped as helped

pytestmark = pytest.mark.django_db

PAGE = "/gezin/wie-helpt-ons/liever-niet/"
WHY = "GEHEIM-ik voel me niet gehoord"


def sent(**changes: str) -> dict[str, str]:
    """What somebody fills in."""
    return {"helper": "other", "other": "Mevrouw Jansens", "reason": WHY, "seen_by": "few", **changes}


@pytest.mark.rule(38)
def test_a_helper_is_refused_told_to_the_coach_and_taken_back(helped: Helped) -> None:
    daughter = came_in(helped, DAUGHTER)
    assert PAGE in text_of(daughter.get("/gezin/wie-helpt-ons/"))
    answer: Any = daughter.post(PAGE, sent(), follow=True)
    page = text_of(answer)
    assert "De hulp stopt niet" in page
    assert WHY in page
    assert WHY not in text_of(came_in(helped, FATHER).get(PAGE))
    coach = signed_in(helped)
    assert "heeft Mevrouw Jansens liever niet: zoek iemand anders" in text_of(coach.get("/vandaag/"))
    rights = address(helped, "read-rights")
    assert WHY in text_of(coach.get(rights))
    row = HelperRefusal.objects.get()
    coach.post(address(helped, "note-found", row.item_id))
    assert "Mevrouw Jansens" not in text_of(coach.get("/vandaag/"))
    again: Any = daughter.post(reverse("family:withdraw-refusal", args=[row.item_id]), follow=True)
    assert "mag weer komen" in text_of(again)
    row.refresh_from_db()
    assert row.withdrawn_on


@pytest.mark.rule(38)
def test_the_coach_of_now_and_who_is_shared_with_can_be_chosen(helped: Helped) -> None:
    worker = helped.team.assignments[Role.PSYCHOLOGIST].staff_member
    make_share(
        helped.coach, helped.family.id, Recipient(RecipientKind.WORKER, id=worker.id), helped.mother.id
    )
    mother = came_in(helped, MOTHER)
    page = text_of(mother.get(PAGE))
    coach = helped.team.assignments[Role.COACH].staff_member
    assert f"{coach.name}, onze coach" in page
    assert worker.name in page
    mother.post(PAGE, sent(helper="0", other=""))
    assert HelperRefusal.objects.get().staff_member_id == coach.id
    labels = [str(label) for _value, label in mother.get(PAGE).context["form"].fields["helper"].choices]
    assert labels == [worker.name, "Iemand anders"]
    father = came_in(helped, FATHER).get(PAGE).context["form"].fields["helper"].choices
    assert f"{coach.name}, onze coach" in [str(label) for _value, label in father]


@pytest.mark.rule(38)
def test_a_share_with_who_was_refused_is_refused_in_clear_words(helped: Helped) -> None:
    came_in(helped, MOTHER).post(PAGE, sent())
    coach = signed_in(helped)
    place = reverse("coach:add-team-member", args=[helped.family.id])
    for page in (place, reverse("coach:ask-share", args=[helped.family.id])):
        assert "heeft liever niet: Mevrouw Jansens" in text_of(coach.get(page))
    answer: Any = coach.post(
        place, {"name": "mevrouw jansens", "kind": "professional", "secrecy": "unknown", "role": "therapeut"}
    )
    assert "wil deze helper liever niet" in text_of(answer)
    assert "therapeut" in text_of(answer)


def test_bad_input_keeps_what_was_typed(helped: Helped) -> None:
    mother = came_in(helped, MOTHER)
    for changes, shown in (
        ({"helper": ""}, "Kies nog een antwoord"),
        ({"helper": "99"}, "Kies een van de antwoorden"),
        ({"other": " "}, "Schrijf hoe die persoon of organisatie heet"),
        ({"seen_by": "world"}, "Kies een van de antwoorden"),
    ):
        answer: Any = mother.post(PAGE, sent(**changes))
        assert answer.status_code == 422
        assert shown in text_of(answer)
        assert WHY in text_of(answer)
    assert not HelperRefusal.objects.exists()


def test_at_the_table_it_is_noted_and_who_may_not(helped: Helped, client: Client) -> None:
    coach = signed_in(helped)
    place = address(helped, "note-refusal")
    answer: Any = coach.post(place, {**noted(helped, FATHER), **sent()})
    assert answer.status_code == 302
    row = HelperRefusal.objects.get()
    assert (row.person_id, row.how) == (helped.people[FATHER].id, "paper")
    for role in (Role.INTAKE, Role.PSYCHOLOGIST, Role.PARTNER, Role.PRIVACY_OFFICER):
        assert signed_in(helped, role).get(place).status_code == 403
    assert client.get(PAGE).url == reverse("family:open-card")
    mother = came_in(helped, MOTHER)
    assert mother.post(reverse("family:withdraw-refusal", args=[row.item_id])).status_code == 404


def test_a_refusal_more_costs_no_query_more(helped: Helped, django_assert_num_queries: Any) -> None:
    mother = came_in(helped, MOTHER)
    mother.post(PAGE, sent())
    mother.get(PAGE)
    with django_assert_num_queries(QUERIES):
        mother.get(PAGE)
    for name in ("Een", "Twee", "Drie"):
        mother.post(PAGE, sent(other=name))
    with django_assert_num_queries(QUERIES):
        mother.get(PAGE)


QUERIES = 14

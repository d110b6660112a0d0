"""'Gebruik beperkt': asked with a card, accepted by the coach, seen in 'Wie ziet wat?', told and lifted (GDPR 18 and 21)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.consent.models import Grant
from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.plans.actions import write_wish
from eenplan.rights.models import Lifting, Request
from tests.factories.consent import make_agreed, with_worker
from tests.factories.plans import Helped
from tests.web.coach.conftest import NOW
from tests.web.coach.test_rights import address, signed_in
from tests.web.family.test_sharing import FATHER, MOTHER, came_in, text_of
from tests.web.family.test_sharing import helped as helped

pytestmark = pytest.mark.django_db
MADE_AT = NOW

WISH = "GEHEIM-de wens van mama"
MINE = "/gezin/mijn-gegevens/"


def wish(helped: Helped) -> UUID:
    """Something that the mother said and everybody reads."""
    with request_transaction(helped.coach):
        return write_wish(
            helped.coach, plan_id=helped.plan.id, text=WISH, speaker_id=helped.people[MOTHER].id
        ).item_id


def shared(helped: Helped) -> Grant:
    """Her wishes are shared with the team's partner."""
    worker = with_worker(helped.team.assignments[Role.PARTNER].staff_member_id)
    return make_agreed(helped.coach, helped.family.id, worker, helped.people[MOTHER].id)


def asked(helped: Helped, kind: str, item: UUID | None = None) -> Request:
    """The mother asks it with her card."""
    page = f"/gezin/klopt-niet/{item}/" if item else f"{MINE}vraag/"
    answer: Any = came_in(helped, MOTHER).post(page, {"kind": kind, "words": "dit liever niet"})
    assert answer.status_code == 302, text_of(answer)
    return Request.objects.get(kind=kind)


def days(**named: date) -> dict[str, str]:
    """Days as they are typed."""
    return {
        f"{name}_{part}": str(getattr(day, part))
        for name, day in named.items()
        for part in ("day", "month", "year")
    }


def lifting(**changes: Any) -> dict[str, str]:
    """What the coach types when it may be used again from tomorrow on."""
    typed = {"by_wish": "no", "reason": "Het is uitgezocht.", "told_how": "table"}
    return {**typed, **days(told_on=today(), lifts_on=today() + timedelta(days=1)), **changes}


def test_a_piece_is_used_less_from_the_yes_to_the_day_that_was_told(helped: Helped) -> None:
    piece = wish(helped)
    row = asked(helped, "restriction", piece)
    coach = signed_in(helped)
    coach.post(address(helped, "decide-request", row.id), {"outcome": "accepted", "reason": ""})
    for page in ("read-who-sees", "read-plan", "read-rights"):
        assert "gebruik beperkt" in text_of(coach.get(address(helped, page))), page
    mother = came_in(helped, MOTHER)
    assert "Dit gebruiken we nu niet" in text_of(mother.get(MINE))
    place = address(helped, "lift-restriction", row.id)
    assert WISH in text_of(coach.get(place))
    early: Any = coach.post(place, lifting(**days(lifts_on=today())))
    assert early.status_code == 422
    assert "Kies een dag na die waarop je het vertelde" in text_of(early)
    assert "Het is uitgezocht." in text_of(early)
    assert not Lifting.objects.exists()
    assert coach.post(place, lifting()).status_code == 302
    told = text_of(mother.get(MINE))
    assert "wordt weer gebruikt vanaf" in told
    assert "Het is uitgezocht." in told
    assert "Dit mag weer gebruikt worden" not in told


def test_she_takes_it_back_herself_and_nobody_else_does(helped: Helped) -> None:
    row = asked(helped, "restriction", wish(helped))
    signed_in(helped).post(address(helped, "decide-request", row.id), {"outcome": "accepted", "reason": ""})
    place = f"{MINE}{row.id}/weer-gebruiken/"
    father: Any = came_in(helped, FATHER).post(place)
    assert father.status_code == 404
    assert not Lifting.objects.exists()
    mother = came_in(helped, MOTHER)
    assert "Dit gebruiken we nu niet" not in text_of(mother.post(place, follow=True))
    again: Any = mother.post(place, follow=True)
    assert "al beslist" in text_of(again)
    assert Lifting.objects.count() == 1


def test_an_objection_ends_the_shares_that_stay_ticked(helped: Helped) -> None:
    grant, row = shared(helped), asked(helped, "objection")
    coach = signed_in(helped)
    place = address(helped, "decide-request", row.id)
    page: Any = coach.get(place)
    assert page.context["form"].initial["ends"] == [str(grant.id)]
    none: Any = coach.post(place, {"outcome": "accepted", "reason": ""})
    assert none.status_code == 422
    assert "Kies welk delen stopt" in text_of(none)
    no: Any = coach.post(place, {"outcome": "refused", "reason": "dit is nodig", "ends": [str(grant.id)]})
    assert no.status_code == 422
    assert (
        coach.post(place, {"outcome": "accepted", "reason": "", "ends": [str(grant.id)]}).status_code == 302
    )
    grant.refresh_from_db()
    assert grant.ended_at


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.INTAKE, Role.PARTNER, Role.PRIVACY_OFFICER])
def test_lifting_is_for_who_answers_for_the_family(helped: Helped, role: Role) -> None:
    row = asked(helped, "restriction", wish(helped))
    signed_in(helped).post(address(helped, "decide-request", row.id), {"outcome": "accepted", "reason": ""})
    other: Client = signed_in(helped, role)
    answer: Any = other.post(reverse("coach:lift-restriction", args=[helped.family.id, row.id]), lifting())
    assert answer.status_code in (403, 404)
    assert not Lifting.objects.exists()

"""Families that are known already: flagged, judged the same or another, and coming back (rule 11)."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.clock import now
from eenplan.core.enums import Role
from eenplan.plans.models import CoachAssignment
from eenplan.referrals.enums import OutcomeKind
from eenplan.referrals.models import (
    DoubleVerdict,
    Outcome,
    Referral,
)
from tests.cast import Team
from tests.factories.referrals import make_referral
from tests.referrals.test_doubles import OTHER, close
from tests.web.desk.situations import NOW, address, received, taken_up, with_coach
from tests.web.desk.test_listing import text_of

pytestmark = pytest.mark.django_db

SignIn = Callable[[Team, Role], Client]


@pytest.mark.rule(11)
def test_a_family_known_elsewhere_is_flagged_without_its_file(
    here: Team, there: Team, intake: Client
) -> None:
    far = make_referral(there, received_at=NOW - timedelta(days=30), family_name="GEHEIM-elders")
    found = received(here, family_name="Hier")
    page = intake.get(address("read-referral", found))
    said = f"Bij Verband {there.partnership.code}, sinds 22 oktober, en nog bezig."
    assert f"Misschien kennen we dit gezin al {said}" in text_of(page)
    assert "GEHEIM-elders" not in page.content.decode()
    assert far.reference not in page.content.decode()
    assert str(far.family_id) not in page.content.decode()
    assert str(far.id) not in page.content.decode()


@pytest.mark.rule(11)
def test_both_answers_to_a_flag(here: Team, intake: Client) -> None:
    known = taken_up(here, 5, family_name="Bekend")
    found = received(here, family_name="Nieuw")
    page = intake.get(address("read-referral", found)).content.decode()
    assert f"Bekend · {known.reference}" in page
    same, other = re.findall(r'href="([^"]+/dubbel/[^"]+)"', page)
    assert intake.post(other, {"reason": " "}).status_code == 422
    assert intake.post(same, {"reason": ""}).status_code == 422
    assert not DoubleVerdict.objects.exists()
    done = text_of(intake.post(same, {"reason": "Zelfde moeder."}, follow=True))
    assert "het is hetzelfde gezin; deze aanmelding is afgerond als dubbel." in done
    assert f"Hetzelfde gezin als {known.reference}. Zelfde moeder." in done
    late = intake.post(other, {"reason": "Toch niet."}, follow=True)
    assert "Hierover is intussen al beslist." in text_of(late)
    assert Outcome.objects.get(referral=found).kind == OutcomeKind.DUPLICATE
    assert "Dit gezin is al bij ons bekend" in text_of(intake.get(address("read-referral", known)))


@pytest.mark.rule(11)
def test_the_coach_hears_that_the_family_was_referred_again(
    here: Team, intake: Client, as_role: SignIn
) -> None:
    with_coach(here, 5)
    found = received(here)
    page = intake.get(address("read-referral", found)).content.decode()
    same, _other = re.findall(r'href="([^"]+/dubbel/[^"]+)"', page)
    intake.post(same, {"reason": "Zelfde moeder."})
    page = text_of(as_role(here, Role.COACH).get(reverse("coach:list-today")))
    assert "GEHEIM-familienaam · opnieuw aangemeld op 19 november" in page
    assert "25 dagen" in page  # the clock of the first one runs on


@pytest.mark.rule(11)
def test_another_family_takes_the_flag_away(here: Team, intake: Client) -> None:
    received(here, family_name="Bekend")
    found = received(here, family_name="Nieuw")
    page = intake.get(address("read-referral", found)).content.decode()
    _same, other = re.findall(r'href="([^"]+/dubbel/[^"]+)"', page)
    done = text_of(intake.post(other, {"reason": "Neven."}, follow=True))
    assert "Misschien kennen we dit gezin al" not in done
    assert "Leek op een ander dossier, maar is een ander gezin. Neven." in done


@pytest.mark.rule(11)
def test_who_comes_back_starts_anew_in_the_same_file(here: Team, intake: Client) -> None:
    first = make_referral(here, received_at=now() - timedelta(days=200))
    close(here, first)
    found = received(here)
    page = intake.get(address("read-referral", found)).content.decode()
    same, _other = re.findall(r'href="([^"]+/dubbel/[^"]+)"', page)
    done = text_of(intake.post(same, {"reason": "Mama belde."}, follow=True))
    assert "Dit gezin was al eens bij ons Neem de aanmelding op" in done
    assert first.reference in done
    intake.post(address("take-up-referral", found))
    coach = str(here.assignments[Role.COACH].staff_member_id)
    done = text_of(intake.post(address("choose-coach", found), {"coach": coach}, follow=True))
    assert "is de coach." in done
    assert CoachAssignment.objects.filter(family_id=first.family_id).count() == 2


@pytest.mark.rule(11)
def test_by_number_where_nothing_was_flagged(here: Team, intake: Client) -> None:
    known, found = taken_up(here, 5), received(here, **OTHER)
    for wrong in ("", "K7M-4QX2", "¯\\_(ツ)_/¯", "x" * 30):
        sent = {"reference": wrong, "reason": "Zelfde gezin."}
        page = intake.post(address("name-double", found), sent)
        assert page.status_code == 422
        assert "Zelfde gezin." in page.content.decode()
    sent = {"reference": known.reference, "reason": "Zelfde gezin."}
    assert intake.post(address("name-double", found), sent).status_code == 302
    assert Referral.objects.get(id=found.id).family_id == known.family_id


def test_another_team_does_not_judge(here: Team, there: Team, as_role: SignIn) -> None:
    found = received(here)
    received(here, family_name="Nieuw")
    stranger = as_role(there, Role.INTAKE)
    for name in ("judge-same", "judge-other"):
        href = reverse(f"desk:{name}", args=[found.id, uuid4()])
        assert stranger.get(href).status_code == 404

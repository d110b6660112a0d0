"""The filters of the desk: together, in sight, to be taken off; and the lists that somebody keeps."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.enums import Role
from eenplan.referrals.enums import ReferrerType, Urgency
from eenplan.referrals.models import SavedView
from eenplan.web.desk.presenters.narrowing import Chosen
from tests.cast import Team
from tests.web.desk.situations import received, with_coach
from tests.web.desk.test_listing import LIST, text_of

pytestmark = pytest.mark.django_db

REFINE = "/aanmeldingen/verfijnen/"
SAVE = "/aanmeldingen/lijsten/bewaren/"
VIEWS = "/aanmeldingen/lijsten/"


def test_filters_hold_together_each_with_a_chip_that_takes_it_off(here: Team, intake: Client) -> None:
    received(here, 5, family_name="Beide", referrer_type=ReferrerType.GP, urgency=Urgency.TODAY)
    received(here, 4, family_name="Huisarts", referrer_type=ReferrerType.GP)
    page = intake.get(LIST, {"aanmelder": "gp", "urgentie": "vandaag"})
    said = text_of(page)
    assert "Beide" in said
    assert "Huisarts ·" not in said
    assert "Je ziet 1 van 2 gezinnen." in said
    html = page.content.decode()
    assert 'href="/aanmeldingen/?urgentie=vandaag"' in html
    assert 'href="/aanmeldingen/?aanmelder=gp"' in html


@pytest.mark.rule(12)
def test_late_families_and_danger_outside_the_filter_stay_counted_in_sight(
    here: Team, intake: Client
) -> None:
    received(here, 40, family_name="Laat")
    received(here, 3, family_name="Gevaar", acute_danger=True)
    received(here, 2, family_name="Huisarts", referrer_type=ReferrerType.GP)
    page = intake.get(LIST, {"aanmelder": "gp"})
    said = text_of(page)
    assert "Buiten deze lijst: 1 gezin met acuut gevaar en 1 gezin dat te laat is. Toon ze" in said
    assert "Laat" in text_of(intake.get(LIST, {"klok": "te-laat"}))
    assert "Buiten deze lijst" not in text_of(intake.get(LIST))
    only_late = text_of(intake.get(LIST, {"klok": "gevaar"}))
    assert "Buiten deze lijst: 1 gezin dat te laat is." in only_late


def test_nothing_found_says_which_filter_to_take_off(here: Team, intake: Client) -> None:
    received(here, 2, referrer_type=ReferrerType.GP)
    received(here, 2, referrer_type=ReferrerType.GP)
    page = text_of(intake.get(LIST, {"aanmelder": "gp", "urgentie": "vandaag", "toon": "nieuw"}))
    assert "Geen enkel gezin past bij al deze filters samen." in page
    assert "Zonder “Urgentie: vandaag nog” : 2 gezinnen" in page
    assert "Zonder “Aangemeld door huisarts” : 0 gezinnen" in page


def test_the_form_of_filters_works_without_a_script_and_as_a_part(here: Team, intake: Client) -> None:
    whole = intake.get(REFINE, {"aanmelder": "gp"})
    assert "<h1>Verfijn de lijst</h1>" in whole.content.decode()
    assert '<option value="gp" selected>' in whole.content.decode()
    part = intake.get(REFINE, headers={"HX-Request": "true"})
    assert "<h1>" not in part.content.decode()
    assert 'method="get" action="/aanmeldingen/"' in part.content.decode()
    assert here.zone.name in part.content.decode()


def test_empty_answers_of_the_form_leave_the_address(intake: Client) -> None:
    sent = intake.get(LIST, {"toon": "", "zone": "", "aanmelder": "gp", "coach": ""})
    assert sent["Location"] == "/aanmeldingen/?aanmelder=gp"


def test_by_coach_and_without_one(here: Team, intake: Client) -> None:
    with_coach(here, family_name="Begeleid")
    received(here, family_name="Alleen")
    coach = here.assignments[Role.COACH].staff_member
    chosen = text_of(intake.get(LIST, {"coach": str(coach.id)}))
    assert "Begeleid" in chosen
    assert f"Coach: {coach.name}" in chosen
    assert "Alleen" not in chosen
    assert "Begeleid" not in text_of(intake.get(LIST, {"coach": "niemand"}))


def test_to_the_end_of_a_long_list_and_back(here: Team, intake: Client) -> None:
    for number in range(53):
        received(here, 2, family_name=f"Gezin{number:02}")
    end = intake.get(LIST, {"einde": "ja"})
    assert text_of(end).count("Lezen en opnemen voor") == 50
    back = re.search(r'href="([^"]+voor=[^"]+)"', end.content.decode())
    assert back
    first = text_of(intake.get(back[1].replace("&amp;", "&")))
    assert first.count("Lezen en opnemen voor") == 3
    assert "Naar het einde" in first


def save(browser: Client, query: str = "?aanmelder=gp", **typed: Any) -> Any:
    return browser.post(SAVE + query, {"name": "Huisartsen", **typed})


def test_a_list_is_kept_shown_renamed_and_removed(here: Team, intake: Client) -> None:
    assert save(intake)["Location"] == "/aanmeldingen/?aanmelder=gp"
    html = intake.get(LIST).content.decode()
    assert 'href="/aanmeldingen/?aanmelder=gp">Huisartsen' in html
    assert "Je ziet" not in text_of(intake.get(LIST))  # a list that is kept is not on by itself
    view = SavedView.objects.get()
    assert view.filters == {"aanmelder": "gp"}
    change = reverse("desk:change-view", args=[view.id])
    assert intake.post(change, {"name": "Dokters", "shared": "on"}).status_code == 302
    assert "Dokters" in text_of(intake.get(VIEWS))
    intake.post(reverse("desk:remove-view", args=[view.id]))
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "…!", "x" * 41, "a\x07b"])
def test_a_name_that_cannot_be_is_said_and_kept(intake: Client, name: str) -> None:
    page = save(intake, name=name)
    assert page.status_code == 422
    assert "Er klopt nog iets niet" in text_of(page)
    assert not SavedView.objects.exists()


def test_the_same_name_twice_no_filter_and_more_than_twenty(intake: Client) -> None:
    save(intake)
    assert "Je hebt al een lijst met deze naam." in text_of(save(intake, name="huisartsen"))
    assert "Kies eerst een of meer filters." in text_of(save(intake, "", name="Alles"))
    for number in range(19):
        save(intake, name=f"Lijst {number}")
    assert "Je hebt al 20 lijsten." in text_of(save(intake, name="Nog een"))
    assert SavedView.objects.count() == 20


def test_a_list_is_of_one_person_unless_shared_and_never_of_another_partnership(
    here: Team, there: Team, as_role: Callable[[Team, Role], Client]
) -> None:
    save(as_role(here, Role.INTAKE), name="Van mij")
    save(as_role(here, Role.INTAKE), "?aanmelder=clb", name="Van ons", shared="on")
    mine, ours = SavedView.objects.order_by("created_at")
    colleague = as_role(here, Role.COORDINATOR)
    colleague.get(LIST)  # tells what was kept just now
    seen = text_of(colleague.get(VIEWS))
    assert "Van ons" in seen
    assert "Van mij" not in seen
    for view in (mine, ours):
        assert colleague.post(reverse("desk:change-view", args=[view.id]), {"name": "x"}).status_code == 404
        assert colleague.post(reverse("desk:remove-view", args=[view.id])).status_code == 404
    assert "Van " not in text_of(as_role(there, Role.INTAKE).get(VIEWS))
    assert SavedView.objects.count() == 2


def test_what_is_kept_of_an_address_is_only_what_is_known() -> None:
    odd = {"toon": "alles", "aanmelder": "Janssens", "zone": "Genk", "naam": "Janssens", "na": "20260101.00"}
    assert Chosen.read(odd).filters == {}

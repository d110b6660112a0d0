"""The own sheet of each member: one page, only what that member may see, read aloud in order and in their language."""

import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override
from pypdf import PdfReader

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import action, writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.families.actions import plan_contact
from eenplan.families.enums import Channel, ContactKind
from eenplan.families.models import Person
from eenplan.plans import actions as plans
from eenplan.plans.enums import Brings, TeamKind
from eenplan.plans.models import Goal
from eenplan.web.shared.words import day_and_hour
from tests.cast import make_team
from tests.factories.contributions import brought, with_card
from tests.factories.family_plan import (
    HIDDEN,
    PHONE,
    FamilyPlan,
    activate,
    fill,
    make_family_plan,
    make_family_with_coach,
)
from tests.once import once
from tests.web.family.conftest import Enter, enter  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
MACHINE = "Een computer vertaalde deze pagina. Nog niemand die deze taal van thuis spreekt, las alles na."
SHEET, KEPT = "/gezin/koelkast/mijn-blad.pdf", "/gezin/koelkast/mijn-blad.pdf?ook-van-mij"


@once
def agreed() -> FamilyPlan:
    return make_family_plan(make_team())


@once
def made(agreed: FamilyPlan) -> FamilyPlan:
    return agreed


def sheet(response: object) -> PdfReader:
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    reader = PdfReader(io.BytesIO(response.content))
    assert len(reader.pages) == 1
    return reader


def words(response: object) -> str:
    return re.sub(r"\s+", " ", sheet(response).pages[0].extract_text().replace("\0", ""))


def by_coach(client: Client, made: FamilyPlan, person: Person) -> object:
    client.force_login(made.team.account(Role.COACH))
    return client.get(f"/gezinnen/{made.family.id}/koelkast/{person.id}.pdf")


def test_each_reads_what_is_theirs_to_do_apart_from_what_the_others_do(
    client: Client, made: FamilyPlan
) -> None:
    mine, theirs = (words(by_coach(client, made, one)) for one in (made.parent, made.child))
    assert f"Ons plan, voor {made.parent.given_name}" in mine
    assert mine.index("Wat ik doe") < mine.index("zichtbaar-stap-0")
    assert "Wat ik doe" not in theirs
    assert theirs.index("Wat de anderen doen") < theirs.index("zichtbaar-stap-0")
    for text in (mine, theirs):
        for word in ("zichtbaar-doel-0", "Sara Voorbeeld", PHONE, "112"):
            assert word in text, word
    # As it is read aloud: what comes, what for, who, whom to call.
    said = (
        "Onze volgende afspraak",
        "zichtbaar-doel-0",
        "Wat ik doe",
        "Wie we bellen",
        PHONE,
        "Nu hulp nodig?",
    )
    places = [mine.index(one) for one in said]
    assert places == sorted(places)


@pytest.mark.rule(32, 34)
def test_what_one_of_them_told_the_coach_alone_is_on_paper_when_they_choose_that(
    enter: Enter,  # noqa: F811
    made: FamilyPlan,
) -> None:
    mine = enter(made)
    assert HIDDEN not in words(mine.get(SHEET))
    page = mine.get("/gezin/koelkast/mijn-blad/").content.decode()
    assert HIDDEN not in page
    assert "Zet het er toch op" in page
    text = words(mine.get(KEPT))
    assert HIDDEN in text
    assert "alleen jij en je coach" in text
    assert "Alleen jij en je coach lezen dit" in text  # beside that goal
    # Somebody else of the family never: not by asking for it either, nor do they hear that there is something.
    theirs = enter(made, made.child)
    assert HIDDEN not in words(theirs.get(KEPT))
    assert "Zet het er toch op" not in theirs.get("/gezin/koelkast/mijn-blad/").content.decode()


@pytest.mark.rule(32)
def test_the_coach_hands_nobody_what_was_told_in_confidence(client: Client, made: FamilyPlan) -> None:
    for person in (made.parent, made.child):
        assert HIDDEN not in words(by_coach(client, made, person))
        again = client.get(f"/gezinnen/{made.family.id}/koelkast/{person.id}.pdf?ook-van-mij")
        assert HIDDEN not in words(again)


@pytest.mark.rule(32)
def test_it_has_the_remarks_that_its_reader_may_see(enter: Enter, made: FamilyPlan) -> None:  # noqa: F811
    goal = Goal.objects.get(family=made.family, item__words__text="zichtbaar-doel-0")
    child = with_card(made, made.child)
    for text, for_all in (("hoor-mij-allen", True), ("enkel-voor-de-coach", False)):
        brought(child, Brings.COMMENT, text, beside_id=goal.item_id, for_all=for_all)
    assert "hoor-mij-allen" in words(enter(made).get(SHEET))
    mine = enter(made, made.child)
    assert "hoor-mij-allen" in words(mine.get(SHEET))
    assert "enkel-voor-de-coach" in words(mine.get(KEPT))
    assert "enkel-voor-de-coach" not in words(enter(made).get(KEPT))


def test_more_in_the_plan_costs_no_query_more(client: Client, made: FamilyPlan) -> None:
    counts = []
    for plan in (made, make_family_plan(make_team("9903"), of_each=3)):
        by_coach(client, plan, plan.parent)
        with CaptureQueriesContext(connection) as asked:
            sheet(client.get(f"/gezinnen/{plan.family.id}/koelkast/{plan.parent.id}.pdf"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 30, counts


def test_an_appointment_of_ones_own_stands_there_only_when_asked(
    enter: Enter,  # noqa: F811
    made: FamilyPlan,
) -> None:
    soon = now() + timedelta(days=3)
    with request_transaction(made.coach):
        plan_contact(
            made.coach,
            planned_for=soon,
            persons=[made.child.id],
            kind=ContactKind.FAMILY,
            channel=Channel.HOME,
            family_id=made.family.id,
        )
    mine = enter(made, made.child)
    assert day_and_hour(soon) not in words(mine.get(SHEET))
    assert day_and_hour(soon) in words(mine.get(KEPT))
    assert day_and_hour(soon) not in words(enter(made).get(KEPT))


def test_what_does_not_fit_is_named(client: Client) -> None:
    made = make_family_with_coach(make_team())
    fill(made)
    with request_transaction(made.coach):
        for number in range(6):
            goal = plans.add_goal(
                made.coach,
                plan_id=made.plan_id,
                goal=plans.GoalFields(f"Doel nummer {number}", made.parent.id, whose_id=made.child.id),
            )
            step = plans.StepFields(
                f"Stap nummer {number}", today(), network_name="oma", goal_id=goal.item_id
            )
            plans.add_action(made.coach, plan_id=made.plan_id, step=step)
            plans.note_team_member(
                made.coach,
                plan_id=made.plan_id,
                member=plans.TeamFields(f"Helper {number}", TeamKind.PROFESSIONAL, phone="089 00 00 00"),
            )
    activate(made)
    text = words(by_coach(client, made, made.parent))
    assert "Dit staat op het volledige plan:" in text
    left = text.split("Dit staat op het volledige plan:")[1].split("Wie Wat Bellen")[0]
    for kind in ("Doelen: ‘", "Stappen: ‘", "Wie we bellen: ‘Helper"):
        assert kind in left, left
    assert re.search(r"en nog \d", left)


@pytest.mark.parametrize("text", ["a" * 10_000, "محمد عبد الله " * 400, "W\n" * 2_000], ids=range(3))
def test_one_page_whatever_is_written(client: Client, text: str) -> None:
    made = make_family_with_coach(make_team())
    with writing():
        Person.objects.filter(id=made.parent.id).update(given_name=text[:100])
    fill(made)
    with request_transaction(made.coach):
        _write_much(made.coach, made=made, text=text)
    activate(made)
    assert "Dit staat op het volledige plan:" in words(by_coach(client, made, made.parent))


@action
def _write_much(coach: Acting, /, *, made: FamilyPlan, text: str) -> None:
    """More than fits on a page."""
    for number in range(5):
        goal = plans.add_goal(coach, plan_id=made.plan_id, goal=plans.GoalFields(text, made.parent.id))
        who = {"person_id": made.parent.id} if number % 2 else {"network_name": text[:110].strip()}
        step = plans.StepFields(text[:3000], today(), goal_id=goal.item_id, **who)
        plans.add_action(coach, plan_id=made.plan_id, step=step)
        plans.note_team_member(
            coach,
            plan_id=made.plan_id,
            member=plans.TeamFields(
                text[:110].strip(), TeamKind.PROFESSIONAL, role=text[:110].strip(), phone="0" * 30
            ),
        )


@pytest.mark.parametrize(("language", "speaks"), [("nl", "nl"), ("ar", "ar"), ("uk-UA", "uk"), ("tr", "tr")])
def test_it_is_tagged_in_order_and_in_the_language_of_its_reader(
    client: Client, made: FamilyPlan, language: str, speaks: str
) -> None:
    with writing():
        Person.objects.filter(id=made.parent.id).update(language=language)
    printed = by_coach(client, made, made.parent)
    root = sheet(printed).trailer["/Root"]
    assert str(root["/Lang"]) == speaks
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()
    tags = list(tags_of(root["/StructTreeRoot"]))
    names = [name for name, _language in tags]
    assert names.index("/H1") < names.index("/H2") < names.index("/BlockQuote") < names.index("/Table")
    # The drawings stand beside words that say the same: nobody is told of them.
    assert "/Figure" not in names
    # What the family said in Dutch is read aloud in Dutch, whatever the language of the sheet.
    assert ("/BlockQuote", "nl") in tags
    assert ("/P", "nl") in tags
    # A machine's translation says so, as each page in such a language does.
    with override(speaks):
        said = gettext(MACHINE)
    assert (said[:20] in words(printed)) == (speaks in ("tr", "uk")) or speaks == "ar"
    # Another member's stays in that member's.
    assert str(sheet(by_coach(client, made, made.child)).trailer["/Root"]["/Lang"]) == "nl"


def tags_of(element: object) -> list[tuple[str, str]]:
    element = element.get_object() if hasattr(element, "get_object") else element
    if not isinstance(element, dict):
        return []
    found = [(str(element["/S"]), str(element.get("/Lang", "")))] if "/S" in element else []
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found += tags_of(kid)
    return found


@pytest.mark.rule(23)
def test_only_who_may_prints_it(client: Client, made: FamilyPlan) -> None:
    place = f"/gezinnen/{made.family.id}/koelkast/{made.parent.id}.pdf"
    for role in (Role.PARTNER, Role.ADMIN, Role.PSYCHOLOGIST, Role.INTAKE):
        client.force_login(made.team.account(role))
        assert client.get(place).status_code == 403
    elsewhere = make_family_plan(make_team("9902"))
    client.force_login(elsewhere.team.account(Role.COACH))
    assert client.get(place).status_code == 404
    # Nor somebody of another family under the own family's address.
    assert client.get(f"/gezinnen/{elsewhere.family.id}/koelkast/{made.parent.id}.pdf").status_code == 404
    client.logout()
    assert client.get("/gezin/koelkast/mijn-blad/").status_code == 302
    assert client.get(SHEET).status_code == 302


def test_while_nothing_was_agreed_there_is_none(client: Client, enter: Enter) -> None:  # noqa: F811
    made = make_family_with_coach(make_team())
    assert by_coach(client, made, made.parent).status_code == 404
    client.logout()
    mine = enter(made)
    assert "Hier komt het blad" in mine.get("/gezin/koelkast/mijn-blad/").content.decode()
    assert mine.get(SHEET).status_code == 404

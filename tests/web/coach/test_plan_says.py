"""What the forms of the plan ask is read on the plan, can be taken back, and goes along into what is agreed (part E)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from eenplan.consent.actions import name_trusted_person
from eenplan.consent.actions.trusted import NewTrustedPerson
from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.families.actions import NewPerson, add_person
from eenplan.families.enums import PersonRole
from eenplan.plans.actions import TeamFields, note_team_member
from eenplan.plans.enums import Importance, Secrecy, TeamKind
from eenplan.plans.models import Action, DomainMark, Help, Participation, PlanVersion
from eenplan.plans.queries import version
from eenplan.plans.queries.pieces import name_of
from eenplan.plans.queries.plan import domains_of_version
from eenplan.web.shared.plan_view import PlanView, plan_view
from tests.factories.coming_back import close
from tests.factories.plans import Helped, activate, add_family_goal, add_step, mark_all_domains
from tests.web.coach.conftest import typed_date
from tests.web.coach.test_writing import at

pytestmark = pytest.mark.django_db


def say_of_housing(alice: Client, helped: Helped, **typed: str) -> None:
    """Say something of a part of life, through the form as it stands."""
    path = at(helped, "change-domain", domain="housing")
    read = alice.get(path).context["form"].initial["revision"]
    given = {"revision": read, "mark": "talk_about", "speaker": str(helped.mother.id), **typed}
    assert alice.post(path, given).status_code == 302


def agreed(helped: Helped) -> PlanView:
    """The version that holds, as family and paper have it."""
    with request_transaction(helped.coach):
        found = version(helped.coach, helped.family.id)
        return plan_view(found, domains_of_version(helped.coach, helped.family.id, found.head))


def test_a_score_and_how_important_it_is_are_given_and_taken_back(alice: Client, helped: Helped) -> None:
    say_of_housing(alice, helped, score="3", importance="first")
    row = DomainMark.objects.get()
    assert (row.score, row.importance) == (3, Importance.FIRST)
    alice.post(at(helped, "mark-domains"), {"revision": "1", "housing": "goes_well"})
    row.refresh_from_db()
    assert (row.mark, row.score, row.importance) == ("goes_well", 3, Importance.FIRST)
    say_of_housing(alice, helped, score="", importance="")
    row.refresh_from_db()
    assert (row.score, row.importance) == (None, "")


def test_what_they_say_of_a_part_of_life_is_read_on_the_plan(alice: Client, helped: Helped) -> None:
    said = {"text": "Te klein", "strength": "Eén stapel brieven", "worry": "De winter"}
    say_of_housing(alice, helped, score="3", importance="first", **said)
    page = alice.get(at(helped, "read-plan")).content.decode()
    for words in (*said.values(), "3 op 10", "dit eerst"):
        assert words in page
    mark_all_domains(helped)
    say_of_housing(alice, helped, importance="later")
    add_family_goal(helped)
    activate(helped)
    (housing,) = agreed(helped).domains_talk
    assert housing.importance == "dit kan wachten"
    say_of_housing(alice, helped, importance="also")
    changed = alice.get(at(helped, "read-changes", since=1)).content.decode()
    assert "nu ‘ook belangrijk’, eerst ‘dit kan wachten’" in changed


def test_whom_a_strength_is_about_is_read_where_the_strength_is(alice: Client, helped: Helped) -> None:
    about = [str(helped.mother.id), str(helped.people[1].id)]
    given = {"text": "Altijd op tijd", "speaker": "worker", "seen_by": "all", "agogic_reason": ""}
    path = at(helped, "write-text", section="wat-goed-gaat")
    assert alice.post(path, {**given, "about": about}).status_code == 302
    assert alice.post(path, {**given, "text": "Samen lachen"}).status_code == 302
    names = f"Over {name_of(helped.mother)} en {name_of(helped.people[1])}"
    assert alice.get(at(helped, "read-plan")).content.decode().count(names) == 1
    mark_all_domains(helped)
    add_family_goal(helped)
    activate(helped)
    assert [one.about for one in agreed(helped).goes_well] == [names, ""]


def test_a_step_says_who_helps_and_what_to_remember(alice: Client, helped: Helped) -> None:
    mark_all_domains(helped)
    add_family_goal(helped)
    step = {
        "text": "Inschrijven",
        "owner": f"person:{helped.mother.id}",
        **typed_date("due_on", today() + timedelta(days=9)),
    }
    typed = {**step, "helped_by": "oma", "note": "Neem de loonfiches mee."}
    assert alice.post(at(helped, "add-step"), typed).status_code == 302
    page = alice.get(at(helped, "read-plan")).content.decode()
    assert "samen met oma" in page
    assert "Neem de loonfiches mee." in page
    activate(helped)
    (shown,) = agreed(helped).other_steps
    assert "samen met oma" in shown.detail
    assert shown.note == "Neem de loonfiches mee."
    path = at(helped, "change-step", action_id=Action.objects.get().item_id)
    form = alice.get(path).context["form"]
    assert form.initial["helped_by"] == "oma"
    assert alice.post(path, {**step, "revision": form.initial["revision"]}).status_code == 302
    page = alice.get(at(helped, "read-plan")).content.decode()
    assert "samen met oma" not in page
    assert "Neem de loonfiches mee." not in page


def test_who_helps_is_said_with_secrecy_and_whether_they_come(helped: Helped) -> None:
    mark_all_domains(helped)
    add_family_goal(helped)
    with request_transaction(helped.coach):
        for name, kind, secrecy in (
            ("An", TeamKind.PROFESSIONAL, Secrecy.YES),
            ("Juf", TeamKind.PROFESSIONAL, Secrecy.NO),
            ("Wim", TeamKind.PROFESSIONAL, Secrecy.UNKNOWN),
            ("Oma", TeamKind.FAMILY, Secrecy.NO),
        ):
            note_team_member(
                helped.coach, plan_id=helped.plan.id, member=TeamFields(name, kind, secrecy=secrecy)
            )
    activate(helped)
    plan = agreed(helped)
    said = {one.name: one.detail for one in (*plan.team_family, *plan.team_helpers)}
    assert said == {"An": "heeft beroepsgeheim", "Juf": "heeft geen beroepsgeheim", "Wim": "", "Oma": ""}


def agree(alice: Client, helped: Helped, *took_part: str) -> Any:
    """Agree on the plan with these."""
    return alice.post(
        at(helped, "activate-plan"),
        {
            "took_part": took_part,
            **typed_date("next_review_date", today() + timedelta(weeks=6)),
            **{f"answer_{one.id.hex}": "silent" for one in helped.people},
            **{f"form_{one.id.hex}": "aloud" for one in helped.people},
        },
    )


@pytest.mark.rule(22)
def test_a_plan_is_not_agreed_without_anybody_of_the_family(alice: Client, helped: Helped) -> None:
    mark_all_domains(helped)
    add_family_goal(helped)
    add_step(helped)
    form = alice.get(at(helped, "activate-plan")).context["form"]
    alone = [value for value, _label in form.fields["took_part"].choices if value.startswith("staff:")]
    answer = agree(alice, helped, *alone)
    assert answer.status_code == 422
    assert "Zonder hen is het hun plan niet." in answer.content.decode()
    assert not PlanVersion.objects.exists()


@pytest.mark.rule(22)
def test_a_trusted_person_can_be_there_when_the_plan_is_agreed(alice: Client, helped: Helped) -> None:
    mark_all_domains(helped)
    add_family_goal(helped)
    daughter = helped.people[1]
    with request_transaction(helped.coach):
        name_trusted_person(
            helped.coach,
            family_id=helped.family.id,
            person_id=daughter.id,
            who=NewTrustedPerson("Mia", True, True, True, today()),
        )
    choices = dict(alice.get(at(helped, "activate-plan")).context["form"].fields["took_part"].choices)
    (there,) = [value for value in choices if value.startswith("trusted:")]
    assert agree(alice, helped, f"person:{helped.mother.id}", there).status_code == 302
    assert Participation.objects.filter(name__startswith="Mia, vertrouwenspersoon van ").exists()


HELP = {"what": "Logopedie", "for_whom": "family"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"state": "waiting", **typed_date("expected", date(2025, 1, 1))}, "Deze dag is al voorbij."),
        ({"state": "waiting", **typed_date("ended_on", date(2026, 10, 1))}, "maak die dag leeg"),
        ({"state": "there_is", **typed_date("ended_on", date(2026, 10, 1))}, "maak die dag leeg"),
    ],
)
def test_days_of_help_that_cannot_be_are_asked_again(
    alice: Client, helped: Helped, typed: dict[str, str], said: str
) -> None:
    answer = alice.post(at(helped, "add-help"), {**HELP, **typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Logopedie" in answer.content.decode()
    assert not Help.objects.exists()


def test_help_does_not_start_before_it_was_waited_for(alice: Client, helped: Helped) -> None:
    since = typed_date("since", today() - timedelta(days=1))
    expected = typed_date("expected", date(2027, 3, 1))
    assert (
        alice.post(at(helped, "add-help"), {**HELP, "state": "waiting", **since, **expected}).status_code
        == 302
    )
    assert "verwacht in maart 2027" in alice.get(at(helped, "read-plan")).content.decode()
    row = Help.objects.get()
    start = at(helped, "start-help", item_id=row.item_id)
    answer = alice.post(start, {"asked": "1", **typed_date("on", today() - timedelta(days=2))})
    assert answer.status_code == 422
    assert "vóór jullie erop wachtten" in answer.content.decode()
    assert (
        alice.post(start, {"asked": "1", **typed_date("on", today() - timedelta(days=1))}).status_code == 302
    )
    path = at(helped, "change-help", item_id=row.item_id)
    read = alice.get(path).context["form"].initial["revision"]
    later = {"revision": read, **HELP, "state": "started", **typed_date("since", today())}
    assert alice.post(path, later).status_code == 422
    row.refresh_from_db()
    assert (row.since, row.started_on) == (today() - timedelta(days=1), today() - timedelta(days=1))


@pytest.mark.rule(21)
def test_a_new_step_or_goal_is_not_for_a_day_that_passed(alice: Client, helped: Helped) -> None:
    yesterday = today() - timedelta(days=1)
    step = {"text": "Bellen", "owner": f"person:{helped.mother.id}"}
    assert alice.post(at(helped, "add-step"), {**step, **typed_date("due_on", yesterday)}).status_code == 422
    goal = {"text": "Rust", "expressed_by": str(helped.mother.id), "whose": "family", "horizon": "small"}
    assert (
        alice.post(at(helped, "add-goal"), {**goal, **typed_date("target_date", yesterday)}).status_code
        == 422
    )
    late = add_step(helped, due_on=yesterday)
    path = at(helped, "change-step", action_id=late)
    read = alice.get(path).context["form"].initial["revision"]
    assert alice.post(path, {"revision": read, **step, **typed_date("due_on", yesterday)}).status_code == 302


@pytest.mark.rule(41)
def test_the_page_of_a_family_that_goes_on_alone_names_its_last_plan(alice: Client, helped: Helped) -> None:
    mark_all_domains(helped)
    add_family_goal(helped)
    activate(helped)
    close(helped)
    page = alice.get(at(helped, "read-family")).content.decode()
    assert "Versie 1 was het laatste plan." in page
    assert "nog geen plan afgesproken" not in page


def test_the_plan_says_who_the_family_is_also_who_is_expected(helped: Helped) -> None:
    mark_all_domains(helped)
    add_family_goal(helped)
    with request_transaction(helped.coach):
        expected = NewPerson(PersonRole.CHILD, due_date=today() + timedelta(days=60))
        add_person(helped.coach, family_id=helped.family.id, person=expected)
    activate(helped)
    names = agreed(helped).household
    assert all(one.given_name in names for one in helped.people)
    assert names.endswith("het kindje dat komt")
    with request_transaction(helped.coach):
        found = version(helped.coach, helped.family.id)
        shared = plan_view(
            found, domains_of_version(helped.coach, helped.family.id, found.head), as_shared=True
        )
    assert shared.household == ""


def test_what_was_said_of_what_is_left_for_now_is_not_lost(alice: Client, helped: Helped) -> None:
    mark_all_domains(helped)
    say_of_housing(alice, helped, mark="not_now", text="Eerst moet de rust terug.")
    add_family_goal(helped)
    activate(helped)
    plan = agreed(helped)
    (housing,) = plan.domains_later
    assert housing.sayings[0].text == "Eerst moet de rust terug."
    assert "Wonen" not in plan.later
    assert "School en opvang" in plan.later
    version_page = alice.get(at(helped, "read-version", number=1)).content.decode()
    assert "Eerst moet de rust terug." in version_page


def test_each_part_that_the_plan_names_above_stands_below(alice: Client, helped: Helped) -> None:
    page = alice.get(at(helped, "read-plan"))
    assert page.context["parts"]
    assert at(helped, "read-sharing") in page.content.decode()
    for slug, _title in page.context["parts"]:
        assert f'id="{slug}"' in page.content.decode()

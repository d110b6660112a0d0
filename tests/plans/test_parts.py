"""The small parts of a plan: each child's view, sides of a section, disagreements, other plans, team and help."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import NewPerson, add_person
from eenplan.families.enums import PersonRole
from eenplan.families.models import Item, Words
from eenplan.families.rules import RELEASED
from eenplan.plans import actions
from eenplan.plans.actions import (
    ChildViewFields,
    DisagreementFields,
    GoalFields,
    HelpFields,
    LinkedPlanFields,
    MattersFields,
    TeamFields,
)
from eenplan.plans.enums import (
    Attendance,
    HelpState,
    HelpType,
    Horizon,
    SaidHow,
    Secrecy,
    SectionKey,
    TeamKind,
    Topic,
)
from eenplan.plans.models import PlanItem
from eenplan.plans.queries import (
    ChildViewPiece,
    DisagreementPiece,
    LinkedPlanPiece,
    Pieces,
    plan,
    version,
)
from eenplan.plans.queries.suggestions import suggestion, suggestions
from eenplan.plans.rules import NotReady, SectionChanged, sees_released_only
from tests.cast import MARKER, people_of
from tests.factories.plans import Helped, activate, add_family_goal, mark_all_domains
from tests.plans.conftest import Cast, with_card

pytestmark = pytest.mark.django_db


def now_in(helped: Helped) -> Pieces:
    with request_transaction(helped.coach):
        return plan(helped.coach, helped.family.id).pieces


def hear(helped: Helped, **changes: object) -> UUID:
    child = people_of(helped.family)[1]
    view = ChildViewFields(
        **{"person_id": child.id, "said_how": SaidHow.WORDS, "text": "een hond", **changes}
    )  # type: ignore[arg-type]  # of a test
    with request_transaction(helped.coach):
        return actions.hear_child(helped.coach, plan_id=helped.plan.id, view=view).item_id


def test_a_child_has_one_view_whose_earlier_words_stay(helped: Helped) -> None:
    child = people_of(helped.family)[1]
    first = hear(helped, said_how=SaidHow.NOT_YET, text="", reason="ze was op kamp")
    assert [one.is_asked for one in now_in(helped).of(ChildViewPiece)] == [False]
    assert hear(helped, said_how=SaidHow.DRAWING, text="Ik wil een boomhut") == first
    (view,) = now_in(helped).of(ChildViewPiece)
    assert view.text is not None
    assert (view.is_asked, view.text.text, view.text.speaker_id) == (True, "Ik wil een boomhut", child.id)
    assert Words.objects.filter(item_id=first, text="ze was op kamp").exists()


def test_not_asked_yet_needs_a_reason_and_asked_needs_words(helped: Helped) -> None:
    with pytest.raises(RuleBroken, match="reason-missing"):
        hear(helped, said_how=SaidHow.NOT_YET, text="", reason=" ")
    with pytest.raises(RuleBroken, match="text-missing"):
        hear(helped, text=" ")
    with pytest.raises(RuleBroken, match="said-in-future"):
        hear(helped, on=today() + timedelta(days=1))
    assert now_in(helped).of(ChildViewPiece) == ()


def test_only_a_child_that_was_born_has_a_view(helped: Helped) -> None:
    with request_transaction(helped.coach):
        expected = add_person(
            helped.coach,
            family_id=helped.family.id,
            person=NewPerson(PersonRole.CHILD, due_date=today() + timedelta(days=90)),
        )
    for person in (helped.mother, expected):
        with pytest.raises(NotFound):
            hear(helped, person_id=person.id)


def write_on(helped: Helped, topic: Topic, text: str = "tekst", **more: object) -> UUID:
    with request_transaction(helped.coach):
        return actions.write_on_topic(
            helped.coach,
            plan_id=helped.plan.id,
            topic=topic,
            text=text,
            **more,  # type: ignore[arg-type]
        ).item_id


def test_words_on_a_topic_stand_in_its_section(helped: Helped) -> None:
    for topic in Topic:
        write_on(helped, topic, topic.value)
    texts = now_in(helped).texts
    assert [one.topic for one in texts[SectionKey.IF_DIFFICULT]] == ["signs", "ourselves", "call", "safety"]
    assert [one.topic for one in texts[SectionKey.AGREEMENTS]] == ["rhythm", "sharing", "school"]


@pytest.mark.rule(23)
def test_what_is_agreed_about_safety_is_for_few_and_on_no_card(helped: Helped) -> None:
    item = write_on(helped, Topic.SAFETY, MARKER.format("veilig"), labels=RELEASED)
    row = Item.objects.get(id=item)
    assert (row.confidential, row.released_to_all) == (True, False)
    mark_all_domains(helped)
    add_family_goal(helped)
    activate(helped)
    mother = with_card(helped, helped.mother)
    with request_transaction(mother):
        found = version(mother, helped.family.id)
    assert found.withheld
    assert SectionKey.IF_DIFFICULT not in found.pieces.texts


def test_no_relabelling_brings_safety_to_everybody(helped: Helped) -> None:
    item = write_on(helped, Topic.SAFETY)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE families_item SET confidential = false, released_to_all = true WHERE id = %s", [item]
        )


def disagree(helped: Helped, **changes: object) -> UUID:
    fields = DisagreementFields(
        **{"text": "Ik wil niet verhuizen", "person_id": helped.mother.id, **changes}  # type: ignore[arg-type]
    )
    with request_transaction(helped.coach):
        return actions.note_disagreement(helped.coach, plan_id=helped.plan.id, disagreement=fields).item_id


def test_a_disagreement_is_resolved_but_never_taken_out(helped: Helped) -> None:
    item = disagree(helped)
    with request_transaction(helped.coach), pytest.raises(RuleBroken, match="item-stays"):
        actions.take_out(helped.coach, item_id=item)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE families_item SET ended_at = now() WHERE id = %s", [item])
    with request_transaction(helped.coach):
        actions.resolve_disagreement(helped.coach, item_id=item, how="We blijven in de wijk")
    (found,) = now_in(helped).of(DisagreementPiece)
    assert found.text is not None
    assert (found.text.text, found.resolved_on) == ("Ik wil niet verhuizen", today())
    assert found.words["resolution"].text == "We blijven in de wijk"


def test_a_disagreement_stays_readable_in_versions_and_needs_a_name(helped: Helped) -> None:
    disagree(helped, person_id=None, name="de juf")
    mark_all_domains(helped)
    add_family_goal(helped)
    activate(helped)
    with request_transaction(helped.coach):
        (found,) = version(helped.coach, helped.family.id).pieces.of(DisagreementPiece)
    assert found.who == "de juf"
    with pytest.raises(RuleBroken, match="who-missing"):
        disagree(helped, person_id=None)
    with pytest.raises(RuleBroken, match="text-missing"):
        disagree(helped, text="")


@pytest.mark.rule(24)
def test_a_partners_plan_is_named_and_overwrites_nothing(helped: Helped) -> None:
    add_family_goal(helped, "Ons doel")
    before = now_in(helped)
    with request_transaction(helped.coach):
        actions.link_plan(
            helped.coach,
            plan_id=helped.plan.id,
            linked=LinkedPlanFields(
                "Begeleidingsplan", "CKG Voorbeeld", "bij de begeleider", date(2026, 5, 3)
            ),
        )
    after = now_in(helped)
    assert (after.goals, after.texts, after.team) == (before.goals, before.texts, before.team)
    (linked,) = after.of(LinkedPlanPiece)
    assert (linked.organisation, linked.where, linked.dated) == (
        "CKG Voorbeeld",
        "bij de begeleider",
        date(2026, 5, 3),
    )
    with request_transaction(helped.coach), pytest.raises(RuleBroken, match="organisation-missing"):
        actions.link_plan(helped.coach, plan_id=helped.plan.id, linked=LinkedPlanFields("x", " "))


@pytest.mark.rule(36)
@pytest.mark.parametrize(("secrecy", "only"), [("yes", False), ("no", True), ("unknown", True)])
def test_without_secrecy_one_sees_the_released_part_only(secrecy: str, only: bool) -> None:
    assert sees_released_only(secrecy) is only


def test_a_member_of_the_team_is_reached_and_invited(helped: Helped) -> None:
    member = TeamFields(
        "Juf An",
        TeamKind.PROFESSIONAL,
        secrecy=Secrecy.NO,
        availability="op dinsdag",
        attendance=Attendance.MAY,
    )
    with request_transaction(helped.coach):
        actions.note_team_member(helped.coach, plan_id=helped.plan.id, member=member)
    (found,) = now_in(helped).team
    assert (found.availability, found.attendance) == ("op dinsdag", Attendance.MAY)


def test_help_is_for_somebody_and_says_what_worked(helped: Helped) -> None:
    child = people_of(helped.family)[1]
    help_ = HelpFields(
        "Speltherapie", HelpState.ENDED, since=date(2024, 1, 1), ended_on=date(2024, 6, 1),
        for_whom_id=child.id, help_type=HelpType.THERAPY, worked="ze durfde praten", not_worked="het uur",
    )  # fmt: skip
    with request_transaction(helped.coach):
        actions.add_help(helped.coach, plan_id=helped.plan.id, help=help_)
    (found,) = now_in(helped).help
    assert (found.for_whom_id, found.help_type, found.ended_on) == (
        child.id,
        HelpType.THERAPY,
        date(2024, 6, 1),
    )
    assert {slot: said.text for slot, said in found.words.items() if slot != "text"} == {
        "worked": "ze durfde praten",
        "not_worked": "het uur",
    }
    backwards = HelpFields("x", HelpState.ENDED, since=date(2024, 6, 1), ended_on=date(2024, 1, 1))
    with request_transaction(helped.coach), pytest.raises(RuleBroken, match="help-ends-first"):
        actions.add_help(helped.coach, plan_id=helped.plan.id, help=backwards)


def test_a_small_step_stands_under_a_goal_for_later_only(helped: Helped) -> None:
    far = add_family_goal(helped, "Een huis", horizon=Horizon.LONG)
    near = add_family_goal(helped, "Bellen", part_of_id=far)
    for above, horizon in ((near, Horizon.SMALL), (far, Horizon.LONG)):
        with pytest.raises(RuleBroken, match="part-of-small"):
            add_family_goal(helped, "x", part_of_id=above, horizon=horizon)


@pytest.mark.rule(19)
def test_an_example_untouched_and_said_by_nobody_does_not_count(helped: Helped) -> None:
    mark_all_domains(helped)
    example = suggestions("goals")[0]
    with request_transaction(helped.coach):
        actions.add_goal(
            helped.coach, plan_id=helped.plan.id, goal=GoalFields(example.text, domain=example.domain)
        )
    with pytest.raises(NotReady) as refused:
        activate(helped)
    assert "plans:no-goal-of-family" in {one.code for one in refused.value.missing}
    add_family_goal(helped, "Zelf een kamer kiezen")
    assert activate(helped).is_active


def test_examples_are_of_known_domains_and_found_by_their_code() -> None:
    with transaction.atomic():
        from eenplan.core.acting import task
        from eenplan.network.queries import life_domains

        codes = {one.code for one in life_domains(task(), on=today())}
    for kind in ("goals", "steps"):
        assert {one.domain for one in suggestions(kind)} == codes
        assert all(suggestion(one.code) == one for one in suggestions(kind))
    for wrong in ("", "x", "housing.goals.99", "housing.kinds.0", "a.b.c.d"):
        assert suggestion(wrong) is None


def test_two_who_save_at_once_are_told(helped: Helped) -> None:
    with request_transaction(helped.coach):
        saved = actions.note_who_matters(helped.coach, plan_id=helped.plan.id, matters=MattersFields("Oma"))
        actions.note_who_matters(helped.coach, plan_id=helped.plan.id, matters=MattersFields("Opa"))
        with pytest.raises(SectionChanged):
            actions.note_who_matters(
                helped.coach,
                plan_id=helped.plan.id,
                matters=MattersFields("Meme"),
                item_id=saved.item_id,
                revision=saved.revision,
            )


def test_nobody_else_writes_in_the_plan(helped: Helped, cast: Cast) -> None:
    item = disagree(helped)
    for who in (cast.bob, cast.charlie):
        with request_transaction(who):
            with pytest.raises(NotFound):
                actions.resolve_disagreement(who, item_id=item, how="x")
            with pytest.raises(NotFound):
                actions.link_plan(who, plan_id=helped.plan.id, linked=LinkedPlanFields("x", "y"))
            with pytest.raises(NotFound):
                actions.write_on_topic(who, plan_id=helped.plan.id, topic=Topic.SIGNS, text="x")
    assert PlanItem.objects.filter(plan=helped.plan).count() == 1

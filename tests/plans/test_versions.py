"""Versions: one active, agreed by those who said so, never changed, and no more shown than one may see."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.test.utils import CaptureQueriesContext

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import Labels, relabel, revoke_card
from eenplan.families.models import Card
from eenplan.plans.actions import (
    GoalFields,
    Presence,
    Reply,
    activate_plan,
    add_goal,
    change_text,
    mark_domain,
    record_agreement,
    write_wish,
)
from eenplan.plans.actions.versions import content_hash
from eenplan.plans.enums import Answer, AnswerForm, Mark, SectionKey, VersionStatus
from eenplan.plans.models import Agreement, PlanVersion, VersionItem
from eenplan.plans.queries import VersionNow, plan, version, versions
from eenplan.plans.queries.kept import kept_of
from eenplan.plans.rules import NotReady
from tests.cast import MARKER, Team
from tests.factories.plans import (
    Helped,
    activate,
    add_family_goal,
    add_step,
    fill,
    make_active,
    make_helped,
    mark_all_domains,
    staff_of,
)
from tests.once import once
from tests.plans.conftest import Cast, with_card

pytestmark = pytest.mark.django_db


@once
def active(here: Team) -> Helped:
    """A family with an active plan of one goal."""
    return make_active(here)


def sql(statement: str, *values: object) -> None:
    """Run raw SQL and let every deferred constraint speak."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def read(acting: Acting, helped: Helped, number: int | None = None) -> VersionNow:
    with request_transaction(acting):
        return version(acting, helped.family.id, number)


def missing(helped: Helped, **changes: Any) -> list[tuple[str, SectionKey]]:
    with pytest.raises(NotReady) as caught:
        activate(helped, **changes)
    return [(one.code, one.section) for one in caught.value.missing]


@pytest.mark.rule(18)
def test_a_new_version_replaces_the_old_which_stays_readable(active: Helped) -> None:
    add_family_goal(active, "nog een doel")
    activate(active)
    statuses = dict(PlanVersion.objects.values_list("number", "status"))
    assert statuses == {1: VersionStatus.REPLACED, 2: VersionStatus.ACTIVE}
    assert len(read(active.coach, active, 1).pieces.goals) == 1
    assert len(read(active.coach, active, 2).pieces.goals) == 2
    assert read(active.coach, active).head.number == 2
    with request_transaction(active.coach):
        assert [row.head.number for row in versions(active.coach, active.family.id)] == [2, 1]


@pytest.mark.rule(18)
def test_the_database_holds_one_active_version(active: Helped) -> None:
    add_family_goal(active)
    activate(active)
    with pytest.raises(IntegrityError, match="plans_one_active_version"):
        sql("UPDATE plans_planversion SET status = 'active'")


@pytest.mark.rule(18)
@pytest.mark.parametrize(
    "statement",
    ["UPDATE plans_versionitem SET content = '{}'", "UPDATE plans_versionitem SET position = position + 1"],
)
def test_what_stood_in_a_version_never_changes(active: Helped, statement: str) -> None:
    with pytest.raises(IntegrityError, match="only ever appended"), transaction.atomic():
        sql(statement)
    for forbidden in (statement, "DELETE FROM plans_versionitem", "UPDATE plans_planversion SET number = 9"):
        with pytest.raises(ProgrammingError, match="permission denied"), request_transaction(active.coach):
            sql(forbidden)


@pytest.mark.rule(18)
def test_a_version_keeps_what_stood_in_it_and_shows_when_it_was_added_to(active: Helped) -> None:
    (goal,) = read(active.coach, active).pieces.goals
    with request_transaction(active.coach):
        plan_now = plan(active.coach, active.family.id)
    revision = plan_now.sections[SectionKey.GOALS].revision
    with request_transaction(active.coach):
        change_text(active.coach, item_id=goal.item_id, text="anders", revision=revision)
    assert read(active.coach, active).pieces.goals == (goal,)
    row = PlanVersion.objects.get()
    assert row.items_count == row.items.count() == 14
    assert row.content_hash != content_hash(kept_of(active.plan))


@pytest.mark.rule(19)
def test_without_a_goal_said_by_the_family_nothing_becomes_active(here: Team) -> None:
    helped = make_helped(here)
    mark_all_domains(helped)
    with request_transaction(helped.coach):
        add_goal(helped.coach, plan_id=helped.plan.id, goal=GoalFields("wat de coach wil"))
    assert missing(helped) == [("plans:no-goal-of-family", SectionKey.GOALS)]
    assert not PlanVersion.objects.exists()


@pytest.mark.rule(19)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plans_goal SET expressed_by_id = NULL",
        "UPDATE families_words SET speaker_id = NULL",
        "DELETE FROM plans_versionitem WHERE kind = 'goal'",
    ],
)
def test_the_database_too_wants_a_goal_of_the_family(active: Helped, statement: str) -> None:
    with pytest.raises(IntegrityError, match="goal of the family"):
        sql(f"{statement}; UPDATE plans_planversion SET next_review_date = next_review_date + 1")


@pytest.mark.rule(20)
def test_every_configured_domain_is_marked_before_the_first_version(here: Team) -> None:
    helped = make_helped(here)
    add_family_goal(helped)
    assert missing(helped) == [("plans:domains-unmarked", SectionKey.DOMAINS)]
    with request_transaction(helped.coach):
        mark_domain(helped.coach, plan_id=helped.plan.id, domain="housing", mark=Mark.NOT_APPLICABLE)
        page = plan(helped.coach, helped.family.id)
    words = str(page.missing[0].words)
    assert "Wonen" not in words
    assert "School en opvang" in words
    mark_all_domains(helped)
    assert activate(helped).number == 1


@pytest.mark.rule(21)
def test_a_plan_is_active_until_its_next_review(here: Team) -> None:
    helped = make_helped(here)
    mark_all_domains(helped)
    add_family_goal(helped)
    with pytest.raises(RuleBroken) as caught:
        activate(helped, next_review_date=today() - timedelta(days=1))
    assert caught.value.code == "plans:review-in-past"
    head = activate(helped, next_review_date=date(2027, 1, 4))
    assert head.review_date == date(2027, 1, 4)
    with pytest.raises(IntegrityError), transaction.atomic():
        sql("UPDATE plans_planversion SET next_review_date = NULL")


@pytest.mark.rule(22)
def test_a_version_says_who_took_part(active: Helped) -> None:
    with pytest.raises(RuleBroken) as caught:
        activate(active, took_part=[Presence(person_id=active.mother.id, took_part=False)])
    assert caught.value.code == "plans:nobody-took-part"
    there = [
        Presence(person_id=active.mother.id),
        Presence(staff_member_id=staff_of(active)),
        Presence(name="Juf Test", took_part=False),
        Presence(name=" "),
    ]
    activate(active, took_part=there)
    rows = read(active.coach, active).participations
    assert [row.took_part for row in rows] == [True, True, False]
    assert {rows[0].name, rows[2].name} == {MARKER.format("moeder"), "Juf Test"}


@pytest.mark.rule(22)
def test_silence_is_no_agreement_and_the_newest_answer_counts(active: Helped) -> None:
    daughter = active.people[1]
    activate(active, agreements=[Reply(active.mother.id, Answer.AGREED, AnswerForm.SIGNED)])
    head = read(active.coach, active).head
    assert [(one.answer, one.asked) for one in read(active.coach, active).answers] == [
        (Answer.AGREED, True),
        (None, True),
        (None, True),
    ]
    for answer in (Answer.AGREED, Answer.DISAGREED):
        with request_transaction(active.coach):
            record_agreement(
                active.coach, version_id=head.id, person_id=daughter.id, answer=answer, words="te snel"
            )
    answers = read(active.coach, active).answers
    assert (answers[1].answer, answers[1].form, answers[1].words) == (
        Answer.DISAGREED,
        AnswerForm.ALOUD,
        "te snel",
    )
    assert Agreement.objects.filter(person=daughter).count() == 2


@pytest.mark.rule(22)
@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("UPDATE plans_agreement SET answer = 'disagreed'", "only ever appended"),
        (
            "INSERT INTO plans_agreement (id, family_id, version_id, person_id, answer, form, words, language,"
            " understood, said_at, recorded_at, recorded_by_id) SELECT gen_random_uuid(), family_id, version_id,"
            " person_id, '', form, '', 'nl', '', now(), now(), recorded_by_id FROM plans_agreement",
            "plans_agreement_is_an_answer",
        ),
    ],
)
def test_the_database_keeps_every_answer_and_no_silence(active: Helped, statement: str, refused: str) -> None:
    activate(active, agreements=[Reply(active.mother.id, Answer.AGREED)])
    with pytest.raises(IntegrityError, match=refused):
        sql(statement)


@pytest.mark.rule(22)
def test_with_a_card_one_answers_for_oneself_alone(active: Helped) -> None:
    mother = with_card(active, active.mother)
    daughter = active.people[1]
    head = read(mother, active).head
    with request_transaction(mother):
        record_agreement(mother, version_id=head.id, person_id=active.mother.id, answer=Answer.PARTLY)
    assert read(active.coach, active).answers[0].form == AnswerForm.OWN_CARD
    with pytest.raises(NotFound), request_transaction(mother):
        record_agreement(mother, version_id=head.id, person_id=daughter.id, answer=Answer.AGREED)
    insert = (
        "INSERT INTO plans_agreement (id, family_id, version_id, person_id, answer, form, words, language, said_at,"
        " recorded_at, recorded_by_id) VALUES (gen_random_uuid(), %s, %s, %s, 'agreed', %s, '', 'nl', now(), now(), %s)"
    )
    own = active.mother.id
    for person_id, form, actor_id in (
        (daughter.id, "own_card", mother.actor_id),
        (own, "aloud", mother.actor_id),
        (own, "own_card", active.coach.actor_id),
    ):
        with pytest.raises(ProgrammingError, match="row-level security"), request_transaction(mother):
            sql(insert, active.family.id, head.id, person_id, form, actor_id)
    with pytest.raises(ProgrammingError, match="row-level security"), request_transaction(active.coach):
        sql(insert, active.family.id, head.id, own, "own_card", active.coach.actor_id)
    refused = AnswerForm.OWN_CARD
    with pytest.raises(RuleBroken) as caught, request_transaction(active.coach):
        record_agreement(active.coach, version_id=head.id, person_id=own, answer=Answer.AGREED, form=refused)
    assert caught.value.code == "plans:own-card-only"


@pytest.mark.rule(22)
def test_an_older_version_takes_no_answers(active: Helped) -> None:
    first = read(active.coach, active).head
    add_family_goal(active)
    activate(active)
    with pytest.raises(RuleBroken) as caught, request_transaction(active.coach):
        record_agreement(active.coach, version_id=first.id, person_id=active.mother.id, answer=Answer.AGREED)
    assert caught.value.code == "plans:version-not-active"


@pytest.mark.rule(23)
def test_a_card_shows_only_what_is_released_in_every_version(helped: Helped) -> None:
    secret = MARKER.format("vertrouwelijk")
    fill(helped)
    with request_transaction(helped.coach):
        add_goal(
            helped.coach, plan_id=helped.plan.id, goal=GoalFields(secret), labels=Labels(confidential=True)
        )
        wish = write_wish(helped.coach, plan_id=helped.plan.id, text="later toch niet voor iedereen")
    activate(helped)
    mother = with_card(helped, helped.mother)
    page = read(mother, helped)
    assert secret not in repr(page)
    assert page.withheld
    assert "later toch niet" in repr(page)
    assert page.coach is not None
    with request_transaction(helped.coach):
        relabel(helped.coach, item_id=wish.item_id, labels=Labels())
    assert "later toch niet" not in repr(read(mother, helped))
    whole = read(helped.coach, helped)
    assert secret in repr(whole)
    assert not whole.withheld
    with request_transaction(mother), connection.cursor() as cursor:
        cursor.execute("SELECT content FROM plans_versionitem")
        assert secret not in json.dumps(cursor.fetchall())


@pytest.mark.rule(23)
def test_a_card_shows_its_own_family_until_it_is_revoked(active: Helped, here: Team) -> None:
    other = make_active(here)
    mother = with_card(active, active.mother)
    assert read(mother, active).family_id == active.family.id
    with pytest.raises(NotFound):
        read(mother, other)
    with request_transaction(mother):
        assert VersionItem.objects.exclude(family_id=active.family.id).count() == 0
    with request_transaction(active.coach):
        revoke_card(active.coach, card_id=Card.objects.get(person=active.mother).id)
    with pytest.raises(NotFound):
        read(mother, active)


@pytest.mark.rule(17)
def test_bob_and_charlie_see_no_version_and_make_none(active: Helped, cast: Cast) -> None:
    head, mother = read(cast.alice, active).head, active.mother
    for acting in (cast.bob, cast.charlie, active.team.acting(Role.PARTNER)):
        with pytest.raises(NotFound):
            read(acting, active)
        with request_transaction(acting):
            assert versions(acting, active.family.id) == []
            assert VersionItem.objects.count() == Agreement.objects.count() == 0
        with pytest.raises(NotFound), request_transaction(acting):
            activate_plan(acting, plan_id=active.plan.id, took_part=[Presence(name="x")])
        with pytest.raises(NotFound), request_transaction(acting):
            record_agreement(acting, version_id=head.id, person_id=mother.id, answer=Answer.AGREED)


@pytest.mark.parametrize("times", [1, 3])
def test_a_version_is_read_in_seven_queries(helped: Helped, times: int) -> None:
    fill(helped, times)
    add_step(helped, "bellen", staff_member_id=staff_of(helped))
    activate(helped)
    with request_transaction(helped.coach), CaptureQueriesContext(connection) as queries:
        page = version(helped.coach, helped.family.id)
    assert len(page.pieces.goals) == times
    assert len(queries) == 7
    with request_transaction(helped.coach), CaptureQueriesContext(connection) as queries:
        assert len(plan(helped.coach, helped.family.id).pieces.goals) == times
    assert len(queries) == 10

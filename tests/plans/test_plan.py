"""Working on the plan: sections saved one by one, the family's words kept, nobody overwritten."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from eenplan.audit.models import Entry
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import Labels
from eenplan.families.models import Item, Words
from eenplan.plans.actions import (
    GoalFields,
    HelpFields,
    StepFields,
    TeamFields,
    add_action,
    add_goal,
    add_help,
    change_action,
    change_goal,
    change_help,
    change_team_member,
    change_text,
    end_help,
    mark_domain,
    note_team_member,
    score_goal,
    set_review_date,
    start_help,
    take_out,
    tick_action,
    write_text,
    write_wish,
)
from eenplan.plans.enums import GoalStatus, HelpState, Mark, Secrecy, SectionKey, Support, TeamKind
from eenplan.plans.models import Action, Goal, Help
from eenplan.plans.queries import PlanNow, SectionNow, plan
from eenplan.plans.rules import SectionChanged
from eenplan.referrals.models import Referral
from tests.cast import MARKER, make_team
from tests.factories.plans import (
    Helped,
    activate,
    add_family_goal,
    add_step,
    fill,
    make_helped,
    staff_of,
    taken_up,
)
from tests.plans.conftest import Cast, with_card

pytestmark = pytest.mark.django_db
IN_A_WEEK = timedelta(days=7)


def do(acting: Acting, verb: Any, **arguments: Any) -> Any:
    with request_transaction(acting):
        return verb(acting, **arguments)


def refusal(acting: Acting, verb: Any, **arguments: Any) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught, request_transaction(acting):
        verb(acting, **arguments)
    return caught.value


def now_of(helped: Helped, acting: Acting | None = None) -> PlanNow:
    acting = acting or helped.coach
    with request_transaction(acting):
        return plan(acting, helped.family.id)


def test_the_words_of_the_family_are_kept_with_who_said_them(helped: Helped) -> None:
    saved = do(
        helped.coach, write_wish, plan_id=helped.plan.id, text="rust in huis", speaker_id=helped.mother.id
    )
    do(
        helped.coach,
        change_text,
        item_id=saved.item_id,
        text="rust, en lachen",
        revision=saved.revision,
        speaker_id=helped.mother.id,
    )
    (wish,) = now_of(helped).pieces.texts[SectionKey.WHAT_WE_WANT]
    assert wish.text is not None
    assert (wish.text.text, wish.text.speaker) == ("rust, en lachen", MARKER.format("moeder"))
    assert wish.released
    assert list(
        Words.objects.filter(item_id=saved.item_id).order_by("said_at").values_list("text", flat=True)
    ) == [
        "rust in huis",
        "rust, en lachen",
    ]


def test_who_read_an_older_section_overwrites_nothing_and_gets_what_stands_there(helped: Helped) -> None:
    saved = do(helped.coach, write_wish, plan_id=helped.plan.id, text="eerst", speaker_id=helped.mother.id)
    colleague = helped.team.acting(Role.COORDINATOR)
    do(colleague, change_text, item_id=saved.item_id, text="nieuwer", revision=saved.revision)
    with pytest.raises(SectionChanged) as caught, request_transaction(helped.coach):
        change_text(helped.coach, item_id=saved.item_id, text="te laat", revision=saved.revision)
    newer = caught.value.newer
    assert isinstance(newer, SectionNow)
    assert newer.revision == saved.revision + 1
    assert [piece.text.text for piece in newer.pieces if piece.text] == ["nieuwer"]
    assert not Words.objects.filter(text="te laat").exists()


def test_every_verb_that_overwrites_refuses_a_stale_revision(helped: Helped) -> None:
    coach, plan_id = helped.coach, helped.plan.id
    goal, step = add_family_goal(helped), add_step(helped)
    help_ = do(coach, add_help, plan_id=plan_id, help=HelpFields("x", HelpState.WAITING)).item_id
    member = do(coach, note_team_member, plan_id=plan_id, member=TeamFields("An", TeamKind.NETWORK)).item_id
    for verb, arguments in (
        (change_goal, {"goal_id": goal, "goal": GoalFields("y")}),
        (change_action, {"action_id": step, "step": StepFields("y", today(), network_name="An")}),
        (change_help, {"help_id": help_, "help": HelpFields("y", HelpState.WAITING)}),
        (change_team_member, {"team_member_id": member, "member": TeamFields("Y", TeamKind.NETWORK)}),
        (change_text, {"item_id": goal, "text": "y"}),
        (take_out, {"item_id": goal}),
        (mark_domain, {"plan_id": plan_id, "domain": "housing", "mark": Mark.NOT_NOW}),
        (write_wish, {"plan_id": plan_id, "text": "y"}),
    ):
        assert refusal(coach, verb, **arguments, revision=99).code == "plans:section-changed"
    assert not Words.objects.filter(text="y").exists()


@pytest.mark.rule(20)
def test_a_life_domain_is_marked_in_one_tap_and_marked_anew(helped: Helped) -> None:
    arguments: dict[str, Any] = {"plan_id": helped.plan.id, "domain": "housing"}
    do(helped.coach, mark_domain, **arguments, mark=Mark.GOES_WELL)
    do(helped.coach, mark_domain, **arguments, mark=Mark.TALK_ABOUT, score=3, worry="te klein")
    do(helped.coach, mark_domain, **arguments, mark=Mark.NOT_NOW)
    page = now_of(helped)
    rows = {row.domain.code: row.piece for row in page.domains}
    assert len(rows) == 13
    piece = rows["housing"]
    assert piece is not None
    assert (piece.mark, piece.score, piece.words["worry"].text) == (Mark.NOT_NOW, 3, "te klein")
    assert rows["school"] is None
    assert refusal(helped.coach, mark_domain, plan_id=helped.plan.id, domain="x", mark=Mark.NOT_NOW).code == (
        "plans:domain-unknown"
    )


@pytest.mark.rule(19)
def test_a_goal_says_who_said_it_and_whose_it_is(helped: Helped) -> None:
    daughter = helped.people[1]
    add_family_goal(helped, "op tijd op school", whose_id=daughter.id, notice="geen briefje", domain="school")
    (goal,) = now_of(helped).pieces.goals
    assert (goal.expressed_by, goal.whose) == (MARKER.format("moeder"), MARKER.format("dochter"))
    assert goal.text is not None
    assert goal.text.speaker_id == goal.expressed_by_id == helped.mother.id
    assert goal.words["notice"].text == "geen briefje"


@pytest.mark.rule(19)
def test_a_goal_is_changed_and_its_earlier_words_stay(helped: Helped) -> None:
    goal_id = add_family_goal(helped, "eerst")
    revision = now_of(helped).sections[SectionKey.GOALS].revision
    do(
        helped.coach,
        change_goal,
        goal_id=goal_id,
        goal=GoalFields("dan", expressed_by_id=helped.mother.id, score_start=2, score_target=8),
        revision=revision,
    )
    do(helped.coach, score_goal, goal_id=goal_id, score_now=5)
    do(helped.coach, score_goal, goal_id=goal_id, status=GoalStatus.REACHED)
    (goal,) = now_of(helped).pieces.goals
    assert (goal.text and goal.text.text, goal.score_start, goal.score_now, goal.status) == (
        "dan",
        2,
        5,
        GoalStatus.REACHED,
    )
    assert Words.objects.filter(item_id=goal_id).count() == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": " "}, "plans:text-missing"),
        ({"text": "x", "score_now": 11}, "plans:score-out-of-range"),
        ({"text": "x", "domain": "bestaat-niet"}, "plans:domain-unknown"),
    ],
)
def test_a_goal_that_cannot_be_is_refused(helped: Helped, fields: dict[str, Any], code: str) -> None:
    assert refusal(helped.coach, add_goal, plan_id=helped.plan.id, goal=GoalFields(**fields)).code == code


def test_nobody_of_another_family_is_named(helped: Helped, here: Any) -> None:
    stranger = make_helped(here).mother
    for goal in (GoalFields("x", expressed_by_id=stranger.id), GoalFields("x", whose_id=stranger.id)):
        with pytest.raises(NotFound), request_transaction(helped.coach):
            add_goal(helped.coach, plan_id=helped.plan.id, goal=goal)
    with pytest.raises(NotFound), request_transaction(helped.coach):
        add_action(helped.coach, plan_id=helped.plan.id, step=StepFields("x", today(), person_id=stranger.id))


@pytest.mark.rule(21)
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"due_on": None, "network_name": "Oma"}, "plans:due-date-missing"),
        ({"due_on": date(2027, 1, 1)}, "plans:one-owner"),
        ({"due_on": date(2027, 1, 1), "network_name": "Oma", "organisation_name": "CLB"}, "plans:one-owner"),
    ],
)
def test_a_step_has_one_owner_and_a_day(helped: Helped, fields: dict[str, Any], code: str) -> None:
    refused = refusal(helped.coach, add_action, plan_id=helped.plan.id, step=StepFields("x", **fields))
    assert refused.code == code


@pytest.mark.rule(21)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plans_action SET person_id = NULL",
        "UPDATE plans_action SET network_name = 'Oma'",
        "UPDATE plans_action SET person_id = NULL, network_name = 'Oma', organisation_name = 'CLB'",
        "UPDATE plans_action SET due_on = NULL",
    ],
)
def test_the_database_wants_one_owner_and_a_day(helped: Helped, statement: str) -> None:
    add_step(helped)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.rule(21)
def test_a_step_is_held_by_the_family_the_network_or_a_professional(helped: Helped) -> None:
    add_step(helped, "a")
    add_step(helped, "b", network_name="Oma")
    add_step(helped, "c", organisation_name="CLB Demo")
    add_step(helped, "d", staff_member_id=staff_of(helped))
    steps = now_of(helped).pieces.loose_steps
    natural, professional = Support.NATURAL, Support.PROFESSIONAL
    assert [step.support for step in steps] == [natural, natural, professional, professional]
    assert [step.owner for step in steps[:3]] == [MARKER.format("moeder"), "Oma", "CLB Demo"]
    assert steps[3].owner.startswith("Werker")
    assert [row.support for row in Action.objects.order_by("item__created_at")] == [
        natural,
        natural,
        professional,
        professional,
    ]


def test_a_step_is_ticked_and_unticked(helped: Helped) -> None:
    goal = add_family_goal(helped)
    step = add_step(helped, "bellen", goal_id=goal, person_id=helped.mother.id)
    do(helped.coach, tick_action, action_id=step)
    assert now_of(helped).pieces.goals[0].steps[0].done_on == today()
    do(helped.coach, tick_action, action_id=step, done=False)
    assert now_of(helped).pieces.goals[0].steps[0].done_on is None
    tomorrow = today() + timedelta(days=1)
    assert refusal(helped.coach, tick_action, action_id=step, done_on=tomorrow).code == "plans:done-in-future"
    revision = now_of(helped).sections[SectionKey.GOALS].revision
    changed = StepFields("mailen", today(), network_name="Oma", goal_id=goal, note="zaterdag")
    do(helped.coach, change_action, action_id=step, step=changed, revision=revision)
    (row,) = now_of(helped).pieces.goals[0].steps
    assert (row.owner, row.text and row.text.text, row.words["note"].text) == ("Oma", "mailen", "zaterdag")


@pytest.mark.rule(5)
def test_help_starts_without_any_plan_and_waiting_ends_nothing(helped: Helped) -> None:
    waiting = HelpFields("begeleiding thuis", HelpState.WAITING, "Dienst Demo", bridge="oma komt")
    saved = do(helped.coach, add_help, plan_id=helped.plan.id, help=waiting)
    assert now_of(helped).coach is not None
    do(helped.coach, start_help, help_id=saved.item_id)
    (piece,) = now_of(helped).pieces.help
    assert (piece.state, piece.started_on, piece.words["bridge"].text) == (
        HelpState.STARTED,
        today(),
        "oma komt",
    )
    assert Referral.objects.get().help_started_on == today()
    revision = now_of(helped).sections[SectionKey.HELP].revision
    again = HelpFields("begeleiding", HelpState.STARTED)
    do(helped.coach, change_help, help_id=saved.item_id, help=again, revision=revision)
    do(helped.coach, end_help, help_id=saved.item_id)
    assert Help.objects.get().state == HelpState.ENDED
    tomorrow = today() + timedelta(days=1)
    assert (
        refusal(helped.coach, start_help, help_id=saved.item_id, on=tomorrow).code == "plans:help-in-future"
    )
    started = HelpFields("x", HelpState.STARTED)
    assert (
        refusal(helped.coach, add_help, plan_id=helped.plan.id, help=started).code == "plans:use-start-help"
    )


def test_who_helps_is_noted_with_or_without_secrecy(helped: Helped) -> None:
    member = TeamFields("Juf Test", TeamKind.PROFESSIONAL, "leerkracht", secrecy=Secrecy.NO)
    saved = do(helped.coach, note_team_member, plan_id=helped.plan.id, member=member)
    changed = TeamFields("Juf Test", TeamKind.PROFESSIONAL, "zorgleerkracht", secrecy=Secrecy.NO)
    do(
        helped.coach,
        change_team_member,
        team_member_id=saved.item_id,
        member=changed,
        revision=saved.revision,
    )
    (one,) = now_of(helped).pieces.team
    assert (one.name, one.role, one.secrecy) == ("Juf Test", "zorgleerkracht", Secrecy.NO)


def test_what_is_taken_out_no_longer_stands_in_the_plan(helped: Helped) -> None:
    goal = add_family_goal(helped)
    step = add_step(helped, "los", goal_id=goal, person_id=helped.mother.id)
    do(helped.coach, take_out, item_id=goal)
    pieces = now_of(helped).pieces
    assert pieces.goals == ()
    assert [one.item_id for one in pieces.loose_steps] == [step]
    assert Goal.objects.filter(item_id=goal).exists()
    with pytest.raises(NotFound), request_transaction(helped.coach):
        score_goal(helped.coach, goal_id=goal, score_now=1)


@pytest.mark.rule(21)
def test_the_review_lies_ahead(helped: Helped) -> None:
    yesterday = today() - timedelta(days=1)
    refused = refusal(helped.coach, set_review_date, plan_id=helped.plan.id, on=yesterday)
    assert refused.code == "plans:review-in-past"
    do(helped.coach, set_review_date, plan_id=helped.plan.id, on=today() + IN_A_WEEK)
    assert now_of(helped).next_review_date == today() + IN_A_WEEK


@pytest.mark.rule(39)
def test_health_is_never_released_to_all(helped: Helped) -> None:
    arguments: dict[str, Any] = {
        "plan_id": helped.plan.id,
        "section": SectionKey.WHO_WE_ARE,
        "text": MARKER.format("rug"),
    }
    refused = refusal(helped.coach, write_text, **arguments, labels=Labels(health=True, released_to_all=True))
    assert refused.code == "health-not-released"
    do(helped.coach, write_text, **arguments, labels=Labels(health=True))
    assert not Item.objects.get(health=True).released_to_all


@pytest.mark.rule(23)
def test_somebody_of_the_family_reads_only_what_is_released(helped: Helped) -> None:
    secret = MARKER.format("vertrouwelijk")
    closed = Labels(confidential=True)
    fill(helped)
    do(helped.coach, write_wish, plan_id=helped.plan.id, text=secret, labels=closed)
    do(helped.coach, add_goal, plan_id=helped.plan.id, goal=GoalFields(secret), labels=closed)
    step = StepFields(secret, today(), network_name=secret)
    do(helped.coach, add_action, plan_id=helped.plan.id, step=step, labels=closed)
    help_ = HelpFields(secret, HelpState.WAITING, secret, bridge=secret)
    do(helped.coach, add_help, plan_id=helped.plan.id, help=help_, labels=closed)
    member = TeamFields(secret, TeamKind.NETWORK, secret)
    do(helped.coach, note_team_member, plan_id=helped.plan.id, member=member, labels=closed)
    assert secret in repr(now_of(helped))
    mother = with_card(helped, helped.mother)
    page = now_of(helped, mother)
    assert secret not in repr(page)
    assert len(page.pieces.goals) == 1
    assert len(page.domains) == 13


def test_somebody_of_the_family_changes_nothing_in_the_plan(helped: Helped) -> None:
    goal = add_family_goal(helped)
    mother = with_card(helped, helped.mother)
    for verb, arguments in (
        (write_wish, {"plan_id": helped.plan.id, "text": "x"}),
        (score_goal, {"goal_id": goal, "score_now": 1}),
        (set_review_date, {"plan_id": helped.plan.id, "on": today()}),
    ):
        with pytest.raises(NotFound), request_transaction(mother):
            verb(mother, **arguments)


@pytest.mark.rule(17)
def test_bob_and_charlie_write_nothing_in_the_plan(helped: Helped, cast: Cast) -> None:
    goal, step = add_family_goal(helped), add_step(helped)
    for acting in (cast.bob, cast.charlie, helped.team.acting(Role.PARTNER), helped.team.acting(Role.ADMIN)):
        for verb, arguments in (
            (write_wish, {"plan_id": helped.plan.id, "text": "x"}),
            (add_goal, {"plan_id": helped.plan.id, "goal": GoalFields("x")}),
            (mark_domain, {"plan_id": helped.plan.id, "domain": "housing", "mark": Mark.NOT_NOW}),
            (score_goal, {"goal_id": goal, "score_now": 1}),
            (tick_action, {"action_id": step}),
            (take_out, {"item_id": goal}),
            (set_review_date, {"plan_id": helped.plan.id, "on": today()}),
        ):
            with pytest.raises(NotFound), request_transaction(acting):
                verb(acting, **arguments)


@pytest.mark.rule(40)
@pytest.mark.parametrize("times", [1, 3])
def test_the_plan_is_read_in_nine_queries_and_written_in_the_audit_once(helped: Helped, times: int) -> None:
    fill(helped, times)
    before = Entry.objects.filter(kind="read").count()
    with request_transaction(helped.coach), CaptureQueriesContext(connection) as queries:
        page = plan(helped.coach, helped.family.id)
    assert len(page.pieces.goals) == times
    assert len(queries) == 9
    assert Entry.objects.filter(kind="read").count() == before + 1
    entry = Entry.objects.filter(what="plans:plan").latest("at")
    assert (entry.actor_id, entry.families) == (helped.coach.actor_id, [helped.family.id])


def test_there_is_no_plan_before_there_is_a_coach() -> None:
    team = make_team("9905")
    referral = taken_up(team)
    acting = team.acting(Role.INTAKE)
    with pytest.raises(NotFound), request_transaction(acting):
        plan(acting, referral.family_id)


def test_what_changed_after_a_version_is_told(helped: Helped) -> None:
    fill(helped)
    activate(helped)
    assert not now_of(helped).changed_since_version
    with time_machine.travel(today() + timedelta(days=1)):
        add_family_goal(helped)
        assert now_of(helped).changed_since_version

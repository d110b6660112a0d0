"""A past document never changes: a version keeps the words of its own day (rule 47)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.actions import change_words
from eenplan.network.enums import Wording
from eenplan.plans.actions import GoalFields, add_goal, change_goal, mark_domain
from eenplan.plans.enums import Mark
from tests.cast import Team
from tests.factories.plans import activate, add_family_goal, fill, make_helped

pytestmark = [pytest.mark.django_db, pytest.mark.rule(47)]


def from_tomorrow(here: Team, code: str, label: str, *, shown: bool) -> None:
    """An administrator gives a life domain another name from tomorrow on; unless `shown` it is not asked any more."""
    admin = here.acting(Role.ADMIN)
    with request_transaction(admin):
        change_words(
            admin,
            kind=Wording.DOMAINS,
            partnership_id=here.partnership.id,
            code=code,
            words={"label_nl": label, "shown": shown},
            since=today() + timedelta(days=1),
        )


def test_a_version_keeps_its_words_and_the_plan_takes_the_new_ones(here: Team, client: Client) -> None:
    helped = make_helped(here)
    fill(helped)
    add_family_goal(helped, "We wonen ruimer")
    activate(helped)
    admin, days = here.acting(Role.ADMIN), today()
    with request_transaction(admin):
        for kind, code, words in [
            (Wording.DOMAINS, "housing", {"label_nl": "Ons dak", "shown": True}),
            (Wording.DOMAINS, "leisure", {"label_nl": "Vrij", "shown": False}),
            (Wording.ROLES, "coach", {"nl": "verbinder"}),
        ]:
            change_words(
                admin,
                kind=kind,
                partnership_id=here.partnership.id,
                code=code,
                words=words,
                since=days + timedelta(days=1),
            )

    def read(name: str, *args: Any) -> str:
        return client.get(reverse(name, args=[helped.family.id, *args])).content.decode()

    with time_machine.travel(f"{days + timedelta(days=2)}T09:00:00Z", tick=False):
        client.force_login(here.account(Role.COACH))
        old, now = read("coach:read-version", 1), read("coach:read-plan")
    assert "Wonen" in old
    assert "Vrije tijd" in old
    assert "Ons dak" not in old
    assert "Ons dak" in now
    assert "Wonen" not in now
    assert "Vrije tijd" not in now
    assert "verbinder" in now


def test_what_changed_between_versions_is_told_in_the_words_of_those_days(here: Team, client: Client) -> None:
    helped = make_helped(here)
    fill(helped)
    add_family_goal(helped, "We wonen ruimer")
    activate(helped)
    coach, days = helped.coach, today()
    with request_transaction(coach):
        mark_domain(coach, plan_id=helped.plan.id, domain="housing", mark=Mark.TALK_ABOUT)
    activate(helped)
    from_tomorrow(here, "housing", "Ons dak", shown=True)
    with time_machine.travel(f"{days + timedelta(days=2)}T09:00:00Z", tick=False):
        client.force_login(here.account(Role.COACH))
        with request_transaction(coach):
            mark_domain(coach, plan_id=helped.plan.id, domain="housing", mark=Mark.GOES_WELL)
        between = client.get(reverse("coach:read-changes", args=[helped.family.id, 1, 2]))
        since = client.get(reverse("coach:read-changes", args=[helped.family.id, 2]))
    assert "Wonen: nu ‘daar willen we over praten’" in between.content.decode()
    assert "Ons dak" not in between.content.decode()
    assert "Ons dak: nu ‘gaat goed’" in since.content.decode()


def test_what_stands_in_a_domain_that_is_asked_no_more_can_still_be_changed(here: Team) -> None:
    helped = make_helped(here)
    coach, days = helped.coach, today()
    marked: dict[str, Any] = {"plan_id": helped.plan.id, "domain": "housing"}
    with request_transaction(coach):
        goal = GoalFields("We wonen ruimer", expressed_by_id=helped.mother.id, domain="housing")
        saved = add_goal(coach, plan_id=helped.plan.id, goal=goal)
        mark_domain(coach, **marked, mark=Mark.TALK_ABOUT)
    for code in ("housing", "leisure"):
        from_tomorrow(here, code, "Weg", shown=False)
    with time_machine.travel(f"{days + timedelta(days=2)}T09:00:00Z", tick=False):
        with request_transaction(coach):
            mark_domain(coach, **marked, mark=Mark.GOES_WELL)
            better = replace(goal, text="We wonen met een tuin")
            raised = change_goal(coach, goal_id=saved.item_id, goal=better, revision=saved.revision)
        with request_transaction(coach), pytest.raises(RuleBroken, match="plans:domain-unknown"):
            change_goal(
                coach,
                goal_id=saved.item_id,
                goal=replace(goal, domain="leisure"),
                revision=raised.revision,
            )
        with request_transaction(coach), pytest.raises(RuleBroken, match="plans:domain-unknown"):
            mark_domain(coach, plan_id=helped.plan.id, domain="leisure", mark=Mark.GOES_WELL)


def test_a_goal_keeps_the_domain_that_is_asked_no_more_when_its_form_is_saved(
    here: Team, client: Client
) -> None:
    helped = make_helped(here)
    coach, days = helped.coach, today()
    with request_transaction(coach):
        goal = GoalFields("We wonen ruimer", expressed_by_id=helped.mother.id, domain="housing")
        saved = add_goal(coach, plan_id=helped.plan.id, goal=goal)
    from_tomorrow(here, "housing", "Ons dak", shown=False)
    with time_machine.travel(f"{days + timedelta(days=2)}T09:00:00Z", tick=False):
        client.force_login(here.account(Role.COACH))
        changed = client.get(reverse("coach:change-goal", args=[helped.family.id, saved.item_id]))
        new = client.get(reverse("coach:add-goal", args=[helped.family.id]))
        plan = client.get(reverse("coach:read-plan", args=[helped.family.id]))
    assert '<option value="housing" selected>Ons dak</option>' in changed.content.decode()
    assert 'value="housing"' not in new.content.decode()
    assert "ons dak" in plan.content.decode()

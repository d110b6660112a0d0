"""What a plan lacks before it can be agreed, with the way to the very field in which to mend it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from eenplan.core.acting import request_transaction
from eenplan.plans.actions import GoalFields, add_goal, mark_domain
from eenplan.plans.enums import Mark
from tests.factories.plans import Helped

pytestmark = pytest.mark.django_db


@pytest.mark.rule(19, 20, 21)
@pytest.mark.parametrize("is_begun", [False, True])
def test_each_thing_that_is_missing_leads_to_its_field(alice: Client, helped: Helped, is_begun: bool) -> None:
    if is_begun:
        with request_transaction(helped.coach):
            mark_domain(helped.coach, plan_id=helped.plan.id, domain="housing", mark=Mark.NOT_NOW)
            add_goal(helped.coach, plan_id=helped.plan.id, goal=GoalFields("Door ons opgeschreven"))
    for name in ("read-plan", "activate-plan"):
        answer = alice.get(reverse(f"coach:{name}", args=[helped.family.id]))
        todo = answer.context["plan"].todo if name == "read-plan" else answer.context["todo"]
        assert len(todo) == 2
        for one in todo:
            path, _sign, field = one.href.partition("#")
            page = alice.get(path)
            assert page.status_code == 200
            assert f'id="{field}"' in page.content.decode(), one.href
            assert escape(one.words) in answer.content.decode()
    hrefs = " ".join(one.href for one in todo)
    assert ("id_expressed_by_0" in hrefs) == is_begun
    assert "#housing" in hrefs or is_begun

"""The whole way of a family with its coach: first conversation, plan, agreement, second version, closure."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.families.models import Contact
from eenplan.plans.models import Action, Agreement, Closure, Goal, PlanVersion
from eenplan.plans.queries.plan import PlanNow
from eenplan.referrals.enums import State
from eenplan.referrals.models import Referral
from tests.cast import Team
from tests.factories.plans import Helped, make_coach
from tests.web.coach.conftest import typed_date

pytestmark = pytest.mark.django_db


class Door:
    """The coach's door to one family."""

    def __init__(self, client: Client, helped: Helped) -> None:
        self.client, self.helped = client, helped

    def at(self, name: str, **more: Any) -> str:
        """The address of a page."""
        return reverse(f"coach:{name}", kwargs={"family_id": self.helped.family.id, **more})

    def read(self, name: str, **more: Any) -> str:
        """What a page says."""
        answer = self.client.get(self.at(name, **more))
        assert answer.status_code == 200
        return answer.content.decode()

    def send(self, name: str, typed: dict[str, Any], **more: Any) -> Any:
        """Send a form, and see that it was kept."""
        answer = self.client.post(self.at(name, **more), typed)
        assert answer.status_code == 302, answer.context["form"].errors
        return answer


@pytest.fixture
def door(alice: Client, helped: Helped) -> Door:
    """Alice's door to her family."""
    return Door(alice, helped)


def hold_first_conversation(door: Door) -> None:
    """Note that it was just held, with the mother."""
    moment = localtime(now())
    door.send(
        "record-conversation",
        {
            **typed_date("held_at", moment.date()),
            "at": moment.strftime("%H.%M"),
            "present": [str(door.helped.mother.id)],
            "channel": "home",
            "text": "We dronken koffie.",
        },
    )


def write_all(door: Door) -> None:
    """Everything that a plan needs before it is agreed, through the door."""
    mother = str(door.helped.mother.id)
    page: PlanNow = door.client.get(door.at("mark-domains")).context["page"]
    marks = {row.domain.code: "not_now" for row in page.domains}
    door.send("mark-domains", {"revision": page.sections["domains"].revision, **marks})
    door.send(
        "add-goal",
        {
            "text": "Ruimer wonen",
            "expressed_by": mother,
            "whose": "family",
            "horizon": "small",
            "score_now": "2",
            "score_target": "8",
        },
    )
    goal = Goal.objects.get()
    door.send(
        "add-step",
        {
            "text": "Inschrijven",
            "owner": f"person:{mother}",
            **typed_date("due_on", today() + timedelta(days=9)),
            "goal": str(goal.item_id),
        },
    )
    door.send("set-review", typed_date("next_review_date", today() + timedelta(weeks=6)))


def agree(door: Door, **answers: str) -> Any:
    """Agree on the plan; the mother took part."""
    mother, daughter = door.helped.people[:2]
    return door.client.post(
        door.at("activate-plan"),
        {
            "took_part": [f"person:{mother.id}"],
            "others": "oma, juf An",
            **typed_date("next_review_date", today() + timedelta(weeks=6)),
            **{f"answer_{one.id.hex}": "silent" for one in door.helped.people},
            **{f"form_{one.id.hex}": "aloud" for one in door.helped.people},
            f"answer_{mother.id.hex}": answers.get("mother", "agreed"),
            f"answer_{daughter.id.hex}": answers.get("daughter", "silent"),
        },
    )


@pytest.mark.rule(3)
def test_planning_lets_the_clock_run_and_only_holding_stops_it(door: Door) -> None:
    assert "Gesprek plannen" in door.read("read-family")
    door.send(
        "plan-conversation",
        {
            **typed_date("when", today() + timedelta(days=3)),
            "at": "14u30",
            "channel": "home",
            "persons": [str(door.helped.mother.id)],
        },
    )
    referral = Referral.objects.get()
    assert referral.state == State.CONVERSATION_PLANNED
    assert "Gesprek noteren" in door.read("read-family")
    door.send("cancel-conversation", {"status": "missed"})
    assert Referral.objects.get().state == State.COACH_GIVEN
    nobody = door.client.post(
        door.at("record-conversation"), {**typed_date("held_at", today()), "at": "0.01", "channel": "home"}
    )
    assert nobody.status_code == 422
    assert "Duid aan wie van het gezin erbij was" in nobody.content.decode()
    hold_first_conversation(door)
    assert Referral.objects.get().state == State.CONVERSATION_HELD
    page = door.read("read-family")
    assert "Gesprek gehouden" in page
    assert "We dronken koffie." in page


@pytest.mark.rule(18)
@pytest.mark.rule(41)
def test_from_first_conversation_to_closure(door: Door) -> None:
    hold_first_conversation(door)
    before = door.read("read-plan")
    assert "Wat ontbreekt nog" in before
    assert "Samen afspreken" not in before
    write_all(door)
    ready = door.read("read-plan")
    assert "Wat ontbreekt nog" not in ready
    assert "Samen afspreken" in ready
    assert agree(door).status_code == 302
    agreed = door.read("read-plan")
    assert "Versie 1, samen gemaakt op" in agreed
    assert "Niet iedereen ziet alles." in agreed
    quiet = agreed.split("Niet iedereen ziet alles.")[1].split("</main>")[0]
    door.send(
        "write-text",
        {"text": "Alleen wij weten dit", "speaker": str(door.helped.mother.id), "seen_by": "few"},
        section="wie-we-zijn",
    )
    hiding = door.read("read-plan")
    assert "enkel de coach en wie het vertelde" in hiding
    # it never tells whether something is hidden
    assert hiding.split("Niet iedereen ziet alles.")[1].split("</main>")[0] == quiet

    door.send(
        "write-text",
        {"text": "Een tafel voor iedereen", "speaker": str(door.helped.mother.id)},
        section="wat-we-willen",
    )
    assert "Er is iets veranderd" in door.read("read-plan")
    assert agree(door, daughter="partly").status_code == 302
    assert list(PlanVersion.objects.order_by("number").values_list("number", "status")) == [
        (1, "replaced"),
        (2, "active"),
    ]
    first = door.read("read-version", number=1)
    assert "Een tafel voor iedereen" not in first
    assert "Dit is een eerdere versie" in first
    assert "Een tafel voor iedereen" in door.read("read-version", number=2)

    goal = Goal.objects.get().item_id.hex
    typed = {
        "reason": "goals_reached",
        f"status_{goal}": "reached",
        f"score_{goal}": "8",
        "remaining_needs": "Niets meer.",
        "who_continues": "Oma blijft komen.",
        "left_reason": "Het gezin werkt verder aan de stap.",
        **typed_date("told_of_retention_on", today()),
        **typed_date("aftercare_on", today() + timedelta(days=182)),
    }
    refused = door.client.post(door.at("close-trajectory"), {**typed, "copy_offered": "no"})
    assert refused.status_code == 422
    assert "Bied het gezin eerst een kopie" in refused.content.decode()
    assert "Oma blijft komen." in refused.content.decode()
    door.send("close-trajectory", {**typed, "copy_offered": "yes"})
    closure = Closure.objects.get()
    assert (closure.reason, closure.copy_offered, closure.told_of_retention_on) == (
        "goals_reached",
        True,
        today(),
    )
    page = door.read("read-family")
    assert "Dit traject is afgerond" in page
    assert "blijft van het gezin" in page
    assert "Aanvullen" not in door.read("read-plan")
    late = door.client.get(door.at("add-goal"))
    assert late.status_code == 400
    assert "Dit plan is afgerond" in late.content.decode()
    assert "begrepen we niet" not in late.content.decode()


@pytest.mark.rule(41)
@pytest.mark.parametrize("left_out", ["reason", "remaining_needs", "who_continues", "copy_offered"])
def test_closing_asks_for_all_of_it(door: Door, left_out: str) -> None:
    typed = {
        "reason": "moved", "remaining_needs": "x", "who_continues": "y", "copy_offered": "yes",
        **typed_date("told_of_retention_on", today()), **typed_date("aftercare_on", today()),
    }  # fmt: skip
    del typed[left_out]
    assert door.client.post(door.at("close-trajectory"), typed).status_code == 422
    assert not Closure.objects.exists()


@pytest.mark.rule(19)
@pytest.mark.rule(20)
@pytest.mark.rule(21)
def test_a_plan_is_not_agreed_before_all_is_there(door: Door) -> None:
    refused = agree(door)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "Duid voor elk levensdomein iets aan" in text
    assert "in de woorden van iemand van het gezin" in text
    write_all(door)
    with writing():
        Goal.objects.update(expressed_by=None)
    assert agree(door).status_code == 422
    assert not PlanVersion.objects.exists()


@pytest.mark.rule(22)
def test_silence_is_no_answer_and_later_answers_are_noted(door: Door) -> None:
    write_all(door)
    assert agree(door).status_code == 302
    mother, daughter = door.helped.people[:2]
    assert list(Agreement.objects.values_list("person_id", "answer")) == [(mother.id, "agreed")]
    assert "zei nog niets" in door.read("read-plan")
    empty = door.client.post(door.at("record-answer", person_id=daughter.id), {"form": "aloud"})
    assert empty.status_code == 422
    door.send(
        "record-answer",
        {"answer": "disagreed", "form": "aloud", "words": "Ik wil blijven."},
        person_id=daughter.id,
    )
    page = door.read("read-plan")
    assert "niet akkoord" in page
    assert "Ik wil blijven." in page
    nobody = door.client.post(
        door.at("activate-plan"), typed_date("next_review_date", today() + timedelta(days=9))
    )
    assert nobody.status_code == 422


def test_help_starts_in_one_act_without_a_plan(door: Door) -> None:
    door.send("add-help", {"what": "Begeleiding", "state": "waiting", "bridge": "Elke week een bezoek"})
    page = door.client.get(door.at("read-plan"))
    line = page.context["plan"].waiting[0]
    assert "Elke week een bezoek" in page.content.decode()
    assert door.client.post(line.start_href).status_code == 302
    after = door.client.get(door.at("read-plan")).context["plan"]
    assert (after.waiting, len(after.there)) == ((), 1)
    assert Referral.objects.get().help_started_on == today()
    assert "Op een dag die nog komt" not in door.read("read-plan")
    later = door.client.post(line.start_href, typed_date("on", today() + timedelta(days=1)))
    assert later.status_code == 422


def test_a_step_is_ticked_and_unticked(door: Door) -> None:
    write_all(door)
    step = Action.objects.get().item_id
    door.send("tick-step", {}, action_id=step)
    assert Action.objects.get().done_on == today()
    assert "klaar op" in door.read("read-plan")
    door.send("tick-step", {}, action_id=step)
    assert Action.objects.get().done_on is None


def test_contacts_are_planned_noted_and_called_off(door: Door) -> None:
    soon = typed_date("on", today() + timedelta(days=2))
    for _time in range(2):
        door.send("plan-contact", {"kind": "family", "channel": "phone", **soon, "at": "9u"})
    held, called_off = Contact.objects.order_by("item_id").values_list("item_id", flat=True)
    moment = localtime(now())
    future = door.client.post(
        door.at("hold-contact", item_id=held), {"channel": "phone", **soon, "at": "9u", "text": "Gebeld"}
    )
    assert future.status_code == 422
    assert "Gebeld" in future.content.decode()
    door.send(
        "hold-contact",
        {
            "channel": "phone",
            **typed_date("on", moment.date()),
            "at": moment.strftime("%H.%M"),
            "text": "Gebeld",
        },
        item_id=held,
    )
    door.send("cancel-contact", {"status": "cancelled"}, item_id=called_off)
    assert door.client.get(door.at("hold-contact", item_id=called_off)).status_code == 404
    door.send(
        "note-contact",
        {
            "kind": "round_table", "channel": "home", **typed_date("on", moment.date()), "at": "0.01",
            "people": [str(door.helped.mother.id)], "text": "Rond de tafel",
        },
    )  # fmt: skip
    page = door.read("read-family")
    assert "Gebeld" in page
    assert "Rond de tafel" in page
    assert "afgezegd" in page


@pytest.mark.rule(13)
def test_the_coordinator_changes_the_coach_without_a_gap(enter: Any, here: Team, helped: Helped) -> None:
    successor = make_coach(here, "1.00")
    door = Door(enter("coordinator"), helped)
    typed = {"coach": str(successor.staff_member_id), **typed_date("on", today() + timedelta(days=7))}
    assert door.client.post(door.at("change-coach"), typed).status_code == 422
    door.send("change-coach", {**typed, "reason": "Alice gaat met verlof."})
    first, second = helped.trajectory.coaches.order_by("period")
    assert first.period.upper == second.period.lower == today() + timedelta(days=7)
    assert successor.staff_member.name in door.read("read-family")
    assert enter("alice").get(door.at("change-coach")).status_code == 403
    assert here.account(Role.COACH)

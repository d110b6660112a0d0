"""Every act that writes a piece gives it the labels of where it is written (rule 32)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.core.ids import new_id
from eenplan.families import actions as families
from eenplan.families.actions import HomeFields, KinshipFields, Labels, NewDetail, NewPerson, RelativeFields
from eenplan.families.actions.items import whose_of
from eenplan.families.enums import (
    Channel,
    ContactKind,
    DetailKind,
    FileKind,
    ItemKind,
    KinshipKind,
    PersonRole,
)
from eenplan.families.files import Paper
from eenplan.families.models import Item
from eenplan.families.rules import BEGINS, Place, labels_of
from eenplan.plans import actions
from eenplan.plans.actions import (
    ChildViewFields,
    DisagreementFields,
    GoalFields,
    HelpFields,
    LinkedPlanFields,
    MattersFields,
    ReviewFields,
    StepFields,
    TeamFields,
)
from eenplan.plans.actions.contributions import Brought, bring
from eenplan.plans.actions.messages import send_message
from eenplan.plans.actions.round_tables import When, add_own_point, plan_round_table
from eenplan.plans.actions.side_notes import write_side_note
from eenplan.plans.enums import Brings, HelpState, HelpType, Mark, SaidHow, SectionKey, TeamKind, Topic
from eenplan.referrals.actions import write_note
from tests.cast import Team
from tests.factories.contributions import with_card
from tests.factories.papers import make_pdf
from tests.factories.plans import Helped, add_family_goal, make_helped
from tests.factories.questions import add_question
from tests.factories.referrals import make_referral

pytestmark = pytest.mark.django_db

PAPERS = (
    (Place.ATTACHMENT, {}),
    (Place.HEALTH_PAPER, {"health": True}),
    (Place.COURT_PAPER, {"court": True}),
)


@dataclass
class Walk:
    """Does one act after another, and remembers the labels of each new piece by where it was written."""

    helped: Helped
    found: dict[Place, list[Item]] = field(default_factory=dict)

    def __call__(
        self,
        place: Place,
        act: Callable[..., Any],
        *,
        made: str = "",
        acting: Acting | None = None,
        **arguments: Any,
    ) -> None:
        before = set(self._all().values_list("id", flat=True))
        acting = acting or self.helped.coach
        with request_transaction(acting):
            act(acting, **arguments)
        new = [one for one in self._all() if one.id not in before and made in ("", one.kind)]
        assert new, f"{act} wrote nothing"
        self.found.setdefault(place, []).extend(new)

    def _all(self) -> Any:
        return Item.objects.filter(family_id=self.helped.family.id)


def write_in_plan(walk: Walk, mother: UUID, child: UUID) -> None:
    """Every act that writes a piece of the plan."""
    plan: dict[str, Any] = {"plan_id": walk.helped.plan.id}
    for section, place in (
        (SectionKey.WHAT_WE_WANT, Place.WISH),
        (SectionKey.WHAT_GOES_WELL, Place.STRENGTH),
        (SectionKey.WHO_WE_ARE, Place.IN_PLAN),
        (SectionKey.IF_DIFFICULT, Place.IN_PLAN),
        (SectionKey.AGREEMENTS, Place.AGREEMENT),
    ):
        walk(place, actions.write_text, **plan, section=section, text="iets", speaker_id=mother)
    for topic in Topic:
        agreed = topic in (Topic.RHYTHM, Topic.SHARING, Topic.SCHOOL)
        place = Place.SAFETY if topic == Topic.SAFETY else Place.AGREEMENT if agreed else Place.IN_PLAN
        walk(place, actions.write_on_topic, **plan, topic=topic, text="iets")
    soon = today() + timedelta(days=7)
    walk(Place.GOAL, actions.add_goal, **plan, goal=GoalFields("doel", mother, whose_id=child))
    walk(Place.ACTION, actions.add_action, **plan, step=StepFields("stap", soon, person_id=mother))
    for kind in (None, *HelpType):
        place = Place.HEALTH_HELP if kind in (HelpType.THERAPY, HelpType.DIAGNOSIS) else Place.HELP
        walk(place, actions.add_help, **plan, help=HelpFields("hulp", HelpState.WAITING, help_type=kind))
    walk(Place.TEAM_MEMBER, actions.note_team_member, **plan, member=TeamFields("Oma", TeamKind.NETWORK))
    walk(Place.DOMAIN, actions.mark_domain, **plan, domain="housing", mark=Mark.TALK_ABOUT)
    walk(Place.WHO_MATTERS, actions.note_who_matters, **plan, matters=MattersFields("Oma"))
    walk(Place.CHILD_VIEW, actions.hear_child, **plan, view=ChildViewFields(child, SaidHow.WORDS, "ik wil"))
    walk(
        Place.DISAGREEMENT, actions.note_disagreement, **plan, disagreement=DisagreementFields("neen", mother)
    )
    linked = LinkedPlanFields("plan", "school")
    walk(Place.LINKED_PLAN, actions.link_plan, **plan, linked=linked)
    review = ReviewFields(on=today(), next_review_date=soon, person_ids=(mother,), changes="niets")
    walk(Place.REVIEW, actions.hold_review, **plan, review=review)
    for everybody, place in ((True, Place.SHARED_ADDRESS), (False, Place.ADDRESS)):
        home = HomeFields("bij mama", address="Straat 1", for_everyone=everybody)
        walk(place, actions.note_home, **plan, home=home, made=ItemKind.CONTACT_DETAIL)
    walk(Place.HOME, actions.note_home, **plan, home=HomeFields("bij papa"))


def write_beside(walk: Walk, mother: UUID) -> None:
    """Every act that writes a piece beside the plan."""
    family: dict[str, Any] = {"family_id": walk.helped.family.id}
    contact: dict[str, Any] = {"kind": ContactKind.FAMILY, "channel": Channel.PHONE, **family}
    walk(Place.CONTACT, families.plan_contact, **contact, planned_for=now() + timedelta(days=1))
    walk(Place.CONTACT, families.record_contact, **contact, held_at=now() - timedelta(days=1), text="iets")
    phone = NewDetail(DetailKind.PHONE, "089 00 00 01", safe=True)
    walk(Place.CONTACT_DETAIL, families.note_detail, **family, detail=phone, person_id=mother)
    walk(Place.RELATIVE, families.note_relative, **family, relative=RelativeFields("Nonkel"))
    drawn = KinshipFields(walk.found[Place.RELATIVE][0].id, KinshipKind.SIBLING, mother)
    walk(Place.KINSHIP, families.draw_tie, **family, kinship=drawn)
    for place, more in PAPERS:
        paper = Paper(f"{place}.pdf", FileKind.PDF, make_pdf(place))
        walk(place, families.add_attachment, **family, paper=paper, **more)


def write_with_card(walk: Walk) -> None:
    """Every act with which somebody of the family writes: for the coach alone, unless they choose otherwise."""
    me, goal = with_card(walk.helped, walk.helped.mother), walk.found[Place.GOAL][0].id
    walk(Place.MESSAGE, send_message, acting=me, sent_key=new_id(), text="iets")
    proposal = Brought(Brings.GOAL, "iets", new_id(), for_all=False)
    walk(Place.PROPOSAL, bring, acting=me, new=proposal)
    remark = Brought(Brings.COMMENT, "iets", new_id(), for_all=False, beside_id=goal)
    walk(Place.REMARK, bring, acting=me, new=remark)


def write_around(walk: Walk) -> None:
    """Beside a piece of the plan, and for when everybody sits together."""
    walk(Place.SIDE_NOTE, write_side_note, beside_id=walk.found[Place.GOAL][0].id, text="iets")
    when = When(now() + timedelta(days=1), 60)
    walk(Place.ROUND_TABLE, plan_round_table, family_id=walk.helped.family.id, when=when)
    walk(Place.TABLE_POINT, add_own_point, table_id=walk.found[Place.ROUND_TABLE][0].id, text="iets")


@pytest.mark.rule(32)
def test_each_act_that_writes_a_piece_gives_it_the_labels_of_where_it_is_written(here: Team) -> None:
    question = add_question(here, "Wanneer belt iemand best?")
    helped = make_helped(here, answers=((question, "avond"),))
    walk = Walk(helped)
    for item in Item.objects.filter(family_id=helped.family.id):
        walk.found.setdefault(Place(item.kind), []).append(item)
    mother, child = (one.id for one in helped.people[:2])
    write_in_plan(walk, mother, child)
    write_beside(walk, mother)
    write_around(walk)
    write_with_card(walk)
    waiting = make_referral(here)
    intake = here.acting(Role.INTAKE)
    with request_transaction(intake):
        note = write_note(intake, referral_id=waiting.id, text="iets")
    walk.found[Place.NOTE] = [note.item]
    wrong = {
        (place, labels_of(item))
        for place, items in walk.found.items()
        for item in items
        if labels_of(item) != BEGINS[place].labels
    }
    assert wrong == set()
    assert {item.kind for items in walk.found.values() for item in items} == set(ItemKind)
    assert set(walk.found) == set(Place) - {Place.TOLD_ALONE}


@pytest.mark.rule(34)
def test_what_a_youngster_tells_alone_is_in_confidence(here: Team) -> None:
    question = add_question(here, "Wanneer belt iemand best?")
    alone = make_referral(
        here,
        persons=(NewPerson(PersonRole.CHILD, "Noor", birth_date=date(2010, 5, 4)),),
        self_referred=True,
        parents_may_know=False,
        answers=((question, "avond"),),
    )
    told = Item.objects.filter(
        family_id=alone.family_id, kind__in=[ItemKind.QUESTION, ItemKind.GOING_WELL, ItemKind.ANSWER]
    )
    assert len(told) == 3
    assert {labels_of(one) for one in told} == {BEGINS[Place.TOLD_ALONE].labels}


@pytest.mark.rule(32)
def test_about_whom_and_from_whom_follow_from_what_is_asked_also_when_it_changes(helped: Helped) -> None:
    mother, child = (one.id for one in helped.people[:2])
    goal_id = add_family_goal(helped, whose_id=child)
    item = Item.objects.get(id=goal_id)
    assert (whose_of(item).about, item.from_whom_id) == ((child,), mother)
    with request_transaction(helped.coach):
        actions.change_goal(
            helped.coach, goal_id=goal_id, goal=GoalFields("anders", child, whose_id=mother), revision=1
        )
    item.refresh_from_db()
    assert (whose_of(item).about, item.from_whom_id) == ((mother,), child)


@pytest.mark.rule(39)
def test_help_that_turns_out_to_be_of_health_is_closed_from_then_on(helped: Helped) -> None:
    with request_transaction(helped.coach):
        saved = actions.add_help(
            helped.coach, plan_id=helped.plan.id, help=HelpFields("gesprekken", HelpState.WAITING)
        )
        help_ = HelpFields("gesprekken", HelpState.WAITING, help_type=HelpType.THERAPY)
        actions.change_help(helped.coach, help_id=saved.item_id, help=help_, revision=saved.revision)
    assert labels_of(Item.objects.get(id=saved.item_id)) == Labels(health=True)


@pytest.mark.rule(32)
def test_what_is_agreed_about_safety_is_refused_to_all_in_words(helped: Helped) -> None:
    with request_transaction(helped.coach):
        item = actions.write_on_topic(
            helped.coach, plan_id=helped.plan.id, topic=Topic.SAFETY, text="we bellen oma"
        ).item_id
        actions.relabel_piece(helped.coach, item_id=item, labels=Labels())
    with request_transaction(helped.coach), pytest.raises(RuleBroken, match="safety-for-few"):
        actions.relabel_piece(helped.coach, item_id=item, labels=Labels(released_to_all=True))

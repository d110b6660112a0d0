"""What changed since a version, in plain sentences, and for each only as far as they may see."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.core.errors import NotFound
from eenplan.families.actions import HomeFields, Labels, cancel_contact, plan_contact, relabel
from eenplan.families.enums import Channel, ContactKind, ItemKind, PersonRole
from eenplan.families.rules import Whose
from eenplan.plans.actions import (
    GoalFields,
    HelpFields,
    OwnView,
    ReviewFields,
    TeamFields,
    add_goal,
    add_help,
    change_goal,
    change_team_member,
    change_text,
    mark_domain,
    note_home,
    note_team_member,
    say_own_view,
    score_goal,
    set_review_date,
    start_help,
    take_out,
    tick_action,
    write_side_note,
    write_strength,
    write_wish,
)
from eenplan.plans.actions.parts import (
    ChildViewFields,
    DisagreementFields,
    LinkedPlanFields,
    MattersFields,
    hear_child,
    link_plan,
    note_disagreement,
    note_who_matters,
    resolve_disagreement,
)
from eenplan.plans.actions.reviews import change_review, hold_review
from eenplan.plans.enums import Closeness, Face, GoalStatus, HelpState, Mark, SaidHow, SectionKey, TeamKind
from eenplan.plans.models import Section
from eenplan.plans.queries import version
from eenplan.plans.queries.changes import ChangesNow, changes_since
from eenplan.plans.queries.kept import _COLUMNS
from eenplan.plans.queries.pieces import Names, name_of
from eenplan.plans.rules.changes import What, changes_between
from eenplan.plans.rules.moved import Meeting, moved_between
from eenplan.web.shared import words
from eenplan.web.shared.changes import changes_view
from tests.factories.plans import Helped, activate, add_family_goal, add_step, mark_all_domains
from tests.plans.conftest import Cast, with_card


@dataclass(frozen=True)
class Shot:
    """A piece at a moment."""

    item_id: UUID
    kind: ItemKind
    section: SectionKey
    content: dict[str, Any]


IDS = [uuid4() for _ in range(4)]
said = st.sampled_from(["", "a", "b"]).map(lambda text: {"text": text, "language": "nl", "speaker_id": None})
content = st.builds(
    lambda words, facts: {"words": words, **facts},
    st.dictionaries(st.sampled_from(["text", "note"]), said),
    st.dictionaries(st.sampled_from(["score_now", "due_on", "person_id"]), st.sampled_from([None, 0, 3, ""])),
)
plans = st.dictionaries(st.sampled_from(IDS), content).map(
    lambda items: [Shot(key, ItemKind.GOAL, SectionKey.GOALS, value) for key, value in items.items()]
)


@given(plans, plans)
def test_every_difference_is_told_and_nothing_else(before: list[Shot], after: list[Shot]) -> None:
    assert changes_between(after, after) == []
    found = changes_between(before, after)
    was, now = ({one.item_id: one.content for one in side} for side in (before, after))
    assert {one.item_id for one in found if one.what == What.ADDED} == set(now) - set(was)
    assert {one.item_id for one in found if one.what == What.GONE} == set(was) - set(now)
    for one in found:
        assert one.what in (What.ADDED, What.GONE) or one.before != one.after
    back = changes_between(after, before)
    assert len(back) == len(found)


def told(helped: Helped, acting: Any, since: int, until: int | None = None) -> list[str]:
    """The sentences that somebody reads."""
    with request_transaction(acting):
        view = changes_view(changes_since(acting, helped.family.id, since, until))
    return [
        *([view.review] if view.review else []),
        *(one for part in view.sections for one in part.sentences),
    ]


def revision(helped: Helped, key: SectionKey) -> int:
    """How often a section was saved."""
    return Section.objects.get(plan=helped.plan, key=key).revision


@pytest.mark.django_db
@pytest.mark.rule(18)
def test_what_changed_since_the_version_is_told_in_sentences(helped: Helped) -> None:
    mark_all_domains(helped)
    goal = add_family_goal(helped, "Ruimer wonen", score_now=3)
    step = add_step(helped, "Bellen met de huisbaas", goal_id=goal, person_id=helped.mother.id)
    coach = helped.coach
    with request_transaction(coach):
        wish = write_wish(coach, plan_id=helped.plan.id, text="Een tuin", speaker_id=helped.mother.id)
        gone = write_wish(coach, plan_id=helped.plan.id, text="Een boot")
    activate(helped)
    assert told(helped, coach, 1) == []
    later = today() + timedelta(weeks=8)
    with request_transaction(coach):
        tick_action(coach, action_id=step)
        score_goal(coach, goal_id=goal, score_now=5, status=GoalStatus.REACHED)
        add_goal(
            coach, plan_id=helped.plan.id, goal=GoalFields("Rust in huis", expressed_by_id=helped.mother.id)
        )
        change_text(
            coach,
            item_id=wish.item_id,
            text="Een moestuin",
            revision=revision(helped, SectionKey.WHAT_WE_WANT),
        )
        take_out(coach, item_id=gone.item_id)
        mark_domain(coach, plan_id=helped.plan.id, domain="housing", mark=Mark.TALK_ABOUT, text="Te klein")
        note_team_member(coach, plan_id=helped.plan.id, member=TeamFields("Oma Rita", TeamKind.FAMILY))
        set_review_date(coach, plan_id=helped.plan.id, on=later)
    sentences = told(helped, coach, 1)
    for expected in (
        "De stap “Bellen met de huisbaas” is gedaan.",
        "Het doel “Ruimer wonen” is gelukt.",
        "Bij “Ruimer wonen” gaven jullie eerst 3 en nu 5 op 10.",
        "Er kwam een doel bij: “Rust in huis”.",
        "Er staat nu: “Een moestuin”. Eerst stond er: “Een tuin”.",
        "Dit staat er niet meer: “Een boot”.",
        "Bij “Wonen” kwam erbij: “Te klein”.",
        "Wonen: nu ‘daar willen we over praten’, eerst ‘nu niet’.",
        "Oma Rita helpt nu mee.",
    ):
        assert expected in sentences
    assert any(one.startswith("We bekijken het plan opnieuw op") for one in sentences)
    with request_transaction(coach):
        found = changes_view(changes_since(coach, helped.family.id, 1))
    assert "Hier schreef jij." in [part.writers for part in found.sections]
    activate(helped, next_review_date=later)
    assert set(sentences) == set(told(helped, coach, 1, 2))
    assert told(helped, coach, 2) == []


@pytest.mark.django_db
@pytest.mark.rule(18)
def test_every_kind_of_piece_is_told_by_its_own_name(helped: Helped) -> None:
    mark_all_domains(helped)
    goal = add_family_goal(helped, "Ruimer wonen")
    coach, plan_id = helped.coach, helped.plan.id
    child = next(one for one in helped.people if one.role == PersonRole.CHILD)
    day, later = today(), today() + timedelta(weeks=8)
    activate(helped)
    with request_transaction(coach):
        matters = note_who_matters(
            coach, plan_id=plan_id, matters=MattersFields("Oma Rita", "oma", note="Ze kookt op zondag")
        )
        not_yet = ChildViewFields(child.id, said_how=SaidHow.NOT_YET, reason="Nog te klein")
        hear_child(coach, plan_id=plan_id, view=not_yet)
        others = note_disagreement(
            coach, plan_id=plan_id, disagreement=DisagreementFields("Dat is niet nodig", name="Papa")
        )
        linked = link_plan(coach, plan_id=plan_id, linked=LinkedPlanFields("Zorgplan", "CLB"))
        home = note_home(coach, plan_id=plan_id, home=HomeFields("Bij mama"))
        review = ReviewFields(day, later, (helped.mother.id,), changes="We gaan door.")
        hold_review(coach, plan_id=plan_id, review=review)
        write_side_note(coach, beside_id=goal, text="Staat op de lijst")
        help_ = add_help(
            coach, plan_id=plan_id, help=HelpFields("Poetshulp", HelpState.WAITING, asked_on=day)
        )
        member = note_team_member(coach, plan_id=plan_id, member=TeamFields("An", TeamKind.PROFESSIONAL))
    name = name_of(child)
    sentences = told(helped, coach, 1)
    assert "“”" not in " ".join(sentences)
    assert {
        "Er kwam bij: “Oma Rita”.",
        f"Aan {name} is dit nog niet gevraagd: “Nog te klein”.",
        "Papa is het hier niet mee eens: “Dat is niet nodig”.",
        "Er kwam bij: “Zorgplan”.",
        "Er kwam bij: “Bij mama”.",
        f"Op {words.day(day)} keken we samen terug. Dit verandert er: “We gaan door”.",
        "Een hulpverlener schreef erbij: “Staat op de lijst”.",
    } <= set(sentences)
    activate(helped, next_review_date=later)
    with request_transaction(coach):
        closer = MattersFields("Oma Rita", "meter", closeness=Closeness.NEAR, note="Ze kookt op zondag")
        note_who_matters(coach, plan_id=plan_id, item_id=matters.item_id, matters=closer)
        hear_child(coach, plan_id=plan_id, view=ChildViewFields(child.id, SaidHow.WORDS, "Ik wil een hond"))
        agrees_not = DisagreementFields("Dat is niet nodig", person_id=helped.mother.id)
        note_disagreement(coach, plan_id=plan_id, item_id=others.item_id, disagreement=agrees_not)
        resolve_disagreement(coach, item_id=others.item_id, how="We proberen het")
        link_plan(
            coach, plan_id=plan_id, item_id=linked.item_id, linked=LinkedPlanFields("Zorgplan", "Ander CLB")
        )
        note_home(coach, plan_id=plan_id, item_id=home.item_id, home=HomeFields("Thuis"))
        start_help(coach, help_id=help_.item_id)
        change_team_member(
            coach,
            team_member_id=member.item_id,
            member=TeamFields("An", TeamKind.PROFESSIONAL, phone="014 12 34 56"),
            revision=revision(helped, SectionKey.TEAM),
        )
        change_goal(
            coach,
            goal_id=goal,
            goal=GoalFields("Ruimer wonen", expressed_by_id=child.id, whose_id=child.id, score_target=8),
            revision=revision(helped, SectionKey.GOALS),
        )
    mother = name_of(helped.mother)
    assert set(told(helped, coach, 2)) == {
        "Bij “Oma Rita” staat nu: “meter”. Eerst stond er: “oma”.",
        "Bij “Oma Rita” kwam erbij: “heel dichtbij”.",
        f"{name} zegt nu: “Ik wil een hond”.",
        f"{mother} is het hier niet mee eens: “Dat is niet nodig”.",
        "Bij “Dat is niet nodig” kwam erbij: “We proberen het”.",
        "Dit is opgelost: “Dat is niet nodig”.",
        "Bij “Zorgplan” staat nu: “Ander CLB”. Eerst stond er: “CLB”.",
        "“Bij mama” heet nu “Thuis”.",
        "De hulp “Poetshulp” is gestart.",
        "Het nummer van An is nu 014 12 34 56.",
        f"Dit zegt {name}: “Ruimer wonen”.",
        f"Het doel “Ruimer wonen” is nu van {name}.",
        "Bij “Ruimer wonen” willen jullie naar 8 op 10.",
    }
    activate(helped, next_review_date=later)
    own = with_card(helped, child)
    with request_transaction(own):
        say_own_view(own, view=OwnView(for_all=True, face=Face.GLAD))
    with request_transaction(coach):
        take_out(coach, item_id=matters.item_id)
        take_out(coach, item_id=home.item_id)
    assert {
        f"{name} koos een gezicht: blij.",
        "Dit staat er niet meer: “Oma Rita”.",
        "Dit staat er niet meer: “Thuis”.",
    } <= set(told(helped, coach, 3))


@pytest.mark.django_db
def test_what_was_put_right_of_a_review_is_told(helped: Helped) -> None:
    mark_all_domains(helped)
    goal = add_family_goal(helped, "Ruimer wonen")
    coach, mother, child = helped.coach, helped.mother, helped.people[1]
    day, later = today(), today() + timedelta(weeks=8)
    review = ReviewFields(day, later, (mother.id,), changes="We bellen", scores={goal: 5})
    with request_transaction(coach):
        held = hold_review(coach, plan_id=helped.plan.id, review=review)
    activate(helped, next_review_date=later)
    with time_machine.travel(now() + timedelta(days=2)):
        right = ReviewFields(
            today(), None, (mother.id, child.id), "Oma", {goal: 6}, back="Goed", changes="We bellen samen"
        )
        with request_transaction(coach):
            change_review(coach, review_id=held.item_id, review=right, revision=held.revision)
        about, was = words.day(today()), words.day(day)
        assert set(told(helped, coach, 1)) == {
            f"We keken samen terug op {about}, en niet op {was}.",
            f"Toen we op {about} samen terugkeken, waren erbij: {name_of(mother)} en {name_of(child)}.",
            f"De cijfers van toen we op {about} samen terugkeken, zijn verbeterd.",
            f"Bij “samen terugkijken op {about}” kwam erbij: “Oma”.",
            f"Bij “samen terugkijken op {about}” kwam erbij: “Goed”.",
            f"Bij “samen terugkijken op {about}” staat nu: “We bellen samen”. Eerst stond er: “We bellen”.",
            "Bij “Ruimer wonen” gaven jullie eerst 5 en nu 6 op 10.",
        }


@pytest.mark.django_db
def test_whom_a_strength_is_about_is_told(helped: Helped) -> None:
    mark_all_domains(helped)
    add_family_goal(helped)
    coach, mother, child = helped.coach, helped.mother, helped.people[1]
    with request_transaction(coach):
        strength = write_strength(coach, plan_id=helped.plan.id, text="Altijd op tijd", about=[mother.id])
    activate(helped)
    assert told(helped, coach, 1) == []
    with request_transaction(coach):
        relabel(coach, item_id=strength.item_id, whose=Whose((mother.id, child.id)))
    both = f"{name_of(mother)} en {name_of(child)}"
    assert told(helped, coach, 1) == [f"Dit gaat nu over {both}: “Altijd op tijd”."]
    activate(helped)
    with request_transaction(coach):
        (kept,) = version(coach, helped.family.id).pieces.texts[SectionKey.WHAT_GOES_WELL]
        relabel(coach, item_id=strength.item_id, whose=Whose())
    assert kept.about == (name_of(mother), name_of(child))
    assert told(helped, coach, 2) == ["Dit gaat nu over ons allemaal: “Altijd op tijd”."]


@pytest.mark.django_db
@pytest.mark.rule(23)
def test_the_family_reads_only_what_it_may(helped: Helped, cast: Cast) -> None:
    mark_all_domains(helped)
    add_family_goal(helped, "Ruimer wonen")
    activate(helped)
    with request_transaction(helped.coach):
        write_wish(helped.coach, plan_id=helped.plan.id, text="Voor iedereen")
        write_wish(
            helped.coach, plan_id=helped.plan.id, text="Niet voor iedereen", labels=Labels(confidential=True)
        )
    activate(helped)
    mother = with_card(helped, helped.mother)
    assert told(helped, mother, 1, 2) == ["Er kwam bij: “Voor iedereen”."]
    assert len(told(helped, helped.coach, 1, 2)) == 2
    for acting, until in ((mother, None), (cast.charlie, 2), (cast.bob, None)):
        with pytest.raises(NotFound), request_transaction(acting):
            changes_since(acting, helped.family.id, 1, until)
    for since, until in ((2, 1), (1, 9), (7, None)):
        with pytest.raises(NotFound), request_transaction(helped.coach):
            changes_since(helped.coach, helped.family.id, since, until)


DAYS = ("2026-05-03", "2026-06-04", None)
SOMEBODY = (str(IDS[0]), str(IDS[1]), None)
TYPED = ("eerst", "nu", "")
SCORE = (0, 7, None)
# What each kind of piece has besides its words, with some values that it can have.
FACTS: dict[ItemKind, dict[str, tuple[Any, ...]]] = {
    ItemKind.GOAL: {
        "domain": ("housing", "money", None), "whose_id": SOMEBODY, "expressed_by_id": SOMEBODY,
        "horizon": ("long", "small"), "part_of_id": SOMEBODY, "score_start": SCORE, "score_now": SCORE,
        "score_target": SCORE, "target_date": DAYS, "status": tuple(GoalStatus.values),
    },
    ItemKind.ACTION: {
        "goal_id": SOMEBODY, "person_id": SOMEBODY, "staff_member_id": SOMEBODY, "organisation_name": TYPED,
        "network_name": TYPED, "due_on": DAYS, "done_on": DAYS,
    },
    ItemKind.DOMAIN: {
        "mark": tuple(Mark.values), "score": SCORE, "importance": ("first", "later", ""),
    },
    ItemKind.HELP: {
        "organisation": TYPED, "state": tuple(HelpState.values), "for_whom_id": SOMEBODY,
        "help_type": ("stay", "other", ""),
        **dict.fromkeys(("since", "asked_on", "expected", "started_on", "ended_on"), DAYS),
    },
    ItemKind.TEAM_MEMBER: {
        "name": TYPED[:2], "role": TYPED, "organisation": TYPED, "phone": TYPED, "availability": TYPED,
        "team_kind": ("family", "network"), "secrecy": ("yes", "unknown"), "staff_member_id": SOMEBODY,
        "attendance": ("must", "may", ""),
    },
    ItemKind.HOME: {"name": TYPED[:2], "since": DAYS, "until": DAYS, "residents": ([], [{"person_id": SOMEBODY[0]}])},
    ItemKind.WHO_MATTERS: {
        "name": TYPED[:2], "about": TYPED, "how": ("near", "close", ""), "gives_strength": (True, None),
    },
    ItemKind.CHILD_VIEW: {
        "how": ("words", "play"), "on": DAYS, "face": ("glad", "calm", ""), "drawing_id": SOMEBODY,
    },
    ItemKind.DISAGREEMENT: {"person_id": SOMEBODY, "name": TYPED, "on": DAYS[:2], "resolved_on": (None, DAYS[0])},
    ItemKind.REVIEW: {
        "on": DAYS[:2], "name": TYPED, "scores": ({}, {SOMEBODY[0]: 3}), "persons": ([SOMEBODY[0]], [SOMEBODY[1]]),
    },
    ItemKind.LINKED_PLAN: {"name": TYPED[:2], "about": TYPED, "on": DAYS},
    ItemKind.STRENGTH: {"about_ids": ([SOMEBODY[0]], [SOMEBODY[1]], [])},
}  # fmt: skip
# Kept of each of the small parts, and used by others of them; of a life domain there is one, whatever is said of it.
NOT_THEIRS = {"person_id", "name", "about", "how", "gives_strength", "on", "resolved_on", "domain"}


@pytest.mark.parametrize("kind", FACTS)
def test_every_fact_is_told_in_a_sentence_of_its_own(kind: ItemKind) -> None:
    columns = {"team_kind" if one == "kind" else one for one in _COLUMNS.get(kind, FACTS[kind])}
    assert columns - NOT_THEIRS <= set(FACTS[kind]) <= columns
    names = Names(dict(zip(IDS, ("Kaat", "Seppe"), strict=False)), dict(zip(IDS, ("An", "Bo"), strict=False)))
    whole: dict[str, Any] = {
        "domain": "housing",
        "words": {"text": {"text": "dit", "language": "nl", "speaker_id": None}},
        **{name: values[0] for name, values in FACTS[kind].items()},
    }
    for name, values in FACTS[kind].items():
        for before, after in permutations(values, 2):
            if (kind, name, after) == (ItemKind.DISAGREEMENT, "resolved_on", None):
                continue  # what was resolved stays so
            was, is_now = (
                [Shot(IDS[3], kind, SectionKey.GOALS, {**whole, name: one})] for one in (before, after)
            )
            found = tuple(changes_between(was, is_now))
            view = changes_view(ChangesNow(1, None, found, names, {}, frozenset(), None, None))
            (said,) = [one for part in view.sections for one in part.sentences]
            assert "werd iets aangepast" not in said, (name, before, after)
            assert not any(one in said for one in ("None", "%", "“”")), said


NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)


def meeting(made: int, at: int, gone: int | None = None, kind: str = "family") -> Meeting:
    """A meeting planned, held for and called off so many hours after noon."""
    hours = timedelta(hours=1)
    return Meeting(
        uuid4(),
        kind,
        NOON + at * hours,
        NOON + made * hours,
        NOON + gone * hours if gone is not None else None,
    )


@pytest.mark.parametrize(
    ("meetings", "expected"),
    [
        ([meeting(-5, 30)], []),
        ([meeting(-5, 30, 2)], [(30, None)]),
        ([meeting(-5, 30, 2), meeting(2, 50)], [(30, 50)]),
        ([meeting(-5, 30, 2), meeting(2, 50, 3), meeting(4, 70)], [(30, 70)]),
        ([meeting(-5, 30, 2), meeting(2, 30)], []),
        ([meeting(-5, 30, 2), meeting(2, 50, kind="referrer")], [(30, None)]),
        ([meeting(1, 30, 2), meeting(2, 50)], []),
        ([meeting(-5, 30, -1), meeting(2, 50)], []),
        ([meeting(-5, 30, 2), meeting(-4, 40, 3), meeting(5, 60)], [(30, 60), (40, None)]),
        ([meeting(-5, 30, 20), meeting(20, 50)], []),
    ],
)
def test_a_conversation_that_stood_is_moved_or_called_off(
    meetings: list[Meeting], expected: list[tuple[int, int | None]]
) -> None:
    found = moved_between(meetings, NOON, NOON + timedelta(hours=10))
    hour = timedelta(hours=1)
    assert [
        ((one.before - NOON) // hour, (one.after - NOON) // hour if one.after else None) for one in found
    ] == expected


@pytest.mark.django_db
def test_a_moved_conversation_is_told_to_workers(helped: Helped) -> None:
    mark_all_domains(helped)
    add_family_goal(helped, "Ruimer wonen")
    coach, kind = helped.coach, ContactKind.FAMILY

    def plan_on(days: int) -> UUID:
        return plan_contact(
            coach,
            family_id=helped.family.id,
            kind=kind,
            channel=Channel.HOME,
            planned_for=now() + timedelta(days=days),
            persons=[helped.mother.id],
        ).item_id

    with request_transaction(coach):
        first = plan_on(3)
    activate(helped)
    with request_transaction(coach):
        cancel_contact(coach, contact_id=first)
        plan_on(5)
    with request_transaction(coach):
        (said,) = changes_view(changes_since(coach, helped.family.id, 1)).meetings
    assert said.startswith("Een afspraak van ")
    assert " is verplaatst naar " in said
    activate(helped)
    with request_transaction(coach):
        assert len(changes_view(changes_since(coach, helped.family.id, 1, 2)).meetings) == 1
        assert changes_view(changes_since(coach, helped.family.id, 2)).meetings == ()
    mother = with_card(helped, helped.mother)
    with request_transaction(mother):
        assert changes_view(changes_since(mother, helped.family.id, 1, 2)).meetings == ()

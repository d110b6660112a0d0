"""A helper whom somebody refuses is not asked in again, and the trajectory goes on (rule 38)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from eenplan.consent.enums import OutsideKind, RecipientKind
from eenplan.consent.models import Grant
from eenplan.consent.rules import Recipient
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Item, Words
from eenplan.families.rules import FOR_FEW, RELEASED, Labels
from eenplan.network.enums import LeaveKind
from eenplan.plans import actions as plans
from eenplan.plans.actions.standing_in import plan_leave
from eenplan.plans.enums import HelpState, TeamKind
from eenplan.plans.models import CoachAssignment, Help, Trajectory
from eenplan.rights.actions import Refused, note_found, refuse_helper, withdraw_refusal
from eenplan.rights.enums import AskedHow
from eenplan.rights.models import HelperRefusal
from eenplan.rights.queries.refusals import refusals, refusals_to_answer
from tests.cast import people_of
from tests.factories.consent import make_share, with_organisation
from tests.factories.network import AssignmentFactory, OrganisationFactory
from tests.factories.plans import Helped, make_helped, staff_of, taken_up
from tests.rights.conftest import DAUGHTER, FATHER, MOTHER, card_of

pytestmark = pytest.mark.django_db

WHY = "GEHEIM-ze luistert niet"


def refuses(
    helped: Helped, who: int, helper: Refused, *, labels: Labels = FOR_FEW, reason: str = WHY
) -> HelperRefusal:
    """Somebody refuses a helper with their own card."""
    me = card_of(helped, who)
    with request_transaction(me):
        return refuse_helper(
            me,
            family_id=helped.family.id,
            person_id=helped.people[who].id,
            helper=helper,
            how=AskedHow.OWN_CARD,
            reason=reason,
            labels=labels,
        )


def shares(helped: Helped, recipient: Recipient) -> Grant:
    """The coach asks to share something."""
    return make_share(helped.coach, helped.family.id, recipient, helped.mother.id)


def joins(helped: Helped, name: str, staff_member_id: UUID | None = None) -> UUID:
    """The coach writes down who helps."""
    with request_transaction(helped.coach):
        return plans.note_team_member(
            helped.coach,
            plan_id=helped.plan.id,
            member=plans.TeamFields(name, TeamKind.PROFESSIONAL, staff_member_id=staff_member_id),
        ).item_id


def refused() -> Any:
    """It is refused, in clear words."""
    return pytest.raises(RuleBroken, match="consent:helper-refused")


def psychologist(helped: Helped) -> Any:
    """The psychologist of the team, a worker."""
    return helped.team.assignments[Role.PSYCHOLOGIST].staff_member


@pytest.mark.rule(38)
def test_a_refused_worker_gets_no_share_and_no_place_until_it_is_taken_back(helped: Helped) -> None:
    worker = psychologist(helped)
    as_worker = Recipient(RecipientKind.WORKER, id=worker.id)
    row = refuses(helped, DAUGHTER, Refused(staff_member_id=worker.id))
    assert row.name == worker.name
    with refused():
        shares(helped, as_worker)
    with refused():
        shares(helped, Recipient(RecipientKind.FUNCTION, function=Role.PSYCHOLOGIST))
    with refused():
        joins(helped, "Onze psycholoog", worker.id)
    with refused():
        joins(helped, worker.name.upper())
    assert Trajectory.objects.get(id=helped.trajectory.id).ended_on is None
    daughter = card_of(helped, DAUGHTER)
    with request_transaction(daughter):
        withdraw_refusal(daughter, family_id=helped.family.id, item_id=row.item_id)
    shares(helped, as_worker)
    joins(helped, "Onze psycholoog", worker.id)


@pytest.mark.rule(38)
def test_a_refused_organisation_takes_its_workers_along(helped: Helped) -> None:
    worker = psychologist(helped)
    refuses(helped, FATHER, Refused(organisation_id=worker.organisation_id))
    with refused():
        shares(helped, with_organisation(worker.organisation_id))
    with refused():
        shares(helped, Recipient(RecipientKind.WORKER, id=worker.id))
    shares(helped, with_organisation(OrganisationFactory(name="Een andere").id))


@pytest.mark.rule(38)
def test_a_refused_name_is_known_whatever_its_capitals(helped: Helped) -> None:
    refuses(helped, MOTHER, Refused("Juf Noor"))
    with refused():
        shares(
            helped,
            Recipient(RecipientKind.OUTSIDE, name=" juf noor ", outside_kind=OutsideKind.SCHOOL),
        )
    with refused():
        joins(helped, "JUF NOOR")
    shares(helped, Recipient(RecipientKind.OUTSIDE, name="Juf An", outside_kind=OutsideKind.SCHOOL))


def coach_of_the_team(helped: Helped) -> UUID:
    """Another coach of the team, who has room."""
    work = AssignmentFactory(role=Role.COACH, partnership=helped.team.partnership)
    return UUID(str(work.staff_member_id))


def away(helped: Helped, stand_in: UUID, **changes: Any) -> list[UUID]:
    """The coach is away from tomorrow on, and somebody stands in."""
    coordinator = helped.team.acting(Role.COORDINATOR)
    leave: dict[str, Any] = {
        "staff_member_id": staff_of(helped),
        "partnership_id": helped.team.partnership.id,
        "kind": LeaveKind.AWAY,
        "since": today() + timedelta(days=1),
        "until": today() + timedelta(days=8),
        "stand_in_id": stand_in,
    }
    with request_transaction(coordinator):
        return plan_leave(coordinator, **{**leave, **changes})


@pytest.mark.rule(38)
def test_a_refused_coach_is_not_the_first_coach_either(helped: Helped) -> None:
    waiting, other, welcome = taken_up(helped.team), coach_of_the_team(helped), coach_of_the_team(helped)
    intake = helped.team.acting(Role.INTAKE)
    with request_transaction(intake):
        refuse_helper(
            intake,
            family_id=waiting.family_id,
            person_id=people_of(waiting.family)[0].id,
            helper=Refused(staff_member_id=other),
            how=AskedHow.TABLE,
        )
    with request_transaction(intake), refused():
        plans.start_trajectory(intake, referral_id=waiting.id, staff_member_id=other)
    with request_transaction(intake):
        plans.start_trajectory(intake, referral_id=waiting.id, staff_member_id=welcome)


@pytest.mark.rule(38)
def test_a_refused_worker_does_not_stand_in_and_the_message_names_the_family(helped: Helped) -> None:
    other, welcome = coach_of_the_team(helped), coach_of_the_team(helped)
    refuses(helped, MOTHER, Refused(staff_member_id=other))
    with refused() as told:
        away(helped, other)
    assert helped.family.name in str(told.value.message)
    assert away(helped, welcome) == [helped.family.id]


@pytest.mark.rule(38)
def test_a_refused_coach_may_be_away_and_stays_until_another_is_found(helped: Helped) -> None:
    refuses(helped, MOTHER, Refused(staff_member_id=staff_of(helped)))
    away(helped, coach_of_the_team(helped))
    turns = CoachAssignment.objects.filter(trajectory=helped.trajectory).order_by("period")
    assert [one.staff_member_id == staff_of(helped) for one in turns] == [True, False, True]


@pytest.mark.rule(38)
def test_the_database_gives_a_refused_worker_no_turn(helped: Helped) -> None:
    other = coach_of_the_team(helped)
    refuses(helped, MOTHER, Refused(staff_member_id=other))
    row = CoachAssignment.objects.get(trajectory=helped.trajectory)
    with pytest.raises(IntegrityError, match="refused this helper"), transaction.atomic(), writing():
        CoachAssignment.objects.filter(id=row.id).update(staff_member_id=other)
    with pytest.raises(IntegrityError, match="refused this helper"), transaction.atomic(), writing():
        Help.objects.create(
            item=Item.objects.filter(family_id=helped.family.id).first(),
            family=helped.family,
            plan=helped.plan,
            organisation=HelperRefusal.objects.get().name.upper(),
            state=HelpState.WAITING,
        )


@pytest.mark.rule(38)
def test_help_of_a_refused_organisation_does_not_begin_and_what_was_there_stays(helped: Helped) -> None:
    def helps(state: HelpState, organisation: str = "CGG De Brug") -> Any:
        fields = plans.HelpFields("gesprekken", organisation=organisation, state=state)
        with request_transaction(helped.coach):
            return plans.add_help(helped.coach, plan_id=helped.plan.id, help=fields)

    helps(HelpState.WAITING)
    refuses(helped, MOTHER, Refused("CGG De Brug"))
    for state in (HelpState.WAITING, HelpState.THERE_IS):
        with refused():
            helps(state)
    helps(HelpState.ENDED)
    helps(HelpState.WAITING, "Een andere dienst")
    with refused(), request_transaction(helped.coach):
        plans.note_team_member(
            helped.coach,
            plan_id=helped.plan.id,
            member=plans.TeamFields("An", TeamKind.PROFESSIONAL, organisation="cgg de brug"),
        )


@pytest.mark.rule(38)
def test_a_refused_coach_stays_until_another_is_found_and_does_not_come_back(helped: Helped) -> None:
    other = AssignmentFactory(role=Role.COACH, partnership=helped.team.partnership)
    refuses(helped, MOTHER, Refused(staff_member_id=other.staff_member_id))
    coordinator = helped.team.acting(Role.COORDINATOR)
    with request_transaction(coordinator), refused():
        plans.change_coach(
            coordinator,
            trajectory_id=helped.trajectory.id,
            staff_member_id=other.staff_member_id,
            reason="andere taak",
            on=today() + timedelta(days=1),
        )


@pytest.mark.rule(38)
def test_what_was_there_already_can_still_be_changed(helped: Helped) -> None:
    stood = joins(helped, "Sofie van de kraamzorg")
    refuses(helped, MOTHER, Refused("Sofie van de kraamzorg"))
    with request_transaction(helped.coach):
        plans.change_team_member(
            helped.coach,
            team_member_id=stood,
            member=plans.TeamFields("Sofie van de kraamzorg", TeamKind.PROFESSIONAL, phone="089 00 00 00"),
            revision=1,
        )


@pytest.mark.rule(38)
def test_the_reason_is_read_by_its_labels_and_the_refusal_by_the_coach(helped: Helped) -> None:
    closed = refuses(helped, DAUGHTER, Refused("Iemand"))
    opened = refuses(helped, MOTHER, Refused("Nog iemand"), labels=RELEASED)
    silent = refuses(helped, FATHER, Refused("Een derde"), reason="")
    seen = {
        "coach": (helped.coach, {closed.item_id, opened.item_id, silent.item_id}),
        "daughter": (card_of(helped, DAUGHTER), {closed.item_id, opened.item_id}),
        "father": (card_of(helped, FATHER), {opened.item_id, silent.item_id}),
        "desk": (helped.team.acting(Role.INTAKE), {opened.item_id}),
        "psychologist": (helped.team.acting(Role.PSYCHOLOGIST), set()),
        "privacy officer": (helped.team.acting(Role.PRIVACY_OFFICER), set()),
    }
    for who, (acting, expected) in seen.items():
        with request_transaction(acting):
            found = refusals(acting, helped.family.id)
        assert {one.item_id for one in found} == expected, who
        assert {one.reason for one in found} <= {WHY, ""}


@pytest.mark.rule(38)
def test_the_coach_is_asked_to_look_for_another_until_one_is_found(helped: Helped) -> None:
    row = refuses(helped, MOTHER, Refused("Iemand"))
    with request_transaction(helped.coach):
        (waiting,) = refusals_to_answer(helped.coach, [helped.family.id])
        assert (waiting.helper, waiting.person, waiting.on) == ("Iemand", "Kaat", today())
        note_found(helped.coach, family_id=helped.family.id, item_id=row.item_id)
        assert refusals_to_answer(helped.coach, [helped.family.id]) == []
    with refused():
        joins(helped, "Iemand")


def test_bad_input_says_what_to_mend(helped: Helped) -> None:
    def noted(helper: Refused, **more: Any) -> None:
        with request_transaction(helped.coach):
            refuse_helper(
                helped.coach,
                family_id=helped.family.id,
                person_id=helped.mother.id,
                helper=helper,
                **{"how": AskedHow.TABLE, **more},
            )

    for code, helper, more in (
        ("rights:helper-missing", Refused("  "), {}),
        ("rights:how", Refused("Iemand"), {"how": AskedHow.OWN_CARD}),
        ("rights:asked-ahead", Refused("Iemand"), {"on": today() + timedelta(days=1)}),
    ):
        with pytest.raises(RuleBroken, match=code):
            noted(helper, **more)
    with pytest.raises(NotFound):
        noted(Refused(staff_member_id=helped.plan.id))
    noted(Refused("Iemand"))
    with pytest.raises(RuleBroken, match="rights:refused-already"):
        noted(Refused("Iemand"))
    assert HelperRefusal.objects.count() == 1


def test_nobody_refuses_or_takes_back_for_another(helped: Helped) -> None:
    row = refuses(helped, MOTHER, Refused("Iemand"), labels=RELEASED)
    father = card_of(helped, FATHER)
    with request_transaction(father):
        with pytest.raises(NotFound):
            withdraw_refusal(father, family_id=helped.family.id, item_id=row.item_id)
        with pytest.raises(NotFound):
            note_found(father, family_id=helped.family.id, item_id=row.item_id)
    elsewhere = make_helped(helped.team)
    with request_transaction(helped.coach), pytest.raises(NotFound):
        withdraw_refusal(helped.coach, family_id=elsewhere.family.id, item_id=row.item_id)
    row.refresh_from_db()
    assert row.withdrawn_on is None


@pytest.mark.rule(38)
def test_the_database_holds_it_too(helped: Helped) -> None:
    row = refuses(helped, MOTHER, Refused("Iemand"))
    row.name = "Iemand anders"
    with writing(), pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    stood = joins(helped, "Een ander")
    with writing(), pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.get(id=stood).team_member.__class__.objects.filter(item_id=stood).update(name="iemand")


def test_a_card_adds_no_other_piece_to_the_file(helped: Helped) -> None:
    mother = card_of(helped, MOTHER)

    def add(acting: Acting, **columns: Any) -> Item:
        return Item.objects.create(
            family=helped.family, author_id=acting.actor_id, from_whom=helped.mother, **columns
        )

    with request_transaction(mother), writing():
        with pytest.raises(DatabaseError), transaction.atomic():
            add(mother, kind="wish")
        note = add(mother, kind="note")
        with pytest.raises(DatabaseError), transaction.atomic():
            Words.objects.create(
                family=helped.family, item=note, text="zonder weigering", author_id=mother.actor_id
            )

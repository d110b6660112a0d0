"""Who looked, told so that it betrays nothing; questions about it; and who looks unusually widely."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction

from eenplan.audit.actions import record, record_read
from eenplan.consent.enums import OutsideKind, RecipientKind
from eenplan.consent.models import Grant
from eenplan.consent.rules import Recipient
from eenplan.core.acting import Acting, looking_with, request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Purpose, Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from eenplan.families.actions import Labels, issue_guest_card, write_item
from eenplan.families.enums import ItemKind
from eenplan.families.models import Card
from eenplan.families.queries import reader
from eenplan.plans.actions.messages import send_message
from eenplan.plans.actions.round_tables import NewSeat, When, agree_seats, plan_round_table
from eenplan.plans.enums import Attendance
from eenplan.rights import actions
from eenplan.rights.actions.looking import looked
from eenplan.rights.enums import Breadth
from eenplan.rights.models import LookAnswer, LookQuestion
from eenplan.rights.queries import looking
from eenplan.rights.queries.looking import (
    Norm,
    breadth_norm,
    look_questions,
    look_questions_here,
    unusual_breadth,
    who_looked,
)
from tests.cast import make_family
from tests.factories.consent import make_agreed, with_worker
from tests.factories.network import AssignmentFactory
from tests.factories.plans import Helped
from tests.rights.conftest import DAUGHTER, FATHER, MOTHER, card_of

pytestmark = pytest.mark.django_db


def reads(acting: Acting, family_id: UUID, what: str = "plans:plan", subject: UUID | None = None) -> None:
    """Somebody opens a page."""
    with request_transaction(acting):
        record_read(acting, what, families=[family_id], subject=subject)


def told(acting: Acting, helped: Helped) -> dict[str, set[str]]:
    """What the page tells a reader: name → deeds."""
    with request_transaction(acting):
        found: dict[str, set[str]] = {}
        for one in who_looked(acting, helped.family.id).found:
            found.setdefault(one.name, set()).update(one.deeds)
        return found


@pytest.mark.rule(34)
@pytest.mark.rule(40)
def test_messages_and_tables_have_words_for_whom_they_concern(helped: Helped) -> None:
    mother, father = card_of(helped, MOTHER), card_of(helped, FATHER)
    with request_transaction(mother):
        message = send_message(mother, text="GEHEIM", sent_key=new_id()).item_id
    with request_transaction(helped.coach):
        table = plan_round_table(
            helped.coach, family_id=helped.family.id, when=When(now() + timedelta(days=2), 60)
        ).pk
        seats = [NewSeat(Attendance.MUST, helped.people[MOTHER].id)]
        agree_seats(helped.coach, table_id=table, seats=seats, agreed_with_id=helped.people[MOTHER].id)
    reads(helped.coach, helped.family.id, "plans:messages", message)
    coach = worker_name(helped, Role.COACH)
    assert {"message", "table"} <= told(mother, helped)[coach]
    assert {"message", "table"} <= told(helped.coach, helped)[coach]
    # Who is asked to no table, and did not write, is told that somebody was in the file.
    assert told(father, helped)[coach] & {"message", "table"} == set()
    assert "file" in told(father, helped)[coach]


def worker_name(helped: Helped, role: Role) -> str:
    """How the worker in a role is called."""
    return str(helped.team.assignments[role].staff_member.name)


@pytest.mark.rule(40)
def test_the_family_reads_who_looked_as_what_for_whom_and_why(helped: Helped) -> None:
    reads(helped.coach, helped.family.id)
    mother = card_of(helped, MOTHER)
    with request_transaction(mother):
        page = who_looked(mother, helped.family.id)
    coach = next(one for one in page.found if one.name == worker_name(helped, Role.COACH))
    assert (coach.day, coach.title) == (today(), "gezinscoach")
    assert coach.organisation == helped.team.assignments[Role.COACH].staff_member.organisation.name
    assert coach.purposes == [Purpose.HELP]
    assert "plan" in coach.deeds
    assert page.before is None


@pytest.mark.rule(40)
def test_what_a_reader_does_not_see_is_told_as_any_work_in_the_file(helped: Helped) -> None:
    with request_transaction(helped.coach):
        hidden = write_item(
            helped.coach,
            family_id=helped.family.id,
            kind=ItemKind.NOTE,
            text="x",
            labels=Labels(confidential=True),
        )
        record(helped.coach, "families:note:relabelled", families=[helped.family.id], subject=hidden.id)
    reads(helped.coach, helped.family.id, "families:item", hidden.id)
    name = worker_name(helped, Role.COACH)
    before = told(card_of(helped, MOTHER), helped)[name]
    assert "file" in before
    assert "wrote" in told(helped.coach, helped)[name]
    reads(helped.coach, helped.family.id, "families:attachment", hidden.id)
    assert told(card_of(helped, MOTHER), helped)[name] == before


def secret_psychologist(helped: Helped) -> str:
    """The father's own psychologist reads what he alone shares; how they are called."""
    assignment = helped.team.assignments[Role.PSYCHOLOGIST]
    make_agreed(
        helped.coach,
        helped.family.id,
        with_worker(assignment.staff_member_id),
        helped.people[FATHER].id,
    )
    reads(helped.team.acting(Role.PSYCHOLOGIST), helped.family.id, "plans:shared")
    return str(assignment.staff_member.name)


def secret_friend(helped: Helped) -> str:
    """The father's own support figure reads along with a card; how they are called."""
    outside = Recipient(
        RecipientKind.OUTSIDE, name="GEHEIM-steunfiguur", outside_kind=OutsideKind.SUPPORT_FIGURE
    )
    grant = make_agreed(helped.coach, helped.family.id, outside, helped.people[FATHER].id)
    with request_transaction(helped.coach):
        card = issue_guest_card(helped.coach, grant_id=grant.id)
    reads(reader(Card.objects.get(id=card.card_id)), helped.family.id, "plans:version")
    return Grant.objects.get(id=grant.id).outside_name


@pytest.mark.rule(40)
@pytest.mark.rule(34)
@pytest.mark.parametrize("secret", [secret_psychologist, secret_friend])
def test_the_other_home_does_not_read_who_helps_somebody_in_secret(helped: Helped, secret: Any) -> None:
    name = secret(helped)
    assert told(card_of(helped, FATHER), helped)[name] == {"shared"}
    assert name not in told(card_of(helped, MOTHER), helped)
    assert name not in told(card_of(helped, DAUGHTER), helped)
    assert name in told(helped.coach, helped)


@pytest.mark.rule(40)
def test_nobody_reads_when_somebody_of_the_family_looked(helped: Helped) -> None:
    mother, father = card_of(helped, MOTHER), card_of(helped, FATHER)
    before = [told(who, helped) for who in (mother, father)]
    for who in (mother, father):
        reads(who, helped.family.id, "plans:version")
    assert [told(who, helped) for who in (mother, father)] == before
    for deeds in (told(mother, helped), told(helped.coach, helped)):
        assert "" not in deeds


@pytest.mark.rule(40)
def test_for_others_and_for_who_looks_along_there_is_nothing(helped: Helped) -> None:
    reads(helped.coach, helped.family.id)
    other = make_family(helped.team)
    colleague = AssignmentFactory(role=Role.COACH, partnership=helped.team.partnership)
    for role in (Role.PSYCHOLOGIST, Role.ADMIN, Role.PRIVACY_OFFICER, Role.PARTNER):
        assert told(helped.team.acting(role), helped) == {}
    assert colleague.staff_member.name not in told(helped.coach, helped)
    mother = card_of(helped, MOTHER)
    with request_transaction(mother):
        assert who_looked(mother, other.id).found == []
    with request_transaction(helped.coach), looking_with(helped.coach, "released") as narrowed:
        assert who_looked(narrowed, helped.family.id).found == []


def test_days_are_never_cut_in_two_pages(helped: Helped, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "MOST", 3)
    others = [helped.team.acting(role) for role in (Role.INTAKE, Role.COORDINATOR)]
    for ago in range(6, 0, -1):
        with time_machine.travel(now() + timedelta(days=10 - ago)):
            for who in (helped.coach, *others):
                reads(who, helped.family.id)
    later = now() + timedelta(days=11)
    seen, before = [], None
    with time_machine.travel(later):
        mother = card_of(helped, MOTHER)
        with request_transaction(mother):
            for _page in range(20):
                page = who_looked(mother, helped.family.id, before=before)
                seen += [(one.day, one.actor_id) for one in page.found]
                before = page.before
                if before is None:
                    break
            monkeypatch.setattr(looking, "MOST", 100)
            whole = [(one.day, one.actor_id) for one in who_looked(mother, helped.family.id).found]
    assert seen == whole
    assert len(seen) == len(set(seen)) >= 18


@pytest.mark.rule(40)
def test_a_question_reaches_the_coach_and_the_privacy_officer_and_the_answer_comes_back(
    helped: Helped,
) -> None:
    reads(helped.coach, helped.family.id)
    mother, father = card_of(helped, MOTHER), card_of(helped, FATHER)
    officer = helped.team.acting(Role.PRIVACY_OFFICER)
    with request_transaction(mother):
        actions.ask_look(mother, words="Waarom keek je?", on=today(), by=helped.coach.actor_id)
        actions.ask_look(mother, words="Wie mag dit lezen?")
    with request_transaction(father):
        assert look_questions(father, helped.family.id, mine=True) == []
        assert not LookQuestion.objects.exists()
    with request_transaction(helped.coach):
        general, about = look_questions(helped.coach, helped.family.id, mine=False)
        assert worker_name(helped, Role.COACH) in about.looker
        actions.answer_look(helped.coach, question_id=about.id, words="Voor ons gesprek.", as_whom="Coach")
        with pytest.raises(RuleBroken, match="look-answered"):
            actions.answer_look(helped.coach, question_id=about.id, words="Nog eens.", as_whom="Coach")
    with request_transaction(officer):
        first, second = look_questions_here(officer)
        assert (first.id, first.family_reference) == (general.id, helped.family.reference)
        assert second.answer == "Voor ons gesprek."
        actions.answer_look(officer, question_id=general.id, words="Je coach.", as_whom="Privacy")
    with request_transaction(mother):
        mine = look_questions(mother, helped.family.id, mine=True)
    assert {one.answer for one in mine} == {"Voor ons gesprek.", "Je coach."}


def test_a_question_says_something_about_what_one_may_know(helped: Helped) -> None:
    secret_psychologist(helped)
    psychologist = helped.team.acting(Role.PSYCHOLOGIST)
    mother = card_of(helped, MOTHER)
    with request_transaction(mother):
        with pytest.raises(RuleBroken, match="look-words-missing"):
            actions.ask_look(mother, words=" ")
        with pytest.raises(NotFound):
            actions.ask_look(mother, words="Waarom?", on=today(), by=psychologist.actor_id)
        with pytest.raises(NotFound):
            looked(mother, helped.family.id, on=today() - timedelta(days=400), by=helped.coach.actor_id)


@pytest.mark.parametrize("role", [Role.INTAKE, Role.PSYCHOLOGIST, Role.ADMIN])
def test_others_answer_nothing(helped: Helped, role: Role) -> None:
    mother = card_of(helped, MOTHER)
    with request_transaction(mother):
        asked = actions.ask_look(mother, words="Waarom?")
    other = helped.team.acting(role)
    with request_transaction(other), pytest.raises(NotFound):
        actions.answer_look(other, question_id=asked.id, words="Daarom.", as_whom="x")
    with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic(), request_transaction(other):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO rights_lookanswer (id, family_id, question_id, words, answered_at, answered_by_id,"
                " answered_as) VALUES (gen_random_uuid(), %s, %s, 'x', now(), %s, 'x')",
                [helped.family.id, asked.id, other.actor_id],
            )
    assert not LookAnswer.objects.exists()


@pytest.fixture
def wide(helped: Helped) -> Acting:
    """The privacy officer of a partnership in which two files a week are much."""
    officer = helped.team.acting(Role.PRIVACY_OFFICER)
    with request_transaction(officer):
        assert breadth_norm(officer) == Norm(40, 7, 3, 2)
        actions.set_breadth(officer, norm=Norm(files=2, days=7, outside=1, emergencies=1))
        assert breadth_norm(officer) == Norm(2, 7, 1, 1)
    return officer


@pytest.mark.rule(40)
def test_unusual_breadth_names_who_how_many_and_which_by_reference(helped: Helped, wide: Acting) -> None:
    intake = helped.team.acting(Role.INTAKE)
    files = [make_family(helped.team) for _file in range(3)]
    with time_machine.travel(now() + timedelta(days=20)):
        with request_transaction(wide):
            assert unusual_breadth(wide) == []
        with request_transaction(intake):
            record_read(intake, "referrals:desk:list", families=[one.id for one in files])
        for one in files[:2]:
            reads(intake, one.id, "referrals:referral:read")
        with request_transaction(wide):
            assert unusual_breadth(wide) == []
        reads(intake, files[2].id, "referrals:referral:read")
        with request_transaction(wide):
            (found,) = unusual_breadth(wide)
            assert (found.name, found.kind, found.number) == (
                worker_name(helped, Role.INTAKE),
                Breadth.FILES,
                3,
            )
            assert found.references == sorted(one.reference for one in files)
            assert found.first_day == found.last_day == today()
            assert not found.is_looked_at
            actions.remark_on(wide, actor_id=found.actor_id, kind=found.kind, words="Nieuwe in het team.")
            (seen,) = unusual_breadth(wide)
            assert (seen.is_looked_at, seen.remark) == (True, "Nieuwe in het team.")
    with time_machine.travel(now() + timedelta(days=21)):
        reads(intake, files[0].id, "referrals:referral:read")
        with request_transaction(wide):
            (again,) = unusual_breadth(wide)
            assert not again.is_looked_at


@pytest.mark.rule(40)
def test_files_outside_ones_zones_and_in_an_emergency_are_counted_apart(helped: Helped, wide: Acting) -> None:
    zone = helped.team.zone.id
    elsewhere = AssignmentFactory(
        role=Role.COACH, partnership=helped.team.partnership, zones=[UUID(int=zone.int ^ 1)]
    )
    at_home = AssignmentFactory(role=Role.COACH, partnership=helped.team.partnership, zones=[zone])
    for assignment in (elsewhere, at_home):
        worker = assignment.staff_member
        for purpose in (Purpose.HELP, Purpose.EMERGENCY):
            for one in (make_family(helped.team), make_family(helped.team)):
                acting = Acting(
                    worker.actor_id,
                    helped.coach.kind,
                    Role.COACH,
                    helped.team.partnership.id,
                    worker.organisation_id,
                    assignment.id,
                    purpose,
                )
                if assignment is elsewhere or purpose is Purpose.HELP:
                    reads(acting, one.id)
    with request_transaction(wide):
        found = {(one.actor_id, one.kind): one.number for one in unusual_breadth(wide)}
    who = elsewhere.staff_member.actor_id
    assert found[who, Breadth.OUTSIDE] == 4
    assert found[who, Breadth.EMERGENCY] == 2
    assert (at_home.staff_member.actor_id, Breadth.OUTSIDE) not in found
    assert (helped.coach.actor_id, Breadth.OUTSIDE) not in found


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMIN, Role.COACH, Role.STEERING])
def test_breadth_is_for_the_privacy_officer_alone(helped: Helped, wide: Acting, role: Role) -> None:
    other = helped.team.acting(role)
    for one in range(3):
        reads(other, make_family(helped.team, name=str(one)).id)
    with request_transaction(other):
        assert unusual_breadth(other) == []
        with pytest.raises(NotFound):
            actions.set_breadth(other, norm=Norm(1, 1, 1, 1))
        with pytest.raises(NotFound):
            actions.remark_on(other, actor_id=other.actor_id, kind=Breadth.FILES, words="x")


@pytest.mark.parametrize("norm", [Norm(0, 7, 1, 1), Norm(1, 93, 1, 1), Norm(1, 7, 1, 10_000)])
def test_numbers_that_say_nothing_are_refused(wide: Acting, norm: Norm) -> None:
    with request_transaction(wide), pytest.raises(RuleBroken, match="breadth-norm"):
        actions.set_breadth(wide, norm=norm)
    with request_transaction(wide), pytest.raises(NotFound):
        actions.remark_on(wide, actor_id=wide.actor_id, kind=Breadth.FILES, words="x")

"""That it is not safe to call or to write to a family: said once, with why, above every address, and lifted with why."""

from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from eenplan.audit.models import Event
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import say_not_safe, say_safe_again, take_in
from eenplan.families.models import ContactDetail, NotSafe
from eenplan.families.queries.safety import not_safe
from eenplan.referrals.actions.intake import keep
from eenplan.referrals.actions.status import agree_way_to_tell
from eenplan.referrals.enums import TellBy
from eenplan.referrals.models import Referral
from tests.cast import acting_as
from tests.factories.consent import make_agreed, with_worker
from tests.factories.plans import Helped, make_coach
from tests.factories.referrals import make_referral
from tests.plans.conftest import with_card

pytestmark = pytest.mark.django_db

WHY = "op haar gsm leest iemand mee"


def says(helped: Helped, who: Acting | None = None) -> None:
    """Somebody of the team says that it is not safe."""
    acting = who or helped.coach
    with request_transaction(acting):
        say_not_safe(acting, family_id=helped.family.id, reason=f"  {WHY} ")


def read_by(acting: Acting, helped: Helped) -> str | None:
    """Why it is not safe, as somebody reads it."""
    with request_transaction(acting):
        said = not_safe(acting, helped.family.id)
        return said.reason if said else None


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.COORDINATOR])
def test_who_helps_says_it_and_lifts_it_with_why(helped: Helped, role: Role) -> None:
    acting = helped.coach if role is Role.COACH else helped.team.acting(role)
    says(helped, acting)
    assert read_by(acting, helped) == WHY
    with request_transaction(acting):
        say_safe_again(acting, family_id=helped.family.id, reason="ander nummer")
    assert read_by(acting, helped) is None
    row = NotSafe.objects.get()
    assert (row.said_by_id, row.lifted_by_id, row.lifted_because) == (
        acting.actor_id,
        acting.actor_id,
        "ander nummer",
    )
    names = Event.objects.filter(name__startswith="families:not-safe").values_list("name", flat=True)
    assert sorted(names) == ["families:not-safe:lifted", "families:not-safe:said"]
    says(helped, acting)
    assert NotSafe.objects.count() == 2, "what was is kept"


def test_it_is_said_once_and_lifted_once(helped: Helped) -> None:
    says(helped)
    with pytest.raises(RuleBroken) as refused:
        says(helped, helped.team.acting(Role.INTAKE))
    assert refused.value.code == "families:not-safe-already"
    for code in ("", "families:safe-already"):
        with request_transaction(helped.coach):
            if code:
                with pytest.raises(RuleBroken) as refused:
                    say_safe_again(helped.coach, family_id=helped.family.id, reason="x")
                assert refused.value.code == code
            else:
                say_safe_again(helped.coach, family_id=helped.family.id, reason="x")


@pytest.mark.parametrize("act", [say_not_safe, say_safe_again])
def test_without_why_nothing_changes(helped: Helped, act: Any) -> None:
    if act is say_safe_again:
        says(helped)
    with request_transaction(helped.coach), pytest.raises(RuleBroken) as refused:
        act(helped.coach, family_id=helped.family.id, reason="  ")
    assert refused.value.field == "reason"
    assert (read_by(helped.coach, helped) == WHY) is (act is say_safe_again)


def test_nobody_else_says_it_and_nobody_of_the_family_reads_it(helped: Helped) -> None:
    says(helped)
    mother, colleague = with_card(helped, helped.mother), acting_as(make_coach(helped.team))
    for other in (mother, colleague):
        assert read_by(other, helped) is None
        for act in (say_not_safe, say_safe_again):
            with request_transaction(other), pytest.raises(NotFound):
                act(other, family_id=helped.family.id, reason="x")
        with (
            request_transaction(other),
            connection.cursor() as cursor,
            pytest.raises(ProgrammingError),
            transaction.atomic(),
        ):
            cursor.execute(
                "INSERT INTO families_notsafe (id, family_id, reason, said_at, said_by_id, lifted_because)"
                " VALUES (gen_random_uuid(), %s, 'x', now(), %s, '')",
                [helped.family.id, other.actor_id],
            )
    assert read_by(helped.coach, helped) == WHY


def test_the_database_keeps_it_whole(helped: Helped) -> None:
    family, actor = helped.family, helped.coach.actor_id
    says(helped)
    for wrong in (
        {"reason": "", "said_by_id": actor},
        {"reason": "", "said_by_id": actor, "lifted_at": "2026-11-18T12:00:00Z", "lifted_by_id": actor},
        {"reason": "x", "said_by_id": actor, "lifted_at": "2026-11-18T12:00:00Z", "lifted_because": "x"},
        {"reason": "x", "said_by_id": actor, "lifted_at": "2026-11-18T12:00:00Z", "lifted_by_id": actor},
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), writing():
            NotSafe.objects.create(family=family, **wrong)


def test_a_referral_says_it_of_the_whole_family(helped: Helped) -> None:
    for _twice in range(2):
        with writing():
            Referral.objects.filter(family_id=helped.family.id).update(safe_to_contact=False)
    assert read_by(helped.coach, helped) == ""
    with request_transaction(helped.coach):
        say_safe_again(helped.coach, family_id=helped.family.id, reason="met mama besproken")
    assert read_by(helped.coach, helped) is None
    with writing():
        keep(Referral.objects.get(family_id=helped.family.id))
    assert read_by(helped.coach, helped) is None, "what the referral said then does not come back by itself"


@pytest.mark.rule(11)
def test_two_files_that_become_one_keep_both_words_until_they_are_lifted(helped: Helped) -> None:
    intake = helped.team.acting(Role.INTAKE)
    other = make_referral(helped.team, safe_to_contact=False)
    with request_transaction(intake):
        say_safe_again(intake, family_id=other.family_id, reason="toch niet")
        say_not_safe(intake, family_id=other.family_id, reason="papa leest mee")
    says(helped)
    with request_transaction(intake):
        take_in(intake, newcomer_id=other.family_id, known_id=helped.family.id, reason="zelfde namen")
    assert read_by(helped.coach, helped) == f"papa leest mee {WHY}"
    with request_transaction(helped.coach):
        say_safe_again(helped.coach, family_id=helped.family.id, reason="met mama besproken")
    assert read_by(helped.coach, helped) is None


def test_no_mail_is_agreed_while_it_is_not_safe(helped: Helped) -> None:
    intake = helped.team.acting(Role.INTAKE)
    says(helped, intake)
    referral = Referral.objects.get(family_id=helped.family.id)
    with request_transaction(intake), pytest.raises(RuleBroken) as refused:
        agree_way_to_tell(intake, referral_id=referral.id, by=TellBy.EMAIL, agreed="met mama")
    assert (refused.value.code, refused.value.field) == ("referrals:not-safe", "by")


@pytest.mark.rule(29)
def test_with_whom_how_to_reach_them_was_shared_finds_no_number_while_it_is_not_safe(helped: Helped) -> None:
    partner = helped.team.acting(Role.PARTNER)
    make_agreed(
        helped.coach,
        helped.family.id,
        with_worker(helped.team.assignments[Role.PARTNER].staff_member_id),
        helped.mother.id,
        parts=("plan:reach",),
    )

    def numbers() -> int:
        with request_transaction(partner):
            return ContactDetail.objects.filter(family_id=helped.family.id).count()

    known = numbers()
    assert known
    says(helped)
    assert numbers() == 0
    with request_transaction(helped.coach):
        say_safe_again(helped.coach, family_id=helped.family.id, reason="met mama besproken")
    assert numbers() == known


def test_by_a_raw_statement_too_it_is_lifted_once_and_signed_by_who_does(helped: Helped) -> None:
    says(helped)
    lift = "UPDATE families_notsafe SET lifted_at = {at}, lifted_by_id = %s, lifted_because = %s WHERE family_id = %s"

    def lifts(acting: Acting, at: str, by: object, why: str) -> int:
        with transaction.atomic(), request_transaction(acting), connection.cursor() as cursor:
            cursor.execute(lift.format(at=at), [by, why, helped.family.id])
            return cursor.rowcount

    intake = helped.team.acting(Role.INTAKE)
    with pytest.raises(ProgrammingError, match="row-level security"):
        lifts(intake, "now()", helped.coach.actor_id, "x")
    assert lifts(intake, "now()", intake.actor_id, "met mama") == 1
    assert lifts(helped.coach, "now()", helped.coach.actor_id, "anders") == 0
    assert lifts(helped.coach, "NULL", None, "") == 0
    assert NotSafe.objects.get().lifted_because == "met mama"

"""What a status link opens: little, without names; more only while the family agrees; then nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from eenplan.core.acting import become, public_form, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.enums import Channel
from eenplan.families.models import Person
from eenplan.referrals.actions import (
    end,
    let_referrer_know,
    record_first_conversation,
    renew_status_link,
    stop_referrer_knowing,
    take_up,
)
from eenplan.referrals.enums import OutcomeKind
from eenplan.referrals.keys import code_of, hash_of_code, hash_of_key, key_of
from eenplan.referrals.models import Referral, ReferrerMayKnow, StatusLink
from eenplan.referrals.queries import Following, follow
from tests.cast import Team, make_team
from tests.factories.referrals import make_referral, send_form

pytestmark = pytest.mark.django_db


def link_of(referral: Referral) -> StatusLink:
    return StatusLink.objects.get(referral=referral, ended_at__isnull=True)


def looked_up(key_hash: str) -> Following | None:
    """As a visitor looks it up, behind the fence."""
    acting = public_form()
    with request_transaction(acting):
        return follow(acting, key_hash=key_hash)


def followed(referral: Referral) -> Following:
    found = looked_up(hash_of_key(key_of(link_of(referral).id)))
    assert found is not None
    return found


def mother_of(referral: Referral) -> Any:
    return Person.objects.filter(family_id=referral.family_id).order_by("position")[0].id


def allow(team: Team, referral: Referral) -> None:
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting):
        let_referrer_know(acting, referral_id=referral.id, said_by=mother_of(referral), said_on=today())


def test_a_key_has_128_bits_at_least_and_a_code_can_be_read_out() -> None:
    one, other = uuid4(), uuid4()
    assert len(key_of(one)) * 6 >= 128
    assert key_of(one) != key_of(other)
    assert len(code_of(one).replace("-", "")) == 12
    assert hash_of_code(code_of(one)) == hash_of_code(
        code_of(one).lower().replace("-", " ").replace("0", "o")
    )
    assert hash_of_key(key_of(one)) != hash_of_code(key_of(one))


def test_only_hashes_are_kept() -> None:
    link = link_of(send_form(make_team()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(l)::text FROM referrals_statuslink l")
        kept = cursor.fetchone()[0]
    assert key_of(link.id) not in kept
    assert code_of(link.id) not in kept


def test_received_then_handled_and_the_deadline_and_no_more() -> None:
    team = make_team()
    referral = send_form(team)
    assert followed(referral) == Following(False, referral.deadline, None, False, False, None, "")
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting):
        take_up(acting, referral_id=referral.id)
    assert followed(referral) == Following(True, referral.deadline, None, False, False, None, "")


def test_the_code_opens_the_same() -> None:
    referral = send_form(make_team())
    assert looked_up(hash_of_code(code_of(link_of(referral).id))) == followed(referral)


def test_more_only_while_the_family_agrees() -> None:
    team = make_team()
    referral = make_referral(team)
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting):
        take_up(acting, referral_id=referral.id)
        record_first_conversation(
            acting,
            referral_id=referral.id,
            held_at=datetime.now(UTC),
            present=[mother_of(referral)],
            channel=Channel.HOME,
        )
    assert followed(referral).conversation_on is None
    allow(team, referral)
    known = followed(referral)
    assert (known.may_know, known.conversation_on, known.outcome) == (True, today(), "taken_up")
    with request_transaction(acting):
        stop_referrer_knowing(acting, referral_id=referral.id)
    assert followed(referral) == Following(True, referral.deadline, None, False, False, None, "")


def test_an_outcome_is_not_told_without_a_yes() -> None:
    team = make_team()
    referral = make_referral(team)
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting):
        end(acting, referral_id=referral.id, kind=OutcomeKind.WITHDRAWN, reason="Ze doen het zelf.")
    assert followed(referral).outcome == ""


@pytest.mark.parametrize(("days", "opens"), [(91, True), (93, False)])
def test_a_link_expires_some_months_after_the_end(days: int, opens: bool) -> None:
    team = make_team()
    with time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC), tick=False) as clock:
        referral = make_referral(team)
        acting = team.acting(Role.INTAKE)
        with request_transaction(acting):
            end(acting, referral_id=referral.id, kind=OutcomeKind.WITHDRAWN, reason="Ze doen het zelf.")
        clock.shift(timedelta(days=days))
        assert (looked_up(hash_of_key(key_of(link_of(referral).id))) is not None) is opens


def test_how_many_months_is_a_setting(settings: Any) -> None:
    settings.STATUS_LINK_MONTHS = 1
    test_a_link_expires_some_months_after_the_end(32, False)


def test_a_link_of_an_open_referral_does_not_expire() -> None:
    referral = make_referral(make_team())
    with time_machine.travel(datetime.now(UTC) + timedelta(days=800)):
        assert looked_up(hash_of_key(key_of(link_of(referral).id))) is not None


def test_a_new_link_ends_the_one_before() -> None:
    team = make_team()
    referral = make_referral(team)
    before = link_of(referral)
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting):
        renew_status_link(acting, referral_id=referral.id)
    assert looked_up(hash_of_key(key_of(before.id))) is None
    assert looked_up(hash_of_code(code_of(before.id))) is None
    assert followed(referral).deadline == referral.deadline
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        StatusLink.objects.filter(id=before.id).update(ended_at=None)


def test_a_visitor_sees_no_row_of_the_table_itself(as_web: Any) -> None:
    referral = send_form(make_team())
    with as_web(public_form()):
        assert StatusLink.objects.count() == 0
        assert ReferrerMayKnow.objects.count() == 0
        become(public_form(uuid4()))
        assert StatusLink.objects.filter(referral_id=referral.id).count() == 0


def test_the_function_gives_no_name_place_or_id_of_the_family() -> None:
    team = make_team()
    referral = send_form(team)
    allow(team, referral)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(s)::text FROM referrals_status(%s, 3) s",
            [hash_of_key(key_of(link_of(referral).id))],
        )
        told = cursor.fetchone()[0]
    for secret in (
        referral.family_id,
        referral.id,
        referral.reference,
        team.municipality.id,
        team.zone.id,
        "GEHEIM",
    ):
        assert str(secret) not in told


@pytest.mark.parametrize(
    ("on", "code"), [(date(2999, 1, 1), "referrals:said-in-future"), (None, "referrals:said-by-missing")]
)
def test_a_yes_has_somebody_who_said_it_and_a_day(on: date | None, code: str) -> None:
    team = make_team()
    referral, other = make_referral(team), make_referral(team)
    acting = team.acting(Role.INTAKE)
    somebody = mother_of(referral) if on else mother_of(other)
    with request_transaction(acting), pytest.raises(RuleBroken) as refused:
        let_referrer_know(acting, referral_id=referral.id, said_by=somebody, said_on=on or today())
    assert refused.value.code == code


def test_a_yes_is_noted_once_and_taken_back_once() -> None:
    team = make_team()
    referral = make_referral(team)
    allow(team, referral)
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting), pytest.raises(RuleBroken):
        let_referrer_know(acting, referral_id=referral.id, said_by=mother_of(referral), said_on=today())
    with request_transaction(acting):
        stop_referrer_knowing(acting, referral_id=referral.id)
    with request_transaction(acting), pytest.raises(NotFound):
        stop_referrer_knowing(acting, referral_id=referral.id)
    assert ReferrerMayKnow.objects.filter(referral=referral, withdrawn_by=acting.actor_id).count() == 1


def test_another_team_changes_nothing(as_web: Any) -> None:
    referral = make_referral(make_team("9901"))
    outsider = make_team("9902").acting(Role.INTAKE)
    for verb in (renew_status_link, stop_referrer_knowing):
        with as_web(outsider), pytest.raises(NotFound):
            verb(outsider, referral_id=referral.id)

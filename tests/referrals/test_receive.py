"""A referral comes in: whole, once, on the right desk."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.utils import ProgrammingError

from eenplan.core.acting import Acting, public_form, request_transaction
from eenplan.core.clock import now
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import read_reference
from eenplan.families.actions import NewPerson
from eenplan.families.enums import ItemKind, PersonRole
from eenplan.families.models import Family, Responsibility, Words
from eenplan.referrals.actions import Where, receive
from eenplan.referrals.enums import ReferralChannel, State
from eenplan.referrals.models import Fact, Referral
from eenplan.referrals.queries import receipt
from tests.cast import MARKER, Team
from tests.factories.network import (
    MunicipalityFactory,
    MunicipalityZoneFactory,
    PartnershipFactory,
    PartnershipZoneFactory,
    PostalCodeFactory,
    ZoneFactory,
)
from tests.factories.referrals import form, make_referral, send_form, where

pytestmark = pytest.mark.django_db


@time_machine.travel(datetime(2026, 10, 31, 9, 0, tzinfo=UTC), tick=False)
def test_the_form_makes_a_family_a_referral_and_a_fact(here: Team) -> None:
    sent = send_form(here, channel=ReferralChannel.MAIL, received_at=datetime(2020, 1, 1, tzinfo=UTC))
    row = Referral.objects.get()
    assert sent.id == row.id
    assert row.received_at == now()  # whatever the form says: it is received now, by the form
    assert row.deadline == date(2026, 11, 30)
    assert (row.state, row.channel, row.taken_by) == (State.RECEIVED, ReferralChannel.WEB, None)
    assert read_reference(row.reference) == row.reference
    assert (row.partnership, row.zone, row.municipality) == (here.partnership, here.zone, here.municipality)
    assert Responsibility.objects.get(family=row.family).partnership == here.partnership
    fact = Fact.objects.get()
    assert (fact.referral_id, fact.family_token) == (row.id, row.family.figures_token)
    assert (fact.children, fact.received_on, fact.deadline) == (2, date(2026, 10, 31), date(2026, 11, 30))
    assert (fact.outcome, fact.late_since, fact.demo) == ("", None, True)


def test_the_voices_are_kept_apart(here: Team) -> None:
    referral = send_form(here)
    said = {
        words.item.kind: (words.text, words.speaker.given_name if words.speaker else None)
        for words in Words.objects.filter(family=referral.family).select_related("item", "speaker")
    }
    assert said == {
        ItemKind.QUESTION: (MARKER.format("vraag"), MARKER.format("moeder")),
        ItemKind.GOING_WELL: (MARKER.format("goed"), None),
        ItemKind.REFERRER_VIEW: (MARKER.format("kijk"), None),
    }


def test_what_is_not_known_stays_not_known(here: Team) -> None:
    row = send_form(here, interpreter=None)
    assert {
        row.stays_involved,
        row.wants_feedback,
        row.disagreement_known,
        row.asked_minor,
        row.safe_to_contact,
        row.acute_danger,
        row.concern_about_child,
    } == {None}


def test_the_same_form_sent_twice_makes_one_referral(here: Team, intake: Acting) -> None:
    for acting in (public_form(), intake):
        token = uuid4()
        made = []
        for _time in range(2):
            with request_transaction(acting):
                made.append(receive(acting, form=form(), area=where(here), sent_token=token).id)
        assert made[0] == made[1]
        assert Referral.objects.filter(sent_token=token).count() == 1
    assert Referral.objects.count() == Family.objects.count() == Fact.objects.count() == 2


def test_the_receipt_tells_the_sender_and_nobody_else(here: Team) -> None:
    row = send_form(here)
    with request_transaction(public_form()):
        got = receipt(public_form(), sent_token=row.sent_token)
        assert (got.reference, got.deadline) == (row.reference, row.deadline)
        assert got.partnership_name == f"Verband {here.partnership.code}"
        with pytest.raises(NotFound):
            receipt(public_form(), sent_token=uuid4())
        with pytest.raises(NotFound):
            receipt(public_form(), sent_token=row.id)


def test_the_intake_worker_on_the_phone_notes_an_earlier_day(here: Team, intake: Acting) -> None:
    moment = now() - timedelta(days=3)
    row = make_referral(here, received_at=moment)
    assert (row.received_at, row.channel, row.taken_by_id) == (moment, ReferralChannel.PHONE, intake.actor_id)


def test_what_came_in_more_than_a_month_ago_is_late_from_the_start(here: Team) -> None:
    row = make_referral(here, received_at=now() - timedelta(days=60))
    assert row.late_since == row.deadline + timedelta(days=1)
    assert Fact.objects.get().late_since == row.late_since


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"family_name": "  "}, "referrals:name-missing", "family_name"),
        ({"persons": ()}, "referrals:child-missing", "persons"),
        ({"persons": (NewPerson(PersonRole.PARENT),)}, "referrals:child-missing", "persons"),
        ({"question": "", "referrer_view": " "}, "referrals:question-missing", "question"),
        ({"details": (), "referrer_email": ""}, "referrals:no-way-to-reach", "phone"),
        ({"received_at": datetime(2999, 1, 1, tzinfo=UTC)}, "referrals:received-in-future", "received_at"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    here: Team, changes: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        make_referral(here, **changes)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert Family.objects.count() == Referral.objects.count() == 0


@pytest.mark.rule(6)
def test_outside_the_offer_asks_for_a_reason_and_keeps_it(here: Team, intake: Acting) -> None:
    old = (NewPerson(PersonRole.CHILD, "Oud", birth_date=date(1990, 1, 1)),)
    with pytest.raises(RuleBroken) as refused:
        make_referral(here, persons=old)
    assert (refused.value.code, refused.value.field) == ("referrals:outside-offer", "eligibility_override")
    row = make_referral(here, persons=old, eligibility_override=" Zorgt voor een zusje ")
    assert (row.eligibility_override, row.eligibility_override_by_id) == (
        "Zorgt voor een zusje",
        intake.actor_id,
    )


@pytest.mark.rule(6)
def test_within_the_offer_nothing_is_overridden(here: Team) -> None:
    alone = (NewPerson(PersonRole.CHILD, "Alleen", birth_date=date(2007, 1, 1)),)
    row = make_referral(here, persons=alone, eligibility_override="niet nodig")
    assert (row.eligibility_override, row.eligibility_override_by) == ("", None)


@pytest.mark.rule(7)
def test_the_desk_is_that_of_the_zone_on_the_day_of_receipt(here: Team) -> None:
    zone, municipality = ZoneFactory(), MunicipalityFactory()
    MunicipalityZoneFactory(zone=zone, municipality=municipality)
    PostalCodeFactory(code="9903", municipality=municipality)
    before, after = PartnershipFactory(), PartnershipFactory()
    turn = date(2026, 9, 1)
    PartnershipZoneFactory(partnership=before, zone=zone, period=DateRange(date(2021, 7, 1), turn))
    PartnershipZoneFactory(partnership=after, zone=zone, period=DateRange(turn, None))
    for moment, partnership in (
        (datetime(2026, 8, 31, 21, 59, tzinfo=UTC), before),  # 23:59 in Brussels
        (datetime(2026, 8, 31, 22, 0, tzinfo=UTC), after),  # midnight in Brussels
    ):
        with time_machine.travel(moment), request_transaction(public_form()):
            receive(public_form(), form=form(), area=Where(postal_code="9903"), sent_token=uuid4())
        assert Referral.objects.latest("received_at").partnership == partnership


@pytest.mark.rule(7)
def test_the_last_minute_of_the_day_in_brussels_still_counts_to_that_day(here: Team) -> None:
    with time_machine.travel(datetime(2026, 8, 31, 21, 59, tzinfo=UTC)):
        assert send_form(here).deadline == date(2026, 9, 30)
    with time_machine.travel(datetime(2026, 8, 31, 22, 0, tzinfo=UTC)):
        assert send_form(here).deadline == date(2026, 10, 1)


@pytest.mark.rule(7)
def test_several_places_are_chosen_from(here: Team) -> None:
    other = MunicipalityFactory()
    MunicipalityZoneFactory(municipality=other, zone=here.zone)
    PostalCodeFactory(code=here.postal_code, municipality=other, place_name="Anderdorp")
    with pytest.raises(RuleBroken) as refused:
        send_form(here)
    assert (refused.value.code, refused.value.field) == ("referrals:choose-place", "place")
    with request_transaction(public_form()):
        receive(
            public_form(),
            form=form(),
            area=Where(postal_code=here.postal_code, place="anderdorp"),
            sent_token=uuid4(),
        )
    assert Referral.objects.get().municipality == other


@pytest.mark.rule(7)
def test_a_family_of_another_area_is_sent_there_by_the_form(there: Team) -> None:
    assert send_form(there).partnership == there.partnership


def test_the_public_form_reaches_what_it_made_and_nothing_more(here: Team) -> None:
    make_referral(here)
    with request_transaction(public_form()):
        row = receive(public_form(), form=form(), area=where(here), sent_token=uuid4())
        assert list(Referral.objects.values_list("id", flat=True)) == [row.id]
        assert list(Fact.objects.values_list("referral_id", flat=True)) == [row.id]
    with request_transaction(public_form()):
        assert Referral.objects.count() == Fact.objects.count() == Family.objects.count() == 0


def test_the_event_is_in_the_outbox_with_ids_only(here: Team) -> None:
    row = send_form(here)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id, family_id FROM audit_event WHERE name = 'referrals:referral:received'"
        )
        assert cursor.fetchall() == [(row.id, row.family_id)]


def test_roles_that_do_not_take_referrals_cannot(here: Team) -> None:
    for role in (Role.PARTNER, Role.ADMIN):
        with pytest.raises(ProgrammingError, match="row-level security"):
            make_referral(here, here.acting(role))

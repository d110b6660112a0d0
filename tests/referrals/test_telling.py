"""How a family hears whom it can call: only by a way that is safe, and an e-mail never twice."""

import smtplib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, transaction

from eenplan.core.acting import request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.outgoing import Left
from eenplan.families.actions import NewDetail
from eenplan.families.enums import DetailKind
from eenplan.families.models import ContactDetail, Person
from eenplan.network.actions import NewContactPoint, set_contact_point
from eenplan.referrals.actions import agree_way_to_tell, claim_message, end, note_sent, note_told
from eenplan.referrals.enums import OutcomeKind, ReferrerType, TellBy, TellingState
from eenplan.referrals.models import Referral, Telling
from eenplan.referrals.rules import way_to_tell
from eenplan.referrals.tasks import send_messages
from tests.cast import MARKER, Team, make_team
from tests.factories.referrals import make_referral, send_form
from tests.families.test_codes_wait import LOCAL, mail_server, over_smtp
from tests.jobs import work_off

EMAIL = (NewDetail(DetailKind.EMAIL, "gezin@example.org", safe=True),)
SAFE = {"safe_to_contact": True, "family_informed": True, "details": EMAIL}
PHONE = "089 00 00 42"
HOURS = "op werkdagen van 9 tot 17 uur"


def answering(team: Team) -> Team:
    """The region answers on a number."""
    set_contact_point(
        task(),
        partnership_id=team.partnership.id,
        who=NewContactPoint("Aanmeldteam", PHONE, HOURS, name_fr="Équipe", hours_fr="les jours ouvrables"),
        since=today(),
    )
    return team


def telling_of(referral: Referral) -> Telling:
    return Telling.objects.get(referral=referral)


ALL = frozenset({TellBy.PHONE, TellBy.TEXT, TellBy.EMAIL, TellBy.LETTER})
MAIL = frozenset({TellBy.EMAIL})
ASK = TellingState.AGREE_FIRST


@pytest.mark.parametrize(
    ("said", "by", "state"),
    [
        ({"safe": True, "knows": True, "has": ALL}, TellBy.PHONE, TellingState.TO_DO),
        ({"safe": True, "knows": None, "has": ALL, "chosen": "letter"}, TellBy.LETTER, TellingState.TO_DO),
        ({"safe": True, "knows": True, "has": MAIL}, TellBy.EMAIL, TellingState.TO_DO),
        # A wish in words is for people to read, unless the family also chose e-mail itself.
        ({"safe": True, "knows": True, "has": MAIL, "wish": "niet schrijven"}, TellBy.EMAIL, ASK),
        (
            {"safe": True, "has": MAIL, "wish": "liefst kort", "chosen": "email"},
            TellBy.EMAIL,
            TellingState.TO_DO,
        ),
        ({"safe": False, "knows": True, "has": ALL}, TellBy.PHONE, ASK),
        ({"safe": None, "knows": True, "has": ALL}, TellBy.PHONE, ASK),
        ({"safe": True, "knows": False, "has": ALL}, TellBy.PHONE, ASK),
        ({"safe": True, "knows": True, "has": MAIL, "chosen": "phone"}, TellBy.PHONE, ASK),
        ({"safe": True, "knows": True, "has": frozenset()}, None, ASK),
        ({"safe": None, "has": frozenset(), "own_form": True}, TellBy.SCREEN, TellingState.TOLD),
    ],
)
def test_nothing_goes_without_a_way_that_is_safe(said: dict[str, Any], by: TellBy | None, state: str) -> None:
    asked = {"knows": True, "chosen": "", "wish": "", "own_form": False} | said
    assert way_to_tell(**asked) == (by, state)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "by", "state"),
    [
        (SAFE, TellBy.EMAIL, TellingState.TO_DO),
        (SAFE | {"safe_to_contact": None}, "", ASK),
        (SAFE | {"safe_to_contact": False}, "", ASK),
        (SAFE | {"family_informed": False, "acute_danger": True}, TellBy.EMAIL, ASK),
        ({"safe_to_contact": True, "family_informed": True}, TellBy.PHONE, TellingState.TO_DO),
    ],
)
def test_each_referral_gets_its_row(changes: dict[str, Any], by: str, state: str) -> None:
    row = telling_of(send_form(make_team(), **changes))
    assert (row.by, row.state) == (by, state)


@pytest.mark.django_db
def test_a_family_that_sent_the_form_itself_has_read_it() -> None:
    own = send_form(make_team(), referrer_type=ReferrerType.FAMILY, safe_to_contact=None)
    row = telling_of(own)
    assert (row.by, row.state, row.told_on) == (TellBy.SCREEN, TellingState.TOLD, today())


@pytest.mark.django_db
def test_the_way_that_the_family_chose_goes_first() -> None:
    both = (*EMAIL, NewDetail(DetailKind.PHONE, "089 00 00 00", safe=True))
    row = telling_of(send_form(make_team(), **SAFE | {"details": both, "tell_by": "text"}))
    assert (row.by, row.state) == (TellBy.TEXT, TellingState.TO_DO)


@pytest.mark.django_db
def test_an_email_says_whom_to_call_and_nothing_else() -> None:
    referral = send_form(answering(make_team()), **SAFE)
    assert send_messages(task()).sent == 1
    (sent,) = mail.outbox
    whole = str(sent.message())
    assert sent.to == ["gezin@example.org"]
    assert (PHONE in sent.body, HOURS in sent.body) == (True, True)
    for secret in (
        MARKER.format(""),
        "Aanmeldteam",
        "1 Gezin",
        "Eén Plan",
        "coach",
        "gezin",
        referral.reference,
    ):
        assert secret.lower() not in (sent.subject + sent.body).lower()
    assert "Reply-To" not in whole
    row = telling_of(referral)
    assert (row.state, row.told_on, row.sent_at is not None) == (TellingState.TOLD, today(), True)


@pytest.mark.django_db
def test_an_email_is_in_the_language_of_the_family() -> None:
    send_form(answering(make_team()), language="fr", **SAFE)
    send_messages(task())
    assert "les jours ouvrables" in mail.outbox[0].body


@pytest.mark.django_db
def test_an_email_is_in_the_language_that_its_reader_chose() -> None:
    sent = send_form(answering(make_team()), language="nl", **SAFE)
    with writing():
        reader = Person.objects.filter(family_id=sent.family_id, role="parent")[0]
        Person.objects.filter(id=reader.id).update(language="fr")
        ContactDetail.objects.filter(family_id=sent.family_id).update(person=reader)
    send_messages(task())
    assert "les jours ouvrables" in mail.outbox[0].body


@pytest.mark.django_db
def test_nothing_is_sent_twice() -> None:
    row = telling_of(send_form(answering(make_team()), **SAFE))
    assert claim_message(task(), telling_id=row.id)
    assert not claim_message(task(), telling_id=row.id)  # another sender, at the same time
    assert work_off() == 0
    assert send_messages(task()).sent == 0  # and the next run, when the first died halfway
    assert mail.outbox == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        SAFE | {"safe_to_contact": None},
        SAFE | {"safe_to_contact": False},
        SAFE | {"family_informed": False, "acute_danger": True},
        SAFE | {"preferred_contact": "schrijf niet naar huis"},
        SAFE | {"details": (NewDetail(DetailKind.EMAIL, "gezin@example.org", safe=None),)},
    ],
)
def test_nothing_leaves_when_it_is_not_sure_to_be_safe(changes: dict[str, Any]) -> None:
    send_form(answering(make_team()), **changes)
    assert send_messages(task()).sent == 0
    assert mail.outbox == []


@pytest.mark.django_db
def test_nothing_leaves_without_a_number_to_tell() -> None:
    team = make_team()
    send_form(team, **SAFE)
    assert send_messages(task()).sent == 0
    answering(team)
    assert send_messages(task()).sent == 1


@pytest.mark.django_db
def test_nothing_leaves_once_the_family_wants_no_help_or_the_answer_changed() -> None:
    team = answering(make_team())
    referral, other = send_form(team, **SAFE), send_form(team, **SAFE)
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting):
        end(acting, referral_id=referral.id, kind=OutcomeKind.WITHDRAWN, reason="Ze doen het zelf.")
    with writing():
        Referral.objects.filter(id=other.id).update(safe_to_contact=False)
    assert send_messages(task()).sent == 0


@pytest.mark.django_db
def test_by_the_queue_it_leaves_once_or_is_said_not_to_have(settings: Any) -> None:
    referral = send_form(answering(make_team()), **SAFE)
    over_smtp(settings)
    for _try in range(2):
        assert work_off() == 1, "nobody answers: it waits"
    assert telling_of(referral).sending_at is None
    settings.EMAIL_BACKEND = LOCAL
    assert work_off() == 0
    assert (len(mail.outbox), telling_of(referral).state) == (1, TellingState.TOLD)
    assert (work_off(), send_messages(task()).sent, len(mail.outbox)) == (0, 0, 1)


@pytest.mark.django_db
def test_after_hours_of_trying_the_desk_chooses_another_way(settings: Any) -> None:
    referral = send_form(answering(make_team()), **SAFE)
    over_smtp(settings)
    assert work_off() == 1
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=7)):
        assert work_off() == 0
    row = telling_of(referral)
    assert (row.state, row.refused_at is not None) == (ASK, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verb", "answer", "state", "again"),
    [
        (b"RCPT", b"550 never\r\n", ASK, 0),
        (b"RCPT", b"451 later\r\n", TellingState.TO_DO, 1),
        (b"DATA", b"", TellingState.TO_DO, 0),
    ],
)
def test_whatever_a_mail_server_answers_it_is_asked_once(
    settings: Any, verb: bytes, answer: bytes, state: str, again: int
) -> None:
    referral = send_form(answering(make_team()), **SAFE)
    with mail_server(settings, verb, answer):
        settings.EMAIL_TIMEOUT = 0.3
        assert work_off() == again
    row = telling_of(referral)
    assert (row.state, row.sent_at, row.sending_at is None) == (state, None, bool(again))
    settings.EMAIL_BACKEND = LOCAL
    assert work_off() == 0
    assert len(mail.outbox) == again


class Refusing(EmailBackend):
    """A mail server that does not know the address."""

    def send_messages(self, messages: Any) -> int:
        """Refuse."""
        raise smtplib.SMTPRecipientsRefused({"gezin@example.org": (550, b"unknown")})


@pytest.mark.django_db
def test_a_refused_address_goes_back_to_the_desk(settings: Any) -> None:
    team = answering(make_team())
    referral = send_form(team, **SAFE)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    assert send_messages(task()).refused == 1
    assert telling_of(referral).state == ASK
    assert send_messages(task()).refused == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    row = telling_of(referral)
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting):
        agree_way_to_tell(
            acting, referral_id=referral.id, by=TellBy.EMAIL, agreed="met mama", detail_id=row.detail_id
        )
    assert send_messages(task()).sent == 1


@pytest.mark.django_db
def test_only_the_machine_claims(as_web: Any) -> None:
    team = answering(make_team())
    row = telling_of(send_form(team, **SAFE))
    acting = team.acting(Role.INTAKE)
    with as_web(acting), pytest.raises(NotFound):
        claim_message(acting, telling_id=row.id)


@pytest.mark.django_db
def test_agreeing_a_safe_way_lets_it_go() -> None:
    team = answering(make_team())
    referral = send_form(team, **SAFE | {"safe_to_contact": None})
    acting = team.acting(Role.INTAKE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item_id FROM families_contactdetail WHERE family_id = %s", [referral.family_id]
        )
        detail_id = cursor.fetchone()[0]
    with request_transaction(acting):
        agree_way_to_tell(
            acting,
            referral_id=referral.id,
            by=TellBy.EMAIL,
            agreed="met mama, aan de telefoon",
            detail_id=detail_id,
        )
    assert send_messages(task()).sent == 1
    assert telling_of(referral).agreed == "met mama, aan de telefoon"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"by": TellBy.PHONE, "agreed": " "}, "referrals:agreed-missing"),
        ({"by": TellBy.SCREEN, "agreed": "met mama"}, "referrals:way-not-possible"),
        ({"by": TellBy.EMAIL, "agreed": "met mama"}, "referrals:address-missing"),
    ],
)
def test_agreeing_needs_the_whole(asked: dict[str, Any], code: str) -> None:
    team = make_team()
    referral = make_referral(team)
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting), pytest.raises(RuleBroken) as refused:
        agree_way_to_tell(acting, referral_id=referral.id, **asked)
    assert refused.value.code == code


@pytest.mark.django_db
def test_an_email_does_not_go_to_another_family() -> None:
    team = make_team()
    referral, other = make_referral(team, **SAFE), make_referral(team, **SAFE)
    acting = team.acting(Role.INTAKE)
    detail_id = telling_of(other).detail_id
    with request_transaction(acting), pytest.raises(RuleBroken) as refused:
        agree_way_to_tell(acting, referral_id=referral.id, by=TellBy.EMAIL, agreed="x", detail_id=detail_id)
    assert refused.value.code == "referrals:address-missing"


@pytest.mark.django_db
def test_while_an_email_is_under_way_no_other_way_is_chosen() -> None:
    team = answering(make_team())
    referral = send_form(team, **SAFE)
    claim_message(task(), telling_id=telling_of(referral).id)
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting), pytest.raises(RuleBroken) as refused:
        agree_way_to_tell(acting, referral_id=referral.id, by=TellBy.PHONE, agreed="met mama")
    assert refused.value.code == "referrals:being-sent"
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)), request_transaction(acting):
        agree_way_to_tell(acting, referral_id=referral.id, by=TellBy.PHONE, agreed="met mama")


@pytest.mark.django_db
def test_telling_is_noted_once_and_on_a_day_that_can_be() -> None:
    team = make_team()
    referral = make_referral(team)
    acting = team.acting(Role.INTAKE)
    for on, code in (
        (today() + timedelta(days=1), "told-in-future"),
        (today() - timedelta(days=1), "told-before-receipt"),
    ):
        with request_transaction(acting), pytest.raises(RuleBroken) as refused:
            note_told(acting, referral_id=referral.id, by=TellBy.PHONE, on=on)
        assert refused.value.code == f"referrals:{code}"
    with request_transaction(acting):
        note_told(acting, referral_id=referral.id, by=TellBy.PHONE, on=today())
    with request_transaction(acting), pytest.raises(RuleBroken) as refused:
        note_told(acting, referral_id=referral.id, by=TellBy.PHONE, on=today())
    assert refused.value.code == "referrals:already-told"


@pytest.mark.django_db
def test_a_referral_of_before_gets_its_row_when_it_is_told() -> None:
    team = make_team()
    referral = make_referral(team)
    with writing():
        Telling.objects.all().delete()
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting):
        note_told(acting, referral_id=referral.id, by=TellBy.LETTER, on=today())
    assert telling_of(referral).state == TellingState.TOLD


@pytest.mark.django_db
def test_another_team_neither_sees_nor_tells(as_web: Any) -> None:
    referral = make_referral(make_team("9901"))
    outsider = make_team("9902").acting(Role.INTAKE)
    with as_web(outsider):
        assert Telling.objects.count() == 0
    with as_web(outsider), pytest.raises(NotFound):
        note_told(outsider, referral_id=referral.id, by=TellBy.PHONE, on=today())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        "state = 'told'",
        "state = 'to_do', by = ''",
        "agreed = 'met mama'",
        "sent_at = now()",
    ],
)
def test_the_database_holds_what_belongs_together(wrong: str) -> None:
    make_referral(make_team())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE referrals_telling SET {wrong}")


@pytest.mark.django_db
def test_what_was_refused_waits_for_another_way() -> None:
    referral = send_form(answering(make_team()), **SAFE)
    claimed = telling_of(referral).id
    assert claim_message(task(), telling_id=claimed)
    assert not note_sent(task(), telling_id=claimed, how=Left.REFUSED)
    assert telling_of(referral).state == ASK

"""The calendar: which file ends when, who is told, and who may hold it back (rule 42)."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils.translation import gettext, override

from eenplan.audit.models import Event
from eenplan.consent.models import LegalTerm
from eenplan.core.acting import Acting, request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import NewDetail, NewPerson
from eenplan.families.enums import DetailKind, PersonRole
from eenplan.families.models import Family, Person
from eenplan.network.actions import NewContactPoint, set_contact_point
from eenplan.referrals.actions import NewStep, end, end_with_consult
from eenplan.referrals.enums import OutcomeKind
from eenplan.rights.actions import destroying, endings
from eenplan.rights.models import Certificate, Ending, Hold
from eenplan.rights.queries import retention as read
from eenplan.rights.rules.retention import Periods
from eenplan.rights.tasks import send_notices
from tests.cast import Team, make_family, make_team
from tests.factories.plans import make_helped
from tests.factories.referrals import make_referral
from tests.families.test_codes_wait import LOCAL, mail_server, over_smtp
from tests.jobs import work_off

pytestmark = [pytest.mark.rule(42), pytest.mark.django_db]

DAY = date(2026, 11, 2)
FAR = date(2070, 1, 1)
ADULT = (NewPerson(PersonRole.PARENT, "Ouder"),)


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def team() -> Team:
    """Who keeps the calendar."""
    return make_team()


def keep(until: date = FAR) -> list[Ending]:
    """The calendar as it stands tonight."""
    endings.keep_calendar(task(), until=until)
    return list(Ending.objects.order_by("day", "id"))


def ended(team: Team, **changes: Any) -> Family:
    """A family that was referred and never taken up."""
    referral = make_referral(team, **changes)
    intake = team.acting(Role.INTAKE)
    with request_transaction(intake):
        end(intake, referral_id=referral.id, kind=OutcomeKind.WITHDRAWN, reason="wil niet meer")
    return referral.family


def test_the_terms_stand_with_their_basis_and_wait_for_a_jurist() -> None:
    rows = {row.code: row for row in LegalTerm.objects.filter(code__startswith="retention_")}
    assert {code: row.value for code, row in rows.items()} == {
        name: getattr(Periods(), name) for name in Periods.__dataclass_fields__
    }
    assert "21 februari 2014" in rows["retention_child_years"].reference
    assert not any(row.reviewed for row in rows.values())
    assert read.periods(task()) == Periods()


def test_a_family_that_is_helped_stands_on_no_calendar(team: Team) -> None:
    make_helped(team, persons=(*ADULT, NewPerson(PersonRole.CHILD, "Oud", birth_date=date(2002, 1, 1))))
    make_referral(team)
    assert keep() == []


def test_what_was_never_taken_up_ends_five_years_later(team: Team) -> None:
    family = ended(team)
    (row,) = keep()
    assert (row.family_id, row.person_id, row.ground) == (family.id, None, "untaken")
    assert row.day == date(2031, 11, 2)
    assert row.partnership_id == team.partnership.id
    assert row.reference == family.reference


def test_a_consult_ends_a_year_after_the_last_call(team: Team) -> None:
    referral = make_referral(team)
    intake = team.acting(Role.INTAKE)
    with request_transaction(intake):
        end_with_consult(
            intake,
            referral_id=referral.id,
            advice="zo",
            on=DAY,
            steps=[NewStep("belt", DAY)],
            given_by=intake.actor_id,
            call_back_on=date(2026, 12, 24),
        )
    (row,) = keep()
    assert (row.ground, row.day) == ("consult", date(2027, 12, 24))


def test_a_child_without_a_birth_date_asks_for_one_however_far_ahead_it_is(team: Team) -> None:
    family = make_family(team)
    rows = keep(until=today())
    assert [(row.needs_date, row.ground) for row in rows] == [(True, "last_child")]
    assert rows[0].day == date(2062, 3, 1)
    assert rows[0].family_id == family.id


def test_a_family_without_children_ends_after_its_own_period(team: Team) -> None:
    family = make_family(team)
    with writing():
        family.persons.filter(role="child").delete()
    (row,) = keep()
    assert (row.ground, row.day) == ("no_child", date(2036, 11, 2))


def test_the_calendar_is_kept_in_line_and_not_made_twice(team: Team) -> None:
    family = ended(team)
    (row,) = keep()
    assert endings.keep_calendar(task(), until=FAR) == endings.Kept()
    with writing():
        LegalTerm.objects.filter(code="retention_untaken_years").update(value=4)
    assert endings.keep_calendar(task(), until=FAR) == endings.Kept(changed=1)
    row.refresh_from_db()
    assert row.day == date(2030, 11, 2)
    make_referral_again(team, family)
    keep()
    assert not Ending.objects.filter(family_id=family.id).exists()


def make_referral_again(team: Team, family: Family) -> None:
    """The family is referred anew: somebody is busy with it."""
    other = make_referral(team)
    with writing():
        type(other).objects.filter(id=other.id).update(family_id=family.id)


def test_what_was_never_taken_up_goes_whole(team: Team) -> None:
    family = ended(team)
    keep()
    last = date(2031, 11, 2)
    with time_machine.travel("2031-09-10T03:00:00+01:00", tick=False):
        keep()
        assert endings.tell(task()) == 1
        assert endings.tell(task()) == 0
    with time_machine.travel("2031-11-10T03:00:00+01:00", tick=False):
        (one,) = destroying.due(task())
        certificate = destroying.destroy(task(), ending_id=one)
        assert destroying.destroy(task(), ending_id=one) is None
    assert certificate is not None
    assert not Family.objects.filter(id=family.id).exists()
    assert (certificate.what, certificate.ground, certificate.ended_on) == ("file", "untaken", last)
    assert certificate.basis.startswith("5 jaar. ")
    assert certificate.backups_until == date(2031, 12, 15)
    assert certificate.counts["removed"]["referrals_referral"] == 1


def test_a_family_that_came_back_is_not_destroyed(team: Team) -> None:
    """Told already, and due tonight: the rule is judged anew on what stands in the file now."""
    family = ended(team)
    with time_machine.travel("2031-09-10T03:00:00+01:00", tick=False):
        keep()
        endings.tell(task())
        make_referral_again(team, family)
    with time_machine.travel("2031-11-10T03:00:00+01:00", tick=False):
        (one,) = destroying.due(task())
        assert destroying.destroy(task(), ending_id=one) is None
    assert Family.objects.filter(id=family.id).exists()
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(("safe", "sent"), [(True, 1), (False, 0), (None, 0)])
def test_the_family_is_mailed_only_where_that_is_safe_and_the_mail_says_nothing(
    team: Team, safe: bool | None, sent: int
) -> None:
    set_contact_point(
        task(),
        partnership_id=team.partnership.id,
        who=NewContactPoint("Aanmeldteam", "089 00 00 00", "op werkdagen"),
        since=today(),
    )
    details = (NewDetail(DetailKind.EMAIL, "thuis@example.org", safe=safe),)
    family = ended(team, details=details, safe_to_contact=True)
    with time_machine.travel("2031-09-10T03:00:00+01:00", tick=False):
        keep()
        endings.tell(task())
        assert send_notices(task()) == sent
        assert send_notices(task()) == 0
    assert len(mail.outbox) == sent
    for letter in mail.outbox:
        text = letter.subject + letter.body
        assert letter.to == ["thuis@example.org"]
        for secret in (family.name, family.reference, "GEHEIM", "plan", "dossier", "jeugd"):
            assert secret.casefold() not in text.casefold()


@pytest.mark.parametrize(
    ("family", "own", "subject"), [("fr", "", "fr"), ("nl", "tr", "tr"), ("fr", "xx", "nl")]
)
def test_the_mail_is_in_the_language_of_who_reads_it(team: Team, family: str, own: str, subject: str) -> None:
    set_contact_point(
        task(),
        partnership_id=team.partnership.id,
        who=NewContactPoint("Aanmeldteam", "089 00 00 00", "op werkdagen"),
        since=today(),
    )
    details = (NewDetail(DetailKind.EMAIL, "thuis@example.org", safe=True),)
    gone = ended(team, details=details, safe_to_contact=True, language=family)
    with writing():
        reader = gone.persons.filter(role="parent")[0]
        Person.objects.filter(id=reader.id).update(language=own)
        gone.details.update(person=reader)
    with time_machine.travel("2031-09-10T03:00:00+01:00", tick=False):
        keep()
        endings.tell(task())
        assert send_notices(task()) == 1
    with override(subject):
        assert mail.outbox[0].subject == gettext("Een bericht voor jou")


@pytest.mark.parametrize(
    ("verb", "answer", "again", "left"),
    [
        (None, b"", 1, 1),
        (b"RCPT", b"451 later\r\n", 1, 1),
        (b"RCPT", b"550 no\r\n", 0, 0),
        (b"DATA", b"", 0, 0),
    ],
)
def test_by_the_queue_a_mail_leaves_once_or_not(
    team: Team, settings: Any, verb: bytes | None, answer: bytes, again: int, left: int
) -> None:
    set_contact_point(
        task(),
        partnership_id=team.partnership.id,
        who=NewContactPoint("Aanmeldteam", "089 00 00 00", "op werkdagen"),
        since=today(),
    )
    details = (NewDetail(DetailKind.EMAIL, "thuis@example.org", safe=True),)
    ended(team, details=details, safe_to_contact=True)
    with time_machine.travel("2031-09-10T03:00:00+01:00", tick=False):
        keep()
        endings.tell(task())
        if verb is None:
            over_smtp(settings)
            assert work_off() == again
        else:
            with mail_server(settings, verb, answer):
                settings.EMAIL_TIMEOUT = 0.3
                assert work_off() == again
        settings.EMAIL_BACKEND = LOCAL
        assert work_off() == 0
        assert work_off() == 0
        assert (len(mail.outbox), Ending.objects.filter(sent_at=None).count()) == (left, 1 - left)


def test_nobody_is_mailed_who_said_that_contact_is_not_safe(team: Team) -> None:
    details = (NewDetail(DetailKind.EMAIL, "thuis@example.org", safe=True),)
    ended(team, details=details, safe_to_contact=False)
    with time_machine.travel("2031-09-10T03:00:00+01:00", tick=False):
        keep()
        endings.tell(task())
        assert send_notices(task()) == 0


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PRIVACY_OFFICER])
def test_who_looks_after_it_reads_the_calendar_and_no_name(team: Team, role: Role, as_web: Any) -> None:
    family = ended(team)
    keep()
    acting = team.acting(role)
    with as_web(acting):
        found = read.calendar(acting)
        assert read.ending(acting, found.rows[0].id) == found.rows[0]
    (row,) = found.rows
    assert (row.reference, row.goes_on, row.told_on) == (family.reference, None, None)
    assert family.name not in str(found)


@pytest.mark.parametrize("role", [Role.INTAKE, Role.COACH, Role.ADMIN, Role.STEERING, Role.PARTNER])
def test_nobody_else_reads_it(team: Team, role: Role, as_web: Any) -> None:
    ended(team)
    keep()
    acting = team.acting(role)
    with as_web(acting):
        for ask in (read.calendar, read.holds, read.certificates):
            with pytest.raises(NotFound):
                ask(acting)
        assert not Ending.objects.exists()


def test_another_partnership_sees_nothing_of_it(team: Team, as_web: Any) -> None:
    ended(team)
    (row,) = keep()
    stranger = make_team("9902").acting(Role.PRIVACY_OFFICER)
    with as_web(stranger):
        assert read.calendar(stranger).rows == ()
        assert not Ending.objects.exists()
        with pytest.raises(NotFound):
            endings.place_hold(stranger, ending_id=row.id, reason="x", until=today() + timedelta(days=9))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "  "}, "rights:hold-reason"),
        ({"until": DAY}, "rights:hold-past"),
        ({"until": date(2033, 1, 1)}, "rights:hold-too-long"),
    ],
)
def test_a_hold_has_a_reason_and_an_end(team: Team, changes: dict[str, Any], code: str, as_web: Any) -> None:
    ended(team)
    (row,) = keep()
    keeper = team.acting(Role.PRIVACY_OFFICER)
    with as_web(keeper), pytest.raises(RuleBroken) as refused:
        endings.place_hold(
            keeper, **{"ending_id": row.id, "reason": "klacht", "until": date(2027, 1, 1), **changes}
        )
    assert refused.value.code == code
    assert not Hold.objects.exists()


def test_there_is_one_hold_at_a_time_and_it_can_be_lifted(team: Team, as_web: Any) -> None:
    ended(team)
    (row,) = keep()
    keeper = team.acting(Role.COORDINATOR)

    def place() -> Hold:
        return endings.place_hold(keeper, ending_id=row.id, reason="klacht", until=date(2027, 1, 1))

    with as_web(keeper):
        hold = place()
        assert [one.reason for one in read.holds(keeper)] == ["klacht"]
        with pytest.raises(RuleBroken, match="hold-stands"):
            place()
        endings.lift_hold(keeper, hold_id=hold.id)
        assert read.holds(keeper) == ()
        with pytest.raises(NotFound):
            endings.lift_hold(keeper, hold_id=hold.id)
        place()


def test_a_certificate_is_found_by_the_reference_on_paper_alone(team: Team, as_web: Any) -> None:
    family = ended(team)
    with time_machine.travel("2031-09-10T03:00:00+01:00", tick=False):
        keep()
        endings.tell(task())
    with time_machine.travel("2031-11-12T03:00:00+01:00", tick=False):
        destroying.destroy(task(), ending_id=destroying.due(task())[0])
        keeper = team.acting(Role.PRIVACY_OFFICER)
        with as_web(keeper):
            (all_of_them,) = read.certificates(keeper).rows
            assert read.certificates(keeper, file_reference=family.reference.lower()).rows == (all_of_them,)
            assert read.certificates(keeper, file_reference="K7M-4QX2").rows == ()
            assert read.certificates(keeper, file_reference="zomaar").rows == ()
            assert read.certificate(keeper, all_of_them.id) == all_of_them
        stranger = make_team("9902").acting(Role.PRIVACY_OFFICER)
        with as_web(stranger), pytest.raises(NotFound):
            read.certificate(stranger, all_of_them.id)


def test_old_events_leave_the_outbox() -> None:
    with writing():
        for days in (89, 91):
            Event.objects.create(name="x", at=now() - timedelta(days=days))
    assert endings.clear_outbox(task()) == 1
    assert Event.objects.filter(name="x").count() == 1


def test_reading_the_calendar_takes_the_same_questions_for_one_and_three(
    team: Team, as_web: Any, django_assert_num_queries: Any
) -> None:
    keeper: Acting = team.acting(Role.PRIVACY_OFFICER)
    for number in (1, 2):
        for _ in range(number):
            ended(team)
        keep()
        with as_web(keeper), django_assert_num_queries(6):
            assert len(read.calendar(keeper).rows) == (1, 3)[number - 1]

"""What the demo's load leaves in the database, at a small scale."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from allauth.account.models import EmailAddress
from click.testing import CliRunner
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import connection
from django.db.models import Count, F, Min, Q

from eenplan.audit.models import Event
from eenplan.capacity.queries import norm
from eenplan.capacity.queries.offers import offers_of, waits_said
from eenplan.cli.demo import demo_data
from eenplan.core.acting import request_transaction, task
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.ids import read_reference
from eenplan.core.models import Account
from eenplan.demo.actions import add_families
from eenplan.demo.areas import TOTALS
from eenplan.demo.awaited import AWAITED
from eenplan.demo.staff import ACCOUNTS, ALSO_STEERING, HOME, MORE_ACCOUNTS
from eenplan.families.models import ContactDetail, Family, Person, Words
from eenplan.network.models import Assignment, Partnership
from eenplan.plans.actions.notices import tell_of_event
from eenplan.plans.enums import HearsBy, HelpState, HelpType, NoticeState
from eenplan.plans.models import (
    CoachAssignment,
    HearsHow,
    Help,
    Notice,
    PlaceRequest,
    Plan,
    PlanVersion,
    Trajectory,
    WaitFact,
)
from eenplan.referrals.enums import OPEN_STATES, State
from eenplan.referrals.models import Fact, Referral
from eenplan.reporting.queries.help_waits import help_waits
from eenplan.reporting.rules import Fact as Known
from eenplan.reporting.rules import Standing, standing
from tests.cast import acting_as
from tests.demo.conftest import NOW, SCALE

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db]


def test_the_years_gone_by_have_their_totals() -> None:
    for year, total in TOTALS.items():
        assert Fact.objects.filter(received_on__year=year).count() == round(total * SCALE)


def test_no_row_breaks_a_constraint() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.rule(43)
def test_every_figure_is_marked_as_demo() -> None:
    assert Fact.objects.exists()
    assert not Fact.objects.filter(demo=False).exists()


def test_every_fact_is_that_of_its_referral() -> None:
    """What the load writes in a fact is what the product's own act would have written."""
    referrals = {
        row.id: row for row in Referral.objects.select_related("first_conversation", "family", "outcome")
    }
    facts = list(Fact.objects.all())
    assert len(facts) == len(referrals)
    for fact in facts:
        referral = referrals[fact.referral_id]
        contact = referral.first_conversation
        held = contact.held_at if contact and contact.status == "held" else None
        assert (fact.family_token, fact.deadline) == (referral.family.figures_token, referral.deadline)
        assert (fact.late_since, fact.help_started_on) == (referral.late_since, referral.help_started_on)
        assert bool(fact.conversation_held_on) == bool(held) == (referral.state == State.CONVERSATION_HELD)
        known = Known(
            fact.family_token,
            fact.children,
            fact.received_on,
            fact.deadline,
            fact.conversation_held_on,
            fact.conversation_recorded_on,
            fact.ended_on,
        )
        assert (standing(known, today()) is Standing.LATE) == (fact.late_since is not None)


@pytest.mark.rule(7)
def test_each_referral_lies_with_the_partnership_of_its_zone_on_its_day() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM referrals_referral r WHERE NOT EXISTS (SELECT 1 FROM network_partnershipzone z"
            " WHERE z.zone_id = r.zone_id AND z.partnership_id = r.partnership_id"
            " AND z.period @> (r.received_at AT TIME ZONE 'Europe/Brussels')::date)"
        )
        assert cursor.fetchone() == (0,)


def test_each_family_has_one_partnership_today() -> None:
    families = Family.objects.annotate(
        now=Count("responsibilities", filter=Q(responsibilities__period__contains=today()))
    )
    assert not families.exclude(now=1).exists()


def test_the_desk_at_home_has_work_at_all_stages() -> None:
    waiting = Referral.objects.filter(partnership__code="P15", state__in=OPEN_STATES)
    assert 40 <= waiting.count() <= 46
    for state in OPEN_STATES:
        assert waiting.filter(state=state).count() >= 5
    assert waiting.filter(deadline__lt=today()).count() >= 3
    assert waiting.filter(deadline__range=(today(), today() + timedelta(6))).count() >= 3
    assert waiting.filter(first_conversation__planned_for__date__gt=today()).exists()


def test_every_partnership_of_today_has_open_referrals() -> None:
    current = Partnership.objects.filter(
        period__contains=today(), period__endswith=None, zones__period__endswith=None
    )
    for partnership in current.distinct():
        assert Referral.objects.filter(partnership=partnership, state__in=OPEN_STATES).exists(), (
            partnership.code
        )


def test_families_are_of_all_kinds() -> None:
    assert {"nl", "fr", "tr"} <= set(Words.objects.values_list("language", flat=True))
    assert Words.objects.filter(translation_of__isnull=False, language="nl").exists()
    assert Person.objects.filter(due_date__isnull=False).exists()
    assert Family.objects.filter(persons__role="step_parent").exists()
    assert Fact.objects.values("family_token").annotate(n=Count("id")).filter(n__gt=1).exists()


def test_nobody_is_a_parent_before_they_were_grown_up() -> None:
    born = Q(birth_date__isnull=False)
    eldest = dict(
        Person.objects.filter(born, role="child").values_list("family_id").annotate(Min("birth_date"))
    )
    parents = Person.objects.filter(born, role="parent", family_id__in=eldest)
    assert [one for one in parents if (eldest[one.family_id] - one.birth_date).days < 18 * 365] == []
    assert len(eldest) > 100


def test_nothing_can_be_taken_for_real() -> None:
    nobodys = Q(kind="phone", value__endswith=" 00 00 00") | Q(kind="email", value__endswith="@demo.example")
    assert not ContactDetail.objects.exclude(nobodys).exists()
    assert not Referral.objects.exclude(
        Q(referrer_email="") & Q(referrer_phone__endswith=" 00 00 00")
    ).exists()
    assert not Account.objects.exclude(email__endswith="@demo.example").exists()


def test_references_can_be_read_out() -> None:
    references = [*Family.objects.values_list("reference", flat=True)]
    assert len(set(references)) == len(references)
    assert all(read_reference(reference) == reference for reference in references[:200])


@pytest.mark.parametrize("account", [*ACCOUNTS, *MORE_ACCOUNTS], ids=lambda account: account.role.value)
def test_demo_accounts_can_sign_in(account: object, rf: object) -> None:
    signed_in = authenticate(rf.post("/"), email=account.email, password=settings.DEMO_PASSWORD)
    assert signed_in == Account.objects.get(email=f"{account.role.value}@demo.example")
    assert EmailAddress.objects.get(user=signed_in).verified
    assignment, *more = Assignment.objects.filter(
        staff_member__account=signed_in, period__contains=today()
    ).order_by("period")
    assert assignment.role == account.role
    assert [one.role for one in more] == ([Role.STEERING] if account.role is ALSO_STEERING else [])
    code = assignment.partnership and assignment.partnership.code
    assert code == (None if account.role in (Role.OFFICIAL, Role.RESEARCHER) else "P15")


@pytest.mark.rule(14)
def test_workers_are_part_timers_of_several_organisations() -> None:
    coaches = Assignment.objects.filter(role="coach", partnership__code="P15").select_related("staff_member")
    assert len(coaches) >= 12
    assert len({coach.staff_member.organisation_id for coach in coaches}) >= 4
    assert sum(coach.share < 1 for coach in coaches) >= 11


@pytest.mark.rule(15)
def test_the_coach_with_an_account_has_families_and_room_for_one_more() -> None:
    coach = Account.objects.get(email="coach@demo.example").actor_id
    mine = CoachAssignment.objects.filter(actor=coach, period__contains=today())
    has = mine.count()
    partnership = Partnership.objects.get(code="P15").id
    assert has == 9
    assert has + 1 <= norm(task(), on=today(), partnership_id=partnership)
    stages = Plan.objects.filter(trajectory__in=mine.values("trajectory")).annotate(n=Count("versions"))
    assert sorted(stages.values_list("n", flat=True)) == [0, 0, 0, 0, 1, 1, 1, 1, 2]
    assert PlanVersion.objects.filter(status="active").count() == 5


@pytest.mark.rule(13)
def test_who_is_helped_now_has_a_trajectory_with_a_plan() -> None:
    given = Referral.objects.filter(coach_given_at__isnull=False, received_at__year__gte=2026)
    assert given.exists()
    assert not given.filter(trajectory__isnull=True).exists()
    assert not Trajectory.objects.filter(plan__isnull=True).exists()


def test_a_second_load_does_nothing() -> None:
    before = Referral.objects.count()
    result = CliRunner().invoke(demo_data)
    assert (result.exit_code, result.output) == (0, "The demo data are there already.\n")
    assert Referral.objects.count() == before


def test_more_families_are_added_on_top() -> None:
    before = Family.objects.count(), Referral.objects.count()
    add_families(task(), today=today(), number=40)
    add_families(task(), today=today(), number=20)
    assert (Family.objects.count(), Referral.objects.count()) == (before[0] + 60, before[1] + 60)
    assert Fact.objects.filter(received_on__lte=date(2022, 12, 31)).count() == sum(
        round(total * SCALE) for total in TOTALS.values()
    )


def test_more_families_can_all_be_added_to_one_partnership() -> None:
    at_home = Referral.objects.filter(partnership__code="P15")
    before = at_home.count()
    result = CliRunner().invoke(demo_data, ["--families", "30", "--partnership", "P15"])
    assert result.exit_code == 0, result.output
    assert at_home.count() == before + 30
    assert CliRunner().invoke(demo_data, ["--families", "1", "--partnership", "P99"]).exit_code == 2


def test_more_families_can_all_go_to_one_partnership() -> None:
    before = Referral.objects.filter(partnership__code="P15").count()
    add_families(task(), today=today(), number=15, partnership="P15")
    assert Referral.objects.filter(partnership__code="P15").count() == before + 15
    wrong = CliRunner().invoke(demo_data, ["--families", "5", "--partnership", "P99"])
    assert wrong.exit_code == 2


def test_outside_a_demo_it_is_refused(settings: object) -> None:
    settings.DEMO = False
    result = CliRunner().invoke(demo_data)
    assert result.exit_code == 1
    assert "EENPLAN_DEMO=1" in result.output


def test_moments_come_in_order() -> None:
    """Received, taken up, coach given, conversation: never one before the other."""
    for row in Referral.objects.select_related("first_conversation").exclude(taken_up_at=None):
        held = row.first_conversation and row.first_conversation.held_at
        moments = [row.received_at, row.taken_up_at, row.coach_given_at, held]
        known = [moment for moment in moments if moment]
        assert all(sooner <= later for sooner, later in pairwise(known)), row.id


@pytest.mark.rule(47)
def test_one_region_asks_a_question_of_its_own_and_has_answers() -> None:
    home = Partnership.objects.get(form_questions__isnull=False)
    asked = Words.objects.filter(item__kind="answer", slot="asked")
    assert 0 < asked.count() == Words.objects.filter(item__kind="answer", slot="text").count() <= 5
    assert set(asked.values_list("family__referrals__partnership", flat=True)) == {home.id}


def test_the_partner_at_home_offers_something_and_said_how_long_one_waits() -> None:
    home = Partnership.objects.get(code=HOME)
    found = {one.name: one for one in offers_of(task(home.id), home.id, on=NOW.date())}
    assert len(found) == 6
    assert [one.weeks for one in waits_said(task(), found["Begeleiding op school"].id)] == [10, 14]
    assert found["Buitenspeelgroep op woensdag"].places == 8


def test_families_wait_for_each_kind_of_help_and_every_wait_says_for_what() -> None:
    waiting = Help.objects.filter(state=HelpState.WAITING)
    assert not waiting.filter(Q(help_type="") | Q(since=None)).exists()
    kinds = WaitFact.objects.filter(started_on=None).values_list("help_type", flat=True)
    assert set(kinds) >= {
        HelpType.HOME_GUIDANCE,
        HelpType.THERAPY,
        HelpType.DIAGNOSIS,
        HelpType.MONEY_HOUSING,
    }
    health = waiting.filter(help_type__in=(HelpType.THERAPY, HelpType.DIAGNOSIS))
    assert not health.filter(item__health=False).exists()


@pytest.mark.rule(45)
def test_median_and_p75_of_most_waits_can_be_told_in_each_zone_of_the_demo_accounts() -> None:
    acting = acting_as(Assignment.objects.get(staff_member__account__email="coordinator@demo.example"))
    with request_transaction(acting):
        found = help_waits(acting)
    assert len(found.zones) >= 3
    for zone in (None, *(one.id for one in found.zones)):
        cells = [found.cell(zone, kind) for kind in found.kinds if kind != HelpType.OTHER]
        assert len(cells) == len(AWAITED)
        told = [one for one in cells if one.median and one.p75]
        assert len(told) >= 6
        assert all(one.median <= one.p75 for one in told)
    every = found.cell(None, None)
    assert every.waiting >= 10
    assert 0 < every.in_month < 0.5
    assert found.cell(None, HelpType.MONEY_HOUSING).median < found.cell(None, HelpType.DIAGNOSIS).median


def test_what_still_waits_at_home_stands_in_a_plan_and_was_known_when_it_began() -> None:
    zones = Partnership.objects.get(code=HOME).zones.filter(period__contains=today()).values("zone")
    waiting = WaitFact.objects.filter(zone__in=zones, started_on=None, left_on=None)
    assert waiting.exists()
    assert set(waiting.values_list("help_id", flat=True)) <= set(
        Help.objects.filter(state=HelpState.WAITING).values_list("item_id", flat=True)
    )
    assert not WaitFact.objects.exclude(noted_on=F("since")).exists()
    assert not WaitFact.objects.filter(started_on__gt=F("over_noted_on")).exists()


@pytest.mark.rule(43)
def test_every_wait_that_figures_count_is_marked_as_demo() -> None:
    assert WaitFact.objects.exists()
    assert not WaitFact.objects.filter(demo=False).exists()


def test_some_chose_how_they_hear_and_what_happened_was_told_then_and_not_today() -> None:
    assert set(HearsHow.objects.values_list("by", flat=True)) == set(HearsBy)
    states = set(Notice.objects.values_list("state", flat=True))
    assert states == {NoticeState.SENT, NoticeState.LETTER}
    for family_id in Notice.objects.filter(state=NoticeState.LETTER).values_list("family_id", flat=True):
        letters = Notice.objects.filter(state=NoticeState.LETTER, family_id=family_id, heard_at=None)
        assert letters.count() == 1, "one letter is still to give"
    for event in Event.objects.filter(name__in=("plans:version:activated", "plans:coach:away")):
        assert tell_of_event(task(), event_id=event.id) == 0, "nobody hears it anew"


def test_a_partner_and_a_psychologist_have_a_question_for_a_place_that_waits() -> None:
    asked = PlaceRequest.objects.filter(verdict="")
    assert set(asked.values_list("offer__help_type", flat=True)) == {HelpType.OTHER, HelpType.THERAPY}
    for one in asked:
        assert one.offer.last_day > today()
        assert one.note

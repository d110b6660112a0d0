"""What is measured on: the demo with its extra families, and one rich plan made by the product's own acts."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import psycopg
from django.db import connection

from eenplan.consent.actions import answer, ask
from eenplan.consent.enums import LIFE, Part, RecipientKind, Said, SaidHow, SharePurpose
from eenplan.consent.rules import NewShare, Recipient
from eenplan.core.acting import Acting, public_form, request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import ActorKind, Role
from eenplan.core.ids import new_id
from eenplan.core.models import Account
from eenplan.demo.staff import HOME
from eenplan.families.actions import NewDetail, NewPerson, issue_card, record_contact
from eenplan.families.enums import Channel, ContactKind, DetailKind, PersonRole
from eenplan.families.models import Person, SearchKey
from eenplan.network.queries import assignments_of, life_domains
from eenplan.plans import actions as plans
from eenplan.plans.actions import GoalFields, HelpFields, Presence, Reply, StepFields, TeamFields
from eenplan.plans.enums import Answer, HelpState, HelpType, Mark, TeamKind
from eenplan.plans.models import Plan
from eenplan.referrals import actions as referrals
from eenplan.referrals.actions import NewReferral, Where
from eenplan.referrals.enums import OPEN_STATES, ReferrerType
from eenplan.referrals.models import Referral
from eenplan.referrals.queries import Cursor

POSTAL_CODE = "3600"
PAGE = 50
GOALS, STEPS, CHILDREN = 5, 25, 5
WEEKS = 522


@dataclass(frozen=True, slots=True)
class Ready:
    """What the pages to measure need to know."""

    families: int
    within_reach: int
    open_referrals: int
    last_page: Cursor
    common_name: str
    family_id: UUID
    card_code: str
    card_pin: str
    ten_years_id: UUID
    postgresql: str


def load(families: int) -> None:
    """Make tables and data, as the owner; data that are there already stay as they are."""
    env = {**os.environ, "EENPLAN_DEMO": "1"}
    for command in ("migrate", "load-reference-data"):
        _run([command], env)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        row = owner.execute("SELECT count(*) FROM families_family").fetchone()
    if not row or not row[0]:
        more = ["--families", str(families), "--partnership", HOME]
        _run(["demo-data", *more], env)
    make_waits()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        # What autovacuum does a minute later anyhow, and then in the middle of the measuring.
        owner.execute("VACUUM (ANALYZE)")


def make_waits() -> None:
    """A wait for help of every family that was ever referred: as many rows without names as there can be, once."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        # The demo has some of its own: they are not enough.
        made = "SELECT (SELECT count(*) FROM plans_waitfact) >= (SELECT count(*) FROM referrals_fact)"
        if (row := owner.execute(made).fetchone()) and row[0]:
            return
        owner.execute(
            """
            INSERT INTO plans_waitfact (id, family_token, zone_id, help_type, since, noted_on, started_on, left_on,
                over_noted_on, demo)
            SELECT gen_random_uuid(), f.family_token, f.zone_id, (%s::text[])[1 + abs(hashtext(f.id::text)) %% 9],
                f.received_on, f.received_on, begun, NULL, begun, true
            FROM referrals_fact f CROSS JOIN LATERAL (SELECT CASE WHEN abs(hashtext(f.id::text)) %% 10 < 6
                AND f.received_on + 200 < current_date THEN f.received_on + abs(hashtext(f.id::text)) %% 200 END) b (begun)
            """,
            [HelpType.values],
        )
        owner.execute("VACUUM (ANALYZE) plans_waitfact")


def _run(command: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(["eenplan", *command], env=env, stdout=sys.stderr)  # noqa: S603, S607 (our own)
    if done.returncode:
        raise SystemExit(f"eenplan {command[0]} did not work.")


def refuse_owner() -> None:
    """Stop when the web's connection could pass the fence: the figures would mean nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        if cursor.fetchone() != (False,):
            raise SystemExit("DATABASE_URL must be the web role: it owns nothing and obeys row security.")


def acting_as(role: Role) -> Acting:
    """The demo account of a role, as the site makes it of whoever signs in."""
    with request_transaction():
        account = Account.objects.get(email=f"{role.value}@demo.example")
        (chosen, *_) = assignments_of(account.pk, today())
    return Acting(
        chosen.actor_id,
        ActorKind.STAFF,
        chosen.role,
        chosen.partnership_id,
        chosen.organisation_id,
        chosen.id,
    )


def make_ready() -> Ready:
    """Make the plan, and look up where the desk's last page begins and which name is common."""
    family_id, code, pin = _make_plan()
    ten_years_id = _make_ten_years()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        row = owner.execute("SELECT count(*) FROM families_family").fetchone()
        version = owner.execute("SHOW server_version").fetchone()
    intake = acting_as(Role.INTAKE)
    with request_transaction(intake):
        mine = Referral.objects.filter(partnership_id=intake.partnership_id)
        waiting = list(
            mine.filter(state__in=OPEN_STATES).order_by("deadline", "id").values_list("deadline", "id")
        )
        names = SearchKey.objects.filter(family_id__in=mine.values("family_id")[:2000])
        counts: dict[str, int] = {}
        for key in names.values_list("key", flat=True):
            counts[key] = counts.get(key, 0) + 1
        return Ready(
            families=row[0] if row else 0,
            within_reach=mine.values("family_id").distinct().count(),
            open_referrals=len(waiting),
            last_page=Cursor(*waiting[-PAGE - 1]),
            common_name=max((key for key in counts if len(key) > 3), key=lambda key: counts[key]),
            family_id=family_id,
            card_code=code,
            card_pin=pin,
            ten_years_id=ten_years_id,
            postgresql=version[0].split()[0] if version else "",
        )


def _make_plan() -> tuple[UUID, str, str]:
    """A family of seven with a plan of 25 steps, agreed, a part shared, and a card: every act as who may do it."""
    with request_transaction():
        referral = referrals.receive(
            public_form(),
            form=NewReferral(
                family_name="Meetlat",
                referrer_type=ReferrerType.CLB,
                persons=(
                    NewPerson(PersonRole.PARENT, "Mia"),
                    NewPerson(PersonRole.PARENT, "Jos"),
                    *(NewPerson(PersonRole.CHILD, f"Kind {number}") for number in range(CHILDREN)),
                ),
                details=(NewDetail(DetailKind.PHONE, "089 00 00 00", safe=True),),
                question="We willen weer samen aan tafel.",
                referrer_view="Veel wachten, veel moed.",
                family_informed=True,
            ),
            area=Where(postal_code=POSTAL_CODE),
            sent_token=new_id(),
        )
    intake, coordinator, coach = (acting_as(role) for role in (Role.INTAKE, Role.COORDINATOR, Role.COACH))
    with request_transaction(intake):
        referrals.take_up(intake, referral_id=referral.id)
    with request_transaction(coordinator):
        coach_id = _staff_id(Role.COACH)
        plans.start_trajectory(
            coordinator, referral_id=referral.id, staff_member_id=coach_id, over_norm_confirmed=True
        )
    with request_transaction(coach):
        _write_plan(coach, referral.family_id, coach_id)
        _share_plan(coach, referral.family_id, _staff_id(Role.PARTNER))
        mia = Person.objects.filter(family_id=referral.family_id).order_by("position")[0]
        card = issue_card(coach, person_id=mia.id)
    return referral.family_id, card.code, card.pin


def _share_plan(coach: Acting, family_id: UUID, partner: UUID) -> None:
    """Share the wishes, every part of life, goals and steps with somebody of a partner, as both parents said."""
    domains = [one.code for one in life_domains(coach, on=today())]
    persons = list(
        Person.objects.filter(family_id=family_id).order_by("position").values_list("id", flat=True)
    )
    wanted = NewShare(
        Recipient(RecipientKind.WORKER, partner),
        tuple(persons),
        parts=(Part.WISHES.value, Part.GOALS.value, *(LIFE + code for code in domains)),
        purpose=SharePurpose.HELP,
        need="Wie helpt, moet weten waar we naartoe willen.",
        until=today() + timedelta(120),
        secrecy=True,
    )
    grant = ask(coach, family_id=family_id, share=wanted)
    for parent in persons[:2]:
        answer(coach, grant_id=grant.id, person_id=parent, said=Said.GIVEN, how=SaidHow.ALOUD)


def _make_ten_years() -> UUID:
    """The same family, seen every week for ten years."""
    family_id, _code, _pin = _make_plan()
    coach = acting_as(Role.COACH)
    with request_transaction(coach):
        persons = list(Person.objects.filter(family_id=family_id).values_list("id", flat=True))
        for week in range(WEEKS):
            record_contact(
                coach,
                family_id=family_id,
                kind=ContactKind.FAMILY,
                channel=Channel.HOME,
                held_at=now() - timedelta(days=1, weeks=week),
                present=persons[:3],
                text="We overliepen de stappen van deze week, en wat er goed ging. " * 4,
            )
    return family_id


def _staff_id(role: Role) -> UUID:
    (chosen, *_) = assignments_of(Account.objects.get(email=f"{role.value}@demo.example").pk, today())
    return chosen.staff_member_id


def _write_plan(coach: Acting, family_id: UUID, coach_id: UUID) -> None:
    plan_id = Plan.objects.values_list("id", flat=True).get(family_id=family_id)
    persons = list(
        Person.objects.filter(family_id=family_id).order_by("position").values_list("id", flat=True)
    )
    mia, jos = persons[:2]
    for number, person in enumerate(persons):
        plans.write_wish(coach, plan_id=plan_id, text=f"Ik wil meer rust ({number}).", speaker_id=person)
        plans.write_strength(coach, plan_id=plan_id, text="Wij lachen elke dag.", speaker_id=person)
    plans.write_who_we_are(coach, plan_id=plan_id, text="Wij zijn met zeven.", speaker_id=mia)
    domains = [one.code for one in life_domains(coach, on=today())]
    for domain in domains:
        plans.mark_domain(
            coach, plan_id=plan_id, domain=domain, mark=Mark.TALK_ABOUT, score=5, text="Dat kan beter."
        )
    for number in range(GOALS):
        goal = plans.add_goal(
            coach,
            plan_id=plan_id,
            goal=GoalFields(
                f"Wij willen dat het lukt ({number}).",
                expressed_by_id=persons[number],
                notice="Wij slapen door.",
                domain=domains[number],
                score_start=3,
                score_target=8,
                target_date=today() + timedelta(60),
            ),
        ).item_id
        for step in range(STEPS // GOALS):
            owner = (
                {"person_id": mia},
                {"person_id": jos},
                {"network_name": "Oma"},
                {"staff_member_id": coach_id},
                {"organisation_name": "OCMW (demo)"},
            )[step % 5]
            fields = StepFields(f"Stap {step} zetten", today() + timedelta(14 + step), goal_id=goal, **owner)
            plans.add_action(coach, plan_id=plan_id, step=fields)
    for name in ("Oma", "Juf", "Arts", "Buur"):
        plans.note_team_member(coach, plan_id=plan_id, member=TeamFields(name, TeamKind.NETWORK))
    for state in (HelpState.THERE_IS, HelpState.WAITING):
        plans.add_help(coach, plan_id=plan_id, help=HelpFields("Hulp bij de brieven", state))
    plans.activate_plan(
        coach,
        plan_id=plan_id,
        took_part=[*(Presence(person_id=person) for person in persons), Presence(staff_member_id=coach_id)],
        next_review_date=today() + timedelta(60),
        agreements=[Reply(person, Answer.AGREED) for person in persons],
    )

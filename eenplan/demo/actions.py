"""Loading the demo: one act, in one transaction, as the owner of the database."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection, transaction

from eenplan.audit.actions import record
from eenplan.capacity.actions import set_quota
from eenplan.core import clock
from eenplan.core.acting import Acting, become
from eenplan.core.actions import action
from eenplan.core.enums import Role
from eenplan.core.models import Account
from eenplan.demo import (
    awaited,
    contact_points,
    hearing,
    households,
    lives,
    offers,
    partners,
    plans,
    questions,
    returning,
    story,
    team,
    waiting,
)
from eenplan.demo.areas import TOTALS, Areas, Served, spots
from eenplan.demo.cases import Cases
from eenplan.demo.chance import Chance, workday
from eenplan.demo.copying import Load
from eenplan.demo.known import Known, Life
from eenplan.demo.staff import ACCOUNTS, HOME, Staff, Team, Worker, hire, verify_addresses
from eenplan.network.models import Assignment, Partnership
from eenplan.network.reference import reference_id
from eenplan.referrals.enums import ReferrerType, State
from eenplan.referrals.models import Fact

BRUSSELS = "P07"
AT_ONCE = 2_000
REFERRED_AGAIN = 0.04
# Trajectories a year: all together, and kept for mandated facilities (as one partnership told in public).
QUOTAS = {"": 200, ReferrerType.MANDATED.value: 60}
QUIET = timedelta(days=45)
EXTRA_DAYS = 700

Progress = Callable[[int], object]


def is_loaded() -> bool:
    """Whether the demo's own workers are there already."""
    return Account.objects.filter(email=ACCOUNTS[0].email).exists()


def number_of_cases(scale: float = 1, families: int = 0) -> int:
    """About how many referrals a load makes, for a progress bar."""
    elsewhere = sum(row[-1] for row in lives.ELSEWHERE) + lives.HELPED_ELSEWHERE + lives.ENDED_LATELY
    at_home = sum(row[-1] for row in lives.AT_HOME) + lives.HELPED_AT_HOME + lives.ENDED_LATELY
    return sum(round(total * scale) for total in TOTALS.values()) + at_home + 15 * elsewhere + families


def load_demo_data(
    acting: Acting, *, today: date, scale: float = 1, progress: Progress = lambda cases: None
) -> None:
    """Load all: workers and accounts, the years gone by, what lies on the desks today, and who heard of what.

    `scale` shrinks the years gone by and the desks elsewhere, for tests. `progress` hears how many referrals were added.
    """
    with transaction.atomic():
        made = _load(acting, today=today, scale=scale, progress=progress)
        # What happened stands in the outbox when the act that did it is over.
        _tell_who_hears(acting, made=made, today=today)


@dataclass(frozen=True, slots=True)
class _Made:
    """Of a load: its workers, the family of the story, and those of the coach with an account."""

    staff: Staff
    kaat: UUID
    given: list[Known]


@action
def _tell_who_hears(acting: Acting, *, made: _Made, today: date) -> None:
    home = reference_id("partnership", HOME)
    hearing.of_kaat(made.staff, home, today, made.kaat)
    hearing.of_others(made.staff, home, today, made.given[plans.AGREED :])
    become(acting)


@action
def _load(acting: Acting, *, today: date, scale: float, progress: Progress) -> _Made:
    load = Load()
    staff = hire(load)
    load.write()
    verify_addresses()
    contact_points.answer(HOME, today)
    partners.take_part(HOME, today)
    maker = _Maker(load, staff, today, progress, waits=True)
    for year, total in TOTALS.items():
        maker.year_gone_by(year, round(total * scale))
    maker.today(scale)
    maker.waits_of_before(scale)
    given = maker.of_the_coach()
    maker.write()
    maker.cases.helping.begin()
    home = reference_id("partnership", HOME)
    kaat = story.tell(staff, home, today)
    questions.ask_and_answer(staff.acting(Role.INTAKE, home), home, today)
    new_year = today.replace(month=1, day=1)
    with clock.telling(datetime.combine(new_year, time(9), clock.BRUSSELS)):
        for kind, number in QUOTAS.items():
            set_quota(
                staff.acting(Role.COORDINATOR, home), referrer_type=kind, number=number, from_day=new_year
            )
    for stage, known in enumerate(given):
        plans.write(staff, home, today, known, stage)
    returning.tell(staff, home, today)
    become(acting)
    team.tell(staff, home, today, told=[kaat, *(UUID(known.family_id) for known in given)])
    offered = offers.tell(staff, home, today)
    waiting.tell(staff, home, today, offered, kaat)
    waiting.ask(staff, home, today, offered, UUID(given[plans.ON_THE_WAY].family_id))
    awaited.note_when_it_was()
    become(acting)
    load.analyze()
    record(acting, "demo:data:loaded")
    return _Made(staff, kaat, given)


@action
def add_families(
    acting: Acting,
    *,
    today: date,
    number: int,
    partnership: str = "",
    progress: Progress = lambda cases: None,
) -> None:
    """Add so many more families, received in the last two years: for measuring.

    Spread over all areas, or all in one `partnership` (a code of today).
    """
    load = Load()
    maker = _Maker(load, _standing_staff(), today, progress)
    maker.more(number, seed=Fact.objects.count(), partnership=partnership)
    maker.write()
    load.analyze()
    record(acting, "demo:families:added")


def look_around() -> None:
    """Let PostgreSQL learn how many rows there are now, so that the first pages are quick."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _standing_staff() -> Staff:
    """The teams that an earlier load made."""
    staff = Staff({str(key): Team() for key in Partnership.objects.values_list("id", flat=True)}, {})
    for row in (
        Assignment.objects.select_related("staff_member")
        .filter(role__in=["intake", "coach"], period__endswith=None)
        .order_by("id")
    ):
        member = row.staff_member
        if member.account_id and row.role == "coach":
            continue
        worker = Worker(
            str(member.id),
            str(member.actor_id),
            str(row.id),
            str(member.organisation_id),
            float(row.share) or 0.1,
            member.name,
        )
        team = staff.teams[str(row.partnership_id)]
        (team.intake if row.role == "intake" else team.coaches).append(worker)
    return staff


@dataclass(slots=True)
class _Zone:
    """A zone as it is served today."""

    zone_id: str
    weight: float
    served: Served


class _Maker:
    """Adds cases, and sends them off in portions. `waits`: who is helped now waits for help as well."""

    def __init__(
        self, load: Load, staff: Staff, today: date, progress: Progress, *, waits: bool = False
    ) -> None:
        self.load, self.day, self.progress = load, today, progress
        self.areas = Areas()
        self.cases = Cases(load, self.areas, staff, today, waits=waits)
        self._known: dict[str, deque[Known]] = defaultdict(lambda: deque(maxlen=200))
        self._waiting = 0

    def write(self) -> None:
        """Send off what has been made so far."""
        self.load.write()
        self.progress(self._waiting)
        self._waiting = 0

    def _added(self) -> None:
        self._waiting += 1
        if self._waiting >= AT_ONCE:
            self.write()

    def year_gone_by(self, year: int, total: int) -> None:
        """All referrals of a year."""
        chance = Chance(f"year:{year}")
        for spot in spots(self.areas, year, total):
            served = self.areas.later(spot.zone_id, spot.day)[0]
            life = lives.long_ago(chance, spot.day, _speed(served), self.day)
            again = self._free(chance, spot.zone_id, spot.day)
            self._gone_by(chance, spot.zone_id, served, life, again)

    def _gone_by(self, chance: Chance, zone_id: str, served: Served, life: Life, again: Known | None) -> None:
        day = life.received.date()
        home = (
            households.again(chance, again.household, day)
            if again
            else households.household(chance, day, brussels=served.code == BRUSSELS)
        )
        known = self.cases.add(chance, zone_id=zone_id, life=life, household=home, again=again)
        self._known[zone_id].append(known)
        self._added()

    def _free(self, chance: Chance, zone_id: str, day: date) -> Known | None:
        """Now and then a family of this zone that was helped before and comes back."""
        if not chance.maybe(REFERRED_AGAIN):
            return None
        waiting = self._known[zone_id]
        for at, known in enumerate(waiting):
            if known.free_from and known.free_from + QUIET < day:
                del waiting[at]
                return known
        return None

    def _zones(self) -> Iterator[tuple[str, list[_Zone]]]:
        """The zones of each partnership of today, by code."""
        of: dict[str, list[_Zone]] = defaultdict(list)
        for zone_id, (_code, young) in self.areas.zones.items():
            served = self.areas.at(zone_id, self.day)
            if served:
                of[served.code].append(_Zone(zone_id, young, served))
        yield from sorted(of.items())

    def today(self, scale: float) -> None:
        """What lies on the desk of each partnership today, and who is being helped."""
        for code, zones in self._zones():
            chance, at_home = Chance(f"today:{code}"), code == HOME
            helped = lives.HELPED_AT_HOME if at_home else round(lives.HELPED_ELSEWHERE * scale)
            speed = _speed(zones[0].served)
            for life in (
                *lives.being_helped(chance, self.day, speed, helped),
                *lives.on_the_desk(chance, self.day, at_home=at_home, scale=scale),
                *lives.ended_lately(chance, self.day),
            ):
                self._rich(chance, zones, life)

    def waits_of_before(self, scale: float) -> None:
        """The waits of families who are not in the demo, in each zone."""
        for code, zones in self._zones():
            for zone in zones:
                awaited.add_waits_of_before(
                    self.load, zone.zone_id, self.day, at_home=code == HOME, scale=scale
                )

    def of_the_coach(self) -> list[Known]:
        """The families of the coach who has an account: helped already, and one that still waits."""
        chance = Chance("coach")
        coach = self.cases.staff.accounts[Role.COACH]
        zones = dict(self._zones())[HOME]
        helped = list(lives.being_helped(chance, self.day, _speed(zones[0].served), plans.STAGES))
        waiting = lives.waiting(chance, self.day, State.COACH_GIVEN, 9)
        return [self._rich(chance, zones, life, coach) for life in (*helped, waiting)][: plans.STAGES]

    def more(self, number: int, *, seed: int, partnership: str = "") -> None:
        """More families for measuring: most helped and closed, some being helped, some waiting."""
        chance = Chance(f"more:{seed}")
        everywhere = [zone for code, zones in self._zones() for zone in zones if partnership in ("", code)]
        for _family in range(number):
            (zone,) = chance.choices(everywhere, [zone.weight for zone in everywhere])
            speed = _speed(zone.served)
            kind = chance.one(("gone", 70), ("helped", 20), ("waiting", 10))
            if kind == "gone":
                day = workday(self.day - timedelta(days=chance.randrange(300, EXTRA_DAYS)))
                self._gone_by(
                    chance, zone.zone_id, zone.served, lives.long_ago(chance, day, speed, self.day), None
                )
                continue
            life = (
                next(lives.being_helped(chance, self.day, speed, 1))
                if kind == "helped"
                else lives.one_waiting(chance, self.day)
            )
            self._rich(chance, [zone], life)

    def _rich(self, chance: Chance, zones: list[_Zone], life: Life, coach: Worker | None = None) -> Known:
        (zone,) = chance.choices(zones, [zone.weight for zone in zones])
        home = households.household(chance, life.received.date(), brussels=zone.served.code == BRUSSELS)
        known = self.cases.add(
            chance, zone_id=zone.zone_id, life=life, household=home, coach=coach, rich=True
        )
        self._added()
        return known


def _speed(served: Served) -> tuple[float, float]:
    return lives.pace(Chance(f"pace:{served.code}"))

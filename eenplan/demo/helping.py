"""An invented trajectory: the coach, the plan, and how it ended. As rows for COPY."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from eenplan.core.clock import BRUSSELS, day_of
from eenplan.demo.awaited import AWAITED, days_waited
from eenplan.demo.chance import Chance, workday
from eenplan.demo.copying import Load
from eenplan.demo.files import Files
from eenplan.demo.known import Known, Life
from eenplan.demo.staff import Worker
from eenplan.families.enums import ItemKind
from eenplan.plans import models as plans
from eenplan.plans.enums import ClosureReason, HelpState, SectionKey
from eenplan.plans.rules import default_review
from eenplan.plans.rules.labels import is_of_health

CLOSURES = (
    (
        ClosureReason.GOALS_REACHED,
        "Geen grote vragen meer. Slapen blijft soms moeilijk.",
        "Het gezin zelf, met oma en de school.",
    ),
    (
        ClosureReason.OTHER_HELP,
        "De begeleiding op maat is gestart en loopt door.",
        "De thuisbegeleiding neemt het over.",
    ),
    (
        ClosureReason.NETWORK,
        "Geld blijft krap.",
        "Het OCMW volgt het budget mee op, de buurvrouw helpt met de kinderen.",
    ),
    (ClosureReason.FAMILY_STOPS, "Het gezin wil nu rust.", "De huisarts blijft het aanspreekpunt."),
    (ClosureReason.MOVED, "De nieuwe school zoeken.", "Het CLB van de nieuwe gemeente."),
)


class Helping:
    """Puts trajectories in a load."""

    def __init__(self, load: Load, files: Files, today: date) -> None:
        self.load, self.files, self.today = load, files, today
        # Of help that began meanwhile: after how many days, and which.
        self._began: dict[int, list[str]] = defaultdict(list)

    def add(self, chance: Chance, known: Known, life: Life, worker: Worker, referral_id: str) -> str:
        """A trajectory with its coach and its plan, and how it ended; the plan's id."""
        given = life.coach_given or life.received
        started, trajectory_id = day_of(given), chance.new_id(given)
        until = life.closed + timedelta(days=1) if life.closed else None
        self.load[plans.Trajectory].add(
            id=trajectory_id,
            family_id=known.family_id,
            referral_id=referral_id,
            started_on=started,
            ended_on=life.closed,
            recorded_at=given,
        )
        self.load[plans.CoachAssignment].add(
            id=chance.new_id(given),
            family_id=known.family_id,
            trajectory_id=trajectory_id,
            staff_member_id=worker.staff_id,
            actor_id=worker.actor_id,
            period=DateRange(started, until),
            recorded_at=given,
        )
        plan_id = chance.new_id(given)
        closed_at = datetime.combine(life.closed, time(16, 0), BRUSSELS) if life.closed else None
        self.load[plans.Plan].add(
            id=plan_id,
            family_id=known.family_id,
            trajectory_id=trajectory_id,
            created_at=given,
            closed_at=closed_at,
            next_review_date=_review(started, life.closed or self.today),
        )
        if life.closed is None:
            worker.load += 1
            for key in SectionKey:
                self.load[plans.Section].add(
                    id=chance.new_id(given),
                    family_id=known.family_id,
                    plan_id=plan_id,
                    key=key.value,
                    changed_at=given,
                    changed_by_id=worker.actor_id,
                )
            return plan_id
        reason, needs, continues = chance.choice(CLOSURES)
        self.load[plans.Closure].add(
            trajectory_id=trajectory_id,
            family_id=known.family_id,
            reason=reason.value,
            remaining_needs=needs,
            who_continues=continues,
            told_of_retention_on=life.closed,
            copy_offered=True,
            aftercare_on=life.closed + timedelta(days=182),
            satisfaction=chance.one((None, 30), (7, 20), (8, 25), (9, 15), (6, 7), (4, 3)),
            closed_by_id=worker.actor_id,
            recorded_at=closed_at,
        )
        return plan_id

    def wait(self, known: Known, held: datetime, worker: Worker, plan_id: str) -> None:
        """What the family waits for since its first conversation or later; part of it began meanwhile."""
        chance = Chance(f"wait:{plan_id}")
        often = [(one, one.often) for one in AWAITED]
        chosen = {chance.one(*often): None for _wait in range(chance.one((0, 15), (1, 35), (2, 35), (3, 15)))}
        helped = (self.today - day_of(held)).days
        for position, one in enumerate(chosen):
            since = min(
                workday(day_of(held) + timedelta(days=chance.randrange(2, max(3, helped)))), self.today
            )
            asked = max(since, self.today - timedelta(days=chance.randrange(1, 60)))
            weeks = chance.one((None, 30), (8, 20), (16, 25), (30, 25))
            at = max(datetime.combine(since, time(7, 0), BRUSSELS), held)
            health = is_of_health(one.kind)
            item_id = self.files.item(chance, known, ItemKind.HELP, at, worker.actor_id, health=health)
            self.files.say(chance, known, item_id, one.what, at, worker.actor_id)
            self.load[plans.PlanItem].add(
                item_id=item_id,
                family_id=known.family_id,
                plan_id=plan_id,
                section=SectionKey.HELP.value,
                position=position,
            )
            self.load[plans.Help].add(
                item_id=item_id,
                family_id=known.family_id,
                plan_id=plan_id,
                organisation=one.organisation,
                state=HelpState.WAITING.value,
                since=since,
                asked_on=asked,
                expected=self.today + timedelta(weeks=weeks) if weeks else None,
                help_type=one.kind.value,
            )
            after = days_waited(chance, one)
            if since + timedelta(days=after) <= self.today:
                self._began[after].append(item_id)

    def begin(self) -> None:
        """Let what began meanwhile begin, once the load is written: it was waited for until then, and is counted so."""
        for days, items in self._began.items():
            rows = plans.Help.objects.filter(item_id__in=items)
            rows.update(state=HelpState.STARTED, started_on=F("since") + timedelta(days=days))
        self._began.clear()


def _review(started: date, until: date) -> date:
    """The next of the days, six weeks apart, on which a plan is looked at: the first that comes after a day."""
    review = default_review(started)
    while review <= until:
        review = default_review(review)
    return workday(review)

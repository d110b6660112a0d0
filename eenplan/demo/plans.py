"""Plans of the families of the coach with an account, each at another stage, by the product's own actions."""

import tomllib
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from eenplan.core import clock
from eenplan.core.acting import Acting
from eenplan.core.clock import BRUSSELS, telling
from eenplan.core.enums import Role
from eenplan.demo.chance import Chance, workday
from eenplan.demo.known import Known
from eenplan.demo.staff import Staff
from eenplan.families.actions import HomeFields, plan_contact, record_contact
from eenplan.families.enums import Channel, ContactKind, PersonRole, Share
from eenplan.families.models import Person
from eenplan.network.queries import life_domains
from eenplan.plans import actions
from eenplan.plans.actions import GoalFields, HelpFields, Presence, Reply, ReviewFields, StepFields
from eenplan.plans.enums import Answer, AnswerForm, HelpState, HelpType, Mark
from eenplan.plans.models import Plan

# Stages: begun; all of life marked; agreed; agreed with steps done; review due this week; second version.
STAGES = 6
MARKED, AGREED, ON_THE_WAY, REVIEW_DUE, SECOND_VERSION = range(1, STAGES)


@cache
def _wishes() -> dict[str, Any]:
    with (Path(__file__).parent / "plans.toml").open("rb") as file:
        found: dict[str, Any] = tomllib.load(file)["domain"]
        return found


def write(staff: Staff, partnership_id: UUID, today: date, known: Known, stage: int) -> None:
    """Write the plan of one family, as far as its stage says."""
    coach = staff.acting(Role.COACH, partnership_id)
    writer = _Writer(coach, UUID(staff.accounts[Role.COACH].staff_id), today, known, Chance(f"plan:{stage}"))
    with telling(_at(today - timedelta(days=30))):
        writer.begin(all_domains=stage >= MARKED)
        if stage >= MARKED:
            writer.goal()
        if stage >= AGREED:
            writer.agree(
                today + timedelta(days=4 if stage == REVIEW_DUE else 50), partly=stage == SECOND_VERSION
            )
    if stage >= ON_THE_WAY:
        with telling(_at(today - timedelta(days=9))):
            writer.go_on()
    if stage == SECOND_VERSION:
        with telling(_at(today - timedelta(days=5))):
            writer.second_goal()
            writer.two_homes()
            writer.agree(today + timedelta(days=60))
    writer.next_visit(stage)


def _at(day: date) -> datetime:
    return datetime.combine(day - timedelta(days=max(day.weekday() - 4, 0)), time(15), BRUSSELS)


class _Writer:
    """Writes in the plan of one family, as its coach."""

    def __init__(self, coach: Acting, coach_id: UUID, today: date, known: Known, chance: Chance) -> None:
        self.coach, self.coach_id, self.today, self.chance = coach, coach_id, today, chance
        self.home = known.household
        self.family_id = UUID(known.family_id)
        self.persons = [UUID(person) for person in known.person_ids]
        self.plan_id = Plan.objects.values_list("id", flat=True).get(family_id=self.family_id)
        fitting = [domain for domain in self.home.theme.domains if domain in _wishes()]
        self.domains = [*fitting, *(domain for domain in _wishes() if domain not in fitting)]
        self.review = today
        self.steps: list[UUID] = []
        self.goals: list[UUID] = []

    @property
    def speaker(self) -> UUID:
        """Who of the family speaks."""
        return self.persons[self.home.speaker]

    def begin(self, *, all_domains: bool) -> None:
        """A wish, a strength, and life in one tap per domain."""
        wish = self.chance.choice(self.home.theme.hopes).format(child=self._child, other="oma", age="")
        actions.write_wish(self.coach, plan_id=self.plan_id, text=wish, speaker_id=self.speaker)
        actions.write_strength(self.coach, plan_id=self.plan_id, text=self.home.well, speaker_id=self.speaker)
        codes = [domain.code for domain in life_domains(self.coach, on=self.today)]
        for code in codes if all_domains else codes[:4]:
            talk = code in self.home.theme.domains
            mark = Mark.TALK_ABOUT if talk else self.chance.one((Mark.GOES_WELL, 60), (Mark.NOT_NOW, 40))
            score = self.chance.randint(2, 5) if talk else None
            actions.mark_domain(self.coach, plan_id=self.plan_id, domain=code, mark=mark, score=score)

    @property
    def _child(self) -> str:
        return self.home.children[0].given_name or "de baby"

    def goal(self) -> None:
        """The first goal with its steps, and the help that is waited for."""
        wish = self._goal(self.domains[0])
        what, organisation, bridge, kind = wish["wait"]
        since = self.today - timedelta(days=self.chance.randrange(30, 90))
        waiting = HelpFields(
            what,
            HelpState.WAITING,
            organisation=organisation,
            help_type=HelpType(kind),
            since=since,
            asked_on=since,
            expected=self.today + timedelta(days=self.chance.randrange(30, 150)),
            bridge=bridge,
        )
        actions.add_help(self.coach, plan_id=self.plan_id, help=waiting)

    def second_goal(self) -> None:
        """One goal more, in the second version."""
        self._goal(self.domains[1])

    def two_homes(self) -> None:
        """The children live part of the time with one parent, and part of the time with the other."""
        people = list(Person.objects.filter(family_id=self.family_id, due_date=None).order_by("position"))
        children = {one.id: Share.PART for one in people if one.role == PersonRole.CHILD}
        for name in ("bij mama", "bij papa"):
            home = HomeFields(name, since=self.today - timedelta(days=400), residents=children)
            actions.note_home(self.coach, plan_id=self.plan_id, home=home)
        actions.add_help(
            self.coach,
            plan_id=self.plan_id,
            help=HelpFields(
                "Gesprekken op school", HelpState.ENDED, organisation="CLB (demo)",
                ended_on=self.today - timedelta(days=300), worked="Iemand die elke week op dezelfde dag kwam.",
                not_worked="Het stopte toen het schooljaar stopte.",
            ),
        )  # fmt: skip

    def _goal(self, domain: str) -> dict[str, Any]:
        wish: dict[str, Any] = _wishes()[domain]
        start = self.chance.randint(2, 4)
        fields = GoalFields(
            wish["goal"],
            expressed_by_id=self.speaker,
            notice=wish["notice"],
            domain=domain,
            score_start=start,
            score_now=start,
            score_target=8,
            target_date=self.today + timedelta(days=self.chance.randrange(40, 120)),
        )
        goal = actions.add_goal(self.coach, plan_id=self.plan_id, goal=fields).item_id
        self.goals.append(goal)
        for number, (text, owner) in enumerate(wish["steps"]):
            self._step(goal, text, owner, workday(self.today + timedelta(days=(3, 17, 30)[number])))
        return wish

    def _step(self, goal: UUID, text: str, owner: str, due: date) -> None:
        step = StepFields(
            text,
            due,
            goal_id=goal,
            person_id=self.speaker if owner == "family" else None,
            network_name=self.chance.choice(("Oma", "De buurvrouw", "Tante", "Een vriendin"))
            if owner == "network"
            else "",
            staff_member_id=self.coach_id if owner == "coach" else None,
            organisation_name=owner if owner.endswith("(demo)") else "",
        )
        self.steps.append(actions.add_action(self.coach, plan_id=self.plan_id, step=step).item_id)

    def agree(self, review: date, *, partly: bool = False) -> None:
        """Make the plan as it stands active; the speaker agrees, or partly."""
        answer = Answer.PARTLY if partly else Answer.AGREED
        self.review = workday(review)
        words = "Het gaat wat snel voor mij." if partly else ""
        actions.activate_plan(
            self.coach,
            plan_id=self.plan_id,
            took_part=[Presence(person_id=self.speaker), Presence(staff_member_id=self.coach_id)],
            next_review_date=self.review,
            agreements=[Reply(self.speaker, answer, AnswerForm.ALOUD, words)],
        )

    def go_on(self) -> None:
        """A step done, a score risen, a visit noted."""
        actions.tick_action(self.coach, action_id=self.steps[0])
        actions.hold_review(
            self.coach,
            plan_id=self.plan_id,
            review=ReviewFields(
                on=clock.today(),
                next_review_date=self.review,
                person_ids=(self.speaker,),
                scores={self.goals[0]: 6},
                back="Het gaat trager dan gehoopt, maar het gaat vooruit.",
                changes="De stap die lukte, doen we elke week. De andere maken we kleiner.",
            ),
        )
        held = _at(self.today - timedelta(days=9)) - timedelta(hours=2)
        record_contact(
            self.coach,
            family_id=self.family_id,
            kind=ContactKind.FAMILY,
            channel=Channel.HOME,
            held_at=held,
            present=[self.speaker],
            text="Samen gekeken wat al lukt. Dat is meer dan ze dachten.",
        )

    def next_visit(self, stage: int) -> None:
        """The next visit, this week or the next."""
        planned = datetime.combine(
            workday(self.today + timedelta(days=stage + 1)), time(10 + stage), BRUSSELS
        )
        plan_contact(
            self.coach,
            family_id=self.family_id,
            kind=ContactKind.FAMILY,
            channel=Channel.HOME,
            planned_for=planned,
            persons=[self.speaker],
        )

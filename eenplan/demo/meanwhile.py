"""How Kaat and Jeroen's family sat together, looked at its plan again, and writes in it: part of their story."""

from datetime import datetime
from functools import partial
from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.core.clock import telling
from eenplan.core.enums import ActorKind, Purpose, Role
from eenplan.demo.chance import Chance
from eenplan.demo.days import Days
from eenplan.demo.together import People
from eenplan.families.models import Person
from eenplan.plans import actions as plans
from eenplan.plans.actions import ReviewFields
from eenplan.plans.actions.at_table import (
    close_round_table,
    decide,
    go_to_point,
    open_round_table,
    say_at_point,
)
from eenplan.plans.actions.contributions import Brought, bring
from eenplan.plans.actions.messages import send_message
from eenplan.plans.actions.round_tables import (
    NewSeat,
    When,
    add_own_point,
    add_points,
    agree_seats,
    answer_seat,
    plan_round_table,
)
from eenplan.plans.actions.side_notes import write_side_note
from eenplan.plans.enums import Attendance, Brings, Coming, HelpState
from eenplan.plans.models import (
    Action,
    DomainMark,
    Goal,
    Help,
    RoundTable,
    Seat,
    TableDecision,
    TablePoint,
    TeamMember,
)

MUST, MAY = Attendance.MUST, Attendance.MAY
COACH = "Hanne Vermeulen"
WEDNESDAY = "Wie haalt Fien en Seppe op woensdag van school?"
# What each goal scores at the two reviews, by its part of life.
SCORES = {"housing": (2, 3), "money": (5, 6), "together": (5, 7), "leisure": (7, 8)}


def plan_first_table(
    coach: Acting, family_id: UUID, plan_id: UUID, people: People, starts_at: datetime
) -> UUID:
    """At home, at Jeroen's bed, with who helps. What they talk about comes from the plan, and one point is their own."""
    table = plan_round_table(
        coach, family_id=family_id, when=When(starts_at, 90, place="Bij ons thuis, aan het bed van Jeroen")
    )
    seats = _seats(plan_id, people, ("Oma Lutgart", MUST), ("Neef Wim", MAY), ("Samira", MUST), (COACH, MUST))
    agree_seats(coach, table_id=table.pk, seats=seats, agreed_with_id=people.kaat)
    marks = DomainMark.objects.filter(family_id=family_id, domain="together")
    waiting = Help.objects.filter(family_id=family_id, state=HelpState.WAITING).order_by("item_id")
    points = {marks.get().item_id: "Thuis samenleven"} | {row.item_id: "" for row in waiting[:1]}
    add_points(coach, table_id=table.pk, pieces=points)
    add_own_point(coach, table_id=table.pk, text=WEDNESDAY)
    _answer(
        coach,
        table,
        dict.fromkeys(("Kaat", "Jeroen", "Seppe", "Oma Lutgart", "Neef Wim", "Samira", COACH), Coming.YES),
    )
    return table.item_id


def sit_together(coach: Acting, table_id: UUID, people: People, days: Days) -> None:
    """What each says, what they decide, and who does it by when. One decision asks nothing of anybody."""
    open_round_table(coach, table_id=table_id)
    quiet, waiting, wednesday = TablePoint.objects.filter(table_id=table_id).order_by("position")
    seats = {_name(one): one.id for one in Seat.objects.filter(table_id=table_id).select_related("person")}
    say = partial(say_at_point, coach)
    say(
        point_id=quiet.pk,
        text="We snauwen als we moe zijn. Dat is niet wie we zijn.",
        speaker_id=people.jeroen,
    )
    say(point_id=quiet.pk, text="Als er een gsm op tafel ligt, praat er niemand.", speaker_id=people.seppe)
    decide(coach, point_id=quiet.pk, text="Aan tafel liggen er geen gsm's", needs_nobody=True)
    go_to_point(coach, table_id=table_id, point_id=waiting.pk)
    say(point_id=waiting.pk, text="Ik weet niet eens of ze ons nog kennen.", speaker_id=people.kaat)
    decide(
        coach,
        point_id=waiting.pk,
        text="Bellen naar Het Anker: waar staan we op de lijst?",
        seat_id=seats["Samira"],
        due_on=days.ago(40),
    )
    go_to_point(coach, table_id=table_id, point_id=wednesday.pk)
    say(point_id=wednesday.pk, text="Ik heb tijd op woensdag, en pannenkoeken. (oma Lutgart)")
    decide(
        coach,
        point_id=wednesday.pk,
        text="Een briefje aan de school geven dat oma mag ophalen",
        seat_id=seats["Kaat"],
        due_on=days.ago(45),
    )
    came = [seats[name] for name in ("Kaat", "Jeroen", "Seppe", "Oma Lutgart", "Samira", COACH)]
    close_round_table(coach, table_id=table_id, came=came)


def look_again(coach: Acting, plan_id: UUID, people: People, days: Days) -> None:
    """Two reviews, with a score for each goal; the next one is soon."""
    goals = dict(Goal.objects.filter(plan_id=plan_id).values_list("domain", "item_id"))
    told = (
        (
            30,
            days.ago(9),
            "De ochtenden lukken beter. Op een huis moeten we wachten, dat is het moeilijkste.",
            "Wim kijkt mee naar huizen in Zutendaal. De post openen we op vrijdag, niet meer op maandag.",
        ),
        (
            9,
            days.ahead(5),
            "We roepen minder, en niemand slaapt nog slecht van een brief.",
            "We houden wat lukt. Over het huis praten we op het volgende overleg met iedereen.",
        ),
    )
    for number, (ago, following, back, changes) in enumerate(told):
        with telling(days.at(ago, 15)):
            plans.hold_review(
                coach,
                plan_id=plan_id,
                review=ReviewFields(
                    on=days.ago(ago),
                    next_review_date=following,
                    person_ids=(people.kaat, people.jeroen),
                    scores={goals[code]: scores[number] for code, scores in SCORES.items()},
                    back=back,
                    changes=changes,
                ),
            )
    with telling(days.at(9, 16)):
        decided = TableDecision.objects.filter(point__table__plan_id=plan_id, step__isnull=False)
        for step in Action.objects.filter(item_id__in=decided.values("step_id")):
            plans.tick_action(coach, action_id=step.item_id)
        write_side_note(
            coach,
            beside_id=goals["money"],
            text="Het OCMW wacht op de loonfiches van Jeroen. Samira vraagt ze zelf op.",
        )


def plan_next_table(coach: Acting, family_id: UUID, plan_id: UUID, people: People, days: Days) -> None:
    """Next week they sit together about the house. Some answered already, one cannot come, one said nothing yet."""
    with telling(days.at(2, 11)):
        table = plan_round_table(
            coach, family_id=family_id, when=When(days.at_ahead(8, 14), 90, place="Huis van het Kind, zaal 2")
        )
        seats = _seats(
            plan_id, people, ("Oma Lutgart", MAY), ("Neef Wim", MUST), ("Samira", MUST), (COACH, MUST)
        )
        agree_seats(
            coach,
            table_id=table.pk,
            seats=[*seats, NewSeat(MAY, name="Juf Nele")],
            agreed_with_id=people.kaat,
        )
        goals = Goal.objects.filter(plan_id=plan_id, domain__in=("housing", "money")).order_by("item_id")
        add_points(coach, table_id=table.pk, pieces={row.item_id: "" for row in goals})
        add_own_point(coach, table_id=table.pk, text="Wat als het ziekenhuisbed in de living blijft?")
    with telling(days.at(1, 19)):
        answer_seat(
            _kaat(people), seat_id=Seat.objects.get(table=table, person_id=people.kaat).id, said=Coming.YES
        )
        _answer(
            coach,
            table,
            {"Jeroen": Coming.YES, "Neef Wim": Coming.YES, "Samira": Coming.NO, COACH: Coming.YES},
        )


def write_with_the_card(plan_id: UUID, people: People, days: Days) -> None:
    """With her card Kaat proposes a step, says something beside a goal, and writes to the coach: all of it waits."""
    kaat, keys = _kaat(people), Chance("meanwhile")
    home = Goal.objects.get(plan_id=plan_id, domain="housing").item_id
    with telling(days.at(1, 20)):
        for brought in (
            Brought(
                Brings.STEP,
                "Ik wil de huisbaas van de bovenbuur bellen. Daar komt iets vrij.",
                UUID(keys.new_id(days.at(1, 20))),
                for_all=True,
                beside_id=home,
                own=True,
            ),
            Brought(
                Brings.COMMENT,
                "Twee slaapkamers zou voor mij ook al goed zijn, als ze groot zijn.",
                UUID(keys.new_id(days.at(1, 20))),
                for_all=True,
                beside_id=home,
            ),
        ):
            bring(kaat, new=brought)
        send_message(
            kaat,
            sent_key=UUID(keys.new_id(days.at(1, 20))),
            text="Dag Hanne, donderdag moet Finn naar de oorarts. Kan je een uur later komen?",
        )


def _seats(plan_id: UUID, people: People, *helpers: tuple[str, Attendance]) -> list[NewSeat]:
    members = dict(TeamMember.objects.filter(plan_id=plan_id).values_list("name", "item_id"))
    return [
        NewSeat(MUST, people.kaat),
        NewSeat(MUST, people.jeroen),
        NewSeat(MAY, people.seppe),
        *(NewSeat(attendance, member_id=members[name]) for name, attendance in helpers),
    ]


def _answer(coach: Acting, table: RoundTable, said: dict[str, Coming]) -> None:
    for seat in Seat.objects.filter(table=table).select_related("person"):
        if _name(seat) in said:
            answer_seat(coach, seat_id=seat.id, said=said[_name(seat)])


def _name(seat: Seat) -> str:
    return seat.person.given_name if seat.person else seat.name


def _kaat(people: People) -> Acting:
    person = Person.objects.get(id=people.kaat)
    assert person.actor_id is not None  # noqa: S101 (her card was made before)
    return Acting(
        person.actor_id,
        ActorKind.FAMILY_MEMBER,
        Role.FAMILY_MEMBER,
        purpose=Purpose.OWN_PLAN,
        family_id=person.family_id,
    )

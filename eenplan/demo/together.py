"""Who is around Kaat and Jeroen, what each child wants, and how they work together: part of their story."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.families.actions import (
    HomeFields,
    KinshipFields,
    RelativeFields,
    draw_tie,
    note_relative,
    tie,
)
from eenplan.families.enums import Gender, KinshipKind, Share, TieKind
from eenplan.families.models import Person
from eenplan.families.rules import RELEASED
from eenplan.plans import actions as plans
from eenplan.plans.actions import (
    ChildViewFields,
    DisagreementFields,
    LinkedPlanFields,
    MattersFields,
    TeamFields,
)
from eenplan.plans.enums import Attendance, Closeness, SaidHow, Secrecy, TeamKind, Topic

CLB = "CLB (demo)"
OCMW = "OCMW (demo)"


@dataclass(frozen=True, slots=True)
class People:
    """Who the story is about."""

    kaat: UUID
    jeroen: UUID
    seppe: UUID
    fien: UUID
    finn: UUID


def write_team(coach: Acting, plan_id: UUID, coach_id: UUID) -> None:
    """Who helps, when to reach them, and who comes when everybody sits together."""
    add = partial(plans.note_team_member, coach, plan_id=plan_id)
    add(
        member=TeamFields(
            "Oma Lutgart",
            TeamKind.FAMILY,
            role="mama van Kaat",
            secrecy=Secrecy.NO,
            availability="elke dag, ook 's avonds",
            attendance=Attendance.MUST,
        )
    )
    add(
        member=TeamFields(
            "Neef Wim",
            TeamKind.NETWORK,
            role="neef van Jeroen",
            secrecy=Secrecy.NO,
            availability="op zaterdag",
            attendance=Attendance.MAY,
        )
    )
    add(
        member=TeamFields(
            "Hanne Vermeulen",
            TeamKind.PROFESSIONAL,
            role="gezinscoach",
            phone="089 00 00 00",
            secrecy=Secrecy.YES,
            staff_member_id=coach_id,
        )
    )
    add(
        member=TeamFields(
            "Leen", TeamKind.PROFESSIONAL, role="aanmelder", organisation=CLB, secrecy=Secrecy.YES
        )
    )
    add(
        member=TeamFields(
            "Samira",
            TeamKind.PROFESSIONAL,
            role="maatschappelijk werker",
            organisation=OCMW,
            secrecy=Secrecy.YES,
        )
    )


def write_parts(coach: Acting, plan_id: UUID, people: People, on: date) -> None:
    """Where they live, who matters, what each child wants, what when it gets hard, and who does not agree."""
    others = (people.kaat, people.jeroen, people.seppe, people.finn)
    plans.note_home(
        coach,
        plan_id=plan_id,
        home=HomeFields("ons huis", residents={**dict.fromkeys(others, Share.FULL), people.fien: Share.PART}),
    )
    at_grandma = plans.note_home(
        coach, plan_id=plan_id, home=HomeFields("bij oma Lutgart", residents={people.fien: Share.PART})
    )
    _draw(coach, people, at_grandma.item_id)
    for parent in (people.kaat, people.jeroen):
        for child in (people.seppe, people.fien, people.finn):
            tie(coach, person_id=parent, child_id=child, kind=TieKind.AUTHORITY)
    _write_people(coach, plan_id, people, on)
    write = partial(plans.write_on_topic, coach, plan_id=plan_id)
    write(topic=Topic.SIGNS, text="Ik word stil en Jeroen roept sneller.", speaker_id=people.kaat)
    write(topic=Topic.OURSELVES, text="Eén van ons gaat een blokje om.", speaker_id=people.jeroen)
    write(topic=Topic.CALL, text="Eerst oma Lutgart. Lukt dat niet: Hanne.", speaker_id=people.kaat)
    write(topic=Topic.RHYTHM, text="Hanne komt elke week op donderdag.")
    write(topic=Topic.SHARING, text="Niemand belt zonder dat wij het weten.", speaker_id=people.kaat)
    write(topic=Topic.SCHOOL, text="Dat doe ik zelf.", speaker_id=people.kaat)
    plans.note_disagreement(
        coach,
        plan_id=plan_id,
        disagreement=DisagreementFields(
            "Ik wil liever niet dat er elke week iemand over de vloer komt.", person_id=people.jeroen, on=on
        ),
    )
    plans.link_plan(
        coach,
        plan_id=plan_id,
        linked=LinkedPlanFields("Afspraken van de zorgleerkracht voor Fien", CLB, "in de map van de school"),
    )


def _draw(coach: Acting, people: People, at_grandma: UUID) -> None:
    """Who belongs to whom: Fien sleeps at her grandmother's on Friday and Saturday, while there is no room at home."""
    family_id = Person.objects.values_list("family_id", flat=True).get(id=people.kaat)
    note = partial(note_relative, coach, family_id=family_id, labels=RELEASED)
    grandma = note(relative=RelativeFields("Oma Lutgart", Gender.FEMALE, born=1953, home_id=at_grandma))
    grandpa = note(relative=RelativeFields("Opa Fernand", Gender.MALE, born=1950, died=2019))
    children = (people.seppe, people.fien, people.finn)
    for one, kind, other, since in (
        (people.kaat, KinshipKind.PARTNER, people.jeroen, 2014),
        (grandma, KinshipKind.PARTNER, grandpa, None),
        (grandma, KinshipKind.PARENT, people.kaat, None),
        (grandpa, KinshipKind.PARENT, people.kaat, None),
        *(
            (parent, KinshipKind.PARENT, child, None)
            for parent in (people.kaat, people.jeroen)
            for child in children
        ),
    ):
        draw_tie(coach, family_id=family_id, kinship=KinshipFields(one, kind, other, since), labels=RELEASED)


def _write_people(coach: Acting, plan_id: UUID, people: People, on: date) -> None:
    matters = partial(plans.note_who_matters, coach, plan_id=plan_id)
    matters(matters=MattersFields("Oma Lutgart", "mama van Kaat", Closeness.NEAR, gives_strength=True))
    matters(matters=MattersFields("Neef Wim", "neef van Jeroen", Closeness.CLOSE, gives_strength=True))
    matters(matters=MattersFields("De trainer van Seppe", closeness=Closeness.FURTHER))
    hear = partial(plans.hear_child, coach, plan_id=plan_id)
    hear(
        view=ChildViewFields(
            people.seppe, SaidHow.WORDS, "Dat ze niet de hele tijd vragen hoe het met mij gaat.", on
        )
    )
    # Fien shows her drawing to everybody; what Seppe says stays with who helps.
    hear(
        view=ChildViewFields(people.fien, SaidHow.DRAWING, "Een huis met een trap en een hond.", on),
        labels=RELEASED,
    )
    hear(
        view=ChildViewFields(
            people.finn,
            SaidHow.NOT_YET,
            reason="Finn praat nog weinig. Met prentjes proberen we het bij het volgende bezoek.",
        )
    )

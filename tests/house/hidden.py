"""What must stay among few, written into one family's file: each secret is a marker, and stands here with who may see it.

The names of people and everything else of the file carry markers too; `may_see` judges all of them.
"""

import re
from datetime import date, timedelta

from eenplan.consent.actions import NewTrustedPerson, name_trusted_person
from eenplan.consent.enums import OutsideKind, RecipientKind
from eenplan.consent.models import Grant, TrustedPerson
from eenplan.consent.rules import Recipient
from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.actions import HomeFields, Labels, NewPerson
from eenplan.families.enums import LivesHere, PersonRole, Share
from eenplan.families.models import Person
from eenplan.network.models import StaffMember
from eenplan.plans import actions as plans
from eenplan.plans.actions.sections import write_text
from eenplan.plans.enums import SectionKey
from tests.cast import MARKER
from tests.factories.consent import make_agreed, with_worker
from tests.factories.plans import Helped, add_family_goal

PERSONS = (
    NewPerson(PersonRole.PARENT, MARKER.format("moeder"), lives_here=LivesHere.FULL, parental_authority=True),
    NewPerson(PersonRole.CHILD, MARKER.format("dochter"), birth_date=date(2013, 5, 4)),
    NewPerson(PersonRole.CHILD, MARKER.format("zoon"), birth_date=date(2018, 5, 4)),
    NewPerson(PersonRole.PARENT, MARKER.format("vader"), lives_here=LivesHere.NO, parental_authority=True),
)

# Each secret, and whoever may find it on any page, paper or download. Everybody else never does.
TEAM = {"coach_own", "coach_emergency", "intake", "coordinator"}
COACHES = {"coach_own", "coach_emergency"}
CARDS = {"card_mother", "card_father", "card_daughter", "card_son"}
SCHOOL, MONEY, WHISPER, HEALTH, COURT, AGOGIC, THIRD, ADDRESS, CLOSED, PAPER, TALKS, DRAWN, ANSWERED = (
    MARKER.format(word)
    for word in (
        *(
            "school",
            "geld",
            "fluister",
            "ziek",
            "rechter",
            "agogisch",
            "derde",
            "vluchthuis",
            "dicht",
            "papier",
            "praten",
            "getekend",
            "antwoord",
        ),
    )
)
# Where somebody's codes go: never shown in full, to whoever gave it neither.
INBOX = "nergens.te.lezen@example.org"
SECRETS = {
    INBOX: set(),
    SCHOOL: TEAM | CARDS | {"trusted_person", "partner_some", "support_figure"},
    MONEY: TEAM | CARDS | {"trusted_person"},
    WHISPER: COACHES | {"card_daughter"},
    HEALTH: COACHES | {"card_mother", "psychologist"},
    COURT: TEAM,
    AGOGIC: TEAM | {"trusted_person"},
    THIRD: TEAM,
    ADDRESS: COACHES | {"card_father"},
    CLOSED: COACHES,
    # Of nobody in particular and not closed: it is in the own file that a youngster asks for (rule 33).
    PAPER: TEAM | {"card_daughter"},
    # What talks with a psychologist are about: who has them, who keeps them, and the coach.
    TALKS: COACHES | {"card_mother", "psychologist"},
    # What a child drew for its coach alone: its parents neither (rule 35).
    DRAWN: COACHES | {"card_daughter"},
    # What the coach answered to whom wrote for the coach alone.
    ANSWERED: COACHES | {"card_mother"},
}
# What the file says besides: all of it is for the team and the cards; others know the names that a share names.
NAMES = {MARKER.format("familienaam"), MARKER.format("moeder")}
REST = {
    **dict.fromkeys(TEAM | CARDS, None),
    "partner_some": NAMES,
    "support_figure": NAMES,
    "psychologist": NAMES | {MARKER.format("deel")},
    "trusted_person": None,
}
# What must be found somewhere by whom it is for: a secret that nobody finds would prove nothing.
FOUND_BY = {
    "card_father": {SCHOOL, MONEY, ADDRESS},
    "card_mother": {SCHOOL, MONEY, TALKS, ANSWERED},
    "card_daughter": {SCHOOL, MONEY, DRAWN},
    "trusted_person": {SCHOOL, MONEY, AGOGIC},
    "partner_some": {SCHOOL},
    "psychologist": {HEALTH, TALKS},
    "support_figure": {SCHOOL},
    "coach_emergency": {SCHOOL, WHISPER, HEALTH},
}
_FOUND = re.compile(re.escape(MARKER.format("")) + r"[\w-]+|" + re.escape(INBOX))


def markers(body: str) -> set[str]:
    """The markers on a page."""
    return {found.rstrip("-") for found in _FOUND.findall(body)}


def may_see(relation: str, marker: str) -> bool:
    """Whether somebody with this relation may find a marker anywhere."""
    if marker in SECRETS:
        return relation in SECRETS[marker]
    known = REST.get(relation, set())
    return known is None or marker in known


def sees_all(relation: str) -> bool:
    """Whether nothing of the file is closed to them."""
    return all(relation in who for who in SECRETS.values() if who) and REST.get(relation, set()) is None


def hide(helped: Helped) -> None:
    """Write the secrets into the plan, each with its labels."""
    mother, daughter, _son, father = helped.people[:4]
    add_family_goal(helped, SCHOOL, domain="school")
    add_family_goal(helped, MONEY, domain="money")
    with request_transaction(helped.coach):
        for text, labels, who in (
            (HEALTH, Labels(health=True), mother),
            (COURT, Labels(court=True), mother),
            (AGOGIC, Labels(agogic_exception=True, agogic_reason="nu te zwaar"), daughter),
            (THIRD, Labels(third_party_only=True), father),
            (WHISPER, Labels(confidential=True), daughter),
        ):
            _wish(helped, text, labels, who)
        plans.note_home(
            helped.coach,
            plan_id=helped.plan.id,
            home=HomeFields(
                "Bij papa", address=ADDRESS, residents={father.id: Share.FULL}, for_everyone=False
            ),
        )


def _wish(helped: Helped, text: str, labels: Labels, who: Person) -> None:
    write_text(
        helped.coach,
        plan_id=helped.plan.id,
        section=SectionKey.WHAT_WE_WANT,
        text=text,
        speaker_id=who.id if labels.confidential else None,
        about=[who.id],
        labels=labels,
    )


def share(helped: Helped) -> tuple[Grant, TrustedPerson]:
    """The mother shares some with a partner, some with the psychologist, some with a neighbour; the daughter chose an aunt.

    Gives the neighbour's share and the trusted person.
    """
    coach, family, mother = helped.coach, helped.family.id, helped.mother.id
    until = today() + timedelta(days=30)

    def worker(role: Role) -> Recipient:
        return with_worker(StaffMember.objects.get(id=helped.team.assignments[role].staff_member_id).id)

    make_agreed(
        coach, family, worker(Role.PARTNER), mother, parts=("life:school",), need="nodig", until=until
    )
    make_agreed(
        coach, family, worker(Role.PSYCHOLOGIST), mother,
        parts=("plan:wishes",), health=True, secrecy=True, need="nodig", until=until,
    )  # fmt: skip
    neighbour = Recipient(
        RecipientKind.OUTSIDE, name="Buur Voorbeeld", outside_kind=OutsideKind.SUPPORT_FIGURE
    )
    grant = make_agreed(
        coach, family, neighbour, mother, parts=("life:school",), secrecy=False, need="nodig", until=until
    )
    who = NewTrustedPerson("Tante Voorbeeld", True, True, True, today())
    with request_transaction(coach):
        trusted = name_trusted_person(coach, family_id=family, person_id=helped.people[1].id, who=who)
    return grant, trusted

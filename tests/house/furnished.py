"""A family with everything in its file, and what fills in the addresses about it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from eenplan.consent.actions import note_disagreement
from eenplan.consent.actions.emergency import open_file
from eenplan.consent.enums import RecipientKind
from eenplan.consent.rules import Recipient
from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.ids import new_id
from eenplan.families.actions import (
    HomeFields,
    KinshipFields,
    Labels,
    NewPerson,
    RelativeFields,
    add_attachment,
    add_entrance,
    add_own_key,
    add_person,
    draw_tie,
    issue_card,
    issue_guest_card,
    issue_trusted_card,
    note_national_number,
    note_relative,
    open_card,
    plan_contact,
    say_not_safe,
    say_safe_again,
    tie,
    understood,
    write_item,
)
from eenplan.families.actions.cards import IssuedCard, Opened
from eenplan.families.enums import Channel, ContactKind, ItemKind, KinshipKind, PersonRole, TieKind
from eenplan.families.files import read_paper
from eenplan.families.models import Card, Item, Person
from eenplan.families.queries import reader
from eenplan.network.actions import (
    NewRequirement,
    add_organisation,
    add_partner,
    add_requirement,
    add_site,
)
from eenplan.network.actions.team import note_leave
from eenplan.network.enums import LeaveKind, Level, Sector
from eenplan.network.rules.partners import NewOrganisation, NewSite, Terms
from eenplan.plans import actions as plans
from eenplan.plans.actions.contributions import Brought, bring
from eenplan.plans.actions.hearing import choose_way
from eenplan.plans.actions.messages import send_message
from eenplan.plans.enums import Brings, HearsBy, HelpState, HelpType, NoticeKind, Topic
from eenplan.plans.models import ComingTold, Notice
from eenplan.referrals.actions import save_view, write_note
from eenplan.rights.actions import ask_copy, ask_look
from eenplan.rights.enums import AskedHow, EndGround, Wiped
from eenplan.rights.models import Certificate, Ending, Hold
from tests.cast import MARKER, acting_as
from tests.factories.consent import make_share
from tests.factories.network import AssignmentFactory
from tests.factories.papers import make_pdf
from tests.factories.plans import Helped, activate, add_family_goal, add_step, fill
from tests.factories.round_tables import make_round_table
from tests.factories.sessions import make_series, note
from tests.house.hidden import CLOSED, INBOX, PAPER, TALKS, hide, share
from tests.house.matrix import Address
from tests.house.own_rows import Own, own_rows, write_pieces

# The mother's national number: on no page, paper or download, unless somebody asks to see it.
NUMBER = "85.07.30-033.28"

KINDS = {
    "coach:change-text": ItemKind.WISH,
    "coach:change-help": ItemKind.HELP,
    "coach:start-help": ItemKind.HELP,
    "coach:answer-help": ItemKind.HELP,
    "family:answer-help": ItemKind.HELP,
    "coach:change-home": ItemKind.HOME,
    "coach:change-who-matters": ItemKind.WHO_MATTERS,
    "coach:change-disagreement": ItemKind.DISAGREEMENT,
    "coach:resolve-disagreement": ItemKind.DISAGREEMENT,
    "coach:answer-contribution": ItemKind.PROPOSAL,
    "coach:change-linked-plan": ItemKind.LINKED_PLAN,
    "coach:change-review": ItemKind.REVIEW,
    "coach:change-team-member": ItemKind.TEAM_MEMBER,
    "coach:change-tie": ItemKind.KINSHIP,
    "coach:rub-out": ItemKind.KINSHIP,
    "coach:change-relative": ItemKind.RELATIVE,
    "coach:hold-contact": ItemKind.CONTACT,
    "coach:cancel-contact": ItemKind.CONTACT,
    "coach:mark-unsafe": ItemKind.CONTACT_DETAIL,
}


# Pages about a role beside the team, and not about work in it.
OF_A_ROLE = {f"coordination:{name}" for name in ("end-role", "take-back-role", "make-role-code")}


@dataclass
class Furnished:
    """What fills in the addresses of a family with everything in its file, and the ways in of its people."""

    samples: dict[str, Any]
    pieces: dict[ItemKind, Any]
    persons: dict[str, Any]
    ways_in: dict[str, Any]
    # The assignment of somebody beside the team.
    beside: Any
    own: Own

    def fill_in(self, address: Address) -> dict[str, Any]:
        """What to put in an address; a page about one piece gets a piece of the kind that it is about."""
        values = {need: self.samples[need] for need in address.needs}
        if address.name in self.persons:
            values["person_id"] = self.persons[address.name]
        if address.name in OF_A_ROLE:
            values["assignment_id"] = self.beside
        kind = KINDS.get(address.name)
        if kind:
            values["item_id"] = self.pieces[kind]
        own = self.own.get(address.name, {})
        return values | {need: value for need, value in own.items() if need in address.needs}


def furnish(helped: Helped) -> Furnished:
    """Put something of everything in the file of a family, and make its plan active."""
    here = helped.team
    fill(helped)
    goal, step = add_family_goal(helped), add_step(helped)
    held = make_round_table(helped, goal_id=goal)
    with request_transaction(helped.coach):
        write_item(
            helped.coach,
            family_id=helped.family.id,
            kind=ItemKind.NOTE,
            text=CLOSED,
            labels=Labels(confidential=True),
        )
        paper = add_attachment(
            helped.coach, family_id=helped.family.id, paper=read_paper(f"{PAPER}.pdf", make_pdf())
        )
        note_national_number(helped.coach, person_id=helped.mother.id, typed=NUMBER, reason="groeipakket")
        mine = issue_card(helped.coach, person_id=helped.mother.id)
        planned = plan_contact(
            helped.coach,
            family_id=helped.family.id,
            kind=ContactKind.FAMILY,
            channel=Channel.HOME,
            planned_for=now() + timedelta(days=1),
            persons=[helped.mother.id],
        )
        expected = _write_parts(helped)
        child = helped.people[1]
        tied = tie(helped.coach, person_id=helped.mother.id, child_id=child.id, kind=TieKind.PARENT)
        aunt_drawn = note_relative(
            helped.coach, family_id=helped.family.id, relative=RelativeFields(MARKER.format("tante"))
        )
        draw_tie(
            helped.coach,
            family_id=helped.family.id,
            kinship=KinshipFields(aunt_drawn, KinshipKind.SIBLING, helped.mother.id),
        )
        known = note_disagreement(helped.coach, family_id=helped.family.id, person_id=child.id)
    written = write_pieces(helped)
    hide(helped)
    activate(helped)
    neighbour, aunt = share(helped)
    samples = {
        "family_id": helped.family.id,
        "referral_id": helped.trajectory.referral_id,
        "plan_id": helped.plan.id,
        "trajectory_id": helped.trajectory.id,
        "person_id": helped.mother.id,
        "card_id": mine.card_id,
        "pair": helped.plan.id,
        "passkey_id": 1,
        "signed_in_id": helped.plan.id,
        "goal_id": goal,
        "action_id": step,
        "item_id": goal,
        "number": 1,
        "place": 0,
        "attachment_id": paper.item_id,
        "drawing_id": paper.item_id,
        "column": "families",
        "key": "goals",
        "slug": "vraag",
        "municipality": "genk",
        "status_key": "A" * 27,
        "section": "wat-we-willen",
        "domain": "housing",
        "since": 1,
        "until": 1,
        "topic": "signs",
        "tie_id": tied.id,
        "kind": "rolnamen",
        "code": "coach",
        "partnership_code": here.partnership.code,
        "staff_member_id": here.assignments[Role.COACH].staff_member_id,
        "assignment_id": here.assignments[Role.COACH].id,
        "leave_id": _away(here),
        "grant_id": _shared(helped),
        "question_id": _wondered(mine.card_id),
        "looker_id": helped.coach.actor_id,
        "breadth": "files",
        "known_id": known.id,
        **held,
        "message_id": _wrote(mine.card_id),
        "brought": _brought(mine.card_id, goal),
        "appointment_id": planned.item_id,
        **_talks(helped),
        "notice_id": _letter(helped),
        "bridge_id": helped.plan.id,
        "place_id": helped.plan.id,
        "request_id": _asked(helped),
        **_ends(helped),
        **_ways_in_of(mine),
        **_partner(here),
    }
    desk = here.acting(Role.INTAKE)
    with request_transaction(desk):
        asked = here.assignments[Role.COORDINATOR].staff_member.actor_id
        samples["note_id"] = write_note(
            desk, referral_id=helped.trajectory.referral_id, text=MARKER.format("notitie"), asked_to=asked
        ).item_id
        samples["view_id"] = save_view(desk, name="Huisartsen", filters={"aanmelder": "gp"}).id
    opener = AssignmentFactory(role=Role.COACH, partnership=here.partnership)
    with request_transaction(acting_as(opener)):
        opened = open_file(acting_as(opener), family_id=helped.family.id, reason=MARKER.format("noodgeval"))
        samples["access_id"] = opened.id
    coordinator = here.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        samples["requirement_id"] = add_requirement(
            coordinator,
            partnership_id=here.partnership.id,
            requirement=NewRequirement("Een school", Level.ZONE, "stuurgroep", ["school"]),
            since=today(),
        )
    pieces = {
        kind: Item.objects.filter(family=helped.family, kind=kind).latest("created_at").id
        for kind in set(KINDS.values())
    }
    persons = {
        "coach:hear-child": child.id,
        "coach:record-birth": expected.id,
        "coach:judge-capability": child.id,
        "coach:note-known-disagreement": child.id,
    }
    samples["trusted_person_id"] = aunt.id
    with request_transaction(helped.coach):
        cards = {
            **{
                f"card_{who}": issue_card(helped.coach, person_id=person.id)
                for who, person in zip(("daughter", "son", "father"), helped.people[1:4], strict=True)
            },
            "trusted_person": issue_trusted_card(helped.coach, trusted_person_id=aunt.id),
            "support_figure": issue_guest_card(helped.coach, grant_id=neighbour.id),
        }
    ways_in = {
        "coach_emergency": opener.staff_member.account,
        "card_mother": (mine.code, mine.pin),
        **{who: (card.code, card.pin) for who, card in cards.items()},
    }
    return Furnished(
        samples,
        pieces,
        persons,
        ways_in,
        here.assignments.get(Role.STEERING, here.assignments[Role.COACH]).id,
        own_rows(helped, written, mine, cards["card_daughter"]),
    )


def _wrote(card_id: Any) -> Any:
    """Somebody wrote to the coach."""
    me = reader(Card.objects.get(id=card_id))
    with request_transaction(me):
        return send_message(me, sent_key=new_id(), text=MARKER.format("bericht")).item_id


def _brought(card_id: Any, goal: Any) -> Any:
    """Somebody proposes a goal for the coach alone, and says something beside one for everybody."""
    me = reader(Card.objects.get(id=card_id))
    with request_transaction(me):
        bring(me, new=Brought(Brings.COMMENT, MARKER.format("erbij"), new_id(), for_all=True, beside_id=goal))
        return bring(me, new=Brought(Brings.GOAL, MARKER.format("voorstel"), new_id(), for_all=False)).item_id


def _wondered(card_id: Any) -> Any:
    """What the mother asks about who looked at the plan."""
    mother = reader(Card.objects.get(id=card_id))
    with request_transaction(mother):
        return ask_look(mother, words="Wie mag dit allemaal lezen?").id


def _shared(helped: Helped) -> Any:
    """A share about the mother that waits for her answer."""
    psychologist = Recipient(RecipientKind.FUNCTION, function=Role.PSYCHOLOGIST)
    return make_share(helped.coach, helped.family.id, psychologist, helped.mother.id).id


def _ways_in_of(card: IssuedCard) -> dict[str, Any]:
    """An address that takes the place of this card once it is confirmed, and a device that does."""
    with request_transaction():
        opened = open_card(card.code, card.pin)
    assert isinstance(opened, Opened)
    with request_transaction(opened.acting):
        return {
            "entrance_id": add_entrance(opened.acting, address=understood(INBOX)).id,
            "own_key_id": add_own_key(opened.acting, device="Firefox", credential={}).id,
        }


def _ends(helped: Helped) -> dict[str, Any]:
    """A day on which the file ends, a hold on it, and a certificate of another."""
    place = {"reference": helped.family.reference, "partnership_id": helped.team.partnership.id}
    day = today() + timedelta(days=30)
    with writing():
        ending = Ending.objects.create(family=helped.family, day=day, ground=EndGround.LAST_CHILD, **place)
        hold = Hold.objects.create(
            family=helped.family, reason="klacht", until=day, placed_by_id=helped.coach.actor_id, **place
        )
        proof = Certificate.objects.create(
            file_key="0" * 64, partnership_id=helped.team.partnership.id, what=Wiped.FILE, ground=EndGround.UNTAKEN,
            basis="5 jaar.", ended_on=today() - timedelta(days=1), told_on=today(), destroyed_on=today(),
            counts={"removed": {"families_person": 3}, "taken_out": {}}, backups_until=day,
        )  # fmt: skip
    return {"ending_id": ending.id, "hold_id": hold.id, "certificate_id": proof.id}


def _talks(helped: Helped) -> dict[str, Any]:
    """Talks of the psychologist with the mother, of which one was held."""
    psychologist = helped.team.acting(Role.PSYCHOLOGIST)
    series = make_series(psychologist, helped, helped.mother.id, line=TALKS)
    return {"series_id": series.pk, "session_id": note(psychologist, series, today())}


def _away(team: Any) -> Any:
    """A leave of the psychologist, who has no families."""
    acting = team.acting(Role.COORDINATOR)
    with request_transaction(acting):
        return note_leave(
            acting,
            staff_member_id=team.assignments[Role.PSYCHOLOGIST].staff_member_id,
            partnership_id=team.partnership.id,
            kind=LeaveKind.HOLIDAY,
            since=today() + timedelta(days=60),
            until=None,
            stand_in_id=None,
        ).id


def _partner(here: Any) -> dict[str, Any]:
    """A partner of the team with a site: the organisation, its stretch, its site."""
    coordinator = here.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        organisation = add_organisation(coordinator, said=NewOrganisation("Het Anker (proef)", Sector.CAW))
        stretch = add_partner(
            coordinator,
            organisation_id=organisation,
            partnership_id=here.partnership.id,
            terms=Terms(),
            since=today(),
        )
        site = add_site(coordinator, organisation_id=organisation, said=NewSite("Huis"), since=today())
    return {"organisation_id": organisation, "stretch_id": stretch, "detail_id": site}


def _asked(helped: Helped) -> Any:
    """A copy that the mother asked today."""
    with request_transaction(helped.coach):
        return ask_copy(
            helped.coach, family_id=helped.family.id, person_id=helped.mother.id, how=AskedHow.TABLE
        ).id


def _write_parts(helped: Helped) -> Person:
    """One of each small part of a plan, each with a marker; gives the child that is expected."""
    coach, plan_id, text = helped.coach, helped.plan.id, MARKER.format("deel")
    plans.note_home(coach, plan_id=plan_id, home=HomeFields(text, address=text))
    plans.note_who_matters(coach, plan_id=plan_id, matters=plans.MattersFields(text))
    plans.note_disagreement(
        coach, plan_id=plan_id, disagreement=plans.DisagreementFields(text, person_id=helped.mother.id)
    )
    plans.link_plan(coach, plan_id=plan_id, linked=plans.LinkedPlanFields(text, text))
    held = plans.ReviewFields(today(), person_ids=(helped.mother.id,), others=text, changes=text)
    plans.hold_review(coach, plan_id=plan_id, review=held)
    plans.write_on_topic(coach, plan_id=plan_id, topic=Topic.SAFETY, text=CLOSED)
    at_home = plans.HelpFields(text, HelpState.WAITING, help_type=HelpType.HOME_GUIDANCE)
    plans.add_help(coach, plan_id=plan_id, help=at_home)
    person = NewPerson(PersonRole.CHILD, due_date=today() + timedelta(days=60))
    return add_person(coach, family_id=helped.family.id, person=person)


def _letter(helped: Helped) -> UUID:
    """The mother chose a letter; there is one for her daughter; who comes was told; for a while it was not safe to write."""
    with request_transaction(helped.coach):
        say_not_safe(helped.coach, family_id=helped.family.id, reason=MARKER.format("niet-veilig"))
        say_safe_again(helped.coach, family_id=helped.family.id, reason=MARKER.format("weer-veilig"))
        choose_way(helped.coach, person_id=helped.mother.id, by=HearsBy.LETTER)
    with writing():
        ComingTold.objects.create(
            family_id=helped.family.id,
            staff_member_id=helped.team.assignments[Role.COACH].staff_member_id,
            since=today() + timedelta(days=40),
            told_by_id=helped.coach.actor_id,
        )
        return Notice.objects.create(  # not to the mother, who asked not to use her data for a while
            family_id=helped.family.id, person=helped.people[1], kind=NoticeKind.NEW, key="x", state="letter"
        ).id

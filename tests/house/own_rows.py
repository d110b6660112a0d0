"""Rows for addresses that ask one of their own: a drawing for the coach alone, a wish not to use, a table to come."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from eenplan.capacity.actions.offers import Track, add_offer
from eenplan.capacity.enums import OfferKind
from eenplan.consent.actions.inviting import invite
from eenplan.consent.enums import OutsideKind
from eenplan.consent.rules.inviting import Reads
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.ids import new_id
from eenplan.families.actions.cards import IssuedCard
from eenplan.families.files import read_paper
from eenplan.families.models import Card
from eenplan.families.queries import reader
from eenplan.plans import actions as plans
from eenplan.plans.actions.messages import answer_message, send_message
from eenplan.plans.actions.places import ask_place
from eenplan.plans.actions.round_tables import (
    NewSeat,
    When,
    add_own_point,
    add_points,
    agree_seats,
    plan_round_table,
)
from eenplan.plans.actions.waits import Asked
from eenplan.plans.enums import Attendance, TeamKind
from eenplan.plans.models import Part
from eenplan.rights.actions import ask, decide
from eenplan.rights.enums import AskedHow, Outcome, RequestKind
from tests.cast import MARKER
from tests.factories.papers import make_picture
from tests.factories.plans import Helped, add_family_goal
from tests.factories.waits import ask as make_check
from tests.factories.waits import bridge, given_place, short_offer, wait_for
from tests.house.hidden import ANSWERED, DRAWN, SCHOOL

# What each address is about, when it is not what others with the same name of a need are about.
Own = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Pieces:
    """What stands in the plan before it is agreed: a wish, a note beside it, a goal at school, the partner who helps."""

    wish: UUID
    beside: UUID
    at_school: UUID
    partner: UUID


def write_pieces(helped: Helped) -> Pieces:
    """Write them."""
    coach, plan_id = helped.coach, helped.plan.id
    at_school = add_family_goal(helped, SCHOOL, domain="school")
    worker = helped.team.assignments[Role.PARTNER].staff_member_id
    with request_transaction(coach):
        wish = plans.write_wish(
            coach, plan_id=plan_id, text=MARKER.format("deel"), speaker_id=helped.mother.id
        ).item_id
        beside = plans.write_side_note(coach, beside_id=wish, text=MARKER.format("ernaast")).item_id
        member = plans.TeamFields("Juf Voorbeeld", TeamKind.PROFESSIONAL, staff_member_id=worker)
        partner = plans.note_team_member(coach, plan_id=plan_id, member=member).item_id
    return Pieces(wish, beside, at_school, partner)


def own_rows(helped: Helped, pieces: Pieces, mothers: IssuedCard, daughters: IssuedCard) -> Own:
    """What happens once the plan is agreed, and what fills in the addresses about all of it."""
    drawing, restriction, table = (
        _drawn(daughters),
        _restricted(helped, pieces.wish),
        _to_come(helped, pieces),
    )
    waited = _waited(helped)
    placed, given = _placed(helped, waited["item_id"]), _given(helped)
    return {
        **{f"coach:{name}": waited for name in ("check-wait", "add-bridge", "end-bridge")},
        **{f"coach:{name}": placed for name in ("ask-place", "withdraw-place")},
        **{f"coach:{name}": given for name in ("take-place", "bridge-place", "expect-place")},
        "partner:answer-place": {"place_id": placed["place_id"]},
        "coach:change-side-note": {"item_id": pieces.beside},
        "coach:keep-drawing": {"person_id": helped.people[1].id},
        "coach:open-drawing": {"drawing_id": drawing},
        "family:open-drawing": {"drawing_id": drawing},
        "coach:lift-restriction": {"request_id": restriction},
        "family:take-back-restriction": {"request_id": restriction},
        "family:note-answer-read": {"message_id": _answered(helped, mothers)},
        "family:withdraw-invitation": {"grant_id": _invited(helped, mothers)},
        "partner:read-round-table": {"table_id": table},
        "partner:save-round-table": {"table_id": table},
    }


def _own(card: IssuedCard) -> Acting:
    return reader(Card.objects.get(id=card.card_id))


def _drawn(card: IssuedCard) -> UUID | None:
    """The daughter drew something for her coach alone."""
    me = _own(card)
    photo = read_paper("tekening.jpg", make_picture())
    with request_transaction(me):
        view = plans.say_own_view(me, view=plans.OwnView(False, drawing=photo, drawing_words=DRAWN))
    return Part.objects.get(item_id=view).drawing_id


def _waited(helped: Helped) -> dict[str, UUID]:
    """Help for the team alone that is waited for: somebody asked how it stands, and something helps meanwhile."""
    help_id = wait_for(helped, what=MARKER.format("wacht"))
    make_check(helped, help_id, Asked(MARKER.format("lijst"), None, MARKER.format("gehoord")))
    return {"item_id": help_id, "bridge_id": bridge(helped, help_id, MARKER.format("intussen")).id}


def _restricted(helped: Helped, wish: UUID) -> UUID:
    """The mother asked not to use a wish, and so it is."""
    with request_transaction(helped.coach):
        asked = ask(
            helped.coach,
            family_id=helped.family.id,
            person_id=helped.mother.id,
            kind=RequestKind.RESTRICTION,
            words=MARKER.format("niet-gebruiken"),
            item_id=wish,
            how=AskedHow.TABLE,
        )
        decide(helped.coach, request_id=asked.id, outcome=Outcome.ACCEPTED)
    return asked.id


def _answered(helped: Helped, card: IssuedCard) -> UUID:
    """The mother wrote to the coach, who answered."""
    me = _own(card)
    with request_transaction(me):
        message: UUID = send_message(me, sent_key=new_id(), text=MARKER.format("bericht")).item_id
    with request_transaction(helped.coach):
        answer_message(helped.coach, family_id=helped.family.id, item_id=message, text=ANSWERED)
    return message


def _invited(helped: Helped, card: IssuedCard) -> UUID:
    """The mother invited her own mother to read what is about her."""
    me = _own(card)
    with request_transaction(me):
        return invite(
            me,
            name="Oma Voorbeeld",
            kind=OutsideKind.SUPPORT_FIGURE,
            about=(helped.mother.id,),
            reads=Reads.GOALS,
            why=MARKER.format("waarom-oma"),
            months=3,
        ).id


def _to_come(helped: Helped, pieces: Pieces) -> UUID:
    """They will sit together, the mother and the partner, about school and something else."""
    coach, mother = helped.coach, helped.mother.id
    with request_transaction(coach):
        when = When(now() + timedelta(days=3), 60, place="Huis van het Kind")
        table: UUID = plan_round_table(coach, family_id=helped.family.id, when=when).pk
        seats = [
            NewSeat(Attendance.MUST, mother),
            NewSeat(Attendance.MAY, member_id=pieces.partner),
        ]
        agree_seats(coach, table_id=table, seats=seats, agreed_with_id=mother)
        add_points(coach, table_id=table, pieces={pieces.at_school: ""})
        add_own_point(coach, table_id=table, text=MARKER.format("rondetafel"))
    return table


def _given(helped: Helped) -> dict[str, UUID]:
    """A place that the partner gave, for a few days from now."""
    help_id = wait_for(helped, what=MARKER.format("wacht"))
    offer = short_offer(helped.team, name="Speelweek")
    return {"item_id": help_id, "place_id": given_place(helped, help_id, offer, first=4)}


def _placed(helped: Helped, help_id: UUID) -> dict[str, UUID]:
    """A place in a short offer of the partner was asked for it."""
    coach, partner = helped.coach, helped.team.acting(Role.PARTNER)
    with request_transaction(partner):
        offer = add_offer(
            partner,
            organisation_id=helped.team.assignments[Role.PARTNER].staff_member.organisation_id,
            name="Buitenspeelgroep",
            help_type="other",
            kind=OfferKind.SHORT,
            track=Track(4, today(), today() + timedelta(days=30)),
        )
    with request_transaction(coach):
        place = ask_place(coach, help_id=help_id, offer_id=offer, note="Een jongen van tien.")
    return {"item_id": help_id, "place_id": place.id}

"""What somebody asked not to use, and got, is shown to nobody but whom it concerns, until it is lifted (GDPR 18, 21)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from eenplan.audit.models import Entry
from eenplan.consent.actions import NewTrustedPerson, name_trusted_person
from eenplan.consent.models import Grant
from eenplan.core.acting import Acting, looking_with, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Item, ItemAbout
from eenplan.families.queries import persons
from eenplan.plans import actions as plans
from eenplan.plans.actions.round_tables import NewSeat, When, agree_seats, plan_round_table
from eenplan.plans.enums import Attendance, SectionKey
from eenplan.plans.models import RoundTable, Seat
from eenplan.plans.queries import plan, version
from eenplan.plans.queries.fridge import in_sight
from eenplan.plans.queries.who_sees import Viewer, viewers_of, who_sees
from eenplan.rights.actions import decide, lift, take_back
from eenplan.rights.enums import AskedHow, Outcome, RequestKind
from eenplan.rights.models import Lifting, Request
from eenplan.rights.queries.requests import requests
from eenplan.rights.rules.lifting import check_lifting, holds_back
from tests.cast import MARKER
from tests.factories.consent import make_agreed, with_worker
from tests.factories.plans import Helped, activate, add_family_goal, mark_all_domains
from tests.rights.conftest import DAUGHTER, FATHER, MOTHER, SON, card_of
from tests.rights.test_requests import asks

pytestmark = pytest.mark.django_db

WISH = MARKER.format("wens")
FAMILY = (MOTHER, FATHER, DAUGHTER, SON)


def wish(helped: Helped, *about: int, speaker: int | None = None) -> UUID:
    """A wish in the plan that everybody reads, about some of the family (none: all), said by one of them or by nobody."""
    with request_transaction(helped.coach):
        return plans.write_text(
            helped.coach,
            plan_id=helped.plan.id,
            section=SectionKey.WHAT_WE_WANT,
            text=WISH,
            speaker_id=None if speaker is None else helped.people[speaker].id,
            about=[helped.people[one].id for one in about],
        ).item_id


def accepted(
    helped: Helped,
    who: int,
    kind: RequestKind = RequestKind.RESTRICTION,
    item: UUID | None = None,
    **more: Any,
) -> Request:
    """Somebody asks not to use something, and gets it."""
    asked = asks(helped, who, kind=kind, item_id=item)
    with request_transaction(helped.coach):
        decide(helped.coach, request_id=asked.id, outcome=Outcome.ACCEPTED, **more)
    return asked


def shared(helped: Helped, role: Role = Role.PARTNER) -> Grant:
    """The wishes of the whole family are shared with the team's worker in a role."""
    adults = [helped.people[one].id for one in (MOTHER, FATHER)]
    worker = with_worker(helped.team.assignments[role].staff_member_id)
    return make_agreed(helped.coach, helped.family.id, worker, *adults, secrecy=True)


def reads(acting: Acting, item: UUID) -> bool:
    """Whether whoever acts is shown a piece by the database itself."""
    with request_transaction(acting):
        return Item.objects.filter(id=item).exists()


def sight(helped: Helped, item: UUID) -> set[str]:
    """Who of those who may look sees a piece, in 'Wie ziet wat?'."""
    with request_transaction(helped.coach):
        everybody = persons(helped.coach, [helped.family.id])[helped.family.id]
        viewers: list[Viewer] = viewers_of(helped.coach, helped.family.id, everybody)
        sights = who_sees(helped.coach, helped.family.id, viewers)
    return {one.name or str(one.kind) for one in viewers if item in sights[one.key].items}


def lifted(helped: Helped, asked: Request, **changes: Any) -> Lifting:
    """The coach tells today, and from tomorrow on it is used again."""
    said: dict[str, Any] = {
        "reason": "We zochten het uit.",
        "told_how": AskedHow.TABLE,
        "told_on": today(),
        "lifts_on": today() + timedelta(days=1),
    }
    with request_transaction(helped.coach):
        return lift(helped.coach, request_id=asked.id, **{**said, **changes})


def test_a_restricted_piece_is_shown_by_no_share_and_stays_for_whom_it_concerns(helped: Helped) -> None:
    piece, other = wish(helped, MOTHER), wish(helped, FATHER)
    shared(helped)
    partner = helped.team.acting(Role.PARTNER)
    coordinator = helped.team.acting(Role.COORDINATOR)
    with request_transaction(helped.coach):
        name_trusted_person(
            helped.coach,
            family_id=helped.family.id,
            person_id=helped.people[DAUGHTER].id,
            who=NewTrustedPerson("Tante Mia", True, True, True, today()),
        )
    assert reads(partner, piece)
    assert reads(coordinator, piece)
    assert {"Tante Mia", "Jeroen", "Noor"} <= sight(helped, piece)
    accepted(helped, MOTHER, item=piece)
    assert not reads(partner, piece)
    assert not reads(coordinator, piece)
    assert reads(partner, other)
    assert reads(coordinator, other)
    assert reads(helped.coach, piece)
    assert reads(card_of(helped, MOTHER), piece)
    assert not reads(card_of(helped, FATHER), piece)
    assert not reads(card_of(helped, DAUGHTER), piece)
    assert sight(helped, piece) == {"Kaat"}
    with request_transaction(helped.coach):
        used_less = {
            one.item_id
            for one in plan(helped.coach, helped.family.id).pieces.texts["what_we_want"]
            if one.used_less
        }
    assert used_less == {piece}


def test_whoever_decides_for_a_child_goes_on_reading_what_is_about_it(helped: Helped) -> None:
    piece = wish(helped, SON)
    accepted(helped, MOTHER, item=piece)
    assert sight(helped, piece) == {"Kaat", "Jeroen", "Seppe"}


def test_about_all_that_is_theirs_holds_for_what_they_told_and_for_the_whole_family(helped: Helped) -> None:
    hers, told, of_all, his = (
        wish(helped, MOTHER),
        wish(helped, FATHER, speaker=MOTHER),
        wish(helped),
        wish(helped, FATHER, speaker=FATHER),
    )
    share = shared(helped)
    partner = helped.team.acting(Role.PARTNER)
    accepted(helped, MOTHER)
    assert [reads(partner, one) for one in (hers, told, of_all, his)] == [False, False, False, True]
    assert [reads(card_of(helped, FATHER), one) for one in (hers, told, of_all, his)] == [
        False,
        True,
        True,
        True,
    ]
    with request_transaction(partner):
        assert [one.given_name for one in persons(partner, [share.family_id])[share.family_id]] == ["Jeroen"]
    new = wish(helped, MOTHER)
    assert not reads(partner, new)


def test_no_version_and_no_paper_for_others_holds_it(helped: Helped) -> None:
    mark_all_domains(helped)
    goal, piece = add_family_goal(helped), wish(helped, MOTHER)
    activate(helped)
    accepted(helped, MOTHER, item=piece)
    accepted(helped, MOTHER, item=goal)
    activate(helped)  # a version that is made while it holds
    for number in (1, 2):
        with request_transaction(helped.coach):
            found = version(helped.coach, helped.family.id, number)
            kept = {
                one.item_id: one
                for one in (*found.pieces.texts[SectionKey.WHAT_WE_WANT], *found.pieces.goals)
            }
            assert {piece, goal} <= set(kept)
            assert not any(kept[one].released for one in (piece, goal))  # what the coach prints for everybody
            assert goal not in {one.item_id for one in in_sight(helped.coach, found).goals}
        father, mother = card_of(helped, FATHER), card_of(helped, MOTHER)
        with request_transaction(father):
            his = version(father, helped.family.id, number)
            assert his.withheld
            assert piece not in {one.item_id for one in his.pieces.texts.get(SectionKey.WHAT_WE_WANT, ())}
        with request_transaction(mother):
            hers = version(mother, helped.family.id, number)
            assert [
                one.released for one in hers.pieces.texts[SectionKey.WHAT_WE_WANT] if one.item_id == piece
            ] == [True]


def test_it_is_lifted_after_it_was_told_and_not_before_that_day(helped: Helped) -> None:
    piece = wish(helped, MOTHER)
    shared(helped)
    partner = helped.team.acting(Role.PARTNER)
    asked = accepted(helped, MOTHER, item=piece)
    with pytest.raises(RuleBroken, match="rights:told-first"):
        lifted(helped, asked, lifts_on=today())
    lifted(helped, asked)
    assert not reads(partner, piece)
    mother = card_of(helped, MOTHER)
    with request_transaction(mother):
        (told,) = requests(mother, helped.family.id)
    assert told.lifted
    assert (told.lifted.on, told.lifted.reason) == (today() + timedelta(days=1), "We zochten het uit.")
    with pytest.raises(RuleBroken, match="rights:lifted"):
        lifted(helped, asked)
    with time_machine.travel(now() + timedelta(days=1)):
        assert reads(partner, piece)
        assert reads(card_of(helped, FATHER), piece)
    assert Entry.objects.filter(what="rights:request:lifted", families__contains=[helped.family.id]).exists()


def test_whoever_asked_it_takes_it_back_with_their_own_card(helped: Helped) -> None:
    piece = wish(helped, MOTHER)
    asked = accepted(helped, MOTHER, item=piece)
    father, mother = card_of(helped, FATHER), card_of(helped, MOTHER)
    for somebody_else in (father, helped.coach):
        with pytest.raises(NotFound), request_transaction(somebody_else):
            take_back(somebody_else, request_id=asked.id)
    with request_transaction(mother):
        take_back(mother, request_id=asked.id)
    assert reads(father, piece)


def test_an_accepted_objection_about_a_piece_keeps_it_from_others(helped: Helped) -> None:
    piece = wish(helped, MOTHER)
    shared(helped)
    accepted(helped, MOTHER, RequestKind.OBJECTION, piece)
    assert not reads(helped.team.acting(Role.PARTNER), piece)
    assert sight(helped, piece) == {"Kaat"}


def test_an_accepted_objection_about_no_piece_ends_the_shares_that_it_names(helped: Helped) -> None:
    piece = wish(helped, MOTHER)
    grant, goes_on = shared(helped), shared(helped, Role.PSYCHOLOGIST)
    partner = helped.team.acting(Role.PARTNER)
    with pytest.raises(RuleBroken, match="rights:ends-nothing"):
        accepted(helped, MOTHER, RequestKind.OBJECTION)
    with pytest.raises(NotFound):
        accepted(helped, DAUGHTER, RequestKind.OBJECTION, ends=[grant.id])
    accepted(helped, MOTHER, RequestKind.OBJECTION, ends=[grant.id])
    grant.refresh_from_db()
    goes_on.refresh_from_db()
    assert grant.ended_at
    assert goes_on.ended_at is None
    assert not reads(partner, piece)
    assert reads(helped.team.acting(Role.PSYCHOLOGIST), piece)


def test_what_was_asked_and_not_accepted_holds_nothing_back(helped: Helped) -> None:
    piece = wish(helped, MOTHER)
    shared(helped)
    for kind in (RequestKind.RESTRICTION, RequestKind.OBJECTION):
        asked = asks(helped, MOTHER, kind=kind, item_id=piece)
        assert reads(helped.team.acting(Role.PARTNER), piece)
        with request_transaction(helped.coach):
            decide(helped.coach, request_id=asked.id, outcome=Outcome.REFUSED, reason="Het is nodig.")
    assert reads(helped.team.acting(Role.PARTNER), piece)
    with pytest.raises(NotFound):
        lifted(helped, asked)


def test_the_database_lifts_only_what_holds_and_what_was_told(helped: Helped) -> None:
    open_one, held = asks(helped, MOTHER, kind=RequestKind.RESTRICTION), accepted(helped, FATHER)
    row = {
        "family_id": helped.family.id,
        "reason": "daarom",
        "told_how": AskedHow.TABLE,
        "told_on": today(),
        "lifts_on": today() + timedelta(days=1),
        "decided_by_id": helped.coach.actor_id,
    }
    wrong = (
        ("rights_lifts_what_holds", {"request": open_one}),
        ("rights_lifting_is_told_before", {"request": held, "lifts_on": today()}),
        ("rights_lifting_has_reason", {"request": held, "reason": ""}),
    )
    for law, changes in wrong:
        with pytest.raises(IntegrityError, match=law), transaction.atomic(), writing():
            Lifting.objects.create(**{**row, **changes})


def test_who_looks_along_sees_it_no_more_than_alone(helped: Helped) -> None:
    piece = wish(helped, MOTHER)
    grant = shared(helped)
    accepted(helped, MOTHER, item=piece)
    for eyes, seen in ((f"grant:{grant.id}", False), (f"grant-asked:{grant.id}", False), ("released", False)):
        with request_transaction(helped.coach), looking_with(helped.coach, eyes):
            assert Item.objects.filter(id=piece).exists() is seen
    with request_transaction(helped.coach), looking_with(helped.coach, f"person:{helped.people[MOTHER].id}"):
        assert Item.objects.filter(id=piece).exists()


@given(
    st.booleans(),
    st.dates(date(2026, 1, 1), date(2026, 1, 9)),
    st.dates(date(2026, 1, 1), date(2026, 1, 9)),
)
def test_nobody_reads_of_it_only_afterwards(by_wish: bool, told_on: date, lifts_on: date) -> None:
    day = date(2026, 1, 5)
    try:
        check_lifting(reason="daarom", by_wish=by_wish, told_on=told_on, lifts_on=lifts_on, today=day)
    except RuleBroken:
        assert told_on > day or lifts_on < day or (not by_wish and lifts_on <= told_on)
    else:
        assert told_on <= day <= lifts_on
        assert by_wish or told_on < lifts_on


def test_only_what_was_accepted_holds_back() -> None:
    assert holds_back(RequestKind.RESTRICTION, Outcome.ACCEPTED, about_piece=False)
    assert holds_back(RequestKind.OBJECTION, Outcome.ACCEPTED, about_piece=True)
    assert not holds_back(RequestKind.OBJECTION, Outcome.ACCEPTED, about_piece=False)
    for kind in RequestKind:
        for outcome in (None, Outcome.REFUSED, Outcome.GIVEN, Outcome.CORRECTED, Outcome.BESIDE):
            assert not holds_back(kind, outcome, about_piece=True)


def tables_seen(acting: Acting) -> int:
    """How many round tables, seats and points the database itself shows whoever acts."""
    with request_transaction(acting):
        return RoundTable.objects.count() + Seat.objects.count()


def test_a_round_table_that_is_to_be_used_less_is_known_to_few(helped: Helped) -> None:
    coach, boss = helped.coach, helped.team.acting(Role.COORDINATOR)
    with request_transaction(coach):
        table = plan_round_table(
            coach, family_id=helped.family.id, when=When(now() + timedelta(days=2), 60)
        ).pk
        seats = [NewSeat(Attendance.MUST, helped.people[one].id) for one in (MOTHER, DAUGHTER)]
        agree_seats(coach, table_id=table, seats=seats, agreed_with_id=helped.people[MOTHER].id)
    mother, daughter = card_of(helped, MOTHER), card_of(helped, DAUGHTER)
    together = replace(coach, together=(f"person:{helped.people[MOTHER].id}",))
    knows = {
        "coach": coach,
        "coordinator": boss,
        "mother": mother,
        "daughter": daughter,
        "together": together,
    }
    assert {who: tables_seen(one) for who, one in knows.items()} == dict.fromkeys(knows, 3)

    accepted(helped, DAUGHTER, item=table)
    # It is about the whole family: of the team the coach alone knows of it still, as of every such piece.
    seen = {who: tables_seen(one) for who, one in knows.items()}
    assert seen == dict.fromkeys(knows, 3) | {"coordinator": 0}
    # About the daughter alone, it is hers and her coach's, and the screen is turned to nobody else.
    with writing():
        ItemAbout.objects.create(family=helped.family, item_id=table, person=helped.people[DAUGHTER])
    seen = {who: tables_seen(one) for who, one in knows.items()}
    assert seen == {"coach": 3, "coordinator": 0, "mother": 0, "daughter": 3, "together": 0}

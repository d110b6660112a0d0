"""What is done at the desk: each act, the whole way, and every way in which one can be refused."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import translation

from eenplan.capacity.enums import Room
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.families.enums import ContactStatus
from eenplan.families.models import Contact, ContactParticipant
from eenplan.plans.models import CoachAssignment
from eenplan.plans.queries.coaches import CoachRoom
from eenplan.referrals.enums import OutcomeKind, State
from eenplan.referrals.models import Outcome, ReceivedCorrection, Referral
from eenplan.web.desk.presenters.choices import room_words
from tests.cast import Team
from tests.factories.network import AssignmentFactory
from tests.factories.referrals import make_referral
from tests.web.desk.situations import (
    NOW,
    address,
    mother_of,
    planned,
    received,
    taken_up,
    with_coach,
)
from tests.web.desk.test_listing import text_of

pytestmark = pytest.mark.django_db

SignIn = Callable[[Team, Role], Client]


def now_of(referral: Referral) -> Referral:
    """The referral as it stands in the database."""
    return Referral.objects.get(id=referral.id)


def plan_for(here: Team, **changes: str) -> dict[str, Any]:
    """A form that plans a conversation on Tuesday."""
    sent: dict[str, Any] = {
        "when_day": "24", "when_month": "11", "when_year": "2026", "at": "14u30", "channel": "home",
        "staff": str(here.assignments[Role.COACH].staff_member.actor_id),
    }  # fmt: skip
    return sent | changes


def held_with(referral: Referral, **changes: Any) -> dict[str, Any]:
    """A form that notes a conversation of yesterday with the mother."""
    sent: dict[str, Any] = {
        "held_at_day": "20", "held_at_month": "11", "held_at_year": "2026", "at": "10.00", "channel": "home",
        "present": [str(mother_of(referral).id)], "text": "GEHEIM-besproken",
    }  # fmt: skip
    return sent | changes


def test_the_whole_way_from_new_to_held(here: Team, intake: Client) -> None:
    found = received(here)
    page = text_of(intake.get(address("read-referral", found)))
    assert "Nog niemand zei dat we dit gezin helpen. Aanmelding opnemen" in page

    done = intake.post(address("take-up-referral", found), follow=True)
    assert "Bewaard om 10.00: de aanmelding is opgenomen." in text_of(done)
    assert "Nog niemand is de vaste coach. Kies iemand. Coach kiezen" in text_of(done)

    coach = here.assignments[Role.COACH].staff_member
    done = intake.post(address("choose-coach", found), {"coach": str(coach.id)}, follow=True)
    assert f"Bewaard om 10.00: {coach.name} is de coach." in text_of(done)
    assert f"{coach.name} is de coach. Het eerste gesprek is nog niet gepland. Gesprek plannen" in text_of(
        done
    )

    mother = str(mother_of(found).id)
    done = intake.post(address("plan-conversation", found), plan_for(here, persons=mother), follow=True)
    assert "Bewaard om 10.00: het gesprek is op dinsdag 24 november om 14.30." in text_of(done)
    assert "Het gesprek is op dinsdag 24 november om 14.30, thuis bij het gezin. Gesprek noteren" in text_of(
        done
    )

    done = intake.post(address("record-conversation", found), held_with(found), follow=True)
    assert "Bewaard om 10.00: het eerste gesprek is gehouden. De klok staat stil." in text_of(done)
    assert "Gesprek gehouden op 20 november, binnen de maand" in text_of(done)
    stands = now_of(found)
    assert stands.state == State.CONVERSATION_HELD
    assert stands.late_since is None
    assert stands.first_contact_on is not None
    assert ContactParticipant.objects.get(contact=stands.first_conversation).person_id == mother_of(found).id


def test_taking_up_twice_says_so_and_changes_nothing(here: Team, intake: Client) -> None:
    found = taken_up(here)
    page = intake.post(address("take-up-referral", found), follow=True)
    assert page.status_code == 200
    assert "Over deze aanmelding is al beslist." in text_of(page)
    assert Outcome.objects.filter(referral=found).count() == 1


@pytest.mark.parametrize("act", ["choose-coach", "plan-conversation", "record-conversation"])
def test_nothing_goes_before_taking_up(here: Team, intake: Client, act: str) -> None:
    found = received(here)
    coach = str(here.assignments[Role.COACH].staff_member_id)
    sent = {"choose-coach": {"coach": coach}, "plan-conversation": plan_for(here)}.get(
        act, held_with(found, staff=str(here.assignments[Role.COACH].staff_member.actor_id))
    )
    page = intake.post(address(act, found), sent)
    assert page.status_code == 422
    assert "Neem de aanmelding eerst op." in text_of(page)
    assert now_of(found).state == State.RECEIVED
    assert not CoachAssignment.objects.exists()


# Choosing a coach (rule 15)


def full(here: Team) -> Any:
    """A coach who has the one family that fits: a tenth of full time, against ten."""
    assignment = here.assignments[Role.COACH]
    with writing():
        assignment.share = Decimal("0.10")
        assignment.save()
    with_coach(here, family_name="Eerste")
    return assignment.staff_member


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "nu 1 van 2,5 gezinnen"), ("en", "has 1 of 2.5 families")]
)
def test_part_of_a_family_is_written_as_the_language_does(language: str, said: str) -> None:
    quarter, fits = Decimal("0.25"), Decimal("2.50")
    room = CoachRoom(uuid4(), uuid4(), "Alice", "CLB", quarter, Decimal(10), fits, 1, Room.ROOM)
    with translation.override(language):
        assert said in room_words(room)


@pytest.mark.rule(15)
def test_room_is_said_in_words_first(here: Team, intake: Client) -> None:
    full(here)
    AssignmentFactory(partnership=here.partnership, role=Role.COACH, staff_member__name="Ruim Zittend")
    page = text_of(intake.get(address("choose-coach", taken_up(here))))
    assert "Heeft nog plaats voor vijf gezinnen. Werkt halftijds, nu 0 van 5 gezinnen." in page
    assert "Zit vol. Werkt 10 % van voltijds, nu 1 van 1 gezinnen." in page
    assert page.index("Ruim Zittend") < page.index("Zit vol")


@pytest.mark.rule(15)
def test_intake_cannot_go_over_the_norm(here: Team, intake: Client) -> None:
    coach, found = full(here), taken_up(here)
    for extra in ({}, {"over_norm_confirmed": "on"}):
        page = intake.post(address("choose-coach", found), {"coach": str(coach.id), **extra})
        assert page.status_code == 422
        assert "Dit gaat boven de norm" in text_of(page)
        assert "vraag de netwerkcoördinator" in text_of(page)
        assert "over_norm_confirmed" not in page.content.decode()
        assert re.search(rf'value="{coach.id}"[^>]* checked', page.content.decode())
        assert now_of(found).state == State.TAKEN_UP


@pytest.mark.rule(15)
def test_the_coordinator_confirms_going_over_the_norm(here: Team, as_role: SignIn) -> None:
    coach, found = full(here), taken_up(here)
    browser = as_role(here, Role.COORDINATOR)
    assert "over_norm_confirmed" not in browser.get(address("choose-coach", found)).content.decode()
    page = browser.post(address("choose-coach", found), {"coach": str(coach.id)})
    assert page.status_code == 422
    assert "Ik bevestig dat dit gezin erbij komt, boven de norm." in text_of(page)
    done = browser.post(address("choose-coach", found), {"coach": str(coach.id), "over_norm_confirmed": "on"})
    assert done.status_code == 302
    assigned = CoachAssignment.objects.get(family_id=found.family_id)
    assert assigned.over_norm_confirmed_by_id == here.acting(Role.COORDINATOR).actor_id


def test_choosing_nobody_or_somebody_of_elsewhere(here: Team, there: Team, intake: Client) -> None:
    found = taken_up(here)
    assert "Kies wie de vaste coach wordt." in text_of(intake.post(address("choose-coach", found), {}))
    stranger = there.assignments[Role.COACH].staff_member_id
    for coach in (str(stranger), "geen-uuid"):
        page = intake.post(address("choose-coach", found), {"coach": coach})
        assert page.status_code == 422
    assert now_of(found).state == State.TAKEN_UP


def test_a_family_with_a_coach_gets_no_second_one(here: Team, intake: Client) -> None:
    found = with_coach(here)
    assert intake.get(address("choose-coach", found)).status_code == 302
    page = intake.post(
        address("choose-coach", found), {"coach": str(here.assignments[Role.COACH].staff_member_id)}
    )
    assert page.status_code == 422
    assert "Dit gezin heeft al een traject met een coach." in text_of(page)


def test_a_team_without_coaches_is_told(here: Team, intake: Client) -> None:
    found = taken_up(here)
    with writing():
        here.assignments[Role.COACH].period = DateRange(date(2021, 7, 1), NOW.date())
        here.assignments[Role.COACH].save()
    page = text_of(intake.get(address("choose-coach", found)))
    assert "Er is nog geen coach in dit samenwerkingsverband" in page
    assert "Coach bewaren" not in page


# Planning


def test_a_day_in_time_is_suggested(here: Team, intake: Client) -> None:
    page = text_of(intake.get(address("plan-conversation", with_coach(here, 29))))
    assert "Beloofd tegen maandag 23 november. Op tijd is bijvoorbeeld maandag 23 november." in page
    page = text_of(intake.get(address("plan-conversation", with_coach(here, 40))))
    assert "Dat is voorbij. Kan maandag 23 november?" in page


def test_a_day_after_the_promise_is_asked_about_once(here: Team, intake: Client) -> None:
    found = with_coach(here, 29)
    page = intake.post(address("plan-conversation", found), plan_for(here))
    assert page.status_code == 422
    assert "Deze dag ligt na de belofte." in text_of(page)
    assert re.search(r'<input[^>]*name="when_day"[^>]*value="24"', page.content.decode())
    assert 'value="14u30"' in page.content.decode()
    assert now_of(found).state == State.COACH_GIVEN
    done = intake.post(address("plan-conversation", found), plan_for(here, after_promise="on"), follow=True)
    assert "Dat is na de belofte van 23 november." in text_of(done)
    assert now_of(found).state == State.CONVERSATION_PLANNED


def test_who_is_late_already_is_not_asked(here: Team, intake: Client) -> None:
    found = with_coach(here, 40)
    assert intake.post(address("plan-conversation", found), plan_for(here)).status_code == 302
    assert now_of(found).late_since is not None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"when_day": "20"}, "20"),
        ({"when_day": "31"}, "31"),
        ({"when_day": ""}, "Er klopt nog iets niet"),
        ({"at": "straks"}, "Schrijf het uur zoals 14.30 of 9u."),
        ({"channel": "maan"}, "Kies een van de antwoorden die er staan."),
        ({"staff": "00000000-0000-7000-8000-000000000009"}, "Kies een van de antwoorden die er staan."),
        ({"persons": "geen-uuid"}, "Kies een van de antwoorden die er staan."),
    ],
)
def test_planning_wrongly_keeps_what_was_typed(
    here: Team, intake: Client, changes: dict[str, str], said: str
) -> None:
    found = with_coach(here)
    page = intake.post(address("plan-conversation", found), plan_for(here, **changes))
    assert page.status_code == 422
    html = page.content.decode()
    assert said in html
    assert 'value="2026"' in html
    assert f'value="{changes.get("at", "14u30")}"' in html
    assert now_of(found).state == State.COACH_GIVEN


def test_another_moment_takes_the_place_of_the_first(here: Team, intake: Client) -> None:
    found = planned(here)
    form = intake.get(address("plan-conversation", found))
    assert "Een nieuw moment komt in de plaats." in text_of(form)
    intake.post(address("plan-conversation", found), plan_for(here))
    statuses = Contact.objects.filter(family_id=found.family_id).values_list("status", flat=True)
    assert sorted(statuses) == [ContactStatus.CANCELLED, ContactStatus.PLANNED]


# The first conversation (rules 3 and 4)


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"present": []}, "Zonder iemand van het gezin telt het niet als eerste gesprek."),
        ({"held_at_day": "22"}, "Er klopt nog iets niet"),
        ({"held_at_day": "21", "at": "23.00"}, "Dit moment is nog niet voorbij."),
        ({"held_at_month": "1"}, "Dit gesprek zou van vóór de aanmelding zijn."),
        ({"at": ""}, "Vul nog in"),
    ],
)
def test_what_does_not_count_does_not_stop_the_clock(
    here: Team, intake: Client, changes: dict[str, Any], said: str
) -> None:
    found = planned(here)
    page = intake.post(address("record-conversation", found), held_with(found, **changes))
    assert page.status_code == 422
    assert said in text_of(page)
    assert "GEHEIM-besproken" in page.content.decode()
    assert f'value="{changes.get("held_at_day", "20")}"' in page.content.decode()
    assert now_of(found).state == State.CONVERSATION_PLANNED


@pytest.mark.rule(3)
@pytest.mark.parametrize("status", ["cancelled", "missed"])
def test_a_conversation_that_did_not_take_place_leaves_the_clock_running(
    here: Team, intake: Client, status: str
) -> None:
    found = planned(here, 29)
    form = text_of(intake.get(address("cancel-conversation", found)))
    assert "De klok loopt verder: nog 2 dagen, tegen 23 november." in form
    done = text_of(intake.post(address("cancel-conversation", found), {"status": status}, follow=True))
    assert "Bewaard om 10.00: het gesprek ging niet door." in done
    assert "De klok loopt verder: nog 2 dagen, tegen 23 november." in done
    assert "Gesprek plannen" in done
    assert now_of(found).state == State.COACH_GIVEN


def test_saying_nothing_about_why_it_was_not_held(here: Team, intake: Client) -> None:
    found = planned(here)
    for sent in ({}, {"status": "held"}):
        assert intake.post(address("cancel-conversation", found), sent).status_code == 422
    assert now_of(found).state == State.CONVERSATION_PLANNED
    page = intake.post(address("cancel-conversation", with_coach(here)), {"status": "missed"})
    assert "Er staat nu geen eerste gesprek gepland." in text_of(page)


def test_an_expected_child_cannot_have_been_there(here: Team, intake: Client) -> None:
    from eenplan.families.actions import NewPerson
    from eenplan.families.enums import PersonRole

    due = (NOW + timedelta(days=90)).date()
    persons = (NewPerson(PersonRole.PARENT, "Kaat"), NewPerson(PersonRole.CHILD, "Bolleke", due_date=due))
    found = planned(here, persons=persons)
    page = text_of(intake.get(address("record-conversation", found)))
    assert "Kaat, ouder" in page
    assert "Bolleke" not in page


def test_a_conversation_that_was_not_planned_counts_too(here: Team, intake: Client) -> None:
    found = with_coach(here)
    actor = here.assignments[Role.COACH].staff_member.actor_id
    done = intake.post(address("record-conversation", found), held_with(found, staff=str(actor)))
    assert done.status_code == 302
    assert Contact.objects.get(family_id=found.family_id).staff_id == actor


@pytest.mark.rule(4)
def test_what_was_late_stays_late_on_the_screen(here: Team, intake: Client) -> None:
    found = planned(here, 40)
    assert "9 dagen te laat" in text_of(intake.get("/aanmeldingen/"))
    intake.post(address("record-conversation", found), held_with(found))
    page = text_of(intake.get(address("read-referral", found)))
    assert "Gesprek te laat gehouden op 20 november, beloofd tegen 12 november" in page


# Correcting the moment of receipt (rules 1 and 4)

CORRECTED = {"received_at_day": "20", "received_at_month": "11", "received_at_year": "2026", "at": "9.00"}


@pytest.mark.rule(1)
def test_the_moment_of_receipt_is_corrected_with_a_reason_that_stays(here: Team, intake: Client) -> None:
    found = received(here, 10)
    sent = CORRECTED | {"reason": "de brief lag te wachten"}
    done = text_of(intake.post(address("correct-receipt", found), sent, follow=True))
    assert "Bewaard om 10.00: de belofte loopt nu tot 20 december." in done
    assert "Er stond: woensdag 11 november om 10.00. Waarom: de brief lag te wachten" in done
    assert ReceivedCorrection.objects.count() == 1


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": ""}, "Schrijf erbij waarom je de datum verbetert."),
        ({"reason": "   "}, "Schrijf erbij waarom je de datum verbetert."),
        ({"received_at_day": "22"}, "Er klopt nog iets niet"),
        ({"received_at_day": "11", "at": "10.00"}, "Dit is het moment dat er al stond."),
        ({"at": "25u"}, "Schrijf het uur zoals 14.30 of 9u."),
    ],
)
def test_correcting_wrongly_keeps_what_was_typed(
    here: Team, intake: Client, changes: dict[str, str], said: str
) -> None:
    found = received(here, 10)
    page = intake.post(
        address("correct-receipt", found), CORRECTED | {"reason": "omdat het zo was"} | changes
    )
    assert page.status_code == 422
    assert said in text_of(page)
    assert f'value="{changes.get("at", "9.00")}"' in page.content.decode()
    assert now_of(found).received_at == found.received_at


@pytest.mark.rule(1)
def test_a_form_that_is_sent_back_as_it_was_corrects_nothing(here: Team, intake: Client) -> None:
    found = make_referral(here, received_at=NOW - timedelta(days=1, seconds=17))
    sent = {"received_at": "20/11/2026", "at": "9.59", "reason": "niets veranderd"}
    page = intake.post(address("correct-receipt", found), sent)
    assert "Dit is het moment dat er al stond." in text_of(page)
    assert not ReceivedCorrection.objects.exists()


@pytest.mark.rule(4)
def test_a_correction_does_not_undo_lateness(here: Team, intake: Client) -> None:
    found = received(here, 40)
    assert "Deze aanmelding was al te laat." in text_of(intake.get(address("correct-receipt", found)))
    intake.post(address("correct-receipt", found), CORRECTED | {"reason": "verkeerd genoteerd"})
    page = text_of(intake.get(address("read-referral", found)))
    assert "9 dagen te laat beloofd tegen 12 november" in page
    assert "9 dagen te laat" in text_of(intake.get("/aanmeldingen/", {"klok": "te-laat"}))


# The first contact, noted apart


def test_the_first_contact_is_noted_and_stops_nothing(here: Team, intake: Client) -> None:
    found = taken_up(here)
    done = text_of(intake.post(address("note-first-contact", found), {"on": "20/11/2026"}, follow=True))
    assert "Bewaard om 10.00: het eerste contact was op 20 november." in done
    assert "Eerste contact vrijdag 20 november Eerste gesprek nog niet" in done
    assert now_of(found).state == State.TAKEN_UP
    for wrong in ("22/11/2026", "1/1/2026", "ooit", ""):
        assert intake.post(address("note-first-contact", found), {"on": wrong}).status_code == 422


# Other outcomes (rules 9 and 10)


@pytest.mark.rule(9)
@pytest.mark.parametrize("kind", ["forwarded", "withdrawn", "not_eligible"])
def test_each_other_outcome_ends_intake_once(here: Team, intake: Client, kind: str) -> None:
    found = received(here)
    sent = {"kind": kind, "reason_code": "other", "reason": "samen besproken"}
    done = text_of(intake.post(address("end-referral", found), sent, follow=True))
    assert str(OutcomeKind(kind).label).capitalize() in done
    assert "samen besproken" in done
    assert "Aanmelding opnemen" not in done
    outcome = Outcome.objects.get(referral=found)
    assert (outcome.kind, outcome.actor_id) == (kind, here.acting(Role.INTAKE).actor_id)
    again = intake.post(address("end-referral", found), sent)
    assert again.status_code == 422
    assert "Een aanmelding krijgt één uitkomst" in text_of(again)
    assert "Geen open aanmeldingen" in text_of(intake.get("/aanmeldingen/"))


@pytest.mark.rule(9)
@pytest.mark.parametrize("missing", ["kind", "reason_code", "reason"])
def test_no_outcome_without_its_reason(here: Team, intake: Client, missing: str) -> None:
    found = received(here)
    sent = {"kind": "forwarded", "reason_code": "outside_area", "reason": "woont in Gent"} | {missing: ""}
    page = intake.post(address("end-referral", found), sent)
    assert page.status_code == 422
    assert missing == "reason" or "woont in Gent" in page.content.decode()
    assert now_of(found).state == State.RECEIVED


@pytest.mark.rule(10)
def test_what_a_family_is_or_has_is_no_reason(here: Team, intake: Client) -> None:
    found = received(here)
    page = intake.get(address("end-referral", found)).content.decode().lower()
    assert "indicatie" not in page
    offered = set(re.findall(r'name="kind"[^>]*value="([^"]+)"', page))
    assert offered == {"forwarded", "withdrawn", "not_eligible"}
    for kind in ("contra_indication", "taken_up", "refused"):
        sent = {"kind": kind, "reason_code": "other", "reason": "te zwaar"}
        assert intake.post(address("end-referral", found), sent).status_code == 422
    assert not Outcome.objects.exists()


def test_what_is_taken_up_is_not_ended_here(here: Team, intake: Client) -> None:
    found = taken_up(here)
    assert "Anders afronden" not in text_of(intake.get(address("read-referral", found)))
    sent = {"kind": "withdrawn", "reason_code": "family_decides", "reason": "liever niet"}
    assert intake.post(address("end-referral", found), sent).status_code == 422
    assert now_of(found).state == State.TAKEN_UP

"""How some people of the demo chose to hear that something is ready, and what was told them since: sent, or as a letter."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from eenplan.audit.models import Event
from eenplan.core.acting import Acting, become, task
from eenplan.core.clock import telling
from eenplan.core.enums import Role
from eenplan.demo.days import Days
from eenplan.demo.known import Known
from eenplan.demo.staff import Staff
from eenplan.families.models import Person
from eenplan.plans.actions.hearing import choose_way
from eenplan.plans.actions.notices import claim_notice, note_heard, note_left, tell_of_event
from eenplan.plans.enums import HearsBy, NoticeState
from eenplan.plans.models import Notice

# Numbers and addresses that are nobody's.
MOBILE = "0470 00 00 00"
LATER = timedelta(minutes=5)
TOLD = (
    *("plans:version:activated", "plans:plan:review-set", "plans:message:done"),
    *("plans:round-table:agreed", "plans:round-table:moved"),
)


def of_kaat(staff: Staff, partnership_id: UUID, today: date, family_id: UUID) -> None:
    """Kaat by text message, Jeroen by letter, Seppe not at all. Call within the transaction of the load."""
    coach = staff.acting(Role.COACH, partnership_id)
    kaat, jeroen, seppe = Person.objects.filter(family_id=family_id).order_by("position")[:3]
    become(coach)
    with telling(Days(today).at(52, 12)):
        choose_way(coach, person_id=kaat.id, by=HearsBy.TEXT, typed=MOBILE)
        choose_way(coach, person_id=jeroen.id, by=HearsBy.LETTER)
        choose_way(coach, person_id=seppe.id, by=HearsBy.NOTHING)
    _told_since(coach, family_id)


def of_others(staff: Staff, partnership_id: UUID, today: date, known: list[Known]) -> None:
    """Who speaks for each of some families, each in another way."""
    coach = staff.acting(Role.COACH, partnership_id)
    ways = (HearsBy.EMAIL, HearsBy.LETTER, HearsBy.TEXT, HearsBy.NOTHING)
    for number, one in enumerate(known):
        by, family_id = ways[number % len(ways)], UUID(one.family_id)
        become(coach)
        typed = {HearsBy.EMAIL: f"gezin{number}@demo.example", HearsBy.TEXT: MOBILE}.get(by, "")
        with telling(Days(today).at(31, 12)):
            choose_way(coach, person_id=UUID(one.person_ids[one.household.speaker]), by=by, typed=typed)
        _told_since(coach, family_id)


def _told_since(coach: Acting, family_id: UUID) -> None:
    """What happened since is told when it happened, so that it is not told anew today; only the last letter is still to give."""
    machine = task()
    # A leave is one event for all families of a coach.
    happened = Q(family_id=family_id, name__in=TOLD) | Q(name="plans:coach:away")
    for event in Event.objects.filter(happened).order_by("at", "id"):
        with telling(event.at + LATER):
            tell_of_event(machine, event_id=event.id)
            for notice in Notice.objects.filter(family_id=family_id, state=NoticeState.WAITING):
                if claim_notice(machine, notice_id=notice.id):
                    note_left(machine, notice_id=notice.id)
    letters = Notice.objects.filter(family_id=family_id, state=NoticeState.LETTER).order_by("-made_at", "-id")
    for letter in letters[1:]:
        with telling(letter.made_at + timedelta(days=1)):
            note_heard(coach, family_id=family_id, notice_id=letter.id)

"""What the forms of a referral offer to choose from, and what stands above them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from eenplan.capacity.enums import Room
from eenplan.core.clock import today
from eenplan.families.queries import age
from eenplan.network.queries import StaffOn
from eenplan.plans.queries import CoachOf, CoachRoom
from eenplan.referrals.queries import ReferralPage
from eenplan.web.desk.presenters.referral import clock
from eenplan.web.shared import words
from eenplan.web.shared.components import Words


def person_choices(page: ReferralPage) -> list[tuple[str, Words]]:
    """Who of the family can be at a conversation: everybody who has been born."""
    choices: list[tuple[str, Words]] = []
    for person in page.persons:
        if person.due_date is not None:
            continue
        years = age(person)
        about = words.age_words(years) if years is not None else words.role_words(person.role)
        name = " ".join(part for part in (person.given_name, person.family_name) if part)
        choices.append((str(person.id), f"{name}, {about}" if name else words.sentence(about)))
    return choices


def staff_choices(team: Iterable[StaffOn], coach: CoachOf | None) -> list[tuple[str, Words]]:
    """Who of the team can take a conversation, each once, the coach first."""
    names = {str(worker.actor_id): worker.name for worker in team}
    choices: list[tuple[str, Words]] = []
    if coach:
        choices.append((str(coach.actor_id), _("%(name)s, de coach") % {"name": coach.name}))
        names.pop(str(coach.actor_id), None)
    return choices + [(actor, name) for actor, name in sorted(names.items(), key=lambda pair: pair[1])]


def coach_choices(rooms: Sequence[CoachRoom]) -> tuple[list[tuple[str, Words]], dict[str, Words]]:
    """The coaches as answers, with below each how much room there is: words first, then numbers (rule 15)."""
    choices: list[tuple[str, Words]] = [
        (str(room.staff_member_id), f"{room.name} · {room.organisation}") for room in rooms
    ]
    return choices, {str(room.staff_member_id): room_words(room) for room in rooms}


def room_words(room: CoachRoom) -> str:
    """'heeft nog plaats voor 2 gezinnen. Werkt halftijds: 3 van 5 gezinnen.'"""
    if room.room is Room.ROOM:
        said = (
            _("Heeft nog plaats voor één gezin.")
            if room.free == 1
            else _("Heeft nog plaats voor %(count)s gezinnen.") % {"count": words.number(room.free)}
        )
    elif room.room is Room.FULL:
        said = _("Zit vol.")
    else:
        said = _("Zit al boven de norm.")
    fits = number_format(room.capacity.normalize())
    return _("%(said)s Werkt %(share)s, nu %(now)s van %(fits)s gezinnen.") % {
        "said": said,
        "share": share_words(int(room.share * 100)),
        "now": room.caseload,
        "fits": fits,
    }


def share_words(percent: int) -> str:
    """'voltijds', 'halftijds', '80 % van voltijds'."""
    known = {100: _("voltijds"), 50: _("halftijds"), 80: _("vier vijfde"), 75: _("drie kwart")}
    return known.get(percent) or _("%(percent)s %% van voltijds") % {"percent": percent}


def promise_words(page: ReferralPage) -> str:
    """'Beloofd tegen dinsdag 24 november. Op tijd is bijvoorbeeld maandag 23 november.'"""
    promised = words.promised_on(page.clock)
    deadline = words.weekday(promised)
    suggested = next_working_day(today())
    if promised < today():
        return _("Beloofd tegen %(day)s. Dat is voorbij. Kan %(next)s?") % {
            "day": deadline,
            "next": words.weekday(suggested),
        }
    if suggested > promised:
        return _("Beloofd tegen %(day)s. Vandaag nog is op tijd.") % {"day": deadline}
    return _("Beloofd tegen %(day)s. Op tijd is bijvoorbeeld %(next)s.") % {
        "day": deadline,
        "next": words.weekday(suggested),
    }


def next_working_day(after: date) -> date:
    """The first Monday to Friday after a day; holidays are not known here."""
    day = after + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


def participants(page: ReferralPage) -> list[str]:
    """Who of the family is expected at the planned conversation."""
    planned = page.referral.first_conversation
    for contact in page.contacts:
        if planned and contact.item_id == planned.item_id:
            return [str(part.person_id) for part in contact.participants.all()]
    return []


def runs_on_words(page: ReferralPage) -> str:
    """'De klok loopt verder: nog 2 dagen, tegen 23 november.'"""
    clock_now = clock(page)
    return _("De klok loopt verder: %(text)s, %(detail)s.") % {
        "text": clock_now.text[:1].lower() + clock_now.text[1:],
        "detail": clock_now.detail,
    }

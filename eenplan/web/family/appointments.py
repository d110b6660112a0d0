"""Our appointments: when who comes or where one meets, and each for one's own calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from eenplan.audit.actions import record_read
from eenplan.core.clock import day_of, today
from eenplan.core.errors import NotFound
from eenplan.families.enums import Channel
from eenplan.families.queries import person_of
from eenplan.plans.queries.appointments import Dated, diary
from eenplan.web.family import presenters
from eenplan.web.family.pages import page_of, with_home
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.calendar_file import Moment, calendar_response
from eenplan.web.shared.context import href_of

ICONS = {
    Channel.HOME: "house",
    Channel.PHONE: "phone",
    Channel.VIDEO: "phone",
    Channel.MESSAGE: "message-circle",
}


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """An appointment in words, with an icon that says how; `file_href`: for one's own calendar. No hour: any that day."""

    icon: str
    day: str
    hour: str
    what: str
    file_href: str = ""
    more_href: str = ""


@never_cache
@require_safe
@card_holder
def list_appointments(request: SignedRequest) -> HttpResponse:
    """What is planned, and when the plan is looked at again, the first first; what was, folded."""
    person = person_of(request.acting)
    page = page_of(request.acting, person.id)
    found = diary(request.acting, person.family_id)
    review = page.version.head.review_date if page and page.plan.is_active else None
    context = {
        "to_come": _to_come(found.to_come, review if review and review >= today() else None),
        "has_moments": bool(found.to_come),
        "past": [line(one, to_come=False) for one in found.past],
        "review_was": words.day(review) if review and review < today() else "",
    }
    return render(request, "family/appointments.html", with_home(context))


@never_cache
@require_safe
@card_holder
def download_appointment(request: SignedRequest, appointment_id: UUID) -> HttpResponse:
    """One appointment for a calendar: the word 'Afspraak' and the moment, nothing more. Raises NotFound once past."""
    family_id = person_of(request.acting).family_id
    found = next((one for one in diary(request.acting, family_id).to_come if one.id == appointment_id), None)
    record_read(request.acting, "families:appointment", families=[family_id], subject=appointment_id)
    if found is None:
        raise NotFound("appointment")
    return calendar_response(
        Moment(found.id, found.at, found.minutes, sequence=found.sequence, word=_("Afspraak")), "afspraak.ics"
    )


def line(one: Dated, *, to_come: bool) -> AppointmentLine:
    """An appointment as the page shows it."""
    name = presenters.first_name(one.with_whom) or _("je coach")
    if one.channel is None:
        what = _("We zitten samen rond de tafel") if to_come else _("Samen rond de tafel")
    elif one.channel == Channel.HOME:
        what = _("%(name)s komt bij jullie langs") if to_come else _("%(name)s bij jullie")
    elif one.channel == Channel.PHONE:
        what = _("%(name)s belt") if to_come else _("Telefoon met %(name)s")
    elif one.channel == Channel.VIDEO:
        what = _("Videogesprek met %(name)s")
    else:
        what = _("Jullie zien %(name)s") if to_come else _("Gesprek met %(name)s")
    return AppointmentLine(
        "users" if one.channel is None else ICONS.get(one.channel, "map-pin"),
        _day(day_of(one.at)),
        presenters.time_words(one.at),
        what % {"name": name} if one.channel else what,
        reverse("family:download-appointment", args=[one.id]) if to_come else "",
        href_of("family:list-round-tables") if one.channel is None else "",
    )


def _to_come(found: Sequence[Dated], review: date | None) -> list[AppointmentLine]:
    """Each on its day; the day on which the plan is looked at again stands among them, after what has an hour then."""
    dated = [(day_of(one.at), line(one, to_come=True)) for one in found]
    if review:
        again = _("Rond die dag kijken we samen terug: klopt het plan nog?")
        dated.append((review, AppointmentLine("refresh-cw", _day(review), "", again)))
    return [one for _day_of, one in sorted(dated, key=lambda pair: pair[0])]


def _day(on: date) -> str:
    return words.sentence(words.weekday(on))

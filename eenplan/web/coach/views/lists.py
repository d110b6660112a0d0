"""Today, and all my families."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eenplan.consent.queries import open_questions
from eenplan.consent.queries.emergency import opened_by_others
from eenplan.consent.queries.inviting import invitations_to_hand
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.queries import persons
from eenplan.network.enums import Phase
from eenplan.plans.queries import MyFamily, my_families, notices
from eenplan.plans.queries.aftercare import aftercare_due
from eenplan.plans.queries.continuity import to_tell
from eenplan.plans.queries.contributions import ticked_lately, waiting_contributions
from eenplan.plans.queries.helpers import replies_lately
from eenplan.plans.queries.messages import messages_to_answer
from eenplan.plans.queries.places import places_lately
from eenplan.plans.queries.round_tables import coming_tables
from eenplan.plans.queries.waits import bridges_over, waits_to_ask_again, weeks_between_checks
from eenplan.plans.rules.waits import ask_again_from
from eenplan.referrals.queries import clocks_of, referred_again
from eenplan.rights.queries.coming import coming_ends
from eenplan.rights.queries.looking import open_look_questions
from eenplan.rights.queries.refusals import refusals_to_answer
from eenplan.rights.queries.requests import open_requests
from eenplan.web.coach.presenters import lists
from eenplan.web.coach.presenters.consent import asking_lines
from eenplan.web.coach.presenters.contributions import brought_lines, ticked_lines
from eenplan.web.coach.presenters.helpers import place_lines, reply_lines
from eenplan.web.coach.presenters.rights import due_lines, ending_lines, look_lines, refused_lines
from eenplan.web.coach.presenters.together import AftercareLine, aftercare_lines
from eenplan.web.coach.presenters.waits import again_lines, over_lines
from eenplan.web.coach.views.around import MINE, me
from eenplan.web.emergency.presenters import AccessLine, access_line
from eenplan.web.shared import round_tables as shown
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, phases_here, roles


@require_safe
@roles(*MINE)
def list_today(request: SignedRequest) -> HttpResponse:
    """What is due in my families."""
    families = my_families(request.acting)
    clocks = clocks_of(request.acting, [one.family_id for one in families])
    due = lists.today_of(families, clocks, me(request), phases_here(request))
    again = referred_again(request.acting, [one.family_id for one in families])
    emergencies, aftercare = _emergencies(request, families), _aftercare(request)
    columns = lists.columns(_doing(request, families, due), _hearing(request, families, due))
    context = {
        "due": due,
        "has_families": bool(families),
        "summing": lists.summing(due),
        "columns": columns,
        "is_calm": not (due.conversations or columns or again or emergencies or aftercare),
        "again": lists.again_lines(families, again),
        "emergencies": emergencies,
        "may_say_seen": request.acting.role == Role.COACH,
        "aftercare": aftercare,
        "aftercare_name": words.phase(Phase.AFTERCARE, phases_here(request)),
    }
    return render(request, "coach/today.html", context)


@require_safe
@roles(*MINE)
def list_families(request: SignedRequest) -> HttpResponse:
    """My families, those that wait for their first conversation first."""
    families = my_families(request.acting)
    clocks = clocks_of(request.acting, [one.family_id for one in families])
    context = {
        "counted": lists.counted(families),
        "entries": lists.mine_of(families, clocks, phases_here(request)),
        "aftercare": _aftercare(request),
        "aftercare_name": words.phase(Phase.AFTERCARE, phases_here(request)),
    }
    return render(request, "coach/families.html", context)


def _doing(request: SignedRequest, mine: Sequence[MyFamily], due: lists.Today) -> list[lists.Group]:
    """Who wrote and waits for an answer, and what is to be done on a day, the nearest first."""
    return [
        lists.Group(_("Berichten"), "message-circle", _written(request, mine)),
        lists.Group(_("Afspraken"), "calendar", due.appointments),
        lists.Group(_("Jouw stappen"), "circle-dot", due.mine),
        lists.Group(_("Rondetafels"), "users", _tables(request, mine)),
        lists.Group(_("Plannen om opnieuw te bekijken"), "refresh-cw", due.reviews),
        lists.Group(
            _("Hoe staat het met de wachtlijst?"),
            "hourglass",
            _quiet(request, mine),
            _("Hier vroeg al een tijd niemand meer na. Eén telefoontje, en je noteert het met één druk."),
        ),
        lists.Group(_("Stappen van anderen"), "circle", due.steps),
        lists.Group(_("Zelf afgevinkt"), "circle-check", _ticked(request, mine)),
    ]


def _hearing(request: SignedRequest, mine: Sequence[MyFamily], due: lists.Today) -> list[lists.Group]:
    """Whom to answer, to tell and to ask."""
    return [
        lists.Group(_("Wat gezinnen voorstellen"), "message-circle", _brought(request, mine)),
        lists.Group(_("Van wie meehelpt"), "handshake", _replied(request, mine)),
        lists.Group(_("Vragen over hun gegevens"), "file-text", _rights(request, mine)),
        lists.Group(_("Vertel wie er komt"), "calendar", _coming(request, mine)),
        lists.Group(_("Zelf te zeggen of af te geven"), "bell", _unsent(request, mine)),
        lists.Group(
            _("Wie mag wat weten?"),
            "ear",
            _asking(request, mine),
            _("Hen moet je nog vragen of er iets gedeeld mag worden."),
        ),
        lists.Group(_("Uitgenodigd door het gezin"), "user-plus", _invited(request, mine)),
        lists.Group(
            _("Wat vinden zij van het plan?"),
            "ear",
            due.answers,
            _("Van hen is nog geen antwoord genoteerd."),
        ),
    ]


def _emergencies(request: SignedRequest, families: Sequence[MyFamily]) -> list[AccessLine]:
    """Files of mine that somebody opened in an emergency."""
    names = {one.family_id: one.family_name for one in families}
    return [access_line(one, names) for one in opened_by_others(request.acting, names)]


def _asking(request: SignedRequest, mine: Sequence[MyFamily]) -> list[lists.Line]:
    """In which of my families somebody is still to be asked whether something may be shared."""
    if request.acting.role != Role.COACH:
        return []
    asking = open_questions(request.acting, [one.family_id for one in mine])
    names = {one.family_id: one.family_name for one in mine}
    return asking_lines(names, asking, persons(request.acting, asking) if asking else {})


def _written(request: SignedRequest, mine: Sequence[MyFamily]) -> list[lists.Line]:
    """Who of my families wrote to me and waits for an answer."""
    if request.acting.role != Role.COACH or not mine:
        return []
    names = {one.family_id: one.family_name for one in mine}
    return lists.message_lines(names, messages_to_answer(request.acting, names))


def _unsent(request: SignedRequest, mine: Sequence[MyFamily]) -> list[lists.Line]:
    """What could not be sent to people of my families, and letters to give."""
    if request.acting.role != Role.COACH or not mine:
        return []
    names = {one.family_id: one.family_name for one in mine}
    return lists.unsent_lines(names, notices.to_tell(request.acting, names))


def _coming(request: SignedRequest, mine: Sequence[MyFamily]) -> list[lists.Line]:
    """In which of my families somebody else comes soon, who were not told yet."""
    if request.acting.role != Role.COACH or not mine:
        return []
    names = {one.family_id: one.family_name for one in mine}
    return lists.coming_lines(names, to_tell(request.acting, names))


def _brought(request: SignedRequest, mine: Sequence[MyFamily]) -> list[lists.Line]:
    """What somebody of my families brought in and nobody answered yet."""
    if request.acting.role != Role.COACH or not mine:
        return []
    names = {one.family_id: one.family_name for one in mine}
    return brought_lines(names, waiting_contributions(request.acting, names))


def _ticked(request: SignedRequest, mine: Sequence[MyFamily]) -> list[lists.Line]:
    """Which steps my families ticked off themselves in the last days."""
    if request.acting.role != Role.COACH or not mine:
        return []
    names = {one.family_id: one.family_name for one in mine}
    return ticked_lines(names, ticked_lately(request.acting, names))


def _replied(request: SignedRequest, mine: Sequence[MyFamily]) -> list[lists.Line]:
    """What helpers from elsewhere said of their steps in my families in the last days."""
    if request.acting.role != Role.COACH or not mine:
        return []
    names = {one.family_id: one.family_name for one in mine}
    return [
        *place_lines(names, places_lately(request.acting, names)),
        *over_lines(names, bridges_over(request.acting, names)),
        *reply_lines(names, replies_lately(request.acting, names)),
    ]


def _tables(request: SignedRequest, mine: Sequence[MyFamily]) -> list[lists.Line]:
    """When my families sit together with who helps them."""
    names = {one.family_id: one.family_name for one in mine}
    return [
        lists.Line(
            names[one.family_id],
            shown.state_words(one)[0],
            words.sentence(shown.when_words(one)),
            reverse("coach:read-round-table", args=[one.family_id, one.id]),
        )
        for one in (coming_tables(request.acting, names) if names else [])
    ]


def _invited(request: SignedRequest, mine: Sequence[MyFamily]) -> list[lists.Line]:
    """Whom my families invited to read along, and who waits for a card."""
    if request.acting.role != Role.COACH or not mine:
        return []
    names = {one.family_id: one.family_name for one in mine}
    return lists.invited_lines(names, invitations_to_hand(request.acting, names))


def _rights(request: SignedRequest, mine: Sequence[MyFamily]) -> list[lists.Line]:
    """What somebody of my families asks about their own data, and waits for an answer."""
    if request.acting.role != Role.COACH or not mine:
        return []
    names = {one.family_id: one.family_name for one in mine}
    return [
        *due_lines(names, open_requests(request.acting, names)),
        *refused_lines(names, refusals_to_answer(request.acting, names)),
        *ending_lines(names, coming_ends(request.acting, names)),
        *look_lines(names, open_look_questions(request.acting, names)),
    ]


def _quiet(request: SignedRequest, mine: Sequence[MyFamily]) -> list[lists.Line]:
    """What my families wait for, and nobody asked after for longer than the partnership wants."""
    if request.acting.role != Role.COACH or not mine:
        return []
    names = {one.family_id: one.family_name for one in mine}
    before = ask_again_from(today(), weeks_between_checks(request.acting))
    return again_lines(names, waits_to_ask_again(request.acting, names, before=before))


def _aftercare(request: SignedRequest) -> list[AftercareLine]:
    """Families that ended with me, and are now to be asked how it goes."""
    return aftercare_lines(aftercare_due(request.acting)) if request.acting.role == Role.COACH else []

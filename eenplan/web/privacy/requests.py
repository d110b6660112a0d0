"""What persons ask about their data, for the privacy officer: references, days and outcomes; never who or what."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.rights.queries.requests import AnswerTerm, Overseen, answer_term, overseen
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb, Pill

YEARS = 3


@require_safe
@roles(Role.PRIVACY_OFFICER)
def list_requests(request: SignedRequest) -> HttpResponse:
    """What waits for an answer and by when; what was decided in a year (`?jaar=`)."""
    this_year = today().year
    years = range(this_year, this_year - YEARS, -1)
    wanted = next((one for one in years if str(one) == request.GET.get("jaar")), this_year)
    after = request.GET.get("na", "")[:8]
    found = overseen(request.acting, year=wanted, after=after)
    href = reverse("privacy:list-requests")
    context = {
        "crumbs": [Crumb(_("Privacy"), reverse("privacy:read-home")), Crumb(_("Verzoeken"))],
        "term": _term(answer_term(request.acting)),
        "open": [_line(one) for one in found.rows if one.outcome is None],
        "decided": [_line(one) for one in found.rows if one.outcome],
        "is_first": not after,
        "waiting": found.open,
        "first_href": f"{href}?jaar={wanted}" if after else "",
        "next_href": f"{href}?jaar={wanted}&na={found.more}" if found.more else "",
        "pills": [Pill(str(one), f"{href}?jaar={one}", current=one == wanted) for one in years],
        "year": wanted,
    }
    return render(request, "privacy/list-requests.html", context)


def _line(one: Overseen) -> dict[str, str]:
    if one.outcome and one.decided_on:
        when = _("%(outcome)s op %(day)s") % {
            "outcome": one.outcome.label,
            "day": words.day(one.decided_on),
        }
        tone = "late" if one.is_late else "ontime"
        when = _("%(when)s, te laat") % {"when": when} if one.is_late else when
    else:
        said = _("moest voor %(day)s") if one.is_late else _("antwoord tegen %(day)s")
        when, tone = said % {"day": words.day(one.due_on)}, "late" if one.is_late else "soon"
    return {
        "reference": one.reference,
        "family": one.family_reference,
        "kind": words.sentence(str(one.kind.label)),
        "how": str(one.how.label),
        "asked": words.day(one.asked_on),
        "when": when,
        "tone": tone,
    }


def _term(term: AnswerTerm) -> str:
    """'Binnen 1 maand (…), nog na te kijken door een jurist.'"""
    said = ngettext(
        "Er is een antwoord binnen %(count)d maand (%(reference)s).",
        "Er is een antwoord binnen %(count)d maanden (%(reference)s).",
        term.months,
    ) % {"count": term.months, "reference": term.reference}
    to_review = _("Een jurist moet deze termijn nog nakijken.")
    return said if term.reviewed else f"{said} {to_review}"

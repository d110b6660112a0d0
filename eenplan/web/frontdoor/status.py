"""Following a referral without an account: a link, or a short code. Nothing of the family stands here."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.acting import Acting, become, public_form
from eenplan.core.clock import today
from eenplan.core.errors import RuleBroken
from eenplan.network.queries import contact_point
from eenplan.referrals.enums import OutcomeKind
from eenplan.referrals.keys import code_of, hashes_of_code, hashes_of_key, key_of, made_with
from eenplan.referrals.queries import Following, follow
from eenplan.web.frontdoor.forms.status import StatusCodeForm
from eenplan.web.shared.access import ActingRequest, public
from eenplan.web.shared.components import Step, Words
from eenplan.web.shared.limits import limit
from eenplan.web.shared.words import day

# A code has sixty bits: guessed one by one, at this pace, it takes longer than the world lasts.
TRIES, PER = 20, timedelta(minutes=15)
# Without the menu of languages, which is a form; the page of the code has it.
NO_FORMS = {"language_href": ""}
OUTCOMES: dict[str, Words] = {
    OutcomeKind.CONSULT_ONLY: gettext_lazy("We spraken met jou af wat jij verder kan doen."),
    OutcomeKind.FORWARDED: gettext_lazy("We gaven de vraag door aan wie er beter bij past."),
    OutcomeKind.WITHDRAWN: gettext_lazy("Het gezin koos ervoor om niet verder te gaan."),
    OutcomeKind.DUPLICATE: gettext_lazy("De vraag was al bij ons bekend. We gaan verder met de eerste."),
    OutcomeKind.NOT_ELIGIBLE: gettext_lazy(
        "Ons aanbod past hier niet. We zochten mee naar wie wel kan helpen."
    ),
}


def for_receipt(kept: dict[str, Any], acting: Acting, host: str) -> dict[str, Any]:
    """Whom to call, and the link and code by which the sender can follow the referral."""
    contact = contact_point(
        acting, partnership_id=UUID(kept["partnership"]), zone_id=UUID(kept["zone"]), on=today()
    )
    return {"contact": contact, "link": link_words(UUID(kept["link"]), host) if kept.get("link") else None}


def link_words(link_id: UUID, host: str, key_hash: str = "") -> dict[str, str]:
    """A link to click, to copy and to read out. `key_hash` tells with which secret an older one was made."""
    made = made_with(link_id, key_hash)
    href = reverse("frontdoor:read-status", args=[key_of(link_id, made)])
    return {
        "href": href,
        "address": host + href,
        "code": code_of(link_id, made),
        "code_address": host + reverse("frontdoor:enter-status-code"),
    }


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _secret(response: HttpResponse) -> HttpResponse:
    """The address is a key: it goes to nobody, and into no list. Such a page can hold no form: a browser that
    tells nobody where it comes from cannot post.
    """
    response["Referrer-Policy"] = "no-referrer"
    return _unlisted(response)


@require_safe
@never_cache
@public
def read_status(request: ActingRequest, status_key: str) -> HttpResponse:
    """Where a referral stands, for whoever holds its link."""
    limit(request, "status", most=5 * TRIES, per=PER)
    found = _follow(request, hashes_of_key(status_key))
    if found is None:
        return _secret(render(request, "frontdoor/status-unknown.html", NO_FORMS, status=404))
    return _secret(render(request, "frontdoor/status.html", _words(found) | NO_FORMS))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public
def enter_status_code(request: ActingRequest) -> HttpResponse:
    """The same with the short code. It is posted and shown at once: a code never stands in an address."""
    form = StatusCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        limit(request, "status-code", most=TRIES, per=PER)
        found = _follow(request, hashes_of_code(form.cleaned_data["code"]))
        if found is not None:
            return _unlisted(render(request, "frontdoor/status.html", _words(found)))
        form.refuse(
            RuleBroken(
                "frontdoor:status-code-unknown",
                _("Met deze code vinden we niets. Kijk ze na. Is het lang geleden? Dan werkt ze niet meer."),
                field="code",
            )
        )
    status = 422 if form.is_bound and form.errors else 200
    return _unlisted(render(request, "frontdoor/status-code.html", {"form": form}, status=status))


def _follow(request: ActingRequest, key_hashes: list[str]) -> Following | None:
    acting = _acting(request)
    return next((found for each in key_hashes if (found := follow(acting, key_hash=each))), None)


def _acting(request: ActingRequest) -> Acting:
    """Who looks: a worker, or the public form; the audit knows that somebody did."""
    if request.acting:
        return request.acting
    acting = public_form()
    become(acting)
    return acting


def _words(found: Following) -> dict[str, Any]:
    """What the page says. Without the family's yes: received, being handled, the deadline, and no more."""
    held = found.conversation_on
    ended = str(OUTCOMES.get(found.outcome, ""))
    steps = [
        Step(_("Ontvangen"), done=True),
        Step(_("Wordt behandeld"), done=found.handled),
    ]
    if found.may_know and not ended:
        steps += [
            Step(_("Er is een vaste coach"), done=found.has_coach),
            Step(
                _("Het eerste gesprek was op %(day)s") % {"day": day(held)}
                if held
                else _("Het eerste gesprek"),
                done=held is not None,
            ),
        ]
    return {
        "handled": found.handled,
        "steps": steps,
        "consult": found.deadline is None,
        "deadline": day(found.deadline) if found.deadline else "",
        "is_past": found.deadline is not None and today() > found.deadline and not held,
        "is_open": not held and not ended,
        "may_know": found.may_know,
        "ended": ended,
        "contact": found.contact,
    }

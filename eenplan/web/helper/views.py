"""A helper outside the network answers one step. Nothing else of the family stands here, no name either.

The address with the key is opened once: the key goes into a cookie of this door alone, and the page with the form has
an address without it. So it stands in no place to which a browser tells where it came from.
"""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.audit.actions import record_read
from eenplan.core.acting import become, public_form
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.plans.actions.links import answer_link, helper_of
from eenplan.plans.queries.links import MOST_SIGNS, hashes_of_link, step_of_link
from eenplan.web.helper.forms import LinkForm
from eenplan.web.shared.access import ActingRequest, public
from eenplan.web.shared.limits import limit
from eenplan.web.shared.said import day

COOKIE, SALT = "eenplan_step", "eenplan.helper.step"
KEPT = timedelta(hours=2)
TRIES, PER = 60, timedelta(minutes=15)


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
@never_cache
@public
def open_link(request: ActingRequest, link_token: str) -> HttpResponse:
    """Put the key of the link away, and go on to the page without it."""
    limit(request, "action-link", most=TRIES, per=PER)
    response: HttpResponseRedirect = redirect("helper:answer-link")
    response.set_cookie(
        COOKIE,
        signing.dumps(link_token[:MOST_SIGNS], salt=SALT),
        max_age=KEPT,
        path=reverse("helper:answer-link"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    response["Referrer-Policy"] = "no-referrer"
    return _unlisted(response)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public
def answer(request: ActingRequest) -> HttpResponse:
    """The step, until which day, and two answers: it is done, or it does not work out."""
    limit(request, "action-link", most=TRIES, per=PER)
    token = _token(request)
    become(public_form())
    step = step_of_link(hashes_of_link(token)) if token else None
    if step is None:
        return _unlisted(render(request, "helper/gone.html", status=404))
    acting = helper_of(step)
    become(acting)
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with transaction.atomic():
                answer_link(acting, token=token, said=form.said, line=form.cleaned_data["line"])
        except RuleBroken as error:
            form.refuse(error)
        except NotFound:
            return _unlisted(render(request, "helper/gone.html", status=404))
        else:
            response = redirect("helper:thank")
            response.delete_cookie(COOKIE, path=reverse("helper:answer-link"))
            return _unlisted(response)
    record_read(acting, "plans:action-link", families=[step.family_id], subject=step.action_id)
    context = {"form": form, "step": step, "due": day(step.due_on), "until": day(step.last_day)}
    return _unlisted(render(request, "helper/step.html", context, status=422 if form.is_bound else 200))


@require_safe
@public
def thank(request: ActingRequest) -> HttpResponse:
    """It was kept."""
    return _unlisted(render(request, "helper/thank.html"))


def _token(request: ActingRequest) -> str:
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT))
    except signing.BadSignature:
        return ""

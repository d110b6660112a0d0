"""Referring a family without an account: one thing per page, kept sealed until it is sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.acting import public_form
from eenplan.core.clock import day_of, today
from eenplan.network.actions import is_own
from eenplan.network.queries import CrisisContactOn, crisis_contacts
from eenplan.referrals.enums import ReferrerType
from eenplan.referrals.queries import link_of, sent_with, token_of
from eenplan.web.frontdoor import draft as drafts
from eenplan.web.frontdoor import flow
from eenplan.web.frontdoor.draft import Draft, Voice
from eenplan.web.frontdoor.forms import PlaceForm, WhoForm
from eenplan.web.shared.access import ActingRequest, public

READ_OR_SEND = ["GET", "HEAD", "POST"]
# With this a page says that somebody read which answers another place does not ask for.
FALLS_AWAY = "valt-weg"


def of_draft(request: ActingRequest, draft: Draft) -> dict[str, Any]:
    """What every page of a draft shows: in whose words, with which key, and for a youngster whom to call now."""
    return {
        "own": draft.own,
        "young": draft.young,
        "consult": draft.voice is Voice.CONSULT,
        "draft_key": drafts.page_key(draft),
        "contacts": _for_the_young(request) if draft.young else [],
    }


def _for_the_young(request: ActingRequest) -> list[CrisisContactOn]:
    """Whom to call now, those who are there for children and youngsters first."""
    found = crisis_contacts(drafts.acting_of(request), on=today())
    return sorted(found, key=lambda contact: contact.code != "awel")


def show_page(request: ActingRequest, draft: Draft, page: flow.Page, form: Any, **more: Any) -> HttpResponse:
    asked = flow.pages_of(draft)
    step = next((place for place, one in enumerate(asked, start=1) if one.slug == page.slug), 1)
    if request.method != "POST" and page.slug in draft.unfinished and form.is_bound:
        form.errors.clear()  # put aside half done: what is missing is said when they go on
    context = (
        of_draft(request, draft)
        | {
            "page": page.slug,
            "title": page.title_for(draft),
            "form": form,
            "step": step,
            "steps": len(asked),
            "back_href": flow.back_url(draft, page.slug),
            "busy": bool(draft.answers),
            "first": False,
            "go_on_href": "",
            "remove_href": "",
            "falls_away": [],
            "falls_away_name": "",
            "falls_away_value": "",
        }
        | more
    )
    code = 422 if form.is_bound and request.method == "POST" and not form.is_valid() else 200
    return render(request, "frontdoor/question.html", context, status=code)


def lost(request: ActingRequest) -> HttpResponse:
    """There is no draft (any more): say so plainly."""
    if request.method == "POST" and _was_sent(request):
        return redirect("frontdoor:read-receipt")
    return render(
        request,
        "frontdoor/lost.html",
        {"sent": drafts.receipt_of(request) is not None},
        status=410 if request.method == "POST" else 200,
    )


def _was_sent(request: ActingRequest) -> bool:
    """Whether the draft of this page went off already, in another window: then its receipt is shown again."""
    code = drafts.code_of(request)
    referral = sent_with(token_of(code)) if code else None
    if referral is None:
        return False
    drafts.keep_receipt(request, receipt_from(referral))
    return True


def receipt_from(referral: Any) -> dict[str, Any]:
    """What the sender may read again: nothing of what was typed. In a transaction that reaches the referral."""
    acting = public_form(referral.family_id)
    link = link_of(acting, referral.id)
    return {
        "reference": referral.reference,
        "received": day_of(referral.received_at).isoformat(),
        "deadline": referral.deadline.isoformat(),
        "partnership": str(referral.partnership_id),
        "zone": str(referral.zone_id),
        "own": referral.referrer_type == ReferrerType.FAMILY,
        "young": referral.self_referred,
        "consult": referral.anonymous,
        "danger": bool(referral.acute_danger),
        "link": str(link[0]) if link else "",
    }


@require_http_methods(READ_OR_SEND)
@never_cache
@public
def start_referral(request: ActingRequest) -> HttpResponse:
    """The short first page for whoever refers a family: who are you?"""
    return _begin(request)


@require_http_methods(READ_OR_SEND)
@never_cache
@public
def ask_help(request: ActingRequest) -> HttpResponse:
    """The short first page for a family that asks for itself: is anyone in danger?"""
    return _begin(request, own=True)


@require_http_methods(READ_OR_SEND)
@never_cache
@public
def ask_help_young(request: ActingRequest) -> HttpResponse:
    """The short first page for a youngster who asks for itself: are you in danger?"""
    return _begin(request, own=True, young=True)


def _begin(request: ActingRequest, *, own: bool = False, young: bool = False) -> HttpResponse:
    draft = drafts.load(request) or Draft()
    busy = bool(draft.answers)
    draft.own, draft.young = own, young
    page = flow.pages_of(draft)[0]
    if request.method == "POST":
        form = flow.form_of(page, draft, drafts.acting_of(request), request.POST)
        if form.is_valid() or "later" in request.POST:
            return _keep(request, draft, page, form)
        return show_page(request, draft, page, form, first=True, back_href=reverse("frontdoor:welcome"))
    return show_page(
        request,
        draft,
        page,
        flow.form_of(page, draft, drafts.acting_of(request)),
        first=True,
        back_href=reverse("frontdoor:welcome"),
        go_on_href=flow.next_url(draft) if busy else "",
    )


def _region_of(form: Any) -> str:
    """The partnership of the place that was just answered; '' on every other page."""
    found = form.found.area.partnership if isinstance(form, PlaceForm) and form.found.area else None
    return str(found.id) if found else ""


def _told(request: ActingRequest, draft: Draft, form: Any) -> list[Any]:
    """Which answers fall away by what was just sent, when that was not said yet; else nothing."""
    region = _region_of(form) if form.is_valid() else ""
    if not region or request.POST.get(FALLS_AWAY) == region:
        return []
    return flow.falling_away(draft, drafts.acting_of(request), region)


def _keep(request: ActingRequest, draft: Draft, page: flow.Page, form: Any) -> HttpResponse:
    """Keep a page's answers and go on: to the crisis numbers when somebody is in danger, else to the next page.

    Put aside for later, a page is kept as it is; what it still misses is said when they go on.
    """
    whole = form.is_valid()
    draft.answers[page.slug] = (drafts.typed if whole else drafts.typed_so_far)(form, request.POST)
    draft.unfinished = [slug for slug in draft.unfinished if slug != page.slug] + [page.slug] * (not whole)
    if whole and isinstance(form, WhoForm):
        draft.own = form.cleaned_data["referrer_type"] == ReferrerType.FAMILY
    region = _region_of(form) if whole else ""
    if region:
        flow.move_to(draft, drafts.acting_of(request), region)
    drafts.save(request, draft)
    if "later" in request.POST:
        return redirect("frontdoor:put-aside")
    if form.cleaned_data.get("acute_danger") == "yes":
        return redirect("frontdoor:read-crisis")
    return redirect(flow.next_url(draft))


@require_http_methods(READ_OR_SEND)
@never_cache
@public
def answer_page(request: ActingRequest, slug: str) -> HttpResponse:
    """One page of questions."""
    draft = drafts.load(request)
    if draft is None:
        return _save_what_came(request, slug) if request.method == "POST" else lost(request)
    page = flow.page_of(draft, slug)
    if page is None or page.slug in flow.APART:
        return redirect(flow.next_url(draft))
    if request.method == "POST":
        form = flow.form_of(page, draft, drafts.acting_of(request), request.POST)
        lost_answers = _told(request, draft, form)
        if lost_answers:
            return show_page(
                request, draft, page, form, falls_away=lost_answers,
                falls_away_name=FALLS_AWAY, falls_away_value=_region_of(form),
            )  # fmt: skip
        if form.is_valid() or "later" in request.POST:
            return _keep(request, draft, page, form)
        return show_page(request, draft, page, form)
    return show_page(request, draft, page, flow.form_of(page, draft, drafts.acting_of(request)))


def _save_what_came(request: ActingRequest, slug: str) -> HttpResponse:
    """The draft ended while somebody was typing this page: keep at least what they just sent."""
    if _was_sent(request):
        return redirect("frontdoor:read-receipt")
    _code, own_before, young_before = drafts.key_of(request)
    for own, young in dict.fromkeys(
        [(own_before, young_before), (False, False), (True, False), (True, True)]
    ):
        draft = Draft(own=own, young=young)
        page = next((one for one in flow.PAGES if one.slug == slug and draft.voice in one.forms), None)
        if page is None or page.slug in flow.APART or drafts.receipt_of(request):
            continue
        form = flow.form_of(page, draft, drafts.acting_of(request), request.POST)
        if form.is_valid():
            draft.answers[slug] = drafts.typed(form, request.POST)
            drafts.save(request, draft)
            said = _(
                "Je was lang weg. Om jullie gegevens te beschermen, zijn je vorige antwoorden gewist."
                " Wat je net invulde, hebben we nog."
            )
            if any(is_own(name) and value for name, value in request.POST.items()):
                said += " " + _(
                    "Enkel wat je bij de vragen van je eigen regio schreef, vragen we straks opnieuw."
                )
            messages.warning(request, said)
            first = {(True, True): "ask-help-young", (True, False): "ask-help"}.get(
                (own, young), "start-referral"
            )
            return redirect(f"frontdoor:{first}")
    return lost(request)


@require_safe
@never_cache
@public
def read_crisis(request: ActingRequest) -> HttpResponse:
    """Somebody is in danger: whom to call, before anything else. The answers stay (rule 12)."""
    draft = drafts.load(request)
    context = {
        "contacts": crisis_contacts(drafts.acting_of(request), on=today()),
        "own": bool(draft and draft.own),
        "young": bool(draft and draft.young),
        "go_on_href": flow.next_url(draft) if draft else reverse("frontdoor:welcome"),
        "busy": draft is not None,
    }
    return render(request, "frontdoor/crisis.html", context)

"""Referring a family without an account: one thing per page, kept sealed until it is sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.acting import public_form
from eenplan.core.clock import day_of, today
from eenplan.core.errors import RuleBroken
from eenplan.network.queries import CrisisContactOn, crisis_contacts
from eenplan.referrals.actions import send_draft
from eenplan.referrals.enums import ReferrerType
from eenplan.referrals.queries import draft_files, link_of, sent_with, token_of
from eenplan.web.frontdoor import draft as drafts
from eenplan.web.frontdoor import flow, presenters, status
from eenplan.web.frontdoor.draft import MOST_PERSONS, MOST_SENT, PER, Draft, Voice
from eenplan.web.frontdoor.forms import PlaceForm, WhoForm
from eenplan.web.shared.access import ActingRequest, public
from eenplan.web.shared.limits import limit

READ_OR_SEND = ["GET", "HEAD", "POST"]
# With this a page says that somebody read which answers another place does not ask for.
FALLS_AWAY = "valt-weg"


_acting = drafts.acting_of


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
    found = crisis_contacts(_acting(request), on=today())
    return sorted(found, key=lambda contact: contact.code != "awel")


def _show(request: ActingRequest, draft: Draft, page: flow.Page, form: Any, **more: Any) -> HttpResponse:
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
    drafts.keep_receipt(request, _receipt_of(request, referral))
    return True


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
        form = flow.form_of(page, draft, _acting(request), request.POST)
        if form.is_valid() or "later" in request.POST:
            return _keep(request, draft, page, form)
        return _show(request, draft, page, form, first=True, back_href=reverse("frontdoor:welcome"))
    return _show(
        request,
        draft,
        page,
        flow.form_of(page, draft, _acting(request)),
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
    return flow.falling_away(draft, _acting(request), region)


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
        flow.move_to(draft, _acting(request), region)
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
        form = flow.form_of(page, draft, _acting(request), request.POST)
        lost_answers = _told(request, draft, form)
        if lost_answers:
            return _show(
                request, draft, page, form, falls_away=lost_answers,
                falls_away_name=FALLS_AWAY, falls_away_value=_region_of(form),
            )  # fmt: skip
        if form.is_valid() or "later" in request.POST:
            return _keep(request, draft, page, form)
        return _show(request, draft, page, form)
    return _show(request, draft, page, flow.form_of(page, draft, _acting(request)))


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
        form = flow.form_of(page, draft, _acting(request), request.POST)
        if form.is_valid():
            draft.answers[slug] = drafts.typed(form, request.POST)
            drafts.save(request, draft)
            messages.warning(
                request,
                _(
                    "Je was lang weg. Om jullie gegevens te beschermen, zijn je vorige antwoorden gewist."
                    " Wat je net invulde, hebben we nog."
                ),
            )
            first = {(True, True): "ask-help-young", (True, False): "ask-help"}.get(
                (own, young), "start-referral"
            )
            return redirect(f"frontdoor:{first}")
    return lost(request)


@require_http_methods(READ_OR_SEND)
@never_cache
@public
def list_persons(request: ActingRequest) -> HttpResponse:
    """Who belongs to the family, and is there anybody else?"""
    draft = drafts.load(request)
    if draft is None:
        return lost(request)
    people = flow.said_of_persons(draft)
    missing = False
    if request.method == "POST":
        if "later" in request.POST:
            return redirect("frontdoor:put-aside")
        if request.POST.get("more") == "yes":
            return redirect("frontdoor:answer-person", len(draft.persons) + 1)
        missing = not flow.has_child(map(flow.new_person, people))
        if not missing:
            draft.answers[flow.HOUSEHOLD] = {}
            drafts.save(request, draft)
            return redirect(flow.next_url(draft))
    elif not draft.persons:
        return redirect("frontdoor:answer-person", 1)
    asked = flow.pages_of(draft)
    context = of_draft(request, draft) | {
        "rows": presenters.persons_rows(people, _("Wijzig")),
        "missing": missing,
        "full": len(draft.persons) >= MOST_PERSONS,
        "step": next(place for place, page in enumerate(asked, start=1) if page.slug == flow.HOUSEHOLD),
        "steps": len(asked),
        "back_href": flow.back_url(draft, flow.HOUSEHOLD),
    }
    return render(request, "frontdoor/persons.html", context, status=422 if missing else 200)


@require_http_methods(READ_OR_SEND)
@never_cache
@public
def answer_person(request: ActingRequest, place: int) -> HttpResponse:
    """Somebody of the family: the one at this place, or a new one after the last."""
    draft = drafts.load(request)
    if draft is None:
        return lost(request)
    if not 1 <= place <= min(len(draft.persons) + 1, MOST_PERSONS):
        return redirect("frontdoor:list-persons")
    standing = draft.persons[place - 1] if place <= len(draft.persons) else None
    form = flow.person_form(draft, request.POST if request.method == "POST" else drafts.as_data(standing))
    if request.method == "POST" and form.is_valid():
        draft.persons[place - 1 : place] = [drafts.typed(form, request.POST)]
        drafts.save(request, draft)
        return redirect("frontdoor:put-aside" if "later" in request.POST else "frontdoor:list-persons")
    page = flow.page_of(draft, flow.HOUSEHOLD)
    assert page is not None  # noqa: S101 (every draft has this page)
    back = "frontdoor:list-persons" if draft.persons else ""
    more = {"back_href": reverse(back)} if back else {}
    titles = {True: _("Wie hoort er nog bij?"), False: _("Wie hoort bij het gezin?")}
    title = titles[place > 1] if not draft.own or place > 1 else _("Wie hoort bij jullie?")
    return _show(
        request, draft, page, form, title=title, person=place,
        remove_href=reverse("frontdoor:remove-person", args=[place]) if standing else "", **more,
    )  # fmt: skip


@require_POST
@never_cache
@public
def remove_person(request: ActingRequest, place: int) -> HttpResponse:
    """Take somebody off the list."""
    draft = drafts.load(request)
    if draft is None:
        return lost(request)
    if 1 <= place <= len(draft.persons):
        del draft.persons[place - 1]
        draft.answers.pop(flow.HOUSEHOLD, None)
        drafts.save(request, draft)
    return redirect("frontdoor:list-persons")


@require_safe
@never_cache
@public
def read_crisis(request: ActingRequest) -> HttpResponse:
    """Somebody is in danger: whom to call, before anything else. The answers stay (rule 12)."""
    draft = drafts.load(request)
    context = {
        "contacts": crisis_contacts(_acting(request), on=today()),
        "own": bool(draft and draft.own),
        "young": bool(draft and draft.young),
        "go_on_href": flow.next_url(draft) if draft else reverse("frontdoor:welcome"),
        "busy": draft is not None,
    }
    return render(request, "frontdoor/crisis.html", context)


@require_http_methods(READ_OR_SEND)
@never_cache
@public
def check_answers(request: ActingRequest) -> HttpResponse:
    """All answers on one page; sending them makes the referral, once."""
    draft = drafts.load(request)
    if draft is None:
        if drafts.receipt_of(request):
            return redirect("frontdoor:read-receipt")
        return lost(request)
    if "later" in request.POST:
        return redirect("frontdoor:put-aside")
    whole = flow.read_whole(draft, _acting(request))
    if whole.wrong or whole.where is None:
        return redirect(flow.url_of(whole.wrong) if whole.wrong else flow.next_url(draft))
    papers = draft_files(_acting(request), code=draft.code)
    refusal: RuleBroken | None = None
    if request.method == "POST":
        limit(request, "referral:send", most=MOST_SENT, per=PER)
        try:
            return _send(request, draft, whole, bool(papers))
        except RuleBroken as error:
            refusal = error
    context = of_draft(request, draft) | {
        "groups": presenters.all_answers(draft, whole, papers),
        "danger": whole.said.get("acute_danger") == "yes",
        "refusal": refusal,
        "back_href": flow.back_url(draft, ""),
    }
    return render(request, "frontdoor/check.html", context, status=422 if refusal else 200)


def _send(request: ActingRequest, draft: Draft, whole: flow.Whole, has_papers: bool) -> HttpResponse:
    assert whole.where is not None  # noqa: S101 (the view has just asked)
    referral = send_draft(
        public_form(),
        code=draft.code,
        form=flow.make_referral(whole.said, whole.people, voice=draft.voice),
        area=whole.where,
        # Whoever became somebody else meanwhile sends none.
        with_papers=has_papers and flow.page_of(draft, flow.PAPERS) is not None,
    )
    drafts.sent(request, _receipt_of(request, referral))
    return redirect("frontdoor:read-receipt")


def _receipt_of(request: ActingRequest, referral: Any) -> dict[str, Any]:
    """What the sender may read again: nothing of what was typed. In a transaction that reaches the referral."""
    acting = public_form(referral.family_id)
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
        "link": str(link_of(acting, referral.id) or ""),
    }


@require_safe
@never_cache
@public
def read_receipt(request: ActingRequest) -> HttpResponse:
    """The referral arrived: its reference and what happens next. Only for who sent it, in this session."""
    receipt = drafts.receipt_of(request)
    if receipt is None:
        draft = drafts.load(request)
        return redirect(flow.next_url(draft)) if draft else lost(request)
    words = presenters.receipt(receipt, _acting(request))
    words |= status.for_receipt(receipt, _acting(request), request.build_absolute_uri("/").rstrip("/"))
    return render(request, "frontdoor/receipt.html", words)


@require_POST
@never_cache
@public
def forget_answers(request: ActingRequest) -> HttpResponse:
    """Wipe everything that was typed, and the receipt."""
    drafts.forget(request)
    messages.success(request, _("Alles is gewist. Op dit toestel staat hier niets meer van."))
    return redirect("frontdoor:welcome")

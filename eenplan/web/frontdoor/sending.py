"""Checking all answers, sending them once, the receipt, and wiping what was typed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.acting import public_form
from eenplan.core.errors import RuleBroken
from eenplan.referrals.actions import send_draft
from eenplan.referrals.queries import draft_files
from eenplan.web.frontdoor import draft as drafts
from eenplan.web.frontdoor import flow, presenters, status
from eenplan.web.frontdoor.draft import MOST_SENT, PER, Draft
from eenplan.web.frontdoor.views import READ_OR_SEND, lost, of_draft, receipt_from
from eenplan.web.shared.access import ActingRequest, public
from eenplan.web.shared.limits import limit


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
    whole = flow.read_whole(draft, drafts.acting_of(request))
    if whole.wrong or whole.where is None:
        return redirect(flow.url_of(whole.wrong) if whole.wrong else flow.next_url(draft))
    papers = draft_files(drafts.acting_of(request), code=draft.code)
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
    drafts.sent(request, receipt_from(referral))
    return redirect("frontdoor:read-receipt")


@require_safe
@never_cache
@public
def read_receipt(request: ActingRequest) -> HttpResponse:
    """The referral arrived: its reference and what happens next. Only for who sent it, in this session."""
    receipt = drafts.receipt_of(request)
    if receipt is None:
        draft = drafts.load(request)
        return redirect(flow.next_url(draft)) if draft else lost(request)
    words = presenters.receipt(receipt, drafts.acting_of(request))
    words |= status.for_receipt(
        receipt, drafts.acting_of(request), request.build_absolute_uri("/").rstrip("/")
    )
    return render(request, "frontdoor/receipt.html", words)


@require_POST
@never_cache
@public
def forget_answers(request: ActingRequest) -> HttpResponse:
    """Wipe everything that was typed, and the receipt."""
    drafts.forget(request)
    messages.success(request, _("Alles is gewist. Op dit toestel staat hier niets meer van."))
    return redirect("frontdoor:welcome")

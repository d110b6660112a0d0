"""Papers with a referral: one after the other, taken away again, sealed beside the draft until it is sent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.core.acting import become
from eenplan.core.errors import RuleBroken
from eenplan.referrals.actions import keep_draft_file, remove_draft_file
from eenplan.referrals.queries import draft_files
from eenplan.web.frontdoor import draft as drafts
from eenplan.web.frontdoor import flow
from eenplan.web.frontdoor.draft import MOST_FILES, PER, Draft
from eenplan.web.frontdoor.forms import Question
from eenplan.web.frontdoor.views import READ_OR_SEND, lost, of_draft
from eenplan.web.shared.access import ActingRequest, public
from eenplan.web.shared.attachments import PaperField, what_words
from eenplan.web.shared.limits import limit


class DraftPaperForm(Question):
    """One paper with a referral, or none."""

    file = PaperField(required=False)


@require_http_methods(READ_OR_SEND)
@never_cache
@public
def list_papers(request: ActingRequest) -> HttpResponse:
    """Is there a letter or report? Nobody has to; a paper that was chosen is kept, whatever button is pressed."""
    draft = drafts.load(request)
    if draft is None:
        return lost(request)
    if flow.page_of(draft, flow.PAPERS) is None:
        return redirect(flow.next_url(draft))
    form = DraftPaperForm(request.POST, request.FILES) if request.method == "POST" else DraftPaperForm()
    if request.method == "POST":
        if request.FILES:
            limit(request, "referral:paper", most=MOST_FILES, per=PER)
        if form.is_valid() and _keep(request, draft, form):
            return _go_on(request, draft)
    return _show(request, draft, form)


def _keep(request: ActingRequest, draft: Draft, form: DraftPaperForm) -> bool:
    """Keep the paper that was chosen, if one was. Whether all is well."""
    paper = form.cleaned_data["file"]
    if paper is None:
        if "add" in request.POST:
            form.add_error("file", _("Kies eerst een bestand op je toestel."))
        return not form.errors
    acting = drafts.acting_of(request)
    become(acting)
    try:
        new = keep_draft_file(acting, code=draft.code, paper=paper)
    except RuleBroken as error:
        form.refuse(error)
        return False
    messages.success(request, _("Je papier is toegevoegd.") if new else _("Dit papier stond er al."))
    return True


def _go_on(request: ActingRequest, draft: Draft) -> HttpResponse:
    if "add" in request.POST:
        return redirect("frontdoor:list-papers")
    draft.answers[flow.PAPERS] = {}
    drafts.save(request, draft)
    return redirect("frontdoor:put-aside" if "later" in request.POST else flow.next_url(draft))


def _show(request: ActingRequest, draft: Draft, form: DraftPaperForm) -> HttpResponse:
    asked = flow.pages_of(draft)
    context: dict[str, Any] = of_draft(request, draft) | {
        "form": form,
        "papers": [
            (
                paper.name,
                what_words(paper.kind, paper.size),
                reverse("frontdoor:remove-paper", args=[paper.id]),
            )
            for paper in draft_files(drafts.acting_of(request), code=draft.code)
        ],
        "step": next(place for place, page in enumerate(asked, start=1) if page.slug == flow.PAPERS),
        "steps": len(asked),
        "back_href": flow.back_url(draft, flow.PAPERS),
    }
    return render(request, "frontdoor/papers.html", context, status=422 if form.errors else 200)


@require_POST
@never_cache
@public
def remove_paper(request: ActingRequest, attachment_id: UUID) -> HttpResponse:
    """Take a paper away again."""
    draft = drafts.load(request)
    if draft is None:
        return lost(request)
    acting = drafts.acting_of(request)
    become(acting)
    remove_draft_file(acting, code=draft.code, file_id=attachment_id)
    messages.success(request, _("Het papier is weg."))
    return redirect("frontdoor:list-papers")

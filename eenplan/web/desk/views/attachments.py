"""Papers of the family of a referral, at the desk: the list, opening one, adding one, taking one out."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.acting import Acting
from eenplan.core.errors import RuleBroken
from eenplan.families.actions import add_attachment, end_attachment
from eenplan.families.queries import attachment, attachments, open_attachment
from eenplan.referrals import queries
from eenplan.web.desk.views.around import DESK, FORM, crumbs_to, on_desk, team_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.attachments import PaperForm, answer_paper, paper_lines
from eenplan.web.shared.components import Crumb


def attachments_section(
    acting: Acting, referral_id: UUID, family_id: UUID, names: Mapping[UUID, str]
) -> dict[str, Any]:
    """What `shared/attachments.html` shows on the page of a referral. One query."""
    return {
        "papers": paper_lines(attachments(acting, family_id), names),
        "open_name": "desk:open-attachment",
        "end_name": "desk:end-attachment",
        "of_id": referral_id,
        "add_href": reverse("desk:add-attachment", args=[referral_id]),
    }


def _back(referral_id: UUID) -> str:
    return reverse("desk:read-referral", args=[referral_id]) + "#papieren"


@require_safe
@roles(*DESK)
def open_paper(request: SignedRequest, referral_id: UUID, attachment_id: UUID) -> HttpResponse:
    """A paper, to keep on one's own device."""
    page = queries.referral(request.acting, referral_id)
    return answer_paper(open_attachment(request.acting, page.referral.family_id, attachment_id))


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def add_paper(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """One more paper in the file."""
    page = queries.referral(request.acting, referral_id)
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()
    if request.method == "POST" and form.is_valid():
        try:
            add_attachment(
                request.acting,
                family_id=page.referral.family_id,
                paper=form.cleaned_data["file"],
                health=form.cleaned_data["health"],
                court=form.cleaned_data["court"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("je papier.")))
            return redirect(_back(referral_id))
    context = {
        "crumbs": [*crumbs_to(page), Crumb(_("Papier toevoegen"))],
        "name": page.family.name,
        "form": form,
        "back_href": _back(referral_id),
    }
    return render(request, "shared/add-attachment.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
@roles(*DESK)
def end_paper(request: SignedRequest, referral_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Take a paper out of the file."""
    acting = request.acting
    page = queries.referral(acting, referral_id)
    if request.method == "POST":
        end_attachment(acting, family_id=page.referral.family_id, attachment_id=attachment_id)
        messages.success(request, words.kept(_("het papier is weg.")))
        return redirect(_back(referral_id))
    names = {worker.actor_id: worker.name for worker in team_of(acting)}
    (paper,) = paper_lines([attachment(acting, page.referral.family_id, attachment_id)], names)
    context = {
        "crumbs": [*crumbs_to(page), Crumb(_("Papier weghalen"))],
        "name": page.family.name,
        "paper": paper,
        "back_href": _back(referral_id),
    }
    return render(request, "shared/end-attachment.html", context)

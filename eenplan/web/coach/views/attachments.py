"""Papers of a family, on its coach's pages: the list, opening one, adding one, letting the family read it, taking one out."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.errors import RuleBroken
from eenplan.families.actions import add_attachment, end_attachment, release_attachment
from eenplan.families.queries import attachment, attachments, cards, family, open_attachment, persons
from eenplan.families.rules import Place
from eenplan.plans.actions import relabel_piece
from eenplan.web.coach.presenters.choices import everybody
from eenplan.web.coach.views.around import FORM, READS, WRITES, crumbs_of, team_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.attachments import PaperForm, answer_paper, paper_lines
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.labels import LabelsForm, LabelsNow


class LabelledPaperForm(PaperForm, LabelsForm):
    """One more paper, with who may see it: that also asks whether it is about health or from a court."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["health"], self.fields["court"]


def attachments_section(
    acting: Acting, family_id: UUID, names: Mapping[UUID, str], *, may_write: bool
) -> dict[str, Any]:
    """What `shared/attachments.html` shows on the page of a family. One query."""
    return {
        "papers": paper_lines(attachments(acting, family_id), names),
        "open_name": "coach:open-attachment",
        "end_name": "coach:end-attachment",
        "release_name": "coach:release-attachment",
        "label_name": "coach:relabel-piece",
        "of_id": family_id,
        "add_href": reverse("coach:add-attachment", args=[family_id]) if may_write else "",
    }


def _back(family_id: UUID) -> str:
    return reverse("coach:read-family", args=[family_id]) + "#papieren"


@require_safe
@roles(*READS)
def open_paper(request: SignedRequest, family_id: UUID, attachment_id: UUID) -> HttpResponse:
    """A paper, to keep on one's own device."""
    return answer_paper(open_attachment(request.acting, family_id, attachment_id))


@require_http_methods(FORM)
@roles(*WRITES)
def add_paper(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """One more paper in the file."""
    acting = request.acting
    found = family(acting, family_id)
    people = persons(acting, [family_id])[family_id]
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LabelledPaperForm(*sent, labelled=LabelsNow(Place.ATTACHMENT, tuple(everybody(people))))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                paper = add_attachment(acting, family_id=family_id, paper=form.cleaned_data["file"])
                labels, whose = form.labels_given(), form.whose_given()
                if labels is not None or whose is not None:
                    relabel_piece(acting, item_id=paper.item_id, labels=labels, whose=whose)
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("je papier.")))
            return redirect(_back(family_id))
    record_read(acting, "families:family", families=[family_id])
    context = {
        "crumbs": crumbs_of(acting, family_id, found.name, Crumb(_("Papier toevoegen"))),
        "name": found.name,
        "form": form,
        "back_href": _back(family_id),
    }
    return render(request, "shared/add-attachment.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
@roles(*WRITES)
def end_paper(request: SignedRequest, family_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Take a paper out of the file."""
    acting = request.acting
    found = family(acting, family_id)
    if request.method == "POST":
        end_attachment(acting, family_id=family_id, attachment_id=attachment_id)
        messages.success(request, words.kept(_("het papier is weg.")))
        return redirect(_back(family_id))
    names = {worker.actor_id: worker.name for worker in team_of(acting)}
    (paper,) = paper_lines([attachment(acting, family_id, attachment_id)], names)
    record_read(acting, "families:family", families=[family_id])
    context = {
        "crumbs": crumbs_of(acting, family_id, found.name, Crumb(_("Papier weghalen"))),
        "name": found.name,
        "paper": paper,
        "back_href": _back(family_id),
    }
    return render(request, "shared/end-attachment.html", context)


@require_http_methods(FORM)
@roles(*WRITES)
def release_paper(request: SignedRequest, family_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Let the family open a paper, or no more: asked first, with who that is."""
    acting = request.acting
    found = family(acting, family_id)
    names = {worker.actor_id: worker.name for worker in team_of(acting)}
    (paper,) = paper_lines([attachment(acting, family_id, attachment_id)], names)
    refusal = ""
    if request.method == "POST":
        released = request.POST.get("released") == "yes"
        try:
            release_attachment(acting, family_id=family_id, attachment_id=attachment_id, released=released)
        except RuleBroken as error:
            refusal = str(error.message)
        else:
            said = (
                _("het gezin kan dit papier lezen.")
                if released
                else _("het gezin leest dit papier niet meer.")
            )
            messages.success(request, words.kept(said))
            return redirect(_back(family_id))
    record_read(acting, "families:family", families=[family_id])
    having = {
        card.person_id: card.person.given_name
        for card in cards(acting, family_id)
        if card.person and not card.revoked_at
    }
    title = _("Niet meer laten lezen") if paper.released else _("Laat het gezin dit lezen")
    context = {
        "crumbs": crumbs_of(acting, family_id, found.name, Crumb(title)),
        "title": title,
        "name": found.name,
        "paper": paper,
        "readers": [name for name in having.values() if name],
        "refusal": refusal,
        "back_href": _back(family_id),
    }
    return render(request, "coach/release-attachment.html", context, status=422 if refusal else 200)

"""Working together: words on a topic, who does not agree, and partners' own plans."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eenplan.core.clock import today
from eenplan.families.enums import ItemKind
from eenplan.plans import actions
from eenplan.plans.actions import Saved
from eenplan.plans.actions.sections import TEXT_KINDS
from eenplan.plans.enums import SectionKey, Topic
from eenplan.plans.queries import DisagreementPiece, LinkedPlanPiece, PlanNow
from eenplan.plans.rules import section_of_topic
from eenplan.web.coach.forms import together as forms
from eenplan.web.coach.presenters import choices
from eenplan.web.coach.presenters import together as presenters
from eenplan.web.coach.views.around import (
    FORM,
    WRITES,
    edit,
    item_or_gone,
    labelled,
    piece_of,
    plan_to_write,
    posted,
)
from eenplan.web.shared.access import SignedRequest, roles

ANCHORS = {
    SectionKey.IF_DIFFICULT: "als-het-moeilijk-wordt",
    SectionKey.AGREEMENTS: "hoe-we-samenwerken",
}


@require_http_methods(FORM)
@roles(*WRITES)
def write_topic(request: SignedRequest, family_id: UUID, topic: str) -> HttpResponse:
    """Some words on one side of a section: early signs, whom we call, how often we meet…"""
    if topic not in Topic.values:
        raise Http404
    about = Topic(topic)
    page = plan_to_write(request, family_id)
    label, hint = presenters.ASKED[about]
    form = forms.TopicForm(
        posted(request),
        label=str(label),
        hint=str(hint),
        speakers=choices.speakers(page),
        initial={"revision": page.sections[section_of_topic(about)].revision},
        labelled=labelled(page, None, TEXT_KINDS[section_of_topic(about)], topic=about),
    )

    def keep() -> Saved:
        return actions.write_on_topic(
            request.acting,
            plan_id=page.plan_id,
            topic=about,
            text=form.cleaned_data["text"],
            speaker_id=form.speaker_id,
            labels=form.labels_given(),
        )

    return edit(
        request,
        page,
        form,
        template="coach/edit-part.html",
        title=str(about.label),
        keep=keep,
        anchor=ANCHORS[section_of_topic(about)],
    )


@require_http_methods(FORM)
@roles(*WRITES)
def add_disagreement(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Write down who does not agree with what."""
    return _disagreement(request, plan_to_write(request, family_id), None, is_gone=False)


@require_http_methods(FORM)
@roles(*WRITES)
def change_disagreement(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Say it better; the earlier words stay readable."""
    page = plan_to_write(request, family_id)
    piece = item_or_gone(request, page, item_id, DisagreementPiece)
    return _disagreement(
        request, page, piece if isinstance(piece, DisagreementPiece) else None, is_gone=piece is None
    )


def _disagreement(
    request: SignedRequest, page: PlanNow, piece: DisagreementPiece | None, *, is_gone: bool
) -> HttpResponse:
    initial: dict[str, object] = {"revision": page.sections[SectionKey.AGREEMENTS].revision, "on": today()}
    if piece:
        initial |= {
            "who": presenters.speaker_of(piece, forms.SOMEBODY_ELSE),
            "name": "" if piece.person_id else piece.who,
            "text": piece.text.text if piece.text else "",
            "on": piece.on,
        }
    form = forms.DisagreementForm(
        posted(request),
        people=choices.people(page),
        initial=initial,
        labelled=labelled(page, piece, ItemKind.DISAGREEMENT),
    )
    return edit(
        request,
        page,
        form,
        template="coach/edit-part.html",
        title=_("Niet eens"),
        keep=lambda: actions.note_disagreement(
            request.acting,
            plan_id=page.plan_id,
            disagreement=form.fields_of(),
            item_id=piece.item_id if piece else None,
            labels=form.labels_given(),
            revision=form.revision_read if piece else None,
        ),
        anchor="hoe-we-samenwerken",
        piece=piece,
        is_gone=is_gone,
        add_href=reverse("coach:add-disagreement", args=[page.family_id]),
        more={"stays": True},
    )


@require_http_methods(FORM)
@roles(*WRITES)
def resolve_disagreement(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """How a disagreement was resolved. What was said stays readable."""
    page = plan_to_write(request, family_id)
    piece = piece_of(page, item_id)
    if not isinstance(piece, DisagreementPiece):
        raise Http404
    form = forms.ResolveForm(posted(request), initial={"on": today()})
    return edit(
        request,
        page,
        form,
        template="coach/edit-part.html",
        title=_("Het is opgelost"),
        keep=lambda: actions.resolve_disagreement(
            request.acting, item_id=item_id, how=form.cleaned_data["how"], on=form.cleaned_data["on"]
        ),
        anchor="hoe-we-samenwerken",
        more={"before": piece.text},
    )


@require_http_methods(FORM)
@roles(*WRITES)
def add_linked_plan(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Name a partner's own plan (rule 24)."""
    return _linked(request, plan_to_write(request, family_id), None, is_gone=False)


@require_http_methods(FORM)
@roles(*WRITES)
def change_linked_plan(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Change what is known of a partner's own plan."""
    page = plan_to_write(request, family_id)
    piece = item_or_gone(request, page, item_id, LinkedPlanPiece)
    return _linked(
        request, page, piece if isinstance(piece, LinkedPlanPiece) else None, is_gone=piece is None
    )


def _linked(
    request: SignedRequest, page: PlanNow, piece: LinkedPlanPiece | None, *, is_gone: bool
) -> HttpResponse:
    initial: dict[str, object] = {"revision": page.sections[SectionKey.AGREEMENTS].revision}
    if piece:
        initial |= {
            "title": piece.text.text if piece.text else "",
            "organisation": piece.organisation,
            "where": piece.where,
            "dated": piece.dated,
        }
    form = forms.LinkedPlanForm(
        posted(request), initial=initial, labelled=labelled(page, piece, ItemKind.LINKED_PLAN)
    )
    return edit(
        request,
        page,
        form,
        template="coach/edit-part.html",
        title=_("Een ander plan"),
        keep=lambda: actions.link_plan(
            request.acting,
            plan_id=page.plan_id,
            linked=form.fields_of(),
            item_id=piece.item_id if piece else None,
            labels=form.labels_given(),
            revision=form.revision_read if piece else None,
        ),
        anchor="hoe-we-samenwerken",
        piece=piece,
        is_gone=is_gone,
        add_href=reverse("coach:add-linked-plan", args=[page.family_id]),
    )

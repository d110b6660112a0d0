"""Who matters to the family, and what each child wants."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.families.enums import ItemKind, PersonRole
from eenplan.plans import actions
from eenplan.plans.enums import SectionKey
from eenplan.plans.queries import ChildViewPiece, MattersPiece, PlanNow
from eenplan.plans.queries.child_voice import open_drawing as open_paper
from eenplan.web.coach.forms import people as forms
from eenplan.web.coach.presenters import people as presenters
from eenplan.web.coach.presenters.homes import years_of
from eenplan.web.coach.views.around import (
    FORM,
    READS,
    WRITES,
    edit,
    item_or_gone,
    labelled,
    plan_to_write,
    posted,
)
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.attachments import answer_picture


@require_http_methods(FORM)
@roles(*WRITES)
def add_who_matters(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Write down somebody who matters."""
    return _matters(request, plan_to_write(request, family_id), None, is_gone=False)


@require_http_methods(FORM)
@roles(*WRITES)
def change_who_matters(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Change what is known of somebody who matters."""
    page = plan_to_write(request, family_id)
    piece = item_or_gone(request, page, item_id, MattersPiece)
    return _matters(request, page, piece if isinstance(piece, MattersPiece) else None, is_gone=piece is None)


def _matters(
    request: SignedRequest, page: PlanNow, piece: MattersPiece | None, *, is_gone: bool
) -> HttpResponse:
    initial: dict[str, object] = {"revision": page.sections[SectionKey.WHO_WE_ARE].revision}
    if piece:
        initial |= {
            "name": piece.name,
            "relation": piece.relation,
            "closeness": piece.closeness.value if piece.closeness else "",
            "gives_strength": {True: "yes", False: "no", None: "unknown"}[piece.gives_strength],
            "note": piece.text.text if piece.text else "",
        }
    form = forms.MattersForm(
        posted(request), initial=initial, labelled=labelled(page, piece, ItemKind.WHO_MATTERS)
    )
    return edit(
        request,
        page,
        form,
        template="coach/edit-part.html",
        title=_("Wie is er belangrijk?"),
        keep=lambda: actions.note_who_matters(
            request.acting,
            plan_id=page.plan_id,
            matters=form.fields_of(),
            item_id=piece.item_id if piece else None,
            labels=form.labels_given(),
            revision=form.revision_read if piece else None,
        ),
        anchor="huizen",
        piece=piece,
        is_gone=is_gone,
        add_href=reverse("coach:add-who-matters", args=[page.family_id]),
    )


@require_http_methods(FORM)
@roles(*WRITES)
def hear_child(request: SignedRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """What one child wants, in its own way; or why it was not asked yet."""
    page = plan_to_write(request, family_id)
    child = page.person(person_id)
    if child.role != PersonRole.CHILD or child.due_date is not None:
        raise Http404
    piece = next((one for one in page.pieces.of(ChildViewPiece) if one.person_id == person_id), None)
    years = years_of(page, person_id)
    initial: dict[str, object] = {
        "revision": page.sections[SectionKey.WHAT_WE_WANT].revision,
        "said_how": presenters.how_of(piece, years),
    }
    if piece:
        reason = piece.words.get("reason")
        initial |= {
            "text": piece.text.text if piece.text else "",
            "on": piece.on,
            "face": piece.face.value if piece.face else "",
            "reason": reason.text if reason else "",
        }
    form = forms.ChildViewForm(
        posted(request),
        name=child.given_name,
        prompt=presenters.prompt(years),
        initial=initial,
        labelled=labelled(page, piece, ItemKind.CHILD_VIEW, child=child.given_name),
    )
    return edit(
        request,
        page,
        form,
        template="coach/hear-child.html",
        title=_("Wat wil %(name)s?") % {"name": child.given_name},
        keep=lambda: actions.hear_child(
            request.acting,
            plan_id=page.plan_id,
            view=form.fields_of(person_id),
            labels=form.labels_given(),
            revision=form.revision_read if piece else None,
        ),
        anchor="kinderen",
        piece=piece,
    )


@require_http_methods(FORM)
@roles(*WRITES)
def keep_drawing(request: SignedRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """A photo of what a child drew, with what is on it in words."""
    page = plan_to_write(request, family_id)
    child = page.person(person_id)
    if child.role != PersonRole.CHILD or child.due_date is not None:
        raise Http404
    piece = next((one for one in page.pieces.of(ChildViewPiece) if one.person_id == person_id), None)
    told = piece.words.get("drawing") if piece else None
    form = forms.DrawingForm(
        posted(request),
        request.FILES or None,
        has_one=bool(piece and piece.drawing_id),
        initial={"told": told.text if told else ""},
    )
    return edit(
        request,
        page,
        form,
        template="coach/keep-drawing.html",
        title=_("Tekening van %(name)s") % {"name": child.given_name},
        keep=lambda: actions.keep_drawing(
            request.acting,
            plan_id=page.plan_id,
            person_id=person_id,
            paper=form.cleaned_data["drawing"],
            told=form.cleaned_data["told"],
        ),
        anchor="kinderen",
        more={"drawing_id": piece.drawing_id if piece else None, "told": told},
    )


@never_cache
@require_safe
@roles(*READS)
def open_drawing(request: SignedRequest, family_id: UUID, drawing_id: UUID) -> HttpResponse:
    """What a child drew, as a picture."""
    return answer_picture(open_paper(request.acting, family_id, drawing_id))

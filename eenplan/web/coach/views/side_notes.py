"""A worker's note beside what the family said: smaller, and for whom its own labels say."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eenplan.families.enums import ItemKind
from eenplan.plans import actions
from eenplan.plans.queries import NotePiece, Piece, PlanNow
from eenplan.plans.rules.labels import BESIDE
from eenplan.web.coach.forms.side_notes import SideNoteForm
from eenplan.web.coach.presenters.who_sees import short_words
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


@require_http_methods(FORM)
@roles(*WRITES)
def add_side_note(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Write a note beside a piece of the plan."""
    page = plan_to_write(request, family_id)
    said = piece_of(page, item_id)
    if said is None or said.kind not in BESIDE:
        raise Http404
    form = SideNoteForm(posted(request), labelled=labelled(page, None, ItemKind.SIDE_NOTE))
    return edit(
        request,
        page,
        form,
        template="coach/edit-side-note.html",
        title=_("Notitie erbij"),
        keep=lambda: actions.write_side_note(
            request.acting, beside_id=item_id, text=form.cleaned_data["text"], labels=form.labels_given()
        ),
        more=_beside(page, said),
    )


@require_http_methods(FORM)
@roles(*WRITES)
def change_side_note(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Write a note anew. The earlier words stay readable."""
    page = plan_to_write(request, family_id)
    note = item_or_gone(request, page, item_id, NotePiece)
    said = piece_of(page, note.beside_id) if note and note.beside_id else None
    if note is None or said is None:
        raise Http404
    form = SideNoteForm(
        posted(request),
        labelled=labelled(page, note, ItemKind.SIDE_NOTE),
        initial={"text": note.text.text if note.text else ""},
    )
    return edit(
        request,
        page,
        form,
        template="coach/edit-side-note.html",
        title=_("Notitie erbij"),
        keep=lambda: actions.change_side_note(
            request.acting, item_id=item_id, text=form.cleaned_data["text"], labels=form.labels_given()
        ),
        piece=note,
        more=_beside(page, said),
    )


def _beside(page: PlanNow, said: Piece) -> dict[str, object]:
    """What the note stands beside: the family's own words, or what the piece is called."""
    words = said.text if said.text and said.text.text else None
    return {"said": words, "called": "" if words else short_words(page, said)[0]}

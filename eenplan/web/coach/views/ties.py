"""Who belongs to whom: the drawing, and the forms behind it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.errors import NotFound
from eenplan.families import actions as families
from eenplan.families.queries.kinships import Somebody, WhoIsWho, who_is_who, whose_of_piece
from eenplan.families.rules import Labels, Place, Whose
from eenplan.plans.queries import HomePiece, PlanNow, plan
from eenplan.web.coach.forms import ties as forms
from eenplan.web.coach.presenters import ties as presenters
from eenplan.web.coach.presenters.choices import people
from eenplan.web.coach.presenters.health import without_health
from eenplan.web.coach.views.around import (
    FORM,
    READS,
    WRITES,
    crumbs_of,
    edit,
    plan_href,
    plan_to_write,
    posted,
    say_saved,
)
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.drawing import called, tree_view
from eenplan.web.shared.drawing_around import around_view
from eenplan.web.shared.labels import LabelsForm, LabelsNow

TEMPLATE = "coach/edit-tie.html"


@require_safe
@roles(*READS)
def read_drawing(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Who belongs to whom, drawn and in a table."""
    page = plan(request.acting, family_id)
    # What is about health stands apart (rule 39): on no drawing either.
    shown = without_health(page)
    found = who_is_who(request.acting, family_id)
    title = _("Wie hoort bij ons")
    context = {
        "crumbs": crumbs_of(
            request.acting, family_id, page.family_name, Crumb(_("Ons plan"), plan_href(page)), Crumb(title)
        ),
        "title": title,
        "page": page,
        "tree": tree_view(found, shown.pieces.of(HomePiece)),
        "around": around_view(shown.pieces),
        "may_write": request.acting.role in WRITES and not page.is_closed,
        **presenters.drawn_lines(page, found),
    }
    return render(request, "coach/drawing.html", context)


@require_http_methods(FORM)
@roles(*WRITES)
def draw_tie(request: SignedRequest, family_id: UUID, item_id: UUID | None = None) -> HttpResponse:
    """Say what one is of another, or change it."""
    page = plan_to_write(request, family_id)
    found = who_is_who(request.acting, family_id)
    tie = found.tie(item_id) if item_id else None
    if item_id and tie is None:
        raise NotFound("kinship")
    initial: dict[str, object] = {"one": request.GET.get("wie", "")}
    if tie:
        initial = {
            "one": str(tie.one_id),
            "kind": tie.kind.value,
            "other": str(tie.other_id),
            "since": tie.since,
            "until": tie.until,
        }
    form = forms.KinshipForm(
        posted(request),
        everybody=presenters.everybody(found),
        initial=initial,
        labelled=_labelled(request, page, Place.KINSHIP, item_id, tie.labels if tie else None),
    )
    return _edit(
        request,
        page,
        form,
        title=_("Wie is wat van wie?"),
        item_id=item_id,
        keep=lambda: families.draw_tie(
            request.acting,
            family_id=family_id,
            kinship=form.kinship(),
            item_id=item_id,
            labels=form.labels_given(),
        ),
    )


@require_http_methods(FORM)
@roles(*WRITES)
def note_relative(request: SignedRequest, family_id: UUID, item_id: UUID | None = None) -> HttpResponse:
    """Put somebody on the drawing who is not in the file, or change what is known of them."""
    page = plan_to_write(request, family_id)
    one = _relative(who_is_who(request.acting, family_id), item_id) if item_id else None
    initial: dict[str, object] = {}
    if one:
        initial = {
            "name": one.name,
            "gender": one.gender.value,
            "born": one.born,
            "is_dead": one.is_dead,
            "died": one.died,
            "home": str(one.home_id or ""),
        }
    form = forms.RelativeForm(
        posted(request),
        homes=[(str(home.item_id), home.name) for home in page.pieces.of(HomePiece)],
        initial=initial,
        labelled=_labelled(request, page, Place.RELATIVE, item_id, one.labels if one else None),
    )
    return _edit(
        request,
        page,
        form,
        title=_("Iemand op de tekening aanpassen") if one else _("Iemand op de tekening zetten"),
        item_id=item_id,
        keep=lambda: families.note_relative(
            request.acting,
            family_id=family_id,
            relative=form.relative(),
            item_id=item_id,
            labels=form.labels_given(),
        ),
    )


@require_http_methods(FORM)
@roles(*WRITES)
def note_death(request: SignedRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """Say that somebody of the family has died."""
    page = plan_to_write(request, family_id)
    page.person(person_id)
    one = who_is_who(request.acting, family_id).somebody(person_id)
    if one is None or one.due_date:
        raise NotFound("person")
    form = forms.DeathForm(
        posted(request),
        initial={"died": one.died},
        labelled=_labelled(request, page, Place.RELATIVE, one.item_id, one.labels),
    )
    return _edit(
        request,
        page,
        form,
        title=_("%(name)s is overleden") % {"name": called(one)},
        item_id=one.item_id,
        keep=lambda: families.note_death(
            request.acting,
            person_id=person_id,
            died=form.cleaned_data["died"],
            labels=form.labels_given(),
        ),
    )


@require_POST
@roles(*WRITES)
def rub_out(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Take a tie, somebody, or a death off the drawing."""
    plan_to_write(request, family_id)
    found = who_is_who(request.acting, family_id)
    if found.tie(item_id) is None and not any(one.item_id == item_id for one in found.people):
        raise NotFound("kinship")
    families.rub_out(request.acting, item_id=item_id)
    say_saved(request)
    return redirect("coach:read-drawing", family_id)


def _relative(found: WhoIsWho, item_id: UUID) -> Somebody:
    one = found.somebody(item_id)
    if one is None or one.role is not None:
        raise NotFound("relative")
    return one


def _labelled(
    request: SignedRequest, page: PlanNow, place: Place, item_id: UUID | None, labels: Labels | None
) -> LabelsNow:
    whose = whose_of_piece(request.acting, item_id) if item_id else Whose()
    return LabelsNow(place, tuple(people(page)), labels, whose)


def _edit(
    request: SignedRequest,
    page: PlanNow,
    form: LabelsForm,
    *,
    title: str,
    item_id: UUID | None,
    keep: presenters.Keep,
) -> HttpResponse:
    """Show the form or save it, with about whom and from whom it is where that was chosen."""

    def kept() -> None:
        piece = keep()
        if whose := form.whose_given():
            families.relabel(request.acting, item_id=piece, whose=whose)

    href = reverse("coach:read-drawing", args=[page.family_id])
    out = reverse("coach:rub-out", args=[page.family_id, item_id]) if item_id else ""
    return edit(
        request,
        page,
        form,
        template=TEMPLATE,
        title=title,
        keep=kept,
        done_href=href,
        more={"back": href, "out_href": out},
    )

"""What every view of the coach stands on: who may, the way back, saving without losing a word."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from eenplan.core.acting import Acting
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import Labels
from eenplan.families.queries import items
from eenplan.network.queries import StaffOn, staff_on
from eenplan.plans.queries import Piece, PlanNow, SectionNow, plan
from eenplan.plans.rules import SectionChanged
from eenplan.web.coach.forms.parts import SectionForm
from eenplan.web.coach.presenters.standing import standing_rows
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.context import href_of

FORM = ["GET", "HEAD", "POST"]
MINE = (Role.COACH, Role.PSYCHOLOGIST)
READS = (Role.COACH, Role.COORDINATOR)
WRITES = (Role.COACH,)
TEAM = (Role.COACH, Role.PSYCHOLOGIST)


def posted(request: SignedRequest) -> Mapping[str, Any] | None:
    """What was sent, if anything was."""
    return request.POST if request.method == "POST" else None


def say_saved(request: SignedRequest, what: str = "") -> None:
    """'Bewaard om 14.02', and perhaps what."""
    messages.success(
        request, words.kept(what) if what else _("Bewaard om %(hour)s.") % {"hour": words.hour(now())}
    )


def crumbs_of(acting: Acting, family_id: UUID, name: str, *more: Crumb) -> list[Crumb]:
    """The way back up, through the family; `more` are the steps below it."""
    if acting.role == Role.COORDINATOR:
        families = href_of("coordination:list-families")
        top = [Crumb(_("Gezinnen"), families)] if families else []
    else:
        top = [Crumb(_("Mijn gezinnen"), reverse("coach:list-families"))]
    href = reverse("coach:read-family", args=[family_id]) if more else ""
    return [*top, Crumb(name, href), *more]


def plan_crumbs(request: SignedRequest, page: PlanNow, title: str) -> list[Crumb]:
    """The way back up from a form of the plan."""
    return crumbs_of(
        request.acting, page.family_id, page.family_name, Crumb(_("Ons plan"), plan_href(page)), Crumb(title)
    )


def plan_href(page: PlanNow, anchor: str = "") -> str:
    """The address of the plan, or of a part of it."""
    return reverse("coach:read-plan", args=[page.family_id]) + (f"#{anchor}" if anchor else "")


def plan_to_write(request: SignedRequest, family_id: UUID) -> PlanNow:
    """The plan, if it still changes. Refuses when the trajectory has ended."""
    page = plan(request.acting, family_id)
    if page.is_closed:
        raise RuleBroken(
            "plans:plan-closed",
            _("Dit traject is afgerond. Het plan blijft leesbaar, maar verandert niet meer."),
        )
    return page


def me(request: SignedRequest) -> str:
    """The worker who acts, as a staff member's id."""
    return next(
        (str(one.staff_member_id) for one in request.assignments if one.id == request.acting.assignment_id),
        "",
    )


def team_of(acting: Acting) -> list[StaffOn]:
    """Who can take a step beside the coach."""
    return [worker for role in TEAM for worker in staff_on(acting, role, today())]


def piece_of(page: PlanNow, item_id: UUID) -> Piece | None:
    """The piece with this id, if it stands in this very plan."""
    pieces = page.pieces
    texts = [piece for found in pieces.texts.values() for piece in found]
    everything: list[Piece] = [
        *texts, *pieces.goals, *pieces.steps, *pieces.help, *pieces.team, *pieces.domains.values()
    ]  # fmt: skip
    return next((piece for piece in everything if piece.item_id == item_id), None)


def labels_of(request: SignedRequest, page: PlanNow, piece: Piece | None, *, private: bool) -> Labels | None:
    """The labels to give: None leaves them as they are; all other labels of the piece stay (rule 32)."""
    if piece is None:
        return Labels() if private else None
    if piece.released is (not private):
        return None
    for item in items(request.acting, page.family_id, kinds=[piece.kind]):
        if item.id == piece.item_id:
            standing = Labels(
                confidential=item.confidential,
                third_party_only=item.third_party_only,
                health=item.health,
                court=item.court,
                agogic_exception=item.agogic_exception,
                agogic_reason=item.agogic_reason,
            )
            return replace(standing, released_to_all=not private)
    raise NotFound("item")


def edit(
    request: SignedRequest,
    page: PlanNow,
    form: BaseForm,
    *,
    template: str,
    title: str,
    keep: Callable[[], object],
    anchor: str = "",
    piece: Piece | None = None,
    is_gone: bool = False,
    add_href: str = "",
    done_href: str = "",
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Show a form about a piece of the plan, or save it.

    When somebody else saved the section since it was read, both texts are shown and nothing is kept yet.
    `is_gone`: the piece was taken out since; what was typed can then be added anew at `add_href`.
    """
    newer: SectionNow | None = None
    if request.method == "POST" and form.is_valid() and not is_gone:
        try:
            keep()
        except SectionChanged as error:
            newer = cast(SectionNow, error.newer)
            cast(SectionForm, form).read_again(newer.revision)
        except RuleBroken as error:
            _refuse(form, error)
        else:
            say_saved(request)
            return redirect(done_href or plan_href(page, anchor))
    standing = _standing(newer, piece)
    context = {
        "crumbs": plan_crumbs(request, page, title),
        "title": title,
        "page": page,
        "form": form,
        "back": plan_href(page, anchor),
        "is_stale": newer is not None,
        "is_gone": is_gone or (newer is not None and piece is not None and standing is None),
        "standing": standing_rows(standing) if standing else [],
        "add_href": add_href if is_gone else "",
        "piece": None if is_gone else piece,
        **(more or {}),
    }
    status = 409 if newer or is_gone else 422 if form.is_bound and form.errors else 200
    return render(request, template, context, status=status)


def _standing(newer: SectionNow | None, piece: Piece | None) -> Piece | None:
    if newer is None or piece is None:
        return None
    steps = [step for one in newer.pieces for step in getattr(one, "steps", ())]
    return next((one for one in [*newer.pieces, *steps] if one.item_id == piece.item_id), None)


def _refuse(form: BaseForm, error: RuleBroken) -> None:
    """Beside the field it is about, under the name which the form gives it."""
    names = {"released_to_all": "private", "speaker_id": "speaker"}
    field = names.get(error.field or "", error.field)
    form.refuse(RuleBroken(error.code, error.message, field=field))  # type: ignore[attr-defined]  # our own Form


def item_or_gone(request: SignedRequest, page: PlanNow, item_id: UUID, wanted: type[Piece]) -> Piece | None:
    """The piece to change. None when it is not in the plan (any more) but words about it were sent."""
    piece = piece_of(page, item_id)
    if piece is not None and not isinstance(piece, wanted):
        raise NotFound("item in plan")
    if piece is None and request.method != "POST":
        raise NotFound("item in plan")
    return piece

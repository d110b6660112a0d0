"""Looking at the plan again together, and asking how it goes some months after the end."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.enums import ItemKind
from eenplan.network.enums import Phase
from eenplan.plans import actions
from eenplan.plans.actions import Saved
from eenplan.plans.enums import AftercareResult, GoalStatus, SectionKey
from eenplan.plans.queries import PlanNow, ReviewPiece
from eenplan.plans.queries.aftercare import aftercare, aftercare_due, what_lasted
from eenplan.plans.queries.changes import changes_since_last_time
from eenplan.plans.rules import default_review
from eenplan.web.coach.forms import together as forms
from eenplan.web.coach.forms.parts import score_of
from eenplan.web.coach.presenters import choices
from eenplan.web.coach.presenters import together as presenters
from eenplan.web.coach.views.around import (
    FORM,
    WRITES,
    edit,
    labelled,
    open_piece,
    plan_to_write,
    posted,
    say_saved,
)
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, phases_here, roles
from eenplan.web.shared.changes import ChangesView, changes_view
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.drawing_scores import scores_view, steps_words

ASKS = (Role.INTAKE, Role.COORDINATOR, Role.COACH)


@require_http_methods(FORM)
@roles(*WRITES)
def hold_review(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """What each goal scores, what changes, and when next (rule 21)."""
    page = plan_to_write(request, family_id)
    last = max((one.on for one in page.pieces.of(ReviewPiece) if one.on), default=None)
    since = changes_since_last_time(request.acting, family_id, page.plan_id, last)
    return _review(request, page, None, changes=changes_view(since) if since else None)


@require_http_methods(FORM)
@roles(*WRITES)
def change_review(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Put right what was written of a review; the earlier words stay readable."""
    page, piece, is_gone = open_piece(request, family_id, item_id, ReviewPiece)
    return _review(request, page, piece, is_gone=is_gone)


def _review(
    request: SignedRequest,
    page: PlanNow,
    piece: ReviewPiece | None,
    *,
    is_gone: bool = False,
    changes: ChangesView | None = None,
) -> HttpResponse:
    initial: dict[str, object] = {"on": today(), "next_review_date": default_review(today())}
    if piece:
        back = piece.words.get("back")
        initial = {
            "revision": page.sections[SectionKey.GOALS].revision,
            "on": piece.on,
            "persons": [str(one) for one in piece.person_ids],
            "others": piece.others,
            "back": back.text if back else "",
            "changes": piece.text.text if piece.text else "",
            **{f"score_{goal.hex}": str(score) for goal, score in piece.scores.items()},
        }
    form = forms.LookBackForm(
        posted(request),
        people=choices.people(page),
        goals=[
            goal
            for goal in page.pieces.goals
            if goal.status == GoalStatus.OPEN or (piece and goal.item_id in piece.scores)
        ],
        asks_next=piece is None,
        initial=initial,
        labelled=labelled(page, piece, ItemKind.REVIEW),
    )

    def keep() -> Saved:
        review, labels = form.fields_of(), form.labels_given()
        if piece is None:
            return actions.hold_review(request.acting, plan_id=page.plan_id, review=review, labels=labels)
        return actions.change_review(
            request.acting,
            review_id=piece.item_id,
            review=review,
            revision=form.revision_read,
            labels=labels,
        )

    held = page.pieces.of(ReviewPiece)
    return edit(
        request,
        page,
        form,
        template="coach/review.html",
        title=_("Samen terugkijken"),
        keep=keep,
        anchor="terugkijken",
        piece=piece,
        is_gone=is_gone,
        add_href=reverse("coach:hold-review", args=[page.family_id]),
        more={
            "results": [
                (goal, score, scores_view(goal, held), steps_words(goal)) for goal, score in form.results()
            ],
            "changes": changes,
        },
    )


@require_safe
@roles(*ASKS)
def list_aftercare(request: SignedRequest) -> HttpResponse:
    """Families whose trajectory ended some months ago: how is it going?"""
    lines = presenters.aftercare_lines(aftercare_due(request.acting))
    name = words.phase(Phase.AFTERCARE, phases_here(request))
    context = {
        "lines": lines,
        "title": name,
        "counts": request.acting.role != Role.COACH,
        "lasted": what_lasted(request.acting),
    }
    return render(request, "coach/aftercare-list.html", context)


@require_http_methods(FORM)
@roles(*ASKS)
def record_aftercare(request: SignedRequest, family_id: UUID, trajectory_id: UUID) -> HttpResponse:
    """Note how a family is, some time after its trajectory ended (rule 41)."""
    found = aftercare(request.acting, trajectory_id)
    if found.family_id != family_id:
        raise NotFound("trajectory")
    form = forms.AftercareForm(
        posted(request), goals=() if found.result else found.goals, initial={"held_on": today()}
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.record_aftercare(
                request.acting,
                trajectory_id=trajectory_id,
                result=AftercareResult(typed["result"]),
                held_on=typed["held_on"],
                words=typed["words"],
                score=score_of(typed["score"]),
                lasted=form.lasted(),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request, _("de nazorg is genoteerd."))
            return redirect("coach:list-aftercare")
    title = _("Nazorg")
    crumbs = [Crumb(title, reverse("coach:list-aftercare")), Crumb(found.family_name)]
    context = {
        "crumbs": crumbs,
        "title": title,
        "found": found,
        "form": form,
        "is_coach": request.acting.role == Role.COACH,
    }
    return render(
        request, "coach/aftercare.html", context, status=422 if form.is_bound and form.errors else 200
    )

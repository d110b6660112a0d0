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
from eenplan.plans.enums import AftercareResult, GoalStatus
from eenplan.plans.queries import ReviewPiece
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
    plan_to_write,
    posted,
    say_saved,
)
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, phases_here, roles
from eenplan.web.shared.changes import changes_view
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.drawing_scores import scores_view, steps_words

ASKS = (Role.INTAKE, Role.COORDINATOR, Role.COACH)


@require_http_methods(FORM)
@roles(*WRITES)
def hold_review(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """What each goal scores, what changes, and when next (rule 21)."""
    page = plan_to_write(request, family_id)
    held = page.pieces.of(ReviewPiece)
    form = forms.LookBackForm(
        posted(request),
        people=choices.people(page),
        goals=[goal for goal in page.pieces.goals if goal.status == GoalStatus.OPEN],
        initial={"on": today(), "next_review_date": default_review(today())},
        labelled=labelled(page, None, ItemKind.REVIEW),
    )
    last = max((one.on for one in held if one.on), default=None)
    since = changes_since_last_time(request.acting, family_id, page.plan_id, last)
    return edit(
        request,
        page,
        form,
        template="coach/review.html",
        title=_("Samen terugkijken"),
        keep=lambda: actions.hold_review(
            request.acting,
            plan_id=page.plan_id,
            review=form.fields_of(),
            labels=form.labels_given(),
        ),
        anchor="terugkijken",
        more={
            "results": [
                (goal, score, scores_view(goal, held), steps_words(goal)) for goal, score in form.results()
            ],
            "changes": changes_view(since) if since else None,
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

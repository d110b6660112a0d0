"""Agreeing on the plan, another coach, and closing."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eenplan.consent.queries.trusted import trusted_persons
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.plans import actions
from eenplan.plans.enums import Answer, AnswerForm
from eenplan.plans.queries import coaches_with_room, plan, trajectory
from eenplan.plans.queries.at_the_end import waits_at_end
from eenplan.plans.rules import default_aftercare, default_review
from eenplan.rights.queries.retention import kept_until
from eenplan.web.coach.forms import ending as forms
from eenplan.web.coach.forms.parts import score_of
from eenplan.web.coach.forms.plan import ReviewForm
from eenplan.web.coach.presenters import choices, family
from eenplan.web.coach.presenters.at_the_end import waiting_lines
from eenplan.web.coach.presenters.plan import plan_page
from eenplan.web.coach.views.around import (
    FORM,
    READS,
    WRITES,
    crumbs_of,
    edit,
    me,
    plan_to_write,
    posted,
    say_saved,
    team_of,
)
from eenplan.web.desk.presenters.choices import coach_choices
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.keeping import kept_view

# With this code the plans room asks for the coordinator's confirmation.
OVER_NORM = "over-norm"


@require_http_methods(FORM)
@roles(*WRITES)
def set_review(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """When the plan is looked at again (rule 21)."""
    page = plan_to_write(request, family_id)
    form = ReviewForm(posted(request), initial={"next_review_date": page.next_review_date})
    return edit(
        request,
        page,
        form,
        template="coach/set-review.html",
        title=_("Opnieuw bekijken"),
        keep=lambda: actions.set_review_date(
            request.acting, plan_id=page.plan_id, on=form.cleaned_data["next_review_date"]
        ),
    )


@require_http_methods(FORM)
@roles(*WRITES)
def activate_plan(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Agree on the plan together: it becomes the version that holds (rules 18 to 22)."""
    page = plan_to_write(request, family_id)
    mine = me(request)
    review = page.next_review_date
    form = forms.ActivateForm(
        posted(request),
        people=[
            *choices.people(page, "person:"),
            *choices.trusted(page, trusted_persons(request.acting, family_id)),
            (f"staff:{mine}", _("Ik")),
        ],
        workers=[(f"staff:{key}", name) for key, name in choices.colleagues(team_of(request.acting), mine)],
        asked=choices.asked(page),
        initial={
            "took_part": [f"staff:{mine}"],
            "next_review_date": review if review > today() else default_review(today()),
        },
    )
    return edit(
        request,
        page,
        form,
        template="coach/activate.html",
        title=_("Samen afspreken"),
        keep=lambda: actions.activate_plan(
            request.acting,
            plan_id=page.plan_id,
            took_part=form.presences,
            next_review_date=form.cleaned_data["next_review_date"],
            agreements=form.replies,
        ),
        more={"todo": plan_page(page).todo, "answers": form.answers()},
    )


@require_http_methods(FORM)
@roles(*WRITES)
def record_answer(request: SignedRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """What somebody says of the version that holds now; earlier answers stay (rule 22)."""
    page = plan_to_write(request, family_id)
    person = next((one for one in page.answers if one.person_id == person_id), None)
    version = page.version
    if person is None or version is None or not version.is_active:
        raise Http404
    form = forms.ReplyForm(posted(request))
    return edit(
        request,
        page,
        form,
        template="coach/record-answer.html",
        title=_("Wat zegt %(name)s van het plan?") % {"name": person.name},
        keep=lambda: actions.record_agreement(
            request.acting,
            version_id=version.id,
            person_id=person_id,
            answer=Answer(form.cleaned_data["answer"]),
            form=AnswerForm(form.cleaned_data["form"]),
            words=form.cleaned_data["words"],
        ),
        anchor="akkoord",
        more={"person": person},
    )


@require_http_methods(FORM)
@roles(Role.COORDINATOR)
def change_coach(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Another coach from a day on, without a gap (rule 13)."""
    page = plan(request.acting, family_id)
    path = trajectory(request.acting, family_id)
    day = today()
    present = path.coach.own_coach_id if path.coach else None
    rooms = [room for room in coaches_with_room(request.acting, day) if room.staff_member_id != present]
    coaches, hints = coach_choices(rooms)
    form = forms.ChangeCoachForm(posted(request), coaches=coaches, hints=hints, initial={"on": day})
    over_norm = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_coach(
                request.acting,
                trajectory_id=path.id,
                staff_member_id=UUID(form.cleaned_data["coach"]),
                on=form.cleaned_data["on"],
                reason=form.cleaned_data["reason"],
                over_norm_confirmed=form.cleaned_data["over_norm_confirmed"],
            )
        except RuleBroken as error:
            form.refuse(error)
            over_norm = error.code == OVER_NORM
        else:
            say_saved(request, _("er komt een andere coach. Vertel het zelf aan het gezin."))
            return redirect("coach:read-family", family_id)
    title = _("Andere coach")
    context = {
        "crumbs": crumbs_of(request.acting, family_id, page.family_name, Crumb(title)),
        "title": title,
        "page": page,
        "form": form,
        "over_norm": over_norm or bool(form.is_bound and form["over_norm_confirmed"].value()),
        "nobody": not rooms,
        "now": family.coach_words(path),
        "rows": family.coach_rows(path),
    }
    return render(
        request, "coach/change-coach.html", context, status=422 if form.is_bound and form.errors else 200
    )


@require_http_methods(FORM)
@roles(*READS)
def close_trajectory(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """End the trajectory: results, what remains, who goes on, and what was told (rule 41)."""
    page = plan_to_write(request, family_id)
    waiting = waits_at_end(request.acting, page.trajectory_id)
    form = forms.CloseForm(
        posted(request),
        goals=page.pieces.goals,
        has_waiting=bool(waiting),
        initial={"told_of_retention_on": today(), "aftercare_on": default_aftercare(today())},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.close_trajectory(
                request.acting,
                trajectory_id=page.trajectory_id,
                reason=typed["reason"],
                remaining_needs=typed["remaining_needs"],
                who_continues=typed["who_continues"],
                told_of_retention_on=typed["told_of_retention_on"],
                copy_offered=typed["copy_offered"] == "yes",
                goals=form.goal_results,
                aftercare_on=typed["aftercare_on"],
                satisfaction=score_of(typed["satisfaction"]),
                satisfaction_words=typed["satisfaction_words"],
                left_reason=typed.get("left_reason", ""),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("Bewaard: het traject is afgerond."))
            return redirect("coach:read-family", family_id)
    title = _("Samen afronden")
    context = {
        "crumbs": crumbs_of(request.acting, family_id, page.family_name, Crumb(title)),
        "title": title,
        "page": page,
        "form": form,
        "results": form.results(),
        "waiting": waiting_lines(page, waiting),
        "kept": kept_view(kept_until(request.acting, family_id)),
    }
    return render(request, "coach/close.html", context, status=422 if form.is_bound and form.errors else 200)

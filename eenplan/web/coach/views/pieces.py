"""Goals, steps, help and who helps: one form each."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.core.clock import today
from eenplan.families.enums import ItemKind
from eenplan.plans import actions
from eenplan.plans.actions import Saved
from eenplan.plans.queries import GoalPiece, HelpPiece, PlanNow, StepPiece, TeamPiece
from eenplan.plans.queries.agreeing import help_asked
from eenplan.plans.queries.waits import waits_of
from eenplan.web.coach.forms import plan as forms
from eenplan.web.coach.forms.parts import WHOLE_FAMILY, WORKER
from eenplan.web.coach.forms.waits import StartAndCloseForm
from eenplan.web.coach.presenters import choices
from eenplan.web.coach.presenters.consent import closed_homes, needs_yes
from eenplan.web.coach.presenters.plan import members
from eenplan.web.coach.presenters.suggestions import examples, taken
from eenplan.web.coach.presenters.waits import bridging
from eenplan.web.coach.views.around import (
    FORM,
    WRITES,
    edit,
    labelled,
    me,
    open_piece,
    piece_of,
    plan_href,
    plan_to_write,
    posted,
    say_saved,
    team_of,
)
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.refusing import refused_words


@require_http_methods(FORM)
@roles(*WRITES)
def write_goal(request: SignedRequest, family_id: UUID, goal_id: UUID | None = None) -> HttpResponse:
    """Write a goal down in the words of who said it, or change it; earlier words stay readable."""
    page, goal, is_gone = open_piece(request, family_id, goal_id, GoalPiece)
    initial: dict[str, object] = {
        "revision": _revision(page, "goals"),
        "part_of": request.GET.get("deel", ""),
    }
    example = None if goal else taken(request.GET)
    if example:
        initial |= {"text": example.text, "domain": example.domain}
    if goal:
        notice, low, high = (goal.words.get(slot) for slot in ("notice", "scale_low", "scale_high"))
        initial |= {
            "text": goal.text.text if goal.text else "",
            "expressed_by": str(goal.expressed_by_id or WORKER),
            "whose": str(goal.whose_id or WHOLE_FAMILY),
            "domain": goal.domain or "",
            "horizon": goal.horizon.value,
            "notice": notice.text if notice else "",
            "part_of": str(goal.part_of_id or ""),
            "scale_low": low.text if low else "",
            "scale_high": high.text if high else "",
            "score_start": _typed(goal.score_start),
            "score_now": _typed(goal.score_now),
            "score_target": _typed(goal.score_target),
            "target_date": goal.target_date,
            "status": goal.status.value,
        }
    form = forms.GoalForm(
        posted(request),
        speakers=choices.speakers(page),
        owners=choices.whose(page),
        domains=choices.domains(page, goal),
        long_goals=choices.long_goals(page, goal),
        goal=goal,
        initial=initial,
        labelled=labelled(page, goal, ItemKind.GOAL),
    )

    def keep() -> Saved:
        labels = form.labels_given()
        if goal is None:
            return actions.add_goal(
                request.acting, plan_id=page.plan_id, goal=form.fields_of(), labels=labels
            )
        return actions.change_goal(
            request.acting,
            goal_id=goal.item_id,
            goal=form.fields_of(),
            revision=form.revision_read,
            labels=labels,
        )

    return edit(
        request,
        page,
        form,
        template="coach/edit-goal.html",
        title=_("Doel aanpassen") if goal else _("Nieuw doel"),
        keep=keep,
        anchor="doelen",
        piece=goal,
        is_gone=is_gone,
        add_href=reverse("coach:add-goal", args=[page.family_id]),
        more={"example": example, "examples": [] if goal else examples(page, "goals", request.GET)},
    )


@require_http_methods(FORM)
@roles(*WRITES)
def write_step(request: SignedRequest, family_id: UUID, action_id: UUID | None = None) -> HttpResponse:
    """Write a step down or change it: one who does it, and a day (rule 21)."""
    page, step, is_gone = open_piece(request, family_id, action_id, StepPiece)
    mine = me(request)
    colleagues = choices.colleagues(team_of(request.acting), mine)
    initial: dict[str, object] = {"revision": _revision(page, "goals"), "goal": request.GET.get("doel", "")}
    example = None if step else taken(request.GET)
    if example:
        initial["text"] = example.text
    if step:
        note, helped_by = step.words.get("note"), step.words.get("helped_by")
        named = str(step.staff_member_id or "")
        if named and named != mine and named not in dict(colleagues):
            colleagues.append((named, step.owner))
        initial |= {
            "text": step.text.text if step.text else "",
            "owner": _owner(step, mine),
            "colleague": named if named != mine else "",
            "organisation": step.organisation_name,
            "network": step.network_name,
            "due_on": step.due_on,
            "helped_by": helped_by.text if helped_by else "",
            "goal": str(step.goal_id or ""),
            "note": note.text if note else "",
        }
    form = forms.StepForm(
        posted(request),
        owners=choices.owners(page, mine),
        colleagues=colleagues,
        goals=choices.goals(page),
        is_new=step is None,
        initial=initial,
        labelled=labelled(page, step, ItemKind.ACTION),
    )

    def keep() -> Saved:
        labels = form.labels_given()
        if step is None:
            return actions.add_action(
                request.acting, plan_id=page.plan_id, step=form.fields_of(), labels=labels
            )
        return actions.change_action(
            request.acting,
            action_id=step.item_id,
            step=form.fields_of(),
            revision=form.revision_read,
            labels=labels,
        )

    return edit(
        request,
        page,
        form,
        template="coach/edit-step.html",
        title=_("Stap aanpassen") if step else _("Nieuwe stap"),
        keep=keep,
        anchor="doelen",
        piece=step,
        is_gone=is_gone,
        add_href=reverse("coach:add-step", args=[page.family_id]),
        more={"example": example, "examples": [] if step else examples(page, "steps", request.GET)},
    )


def _owner(step: StepPiece, mine: str) -> str:
    if step.person_id:
        return f"person:{step.person_id}"
    if step.staff_member_id:
        return f"staff:{mine}" if str(step.staff_member_id) == mine else "colleague"
    return "organisation" if step.organisation_name else "network" if step.network_name else ""


@require_POST
@roles(*WRITES)
def tick_step(request: SignedRequest, family_id: UUID, action_id: UUID) -> HttpResponse:
    """A step is done, or not done after all."""
    page = plan_to_write(request, family_id)
    step = piece_of(page, action_id)
    if not isinstance(step, StepPiece):
        raise Http404
    # What the button said, so that two who tick the same step do not undo each other.
    done = {"yes": True, "no": False}.get(request.POST.get("done", ""), step.done_on is None)
    if done != (step.done_on is not None):
        actions.tick_action(request.acting, action_id=action_id, done=done)
    say_saved(request)
    return redirect(plan_href(page, "doelen"))


@require_http_methods(FORM)
@roles(*WRITES)
def write_help(request: SignedRequest, family_id: UUID, item_id: UUID | None = None) -> HttpResponse:
    """Write down help that is there or that the family waits for, or change it."""
    page, piece, is_gone = open_piece(request, family_id, item_id, HelpPiece)
    initial: dict[str, object] = {"revision": _revision(page, "help")}
    if piece:
        bridge, worked, not_worked = (piece.words.get(slot) for slot in ("bridge", "worked", "not_worked"))
        initial |= {
            "what": piece.text.text if piece.text else "",
            "organisation": piece.organisation,
            "state": piece.state.value,
            "since": piece.since,
            "asked_on": piece.asked_on,
            "expected": piece.expected,
            "bridge": bridge.text if bridge else "",
            "ended_on": piece.ended_on,
            "for_whom": str(piece.for_whom_id or WHOLE_FAMILY),
            "help_type": piece.help_type.value if piece.help_type else "",
            "worked": worked.text if worked else "",
            "not_worked": not_worked.text if not_worked else "",
        }
    form = forms.HelpForm(
        posted(request),
        help=piece,
        people=choices.people(page),
        initial=initial,
        labelled=labelled(page, piece, ItemKind.HELP),
    )

    def keep() -> Saved:
        labels = form.labels_given()
        if piece is None:
            return actions.add_help(
                request.acting, plan_id=page.plan_id, help=form.fields_of(), labels=labels
            )
        return actions.change_help(
            request.acting,
            help_id=piece.item_id,
            help=form.fields_of(),
            revision=form.revision_read,
            labels=labels,
        )

    return edit(
        request,
        page,
        form,
        template="coach/edit-help.html",
        title=_("Hulp aanpassen") if piece else _("Hulp opschrijven"),
        keep=keep,
        anchor="hulp",
        piece=piece,
        is_gone=is_gone,
        add_href=reverse("coach:add-help", args=[page.family_id]),
    )


@require_http_methods(FORM)
@roles(*WRITES)
def start_help(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Help has started: in one act, today unless another day is given. It never waits for the plan."""
    page = plan_to_write(request, family_id)
    piece = piece_of(page, item_id)
    if not isinstance(piece, HelpPiece):
        raise Http404
    bridges = bridging(waits_of(request.acting, family_id), item_id)
    if request.method == "POST" and bridges and not {"asked", "later", "forget"} & set(request.POST):
        return redirect(request.path)  # pressed in the plan: what goes over is asked first
    form = StartAndCloseForm(posted(request), bridges=bridges, initial={"on": today()})
    asked = help_asked(request.acting, family_id, item_id)
    return edit(
        request,
        page,
        form,
        template="coach/start-help.html",
        title=_("De hulp is gestart"),
        keep=lambda: actions.start_help(
            request.acting, help_id=item_id, on=form.cleaned_data["on"], carried=form.carried()
        ),
        saved=_("de hulp is gestart. Goed nieuws."),
        anchor="hulp",
        more={
            "what": piece.text.text if piece.text else piece.organisation,
            "needs_yes": needs_yes(asked, page.persons),
            "closed_homes": closed_homes(asked, page.persons),
        },
    )


@require_http_methods(FORM)
@roles(*WRITES)
def write_team_member(request: SignedRequest, family_id: UUID, item_id: UUID | None = None) -> HttpResponse:
    """Write down somebody who helps, or change what is known of them."""
    page, piece, is_gone = open_piece(request, family_id, item_id, TeamPiece)
    initial: dict[str, object] = {"revision": _revision(page, "team")}
    if piece:
        initial |= {
            "name": piece.name,
            "kind": piece.team_kind.value,
            "role": piece.role,
            "organisation": piece.organisation,
            "phone": piece.phone,
            "secrecy": piece.secrecy.value,
            "availability": piece.availability,
            "attendance": piece.attendance.value if piece.attendance else "",
        }
    form = forms.TeamForm(
        posted(request), initial=initial, labelled=labelled(page, piece, ItemKind.TEAM_MEMBER)
    )

    def keep() -> Saved:
        labels = form.labels_given()
        if piece is None:
            return actions.note_team_member(
                request.acting, plan_id=page.plan_id, member=form.fields_of(None), labels=labels
            )
        return actions.change_team_member(
            request.acting,
            team_member_id=piece.item_id,
            member=form.fields_of(_staff_of(piece)),
            revision=form.revision_read,
            labels=labels,
        )

    return edit(
        request,
        page,
        form,
        template="coach/edit-team-member.html",
        title=_("Wie helpt: aanpassen") if piece else _("Wie helpt ons"),
        keep=keep,
        anchor="wie-helpt",
        piece=piece,
        is_gone=is_gone,
        add_href=reverse("coach:add-team-member", args=[page.family_id]),
        more={
            "members": [] if piece or is_gone else members(page),
            "refused": refused_words(request.acting, family_id),
        },
    )


def _staff_of(piece: TeamPiece) -> UUID | None:
    found: UUID | str | None = piece.staff_member_id
    return UUID(str(found)) if found else None


def _revision(page: PlanNow, key: str) -> int:
    return next(one.revision for one in page.sections.values() if one.key == key)


def _typed(score: int | None) -> str:
    return "" if score is None else str(score)

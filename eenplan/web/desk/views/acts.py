"""One act each: a short form, one verb, and back with a quiet word."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.core.clock import day_of, today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.families.enums import Channel, ContactStatus
from eenplan.plans import actions as plans_actions
from eenplan.plans.queries import coaches_with_room
from eenplan.referrals import actions, queries
from eenplan.referrals.enums import OutcomeKind, OutcomeReason, State
from eenplan.web.desk import forms
from eenplan.web.desk.presenters import choices
from eenplan.web.desk.presenters import referral as presented
from eenplan.web.desk.views.around import DESK, FORM, coach_of, form_page, on_desk, posted, team_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles

# With this code the plans room asks for the coordinator's confirmation.
OVER_NORM = "over-norm"


@require_POST
@roles(*DESK)
@on_desk
def take_up_referral(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """We will help this family."""
    try:
        actions.take_up(request.acting, referral_id=referral_id)
    except RuleBroken as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, words.kept(_("de aanmelding is opgenomen.")))
    return redirect("desk:read-referral", referral_id)


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def choose_coach(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """Give the family its one coach; over the norm only with the coordinator's confirmation (rule 15)."""
    page = queries.referral(request.acting, referral_id)
    if coach_of(request.acting, page) and request.method != "POST":
        return redirect("desk:read-referral", referral_id)
    rooms = coaches_with_room(request.acting, today())
    coaches, hints = choices.coach_choices(rooms)
    form = forms.CoachForm(posted(request), coaches=coaches, hints=hints)
    over_norm = False
    if request.method == "POST" and form.is_valid():
        chosen = next(room for room in rooms if room.staff_member_id == form.coach_id)
        try:
            plans_actions.start_trajectory(
                request.acting,
                referral_id=referral_id,
                staff_member_id=chosen.staff_member_id,
                over_norm_confirmed=form.cleaned_data["over_norm_confirmed"],
            )
        except RuleBroken as error:
            form.refuse(error)
            over_norm = error.code == OVER_NORM
        else:
            messages.success(request, words.kept(_("%(name)s is de coach.") % {"name": chosen.name}))
            return redirect("desk:read-referral", referral_id)
    return form_page(
        request,
        "desk/choose-coach.html",
        page,
        form,
        _("Coach kiezen"),
        nobody=not rooms,
        over_norm=over_norm,
        may_confirm=request.acting.role == Role.COORDINATOR,
    )


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def plan_conversation(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """Plan the first conversation, or choose another moment for it. The clock runs on."""
    acting = request.acting
    page = queries.referral(acting, referral_id)
    coach = coach_of(acting, page)
    planned = page.referral.first_conversation
    initial: dict[str, Any] = {"staff": str(coach.actor_id if coach else acting.actor_id)}
    if planned and planned.planned_for:
        initial |= {
            "channel": planned.channel,
            "staff": str(planned.staff_id),
            "persons": choices.participants(page),
        }
    form = forms.PlanForm(
        posted(request),
        people=choices.person_choices(page),
        team=choices.staff_choices(team_of(acting), coach),
        deadline=words.promised_on(page.clock),
        today=today(),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_first_conversation(
                acting,
                referral_id=referral_id,
                when=form.moment,
                channel=Channel(form.cleaned_data["channel"]),
                staff_actor_id=form.staff_actor_id,
                persons=form.person_ids,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            said = _("het gesprek is op %(moment)s.") % {"moment": words.day_and_hour(form.moment)}
            messages.success(request, words.kept(said))
            promised = words.promised_on(page.clock)
            if day_of(form.moment) > promised:
                late = _("Dat is na de belofte van %(day)s.") % {"day": words.day(promised)}
                messages.warning(request, late)
            return redirect("desk:read-referral", referral_id)
    return form_page(
        request,
        "desk/plan-conversation.html",
        page,
        form,
        _("Gesprek plannen"),
        promise=choices.promise_words(page),
        planned=presented.planned_words(page),
    )


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def record_conversation(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """The first conversation was held, with somebody of the family: only now the clock stops (rule 3)."""
    acting = request.acting
    page = queries.referral(acting, referral_id)
    coach = coach_of(acting, page)
    planned = page.referral.first_conversation if page.referral.state == State.CONVERSATION_PLANNED else None
    initial: dict[str, Any] = {"staff": str(coach.actor_id if coach else acting.actor_id)}
    if planned and planned.planned_for:
        initial |= {"channel": planned.channel, "present": choices.participants(page)}
        if day_of(planned.planned_for) <= today():
            at = localtime(planned.planned_for)
            initial |= {"held_at": at.date(), "at": at.time()}
    form = forms.RecordForm(
        posted(request),
        people=choices.person_choices(page),
        team=choices.staff_choices(team_of(acting), coach),
        is_planned=planned is not None,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_first_conversation(
                acting,
                referral_id=referral_id,
                held_at=form.moment,
                present=form.present_ids,
                channel=Channel(form.cleaned_data["channel"]),
                text=form.cleaned_data["text"],
                staff_actor_id=form.staff_actor_id,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("het eerste gesprek is gehouden. De klok staat stil.")))
            return redirect("desk:read-referral", referral_id)
    return form_page(
        request,
        "desk/record-conversation.html",
        page,
        form,
        _("Gesprek noteren"),
        planned=presented.planned_words(page),
        asks_staff=planned is None,
    )


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def cancel_conversation(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """The planned conversation did not take place. The clock runs on, and the page says so (rule 3)."""
    page = queries.referral(request.acting, referral_id)
    form = forms.NotHeldForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_first_conversation(
                request.acting, referral_id=referral_id, status=ContactStatus(form.cleaned_data["status"])
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("het gesprek ging niet door.")))
            messages.warning(request, choices.runs_on_words(page))
            return redirect("desk:read-referral", referral_id)
    return form_page(
        request,
        "desk/cancel-conversation.html",
        page,
        form,
        _("Het gesprek ging niet door"),
        planned=presented.planned_words(page),
        runs_on=choices.runs_on_words(page),
    )


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def note_first_contact(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """The day of the first contact: noted apart, it stops no clock."""
    page = queries.referral(request.acting, referral_id)
    form = forms.FirstContactForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_first_contact(request.acting, referral_id=referral_id, on=form.cleaned_data["on"])
        except RuleBroken as error:
            form.refuse(error)
        else:
            said = _("het eerste contact was op %(day)s.") % {"day": words.day(form.cleaned_data["on"])}
            messages.success(request, words.kept(said))
            return redirect("desk:read-referral", referral_id)
    return form_page(request, "desk/note-first-contact.html", page, form, _("Eerste contact noteren"))


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def correct_receipt(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """Correct the moment of receipt, with a reason that stays (rule 1)."""
    page = queries.referral(request.acting, referral_id)
    received = localtime(page.referral.received_at)
    form = forms.CorrectForm(posted(request), initial={"received_at": received.date(), "at": received.time()})
    if request.method == "POST" and form.is_valid():
        try:
            typed = form.moment
            if typed == page.referral.received_at.replace(second=0, microsecond=0):
                typed = page.referral.received_at  # the form shows no seconds: left as it was
            corrected = actions.correct_received(
                request.acting,
                referral_id=referral_id,
                received_at=typed,
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            said = _("de belofte loopt nu tot %(day)s.") % {"day": words.day(corrected.deadline)}
            messages.success(request, words.kept(said))
            _say_area(request, page, corrected)
            return redirect("desk:read-referral", referral_id)
    return form_page(
        request,
        "desk/correct-receipt.html",
        page,
        form,
        _("Datum van ontvangst verbeteren"),
        now_words=words.day_and_hour(page.referral.received_at),
        was_late=page.clock.late_since is not None,
    )


def _say_area(request: SignedRequest, page: queries.ReferralPage, corrected: Any) -> None:
    """Say what the right day changes about the area (rule 7)."""
    if corrected.partnership_id != page.referral.partnership_id:
        line = queries.forwarded_line(request.acting, corrected.id)
        messages.warning(
            request,
            _("Op die dag hoorde deze gemeente bij %(name)s. De aanmelding is daaraan doorgegeven.")
            % {"name": line.to_name},
        )
    elif corrected.zone_id != page.referral.zone_id:
        messages.warning(request, _("Op die dag hoorde deze gemeente bij een andere zone. Dat is aangepast."))


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def end_referral(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """One of the other outcomes, with its reason (rules 9 and 10)."""
    page = queries.referral(request.acting, referral_id)
    form = forms.EndForm(posted(request))
    if request.method == "POST" and form.is_valid():
        kind = OutcomeKind(form.cleaned_data["kind"])
        try:
            actions.end(
                request.acting,
                referral_id=referral_id,
                kind=kind,
                reason_code=OutcomeReason(form.cleaned_data["reason_code"]),
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("afgerond als “%(kind)s”.") % {"kind": kind.label}))
            return redirect("desk:read-referral", referral_id)
    return form_page(request, "desk/end-referral.html", page, form, _("Anders afronden"))

"""Contacts with a family, and its first conversation."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eenplan.core.clock import day_of, today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families import actions as families
from eenplan.families.enums import Channel, ContactKind, ContactStatus
from eenplan.families.rules import Place
from eenplan.plans import actions as plans
from eenplan.plans.queries import trajectory
from eenplan.plans.queries.labels import labelled
from eenplan.referrals import actions as referrals
from eenplan.referrals.enums import State
from eenplan.referrals.queries import ReferralPage, referral
from eenplan.web.coach.forms import contacts as forms
from eenplan.web.coach.views.around import FORM, WRITES, crumbs_of, posted, say_saved
from eenplan.web.desk import forms as desk_forms
from eenplan.web.desk.presenters import choices
from eenplan.web.desk.presenters import referral as referred
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.forms import Form
from eenplan.web.shared.labels import LabelsForm, LabelsNow
from eenplan.web.shared.safety import warning


def _page(request: SignedRequest, family_id: UUID) -> ReferralPage:
    path = trajectory(request.acting, family_id)
    if path.ended_on is not None:
        raise RuleBroken("plans:trajectory-closed", _("Dit traject is al afgerond."))
    return referral(request.acting, path.referral_id)


def _act(
    request: SignedRequest,
    page: ReferralPage,
    form: Form,
    title: str,
    fields: tuple[str, ...],
    button: str,
    keep: Callable[[], Any],
    **more: object,
) -> HttpResponse:
    family_id = page.referral.family_id
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                kept = keep()
                if isinstance(form, LabelsForm):
                    _label(request, form, kept.item_id)
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request)
            return redirect("coach:read-family", family_id)
    context = {
        "crumbs": crumbs_of(request.acting, family_id, page.family.name, Crumb(title)),
        "title": title,
        "family": page.family,
        "form": form,
        "not_safe": warning(page.not_safe, reverse("coach:say-not-safe", args=[family_id])),
        "fields": [form[name] for name in fields if name in form.fields and _is_asked(form, name)],
        "button": button,
        **more,
    }
    return render(request, "coach/act.html", context, status=422 if form.is_bound and form.errors else 200)


def _label(request: SignedRequest, form: LabelsForm, item_id: UUID) -> None:
    """Who may see what was noted, where that was chosen."""
    labels, whose = form.labels_given(), form.whose_given()
    if labels is not None or whose is not None:
        plans.relabel_piece(request.acting, item_id=item_id, labels=labels, whose=whose)


def _labelled(request: SignedRequest, page: ReferralPage, item_id: UUID | None = None) -> LabelsNow:
    people = tuple(choices.person_choices(page))
    standing = labelled(request.acting, page.referral.family_id, item_id) if item_id else None
    if standing is None:
        return LabelsNow(Place.CONTACT, people)
    return LabelsNow(Place.CONTACT, people, standing.labels, standing.whose)


def _is_asked(form: Form, name: str) -> bool:
    """A day after the promise is asked about only when one was chosen."""
    return name != "after_promise" or bool(getattr(form, "is_late", False))


@require_http_methods(FORM)
@roles(*WRITES)
def plan_conversation(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Plan the first conversation, or choose another moment. The clock runs on (rule 3)."""
    page = _page(request, family_id)
    me = str(request.acting.actor_id)
    planned = page.referral.first_conversation
    initial: dict[str, Any] = {"staff": me}
    if planned and planned.planned_for:
        initial |= {"channel": planned.channel, "persons": choices.participants(page)}
    form = desk_forms.PlanForm(
        posted(request),
        people=choices.person_choices(page),
        team=[(me, _("Ik"))],
        deadline=page.clock.deadline,
        today=today(),
        initial=initial,
    )
    form.fields["staff"].required = False
    fields = ("when", "after_promise", "at", "channel", "persons")
    return _act(
        request,
        page,
        form,
        _("Eerste gesprek plannen"),
        fields,
        _("Gesprek plannen"),
        lambda: referrals.plan_first_conversation(
            request.acting,
            referral_id=page.referral.id,
            when=form.moment,
            channel=Channel(form.cleaned_data["channel"]),
            persons=form.person_ids,
        ),
        clock=referred.clock(page),
        lead=choices.promise_words(page),
    )


@require_http_methods(FORM)
@roles(*WRITES)
def record_conversation(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """The first conversation was held, with somebody of the family: only now the clock stops (rule 3)."""
    page = _page(request, family_id)
    planned = page.referral.first_conversation if page.referral.state == State.CONVERSATION_PLANNED else None
    initial: dict[str, Any] = {}
    if planned and planned.planned_for:
        initial = {"channel": planned.channel, "present": choices.participants(page)}
        if day_of(planned.planned_for) <= today():
            at = localtime(planned.planned_for)
            initial |= {"held_at": at.date(), "at": at.time()}
    form = forms.RecordForm(
        posted(request),
        people=choices.person_choices(page),
        team=[],
        is_planned=True,
        initial=initial,
        labelled=_labelled(request, page, planned.item_id if planned else None),
    )
    return _act(
        request,
        page,
        form,
        _("Eerste gesprek noteren"),
        ("held_at", "at", "present", "channel", "text"),
        _("Gesprek bewaren"),
        lambda: (
            referrals.record_first_conversation(
                request.acting,
                referral_id=page.referral.id,
                held_at=form.moment,
                present=form.present_ids,
                channel=Channel(form.cleaned_data["channel"]),
                text=form.cleaned_data["text"],
            ).first_conversation
        ),
        clock=referred.clock(page),
        lead=referred.planned_words(page),
    )


@require_http_methods(FORM)
@roles(*WRITES)
def cancel_conversation(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """The planned first conversation did not take place. The clock runs on."""
    page = _page(request, family_id)
    form = desk_forms.NotHeldForm(posted(request))
    return _act(
        request,
        page,
        form,
        _("Het gesprek ging niet door"),
        ("status",),
        _("Bewaren"),
        lambda: referrals.cancel_first_conversation(
            request.acting,
            referral_id=page.referral.id,
            status=ContactStatus(form.cleaned_data["status"]),
        ),
        clock=referred.clock(page),
        lead=choices.runs_on_words(page),
    )


@require_http_methods(FORM)
@roles(*WRITES)
def plan_contact(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Plan a visit or a call."""
    page = _page(request, family_id)
    form = forms.PlanContactForm(posted(request), people=choices.person_choices(page))
    return _act(
        request,
        page,
        form,
        _("Contact plannen"),
        ("kind", "channel", "on", "at", "people"),
        _("Bewaren"),
        lambda: families.plan_contact(
            request.acting,
            family_id=family_id,
            kind=ContactKind(form.cleaned_data["kind"]),
            channel=Channel(form.cleaned_data["channel"]),
            planned_for=form.moment,
            persons=form.person_ids,
        ),
    )


NOTE_FIELDS = ("kind", "channel", "on", "at", "people", "text")


@require_http_methods(FORM)
@roles(*WRITES)
def note_contact(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Note a visit or a call that took place."""
    page = _page(request, family_id)
    form = forms.NoteContactForm(
        posted(request),
        people=choices.person_choices(page),
        is_planned=False,
        initial={"on": today()},
        labelled=_labelled(request, page),
    )
    return _act(
        request,
        page,
        form,
        _("Contact noteren"),
        NOTE_FIELDS,
        _("Bewaren"),
        lambda: families.record_contact(
            request.acting,
            family_id=family_id,
            kind=ContactKind(form.cleaned_data["kind"]),
            channel=Channel(form.cleaned_data["channel"]),
            held_at=form.moment,
            present=form.person_ids,
            text=form.cleaned_data["text"],
        ),
    )


def _planned(page: ReferralPage, item_id: UUID) -> Any:
    """A contact of this family that is planned and is not its first conversation."""
    for one in page.contacts:
        if (
            one.item_id == item_id
            and one.status == ContactStatus.PLANNED
            and one.kind != ContactKind.FIRST_CONVERSATION
        ):
            return one
    raise NotFound("contact")


@require_http_methods(FORM)
@roles(*WRITES)
def hold_contact(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """A planned contact took place."""
    page = _page(request, family_id)
    one = _planned(page, item_id)
    initial: dict[str, Any] = {
        "channel": one.channel,
        "people": [str(part.person_id) for part in one.participants.all()],
    }
    if one.planned_for and day_of(one.planned_for) <= today():
        at = localtime(one.planned_for)
        initial |= {"on": at.date(), "at": at.time()}
    form = forms.NoteContactForm(
        posted(request),
        people=choices.person_choices(page),
        is_planned=True,
        initial=initial,
        labelled=_labelled(request, page, item_id),
    )
    return _act(
        request,
        page,
        form,
        _("Contact noteren"),
        NOTE_FIELDS,
        _("Bewaren"),
        lambda: families.hold_contact(
            request.acting,
            contact_id=item_id,
            held_at=form.moment,
            present=form.person_ids,
            channel=Channel(form.cleaned_data["channel"]),
            text=form.cleaned_data["text"],
        ),
    )


@require_http_methods(FORM)
@roles(*WRITES)
def cancel_contact(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """A planned contact did not take place."""
    page = _page(request, family_id)
    _planned(page, item_id)
    form = forms.NotHeldForm(posted(request))
    return _act(
        request,
        page,
        form,
        _("Het contact ging niet door"),
        ("status",),
        _("Bewaren"),
        lambda: families.cancel_contact(
            request.acting, contact_id=item_id, status=ContactStatus(form.cleaned_data["status"])
        ),
    )

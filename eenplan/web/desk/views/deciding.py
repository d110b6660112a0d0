"""The acts around the decision on a referral: forward, danger, consult, crisis hotline, double, naming."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.clock import day_of, now, today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.queries import crisis_contacts
from eenplan.referrals import actions, queries
from eenplan.referrals.enums import CrisisAgreement, CrisisKind, DangerAct, State
from eenplan.referrals.queries.doubles import others_of_family
from eenplan.web.desk import decision_forms as forms
from eenplan.web.desk.presenters import choices, deciding
from eenplan.web.desk.presenters.narrowing import Chosen
from eenplan.web.desk.views.around import DESK, FORM, form_page, on_desk, posted, team_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb


@require_safe
@roles(*DESK)
def list_forwarded(request: SignedRequest) -> HttpResponse:
    """What went on to another desk: a line each, and nothing of what was in it (rule 8)."""
    crumbs = [Crumb(_("Aanmeldingen"), Chosen().href), Crumb(_("Doorgegeven"))]
    lines = [deciding.forwarded_row(line) for line in queries.forwarded_by_us(request.acting)]
    return render(request, "desk/list-forwarded.html", {"crumbs": crumbs, "lines": lines})


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def forward_referral(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """The family lives elsewhere: the referral goes on, with its date (rule 8)."""
    acting = request.acting
    page = queries.referral(acting, referral_id)
    form = forms.ForwardForm(posted(request), acting=acting, on=day_of(page.referral.received_at))
    if request.method == "POST" and form.is_valid() and form.found.where is not None:
        try:
            actions.forward(
                acting, referral_id=referral_id, area=form.found.where, reason=form.cleaned_data["reason"]
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            line = queries.forwarded_line(acting, referral_id)
            said = _("%(reference)s is doorgegeven aan %(name)s.") % {
                "reference": line.reference,
                "name": line.to_name,
            }
            messages.success(request, words.kept(said))
            return redirect("desk:list-forwarded")
    return form_page(
        request,
        "desk/forward-referral.html",
        page,
        form,
        _("Doorgeven aan een andere regio"),
        received=words.day_and_hour(page.referral.received_at),
        deadline=words.day(page.referral.deadline),
        others=others_of_family(acting, page.referral),
    )


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def report_danger(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """There is acute danger now (rule 12)."""
    page = queries.referral(request.acting, referral_id)
    form = forms.DangerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_danger(request.acting, referral_id=referral_id, text=form.cleaned_data["text"])
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.warning(
                request, _("Acuut gevaar staat nu boven aan de lijst. Bel eerst, noteer daarna.")
            )
            return redirect("desk:read-referral", referral_id)
    return form_page(
        request, "desk/report-danger.html", page, form, _("Er is nu acuut gevaar"), crisis=_crisis(request)
    )


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def answer_danger(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """Who did what about acute danger (rule 12)."""
    page = queries.referral(request.acting, referral_id)
    moment = localtime(now())
    form = forms.AnswerForm(
        posted(request),
        initial={
            "on": moment.date(),
            "at": moment.time(),
            "who": request.acting_names.get("person_name", ""),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_danger(
                request.acting,
                referral_id=referral_id,
                who=form.cleaned_data["who"],
                organisation=form.cleaned_data["organisation"],
                act=DangerAct(form.cleaned_data["act"]),
                at=form.moment,
                agreed=form.cleaned_data["agreed"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("wat er bij het gevaar gebeurde, staat genoteerd.")))
            return redirect("desk:read-referral", referral_id)
    return form_page(
        request,
        "desk/answer-danger.html",
        page,
        form,
        _("Noteren wie wat deed"),
        crisis=_crisis(request),
    )


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def note_crisis_call(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """A contact with a crisis hotline, before or around the referral."""
    page = queries.referral(request.acting, referral_id)
    form = forms.CrisisCallForm(posted(request), initial=deciding.crisis_initial(page))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.note_crisis_call(
                request.acting,
                referral_id=referral_id,
                hotline=said["hotline"],
                kind=CrisisKind(said["kind"]),
                at=form.moment,
                by=said["by"],
                agreed=CrisisAgreement(said["agreed"]),
                text=said["text"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("het contact met het crisismeldpunt.")))
            return redirect("desk:read-referral", referral_id)
    return form_page(
        request, "desk/note-crisis-call.html", page, form, _("Contact met een crisismeldpunt noteren")
    )


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def consult_only(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """The referrer goes on, with advice and with steps that have a day (rule 9)."""
    acting = request.acting
    page = queries.referral(acting, referral_id)
    team = choices.staff_choices(team_of(acting), None)
    form = forms.ConsultForm(
        posted(request), team=team, initial={"on": today(), "given_by": str(acting.actor_id)}
    )
    lines = [
        forms.ConsultStepForm(posted(request), prefix=f"step_{number}")
        for number in range(1, forms.CONSULT_STEPS + 1)
    ]
    if request.method == "POST" and all([form.is_valid(), *[line.is_valid() for line in lines]]):
        try:
            actions.end_with_consult(
                acting,
                referral_id=referral_id,
                advice=form.cleaned_data["advice"],
                steps=[line.step for line in lines if line.step is not None],
                given_by=form.adviser,
                on=form.cleaned_data["on"],
                family_told=form.family_knows,
                call_back_on=form.cleaned_data["call_back_on"],
            )
        except RuleBroken as error:
            _refuse_step(form, lines, error)
        else:
            messages.success(request, words.kept(_("afgerond als overleg met de aanmelder.")))
            return redirect("desk:read-consult", referral_id)
    return form_page(
        request,
        "desk/consult-only.html",
        page,
        form,
        _("Enkel overleg met de aanmelder"),
        more_forms=lines,
        lines=lines,
        in_two_weeks=words.day(today() + timedelta(days=14)),
    )


def _refuse_step(form: forms.ConsultForm, lines: list[forms.ConsultStepForm], error: RuleBroken) -> None:
    """Show a refusal beside the line it is about."""
    name = {"step_1": "text", "by_1": "by"}.get(error.field or "")
    if name:
        lines[0].refuse(RuleBroken(error.code, error.message, field=name))
    else:
        form.refuse(error)


@require_safe
@roles(*DESK)
@on_desk
def read_consult(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """What the referrer gets of a consult: no name and no data of the family."""
    page = queries.referral(request.acting, referral_id)
    consult = queries.consult_of(request.acting, page.referral)
    if consult is None:
        raise NotFound("consult")
    title = _("Samenvatting voor de aanmelder")
    back = reverse("desk:read-referral", args=[referral_id])
    crumbs = [
        Crumb(_("Aanmeldingen"), Chosen().href),
        Crumb(page.referral.reference, back),
        Crumb(title),
    ]
    context = {"crumbs": crumbs, "title": title, "back": back, "id": referral_id}
    return render(request, "desk/read-consult.html", context | deciding.summary(page, consult))


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def call_back(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """The referrer was called back after a consult."""
    acting = request.acting
    page = queries.referral(acting, referral_id)
    if queries.consult_of(acting, page.referral) is None:
        raise NotFound("consult")
    form = forms.CalledBackForm(posted(request), initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_called_back(
                acting, referral_id=referral_id, on=form.cleaned_data["on"], note=form.cleaned_data["note"]
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("de aanmelder is teruggebeld.")))
            return redirect("desk:read-referral", referral_id)
    return form_page(request, "desk/call-back.html", page, form, _("Terugbellen noteren"))


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def judge_same(request: SignedRequest, referral_id: UUID, pair: UUID) -> HttpResponse:
    """The flagged file is of the same family (rule 11)."""
    return _judge(request, referral_id, pair, is_same=True)


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def judge_other(request: SignedRequest, referral_id: UUID, pair: UUID) -> HttpResponse:
    """The flagged file is of another family: the flag does not come back (rule 11)."""
    return _judge(request, referral_id, pair, is_same=False)


def _judge(request: SignedRequest, referral_id: UUID, pair: UUID, *, is_same: bool) -> HttpResponse:
    acting = request.acting
    page = queries.referral(acting, referral_id)
    double = next((one for one in queries.decisions(acting, page).doubles if one.pair == pair), None)
    if double is None:
        messages.warning(request, _("Hierover is intussen al beslist. Zo staat het nu."))
        return redirect("desk:read-referral", referral_id)
    form = forms.VerdictForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if is_same:
                found = actions.recognise_family(acting, referral_id=referral_id, pair=pair, reason=reason)
            else:
                found = actions.note_other_family(acting, referral_id=referral_id, pair=pair, reason=reason)
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(deciding.judged_words(is_same, found.state)))
            return redirect("desk:read-referral", referral_id)
    return form_page(
        request,
        "desk/judge-double.html",
        page,
        form,
        _("Het is hetzelfde gezin") if is_same else _("Het is een ander gezin"),
        double=deciding.double_line(double, referral_id),
        what_happens=deciding.what_happens(
            double, is_same=is_same, taken_up=page.referral.state != State.RECEIVED
        ),
    )


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def name_double(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """The same family by the number of another referral, where nothing was flagged."""
    acting = request.acting
    page = queries.referral(acting, referral_id)
    form = forms.ReferenceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.recognise_family(
                acting,
                referral_id=referral_id,
                reference=form.cleaned_data["reference"],
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(deciding.judged_words(True, found.state)))
            return redirect("desk:read-referral", referral_id)
    return form_page(request, "desk/name-double.html", page, form, _("Dit gezin kennen we al"))


@require_http_methods(FORM)
@roles(*DESK)
@on_desk
def name_family(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """A consult without names becomes a referral, now that the family agrees."""
    page = queries.referral(request.acting, referral_id)
    form = forms.NameForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_family(
                request.acting,
                referral_id=referral_id,
                family_name=form.cleaned_data["family_name"],
                agreed=form.cleaned_data["agreed"],
                details=form.details,
                safe_to_contact=form.is_safe,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(
                request, words.kept(_("het overleg is nu een aanmelding. De maand begint vandaag."))
            )
            return redirect("desk:read-referral", referral_id)
    return form_page(request, "desk/name-family.html", page, form, _("Het gezin wil aangemeld worden"))


def _crisis(request: SignedRequest) -> object:
    return crisis_contacts(request.acting, on=today())

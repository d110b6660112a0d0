"""Who may know what: asking at the kitchen table, writing down what they say, and stopping."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.audit.actions import record_read
from eenplan.consent import actions
from eenplan.consent.enums import Said, SaidHow, ShareState, Stage
from eenplan.consent.queries import ShareOn, disagreements, judgements, legal_terms, people, share, shares
from eenplan.consent.rules import stage_on
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.core.languages import language_now
from eenplan.families.queries import family, persons
from eenplan.network.queries import life_domains, partners_on, staff_on
from eenplan.plans import actions as plans
from eenplan.plans.queries.agreeing import help_asked
from eenplan.web.coach.forms import consent as forms
from eenplan.web.coach.presenters import choices
from eenplan.web.coach.presenters import consent as presented
from eenplan.web.coach.views.around import FORM, READS, WRITES, crumbs_of, posted, say_saved
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.forms import Form
from eenplan.web.shared.refusing import refused_words
from eenplan.web.shared.sharing import Namer, functions_on

PAST = (ShareState.OVER, ShareState.ENDED)


@require_safe
@roles(*READS)
def read_sharing(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Who may know what: each share, who said what of it, and who decides about whom."""
    acting = request.acting
    named = family(acting, family_id)
    namer = _namer(acting, family_id)
    found = shares(acting, family_id)
    may_write = acting.role == Role.COACH
    record_read(acting, "consent:shares", families=[family_id])

    def cards(wanted: list[ShareOn]) -> list[presented.ShareCard]:
        return [presented.share_card(one, namer, may_write=may_write) for one in wanted]

    asking = [one for one in found if one.is_open and one.verdict.asked]
    title = _("Wie mag wat weten?")
    context = {
        "crumbs": crumbs_of(acting, family_id, named.name, Crumb(title)),
        "title": title,
        "family": named,
        "may_write": may_write,
        "asking": cards(asking),
        "standing": cards([one for one in found if one.is_open and one not in asking]),
        "help": [presented.help_card(one, family_id, namer) for one in help_asked(acting, family_id)],
        "past": cards([one for one in found if one.state in PAST]),
        "deciders": presented.deciders(
            family_id,
            people(acting, family_id),
            legal_terms(acting),
            judgements(acting, family_id),
            disagreements(acting, family_id),
            namer,
        ),
    }
    return render(request, "coach/sharing.html", context)


@require_http_methods(FORM)
@roles(*WRITES)
def ask_share(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Write down what is to be shared; nothing opens before they said yes."""
    acting = request.acting
    members = persons(acting, [family_id])[family_id]
    functions = functions_on(acting, today())
    workers = [
        (title, worker)
        for role, title in {Role.PARTNER: str(Role.PARTNER.label), **functions}.items()
        for worker in staff_on(acting, role, today())
    ]
    partners = (
        partners_on(acting, partnership_id=acting.partnership_id, on=today()) if acting.partnership_id else []
    )
    form = forms.AskForm(
        posted(request),
        recipients=presented.recipients(partners, workers, functions, members),
        people=choices.everybody(members),
        domains=[(one.code, one.label(language_now())) for one in life_domains(acting, on=today())],
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.ask(acting, family_id=family_id, share=form.share())
        except RuleBroken as error:
            form.refuse(error)
        else:
            _say_what_next(request, share(acting, row.id), _namer(acting, family_id))
            return redirect(f"{_page(family_id)}#deel-{row.id}")
    more = {"refused": refused_words(acting, family_id)}
    return _form(request, family_id, form, _("Iets delen"), template="coach/ask-share.html", more=more)


@require_http_methods(FORM)
@roles(*WRITES)
def answer_share(request: SignedRequest, family_id: UUID, grant_id: UUID, person_id: UUID) -> HttpResponse:
    """What somebody says of a share; the newest answer counts, from the next request on."""
    found = _share(request.acting, family_id, grant_id)
    namer = _namer(request.acting, family_id)
    if person_id not in found.with_a_say or not found.is_open:
        raise Http404
    asked = request.GET.get("zegt")
    form = forms.SaidForm(posted(request), initial={"said": asked} if asked in Said.values else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(
                request.acting,
                grant_id=grant_id,
                person_id=person_id,
                said=Said(form.cleaned_data["said"]),
                how=SaidHow(form.cleaned_data["how"]),
                reason=form.cleaned_data["reason"],
                said_on=form.cleaned_data["on"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            _say_what_next(request, share(request.acting, grant_id), namer)
            return redirect(f"{_page(family_id)}#deel-{grant_id}")
    title = _("Wat zegt %(name)s?") % {"name": namer.person(person_id)}
    return _form(
        request, family_id, form, title, more={"rows": presented.share_rows(found, namer, with_who=True)}
    )


@require_http_methods(FORM)
@roles(*WRITES)
def answer_help(request: SignedRequest, family_id: UUID, item_id: UUID, person_id: UUID) -> HttpResponse:
    """What somebody says of help that is to begin (rule 26)."""
    acting = request.acting
    asked = next((one for one in help_asked(acting, family_id, item_id)), None)
    if asked is None or person_id not in asked.needs.with_a_say:
        raise Http404
    form = forms.SaidForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            plans.answer_help(
                acting,
                help_id=item_id,
                person_id=person_id,
                said=Said(form.cleaned_data["said"]),
                how=SaidHow(form.cleaned_data["how"]),
                reason=form.cleaned_data["reason"],
                said_on=form.cleaned_data["on"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request)
            return redirect(f"{_page(family_id)}#hulp")
    title = _("Wat zegt %(name)s?") % {"name": _namer(acting, family_id).person(person_id)}
    lead = _("Over deze hulp: %(what)s") % {"what": asked.what}
    return _form(request, family_id, form, title, more={"lead": lead})


@require_POST
@roles(*WRITES)
def end_share(request: SignedRequest, family_id: UUID, grant_id: UUID) -> HttpResponse:
    """Stop a share for good; what is needed again is asked again."""
    _share(request.acting, family_id, grant_id)
    actions.end_share(request.acting, grant_id=grant_id)
    say_saved(request, _("dit wordt niet meer gedeeld, vanaf nu."))
    return redirect("coach:read-sharing", family_id)


@require_http_methods(FORM)
@roles(*WRITES)
def judge_capability(request: SignedRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """A minor decides for themselves, or not yet, other than age says (rule 25)."""
    name, stage = _minor(request.acting, family_id, person_id)
    form = forms.CapabilityForm(posted(request))
    form.fields["capable"].label = _("Kan %(name)s zelf beslissen?") % {"name": name}
    if request.method == "POST" and form.is_valid():
        try:
            actions.judge_capability(
                request.acting,
                family_id=family_id,
                person_id=person_id,
                capable=form.cleaned_data["capable"] == "yes",
                reason=form.cleaned_data["reason"],
                discussed_on=form.cleaned_data["discussed_on"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request)
            return redirect(f"{_page(family_id)}#beslist")
    lead = (
        _("Nu geldt: %(name)s beslist zelf.")
        if stage == Stage.CAPABLE
        else _("Nu geldt: anderen beslissen voor %(name)s.")
    ) % {"name": name}
    return _form(request, family_id, form, _("Zelf beslissen"), more={"lead": lead})


@require_http_methods(FORM)
@roles(*WRITES)
def note_known_disagreement(request: SignedRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """Those who decide for a child do not agree: from now on all are asked (rule 27)."""
    name, _stage = _minor(request.acting, family_id, person_id)
    form = forms.OddsForm(posted(request), initial={"since": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_disagreement(
                request.acting,
                family_id=family_id,
                person_id=person_id,
                since=form.cleaned_data["since"],
                note=form.cleaned_data["note"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request, _("van nu af moet elk van hen ja zeggen."))
            return redirect(f"{_page(family_id)}#beslist")
    lead = _(
        "Over %(name)s. Weet je dat de ouders het niet eens zijn, dan is het ja van één van hen niet genoeg."
    )
    return _form(request, family_id, form, _("Ze zijn het niet eens"), more={"lead": lead % {"name": name}})


@require_POST
@roles(*WRITES)
def end_known_disagreement(request: SignedRequest, family_id: UUID, known_id: UUID) -> HttpResponse:
    """They agree again."""
    if known_id not in {one.id for one in disagreements(request.acting, family_id)}:
        raise Http404
    actions.end_disagreement(request.acting, disagreement_id=known_id)
    say_saved(request)
    return redirect(f"{_page(family_id)}#beslist")


def _page(family_id: UUID) -> str:
    return reverse("coach:read-sharing", args=[family_id])


def _share(acting: Acting, family_id: UUID, grant_id: UUID) -> ShareOn:
    found = share(acting, grant_id)
    if found.family_id != family_id:
        raise Http404
    record_read(acting, "consent:share", families=[family_id], subject=grant_id)
    return found


def _minor(acting: Acting, family_id: UUID, person_id: UUID) -> tuple[str, Stage]:
    """The name of a minor of the family, and whether they decide for themselves now."""
    who = people(acting, family_id).get(person_id)
    stage = stage_on(who, today(), legal_terms(acting)) if who else Stage.ADULT
    if stage == Stage.ADULT:
        raise Http404
    return _namer(acting, family_id).person(person_id), stage


def _namer(acting: Acting, family_id: UUID) -> Namer:
    return Namer(
        persons(acting, [family_id])[family_id],
        life_domains(acting, on=today(), with_hidden=True),
        functions_on(acting, today()),
    )


def _say_what_next(request: SignedRequest, found: ShareOn, namer: Namer) -> None:
    """Whether it is shared now, or for whom it still waits."""
    who = namer.recipient(found)
    if found.state == ShareState.STANDS:
        messages.success(request, _("Bewaard. %(who)s kan het nu lezen.") % {"who": who})
    elif found.state == ShareState.WAITS:
        messages.info(
            request,
            _("Bewaard. Er wordt nog niets gedeeld: het %(state)s.")
            % {"state": presented.state_words(found, namer)},
        )
    elif found.state == ShareState.AHEAD:
        messages.success(request, _("Bewaard. %(who)s kan het lezen vanaf de eerste dag.") % {"who": who})
    else:
        messages.success(request, _("Bewaard. %(who)s kan niets (meer) lezen.") % {"who": who})


def _form(
    request: SignedRequest,
    family_id: UUID,
    form: Form,
    title: str,
    *,
    template: str = "coach/consent-form.html",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    named = family(request.acting, family_id)
    crumbs = [Crumb(_("Wie mag wat weten?"), _page(family_id)), Crumb(title)]
    if request.method != "POST":
        record_read(request.acting, "consent:shares", families=[family_id])
    context = {
        "crumbs": crumbs_of(request.acting, family_id, named.name, *crumbs),
        "title": title,
        "family": named,
        "form": form,
        "back": _page(family_id),
        **(more or {}),
    }
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)

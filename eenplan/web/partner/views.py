"""What families share with a partner, a psychologist or an expert by experience. Nothing else of them is here."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.capacity.queries.offers import offers_of
from eenplan.capacity.rules.offers import OFFERS_AS
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.plans.actions.helpers import answer_step
from eenplan.plans.enums import StepSaid
from eenplan.plans.queries.helpers import my_invitations, my_steps
from eenplan.plans.queries.places import places_asked
from eenplan.plans.queries.plan import domains_of_version, domains_on
from eenplan.plans.queries.round_tables import round_tables
from eenplan.plans.queries.sessions import series_of
from eenplan.plans.queries.shared import shared_families, shared_plan
from eenplan.web.partner import morning, offer_words, presenters
from eenplan.web.partner.forms import StepForm
from eenplan.web.partner.places import place_lines
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.plan_view import plan_view
from eenplan.web.shared.round_tables import table_lines
from eenplan.web.shared.talks import talk_lines

READS = (Role.PARTNER, Role.PSYCHOLOGIST, Role.EXPERT)
SAID = {
    StepSaid.DONE: gettext_lazy("Fijn. De coach ziet dat het gedaan is."),
    StepSaid.UNDONE: gettext_lazy("Teruggezet: de stap is nog te doen."),
    StepSaid.STUCK: gettext_lazy("Bewaard. De coach leest wat er niet lukt en zoekt mee."),
}


@require_safe
@roles(*READS)
def list_families(request: SignedRequest) -> HttpResponse:
    """A morning: who asks me something, what is mine to do, who shares with me, how long one waits for what we offer."""
    acting = request.acting
    found = shared_families(acting)
    names = {one.family_id: one.name for one in found}
    steps = morning.step_lines(my_steps(acting, names) if names else [], names)
    invitations = morning.invitation_lines(my_invitations(acting, names) if names else [], names)
    offers = []
    keeps_offers = acting.role in OFFERS_AS
    if keeps_offers and acting.partnership_id and acting.organisation_id:
        offers = offers_of(acting, acting.partnership_id, organisation_id=acting.organisation_id)
    asked = place_lines(places_asked(acting), names) if keeps_offers else []
    context = {
        "rows": [presenters.row_of(one) for one in found],
        "steps": steps,
        "invitations": invitations,
        "summing": morning.summing(len(found), steps, invitations, sum(not one.state for one in asked)),
        "offers": [offer_words.line_of(one) for one in offers],
        "places": asked,
        "keeps_offers": keeps_offers,
    }
    return render(request, "partner/morning.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(*READS)
def answer(request: SignedRequest, family_id: UUID, action_id: UUID) -> HttpResponse:
    """A step of mine is done, is not done after all, or does not work out."""
    acting = request.acting
    name = next((one.name for one in shared_families(acting) if one.family_id == family_id), None)
    mine = {one.action_id: one for one in my_steps(acting, [family_id])}
    if name is None or action_id not in mine:
        raise NotFound("action")
    form = StepForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.said
        try:
            with transaction.atomic():
                answer_step(
                    acting,
                    family_id=family_id,
                    action_id=action_id,
                    said=said,
                    line=form.cleaned_data["line"],
                )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, SAID[said])
            return redirect("partner:list-families")
    context = {
        "crumbs": [Crumb(_("Vandaag"), reverse("partner:list-families")), Crumb(_("Mijn stap"))],
        "form": form,
        "line": morning.step_lines([mine[action_id]], {family_id: name})[0],
    }
    return render(request, "partner/answer-step.html", context, status=422 if form.is_bound else 200)


@require_safe
@roles(*READS)
def read_family(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """The parts of a plan that a family shares with me. What ended, and what never was, get the same answer."""
    try:
        found = shared_plan(request.acting, family_id)
    except NotFound:
        return render(request, "partner/not-shared.html", status=404)
    if found.version:
        domains = domains_of_version(request.acting, family_id, found.version.head)
    else:
        domains = domains_on(request.acting, family_id, today())
    context = {
        "title": found.family.name,
        "plan": plan_view(found.version, domains, as_shared=True) if found.version else None,
        "shares": presenters.shares_of(found, domains),
        "about": found.about,
        "reach": found.reach,
        "coach": found.family.coach,
        "tables": table_lines(round_tables(request.acting, [family_id])),
        "talks": talk_lines(series_of(request.acting, family_id)),
        "keeps_talks": request.acting.role == Role.PSYCHOLOGIST,
        "family_id": family_id,
        "space": "partner",
        "crumbs": presenters.crumbs(found.family.name, _("Vandaag")),
    }
    return render(request, "partner/family.html", context)

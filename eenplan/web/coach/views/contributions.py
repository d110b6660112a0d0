"""What a family brought into its plan with its own cards: reading it, answering, putting it in the plan in one act."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.core.languages import language_now
from eenplan.families.queries import family
from eenplan.plans.actions import contributions as actions
from eenplan.plans.enums import Brings, Verdict
from eenplan.plans.queries import plan
from eenplan.plans.queries.contributions import BroughtIn, contribution, contributions, is_plan_open
from eenplan.plans.rules.contributions import is_proposal
from eenplan.web.coach.forms.contributions import AnswerForm, TakeStepForm
from eenplan.web.coach.presenters import choices
from eenplan.web.coach.presenters.contributions import answer_href
from eenplan.web.coach.views.around import FORM, READS, WRITES, crumbs_of, me, say_saved
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.brought import brought_view, further_back, moment_in, what_words
from eenplan.web.shared.components import Crumb

TAKE = "take"


@never_cache
@require_safe
@roles(*READS)
def list_contributions(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """What a family brought in, the newest first. `?voor=` goes back in time."""
    acting = request.acting
    found = family(acting, family_id)
    before = moment_in(request.GET.get("voor"))
    page = contributions(acting, family_id, before=before)
    may_write = acting.role == Role.COACH and is_plan_open(acting, family_id)
    href = reverse("coach:list-contributions", args=[family_id])
    context = {
        "family": found,
        "crumbs": crumbs_of(acting, family_id, found.name, Crumb(_("Wat het gezin voorstelt"))),
        "found": [
            brought_view(one, to_coach=True, href=answer_href(one) if may_write and not one.is_taken else "")
            for one in sorted(page.found, key=lambda one: one.answered is not None)
        ],
        "may_write": may_write,
        "next_href": further_back(href, page.before),
        "first_href": href if before else "",
    }
    return render(request, "coach/contributions.html", context)


@never_cache
@require_http_methods(FORM)
@roles(*WRITES)
def answer_contribution(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Put it in the plan in one act, or answer: we talk about it, not now and why, or read."""
    acting = request.acting
    one = contribution(acting, family_id, item_id)
    found = family(acting, family_id)
    takes = request.method == "POST" and request.POST.get("act") == TAKE
    answers = request.method == "POST" and not takes
    form = AnswerForm(request.POST if answers else None, what=one.what)
    step = _step_form(request, one, is_sent=takes and "owner" in request.POST)
    refused = ""
    if takes and (step is None or not step.is_bound or step.is_valid()):
        try:
            given = step.step() if step and step.is_bound else None
            actions.take_over(acting, family_id=family_id, item_id=item_id, step=given)
        except RuleBroken as error:
            if step and step.is_bound:
                step.refuse(error)
            refused = str(error.message)
        else:
            say_saved(request, _("het staat in het plan, in dezelfde woorden."))
            return redirect(reverse("coach:read-plan", args=[family_id]) + "#doelen")
    elif form.is_bound and form.is_valid():
        try:
            actions.respond(
                acting,
                family_id=family_id,
                item_id=item_id,
                verdict=Verdict(form.cleaned_data["verdict"]),
                reason=form.cleaned_data["reason"],
                language=language_now(),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request)
            return redirect("coach:list-contributions", family_id)
    back = reverse("coach:list-contributions", args=[family_id])
    is_open = is_plan_open(acting, family_id) and not one.is_taken
    context = {
        "family": found,
        "title": what_words(one),
        "one": brought_view(one, to_coach=True, href=request.path if is_open else ""),
        "is_proposal": is_proposal(one.what),
        "is_open": is_open,
        "form": form,
        "step": step,
        "refused": "" if step and step.is_bound else refused,
        "back": back,
        "crumbs": crumbs_of(
            acting, family_id, found.name, Crumb(_("Wat het gezin voorstelt"), back), Crumb(what_words(one))
        ),
    }
    return render(
        request, "coach/answer-contribution.html", context, status=422 if request.method == "POST" else 200
    )


def _step_form(request: SignedRequest, one: BroughtIn, *, is_sent: bool) -> TakeStepForm | None:
    """Who takes a proposed step by when, as whoever proposed it said; None for what is no step."""
    if one.what != Brings.STEP:
        return None
    page = plan(request.acting, one.family_id)
    mine = me(request)
    owners = [pair for pair in choices.owners(page, mine) if pair[0] != "colleague"]
    initial = {"owner": f"person:{one.person_id}" if one.own else "", "due_on": one.by_day}
    return TakeStepForm(request.POST if is_sent else None, owners=owners, initial=initial)

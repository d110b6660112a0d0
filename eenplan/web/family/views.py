"""The family's own pages: the plan in plain words, opened with a card. Nothing of it stays in a browser's cache."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.languages import language_now
from eenplan.families.queries import person_of
from eenplan.network.queries.translations import is_read
from eenplan.plans import actions as plans
from eenplan.plans.enums import Answer
from eenplan.plans.enums import AnswerForm as HowSaid
from eenplan.plans.queries import ClosureNow, trajectory, versions
from eenplan.plans.queries.changes import changes_since
from eenplan.plans.queries.continuity import constant_coaches
from eenplan.plans.queries.contributions import said_beside
from eenplan.plans.queries.waits import waits_of
from eenplan.web.family import presenters
from eenplan.web.family.forms import AnswerForm
from eenplan.web.family.home import home_of
from eenplan.web.family.pages import Page, coach_there, page_of, with_home
from eenplan.web.family.waiting import waited_for
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.brought import BroughtView, beside_views
from eenplan.web.shared.changes import changes_view
from eenplan.web.shared.continuity import how_long, who_comes
from eenplan.web.shared.paper import plan_paper
from eenplan.web.shared.plan_view import steps, steps_of
from eenplan.web.shared.reading import here_before

# In the address of the plan: each piece then has its 'Dit klopt niet'. Otherwise one reads in peace.
WRONG = "klopt-niet"
# So too with the way to say something beside it.
BESIDE = "erbij"


@never_cache
@require_safe
@card_holder
def read_home(request: SignedRequest) -> HttpResponse:
    """The first page: what comes next, and doors to the rest."""
    return render(
        request, "family/home.html", with_home({"home": home_of(request.acting, here_before(request))})
    )


@never_cache
@require_safe
@card_holder
def read_plan(request: SignedRequest) -> HttpResponse:
    """The plan that holds now; with `?klopt-niet` each piece leads to saying that it is not right, with `?erbij` to a word."""
    person = person_of(request.acting)
    page = page_of(request.acting, person.id, with_addresses=True)
    brought = beside_views(said_beside(request.acting, person.family_id), me=person.id) if page else {}
    return _show(request, page, is_newest=True, brought=brought)


@never_cache
@require_safe
@card_holder
def read_version(request: SignedRequest, number: int) -> HttpResponse:
    """An earlier version. Raises NotFound when there is none with this number."""
    page = page_of(request.acting, person_of(request.acting).id, number)
    if page is None:
        raise NotFound("plan version")
    return _show(request, page, is_newest=page.plan.is_active)


def _show(
    request: SignedRequest,
    page: Page | None,
    *,
    is_newest: bool,
    brought: Mapping[UUID, list[BroughtView]] | None = None,
) -> HttpResponse:
    answered = presenters.answered_words(page.mine) if page and page.mine else ""
    closure = _closure(request, page) if page and is_newest else None
    context = {
        "plan": page.plan if page else None,
        "is_newest": is_newest,
        "stand_in": presenters.stand_in_words(page.version.coach) if page and is_newest else "",
        "answered": answered,
        "answer_href": reverse("family:answer-plan"),
        "may_ask": "family" if is_newest and WRONG in request.GET else "",
        "brought": brought or {},
        "closure": closure,
        "asks_again": closure is not None and closure.aftercare_on >= today(),
        "may_say": bool(page and page.plan.is_active and is_newest and BESIDE in request.GET),
    }
    return render(request, "family/plan.html", with_home(context))


def _closure(request: SignedRequest, page: Page) -> ClosureNow | None:
    """How the plan ended: what is still needed, who goes on, and why something was left; None while it goes on."""
    return None if page.plan.is_active else trajectory(request.acting, page.version.family_id).closure


@never_cache
@require_safe
@card_holder
def print_plan(request: SignedRequest) -> HttpResponse:
    """The plan on paper. Raises NotFound while nothing was agreed."""
    person = person_of(request.acting)
    page = page_of(request.acting, person.id)
    if page is None:
        raise NotFound("plan version")
    return plan_paper(request, request.acting, page.version, "ons-plan.pdf", reader_id=person.id)


@never_cache
@require_safe
@card_holder
def list_versions(request: SignedRequest) -> HttpResponse:
    """All versions, the newest first."""
    person = person_of(request.acting)
    rows = versions(request.acting, person.family_id)
    tiles = presenters.version_tiles(row.head for row in rows)
    changes = None
    if len(rows) > 1:
        newest = rows[0].head.number
        changes = changes_view(changes_since(request.acting, person.family_id, newest - 1, newest))
    return render(request, "family/versions.html", with_home({"tiles": tiles, "changes": changes}))


@never_cache
@require_safe
@card_holder
def read_steps(request: SignedRequest) -> HttpResponse:
    """What the reader has taken on."""
    person = person_of(request.acting)
    page = page_of(request.acting, person.id)
    mine = steps(steps_of(page.version.pieces, person.id), name_owner=False) if page else ()
    context = {
        "steps": mine,
        "has_done": any(step.done for step in mine),
        "may_tick": bool(page and page.plan.is_active),
    }
    return render(request, "family/steps.html", with_home(context))


@never_cache
@require_safe
@card_holder
def read_waiting(request: SignedRequest) -> HttpResponse:
    """The help that is waited for, and what helps meanwhile."""
    person = person_of(request.acting)
    page = page_of(request.acting, person.id)
    helps = page.plan.help_waited if page else ()
    waited = waited_for(helps, waits_of(request.acting, person.family_id))
    return render(request, "family/waiting.html", with_home({"waited": waited}))


@never_cache
@require_safe
@card_holder
def read_team(request: SignedRequest) -> HttpResponse:
    """Who helps, and how to reach them."""
    person = person_of(request.acting)
    page = page_of(request.acting, person.id)
    there = coach_there(request.acting, page)
    coach = presenters.coach_view(there, page.plan if page else None)
    constant = presenters.in_first_names(constant_coaches(request.acting, [person.family_id]))
    context = {
        "plan": page.plan if page else None,
        "coach": coach,
        "stand_in": presenters.stand_in_words(there),
        "how_long": how_long(constant) if constant else "",
        "coming": [who_comes(one) for one in constant.coming] if constant else [],
        "helpers": presenters.others(page.plan if page else None, coach),
    }
    return render(request, "family/team.html", with_home(context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@card_holder
def answer_plan(request: SignedRequest) -> HttpResponse:
    """Say whether the plan is right: yes, partly or no, for the version that one has read."""
    person_id = person_of(request.acting).id
    page = page_of(request.acting, person_id)
    if page is None or not page.plan.is_active:
        return redirect("family:read-plan")
    language = language_now()
    form = AnswerForm(
        request.POST if request.method == "POST" else None, is_read=is_read(request.acting, language)
    )
    if form.is_valid():
        try:
            if request.POST.get("number") != str(page.plan.number):
                raise RuleBroken(
                    "newer-version",
                    _(
                        "Er is intussen een nieuwe versie van het plan. Lees die eerst en antwoord dan opnieuw."
                    ),
                )
            plans.record_agreement(
                request.acting,
                version_id=page.version.head.id,
                person_id=person_id,
                answer=Answer(form.cleaned_data["answer"]),
                form=HowSaid.OWN_CARD,
                words=form.cleaned_data["words"],
                language=language,
                understood=form.cleaned_data.get("understood"),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("Dank je. Je antwoord is bewaard. Je mag het later veranderen."))
            return redirect("family:read-plan")
    context = {
        "form": form,
        "plan": page.plan,
        "answered": presenters.answered_words(page.mine) if page.mine else "",
    }
    return render(request, "family/answer.html", with_home(context))

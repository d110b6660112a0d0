"""Writing in our plan with one's own card: propose a goal or a step, say something beside a piece, tick off a step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.errors import RuleBroken
from eenplan.core.languages import language_now
from eenplan.families.queries import person_of
from eenplan.plans.actions.contributions import Brought, bring, tick_own_step
from eenplan.plans.enums import Brings
from eenplan.plans.queries.contributions import (
    contributions,
    goals_to_join,
    is_plan_open,
    piece_to_speak_beside,
)
from eenplan.plans.rules.contributions import LONGEST
from eenplan.web.family.pages import sent_key, with_home
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.brought import (
    ALL,
    COACH,
    READER_HINTS,
    READERS,
    brought_view,
    further_back,
    moment_in,
)
from eenplan.web.shared.forms import ChoiceField, DateField, Form, TextField, choose

FORM = ["GET", "HEAD", "POST"]
# So much of a goal stands in a list to choose from.
SHOWN = 80
ME, US, OTHERS, NONE = "me", "us", "others", "none"
NOT_CHOSEN = gettext_lazy("Kies wie dit mag lezen. Jij beslist dat.")


class BringForm(Form):
    """Words, and who may read them: that is never chosen beforehand."""

    words = TextField(
        label=gettext_lazy("Wat wil je zeggen?"),
        help_text=gettext_lazy("In je eigen woorden, in de taal die jij wil."),
        max_length=LONGEST,
        rows=4,
        error_messages={
            "required": gettext_lazy("Schrijf eerst wat je wil zeggen. Enkele woorden is genoeg.")
        },
    )
    reads = ChoiceField(
        label=gettext_lazy("Wie mag dit lezen?"),
        choices=READERS,
        option_hints=READER_HINTS,
        error_messages={"required": NOT_CHOSEN},
    )

    @property
    def for_all(self) -> bool:
        """Whether everybody of the plan may read it."""
        return bool(self.cleaned_data["reads"] == ALL)


class GoalForm(BringForm):
    """A goal: what, for whom, who reads it."""

    whose = ChoiceField(
        label=gettext_lazy("Voor wie is dit doel?"),
        choices=[(ME, gettext_lazy("Voor mij")), (US, gettext_lazy("Voor ons allemaal"))],
        error_messages={"required": gettext_lazy("Kies voor wie dit doel is.")},
    )
    field_order = ("words", "whose", "reads")


class StepForm(BringForm):
    """A step: what, who does it, at which goal, by when, who reads it."""

    who = ChoiceField(
        label=gettext_lazy("Wie doet dit?"),
        choices=[(ME, gettext_lazy("Ik")), (OTHERS, gettext_lazy("Iemand anders: dat kiezen we samen"))],
        error_messages={"required": gettext_lazy("Kies wie deze stap doet.")},
    )
    goal = ChoiceField(label=gettext_lazy("Bij welk doel hoort dit?"))
    by_day = DateField(label=gettext_lazy("Tegen welke dag?"), required=False)
    field_order = ("words", "who", "goal", "by_day", "reads")

    def __init__(self, *args: Any, goals: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "goal", [*goals, (NONE, _("Bij geen van deze doelen"))])
        if not goals:
            del self.fields["goal"]

    @property
    def goal_id(self) -> UUID | None:
        """The goal that was chosen, if any."""
        chosen = self.cleaned_data.get("goal", NONE)
        return None if chosen == NONE else UUID(chosen)


class BesideForm(BringForm):
    """Something beside a piece: a word more, or that one sees it otherwise."""

    stance = ChoiceField(
        label=gettext_lazy("Wat wil je doen?"),
        choices=[
            (Brings.COMMENT, gettext_lazy("Ik wil er iets bij zeggen")),
            (Brings.DISAGREE, gettext_lazy("Ik zie dit anders")),
        ],
        error_messages={"required": gettext_lazy("Kies wat je wil doen.")},
    )
    field_order = ("stance", "words", "reads")

    def __init__(self, *args: Any, for_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_all:  # what is not everybody's has no words beside it that are
            choose(self, "reads", [one for one in READERS if one[0] == COACH])
            field = self.fields["reads"]
            field.initial = COACH
            field.help_text = _("Dit stuk leest niet iedereen. Wat je erbij zegt, is dus voor je coach.")


@never_cache
@require_safe
@card_holder
def list_contributions(request: SignedRequest) -> HttpResponse:
    """What I, and the others as far as I may read it, brought in, and what came of it. `?voor=` goes back in time."""
    acting = request.acting
    person = person_of(acting)
    before = moment_in(request.GET.get("voor"))
    page = contributions(acting, person.family_id, before=before)
    href = reverse("family:list-contributions")
    context = {
        "found": [brought_view(one, mine=one.person_id == person.id) for one in page.found],
        "is_open": is_plan_open(acting, person.family_id),
        "next_href": further_back(href, page.before),
        "first_href": href if before else "",
    }
    return render(request, "family/contributions.html", with_home(context))


@never_cache
@require_http_methods(FORM)
@card_holder
def propose_goal(request: SignedRequest) -> HttpResponse:
    """Propose a goal, in one's own words."""
    form = GoalForm(request.POST if request.method == "POST" else None)
    return _bring(
        request,
        form,
        "family/propose-goal.html",
        lambda: {"what": Brings.GOAL, "own": form.cleaned_data["whose"] == ME},
        done=_("Dank je. Je coach leest je voorstel. Wat ermee gebeurt, lees je hier."),
    )


@never_cache
@require_http_methods(FORM)
@card_holder
def propose_step(request: SignedRequest) -> HttpResponse:
    """Propose a step, for oneself or for whoever will take it."""
    found = goals_to_join(request.acting, person_of(request.acting).family_id)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        goals=[(str(key), Truncator(text).chars(SHOWN)) for key, text in found],
        initial={"goal": request.GET.get("doel", "")},
    )
    return _bring(
        request,
        form,
        "family/propose-step.html",
        lambda: {
            "what": Brings.STEP,
            "own": form.cleaned_data["who"] == ME,
            "by_day": form.cleaned_data["by_day"],
            "beside_id": form.goal_id,
        },
        done=_("Dank je. Je coach leest je voorstel. Wat ermee gebeurt, lees je hier."),
    )


@never_cache
@require_http_methods(FORM)
@card_holder
def say_beside(request: SignedRequest, item_id: UUID) -> HttpResponse:
    """Say something beside a piece of the plan that I read, or that I see it otherwise."""
    piece = piece_to_speak_beside(request.acting, person_of(request.acting).family_id, item_id)
    form = BesideForm(request.POST if request.method == "POST" else None, for_all=piece.for_all)
    return _bring(
        request,
        form,
        "family/say-beside.html",
        lambda: {"what": Brings(form.cleaned_data["stance"]), "beside_id": item_id},
        done=_("Dank je. Het staat erbij. Je coach leest het ook."),
        piece=piece,
    )


@never_cache
@require_POST
@card_holder
def tick_step(request: SignedRequest, action_id: UUID) -> HttpResponse:
    """A step of mine is done, or is not done after all: the button says which, so that twice pressed is once."""
    done = request.POST.get("done") != "no"
    try:
        tick_own_step(request.acting, action_id=action_id, done=done)
    except RuleBroken as error:
        messages.error(request, str(error.message))
    else:
        messages.success(
            request,
            _("Klaar. Fijn dat het gelukt is.") if done else _("Goed. De stap staat weer bij wat je doet."),
        )
    return redirect("family:read-steps")


def _bring(
    request: SignedRequest, form: BringForm, template: str, what: Any, *, done: str, **more: object
) -> HttpResponse:
    """Show the form, or bring in what was typed; a refusal keeps it."""
    acting = request.acting
    key = sent_key(request)
    if form.is_valid():
        new = Brought(
            text=form.cleaned_data["words"],
            sent_key=key,
            for_all=form.for_all,
            language=language_now(),
            **what(),
        )
        try:
            bring(acting, new=new)
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, done)
            return redirect("family:list-contributions")
    is_open = is_plan_open(acting, person_of(acting).family_id)
    context = {"form": form, "sent_key": key, "is_open": is_open, **more}
    return render(request, template, with_home(context), status=422 if form.errors else 200)

"""'Samen kijken': the coach says who sits at the table, and the screen shows only what all of them may see."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.plans.enums import Brings
from eenplan.plans.queries import plan
from eenplan.plans.queries.contributions import said_beside, waiting_contributions
from eenplan.plans.queries.who_sees import viewers_of, who_sees
from eenplan.web.coach.presenters import who_sees as presented
from eenplan.web.coach.views.around import FORM, WRITES, crumbs_of, posted
from eenplan.web.coach.views.who_sees import plan_together
from eenplan.web.shared import together
from eenplan.web.shared.access import ActingRequest, SignedRequest, roles, workers
from eenplan.web.shared.brought import brought_view
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.forms import ChoicesField, Form, choose

# What stands by itself; what is said beside a piece is read there.
_PROPOSALS = (Brings.GOAL, Brings.STEP)


class TableForm(Form):
    """Who sits at the table."""

    who = ChoicesField(
        label=gettext_lazy("Wie kijkt er mee?"),
        help_text=gettext_lazy(
            "Duid iedereen aan die het scherm kan zien. Het scherm toont enkel wat zij allemaal mogen zien."
        ),
        error_messages={
            "required": gettext_lazy(
                "Duid aan wie er mee naar het scherm kijkt. Staat die er niet bij? Kies ‘Iemand anders aan tafel’."
            )
        },
    )


@never_cache
@require_http_methods(FORM)
@roles(*WRITES)
def look_together(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """The plan for everybody at the table; before that, the question who sits there."""
    if together.family_of(request):
        context = {
            "plan": plan_together(request.acting, family_id),
            "family_id": family_id,
            **_brought(request.acting, family_id),
        }
        return render(request, "coach/together.html", context)
    page = plan(request.acting, family_id)
    viewers = viewers_of(request.acting, family_id, page.persons)
    sights = who_sees(request.acting, family_id, viewers)
    form = TableForm(posted(request))
    there = [one for one in viewers if sights[one.key].stands]
    hints = {one.key: about for one in there if (about := presented.about(one))}
    choose(form, "who", [(one.key, presented.name_of(one)) for one in there], hints)
    if form.is_valid():
        together.begin(request, family_id, form.cleaned_data["who"])
        return redirect("coach:look-together", family_id)
    context = {
        "crumbs": crumbs_of(
            request.acting,
            family_id,
            page.family_name,
            Crumb(_("Ons plan"), reverse("coach:read-plan", args=[family_id])),
            Crumb(_("Samen kijken")),
        ),
        "form": form,
        "family_id": family_id,
    }
    return render(request, "coach/choose-table.html", context, status=422 if form.is_bound else 200)


def _brought(acting: Acting, family_id: UUID) -> dict[str, object]:
    """What the family proposed and nobody answered, and what it says beside the plan, as far as all who look may read it."""
    return {
        "proposals": [
            brought_view(one) for one in waiting_contributions(acting, [family_id]) if one.what in _PROPOSALS
        ],
        "brought": {
            piece: [brought_view(one) for one in said]
            for piece, said in said_beside(acting, family_id).items()
        },
    }


@require_POST
@workers
def end_together(request: ActingRequest) -> HttpResponse:
    """The coach looks alone again."""
    table_id = together.table_of(request)
    family_id = together.end(request)
    acting = request.acting
    if family_id is None or acting is None or acting.role != Role.COACH:
        return redirect("/")
    if table_id:
        return redirect("coach:read-round-table", family_id, table_id)
    return redirect("coach:read-plan", family_id)

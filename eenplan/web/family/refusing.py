"""Whom I would rather not have as a helper, and taking that back (rule 38). It never ends the help."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.audit.actions import record_read
from eenplan.core.errors import RuleBroken
from eenplan.core.languages import language_now
from eenplan.families.queries import person_of
from eenplan.rights import actions
from eenplan.rights.enums import AskedHow
from eenplan.rights.queries.refusals import refusals
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.refusing import RefuseForm, helpers_of, refusal_entry


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@card_holder
def refuse_helper(request: SignedRequest) -> HttpResponse:
    """Say whom I would rather not have: from now on that helper is not asked in again."""
    acting = request.acting
    person = person_of(acting)
    mine = [one for one in refusals(acting, person.family_id) if one.person_id == person.id]
    form = RefuseForm(
        request.POST if request.method == "POST" else None,
        helpers=helpers_of(acting, person.family_id, mine),
    )
    if form.is_valid():
        try:
            actions.refuse_helper(
                acting,
                family_id=person.family_id,
                person_id=person.id,
                helper=form.who,
                how=AskedHow.OWN_CARD,
                reason=form.cleaned_data["reason"],
                language=language_now(),
                labels=form.labels,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(
                request,
                _("Dat is bewaard. De hulp stopt niet: je coach zoekt samen met jullie iemand anders."),
            )
            return redirect("family:refuse-helper")
    record_read(acting, "rights:refusals", families=[person.family_id])
    context = {
        "form": form,
        "standing": [(one.item_id, refusal_entry(one)) for one in mine if one.stands],
        "past": [refusal_entry(one) for one in mine if not one.stands],
        "home_href": reverse("family:open-card"),
    }
    return render(request, "family/refuse-helper.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_POST
@card_holder
def withdraw_refusal(request: SignedRequest, item_id: UUID) -> HttpResponse:
    """This helper may come after all."""
    actions.withdraw_refusal(request.acting, family_id=person_of(request.acting).family_id, item_id=item_id)
    messages.success(request, _("Dat is bewaard. Deze helper mag weer komen."))
    return redirect("family:refuse-helper")

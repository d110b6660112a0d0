"""What a trusted person or a guest reads with a card of their own; and letting one's trusted person go."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.audit.actions import record_read
from eenplan.consent import actions as consent
from eenplan.consent.queries.trusted import trusted_persons
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.queries import person_of
from eenplan.plans.queries import coaches_of, version
from eenplan.plans.queries.plan import domains_of_version
from eenplan.web.family import presenters
from eenplan.web.shared.access import SignedRequest, card_holder, guest
from eenplan.web.shared.plan_view import plan_view


@never_cache
@require_safe
@guest
def read_shared(request: SignedRequest) -> HttpResponse:
    """The plan, as far as it is for whoever holds the card. After the share ended: nothing, and whom to ask."""
    acting = request.acting
    family_id = acting.family_id
    if family_id is None:
        raise NotFound("family")
    try:
        found = version(acting, family_id)
    except NotFound:
        found = None
        record_read(acting, "plans:version", families=[family_id])
    plan = (
        plan_view(found, domains_of_version(acting, family_id, found.head), as_shared=True) if found else None
    )
    there = found.coach if found else coaches_of(acting, [family_id]).get(family_id)
    context = {
        "plan": plan,
        "is_open": there is not None,
        "coach": presenters.coach_view(there, plan),
        "is_trusted": acting.role == Role.TRUSTED_PERSON,
        "home_href": reverse("family:open-card"),
    }
    return render(request, "family/shared.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@card_holder
def read_trusted(request: SignedRequest) -> HttpResponse:
    """Who my trusted person is; 'not any more' works at once (rule 35)."""
    person = person_of(request.acting)
    mine = next(
        (one for one in trusted_persons(request.acting, person.family_id) if one.person_id == person.id), None
    )
    if request.method == "POST" and mine:
        consent.let_trusted_person_go(request.acting, trusted_person_id=mine.id)
        messages.success(request, _("Dat is meteen gestopt. De kaart van die persoon opent niets meer."))
        return redirect("family:read-trusted")
    record_read(request.acting, "consent:trusted", families=[person.family_id])
    context = {"trusted": mine, "home_href": reverse("family:open-card")}
    return render(request, "family/trusted.html", context)

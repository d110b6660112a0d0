"""Trusted persons: naming one for somebody of the family, and letting them go."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.audit.actions import record_read
from eenplan.consent import actions as consent
from eenplan.consent.queries.trusted import trusted_persons
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.queries import family, persons
from eenplan.web.coach.forms.trusted import TrustedPersonForm
from eenplan.web.coach.views.around import WRITES, crumbs_of
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles(*WRITES)
def name_trusted(request: SignedRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """Write down whom somebody chose; all four conditions must be in order."""
    found = family(request.acting, family_id)
    person = next(
        (one for one in persons(request.acting, [family_id])[family_id] if one.id == person_id), None
    )
    if person is None:
        raise NotFound("person")
    form = TrustedPersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            consent.name_trusted_person(
                request.acting, family_id=family_id, person_id=person_id, who=form.who
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("Bewaard. Geef de vertrouwenspersoon nu een eigen kaart."))
            return redirect("coach:list-cards", family_id)
    record_read(request.acting, "families:cards", families=[family_id])
    title = _("Vertrouwenspersoon van %(name)s") % {"name": person.given_name or _("iemand van het gezin")}
    context = {
        "title": title,
        "family": found,
        "form": form,
        "fields": list(form),
        "lead": _(
            "Een vertrouwenspersoon leest mee in het plan, ook wat een jongere zelf nu nog niet te lezen krijgt. Hoeft het niet meer, dan stopt het meteen."
        ),
        "button": _("Bewaren"),
        "crumbs": crumbs_of(request.acting, family_id, found.name, Crumb(title)),
    }
    return render(request, "coach/act.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_POST
@roles(*WRITES)
def let_trusted_go(request: SignedRequest, family_id: UUID, trusted_person_id: UUID) -> HttpResponse:
    """It ends at once, with the card."""
    if trusted_person_id not in {one.id for one in trusted_persons(request.acting, family_id)}:
        raise NotFound("trusted person")
    consent.let_trusted_person_go(request.acting, trusted_person_id=trusted_person_id)
    messages.success(request, _("Dat is gestopt. De kaart van die persoon opent niets meer."))
    return redirect("coach:list-cards", family_id)

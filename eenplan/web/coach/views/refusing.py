"""Helpers whom somebody of the family would rather not have: written down, taken back, another one found (rule 38)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.audit.actions import record_read
from eenplan.core.clock import today
from eenplan.core.errors import RuleBroken
from eenplan.families.queries import family
from eenplan.rights import actions
from eenplan.rights.enums import AskedHow
from eenplan.web.coach.forms.rights import NoteRefusalForm
from eenplan.web.coach.views.around import FORM, READS, crumbs_of, posted, say_saved
from eenplan.web.coach.views.rights import people_choices, rights_crumb
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.refusing import helpers_of


@never_cache
@require_http_methods(FORM)
@roles(*READS)
def note_refusal(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Write down whom somebody would rather not have."""
    acting = request.acting
    found = family(acting, family_id)
    form = NoteRefusalForm(
        posted(request),
        people=people_choices(request, family_id),
        helpers=helpers_of(acting, family_id),
        initial={"asked_on": today(), "seen_by": "few"},
    )
    if form.is_bound and form.is_valid():
        typed: dict[str, Any] = form.cleaned_data
        try:
            actions.refuse_helper(
                acting,
                family_id=family_id,
                person_id=UUID(typed["person"]),
                helper=form.who,
                how=AskedHow(typed["how"]),
                reason=typed["reason"],
                language=found.language,
                on=typed["asked_on"],
                labels=form.labels,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request)
            return redirect("coach:read-rights", family_id)
    title = _("Liever een andere helper")
    record_read(acting, "rights:refusals", families=[family_id])
    context = {
        "title": title,
        "family": found,
        "form": form,
        "piece": None,
        "back": reverse("coach:read-rights", args=[family_id]),
        "crumbs": crumbs_of(acting, family_id, found.name, rights_crumb(family_id), Crumb(title)),
    }
    return render(request, "coach/note-request.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_POST
@roles(*READS)
def withdraw_refusal(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """The person says that this helper may come after all."""
    actions.withdraw_refusal(request.acting, family_id=family_id, item_id=item_id)
    say_saved(request)
    return redirect("coach:read-rights", family_id)


@never_cache
@require_POST
@roles(*READS)
def note_found(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Somebody else was found, or it was talked about: it leaves the list of today."""
    actions.note_found(request.acting, family_id=family_id, item_id=item_id)
    say_saved(request)
    return redirect("coach:read-rights", family_id)

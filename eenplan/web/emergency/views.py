"""Opening a file in an emergency, reading it while everybody knows, and stopping."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.audit.actions import record_read
from eenplan.consent.actions import emergency as actions
from eenplan.consent.queries.emergency import access, my_accesses
from eenplan.core.acting import become
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.queries.safety import not_safe
from eenplan.plans.queries.emergency import file_to_open, whole_file
from eenplan.plans.queries.plan import domains_of_version
from eenplan.plans.queries.who_sees import as_version
from eenplan.web.coach.presenters.timeline import months
from eenplan.web.emergency import presenters
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.forms import Form, TextField
from eenplan.web.shared.limits import limit
from eenplan.web.shared.plan_view import plan_view
from eenplan.web.shared.safety import warning

OPENS = (Role.COACH, Role.INTAKE, Role.COORDINATOR)


class OpenForm(Form):
    """Which file, and why now."""

    number = forms.CharField(
        label=gettext_lazy("Welk nummer heeft het dossier?"),
        help_text=gettext_lazy("Het nummer van de aanmelding of van het gezin, bijvoorbeeld K7M-4QX2."),
        max_length=40,
        error_messages={"required": gettext_lazy("Vul het nummer van het dossier in.")},
    )
    reason = TextField(
        label=gettext_lazy("Wat is er aan de hand?"),
        help_text=gettext_lazy("De coach van het gezin en de coördinator lezen dit."),
        rows=4,
        error_messages={
            "required": gettext_lazy("Schrijf wat er aan de hand is. De coach en de coördinator lezen dit.")
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles(*OPENS)
def open_file(request: SignedRequest) -> HttpResponse:
    """Ask for the number and the reason. A wrong number and one of another team get the same answer."""
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        limit(request, "emergency", most=10, per=timedelta(hours=1))
    if form.is_valid():
        family_id = file_to_open(request.acting, form.cleaned_data["number"])
        if family_id is None:
            unknown = _("Met dit nummer opent er voor jou geen dossier. Kijk het nummer na, teken per teken.")
            form.refuse(RuleBroken("emergency:unknown", unknown, field="number"))
        else:
            try:
                opened = actions.open_file(
                    request.acting, family_id=family_id, reason=form.cleaned_data["reason"]
                )
            except RuleBroken as error:
                form.refuse(error)
            else:
                return redirect("emergency:read-file", opened.id)
    mine = my_accesses(request.acting)
    if mine:
        record_read(request.acting, "consent:emergency", families=sorted({one.family_id for one in mine}))
    context = {
        "form": form,
        "mine": [presenters.access_line(one) for one in mine],
        "is_coordinator": request.acting.role == Role.COORDINATOR,
    }
    return render(request, "emergency/open-file.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@roles(*OPENS)
def read_file(request: SignedRequest, access_id: UUID) -> HttpResponse:
    """The whole file, read only, for who opened it and while it is open. Each reading stands in the audit as this."""
    found = access(request.acting, access_id)
    if found.actor_id != request.acting.actor_id:
        raise NotFound("emergency access")
    if not found.is_open:
        return render(request, "emergency/over.html", status=410)
    acting = actions.in_emergency(request.acting)
    become(acting)
    file = whole_file(acting, found.family_id)
    shown = None
    if file.plan:
        version = as_version(file.plan)
        domains = domains_of_version(acting, found.family_id, version.head)
        shown = plan_view(version, domains, as_shared=True)
    said = not_safe(acting, found.family_id)
    context = {
        "access": found,
        "until": words.day_and_hour(found.until),
        "family": file.family,
        "coach": file.plan.coach if file.plan else None,
        "people": presenters.people(file.persons),
        "ways": presenters.ways(file.details, is_safe=said is None),
        "not_safe": warning(said),
        "aside": [(words.sentence(str(kind.label)), texts) for kind, texts in file.aside],
        "plan": shown,
        "months": months(found.family_id, file.timeline.occurrences, {}, ""),
    }
    return render(request, "emergency/read-file.html", context)


@require_POST
@roles(*OPENS)
def end_access(request: SignedRequest, access_id: UUID) -> HttpResponse:
    """Stop reading."""
    actions.end_access(request.acting, access_id=access_id)
    messages.success(request, _("Het dossier is weer dicht. Dat je het las, blijft staan."))
    return redirect("emergency:open-file")


@require_POST
@roles(Role.COACH)
def note_seen(request: SignedRequest, access_id: UUID) -> HttpResponse:
    """The coach saw that somebody opened the file."""
    found = actions.note_seen(request.acting, access_id=access_id)
    messages.success(request, _("Genoteerd: je zag het. Het blijft op de tijdlijn staan."))
    return redirect("coach:read-family", found.family_id)

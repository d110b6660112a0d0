"""The team of a partnership: everybody in it, one of them, and who starts (rules 13 to 17)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.actions.invitations import DAYS, invite
from eenplan.network.actions.team import add_worker as add
from eenplan.network.actions.team import change_work
from eenplan.network.actions.worker_facts import correct_worker
from eenplan.network.enums import STANDS_IN
from eenplan.network.queries.signed_in import may_renew
from eenplan.network.queries.team import Member, oil_stain, partners_who_lend, team, worker, zones_served
from eenplan.plans.queries import coaches_with_room, families_without_own_coach
from eenplan.plans.queries.stand_ins import families_of_worker, standing_in_for
from eenplan.web.coordination.forms.team import AddWorkerForm, ChangeWorkForm, FactsForm, FilterForm
from eenplan.web.coordination.presenters import team as present
from eenplan.web.coordination.views.place import Place, place_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb

KEEPS_TEAM = (Role.COORDINATOR, Role.ADMIN)
FORM = ["GET", "HEAD", "POST"]


@require_safe
@roles(*KEEPS_TEAM)
def list_team(request: SignedRequest) -> HttpResponse:
    """Who works here, lent by whom, for how much, with how many families; who has a stand-in; the oil stain."""
    place = place_of(request)
    day = place.day
    members = team(request.acting, partnership_id=place.id, on=day)
    organisations = sorted(
        {(one.organisation_id, one.organisation) for one in members}, key=lambda pair: pair[1]
    )
    zones = zones_served(request.acting, partnership_id=place.id, on=day)
    form = FilterForm(request.GET, organisations=organisations, zones=zones)
    asked = form.cleaned_data if form.is_valid() else {}
    shown = present.narrowed(members, asked)
    rooms: dict[UUID, Any] = {}
    stood_in, stands_in = [], {}
    if request.acting.role == Role.COORDINATOR:  # the administrator sees no families, not even how many
        rooms = {one.staff_member_id: one for one in coaches_with_room(request.acting, day)}
        stands_in = standing_in_for(request.acting, day)
        stood_in = present.stood_in_lines(families_without_own_coach(request.acting, day))
    spread = oil_stain(request.acting, partnership_id=place.id)
    context = {
        "place": place,
        "crumbs": [Crumb(_("Netwerk"), reverse("coordination:read-start")), Crumb(_("Team"))],
        "form": form,
        "is_narrowed": any(asked.values()),
        "lines": present.lines(shown, rooms, stands_in, day, place.query),
        "stood_in": stood_in,
        "spread": present.spread_lines(spread),
        "spread_words": present.spread_words(spread, members, day),
    }
    return render(request, "coordination/team.html", context)


@require_safe
@roles(*KEEPS_TEAM)
def read_worker(request: SignedRequest, staff_member_id: UUID) -> HttpResponse:
    """One worker of the team: tasks, leave, families."""
    place = place_of(request)
    day = place.day
    held = worker(request.acting, partnership_id=place.id, staff_member_id=staff_member_id)
    if not held:
        raise Http404
    current = [one for one in held if one.until is None or one.until > day]
    families = (
        families_of_worker(request.acting, partnership_id=place.id, staff_member_id=staff_member_id, on=day)
        if request.acting.role == Role.COORDINATOR
        else []
    )
    first = held[0]
    context = {
        "place": place,
        "crumbs": crumbs(place, first.name),
        "one": first,
        "tasks": [
            (
                one,
                words.sentence(str(one.role.label)),
                present.task_rows(one),
                one.role in STANDS_IN and one.since <= day,
                one.since <= day,
            )
            for one in current
        ],
        "past": [present.task_words(one, day) for one in held if one not in current],
        "leaves": [
            (one, present.away_words(one)) for one in first.away if one.until is None or one.until > day
        ],
        "families": families,
        "may_be_away": any(one.since <= day for one in current),
        "waits_for_password": bool(current and first.account_id and not first.may_sign_in),
        "may_renew": bool(current and first.may_sign_in and may_renew(request.acting, first.account_id)),
    }
    return render(request, "coordination/worker.html", context)


@never_cache
@require_http_methods(FORM)
@roles(*KEEPS_TEAM)
def add_worker(request: SignedRequest) -> HttpResponse:
    """Somebody starts; the code for a first password is shown this once."""
    place = place_of(request)
    day = place.day
    form = AddWorkerForm(
        request.POST if request.method == "POST" else None,
        partners=partners_who_lend(request.acting, partnership_id=place.id, on=day),
        zones=zones_served(request.acting, partnership_id=place.id, on=day),
        initial={"since": day, "share": 50},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            added = add(
                request.acting,
                name=typed["name"],
                email=typed["email"],
                organisation_id=UUID(typed["organisation"]),
                role=Role(typed["role"]),
                partnership_id=place.id,
                work=form.work,
                since=typed["since"],
                until=form.end,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("%(name)s staat in het team") % {"name": typed["name"]}))
            if not added.code:
                return redirect(href_of(place, added.staff_member_id))
            return _show_code(request, place, added.staff_member_id, typed["name"], added.code)
    context = {"place": place, "crumbs": crumbs(place, _("Iemand start")), "form": form}
    return render(request, "coordination/add-worker.html", context, status=status_of(form))


@never_cache
@require_POST
@roles(*KEEPS_TEAM)
def make_code(request: SignedRequest, staff_member_id: UUID) -> HttpResponse:
    """A new code for who has no password yet, or lost what they sign in with; the one before it stops working."""
    place = place_of(request)
    held = worker(request.acting, partnership_id=place.id, staff_member_id=staff_member_id)
    if not held or held[0].account_id is None:
        raise Http404
    code = invite(request.acting, account_id=held[0].account_id)
    return _show_code(request, place, staff_member_id, held[0].name, code)


def _show_code(
    request: SignedRequest, place: Place, staff_member_id: UUID, name: str, code: str
) -> HttpResponse:
    context = {
        "crumbs": crumbs(place, _("Eerste keer aanmelden")),
        "name": name,
        "code": code,
        "days": DAYS,
        "door": request.build_absolute_uri(reverse("account:first-password")),
        "back": href_of(place, staff_member_id),
        "back_label": _("Naar de bladzijde van %(name)s") % {"name": name},
    }
    return render(request, "coordination/sign-in-code.html", context)


@require_http_methods(FORM)
@roles(*KEEPS_TEAM)
def change_worker(request: SignedRequest, assignment_id: UUID) -> HttpResponse:
    """Another share from a day on; days, zones, languages and expertise at once."""
    place = place_of(request)
    one = member(request, place, assignment_id)
    form = ChangeWorkForm(
        request.POST if request.method == "POST" else None,
        zones=zones_served(request.acting, partnership_id=place.id, on=place.day),
        initial={**ChangeWorkForm.initial_of(one), "from_day": today()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_work(
                request.acting,
                assignment_id=assignment_id,
                work=form.work,
                from_day=form.cleaned_data["from_day"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("hoe %(name)s werkt") % {"name": one.name}))
            return redirect(href_of(place, one.staff_member_id))
    context = {
        "one": one,
        "crumbs": crumbs(place, _("Aanpassen"), one),
        "form": form,
        "back": href_of(place, one.staff_member_id),
        "task": words.sentence(str(one.role.label)),
    }
    return render(request, "coordination/change-worker.html", context, status=status_of(form))


@require_http_methods(FORM)
@roles(*KEEPS_TEAM)
def correct_facts(request: SignedRequest, staff_member_id: UUID) -> HttpResponse:
    """The name or the employer was written down wrong."""
    place = place_of(request)
    held = worker(request.acting, partnership_id=place.id, staff_member_id=staff_member_id)
    if not held:
        raise Http404
    one = held[0]
    partners = partners_who_lend(request.acting, partnership_id=place.id, on=today())
    now = (one.organisation_id, one.organisation)
    form = FactsForm(
        request.POST if request.method == "POST" else None,
        employers=partners if now in partners else [now, *partners],
        initial={"name": one.name, "organisation": str(one.organisation_id)},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            correct_worker(
                request.acting,
                staff_member_id=staff_member_id,
                partnership_id=place.id,
                name=typed["name"],
                organisation_id=UUID(typed["organisation"]),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("de gegevens van %(name)s") % {"name": typed["name"]}))
            return redirect(href_of(place, staff_member_id))
    context = {
        "one": one,
        "crumbs": crumbs(place, _("Gegevens verbeteren"), one),
        "form": form,
        "back": href_of(place, staff_member_id),
    }
    return render(request, "coordination/correct-worker.html", context, status=status_of(form))


def member(request: SignedRequest, place: Place, assignment_id: UUID) -> Member:
    """An assignment of this team that has not ended; 404 when there is none."""
    for one in team(request.acting, partnership_id=place.id, on=today()):
        if one.assignment_id == assignment_id:
            return one
    raise Http404


def crumbs(place: Place, title: str, one: Member | None = None) -> list[Crumb]:
    """The way back up."""
    found = [
        Crumb(_("Netwerk"), reverse("coordination:read-start")),
        Crumb(_("Team"), reverse("coordination:list-team") + place.query),
    ]
    if one:
        found.append(Crumb(one.name, href_of(place, one.staff_member_id)))
    return [*found, Crumb(title)]


def href_of(place: Place, staff_member_id: UUID) -> str:
    """The page of a worker."""
    return reverse("coordination:read-worker", args=[staff_member_id]) + place.query


def status_of(form: Any) -> int:
    """422 when something must be mended."""
    return 422 if form.is_bound and form.errors else 200

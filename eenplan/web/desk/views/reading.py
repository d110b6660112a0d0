"""The list, the search and the page of one referral."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.acting import Acting
from eenplan.core.clock import day_of, today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.core.ids import read_reference
from eenplan.network.queries import Area, area_on, crisis_contacts, zones_of
from eenplan.plans.queries import coaches_of
from eenplan.referrals import queries
from eenplan.referrals.enums import State
from eenplan.referrals.queries import ReferralPage
from eenplan.web.desk import forms
from eenplan.web.desk.presenters import deciding, listing, narrowing
from eenplan.web.desk.presenters import referral as presented
from eenplan.web.desk.presenters.narrowing import Chosen
from eenplan.web.desk.presenters.row import row_markup
from eenplan.web.desk.presenters.telling import telling
from eenplan.web.desk.presenters.timeline import timeline
from eenplan.web.desk.views.around import DESK, FORM, coach_of, crumbs_to, on_desk, workers_of
from eenplan.web.desk.views.attachments import attachments_section
from eenplan.web.desk.views.notes import notes_section
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, phases_here, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.context import href_of


@require_safe
@roles(*DESK)
def list_referrals(request: SignedRequest) -> HttpResponse:
    """What waits, by deadline. No filter is on but those in the address, and the page says what they leave out."""
    acting = request.acting
    chosen = Chosen.read({name: str(value) for name, value in request.GET.items()})
    if "" in request.GET.values():
        return redirect(chosen.href)  # a form leaves empty answers behind: the address says only what is on
    counts = queries.desk_counts(acting, chosen.narrowing)
    page = queries.desk_page(
        acting,
        narrowing=chosen.narrowing,
        after=chosen.after,
        before=chosen.before,
        last=bool(chosen.einde),
    )
    coaches = coaches_of(acting, [row.family_id for row in page.rows])
    rows = listing.listed(page.rows, coaches)
    zone = page.rows[0].zone if page.rows else _zone_name(acting, chosen)
    views = queries.saved_views(acting)
    beside = queries.aside(acting)
    return render(
        request,
        "desk/list-referrals.html",
        {
            "rows": [row_markup(row) for row in rows],
            "summing": listing.sum_up(counts),
            "quiet": listing.quiet_words(counts),
            "danger": "" if chosen.klok == "gevaar" else listing.danger_words(counts),
            "danger_href": Chosen(klok="gevaar").href,
            "states": listing.state_pills(counts, chosen, phases_here(request)),
            "chips": narrowing.chips(
                chosen, zone, rows[0].coach if rows else "", _without(acting, chosen, page.rows)
            ),
            "bar": narrowing.bar(counts, chosen),
            "is_all": chosen.is_all,
            "all_href": Chosen().href,
            "views": narrowing.view_pills(views, chosen),
            "may_save": not chosen.is_all and all(view.filters != chosen.filters for view in views),
            "query": chosen.at().query,
            "quotas": narrowing.quota_lines(beside.quotas),
            "questions": narrowing.question_words(beside.questions),
            **listing.turning(chosen, page),
            "search": forms.SearchForm(),
            "new_href": href_of("frontdoor:enter-referral"),
            "call_backs": deciding.call_back_lines(queries.to_call_back(acting, until=today())),
        },
    )


def _zone_name(acting: Acting, chosen: Chosen) -> str:
    """The name of the chosen zone when no row can tell it."""
    if not chosen.zone or acting.partnership_id is None:
        return ""
    zones = zones_of(acting, acting.partnership_id, today())
    return next((zone.name for zone in zones if str(zone.id) == chosen.zone), "")


def _without(acting: Acting, chosen: Chosen, rows: Sequence[object]) -> dict[str, int]:
    """What taking off each filter would show: asked only when nothing is shown."""
    if rows or chosen.is_all:
        return {}
    names = list(chosen.filters)
    counts = queries.desk_without(acting, [chosen.without(name).narrowing for name in names])
    return dict(zip(names, counts, strict=True))


@require_http_methods(FORM)
@roles(*DESK)
def search_referrals(request: SignedRequest) -> HttpResponse:
    """Referrals by name or reference. Posted and shown at once: no name in an address, none kept."""
    if request.method != "POST":
        return redirect("desk:list-referrals")
    form = forms.SearchForm(request.POST)
    rows: list[listing.Listed] = []
    if form.is_valid():
        text = form.cleaned_data["text"]
        found = queries.find(request.acting, text)
        if len(found) == 1 and read_reference(text):
            return redirect("desk:read-referral", found[0].id)
        coaches = coaches_of(request.acting, [row.family_id for row in found])
        rows = listing.listed(found, coaches)
    return render(
        request,
        "desk/search-referrals.html",
        {
            "search": form,
            "rows": [row_markup(row) for row in rows],
            "found_words": listing.found_words(len(rows)),
            "crumbs": [Crumb(_("Aanmeldingen"), Chosen().href), Crumb(_("Zoeken"))],
            "new_href": href_of("frontdoor:enter-referral"),
        },
        status=200 if form.is_valid() else 422,
    )


@require_safe
@roles(*DESK)
@on_desk
def read_referral(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """One referral, with its one next act."""
    acting = request.acting
    page = queries.referral(acting, referral_id)
    coach = coach_of(acting, page)
    referral = page.referral
    workers = workers_of(acting)
    names = {worker.actor_id: worker.name for found in workers.values() for worker in found}
    decided = queries.decisions(acting, page)
    area = _area(acting, page)
    return render(
        request,
        "desk/read-referral.html",
        {
            "crumbs": [*crumbs_to(page)[:-1], Crumb(page.family.name)],
            "head": presented.head(page),
            "next": presented.next_act(page, coach),
            "done_words": presented.done_words(page, coach),
            "coach": coach,
            "family_href": _family_href(acting, page) if coach else "",
            "planned": presented.planned_words(page),
            "people": presented.people(page),
            "reach": presented.reach(page),
            "contact_rows": presented.contact_rows(page),
            "agreement_rows": presented.agreement_rows(page),
            "telling": telling(acting, page),
            "question": page.question,
            "going_well": page.going_well,
            "referrer_view": page.referrer_view,
            "answers": page.answers,
            "referrer": words.referrer(referral.referrer_type),
            "referrer_rows": presented.referrer_rows(page),
            "may_note_contact": not referral.first_contact_on and referral.state != State.ENDED,
            "dates": presented.date_rows(page),
            "area_rows": presented.area_rows(page, area),
            "override": referral.eligibility_override,
            "timeline": timeline(
                page,
                queries.received_corrections(acting, referral_id),
                names,
                coach,
                deciding.happened(decided),
            ),
            **deciding.shown(page, decided, area, coach),
            "close_href": reverse("coach:close-trajectory", args=[referral.family_id]),
            "crisis": crisis_contacts(acting, on=today()) if page.danger_open else [],
            "is_new": referral.state == State.RECEIVED,
            "is_planned": referral.state == State.CONVERSATION_PLANNED,
            **notes_section(acting, page, workers),
            **attachments_section(acting, referral.id, referral.family_id, names),
            "needs_coach": coach is None and referral.state == State.CONVERSATION_PLANNED,
        },
    )


def _family_href(acting: Acting, page: ReferralPage) -> str:
    """The page of the family, for a coordinator; the intake team stays with the referral."""
    if acting.role != Role.COORDINATOR:
        return ""
    return reverse("coach:read-family", args=[page.referral.family_id])


def _area(acting: Acting, page: ReferralPage) -> Area | None:
    """The area on the day of receipt, for what in it is assumed."""
    referral = page.referral
    try:
        found = area_on(acting, on=day_of(referral.received_at), nis_code=referral.municipality.nis_code)
    except RuleBroken:
        return None
    zones = [area for area in found.candidates if area.zone and area.zone.id == referral.zone_id]
    return zones[0] if zones else found

"""'Wie ziet wat?': before anything is shared, the coach sees the plan as each of those who may look will see it."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from eenplan.core.acting import Acting, looking_with
from eenplan.core.languages import spoken
from eenplan.families.queries import family, home_addresses, language_of_person
from eenplan.plans.queries import HomePiece, PlanNow, VersionNow, plan, version
from eenplan.plans.queries.plan import domains_of_version
from eenplan.plans.queries.sessions import series_of, who_sees_series
from eenplan.plans.queries.who_sees import (
    Sight,
    Viewer,
    ViewerKind,
    addresses_of,
    as_version,
    viewers_of,
    who_sees,
)
from eenplan.web.coach.presenters import who_sees as presented
from eenplan.web.coach.views.around import WRITES, crumbs_of
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb, Pill
from eenplan.web.shared.paper import plan_paper
from eenplan.web.shared.plan_view import PlanView, plan_view
from eenplan.web.shared.talks import TalkLine, talk_lines

# So many views of the plan stand beside each other.
BESIDE = 2
# In the address: each piece of those views then has its 'Dit klopt niet'.
WRONG = "klopt-niet"


@dataclass(frozen=True, slots=True)
class Preview:
    """The plan as one viewer reads it (or will, once a share holds), and, for the coach alone, what they do not see of it."""

    column: presented.Column
    plan: PlanView | None
    talks: list[TalkLine]
    hidden: list[presented.Line]
    apart: list[presented.Line]
    paper_href: str


@never_cache
@require_safe
@roles(*WRITES)
def read_who_sees(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Every piece × everybody who may look; and the plan as one or two of them (`?wie=`) read it."""
    acting = request.acting
    page = plan(acting, family_id)
    viewers = viewers_of(acting, family_id, page.persons)
    sights = who_sees(acting, family_id, viewers)
    addresses = addresses_of(acting, family_id)
    series = series_of(acting, family_id)
    knowing = who_sees_series(acting, family_id, [one.key for one in viewers]) if series else {}
    wanted = request.GET.getlist("wie")[:BESIDE]
    chosen = [one for one in viewers if one.key in wanted]
    columns = presented.columns(viewers, sights, wanted)
    here = request.get_full_path()
    href = reverse("coach:read-who-sees", args=[family_id])
    on_phone = next((one for one in viewers if one.key in wanted), viewers[0])
    context = {
        "crumbs": crumbs_of(
            acting,
            family_id,
            page.family_name,
            Crumb(_("Ons plan"), reverse("coach:read-plan", args=[family_id])),
            Crumb(_("Wie ziet wat?")),
        ),
        "family_id": family_id,
        "columns": columns,
        "groups": [
            *presented.groups(page, viewers, sights, here),
            *presented.address_group(page, addresses, viewers, sights, here),
            *presented.talk_group(family_id, series, viewers, knowing, here),
        ],
        "pills": [
            Pill(one.name, f"{href}?{urlencode({'wie': one.key})}", current=one.key == on_phone.key)
            for one in columns
        ],
        "phone_name": presented.name_of(on_phone),
        "phone_groups": [
            *presented.groups(page, [on_phone], sights, here),
            *presented.address_group(page, addresses, [on_phone], sights, here),
            *presented.talk_group(family_id, series, [on_phone], knowing, here),
        ],
        "previews": [_preview(acting, page, one, sights[one.key], here) for one in chosen],
        "is_agreed": _is_agreed(page),
        "may_ask": "coach" if WRONG in request.GET else "",
        "wrong_href": f"?{urlencode({'wie': wanted, WRONG: ''}, doseq=True)}",
    }
    return render(request, "coach/who-sees.html", context)


@never_cache
@require_safe
@roles(*WRITES)
def print_preview(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """The plan on paper as one viewer (`?wie=`) would hold it, in that person's own language."""
    acting = request.acting
    page = plan(acting, family_id)
    viewers = viewers_of(acting, family_id, page.persons)
    sights = who_sees(acting, family_id, viewers)
    viewer = next((one for one in viewers if one.key == request.GET.get("wie")), None)
    eyes = _eyes(viewer, sights[viewer.key]) if viewer else ""
    if not eyes:
        raise Http404
    wanted = family(acting, family_id).language
    person_id = viewer.person_id if viewer else None
    speaks = spoken((language_of_person(acting, person_id) if person_id else "") or wanted)
    # Whoever reads by a share works here or helps from outside: in the language of this page.
    if viewer and viewer.kind == ViewerKind.SHARE:
        speaks = get_language() or speaks
    with override(speaks), looking_with(acting, eyes) as narrowed:
        found = seen_by(narrowed, page, wanted)
        return plan_paper(
            request,
            narrowed,
            found,
            "gezinsplan.pdf",
            holds=_holds(page),
            reader_id=person_id,
            with_remarks=person_id is not None,
        )


def _preview(acting: Acting, page: PlanNow, viewer: Viewer, sight: Sight, here: str) -> Preview:
    shown, talks = None, []
    if eyes := _eyes(viewer, sight):
        own = {
            home.item_id
            for home in page.pieces.of(HomePiece)
            if viewer.person_id in {one.person_id for one in home.residents}
        }
        mine = {key: one for key, one in home_addresses(acting, page.family_id).items() if key in own}
        with looking_with(acting, eyes) as narrowed:
            found = seen_by(narrowed, page)
            addresses = home_addresses(narrowed, page.family_id) | mine
            domains = domains_of_version(narrowed, page.family_id, found.head)
            talks = talk_lines(series_of(narrowed, page.family_id))
        shown = plan_view(
            found,
            domains,
            addresses if viewer.kind == ViewerKind.PERSON else None,
            as_shared=viewer.reads_all_theirs,
        )
    hidden, apart = presented.hidden(page, viewer, sight, here)
    paper = reverse("coach:print-preview", args=[page.family_id])
    (column,) = presented.columns([viewer], {viewer.key: sight})
    return Preview(column, shown, talks, hidden, apart, f"{paper}?{urlencode({'wie': viewer.key})}")


def _eyes(viewer: Viewer, sight: Sight) -> str:
    """Through whose eyes to look: theirs, or of a share that waits for an answer as they will be; '' when nobody's."""
    return viewer.key if sight.stands else viewer.ahead


def seen_by(narrowed: Acting, page: PlanNow, language: str = "nl") -> VersionNow:
    """The plan that is served to whoever looks along: as agreed, or as it stands where that is another."""
    if _is_agreed(page):
        return version(narrowed, page.family_id)
    return as_version(plan(narrowed, page.family_id), language)


def plan_together(acting: Acting, family_id: UUID) -> PlanView:
    """The plan as all who look at this screen may see it; `acting` is narrowed to them."""
    page = plan(acting, family_id)
    found = version(acting, family_id) if _is_agreed(page) else as_version(page)
    shown = plan_view(found, domains_of_version(acting, family_id, found.head))
    return replace(shown, holds=_holds(page) or shown.holds)


def _is_agreed(page: PlanNow) -> bool:
    return bool(page.version and page.version.is_active and not page.changed_since_version)


def _holds(page: PlanNow) -> str:
    return "" if _is_agreed(page) else _("zoals het er nu staat, nog niet afgesproken")

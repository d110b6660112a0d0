"""The plan of before, for a family that came back: what it said, what goes along, and that the family chooses."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from eenplan.audit.actions import record_read
from eenplan.core.errors import NotFound
from eenplan.families.queries import person_of
from eenplan.plans.enums import SectionKey
from eenplan.plans.queries import VersionNow
from eenplan.plans.queries.coming_back import gone_along, has_earlier, last_version
from eenplan.plans.rules.coming_back import OFFERED
from eenplan.web.family.pages import Page, family_of, with_home
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.components import Tile
from eenplan.web.shared.plan_view import saying
from eenplan.web.shared.said import Saying


@dataclass(frozen=True, slots=True)
class Then:
    """A piece of the plan of before; `goes_along`: it stands in the new plan."""

    said: Saying
    goes_along: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the plan of before."""

    title: str
    pieces: tuple[Then, ...]


@never_cache
@require_safe
@card_holder
def read_earlier(request: SignedRequest) -> HttpResponse:
    """What was agreed last before the family came back, as the reader may see it; empty when there is no such plan."""
    family_id = family_of(request.acting)
    person_of(request.acting)
    try:
        before = last_version(request.acting, family_id)
    except NotFound:
        record_read(request.acting, "plans:version", families=[family_id])
        before = None
    context = {
        "parts": _parts(before, gone_along(family_id)) if before else [],
        "whole_href": reverse("family:read-version", args=[before.head.number]) if before else "",
    }
    return render(request, "family/earlier.html", with_home(context))


def tiles(page: Page | None) -> list[Tile]:
    """The door to the plan of before, while the family's new plan was not agreed yet. One query when nothing holds."""
    if page is None or page.plan.is_active or not has_earlier(page.version.family_id):
        return []
    return [
        Tile("history", _("Ons vorige plan"), reverse("family:read-earlier"), _("Jullie kiezen wat mee mag."))
    ]


def _parts(before: VersionNow, along: frozenset[UUID]) -> list[Part]:
    """The sections in which something stood that may go along."""
    found = []
    for key in SectionKey:
        pieces = [one for one in before.pieces.section(key) if one.kind in OFFERED]
        said = tuple(Then(view, one.item_id in along) for one in pieces if (view := saying(one)))
        if said:
            found.append(Part(str(key.label), said))
    return found

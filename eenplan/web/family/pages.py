"""What the family's pages begin with: the version of the plan that the reader may see, and who is there as the coach."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.core.ids import new_id
from eenplan.families.queries import home_addresses
from eenplan.plans.queries import CoachOf, HomePiece, PersonAnswer, VersionNow, coaches_of, version
from eenplan.plans.queries.plan import domains_of_version
from eenplan.web.shared.plan_view import PlanView, plan_view


@dataclass(frozen=True, slots=True)
class Page:
    """A version of the plan as the reader may see it, with the words to show it in."""

    version: VersionNow
    plan: PlanView
    mine: PersonAnswer | None


def page_of(
    acting: Acting, person_id: UUID, number: int | None = None, *, with_addresses: bool = False
) -> Page | None:
    """The newest version (or the one with this number) as the reader may see it; None when there is none.

    Addresses of homes stand on the screen of the plan alone: the own home's, and those that all may know.
    """
    family_id = family_of(acting)
    try:
        found = version(acting, family_id, number)
    except NotFound:
        record_read(acting, "plans:version", families=[family_id])
        return None
    domains = domains_of_version(acting, family_id, found.head)
    mine = next((one for one in found.answers if one.person_id == person_id), None)
    addresses = home_addresses(acting, family_id) if with_addresses and found.pieces.of(HomePiece) else None
    return Page(found, plan_view(found, domains, addresses), mine)


def coach_there(acting: Acting, page: Page | None) -> CoachOf | None:
    """Who is there for the family today; None when nobody is."""
    family_id = family_of(acting)
    return page.version.coach if page else coaches_of(acting, [family_id]).get(family_id)


def family_of(acting: Acting) -> UUID:
    """The family of the card. Raises NotFound for everybody else."""
    if acting.family_id is None:
        raise NotFound("family")
    return acting.family_id


def with_home(context: Mapping[str, object]) -> dict[str, object]:
    """The context with where the name of the product leads."""
    return {**context, "home_href": reverse("family:open-card")}


def sent_key(request: HttpRequest) -> UUID:
    """Which form was sent, or a key for one that is shown: what is sent twice from one form is kept once."""
    try:
        return UUID(request.POST.get("sent_key", ""))
    except ValueError:
        return new_id()

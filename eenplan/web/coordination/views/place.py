"""For which partnership a page of the network is: a coordinator's own, or the one an administrator asks for."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.network.queries import PartnershipOn, partnerships_from
from eenplan.web.shared.access import SignedRequest
from eenplan.web.shared.components import Pill


@dataclass(frozen=True, slots=True)
class Place:
    """A partnership, how an address asks for it, and the others that the administrator can choose.

    `day` is that of its lists: today, or its first day when that is still to come.
    """

    id: UUID
    code: str
    name: str
    day: date
    query: str
    pills: list[Pill]


def place_of(request: SignedRequest) -> Place:
    """The coordinator's own partnership; for the administrator the one of `?voor=`, else their own or the first.

    What is still being set up can be asked for as well.
    """
    known = partnerships_from(request.acting, today())
    own = next((one for one in known if one.id == request.acting.partnership_id), None)
    if request.acting.role != Role.ADMIN:
        if own is None:
            raise Http404
        return Place(own.id, own.code, own.name, _day(own), "", [])
    code = request.GET.get("voor", "")
    found = next((one for one in known if one.code == code), None)
    if code and found is None:
        raise Http404
    found = found or own or (known[0] if known else None)
    if found is None:
        raise Http404
    pills = [Pill(one.name, f"?voor={one.code}", current=one.id == found.id) for one in known]
    return Place(found.id, found.code, found.name, _day(found), f"?voor={found.code}", pills)


def _day(one: PartnershipOn) -> date:
    return max(today(), one.since) if one.since else today()

"""What the demo's partners offer: waits that were said, one of them anew, and short offers with places."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from eenplan.capacity.actions.offers import Track, add_offer, say_wait
from eenplan.capacity.enums import OfferKind
from eenplan.core.acting import Acting
from eenplan.core.clock import BRUSSELS, telling
from eenplan.core.enums import Role
from eenplan.demo.staff import Staff
from eenplan.network.models import Organisation

WEDNESDAYS, AUTUMN_WEEK = "Buitenspeelgroep op woensdag", "Speelweek in kleine groep"
TALKS = "Vijf gesprekken met de psycholoog"


@dataclass(frozen=True, slots=True)
class Offered:
    """What is offered: guidance that has a waiting list, a group that is still to begin, a week that is over, talks."""

    autism: UUID
    at_home: UUID
    wednesdays: UUID
    week: UUID
    talks: UUID


def tell(staff: Staff, partnership_id: UUID, today: date) -> Offered:
    """Call within the transaction of the load."""
    partner, coordinator = (staff.acting(role, partnership_id) for role in (Role.PARTNER, Role.COORDINATOR))

    def short(name: str, places: int, first: int, last: int, role: Role, help_type: str = "other") -> UUID:
        return add_offer(
            staff.acting(role, partnership_id),
            organisation_id=UUID(staff.accounts[role].organisation_id),
            name=name,
            help_type=help_type,
            kind=OfferKind.SHORT,
            track=Track(places, today + timedelta(days=first), today + timedelta(days=last)),
            weeks=2,
            says_wait=True,
        )

    organisation = UUID(staff.accounts[Role.PARTNER].organisation_id)
    with telling(datetime.combine(today - timedelta(days=95), time(9), BRUSSELS)):
        at_school = _regular(partner, organisation, "Begeleiding op school", "school", 14)
        autism = _regular(
            coordinator,
            _named("Dienst voor autisme Het Anker (demo)"),
            "Thuisbegeleiding bij autisme",
            "home_guidance",
            30,
        )
        at_home = _regular(
            coordinator,
            _named("Thuisbegeleiding De Brug (demo)"),
            "Contextbegeleiding aan huis",
            "home_guidance",
            20,
        )
    with telling(datetime.combine(today - timedelta(days=60), time(11), BRUSSELS)):
        week = short(AUTUMN_WEEK, 6, -26, -22, Role.PARTNER)
    with telling(datetime.combine(today - timedelta(days=12), time(10), BRUSSELS)):
        say_wait(partner, offer_id=at_school, weeks=10)
        wednesdays = short(WEDNESDAYS, 8, 9, 51, Role.PARTNER)
        talks = short(TALKS, 4, 3, 94, Role.PSYCHOLOGIST, "therapy")
    return Offered(autism, at_home, wednesdays, week, talks)


def _regular(acting: Acting, organisation: UUID, name: str, help_type: str, weeks: int) -> UUID:
    return add_offer(
        acting, organisation_id=organisation, name=name, help_type=help_type, weeks=weeks, says_wait=True
    )


def _named(name: str) -> UUID:
    found: UUID = Organisation.objects.values_list("id", flat=True).get(name=name)
    return found

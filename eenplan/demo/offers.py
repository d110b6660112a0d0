"""What the demo's partner offers: a wait that was said anew, and a group with places."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from eenplan.capacity.actions.offers import Track, add_offer, say_wait
from eenplan.capacity.enums import OfferKind
from eenplan.core.clock import BRUSSELS, telling
from eenplan.core.enums import Role
from eenplan.demo.staff import Staff


def tell(staff: Staff, partnership_id: UUID, today: date) -> None:
    """Call within the transaction of the load."""
    partner = staff.acting(Role.PARTNER, partnership_id)
    organisation = UUID(staff.accounts[Role.PARTNER].organisation_id)
    with telling(datetime.combine(today - timedelta(days=95), time(9), BRUSSELS)):
        at_school = add_offer(
            partner,
            organisation_id=organisation,
            name="Begeleiding op school",
            help_type="school",
            weeks=14,
            says_wait=True,
        )
    with telling(datetime.combine(today - timedelta(days=12), time(10), BRUSSELS)):
        say_wait(partner, offer_id=at_school, weeks=10)
        add_offer(
            partner,
            organisation_id=organisation,
            name="Buitenspeelgroep op woensdag",
            help_type="other",
            kind=OfferKind.SHORT,
            track=Track(8, today + timedelta(days=9), today + timedelta(days=51)),
            weeks=2,
            says_wait=True,
        )

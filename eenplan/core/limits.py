"""How often one address may try something, counted in PostgreSQL so that all workers know.

What is stored is a keyed hash of the address with the day in it, for as long as the stretch lasts. Without
the server's secret it says nothing, and of two days nobody can tell whether they were of one address.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.core import keys
from eenplan.core.clock import now, today
from eenplan.core.errors import TooMany
from eenplan.core.ids import new_id


@dataclass(frozen=True, slots=True)
class Try:
    """One try: of what, by whom (hashed), in the stretch that ends at `until`."""

    what: str
    who: str
    until: datetime


def hashed(address: str) -> str:
    """The name of an address for today. Of IPv6 the first 64 bits count: a household has all the rest."""
    try:
        parsed = ip_address(address)
    except ValueError:
        parsed = None
    if isinstance(parsed, IPv6Address):
        known = parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64)
        address = str(known)
    text = f"limit:{today().isoformat()}:{address}"
    return keys.hashed(text)


def try_of(what: str, address: str, per: timedelta) -> Try:
    """The try that is made now. Stretches follow one another, counted from 1970."""
    seconds = int(per.total_seconds())
    over = (int(now().timestamp()) // seconds + 1) * seconds
    return Try(what, hashed(address), datetime.fromtimestamp(over, UTC))


def count(one: Try) -> int:
    """Add a try and tell how many there are now in its stretch."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT core_tally(%s, %s, %s, %s, %s)", [new_id(), one.what, one.who, one.until, now()]
        )
        times: int = cursor.fetchone()[0]
    return times


def check(one: Try, most: int) -> None:
    """Count a try; raises TooMany, with words for a person, when there were more than `most`."""
    if count(one) <= most:
        return
    seconds = max(1, int((one.until - now()).total_seconds()))
    minutes = -(-seconds // 60)
    message = ngettext(
        "Dit is te vaak geprobeerd. Wacht een minuut en probeer het dan opnieuw.",
        "Dit is te vaak geprobeerd. Wacht %(minutes)d minuten en probeer het dan opnieuw.",
        minutes,
    ) % {"minutes": minutes}
    if minutes > 90:
        message = _("Dit is vandaag te vaak geprobeerd. Probeer het morgen opnieuw, of bel ons.")
    raise TooMany(message, again_in_s=seconds)


def clear(before: datetime) -> int:
    """Remove tallies whose stretch is over; for maintenance, as the owner. How many there were."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_tally WHERE until <= %s", [before])
        removed: int = cursor.rowcount
    return removed

"""Files that look like another one, seen only as far as whoever asks may see them (rule 11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, Func, OuterRef

from eenplan.core.acting import Acting
from eenplan.core.clock import day_of
from eenplan.families.enums import ContactStatus, MatchKind
from eenplan.families.models import Contact
from eenplan.referrals.enums import OutcomeKind
from eenplan.referrals.models import Referral
from eenplan.referrals.queries.forwarded import partnership_names


@dataclass(frozen=True, slots=True)
class Double:
    """A file that looks alike. Out of reach only where, since when and whether somebody is busy with it.

    `family_id`, `kinds` (by what it looks alike), `referral_id`, `reference` and `family_name` are filled for
    files within reach only; `referral_id` is the newest there.
    """

    pair: UUID
    partnership_id: UUID
    partnership_name: str
    since: date
    is_open: bool
    family_id: UUID | None = None
    kinds: tuple[MatchKind, ...] = ()
    referral_id: UUID | None = None
    reference: str = ""
    family_name: str = ""


def doubles_of(acting: Acting, family_id: UUID) -> list[Double]:
    """The files that look like this one and on which nothing was decided, oldest first. At most three queries.

    For intake and coordination. Whoever composes the page records the reading of those within reach.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pair, family_id, partnership_id, since, is_open, kinds FROM referrals_doubles(%s)",
            [family_id],
        )
        rows = cursor.fetchall()
    if not rows:
        return []
    names = partnership_names({row[2] for row in rows})
    reached = {row[1] for row in rows if row[1]}
    newest = {
        one.family_id: one
        for one in Referral.objects.filter(family_id__in=reached)
        .select_related("family")
        .order_by("received_at", "id")
    }
    found = []
    for pair, other_id, partnership_id, since, is_open, kinds in rows:
        known = newest.get(other_id)
        found.append(
            Double(
                pair,
                partnership_id,
                names.get(partnership_id, ""),
                since,
                is_open,
                other_id,
                tuple(kind for kind in MatchKind if kind in (kinds or ())),
                known.id if known else None,
                known.reference if known else "",
                known.family.name if known else "",
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another referral in the same file: a family that came back, or was referred twice."""

    id: UUID
    reference: str
    received_on: date
    is_open: bool


def others_of_family(acting: Acting, referral: Referral) -> list[Earlier]:
    """The other referrals in the file of a referral, newest first. One query."""
    rows = (
        Referral.objects.filter(family_id=referral.family_id)
        .exclude(id=referral.id)
        .annotate(still_open=Func("id", "state", function="referrals_is_open", output_field=BooleanField()))
        .order_by("-received_at", "-id")
        .values_list("id", "reference", "received_at", "still_open")
    )
    return [Earlier(key, reference, day_of(at), is_open) for key, reference, at, is_open in rows]


def referred_again(acting: Acting, family_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Families that were referred once more while somebody was busy with them, and on which day.

    Until a contact was held after that. One query; for who composes the page of a coach.
    """
    met = Contact.objects.filter(
        family_id=OuterRef("family_id"), status=ContactStatus.HELD, held_at__gte=OuterRef("outcome__at")
    )
    rows = Referral.objects.filter(
        ~Exists(met), family_id__in=list(family_ids), outcome__kind=OutcomeKind.DUPLICATE
    )
    return {
        family_id: day_of(at)
        for family_id, at in rows.order_by("received_at").values_list("family_id", "received_at")
    }


def pair_of(one: UUID, other: UUID) -> UUID:
    """What stands for two families without naming them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT referrals_pair(%s, %s)", [one, other])
        found: UUID = cursor.fetchone()[0]
    return found


def is_open_now(referral: Referral) -> bool:
    """Whether somebody is busy with a referral: not ended, and its trajectory not closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT referrals_is_open(%s, %s)", [referral.id, referral.state])
        return bool(cursor.fetchone()[0])

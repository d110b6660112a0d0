"""A referral of a family that lives elsewhere goes on to the desk that answers for it (rule 8)."""

from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import day_of, today
from eenplan.core.errors import RuleBroken
from eenplan.families.models import Family
from eenplan.network.queries import partnerships_on
from eenplan.referrals.actions.intake import keep, must_be_answered, must_be_undecided, standing
from eenplan.referrals.actions.place import Place, Where, place_on
from eenplan.referrals.models import Forwarding, Referral


@action
def forward(acting: Acting, *, referral_id: UUID, area: Where, reason: str) -> Referral:
    """Give a referral on to the partnership of where the family lives, on the day of receipt (rules 7 and 8).

    It keeps its reference, its moment of receipt and its deadline. From this moment the receiver answers for
    the family; the sender keeps one line about it. What came here wrongly goes on or back the same way.
    Refuses with `referrals:outcome-exists`, `reason-missing`, `our-own-area`, `danger-first`,
    `file-has-more`, and what the place refuses.
    """
    if not reason.strip():
        raise RuleBroken(
            "referrals:reason-missing",
            _("Schrijf kort waarom je dit doorgeeft. De ontvanger leest het meteen."),
            field="reason",
        )
    referral = standing(acting, referral_id)
    must_be_undecided(referral)
    must_be_answered(referral)
    place = _of_today(acting, area, place_on(acting, area, day_of(referral.received_at)))
    if place.partnership_id == referral.partnership_id:
        raise RuleBroken(
            "referrals:our-own-area",
            _("Deze gemeente hoort bij ons eigen gebied. Kijk de postcode na van waar het gezin woont."),
            field="place",
        )
    hand_over(acting, referral, place, reason.strip())
    return referral


def hand_over(acting: Acting, referral: Referral, place: Place, reason: str) -> None:
    """Move a referral, its family and its file to the partnership of a place. Nothing of it is read after this."""
    if Referral.objects.filter(family_id=referral.family_id).exclude(id=referral.id).exists():
        raise RuleBroken(
            "referrals:file-has-more",
            _(
                "Dit gezin heeft hier al een dossier met een vroegere aanmelding. Bel het andere"
                " samenwerkingsverband en spreek samen af wie verdergaat."
            ),
        )
    settle_place(referral, place)
    record(acting, "referrals:referral:forwarded", families=[referral.family_id], subject=referral.id)
    Forwarding.objects.create(
        family_id=referral.family_id,
        referral=referral,
        from_partnership_id=referral.partnership_id,
        to_partnership_id=place.partnership_id,
        reason=reason,
        author_id=acting.actor_id,
    )
    referral.partnership_id = place.partnership_id


def settle_place(referral: Referral, place: Place) -> None:
    """Note where the family lives, on the referral, its anonymous row and the family itself."""
    referral.municipality_id = place.municipality_id
    referral.zone_id = place.zone_id
    referral.postal_code = "" if referral.anonymous else place.postal_code
    keep(referral)
    Family.objects.filter(id=referral.family_id).update(
        municipality_id=place.municipality_id, postal_code=referral.postal_code
    )


def _of_today(acting: Acting, area: Where, place: Place) -> Place:
    """The same place; of a partnership that no longer works, the one that took its area over."""
    if any(one.id == place.partnership_id for one in partnerships_on(acting, today())):
        return place
    return place_on(acting, area, today())

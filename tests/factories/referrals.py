"""Makes referrals as they come in, through the product's own verbs. All names are invented."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from eenplan.core.acting import Acting, public_form, request_transaction
from eenplan.core.enums import Role
from eenplan.families.actions import NewDetail, NewPerson
from eenplan.families.enums import DetailKind, PersonRole
from eenplan.referrals.actions import NewReferral, Where, receive
from eenplan.referrals.enums import ReferralChannel, ReferrerType
from eenplan.referrals.models import Referral
from tests.cast import MARKER, Team

# A family whose every secret is a marker that can be searched for in whatever leaves the product.
FORM = NewReferral(
    family_name=MARKER.format("familienaam"),
    referrer_type=ReferrerType.CLB,
    channel=ReferralChannel.PHONE,
    persons=(
        NewPerson(PersonRole.PARENT, MARKER.format("moeder")),
        NewPerson(PersonRole.CHILD, MARKER.format("dochter"), birth_date=date(2013, 5, 4)),
        NewPerson(PersonRole.CHILD, MARKER.format("zoon")),
    ),
    details=(NewDetail(DetailKind.PHONE, "089 00 00 00", safe=True),),
    question=MARKER.format("vraag"),
    question_speaker=0,
    referrer_view=MARKER.format("kijk"),
    going_well=MARKER.format("goed"),
    domains=("housing", "school"),
    referrer_organisation=MARKER.format("clb"),
    referrer_name=MARKER.format("aanmelder"),
    referrer_email="aanmelder@example.org",
    family_informed=True,
)


def form(**changes: Any) -> NewReferral:
    """The form above, with changes."""
    return replace(FORM, **changes)


def where(team: Team) -> Where:
    """Where the families of a team live."""
    return Where(postal_code=team.postal_code)


def make_referral(team: Team, acting: Acting | None = None, **changes: Any) -> Referral:
    """A referral that the team's intake worker (or somebody else) wrote down."""
    acting = acting or team.acting(Role.INTAKE)
    with request_transaction(acting):
        return receive(acting, form=form(**changes), area=where(team), sent_token=uuid4())


def send_form(team: Team, **changes: Any) -> Referral:
    """A referral that came in through the public form."""
    return make_referral(team, public_form(), **changes)

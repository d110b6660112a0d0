"""An organisation stops, or goes on after all. What it was and did stays written down."""

from datetime import date, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions.organisations import must_keep
from eenplan.network.models import Assignment, Organisation, OrganisationPartnership, PartnershipName

# More partnerships than these are counted in a refusal, not named.
_MOST_NAMES = 5


def must_be_there(organisation_id: UUID, until: date | None, *, field: str) -> None:
    """Refuse with `network:organisation-ended` what would go on (up to `until`, exclusive) after an organisation stopped."""
    period = Organisation.objects.filter(id=organisation_id).values_list("period", flat=True).first()
    ends = period.upper if period is not None else None
    if ends is not None and (until is None or until > ends):
        raise RuleBroken(
            "network:organisation-ended",
            _(
                "Deze organisatie stopt op %(day)s. Kies een einde tot en met die dag, of laat ze eerst toch doorgaan."
            )
            % {"day": _said(ends - timedelta(days=1))},
            field=field,
        )


def _said(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


@action
def end_organisation(acting: Acting, *, organisation_id: UUID, last_day: date) -> None:
    """An organisation is there up to and including a day. Nobody is partner with it or works for it after that day.

    Raises NotFound; refuses with `network:organisation-who`, `organisation-past`, `organisation-ended` (it has a
    last day already), `organisation-is-partner` and `organisation-has-people`.
    """
    if not Organisation.objects.filter(id=organisation_id).exists():
        raise NotFound("organisation")
    must_keep(acting, organisation_id)
    row = Organisation.objects.select_for_update().get(id=organisation_id)
    if not today() <= last_day < date(2100, 1, 1):
        raise RuleBroken(
            "network:organisation-past",
            _("Kies vandaag of een latere dag voor 2100. Wat voorbij is, blijft zoals het was."),
            field="last_day",
        )
    if row.period.upper is not None:
        raise RuleBroken(
            "network:organisation-ended",
            _("Deze organisatie heeft al een laatste dag. Laat ze eerst toch doorgaan."),
            field="last_day",
        )
    until = last_day + timedelta(days=1)
    _must_be_no_partner(organisation_id, until)
    _must_have_no_people(organisation_id, until)
    row.period = DateRange(row.period.lower, until)
    row.save(update_fields=["period"])
    record(acting, "network:organisation:ended", subject=organisation_id)


def _after(until: date) -> Q:
    return Q(period__upper_inf=True) | Q(period__endswith__gt=until)


def _must_be_no_partner(organisation_id: UUID, until: date) -> None:
    where = OrganisationPartnership.objects.filter(_after(until), organisation_id=organisation_id)
    names = list(
        PartnershipName.objects.filter(
            partnership_id__in=where.values("partnership_id"), period__upper_inf=True
        )
        .order_by("name")
        .values_list("name", flat=True)
    )
    if where.exists():
        raise RuleBroken(
            "network:organisation-is-partner",
            _(
                "Deze organisatie is dan nog partner van %(names)s. Laat dat eerst stoppen, ten laatste op die dag."
            )
            % {"names": ", ".join([*names[:_MOST_NAMES], *(["…"] if len(names) > _MOST_NAMES else [])])},
            field="last_day",
        )


def _must_have_no_people(organisation_id: UUID, until: date) -> None:
    people = (
        Assignment.objects.filter(_after(until), staff_member__organisation_id=organisation_id)
        .values("staff_member_id")
        .distinct()
        .count()
    )
    if people:
        raise RuleBroken(
            "network:organisation-has-people",
            ngettext(
                "Er werkt dan nog %(count)s persoon van deze organisatie in een team. Laat die taak eerst stoppen, of verbeter de werkgever.",
                "Er werken dan nog %(count)s mensen van deze organisatie in een team. Laat hun taken eerst stoppen, of verbeter hun werkgever.",
                people,
            )
            % {"count": people},
            field="last_day",
        )


@action
def keep_organisation(acting: Acting, *, organisation_id: UUID) -> None:
    """An organisation that would stop goes on. Raises NotFound when no last day is to come, or it was before today."""
    if not Organisation.objects.filter(id=organisation_id, period__endswith__gt=today()).exists():
        raise NotFound("end")
    must_keep(acting, organisation_id)
    row = Organisation.objects.select_for_update().get(id=organisation_id)
    row.period = DateRange(row.period.lower, None)
    row.save(update_fields=["period"])
    record(acting, "network:organisation:kept", subject=organisation_id)

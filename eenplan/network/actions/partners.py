"""Being a partner of a partnership: it begins, changes from a day on, ends. What is over stays as it was."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions.organisation_ends import must_be_there
from eenplan.network.actions.organisations import must_say_source
from eenplan.network.enums import PartnerRole
from eenplan.network.models import Organisation, OrganisationPartnership, Partnership
from eenplan.network.rules.partners import LONGEST_SOURCE, Terms, check_terms, clean_text


def must_be_theirs(acting: Acting, partnership_id: UUID) -> None:
    """Refuse with `network:partner-who` whoever may not change the partners of a partnership."""
    own = acting.role == Role.COORDINATOR and acting.partnership_id == partnership_id
    if not own and acting.role not in (Role.ADMIN, Role.TASK):
        raise RuleBroken(
            "network:partner-who",
            _(
                "Partners past alleen de beheerder aan, of de netwerkcoördinator voor het eigen samenwerkingsverband."
            ),
        )


def _not_then(field: str) -> RuleBroken:
    return RuleBroken(
        "network:partner-not-then",
        _("Op die dag is deze organisatie hier geen partner. Kies een andere dag."),
        field=field,
    )


def _standing(organisation_id: UUID, partnership_id: UUID) -> Any:
    return OrganisationPartnership.objects.select_for_update().filter(
        organisation_id=organisation_id, partnership_id=partnership_id
    )


def _must_be_only_core(terms: Terms, partnership_id: UUID, period: DateRange, *, but: UUID) -> None:
    if terms.role != PartnerRole.CORE:
        return
    other = (
        OrganisationPartnership.objects.filter(
            partnership_id=partnership_id, role=PartnerRole.CORE, period__overlap=period
        )
        .exclude(organisation_id=but)
        .select_related("organisation")
        .first()
    )
    if other is not None:
        raise RuleBroken(
            "network:core-partner-taken",
            _("%(name)s is dan al kernpartner. Geef die partner eerst een andere rol.")
            % {"name": other.organisation.name},
            field="role",
        )


@action
def add_partner(
    acting: Acting,
    *,
    organisation_id: UUID,
    partnership_id: UUID,
    terms: Terms,
    since: date,
    until: date | None = None,
    source: str = "",
) -> UUID:
    """Let an organisation be a partner from a day on, up to `until` (exclusive). A day before today needs a `source`.

    Raises NotFound; refuses with `network:partner-who`, `partner-known`, `core-partner-taken`, `detail-source`,
    `organisation-ended` and what `check_terms` refuses.
    """
    must_be_theirs(acting, partnership_id)
    if not Partnership.objects.filter(id=partnership_id).exists():
        raise NotFound("partnership")
    if not Organisation.objects.filter(id=organisation_id).exists():
        raise NotFound("organisation")
    source = clean_text(source, field="source", most=LONGEST_SOURCE)
    check_terms(terms, since=since, until=until)
    must_say_source(since, source)
    period = DateRange(since, until)
    if _standing(organisation_id, partnership_id).filter(period__overlap=period).exists():
        raise RuleBroken(
            "network:partner-known",
            _("Deze organisatie is dan al partner. Kies andere dagen, of verander wat er staat."),
            field="since",
        )
    must_be_there(organisation_id, until, field="since")
    _must_be_only_core(terms, partnership_id, period, but=organisation_id)
    made = _begin(organisation_id, partnership_id, terms, period, source)
    record(acting, "network:partner:added", subject=made.id)
    return made.id


def _begin(
    organisation_id: UUID, partnership_id: UUID, terms: Terms, period: DateRange, source: str
) -> OrganisationPartnership:
    return OrganisationPartnership.objects.create(
        organisation_id=organisation_id,
        partnership_id=partnership_id,
        role=terms.role,
        subsidised=terms.subsidised,
        agreement_until=terms.agreement_until,
        reminder_days=terms.reminder_days,
        period=period,
        source=source,
        written_on=today(),
    )


@action
def change_partner(
    acting: Acting, *, organisation_id: UUID, partnership_id: UUID, terms: Terms, since: date
) -> UUID:
    """Let a partner take part in another way from a day on, today or later; what held before stays.

    What was written down today is corrected as a whole. Refuses with `network:partner-not-then` when it is no
    partner on that day, `partner-past`, `partner-planned`, `core-partner-taken` and what `check_terms` refuses.
    """
    must_be_theirs(acting, partnership_id)
    day = today()
    if since < day:
        raise RuleBroken(
            "network:partner-past",
            _("Kies vandaag of een latere dag. Wat voorbij is, blijft zoals het was."),
            field="since",
        )
    check_terms(terms, since=since)
    standing = _standing(organisation_id, partnership_id)
    if standing.filter(period__startswith__gt=since).exists():
        raise RuleBroken(
            "network:partner-planned",
            _("Voor later is er al een verandering. Neem die eerst terug, of kies een latere dag."),
            field="since",
        )
    now = standing.filter(period__contains=since).first()
    if now is None:
        raise _not_then("since")
    begins, until, source = since, now.period.upper, ""
    if now.written_on == day and (since == day or now.period.lower == since):
        begins, source = now.period.lower, now.source
        check_terms(terms, since=begins, until=until)
        now.delete()
    elif now.period.lower == since:
        raise RuleBroken(
            "network:partner-planned",
            _("Op die dag veranderde er al iets. Kies een latere dag."),
            field="since",
        )
    else:
        now.period = DateRange(now.period.lower, since)
        now.save(update_fields=["period"])
    period = DateRange(begins, until)
    _must_be_only_core(terms, partnership_id, period, but=organisation_id)
    made = _begin(organisation_id, partnership_id, terms, period, source)
    record(acting, "network:partner:changed", subject=made.id)
    return made.id


@action
def renew_agreement(
    acting: Acting,
    *,
    organisation_id: UUID,
    partnership_id: UUID,
    agreement_until: date | None,
    reminder_days: int | None,
    since: date,
) -> UUID:
    """A new agreement from a day on (None: without an end); role and subsidy stay. Refuses as `change_partner`."""
    now = _standing(organisation_id, partnership_id).filter(period__contains=since).first()
    if now is None:
        raise _not_then("since")
    terms = Terms(PartnerRole(now.role), now.subsidised, agreement_until, reminder_days)
    return change_partner(
        acting, organisation_id=organisation_id, partnership_id=partnership_id, terms=terms, since=since
    )


@action
def end_partner(acting: Acting, *, organisation_id: UUID, partnership_id: UUID, last_day: date) -> None:
    """An organisation is a partner up to and including a day; what was planned after it falls away.

    Its workers keep their assignments: those end on their own. Refuses with
    `network:partner-not-then`, `partner-past` and `partner-who`.
    """
    must_be_theirs(acting, partnership_id)
    day, until = today(), last_day + timedelta(days=1)
    if last_day < day or last_day.year >= 2100:
        raise RuleBroken(
            "network:partner-past",
            _("Kies vandaag of een latere dag voor 2100. Wat voorbij is, blijft zoals het was."),
            field="last_day",
        )
    standing = _standing(organisation_id, partnership_id)
    now = standing.filter(period__contains=last_day).first()
    if now is None:
        raise _not_then("last_day")
    standing.filter(period__startswith__gt=last_day).delete()
    now.period = DateRange(now.period.lower, until)
    now.save(update_fields=["period"])
    record(acting, "network:partner:ended", subject=now.id)


@action
def keep_partner(acting: Acting, *, organisation_id: UUID, partnership_id: UUID) -> None:
    """Let an end that was planned not happen. Raises NotFound when no end is to come; refuses with
    `network:organisation-ended` when the organisation itself stops."""
    must_be_theirs(acting, partnership_id)
    row = _standing(organisation_id, partnership_id).order_by("-period").first()
    if row is None or row.period.upper is None or row.period.upper <= today():
        raise NotFound("end")
    period = DateRange(row.period.lower, None)
    must_be_there(organisation_id, None, field="last_day")
    _must_be_only_core(Terms(PartnerRole(row.role)), partnership_id, period, but=organisation_id)
    row.period = period
    row.save(update_fields=["period"])
    record(acting, "network:partner:kept", subject=row.id)


@action
def take_back_partner(
    acting: Acting, *, organisation_id: UUID, partnership_id: UUID, stretch_id: UUID
) -> None:
    """Take back what was written down today or has not begun; what held before it goes on.

    Raises NotFound when there is no such stretch; refuses with `network:partner-begun` what stands longer.
    """
    must_be_theirs(acting, partnership_id)
    standing = _standing(organisation_id, partnership_id)
    row = standing.filter(id=stretch_id).first()
    if row is None:
        raise NotFound("stretch")
    lower, upper, day = row.period.lower, row.period.upper, today()
    if not (row.written_on == day or (lower is not None and lower > day)):
        raise RuleBroken(
            "network:partner-begun",
            _("Dit geldt al en kan je niet meer terugnemen. Leg een nieuwe verandering vast."),
        )
    row.delete()
    before = standing.filter(period__endswith=lower).first() if lower is not None and lower >= day else None
    if before is not None:
        before.period = DateRange(before.period.lower, upper)
        before.save(update_fields=["period"])
    record(acting, "network:partner:taken-back", subject=stretch_id)

"""The trusted person of somebody of a family: who it is, and letting them go (rule 35)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.consent.actions.shares import people_of_written
from eenplan.consent.models import TrustedPerson
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.errors import NotFound, RuleBroken


@dataclass(frozen=True, slots=True)
class NewTrustedPerson:
    """Whom somebody chose, and the four conditions: adult, not involved, clearly chosen, criminal record seen."""

    name: str
    is_adult: bool
    not_involved: bool
    clearly_chosen: bool
    record_seen_on: date | None


@action
def name_trusted_person(
    acting: Acting, *, family_id: UUID, person_id: UUID, who: NewTrustedPerson
) -> TrustedPerson:
    """Write down, from today, who somebody's trusted person is.

    Refuses with `consent:trusted-name`, `consent:trusted-condition` (its field), `consent:record-not-seen`,
    `consent:record-in-future` and `consent:trusted-already`.
    """
    if person_id not in people_of_written(acting, family_id):
        raise NotFound("person")
    if not who.name.strip():
        raise RuleBroken("consent:trusted-name", _("Vul de naam van de vertrouwenspersoon in."), field="name")
    for field in ("is_adult", "not_involved", "clearly_chosen"):
        if not getattr(who, field):
            raise RuleBroken(
                "consent:trusted-condition",
                _("Dit moet in orde zijn voor iemand vertrouwenspersoon kan zijn."),
                field=field,
            )
    if who.record_seen_on is None:
        raise RuleBroken(
            "consent:record-not-seen",
            _("Vul in wanneer je het uittreksel uit het strafregister zag (model 2)."),
            field="record_seen_on",
        )
    if who.record_seen_on > today():
        raise RuleBroken(
            "consent:record-in-future",
            _("Deze dag moet nog komen. Kijk de datum na."),
            field="record_seen_on",
        )
    if TrustedPerson.objects.filter(person_id=person_id, ended_at__isnull=True).exists():
        raise RuleBroken(
            "consent:trusted-already",
            _("Deze persoon heeft al een vertrouwenspersoon. Laat die eerst stoppen."),
            field="name",
        )
    row = TrustedPerson.objects.create(
        family_id=family_id,
        person_id=person_id,
        name=who.name.strip(),
        is_adult=who.is_adult,
        not_involved=who.not_involved,
        clearly_chosen=who.clearly_chosen,
        record_seen_on=who.record_seen_on,
        since=today(),
        author_id=acting.actor_id,
    )
    record(acting, "consent:trusted:named", families=[family_id], subject=row.id)
    return row


@action
def let_trusted_person_go(acting: Acting, *, trusted_person_id: UUID) -> None:
    """End it at once, because the person says so: by a worker, or with the person's own card."""
    row = TrustedPerson.objects.filter(id=trusted_person_id, ended_at__isnull=True).first()
    if row is None:
        raise NotFound("trusted person")
    row.ended_at, row.ended_by_id = now(), acting.actor_id
    row.save(update_fields=["ended_at", "ended_by"])
    record(acting, "consent:trusted:let-go", families=[row.family_id], subject=row.id)

"""Writing down that somebody decides for themselves other than age says, and that parents disagree."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.consent.actions.shares import people_of_written
from eenplan.consent.enums import Stage
from eenplan.consent.models import Capability, KnownDisagreement
from eenplan.consent.queries import legal_terms
from eenplan.consent.rules import Someone, stage_on
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken


@action
def judge_capability(
    acting: Acting,
    *,
    family_id: UUID,
    person_id: UUID,
    capable: bool,
    reason: str,
    discussed_on: date | None,
) -> Capability:
    """Write down, from today, that a minor can or cannot yet decide for themselves, other than now (rule 25).

    Refuses with `consent:of-age`, `consent:same-as-now`, `consent:reason-missing` and, while it was not talked over
    with the minor, `consent:not-discussed`.
    """
    who = _minor(acting, family_id, person_id)
    if (stage_on(who, today(), legal_terms(acting)) == Stage.CAPABLE) == capable:
        raise RuleBroken(
            "consent:same-as-now",
            _("Dat is nu al zo. Je hoeft niets te noteren."),
            field="capable",
        )
    if not reason.strip():
        raise RuleBroken(
            "consent:reason-missing", _("Schrijf waarom dit kind dit wel of nog niet kan."), field="reason"
        )
    if discussed_on is None:
        raise RuleBroken(
            "consent:not-discussed",
            _("Praat er eerst over met het kind zelf en vul dan in wanneer dat was."),
            field="discussed_on",
        )
    if discussed_on > today():
        raise RuleBroken(
            "consent:discussed-in-future",
            _("Deze dag moet nog komen. Praat er eerst over met het kind zelf."),
            field="discussed_on",
        )
    row = Capability.objects.create(
        family_id=family_id,
        person_id=person_id,
        capable=capable,
        reason=reason.strip(),
        discussed_on=discussed_on,
        from_day=today(),
        author_id=acting.actor_id,
    )
    record(acting, "consent:capability:judged", families=[family_id], subject=person_id)
    return row


@action
def note_disagreement(
    acting: Acting, *, family_id: UUID, person_id: UUID, since: date | None = None, note: str = ""
) -> KnownDisagreement:
    """Write down that those who decide for a minor do not agree: from then on all of them are asked (rule 27).

    Refuses with `consent:of-age`, `consent:known-already` and `consent:since-in-future`.
    """
    who = _minor(acting, family_id, person_id)
    day = since or today()
    if who.at_odds:
        raise RuleBroken("consent:known-already", _("Dit staat al genoteerd voor dit kind."), field="person")
    if day > today():
        raise RuleBroken(
            "consent:since-in-future", _("Deze dag moet nog komen. Kijk de datum na."), field="since"
        )
    row = KnownDisagreement.objects.create(
        family_id=family_id, person_id=person_id, since=day, note=note.strip(), author_id=acting.actor_id
    )
    record(acting, "consent:disagreement:noted", families=[family_id], subject=person_id)
    return row


@action
def end_disagreement(acting: Acting, *, disagreement_id: UUID) -> None:
    """Write down that they agree again, from today. Raises NotFound when it does not stand any more."""
    row = KnownDisagreement.objects.filter(id=disagreement_id).first()
    if row is None or not row.stands_on(today()):
        raise NotFound("disagreement")
    people_of_written(acting, row.family_id)
    row.until = today()
    row.save(update_fields=["until"])
    record(acting, "consent:disagreement:ended", families=[row.family_id], subject=row.person_id)


def _minor(acting: Acting, family_id: UUID, person_id: UUID) -> Someone:
    who = people_of_written(acting, family_id).get(person_id)
    if who is None:
        raise NotFound("person")
    if stage_on(who, today(), legal_terms(acting)) == Stage.ADULT:
        raise RuleBroken(
            "consent:of-age", _("Deze persoon is meerderjarig en beslist altijd zelf."), field="person"
        )
    return who

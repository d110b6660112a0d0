"""Refusing a helper, and taking that back (rule 38). The trajectory goes on; the coach looks for somebody else."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.consent.actions.shares import people_of_written
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import say, write_item
from eenplan.families.enums import ItemKind
from eenplan.families.rules import FOR_FEW, Labels
from eenplan.network.models import Organisation, StaffMember
from eenplan.rights.enums import AskedHow
from eenplan.rights.models import HelperRefusal
from eenplan.rights.queries.readers import someone


@dataclass(frozen=True, slots=True)
class Refused:
    """Who is refused: a worker, an organisation, or somebody by `name` alone."""

    name: str = ""
    staff_member_id: UUID | None = None
    organisation_id: UUID | None = None


@action
def refuse_helper(
    acting: Acting,
    *,
    family_id: UUID,
    person_id: UUID,
    helper: Refused,
    how: AskedHow,
    reason: str = "",
    language: str = "nl",
    on: date | None = None,
    labels: Labels = FOR_FEW,
) -> HelperRefusal:
    """Write down that somebody would rather not have a helper, from a day on, perhaps with why in their words.

    Refuses with `rights:helper-missing`, `rights:refused-already`, `rights:asked-ahead`, `rights:how`.
    """
    people_of_written(acting, family_id)
    someone(acting, family_id, person_id)
    if (acting.role == Role.FAMILY_MEMBER) != (how == AskedHow.OWN_CARD):
        raise RuleBroken(
            "rights:how",
            _("Met de eigen kaart zegt iedereen dit voor zichzelf. De coach noteert wat gezegd werd."),
            field="how",
        )
    if on is not None and on > today():
        raise RuleBroken(
            "rights:asked-ahead", _("Kies vandaag of een dag die voorbij is."), field="refused_on"
        )
    name = _name(helper)
    standing = HelperRefusal.objects.filter(
        family_id=family_id, person_id=person_id, name=name, withdrawn_on__isnull=True
    )
    if standing.exists():
        raise RuleBroken("rights:refused-already", _("Dit staat er al."), field="helper")
    item = write_item(acting, family_id=family_id, kind=ItemKind.NOTE, from_whom_id=person_id, labels=labels)
    row = HelperRefusal.objects.create(
        item=item,
        family_id=family_id,
        person_id=person_id,
        name=name,
        staff_member_id=helper.staff_member_id,
        organisation_id=helper.organisation_id,
        how=how,
        refused_on=on or today(),
        recorded_by_id=acting.actor_id,
    )
    # Words of their own, so that the file says whom it is about wherever the piece stands.
    told = _("Liever niet als helper: %(name)s") % {"name": name}
    say(acting, item_id=item.id, slot="refused", text=told, language=language, speaker_id=person_id)
    if reason.strip():
        say(acting, item_id=item.id, text=reason, language=language, speaker_id=person_id)
    record(acting, "rights:helper:refused", families=[family_id], subject=item.id)
    return row


@action
def withdraw_refusal(acting: Acting, *, family_id: UUID, item_id: UUID) -> None:
    """The helper may come after all: with the own card for oneself, or written down when the person says so."""
    row = _standing(acting, family_id, item_id)
    if acting.role == Role.FAMILY_MEMBER:
        someone(acting, family_id, row.person_id)
    row.withdrawn_on = today()
    row.withdrawn_by_id = acting.actor_id
    row.save(update_fields=["withdrawn_on", "withdrawn_by"])
    record(acting, "rights:helper:accepted-again", families=[family_id], subject=item_id)


@action
def note_found(acting: Acting, *, family_id: UUID, item_id: UUID) -> None:
    """Somebody else was looked for and found, or was talked about: the coach's list of today is done with it."""
    row = _standing(acting, family_id, item_id)
    if acting.role == Role.FAMILY_MEMBER:
        raise NotFound("refusal")
    row.found_on = row.found_on or today()
    row.save(update_fields=["found_on"])
    record(acting, "rights:helper:other-found", families=[family_id], subject=item_id)


def _standing(acting: Acting, family_id: UUID, item_id: UUID) -> HelperRefusal:
    people_of_written(acting, family_id)
    row = HelperRefusal.objects.filter(
        item_id=item_id, family_id=family_id, withdrawn_on__isnull=True
    ).first()
    if row is None:
        raise NotFound("refusal")
    return row


def _name(helper: Refused) -> str:
    """How the helper is called. Raises NotFound for who is not there, RuleBroken for nobody."""
    name: str | None = helper.name.strip()
    if helper.staff_member_id:
        name = StaffMember.objects.filter(id=helper.staff_member_id).values_list("name", flat=True).first()
    elif helper.organisation_id:
        name = Organisation.objects.filter(id=helper.organisation_id).values_list("name", flat=True).first()
    elif not name:
        raise RuleBroken(
            "rights:helper-missing", _("Kies of schrijf wie je liever niet hebt."), field="helper"
        )
    if not name:
        raise NotFound("helper")
    return name[:200]

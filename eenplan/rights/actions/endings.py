"""Keeping the calendar of what ends, telling of it, and holding it back (rule 42)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.audit.models import Event
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.outgoing import Left
from eenplan.families.enums import DetailKind
from eenplan.families.models import ContactDetail, Family, Responsibility
from eenplan.families.queries.safety import mail_is_held_back
from eenplan.families.rules.addresses import address_of
from eenplan.referrals.models import Referral
from eenplan.rights.enums import EndGround
from eenplan.rights.models import Ending, Hold
from eenplan.rights.queries.retention import files_of, looked_after, periods
from eenplan.rights.rules.retention import End, ends_of, tell_from

# How far ahead the calendar looks, in days; who needs a birth date stands on it whenever it ends.
AHEAD = timedelta(days=366)
BATCH = 500
LONGEST_HOLD = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many rows of the calendar were added, changed and taken away."""

    added: int = 0
    changed: int = 0
    gone: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.added + other.added, self.changed + other.changed, self.gone + other.gone)


def keep_calendar(acting: Acting, *, until: date | None = None) -> Kept:
    """Bring the calendar in line with the files, some hundreds at a time. As the owner; safe to repeat.

    It holds what ends until a day (a year from today). What moved to another day is told of anew.
    """
    horizon = until or today() + AHEAD
    kept, last = Kept(), UUID(int=0)
    while batch := list(
        Family.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:BATCH]
    ):
        kept += _keep_some(acting, family_ids=batch, horizon=horizon)
        last = batch[-1]
    return kept


@action
def _keep_some(acting: Acting, *, family_ids: Sequence[UUID], horizon: date) -> Kept:
    law = periods(acting)
    wanted = {
        (family_id, end.person_id): end
        for family_id, file in files_of(acting, family_ids).items()
        for end in ends_of(file, law)
        if end.day <= horizon or end.needs_date
    }
    standing = {
        (row.family_id, row.person_id): row for row in Ending.objects.filter(family_id__in=family_ids)
    }
    gone = [row.id for key, row in standing.items() if key not in wanted]
    if gone:
        Ending.objects.filter(id__in=gone).delete()
    if not wanted:
        return Kept(gone=len(gone))
    where = _partnerships({family_id for family_id, _person in wanted})
    references = dict(Family.objects.filter(id__in=where).values_list("id", "reference"))
    new, changed = [], []
    for key, end in wanted.items():
        family_id, _person = key
        facts = {
            "reference": references[family_id],
            "partnership_id": where[family_id],
            "day": end.day,
            "ground": end.ground,
            "needs_date": end.needs_date,
        }
        row = standing.get(key)
        if row is None:
            new.append(Ending(family_id=family_id, person_id=end.person_id, **facts))
        elif any(getattr(row, name) != value for name, value in facts.items()):
            if row.day != end.day:
                row.told_on = row.detail_id = row.sending_at = row.sent_at = None
            for name, value in facts.items():
                setattr(row, name, value)
            changed.append(row)
    Ending.objects.bulk_create(new)
    if changed:
        Ending.objects.bulk_update(
            changed,
            [
                *("reference", "partnership_id", "day", "ground", "needs_date"),
                *("told_on", "detail_id", "sending_at", "sent_at"),
            ],
        )
    return Kept(len(new), len(changed), len(gone))


def _partnerships(family_ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Who answers for each family, or did so last. One query."""
    found: dict[UUID, UUID | None] = dict.fromkeys(family_ids)
    rows = Responsibility.objects.filter(family_id__in=list(found)).order_by("family_id", "period")
    found.update(rows.values_list("family_id", "partnership_id"))
    return found


@action
def tell(acting: Acting) -> int:
    """Say of what ends soon that it does: on the screens of who looks after it, and to the family where that is safe.

    Gives how many rows of the calendar it is. As the owner; safe to repeat: each is told of once.
    """
    law = periods(acting)
    rows = [
        row
        for row in Ending.objects.filter(
            told_on__isnull=True, day__lt=today() + timedelta(days=law.retention_notice_days)
        ).select_for_update()
        if tell_from(_end(row), law) <= today()
    ]
    addresses = _safe_addresses({row.family_id for row in rows})
    for row in rows:
        row.told_on = today()
        row.detail_id = addresses.get(row.family_id)
        record(acting, "rights:ending:told", families=[row.family_id], subject=row.id)
    Ending.objects.bulk_update(rows, ["told_on", "detail_id"])
    return len(rows)


def _end(row: Ending) -> End:
    return End(row.day, EndGround(row.ground), row.person_id, row.needs_date)


def _safe_addresses(family_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """An e-mail address of each family that is known to be safe, where contact was said to be safe."""
    of_family = Referral.objects.filter(family_id=OuterRef("family_id"))
    rows = (
        ContactDetail.objects.alias(held=mail_is_held_back("value"))
        .filter(
            Exists(of_family.filter(safe_to_contact=True)),
            family_id__in=list(family_ids),
            kind=DetailKind.EMAIL,
            safe=True,
            held=False,
            item__ended_at__isnull=True,
        )
        .order_by("family_id", "-item__created_at")
        .values_list("family_id", "item_id")
    )
    found: dict[UUID, UUID] = {}
    for family_id, detail_id in rows:
        found.setdefault(family_id, detail_id)
    return found


def waiting_endings(acting: Acting) -> list[UUID]:
    """E-mails that tell of an end and wait, the oldest first. For the machine, as the owner. One query."""
    rows = Ending.objects.filter(told_on__isnull=False, detail__isnull=False, sending_at__isnull=True)
    return list(rows.order_by("told_on", "id").values_list("id", flat=True))


@action
def claim_notice(acting: Acting, *, ending_id: UUID) -> bool:
    """Claim an e-mail that tells of an end, so that no other sender takes it; False when there is nothing to send.

    Only for the machine, as the owner. Whether it is safe is asked here, at the last moment: if it is not, nothing is
    sent, later neither, and the screens tell. Claimed before it goes: it is never sent twice.
    """
    if acting.role != Role.TASK:
        raise NotFound("notice")
    row = (
        Ending.objects.annotate(held=mail_is_held_back("detail__value"))
        .select_related("detail__item")
        .filter(id=ending_id, told_on__isnull=False, detail__isnull=False, sending_at__isnull=True)
        .select_for_update(of=("self",))
        .first()
    )
    if row is None:
        return False
    if row.held or not _may_be_mailed(row.detail):
        row.detail = None
        row.save(update_fields=["detail"])
        record(acting, "rights:ending:kept", families=[row.family_id], subject=row.id)
        return False
    row.sending_at = now()
    row.save(update_fields=["sending_at"])
    return True


def _may_be_mailed(detail: ContactDetail | None) -> bool:
    """Whether an address stands still as safe, and is one."""
    if detail is None or not detail.safe or detail.item.ended_at is not None:
        return False
    return address_of(detail.value) is not None


@action
def note_notice_sent(acting: Acting, *, ending_id: UUID, how: Left) -> None:
    """What became of a claimed e-mail. What certainly did not leave waits again; of all else the screens tell."""
    row = Ending.objects.select_for_update().filter(id=ending_id, sending_at__isnull=False).first()
    if row is None:  # meanwhile it ends on another day, of which is told anew; or not at all
        return
    if how is Left.LEFT:
        row.sent_at = now()
        row.save(update_fields=["sent_at"])
        record(acting, "rights:ending:mailed", families=[row.family_id], subject=row.id)
    elif how is Left.NOT_YET:
        row.sending_at = None
        row.save(update_fields=["sending_at"])


@action
def place_hold(acting: Acting, *, ending_id: UUID, reason: str, until: date) -> Hold:
    """Destroy nothing of this file until and with a day, for a reason that names nobody.

    For the coordinator and the privacy officer, of a file on their calendar. Refuses with `rights:hold-reason`,
    `rights:hold-past`, `rights:hold-too-long` or `rights:hold-stands`.
    """
    row = _on_calendar(acting, ending_id)
    if not reason.strip():
        raise RuleBroken(
            "rights:hold-reason", _("Schrijf waarom dit nog moet blijven, zonder namen."), field="reason"
        )
    if until <= today():
        raise RuleBroken(
            "rights:hold-past", _("Deze dag is voorbij. Kies een dag die nog komt."), field="until"
        )
    if until > today() + LONGEST_HOLD:
        raise RuleBroken(
            "rights:hold-too-long",
            _("Dat is langer dan vijf jaar. Kies een vroegere dag; je kunt later opnieuw kiezen."),
            field="until",
        )
    earlier = Hold.objects.filter(family_id=row.family_id, lifted_at__isnull=True).first()
    if earlier is not None:
        if earlier.until >= today():
            raise RuleBroken(
                "rights:hold-stands",
                _("Dit dossier wordt al langer bewaard. Stop dat eerst, als je een andere dag wilt."),
            )
        _lift(acting, earlier)
    hold = Hold.objects.create(
        family_id=row.family_id,
        reference=row.reference,
        partnership_id=looked_after(acting),
        reason=reason.strip(),
        until=until,
        placed_by_id=acting.actor_id,
    )
    record(acting, "rights:hold:placed", families=[row.family_id], subject=hold.id)
    return hold


@action
def lift_hold(acting: Acting, *, hold_id: UUID) -> None:
    """The reason is over: from today on the file ends as the calendar says. NotFound out of reach."""
    hold = Hold.objects.filter(
        id=hold_id, partnership_id=looked_after(acting), lifted_at__isnull=True
    ).first()
    if hold is None:
        raise NotFound("hold")
    _lift(acting, hold)


def _lift(acting: Acting, hold: Hold) -> None:
    hold.lifted_at, hold.lifted_by_id = now(), acting.actor_id
    hold.save(update_fields=["lifted_at", "lifted_by"])
    record(acting, "rights:hold:lifted", families=[hold.family_id], subject=hold.id)


def _on_calendar(acting: Acting, ending_id: UUID) -> Ending:
    row = Ending.objects.filter(id=ending_id, partnership_id=looked_after(acting)).first()
    if row is None:
        raise NotFound("ending")
    return row


@action
def clear_outbox(acting: Acting) -> int:
    """Remove events of longer ago than the period for them. Gives how many. As the owner; safe to repeat."""
    before = now() - timedelta(days=periods(acting).retention_outbox_days)
    number, _by_table = Event.objects.filter(at__lt=before).delete()
    return number

"""How each person hears that something is ready: chosen with the own card or at the table, by an address that is safe."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import NewDetail, note_detail
from eenplan.families.enums import DetailKind
from eenplan.families.models import ContactDetail, Entrance, Person
from eenplan.families.queries import person_of
from eenplan.families.queries.safety import is_unsafe
from eenplan.families.rules.addresses import Address, address_of
from eenplan.plans.enums import HearsBy
from eenplan.plans.models import HearsHow
from eenplan.plans.queries.notices import address_to


@action
def choose_own_way(acting: Acting, *, by: HearsBy, entrance_id: UUID | None = None) -> HearsHow:
    """Choose how one hears of something, with the own card: at an address by which one comes in. Refuses as below."""
    return _choose(acting, person_of(acting), by, None, entrance_id)


@action
def choose_way(
    acting: Acting,
    *,
    person_id: UUID,
    by: HearsBy,
    detail_id: UUID | None = None,
    entrance_id: UUID | None = None,
    typed: str = "",
) -> HearsHow:
    """Note at the table how somebody wants to hear of something; `typed` is an address that does not stand there yet.

    Refuses with `plans:hears-address` without an address that fits, `plans:hears-unsafe` for one that is not safe.
    """
    person = Person.objects.filter(id=person_id, due_date__isnull=True).first()
    if person is None or acting.role not in (Role.COACH, Role.COORDINATOR):
        raise NotFound("person")
    if by in (HearsBy.EMAIL, HearsBy.TEXT) and typed.strip():
        detail_id, entrance_id = _noted(acting, person, by, typed), None
    return _choose(acting, person, by, detail_id, entrance_id)


def _noted(acting: Acting, person: Person, by: HearsBy, typed: str) -> UUID:
    """The address as it stands in the file of this person; written down when it does not yet."""
    address = address_of(typed)
    if address is None or HearsBy(address.kind.value) is not by:
        raise RuleBroken(
            "plans:hears-address",
            _("Typ een e-mailadres, zoals naam@voorbeeld.be.")
            if by is HearsBy.EMAIL
            else _(
                "Typ een gsm-nummer, zoals 0470 00 00 00. Van een nummer uit een ander land typ je ook het plusteken en de landcode."
            ),
            field="typed",
        )
    _must_be_safe(person.family_id, address, "typed")
    kind = DetailKind.EMAIL if by is HearsBy.EMAIL else DetailKind.PHONE
    for known in _details_of(person, kind):
        if known.safe and address_of(known.value) == address:
            return known.item_id
    noted = note_detail(
        acting,
        family_id=person.family_id,
        person_id=person.id,
        detail=NewDetail(kind, typed.strip(), safe=True),
    )
    return noted.item_id


def _details_of(person: Person, kind: DetailKind) -> list[ContactDetail]:
    return list(
        ContactDetail.objects.filter(
            Q(person=person) | Q(person__isnull=True),
            family_id=person.family_id,
            kind=kind,
            item__ended_at__isnull=True,
        )
    )


def _must_be_safe(family_id: UUID, address: Address, field: str) -> None:
    if is_unsafe(family_id, address):
        raise RuleBroken(
            "plans:hears-unsafe",
            _(
                "Van dit adres of nummer staat dat het niet veilig is. Kies een ander, of kies ‘niets sturen’."
            ),
            field=field,
        )


def _choose(
    acting: Acting, person: Person, by: HearsBy, detail_id: UUID | None, entrance_id: UUID | None
) -> HearsHow:
    row = HearsHow.objects.filter(person=person).first() or HearsHow(
        family_id=person.family_id, person_id=person.id
    )
    row.by, row.detail_id, row.entrance_id = by, None, None
    if by in (HearsBy.EMAIL, HearsBy.TEXT):
        row.detail_id, row.entrance_id = _address(person, by, detail_id, entrance_id)
        address = address_to(row)
        if address is None:
            raise RuleBroken(
                "plans:hears-address", _("Kies naar welk adres of nummer het mag."), field="address"
            )
        _must_be_safe(person.family_id, address, "address")
    row.chosen_by_id, row.chosen_at = acting.actor_id, now()
    changed = ["by", "detail", "entrance", "chosen_by", "chosen_at"]
    row.save(update_fields=None if row._state.adding else changed)
    record(acting, "plans:hears:chosen", families=[person.family_id], subject=person.id)
    return row


def _address(
    person: Person, by: HearsBy, detail_id: UUID | None, entrance_id: UUID | None
) -> tuple[UUID | None, UUID | None]:
    """The address as chosen, if it is of this person and of this kind."""
    if entrance_id:
        mine = Entrance.objects.filter(
            id=entrance_id, person=person, kind=by.value, confirmed_at__isnull=False, ended_at__isnull=True
        )
        return None, mine.values_list("id", flat=True).first()
    if detail_id:
        kind = DetailKind.EMAIL if by is HearsBy.EMAIL else DetailKind.PHONE
        found = {one.pk for one in _details_of(person, kind) if one.safe}
        return (detail_id if detail_id in found else None), None
    return None, None


@action
def mark_unsafe(acting: Acting, *, family_id: UUID, detail_id: UUID) -> None:
    """From now on nothing goes to this address or number, by any way: not what waits to be sent either."""
    detail = ContactDetail.objects.filter(
        item_id=detail_id, family_id=family_id, item__ended_at__isnull=True
    ).first()
    if detail is None or acting.role not in (Role.COACH, Role.COORDINATOR):
        raise NotFound("contact detail")
    if detail.safe is not False:
        detail.safe = False
        detail.save(update_fields=["safe"])
        record(acting, "families:contact_detail:unsafe", families=[detail.family_id], subject=detail_id)

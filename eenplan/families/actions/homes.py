"""Who lives where, who is what to a child, a birth, and whether a parent elsewhere knows. All with dates."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions.corrections import change_person, known_person
from eenplan.families.actions.items import end_item, relabel, write_item
from eenplan.families.enums import DetailKind, ItemKind, PersonRole, Share, TieKind
from eenplan.families.models import ContactDetail, Home, Item, Person, Residence, Tie
from eenplan.families.rules import Place, begins, check_birth


@dataclass(frozen=True, slots=True)
class HomeFields:
    """A home as it is written down: what the family calls it, from and until when, and who lives there.

    `until` is the last day. `address` None leaves it as it is; it is for the other home only when
    `for_everyone` says so.
    """

    name: str
    since: date | None = None
    until: date | None = None
    residents: Mapping[UUID, Share] | None = None
    address: str | None = None
    municipality_id: UUID | None = None
    for_everyone: bool = False


@action
def keep_home(acting: Acting, *, item_id: UUID, home: HomeFields) -> Home:
    """Write down or change the home that an item stands for.

    Refuses with `families:home-name-missing`, `families:home-ends-first` or `families:lives-full-elsewhere`.
    """
    item = Item.objects.filter(id=item_id, kind=ItemKind.HOME).first()
    if item is None:
        raise NotFound("home")
    if not home.name.strip():
        raise RuleBroken(
            "families:home-name-missing",
            _("Geef dit huis een naam, zoals jullie het noemen: bij mama, bij oma."),
            field="name",
        )
    if home.since and home.until and home.until < home.since:
        raise RuleBroken(
            "families:home-ends-first", _("De laatste dag ligt vóór de eerste. Kijk ze na."), field="until"
        )
    row = Home.objects.filter(item=item).first() or Home(item=item, family_id=item.family_id)
    row.name = home.name.strip()
    row.period = DateRange(home.since, home.until, bounds="[]")
    row.save()
    if home.residents is not None:
        _settle(row, home.residents)
    if home.address is not None:
        _note_address(acting, row, home)
    record(acting, "families:home:kept", families=[item.family_id], subject=item_id)
    return row


def _settle(home: Home, wanted: Mapping[UUID, Share]) -> None:
    """From today on these people live there; until today it was as it stood."""
    day = today()
    people = set(Person.objects.filter(family_id=home.family_id).values_list("id", flat=True))
    if not set(wanted) <= people:
        raise NotFound("person")
    _check_full(home, wanted, day)
    standing = {row.person_id: row for row in Residence.objects.filter(home=home, period__contains=day)}
    for person_id, row in standing.items():
        if wanted.get(person_id) == row.share:
            continue
        if row.period.lower == day:
            row.delete()
        else:
            row.period = DateRange(row.period.lower, day)
            row.save(update_fields=["period"])
    is_new = not Residence.objects.filter(home=home).exists()
    since = home.period.lower if is_new and (home.period.lower or day) <= day else day
    Residence.objects.bulk_create(
        [
            Residence(
                family_id=home.family_id,
                home=home,
                person_id=person_id,
                share=share,
                period=DateRange(since, None),
            )
            for person_id, share in wanted.items()
            if person_id not in standing or standing[person_id].share != share
        ]
    )


def _check_full(home: Home, wanted: Mapping[UUID, Share], day: date) -> None:
    """Who lives somewhere all the time lives nowhere else."""
    elsewhere = Residence.objects.filter(
        family_id=home.family_id,
        period__contains=day,
        home__period__contains=day,
        home__item__ended_at__isnull=True,
        person_id__in=list(wanted),
    ).exclude(home=home)
    for row in elsewhere.select_related("home", "person").order_by("person__position"):
        if Share.FULL in (row.share, wanted[row.person_id]):
            raise RuleBroken(
                "families:lives-full-elsewhere",
                _(
                    "%(name)s staat ook bij ‘%(home)s’. Wie in twee huizen woont, woont in elk een deel van de"
                    " tijd. Kies dat hier, en pas ook het andere huis aan."
                )
                % {"name": row.person.given_name, "home": row.home.name},
                field=f"lives_{row.person_id.hex}",
            )


def _note_address(acting: Acting, home: Home, fields: HomeFields) -> None:
    labels = begins(Place.SHARED_ADDRESS if fields.for_everyone else Place.ADDRESS)
    text = (fields.address or "").strip()
    standing = (
        ContactDetail.objects.filter(home=home, item__ended_at__isnull=True).order_by("-item_id").first()
    )
    if standing and standing.value == text and standing.municipality_id == fields.municipality_id:
        relabel(acting, item_id=standing.item_id, labels=labels)
        return
    if standing:
        end_item(acting, item_id=standing.item_id)
    if text:
        item = write_item(acting, family_id=home.family_id, kind=ItemKind.CONTACT_DETAIL, labels=labels)
        ContactDetail.objects.create(
            item=item,
            family_id=home.family_id,
            kind=DetailKind.ADDRESS,
            value=text,
            home=home,
            municipality_id=fields.municipality_id,
        )


@action
def record_birth(acting: Acting, *, person_id: UUID, given_name: str, birth_date: date) -> Person:
    """A child that was expected is born: it gets its name and birth date, and all that was written of it stays.

    Refuses with `families:already-born`, `families:name-missing`, `birth-date-in-future` or
    `families:birth-far-from-due`.
    """
    person = _person(person_id)
    if person.due_date is None:
        raise RuleBroken("families:already-born", _("Dit kind is al geboren."))
    if not given_name.strip():
        raise RuleBroken("families:name-missing", _("Vul de voornaam in."), field="given_name")
    check_birth(birth_date, due_date=person.due_date, on=today())
    born = replace(known_person(person), given_name=given_name.strip(), birth_date=birth_date, due_date=None)
    change_person(acting, person_id=person_id, person=born)
    record(acting, "families:person:born", families=[person.family_id], subject=person_id)
    return _person(person_id)


@action
def tie(acting: Acting, *, person_id: UUID, child_id: UUID, kind: TieKind, since: date | None = None) -> Tie:
    """Say what somebody is to a child, since a day (None: always). Refuses with `families:tie-stands`."""
    person, child = _person(person_id), _person(child_id)
    if person.family_id != child.family_id or person.id == child.id or child.role != PersonRole.CHILD:
        raise NotFound("person")
    if since and since > today():
        raise RuleBroken(
            "families:tie-in-future", _("Deze dag moet nog komen. Kijk de datum na."), field="since"
        )
    if Tie.objects.filter(
        person=person, child=child, kind=kind, period__overlap=DateRange(since, None)
    ).exists():
        raise RuleBroken("families:tie-stands", _("Dit staat er al. Kies iemand anders, of iets anders."))
    row = Tie.objects.create(
        family_id=person.family_id, person=person, child=child, kind=kind, period=DateRange(since, None)
    )
    record(acting, "families:tie:made", families=[row.family_id], subject=row.id)
    return row


@action
def untie(acting: Acting, *, tie_id: UUID) -> None:
    """From today on it is so no longer; until today it was. What was written today by mistake is removed."""
    row = Tie.objects.filter(id=tie_id, period__contains=today()).first()
    if row is None:
        raise NotFound("tie")
    if row.period.lower == today():
        row.delete()
    else:
        row.period = DateRange(row.period.lower, today())
        row.save(update_fields=["period"])
    record(acting, "families:tie:ended", families=[row.family_id], subject=tie_id)


@action
def note_informed(acting: Acting, *, person_id: UUID, informed: bool | None) -> None:
    """Whether a parent who lives elsewhere knows of the plan; None: nobody knows."""
    person = _person(person_id)
    person.informed = informed
    person.informed_on = today() if informed is not None else None
    person.save(update_fields=["informed", "informed_on"])
    record(acting, "families:person:informed", families=[person.family_id], subject=person_id)


def _person(person_id: UUID) -> Person:
    person = Person.objects.filter(id=person_id).first()
    if person is None:
        raise NotFound("person")
    return person

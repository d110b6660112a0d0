"""Who belongs to whom: ties between people, relatives who stand on the drawing alone, and who has died."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions.families import reached_family
from eenplan.families.actions.items import end_item, relabel, write_item
from eenplan.families.enums import Gender, ItemKind, KinshipKind, TieKind
from eenplan.families.models import Home, Kinship, Person, Relative, Tie
from eenplan.families.rules import Labels, Place, begins
from eenplan.families.rules.ties import check_kinship, check_years, comes_down_from

# More do not fit on one drawing that can still be read.
MOST_RELATIVES = 40


@dataclass(frozen=True, slots=True)
class RelativeFields:
    """Somebody as the family tells of them; `died` without a year when only that is known."""

    name: str = ""
    gender: Gender = Gender.UNKNOWN
    born: int | None = None
    is_dead: bool = False
    died: int | None = None
    home_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class KinshipFields:
    """What `one` is of `other`: each a person of the file or a relative. `since` and `until` are years."""

    one_id: UUID
    kind: KinshipKind
    other_id: UUID
    since: int | None = None
    until: int | None = None


@action
def note_relative(
    acting: Acting,
    *,
    family_id: UUID,
    relative: RelativeFields,
    item_id: UUID | None = None,
    labels: Labels | None = None,
) -> UUID:
    """Put somebody on the drawing who is not in the file, or with `item_id` change what is known of them.

    Refuses with `families:relative-name-missing`, `families:year-impossible`, `families:years-in-order` or
    `families:too-many-relatives`. Gives the id of the item, by which ties name them.
    """
    reached_family(family_id)
    if not relative.name.strip():
        raise RuleBroken(
            "families:relative-name-missing",
            _("Schrijf hoe jullie deze persoon noemen: oma Lutgart, nonkel Dirk."),
            field="name",
        )
    check_years(relative.born, relative.died, year=today().year, names=("born", "died"))
    if relative.home_id and not Home.objects.filter(item_id=relative.home_id, family_id=family_id).exists():
        raise NotFound("home")
    row = _relative(acting, family_id, item_id, labels)
    row.name, row.gender, row.born = relative.name.strip(), relative.gender, relative.born
    row.is_dead, row.died = relative.is_dead or relative.died is not None, relative.died
    row.home_id = relative.home_id
    row.save()
    record(acting, "families:relative:noted", families=[family_id], subject=row.item_id)
    return row.item_id


@action
def note_death(
    acting: Acting, *, person_id: UUID, died: int | None = None, labels: Labels | None = None
) -> UUID:
    """Say that somebody of the file has died, in which year (None: not known); said again, the year changes."""
    person = Person.objects.filter(id=person_id).first()
    if person is None:
        raise NotFound("person")
    born = person.birth_date.year if person.birth_date else None
    check_years(born, died, year=today().year, names=("died", "died"))
    standing = Relative.objects.filter(person=person).first()
    row = standing or _relative(acting, person.family_id, None, labels)
    row.person, row.is_dead, row.died = person, True, died
    row.save()
    if standing and labels is not None:
        relabel(acting, item_id=row.item_id, labels=labels)
    record(acting, "families:relative:died", families=[person.family_id], subject=row.item_id)
    return row.item_id


def _relative(acting: Acting, family_id: UUID, item_id: UUID | None, labels: Labels | None) -> Relative:
    """The row to fill in: a new one with its item, or the one that stands, relabelled."""
    if item_id is None:
        if Relative.objects.filter(family_id=family_id).count() >= MOST_RELATIVES:
            raise RuleBroken(
                "families:too-many-relatives",
                _("Er staan al heel veel mensen op de tekening. Haal er eerst iemand af."),
            )
        item = write_item(
            acting, family_id=family_id, kind=ItemKind.RELATIVE, labels=labels or begins(Place.RELATIVE)
        )
        return Relative(item=item, family_id=family_id)
    row = Relative.objects.filter(item_id=item_id, family_id=family_id, person__isnull=True).first()
    if row is None:
        raise NotFound("relative")
    if labels is not None:
        relabel(acting, item_id=item_id, labels=labels)
    return row


@action
def draw_tie(
    acting: Acting,
    *,
    family_id: UUID,
    kinship: KinshipFields,
    item_id: UUID | None = None,
    labels: Labels | None = None,
) -> UUID:
    """Say what one is of another, or with `item_id` change it.

    Refuses as `check_kinship` does, and with `families:kinship-stands` or `families:own-forebear`.
    """
    reached_family(family_id)
    check_kinship(
        kinship.kind,
        kinship.one_id,
        kinship.other_id,
        since=kinship.since,
        until=kinship.until,
        year=today().year,
    )
    row = Kinship.objects.filter(item_id=item_id, family_id=family_id).first() if item_id else None
    if item_id and row is None:
        raise NotFound("kinship")
    standing = Kinship.objects.filter(family_id=family_id)
    _check_among(family_id, kinship, standing.exclude(item_id=item_id) if item_id else standing)
    ends = {**_end("one", family_id, kinship.one_id), **_end("other", family_id, kinship.other_id)}
    if row is None:
        item = write_item(
            acting, family_id=family_id, kind=ItemKind.KINSHIP, labels=labels or begins(Place.KINSHIP)
        )
        row = Kinship(item=item, family_id=family_id)
    elif labels is not None:
        relabel(acting, item_id=row.item_id, labels=labels)
    for name, value in ends.items():
        setattr(row, name, value)
    row.kind, row.since, row.until = kinship.kind, kinship.since, kinship.until
    row.save()
    record(acting, "families:kinship:drawn", families=[family_id], subject=row.item_id)
    return row.item_id


def _check_among(family_id: UUID, new: KinshipFields, standing: Iterable[Kinship]) -> None:
    """Two persons have one tie, and nobody is an own forebear."""
    edges = set(
        Tie.objects.filter(family_id=family_id, kind=TieKind.PARENT).values_list("person_id", "child_id")
    )
    for row in standing:
        one = row.one_person_id or row.one_relative_id
        other = row.other_person_id or row.other_relative_id
        if one is None or other is None:  # PostgreSQL holds that each is somebody
            continue
        if {one, other} == {new.one_id, new.other_id}:
            raise RuleBroken(
                "families:kinship-stands",
                _("Wat deze twee voor elkaar zijn, staat er al. Pas dat aan."),
                field="other",
            )
        if KinshipKind(row.kind).is_upbringing:
            edges.add((one, other))
    if new.kind.is_upbringing and comes_down_from(edges, new.one_id, new.other_id):
        raise RuleBroken(
            "families:own-forebear",
            _("Zo zou iemand een voorouder van zichzelf zijn. Kijk na wie de ouder is, en wie het kind."),
            field="other",
        )


def _end(side: str, family_id: UUID, who: UUID) -> dict[str, UUID | None]:
    """The columns of one end of a tie. Raises NotFound for who is not of this family."""
    if Person.objects.filter(id=who, family_id=family_id).exists():
        return {f"{side}_person_id": who, f"{side}_relative_id": None}
    if Relative.objects.filter(item_id=who, family_id=family_id, person__isnull=True).exists():
        return {f"{side}_person_id": None, f"{side}_relative_id": who}
    raise NotFound("person")


@action
def rub_out(acting: Acting, *, item_id: UUID) -> None:
    """Take a tie, a relative with all their ties, or a death off the drawing: it was not so."""
    tie = Kinship.objects.filter(item_id=item_id).first()
    somebody = Relative.objects.filter(item_id=item_id).first()
    if tie is None and somebody is None:
        raise NotFound("kinship")
    of_them = Kinship.objects.filter(Q(one_relative_id=item_id) | Q(other_relative_id=item_id))
    gone = [(one.item_id, one) for one in ([tie] if tie else list(of_them))]
    for piece, row in [*gone, *([(item_id, somebody)] if somebody else [])]:
        row.delete()
        end_item(acting, item_id=piece)

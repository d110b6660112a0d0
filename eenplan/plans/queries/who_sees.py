"""Who may look into a family's plan, and which pieces each of them is shown: for the coach, before anything is shared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import connection

from eenplan.audit.actions import record_read
from eenplan.consent.enums import RecipientKind
from eenplan.consent.models import Grant, TrustedPerson
from eenplan.core.acting import Acting
from eenplan.core.clock import now, today
from eenplan.core.errors import NotFound
from eenplan.families.models import ContactDetail, Person
from eenplan.plans.enums import VersionStatus
from eenplan.plans.queries.pieces import name_of
from eenplan.plans.queries.plan import PlanNow
from eenplan.plans.queries.versions import VersionHead, VersionNow

RELEASED = "released"


class ViewerKind(StrEnum):
    """What somebody who looks is to the family."""

    PERSON = "person"
    TRUSTED = "trusted"
    SHARE = "grant"
    TABLE = "released"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who may look. `key` is how PostgreSQL knows them; `name` is '' where a word must do.

    `recipient`: of a share, what its recipient is; `function` the role it names. `of` is whose trusted person it is.
    """

    key: str
    kind: ViewerKind
    name: str = ""
    person_id: UUID | None = None
    recipient: RecipientKind | None = None
    function: str = ""
    of: str = ""

    @property
    def ahead(self) -> str:
        """As whom a share that was asked is looked through before it holds; '' for everybody else."""
        return self.key.replace("grant:", "grant-asked:") if self.kind == ViewerKind.SHARE else ""

    @property
    def reads_all_theirs(self) -> bool:
        """Whether the plan that they are given holds all that they may see, and not only what is released to all."""
        return self.kind in (ViewerKind.SHARE, ViewerKind.TRUSTED)


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a home, a piece of its own; `home` is what the family calls it. `for_all`: everybody may know it."""

    item_id: UUID
    home_id: UUID
    home: str
    for_all: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer is shown of the plan as it stands. `stands`: whether they may look at all today."""

    stands: bool
    items: frozenset[UUID]


def viewers_of(acting: Acting, family_id: UUID, persons: Iterable[Person]) -> list[Viewer]:
    """Everybody who may look into a family's plan or was asked to, and whoever else sits at a table. Two queries."""
    named = {one.id: one.given_name for one in persons}
    found = [
        Viewer(f"person:{one.id}", ViewerKind.PERSON, one.given_name, one.id)
        for one in persons
        if one.given_name and one.due_date is None
    ]
    found += [
        Viewer(f"trusted:{one.id}", ViewerKind.TRUSTED, one.name, of=named.get(one.person_id, ""))
        for one in TrustedPerson.objects.filter(
            family_id=family_id, ended_at__isnull=True, since__lte=today()
        ).order_by("recorded_at", "id")
    ]
    shares = Grant.objects.filter(family_id=family_id, ended_at__isnull=True, period__endswith__gt=today())
    found += [
        _share(one)
        for one in shares.exclude(recipient_kind=RecipientKind.RELATIVE)
        .select_related("organisation", "staff_member")
        .order_by("made_at", "id")
    ]
    return [*found, Viewer(RELEASED, ViewerKind.TABLE)]


def _share(row: Grant) -> Viewer:
    name = row.outside_name
    if row.organisation:
        name = row.organisation.name
    elif row.staff_member:
        name = row.staff_member.name
    return Viewer(
        f"grant:{row.id}",
        ViewerKind.SHARE,
        name,
        recipient=RecipientKind(row.recipient_kind),
        function=row.function,
    )


def addresses_of(acting: Acting, family_id: UUID) -> list[Address]:
    """The addresses of the family's homes, without the addresses themselves. One query."""
    rows = ContactDetail.objects.filter(
        family_id=family_id,
        home__isnull=False,
        item__ended_at__isnull=True,
        home__item__ended_at__isnull=True,
    ).select_related("item", "home")
    return [
        Address(row.item_id, row.home_id, row.home.name, row.item.released_to_all)
        for row in rows.order_by("item_id")
        if row.home_id and row.home
    ]


def who_sees(acting: Acting, family_id: UUID, viewers: Sequence[Viewer]) -> dict[str, Sight]:
    """What each viewer is shown of the plan as it stands and of the addresses of homes, by the rule that serves them.

    One query and the audit's. Raises NotFound for whoever does not answer for the family as its coach.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT viewer, stands, items FROM plans_who_sees(%s, %s)",
            [family_id, [one.key for one in viewers]],
        )
        found = {key: Sight(stands, frozenset(items)) for key, stands, items in cursor.fetchall()}
    if viewers and not found:
        raise NotFound("who sees what")
    record_read(acting, "plans:who-sees", families=[family_id])
    return found


def as_version(page: PlanNow, language: str = "nl") -> VersionNow:
    """The plan as it stands now, in the form of a version: what would be agreed today. It is not active.

    `language` is the family's.
    """
    number = page.version.number + 1 if page.version else 1
    head = VersionHead(page.plan_id, number, VersionStatus.REPLACED, now(), page.next_review_date)
    return VersionNow(
        head=head,
        family_id=page.family_id,
        family_name=page.family_name,
        language=language,
        coach=page.coach,
        persons={one.id: name_of(one) for one in page.persons},
        pieces=page.pieces,
        sections=tuple(page.sections),
        participations=(),
        answers=(),
        withheld=False,
    )

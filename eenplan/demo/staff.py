"""The invented workers of the demo, their organisations, and the accounts to sign in with."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.core.acting import Acting
from eenplan.core.enums import ActorKind, Purpose, Role
from eenplan.core.models import Account, Actor
from eenplan.demo import names
from eenplan.demo.chance import Chance
from eenplan.demo.copying import Load
from eenplan.families.enums import Gender
from eenplan.network.enums import ROLES_FOR_THE_WHOLE, Layer, Sector
from eenplan.network.models import (
    Assignment,
    Organisation,
    OrganisationPartnership,
    OrganisationZone,
    Partnership,
    StaffMember,
    Zone,
)
from eenplan.network.rules import fold, sort_key

# The partnership in which the demo accounts work.
HOME = "P15"
SINCE = date(2019, 9, 2)
MADE = datetime(2019, 9, 2, 7, 0, tzinfo=UTC)

ORGANISATIONS = {
    "CLB (demo)": Sector.CLB,
    "CAW (demo)": Sector.CAW,
    "CKG (demo)": Sector.CKG,
    "CGG (demo)": Sector.CGG,
    "OCMW (demo)": Sector.LOCAL_AUTHORITY,
    "Thuisbegeleiding De Brug (demo)": Sector.OPGROEIEN,
    "Dienst voor autisme Het Anker (demo)": Sector.VAPH,
    "Huis van het Kind (demo)": Sector.HUIS_VAN_HET_KIND,
    "Straathoekwerk (demo)": Sector.YOUTH_WORK,
    "Basisschool De Klimtoren (demo)": Sector.SCHOOL,
    "Huisartsenpraktijk Het Plein (demo)": Sector.GENERAL_PRACTICE,
    "Agentschap (demo)": Sector.OTHER,
}
# How each is reached; of who is left out nobody said it.
LAYERS = {
    Sector.CLB: Layer.BROAD_ACCESS,
    Sector.CAW: Layer.DIRECTLY_ACCESSIBLE,
    Sector.CKG: Layer.DIRECTLY_ACCESSIBLE,
    Sector.CGG: Layer.SPECIALISED,
    Sector.OPGROEIEN: Layer.DIRECTLY_ACCESSIBLE,
    Sector.VAPH: Layer.DIRECTLY_ACCESSIBLE,
    Sector.HUIS_VAN_HET_KIND: Layer.BROAD_ACCESS,
    Sector.YOUTH_WORK: Layer.BROAD_ACCESS,
    Sector.SCHOOL: Layer.BROAD_ACCESS,
    Sector.GENERAL_PRACTICE: Layer.BROAD_ACCESS,
    Sector.LOCAL_AUTHORITY: Layer.BROAD_ACCESS,
}
# A zone of the demo accounts' own partnership (Maasland) in which none of them works: something to solve.
NOT_SERVED = "elz22"
LENDERS = (
    "CAW (demo)",
    "CKG (demo)",
    "CGG (demo)",
    "OCMW (demo)",
    "Thuisbegeleiding De Brug (demo)",
    "CLB (demo)",
)
# Whose secondment to the demo's partnership has ended.
LEFT = (
    ("Lies Beckers", "CGG (demo)", date(2023, 9, 1)),
    ("Karim Aydin", "Huis van het Kind (demo)", date(2025, 7, 1)),
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that is printed by `make demo`."""

    role: Role
    name: str
    organisation: str
    share: str = "1"

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.role.value}@demo.example"


ACCOUNTS = (
    DemoAccount(Role.INTAKE, "Ines Wouters", "CKG (demo)", "0.8"),
    DemoAccount(Role.COACH, "Hanne Vermeulen", "Thuisbegeleiding De Brug (demo)"),
    DemoAccount(Role.COORDINATOR, "Bart Claessens", "OCMW (demo)"),
    DemoAccount(Role.PARTNER, "Aylin Demir", "CLB (demo)", "0.2"),
    DemoAccount(Role.OFFICIAL, "Greet Martens", "Agentschap (demo)"),
    DemoAccount(Role.ADMIN, "Tom Jacobs", "OCMW (demo)", "0.5"),
)
# Who came to the demo later: made with a chance of their own, so that everybody else stays who they were.
MORE_ACCOUNTS = (
    DemoAccount(Role.PSYCHOLOGIST, "Sofie Lemmens", "CGG (demo)", "0.4"),
    DemoAccount(Role.EXPERT, "Rita Goossens", "CAW (demo)", "0.2"),
    DemoAccount(Role.STEERING, "Dirk Maes", "CKG (demo)", "0"),
    DemoAccount(Role.RESEARCHER, "Ilse Van Acker", "Agentschap (demo)", "0"),
    DemoAccount(Role.PRIVACY_OFFICER, "Nele Hendrickx", "OCMW (demo)", "0"),
)
# An expert by experience who sits in the steering group too: one person, two roles, one at a time.
ALSO_STEERING = Role.EXPERT


@dataclass(slots=True)
class Worker:
    """A worker as far as cases need one; `load` counts the families that a coach has now."""

    staff_id: str
    actor_id: str
    assignment_id: str
    organisation_id: str
    share: float
    name: str
    load: int = 0


@dataclass(slots=True)
class Team:
    """Who works in one partnership."""

    intake: list[Worker] = field(default_factory=list)
    coaches: list[Worker] = field(default_factory=list)

    def free_coach(self) -> Worker:
        """The coach with the most room."""
        return min(self.coaches, key=lambda worker: ((worker.load + 1) / worker.share, worker.staff_id))


@dataclass(slots=True)
class Staff:
    """All workers of the demo: teams by partnership id, and those with an account by role."""

    teams: dict[str, Team]
    accounts: dict[Role, Worker]

    def acting(self, role: Role, partnership_id: UUID) -> Acting:
        """The demo account of a role, at work in a partnership."""
        worker = self.accounts[role]
        return Acting(
            UUID(worker.actor_id),
            ActorKind.STAFF,
            role,
            partnership_id=partnership_id,
            organisation_id=UUID(worker.organisation_id),
            assignment_id=UUID(worker.assignment_id),
            purpose=Purpose.INTAKE if role is Role.INTAKE else Purpose.HELP,
        )


def hire(load: Load) -> Staff:
    """Invent organisations, workers and accounts, and put their rows in the load."""
    chance = Chance("staff")
    partnerships = dict(
        Partnership.objects.filter(period__endswith=None).order_by("code").values_list("code", "id")
    )
    served = list(Zone.objects.exclude(code=NOT_SERVED).order_by("code").values_list("id", flat=True))
    apart = Chance("zones")
    organisations = {}
    for name, sector in ORGANISATIONS.items():
        organisations[name] = chance.new_id(MADE)
        load[Organisation].add(
            id=organisations[name],
            name=name,
            sort_key=fold(name),
            sector=sector.value,
            layer=LAYERS[sector].value if sector in LAYERS else "",
            period=DateRange(None, None),
        )
        for zone in served if sector is not Sector.OTHER else ():
            load[OrganisationZone].add(
                id=apart.new_id(MADE),
                organisation_id=organisations[name],
                zone_id=zone,
                period=DateRange(date(2021, 7, 1), None),
            )
        for partnership in partnerships.values():
            if sector is not Sector.OTHER:
                load[OrganisationPartnership].add(
                    id=chance.new_id(MADE),
                    organisation_id=organisations[name],
                    partnership_id=partnership,
                    subsidised=name in LENDERS,
                    period=DateRange(date(2021, 7, 1), None),
                )

    def hired(
        role: Role,
        code: str | None,
        name: str,
        organisation: str,
        share: str,
        account: str | None = None,
        until: date | None = None,
        by: Chance = chance,
    ) -> Worker:
        worker = Worker(
            staff_id=by.new_id(MADE),
            actor_id=by.new_id(MADE),
            assignment_id=by.new_id(MADE),
            organisation_id=organisations[organisation],
            share=float(share),
            name=name,
        )
        load[Actor].add(id=worker.actor_id, kind=ActorKind.STAFF.value, created_at=MADE)
        if account:
            account_id = by.new_id(MADE)
            load[Account].add(
                id=account_id, email=account, actor_id=worker.actor_id, password=password, is_active=True
            )
        load[StaffMember].add(
            id=worker.staff_id,
            actor_id=worker.actor_id,
            account_id=account_id if account else None,
            name=name,
            sort_key=sort_key(name),
            organisation_id=worker.organisation_id,
        )
        load[Assignment].add(
            id=worker.assignment_id,
            staff_member_id=worker.staff_id,
            role=role.value,
            partnership_id=partnerships[code] if code else None,
            share=Decimal(share),
            period=DateRange(SINCE, until),
        )
        return worker

    password = make_password(settings.DEMO_PASSWORD)
    staff = Staff({str(key): Team() for key in partnerships.values()}, {})
    for account in ACCOUNTS:
        code = None if account.role is Role.OFFICIAL else HOME
        worker = hired(account.role, code, account.name, account.organisation, account.share, account.email)
        staff.accounts[account.role] = worker
    for code, partnership in partnerships.items():
        team = staff.teams[str(partnership)]
        at_home = code == HOME
        if at_home:
            team.intake.append(staff.accounts[Role.INTAKE])
        for role, number in ((Role.INTAKE, 2 if at_home else 1), (Role.COACH, 11 if at_home else 5)):
            for _worker in range(number):
                pool = chance.one((names.flemish(), 80), (names.pool(chance, brussels=False)[0], 20))
                given = pool.given(chance, chance.one((Gender.FEMALE, 80), (Gender.MALE, 20)))
                name = f"{given} {chance.choice(pool.families)}"
                share = chance.choice(("0.4", "0.5", "0.6", "0.8"))
                group = team.intake if role is Role.INTAKE else team.coaches
                group.append(hired(role, code, name, chance.choice(LENDERS), share))
    for name, organisation, until in LEFT:
        hired(Role.COACH, HOME, name, organisation, "0.5", until=until)
    later = Chance("more staff")
    for one in MORE_ACCOUNTS:
        place = None if one.role in ROLES_FOR_THE_WHOLE else HOME
        staff.accounts[one.role] = hired(
            one.role, place, one.name, one.organisation, one.share, one.email, by=later
        )
    load[Assignment].add(
        id=later.new_id(MADE),
        staff_member_id=staff.accounts[ALSO_STEERING].staff_id,
        role=Role.STEERING.value,
        partnership_id=partnerships[HOME],
        share=Decimal(0),
        period=DateRange(date(2024, 1, 1), None),
    )
    return staff


def verify_addresses() -> None:
    """Let the sign-in library know the addresses of the accounts, as verified."""
    accounts = Account.objects.filter(email__in=[account.email for account in (*ACCOUNTS, *MORE_ACCOUNTS)])
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=account, email=account.email, verified=True, primary=True) for account in accounts]
    )

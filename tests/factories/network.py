"""Makes zones, partnerships, organisations and workers for tests. All names are invented."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from factory.django import DjangoModelFactory

from eenplan.core.actions import writing
from eenplan.core.enums import ActorKind, Role
from eenplan.core.models import Account, Actor
from eenplan.network import models
from eenplan.network.enums import Confidence, Sector, Source
from eenplan.network.rules import fold, sort_key

ALWAYS = DateRange(None, None)
SINCE_2021 = DateRange(date(2021, 7, 1), None)


class ProtectedFactory(DjangoModelFactory):
    """Writes as an action would."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with writing():
            return super()._create(model_class, *args, **kwargs)


class AreaExceptionFactory(ProtectedFactory):
    """A partnership need not serve two adjoining zones."""

    class Meta:
        model = models.PartnershipAreaException

    period = ALWAYS
    reason = "test"


class PartnershipFactory(ProtectedFactory):
    """A partnership with a name, working since July 2021; with `excused=False` it needs two adjoining zones."""

    class Meta:
        model = models.Partnership
        skip_postgeneration_save = True

    code = factory.Sequence(lambda number: f"T{number:03}")
    period = SINCE_2021
    period_assumed = False

    @factory.post_generation
    def name(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        PartnershipNameFactory(partnership=self, name=extracted or f"Verband {self.code}", period=self.period)

    @factory.post_generation
    def excused(self, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if extracted is not False:
            AreaExceptionFactory(partnership=self)


class PartnershipNameFactory(ProtectedFactory):
    """What a partnership is called."""

    class Meta:
        model = models.PartnershipName

    partnership = factory.SubFactory(PartnershipFactory)
    name = "Verband Voorbeeld"
    period = SINCE_2021
    source = "test"
    assumed = False


class ZoneFactory(ProtectedFactory):
    """A zone; give it a partnership (`PartnershipZoneFactory`) or end its period before July 2021."""

    class Meta:
        model = models.Zone

    code = factory.Sequence(lambda number: f"tz{number:03}")
    name = factory.LazyAttribute(lambda zone: f"Zone {zone.code}")
    province = "Limburg"
    period = ALWAYS


class PartnershipZoneFactory(ProtectedFactory):
    """A partnership serves a zone since July 2021."""

    class Meta:
        model = models.PartnershipZone

    partnership = factory.SubFactory(PartnershipFactory)
    zone = factory.SubFactory(ZoneFactory)
    period = SINCE_2021
    source = Source.PUBLIC
    confidence = Confidence.HIGH
    basis = "test"
    period_assumed = False


class ZoneAdjacencyFactory(ProtectedFactory):
    """Two zones adjoin; give the one with the lower id first."""

    class Meta:
        model = models.ZoneAdjacency

    border_km = Decimal("1.0")
    source = "test"


class MunicipalityFactory(ProtectedFactory):
    """A municipality of always."""

    class Meta:
        model = models.Municipality

    nis_code = factory.Sequence(lambda number: f"9{number:04}")
    name_nl = factory.LazyAttribute(lambda municipality: f"Gemeente {municipality.nis_code}")
    search_key = factory.LazyAttribute(lambda municipality: fold(municipality.name_nl))
    province = "Limburg"
    region = "Vlaams Gewest"
    period = ALWAYS


class MunicipalityZoneFactory(ProtectedFactory):
    """A municipality lies in a zone."""

    class Meta:
        model = models.MunicipalityZone

    municipality = factory.SubFactory(MunicipalityFactory)
    zone = factory.SubFactory(ZoneFactory)
    share = Decimal(1)
    period = ALWAYS
    source = "test"
    assumed = False


class PostalCodeFactory(ProtectedFactory):
    """A place with its postal code."""

    class Meta:
        model = models.PostalCode

    code = "9999"
    place_name = factory.Sequence(lambda number: f"Dorp {number}")
    search_key = factory.LazyAttribute(lambda place: fold(place.place_name))
    municipality = factory.SubFactory(MunicipalityFactory)
    is_main = False
    period = ALWAYS
    source = "test"
    assumed = False


class OrganisationFactory(ProtectedFactory):
    """A parent organisation."""

    class Meta:
        model = models.Organisation

    name = factory.Sequence(lambda number: f"Organisatie {number}")
    sort_key = factory.LazyAttribute(lambda organisation: fold(organisation.name))
    sector = Sector.CAW


class ActorFactory(ProtectedFactory):
    """A worker, as an actor."""

    class Meta:
        model = Actor

    kind = ActorKind.STAFF


class AccountFactory(DjangoModelFactory):
    """How a worker signs in; without a usable password."""

    class Meta:
        model = Account

    email = factory.Sequence(lambda number: f"worker{number}@example.org")
    actor = factory.SubFactory(ActorFactory)
    password = "!"


class StaffMemberFactory(ProtectedFactory):
    """A worker with an account. Give an assignment too: `AssignmentFactory` makes both at once."""

    class Meta:
        model = models.StaffMember

    account = factory.SubFactory(AccountFactory)
    actor = factory.SelfAttribute("account.actor")
    name = factory.Sequence(lambda number: f"Werker Testers{number}")
    sort_key = factory.LazyAttribute(lambda worker: sort_key(worker.name))
    organisation = factory.SubFactory(OrganisationFactory)


class AssignmentFactory(ProtectedFactory):
    """A worker (made with it) is a half-time coach in a partnership since 2021."""

    class Meta:
        model = models.Assignment

    staff_member = factory.SubFactory(StaffMemberFactory)
    role = Role.COACH
    partnership = factory.SubFactory(PartnershipFactory)
    share = Decimal("0.50")
    period = SINCE_2021


def assign(*given: dict[str, Any]) -> list[Any]:
    """Workers with an assignment each, in five statements however many they are."""
    made = [AssignmentFactory.build(**fields) for fields in given]
    workers = [assignment.staff_member for assignment in made]
    with writing():
        Actor.objects.bulk_create([worker.actor for worker in workers])
        Account.objects.bulk_create([worker.account for worker in workers])
        models.Organisation.objects.bulk_create([worker.organisation for worker in workers])
        models.StaffMember.objects.bulk_create(workers)
        models.Assignment.objects.bulk_create(made)
    return made

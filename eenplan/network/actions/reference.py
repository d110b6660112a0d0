"""Loading the reference data: municipalities, zones, partnerships and the default configuration."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.models import Protected
from eenplan.network import models, reference, reference_partners

# In the order in which rows point at each other.
_FACTS: list[tuple[type[Protected], Any]] = [
    (models.Zone, reference.zones),
    (models.ZoneAdjacency, reference.zone_adjacencies),
    (models.Municipality, reference.municipalities),
    (models.MunicipalityZone, reference.municipality_zones),
    (models.PostalCode, reference.postal_codes),
    (models.Partnership, reference.partnerships),
    (models.PartnershipName, reference.partnership_names),
    (models.PartnershipLineage, reference.partnership_lineage),
    (models.PartnershipAreaException, reference.area_exceptions),
    (models.PartnershipZone, reference.partnership_zones),
    (models.PartnershipFigure, reference.partnership_figures),
    (models.PartnershipFigure, reference_partners.team_figures),
    (models.Call, reference_partners.calls),
    (models.CallRequirement, reference_partners.call_requirements),
]
_CONFIGURATION: list[tuple[type[Protected], Any]] = [
    (models.LifeDomain, reference.life_domains),
    (models.RoleTitle, reference.role_titles),
    (models.CrisisContact, reference.crisis_contacts),
    (models.Organisation, reference_partners.organisations),
    (models.OrganisationPartnership, reference_partners.partners),
    (models.OrganisationZone, reference_partners.organisation_zones),
]


@action
def load_reference_data(acting: Acting) -> dict[str, int]:
    """Load all reference data from the files; again changes nothing. Runs as owner of the database.

    Facts are brought in line with the files. Configuration, and the partners that public texts
    name, are only added where they are missing, so that what a partnership changed stays. Returns the
    number of rows in the files per table.
    """
    counts: Counter[str] = Counter()
    for model, rows in _FACTS:
        known = rows()
        if model is models.PartnershipZone:
            known = _not_moved(list(known))
        counts[model._meta.model_name or ""] += _write(model, known, replace=True)
    for model, rows in _CONFIGURATION:
        counts[model._meta.model_name or ""] += _write(model, rows(), replace=False)
    record(acting, "network:reference-data:loaded")
    return counts


def _not_moved(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """The zones of the file that nobody moved since: what was decided here goes before the file."""
    moved = set(
        models.PartnershipZone.objects.exclude(id__in=[row["id"] for row in rows]).values_list(
            "zone_id", flat=True
        )
    )
    return [row for row in rows if row["zone_id"] not in moved]


def _write(model: type[Protected], rows: Iterable[dict[str, object]], *, replace: bool) -> int:
    made = [model(**row) for row in rows]
    if replace:
        fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        model.objects.bulk_create(made, update_conflicts=True, unique_fields=["id"], update_fields=fields)
    else:
        model.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)

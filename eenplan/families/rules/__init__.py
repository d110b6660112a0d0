"""What holds for families, persons and the pieces of a file, computed from loaded facts. No database."""

from eenplan.consent.rules import birthday
from eenplan.families.rules.labels import (
    BEGINS,
    FOR_FEW,
    FOR_TEAM,
    RELEASED,
    Begins,
    Labels,
    Place,
    SeenBy,
    Whose,
    begins,
    check_labels,
    labels_of,
    place_of_kind,
)
from eenplan.families.rules.people import (
    FROM_DUE_DATE,
    TO_DUE_DATE,
    Overtaken,
    age_on,
    check_birth,
    check_due,
    check_stays_child,
)

__all__ = [
    "BEGINS",
    "FOR_FEW",
    "FOR_TEAM",
    "FROM_DUE_DATE",
    "RELEASED",
    "TO_DUE_DATE",
    "Begins",
    "Labels",
    "Overtaken",
    "Place",
    "SeenBy",
    "Whose",
    "age_on",
    "begins",
    "birthday",
    "check_birth",
    "check_due",
    "check_labels",
    "check_stays_child",
    "labels_of",
    "place_of_kind",
]

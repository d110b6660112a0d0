"""The tables of the consent room."""

from eenplan.consent.models.capability import Capability, KnownDisagreement
from eenplan.consent.models.emergency import EmergencyAccess
from eenplan.consent.models.grants import Answer, Grant, GrantAbout
from eenplan.consent.models.terms import LegalTerm
from eenplan.consent.models.trusted import TrustedPerson

__all__ = [
    "Answer",
    "Capability",
    "EmergencyAccess",
    "Grant",
    "GrantAbout",
    "KnownDisagreement",
    "LegalTerm",
    "TrustedPerson",
]

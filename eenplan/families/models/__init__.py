"""Tables of the families room. Every row is a family's: see the fence in the migrations."""

from eenplan.families.models.file import (
    Card,
    Contact,
    ContactDetail,
    ContactParticipant,
    Family,
    FamilyRow,
    Item,
    ItemAbout,
    Person,
    Responsibility,
    SearchKey,
    Words,
)
from eenplan.families.models.homes import Home, Residence, Tie

__all__ = [
    "Card",
    "Contact",
    "ContactDetail",
    "ContactParticipant",
    "Family",
    "FamilyRow",
    "Home",
    "Item",
    "ItemAbout",
    "Person",
    "Residence",
    "Responsibility",
    "SearchKey",
    "Tie",
    "Words",
]

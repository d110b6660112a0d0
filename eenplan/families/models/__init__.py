"""Tables of the families room. Every row is a family's: see the fence in the migrations."""

from eenplan.families.models.attachment import Attachment, AttachmentContent
from eenplan.families.models.corrections import Correction
from eenplan.families.models.entrance import Entrance, Passkey, SignInCode
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
from eenplan.families.models.matching import MatchKey, TakenIn
from eenplan.families.models.national import NationalNumber
from eenplan.families.models.safety import NotSafe
from eenplan.families.models.ties import Kinship, Relative

__all__ = [
    "Attachment",
    "AttachmentContent",
    "Card",
    "Contact",
    "ContactDetail",
    "ContactParticipant",
    "Correction",
    "Entrance",
    "Family",
    "FamilyRow",
    "Home",
    "Item",
    "ItemAbout",
    "Kinship",
    "MatchKey",
    "NationalNumber",
    "NotSafe",
    "Passkey",
    "Person",
    "Relative",
    "Residence",
    "Responsibility",
    "SearchKey",
    "SignInCode",
    "TakenIn",
    "Tie",
    "Words",
]

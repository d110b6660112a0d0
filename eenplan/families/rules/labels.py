"""The labels of rule 32: what they say, which contradict each other, and with which ones a piece begins.

Where a piece is written chooses its labels (`Place`, `BEGINS`), so that a coach labels by exception.
docs/labels.md shows this table; a test compares the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eenplan.core.errors import RuleBroken
from eenplan.families.enums import ItemKind


class SeenBy(StrEnum):
    """Who may see a piece, in the three ways a coach chooses between."""

    ALL = "all"
    FEW = "few"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of rule 32. By default nothing is special and nothing is released to everyone."""

    confidential: bool = False
    third_party_only: bool = False
    health: bool = False
    court: bool = False
    agogic_exception: bool = False
    agogic_reason: str = ""
    released_to_all: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether these labels keep an item among few, so that it cannot be released to everyone."""
        return (
            self.confidential or self.third_party_only or self.health or self.court or self.agogic_exception
        )

    @property
    def seen_by(self) -> SeenBy:
        """Everybody of the plan, the coach and who told it, or the team."""
        if self.released_to_all:
            return SeenBy.ALL
        return SeenBy.FEW if self.confidential else SeenBy.TEAM


@dataclass(frozen=True, slots=True)
class Whose:
    """About whom a piece is (nobody: the whole family), and from whom of the family it is known."""

    about: tuple[UUID, ...] = ()
    from_whom_id: UUID | None = None


def labels_of(item: Any) -> Labels:
    """The labels of an item as they stand."""
    return Labels(**{field.name: getattr(item, field.name) for field in fields(Labels)})


RELEASED = Labels(released_to_all=True)
FOR_TEAM = Labels()
FOR_FEW = Labels(confidential=True)

_NEVER_FOR_ALL: Mapping[str, Promise] = {
    "health": _("Wat over gezondheid gaat, kan niet voor iedereen zijn. Kies hier wie het wel mag zien."),
    "court": _("Wat van de rechtbank komt, kan niet voor iedereen zijn. Kies hier wie het wel mag zien."),
    "third_party_only": _(
        "Wat enkel over iemand anders gaat, kan niet voor iedereen zijn. Kies hier wie het wel mag zien."
    ),
    "agogic_exception": _(
        "Wat de jongere nu niet te lezen krijgt, kan niet voor iedereen zijn. Kies hier wie het wel mag zien."
    ),
    "confidential": _("Wat vertrouwelijk is, kan niet voor iedereen zichtbaar zijn. Kies een van de twee."),
}


def check_labels(labels: Labels) -> None:
    """Refuse labels that contradict each other, with the field in which to mend it.

    `released-and-closed`, `health-not-released` (rule 39), `agogic-reason`, `agogic-reason-alone`.
    """
    for name, words in _NEVER_FOR_ALL.items():
        if labels.released_to_all and getattr(labels, name):
            code = "health-not-released" if name == "health" else "released-and-closed"
            raise RuleBroken(code, words, field="seen_by")
    if labels.agogic_exception and not labels.agogic_reason.strip():
        raise RuleBroken(
            "agogic-reason",
            _("Schrijf erbij waarom de jongere dit nu niet te lezen krijgt."),
            field="agogic_reason",
        )
    if labels.agogic_reason.strip() and not labels.agogic_exception:
        raise RuleBroken(
            "agogic-reason-alone",
            _("Je schreef een reden. Vink ook aan dat de jongere dit nu niet leest, of maak de reden leeg."),
            field="agogic_reason",
        )


class Place(StrEnum):
    """Where a piece is written. A kind of item is a place; some kinds are written in several."""

    QUESTION = "question"
    TOLD_ALONE = "told_alone"
    REFERRER_VIEW = "referrer_view"
    GOING_WELL = "going_well"
    ANSWER = "answer"
    WISH = "wish"
    STRENGTH = "strength"
    IN_PLAN = "in_plan"
    SAFETY = "safety"
    AGREEMENT = "agreement"
    DOMAIN = "domain"
    GOAL = "goal"
    ACTION = "action"
    HELP = "help"
    HEALTH_HELP = "health_help"
    TEAM_MEMBER = "team_member"
    HOME = "home"
    WHO_MATTERS = "who_matters"
    CHILD_VIEW = "child_view"
    DISAGREEMENT = "disagreement"
    REVIEW = "review"
    LINKED_PLAN = "linked_plan"
    SIDE_NOTE = "side_note"
    CONTACT = "contact"
    NOTE = "note"
    CONTACT_DETAIL = "contact_detail"
    ADDRESS = "address"
    SHARED_ADDRESS = "shared_address"
    ATTACHMENT = "attachment"
    HEALTH_PAPER = "health_paper"
    COURT_PAPER = "court_paper"
    RELATIVE = "relative"
    KINSHIP = "kinship"
    MESSAGE = "message"
    PROPOSAL = "proposal"
    REMARK = "remark"
    ROUND_TABLE = "round_table"
    TABLE_POINT = "table_point"


@dataclass(frozen=True, slots=True)
class Begins:
    """The labels with which a piece begins, and why, in one line for the coach."""

    labels: Labels
    why: Promise


BEGINS: Mapping[Place, Begins] = {
    Place.QUESTION: Begins(FOR_TEAM, _("Bij de aanmelding sprak één iemand. De anderen lazen het niet na.")),
    Place.TOLD_ALONE: Begins(
        FOR_FEW, _("De jongere vroeg zelf hulp, en de ouders mogen dat nog niet weten.")
    ),
    Place.REFERRER_VIEW: Begins(FOR_TEAM, _("Zo ziet de aanmelder het, niet het gezin.")),
    Place.GOING_WELL: Begins(FOR_TEAM, _("Dit werd gezegd voor er een plan was.")),
    Place.ANSWER: Begins(FOR_TEAM, _("Een antwoord bij de aanmelding dient wie helpt.")),
    Place.WISH: Begins(RELEASED, _("Wat jullie willen, is waar het plan om draait.")),
    Place.STRENGTH: Begins(RELEASED, _("Wat goed gaat, mag iedereen horen.")),
    Place.IN_PLAN: Begins(RELEASED, _("Het plan is van het gezin.")),
    Place.SAFETY: Begins(FOR_FEW, _("Wat over veiligheid is afgesproken, kan iemand in gevaar brengen.")),
    Place.AGREEMENT: Begins(RELEASED, _("Een afspraak werkt als iedereen ze kent.")),
    Place.DOMAIN: Begins(RELEASED, _("Het gezin koos zelf wat het hierover zegt.")),
    Place.GOAL: Begins(RELEASED, _("Aan een doel werkt iedereen mee.")),
    Place.ACTION: Begins(RELEASED, _("Wie wat doet, moet iedereen weten.")),
    Place.HELP: Begins(RELEASED, _("Zo weet iedereen welke hulp er is.")),
    Place.HEALTH_HELP: Begins(
        Labels(health=True), _("Therapie of een onderzoek zegt iets over iemands gezondheid.")
    ),
    Place.TEAM_MEMBER: Begins(RELEASED, _("Iedereen moet weten wie helpt.")),
    Place.HOME: Begins(RELEASED, _("De naam van een huis kent het gezin. Het adres staat apart.")),
    Place.WHO_MATTERS: Begins(RELEASED, _("Wie er voor het gezin toe doet, hoort bij het plan.")),
    Place.CHILD_VIEW: Begins(
        FOR_TEAM, _("Het is van het kind. Het kind zegt zelf of de anderen het mogen lezen.")
    ),
    Place.DISAGREEMENT: Begins(RELEASED, _("Wie het niet eens is, blijft zichtbaar in het plan.")),
    Place.REVIEW: Begins(RELEASED, _("Jullie keken samen terug.")),
    Place.LINKED_PLAN: Begins(RELEASED, _("Enkel de naam van dat plan staat hier, niet wat erin staat.")),
    Place.SIDE_NOTE: Begins(
        FOR_TEAM, _("Wat wij erbij schrijven, dient wie helpt. Mag het gezin het lezen? Kies dat dan.")
    ),
    Place.CONTACT: Begins(FOR_TEAM, _("Een verslag van een gesprek dient wie helpt.")),
    Place.NOTE: Begins(FOR_TEAM, _("Een notitie van het team is geen deel van het plan.")),
    Place.CONTACT_DETAIL: Begins(FOR_TEAM, _("Een nummer of adres kan iemand in gevaar brengen.")),
    Place.ADDRESS: Begins(FOR_FEW, _("Dit adres is niet voor het andere huis.")),
    Place.SHARED_ADDRESS: Begins(RELEASED, _("Het gezin zei dat iedereen dit adres mag kennen.")),
    Place.ATTACHMENT: Begins(FOR_TEAM, _("Een papier wordt eerst gelezen, en dan pas gedeeld.")),
    Place.HEALTH_PAPER: Begins(Labels(health=True), _("Dit papier gaat over iemands gezondheid.")),
    Place.COURT_PAPER: Begins(Labels(court=True), _("Dit papier komt van de rechtbank.")),
    Place.RELATIVE: Begins(FOR_TEAM, _("Niet iedereen weet van iedereen. Vraag eerst wie dit mag weten.")),
    Place.KINSHIP: Begins(
        FOR_TEAM, _("Wie bij wie hoort, kan iets verraden. Vraag eerst wie dit mag weten.")
    ),
    Place.MESSAGE: Begins(FOR_FEW, _("Wie een bericht schrijft, schrijft aan de coach alleen.")),
    Place.PROPOSAL: Begins(FOR_FEW, _("Wie iets voorstelt, kiest zelf wie het leest.")),
    Place.REMARK: Begins(FOR_FEW, _("Wie iets bij het plan zegt, kiest zelf wie het leest.")),
    Place.ROUND_TABLE: Begins(FOR_TEAM, _("Wie uitgenodigd is, weet van het overleg. Anderen niet.")),
    Place.TABLE_POINT: Begins(RELEASED, _("Aan tafel hoort iedereen waarover het gaat.")),
}


def place_of_kind(kind: ItemKind | str) -> Place:
    """Where a piece of this kind is written when nothing more is known of it."""
    return Place(str(kind))


def begins(place: Place) -> Labels:
    """The labels with which a piece begins that is written here."""
    return BEGINS[place].labels

"""Local words and lists on a day (rule 47): a partnership's own where it has one, else the default."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet
from django.utils.translation import gettext, gettext_noop

from eenplan.core import statements
from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.memory import remembered
from eenplan.network.enums import Language
from eenplan.network.models import CrisisContact, RoleTitle
from eenplan.network.rules.our_words import word

# The texts of data/crisis_contacts.csv, for the catalogues: who is in danger must be able to read them.
CRISIS_WORDS = (
    gettext_noop("Noodnummer 112"),
    gettext_noop("Ben je nu in gevaar, of iemand bij jou? Bel de ambulance, de brandweer of de politie."),
    gettext_noop("Voor iedereen met een vraag over geweld, misbruik of kindermishandeling."),
    gettext_noop("Voor kinderen en jongeren die met iemand willen praten."),
    gettext_noop("Voor wie het moeilijk heeft en met iemand wil praten."),
    gettext_noop("Denk je aan zelfmoord, of maak je je zorgen om iemand?"),
    gettext_noop("dag en nacht"),
    gettext_noop("elke werkdag, zie 1712.be"),
    gettext_noop("elke dag, zie awel.be"),
)


@dataclass(frozen=True, slots=True)
class LifeDomainOn:
    """A life domain in the list of a day; `icon` is a name in the lucide set."""

    id: UUID
    code: str
    label_nl: str
    label_fr: str
    label_en: str
    icon: str
    position: int
    # Whether it is still asked about.
    shown: bool = True

    def label(self, language: str) -> str:
        """The label in a language. Of a partnership's own, which nobody translated, the Dutch one (`InDutch`)."""
        said = {Language.FRENCH.value: self.label_fr, Language.ENGLISH.value: self.label_en}
        return word(self.label_nl, said.get(language, ""), language)


@dataclass(frozen=True, slots=True)
class CrisisContactOn:
    """A public number for who cannot wait."""

    code: str
    name: str
    phone: str
    description: str
    hours: str


def role_title(
    acting: Acting, role: Role, *, on: date, language: str = "nl", partnership_id: UUID | None = None
) -> str:
    """How a role is called in a partnership (that of `acting` unless given) on a day. One query.

    A local title in another language falls back to the default title of the language asked.
    """
    title = titles(partnership_id or acting.partnership_id, role, on, language).first()
    return title.title if title else str(role.label)


def titles(
    partnership: UUID | OuterRef | None, role: str | OuterRef, on: date, language: str
) -> QuerySet[RoleTitle]:
    """The titles of a role on a day, in a language: the partnership's own first, then the default."""
    return RoleTitle.objects.filter(
        Q(partnership_id=partnership) | Q(partnership=None),
        role=role,
        language=language,
        period__contains=on,
    ).order_by(F("partnership").asc(nulls_last=True))


# The defaults first. Forms and plans ask this.
_LIFE_DOMAINS = """
    SELECT id, code, label_nl, label_fr, label_en, icon, position, shown FROM network_lifedomain
    WHERE (partnership_id = %s OR partnership_id IS NULL) AND period @> %s::date
    ORDER BY partnership_id NULLS FIRST
"""


@remembered
def life_domains(
    acting: Acting, *, on: date, partnership_id: UUID | None = None, with_hidden: bool = False
) -> list[LifeDomainOn]:
    """The life domains of a partnership (that of `acting` unless given) on a day, in order. One query.

    `with_hidden`: those too that are not asked about any more, for reading what was said under them.
    """
    rows = statements.rows(_LIFE_DOMAINS, [partnership_id or acting.partnership_id, on])
    # A partnership's own word goes before the default with the same code.
    by_code = {row.code: row for row in (LifeDomainOn(*row) for row in rows)}
    return [
        row
        for row in sorted(by_code.values(), key=lambda row: (row.position, row.code))
        if row.shown or with_hidden
    ]


def crisis_contacts(acting: Acting, *, on: date) -> list[CrisisContactOn]:
    """The public crisis numbers of a day, in the order in which they are shown and the reader's language. One query."""
    return [
        CrisisContactOn(row.code, *map(_read, (row.name, row.phone, row.description_nl, row.hours_nl)))
        for row in CrisisContact.objects.filter(period__contains=on).order_by("position", "code")
    ]


def _read(text: str) -> str:
    """A text of the list of crisis contacts in the reader's language; as it stands when nobody translated it."""
    return gettext(text) if text in CRISIS_WORDS else text

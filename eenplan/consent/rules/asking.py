"""What a new share must say before anybody is asked (rules 29, 31, 36 and 39). No database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from eenplan.consent.enums import LIFE, Ground, OutsideKind, Part, RecipientKind, SharePurpose
from eenplan.consent.rules.deciding import Terms
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken

# The functions to which something can be shared as such; every partner of a network at once is too many.
SHARED_FUNCTIONS = (Role.PSYCHOLOGIST, Role.EXPERT)
# The roles in which a worker looks at what was shared with them.
LOOKS_IN_AS = (Role.PARTNER, Role.PSYCHOLOGIST, Role.EXPERT)
# Grounds that must say which decision, emergency or question they rest on.
TOLD_GROUNDS = (Ground.COURT_ORDER, Ground.EMERGENCY, Ground.BASIC_DATA)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets to see something: `id` of an organisation, a worker or a relative; a `function`; or a `name` outside."""

    kind: RecipientKind
    id: UUID | None = None
    function: Role | None = None
    name: str = ""
    outside_kind: OutsideKind | None = None


@dataclass(frozen=True, slots=True)
class NewShare:
    """A share as it is asked. `until` is its last day; `from_day` its first, today unless given.

    `parts` are values of `Part`, or 'life:' with the code of a life domain. `secrecy`: whether the recipient is
    bound by professional secrecy. `ground_note` says which decision, emergency or written question.
    """

    recipient: Recipient
    about: tuple[UUID, ...]
    parts: tuple[str, ...]
    purpose: SharePurpose
    need: str
    until: date | None
    from_day: date | None = None
    ground: Ground = Ground.CONSENT
    ground_note: str = ""
    health: bool = False
    secrecy: bool = False


def check_share(
    share: NewShare,
    *,
    day: date,
    terms: Terms,
    people: Collection[UUID],
    domains: Collection[str],
    court: bool,
) -> None:
    """Refuse a share that does not say who, about whom, what, why or until when; in that order.

    `people` of the family; `domains` the codes of its life domains; `court`: the recipient is of a youth court.
    """
    _check_recipient(share.recipient)
    if not share.about or not set(share.about) <= set(people):
        raise RuleBroken("consent:nobody-about", _("Kies over wie het gaat."), field="about")
    if share.recipient.id in share.about and len(set(share.about)) == 1:
        raise RuleBroken(
            "consent:about-itself",
            _("Dit gaat alleen over wie het zou zien. Kies over wie het nog gaat, of kies iemand anders."),
            field="about",
        )
    known = {*Part.values, *(f"{LIFE}{code}" for code in domains)}
    if not share.parts or not set(share.parts) <= known:
        raise RuleBroken(
            "consent:no-parts", _("Kies wat er gedeeld wordt: minstens één deel van het plan."), field="parts"
        )
    if not share.need.strip():
        raise RuleBroken(
            "consent:no-need",
            _("Schrijf in één zin waarom deze persoon of organisatie dit moet weten."),
            field="need",
        )
    _check_ground(share, court=court)
    _check_secrecy(share)
    _check_days(share, day=day, terms=terms)


def _check_recipient(who: Recipient) -> None:
    complete = {
        RecipientKind.ORGANISATION: who.id is not None,
        RecipientKind.WORKER: who.id is not None,
        RecipientKind.RELATIVE: who.id is not None,
        RecipientKind.FUNCTION: who.function in SHARED_FUNCTIONS,
        RecipientKind.OUTSIDE: bool(who.name.strip()) and who.outside_kind is not None,
    }
    if complete[who.kind]:
        return
    if who.kind == RecipientKind.OUTSIDE:
        raise RuleBroken(
            "consent:nobody-named",
            _(
                "Schrijf wie het is en wat die persoon voor het gezin is, bijvoorbeeld ‘juf Noor, van school’."
            ),
            field="outside_name",
        )
    raise RuleBroken("consent:no-recipient", _("Kies wie iets mag weten."), field="recipient")


def _check_ground(share: NewShare, *, court: bool) -> None:
    if share.ground in TOLD_GROUNDS and not share.ground_note.strip():
        raise RuleBroken(
            "consent:ground-not-told",
            _("Schrijf erbij waarop je steunt: welke beslissing, welke noodsituatie of welke vraag."),
            field="ground_note",
        )
    if court and share.ground not in (Ground.CONSENT, Ground.BASIC_DATA):
        raise RuleBroken(
            "consent:court-needs-consent",
            _(
                "De jeugdrechtbank of haar sociale dienst krijgt alleen iets met toestemming van de jongere en van"
                " wie het gezag heeft, of basisgegevens na een schriftelijke vraag. Kies een van die twee."
            ),
            field="ground",
        )
    if share.ground != Ground.BASIC_DATA:
        return
    if not court:
        raise RuleBroken(
            "consent:basic-for-court",
            _(
                "Basisgegevens op schriftelijke vraag zijn er alleen voor de jeugdrechtbank. Vraag toestemming."
            ),
            field="ground",
        )
    if share.parts != (Part.BASIC.value,) or share.health:
        raise RuleBroken(
            "consent:basic-only",
            _("Op een schriftelijke vraag geef je enkel naam en bereikbaarheid. Kies alleen dat deel."),
            field="parts",
        )


def _check_secrecy(share: NewShare) -> None:
    outside = share.recipient.kind == RecipientKind.RELATIVE or (
        share.recipient.kind == RecipientKind.OUTSIDE and share.recipient.outside_kind != OutsideKind.OTHER
    )
    if share.secrecy and outside:
        raise RuleBroken(
            "consent:no-secrecy-there",
            _(
                "Familie, steunfiguren, school en vrijwilligers hebben geen beroepsgeheim. Haal dat vinkje weg."
            ),
            field="secrecy",
        )
    if share.ground == Ground.SHARED_SECRECY and not share.secrecy:
        raise RuleBroken(
            "consent:secrecy-of-both",
            _("Gedeeld beroepsgeheim kan alleen met iemand die zelf beroepsgeheim heeft. Vraag toestemming."),
            field="ground",
        )
    if share.health and not share.secrecy:
        raise RuleBroken(
            "consent:health-needs-secrecy",
            _("Wat over gezondheid gaat, deel je alleen met iemand die beroepsgeheim heeft."),
            field="health",
        )


def _check_days(share: NewShare, *, day: date, terms: Terms) -> None:
    since = share.from_day or day
    if share.until is None:
        raise RuleBroken(
            "consent:no-end", _("Kies tot wanneer. Delen zonder einddatum kan niet."), field="until"
        )
    if since < day:
        raise RuleBroken("consent:starts-in-past", _("Kies vandaag of een latere dag."), field="from_day")
    if share.until < since:
        raise RuleBroken(
            "consent:ends-first", _("De laatste dag ligt vóór de eerste. Kijk de dagen na."), field="until"
        )
    emergency = share.ground == Ground.EMERGENCY
    longest = terms.emergency_share if emergency else terms.longest_share
    if (share.until - since).days >= longest:
        last = since + timedelta(days=longest - 1)
        raise RuleBroken(
            "consent:too-long",
            ngettext_lazy(
                "Dit kan hoogstens %(days)d dag lang: tot en met %(last)s.",
                "Dit kan hoogstens %(days)d dagen lang: tot en met %(last)s. Daarna kan je opnieuw vragen.",
                "days",
            )
            % {"days": longest, "last": f"{last.day}/{last.month}/{last.year}"},
            field="until",
        )

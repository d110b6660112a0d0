"""The page of one referral: who, how to reach them, what they say, what happened, and the one next act."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.core.clock import now
from eenplan.families.enums import Channel, ContactStatus, DetailKind, LivesHere, PersonRole
from eenplan.families.queries import age
from eenplan.network.queries import Area
from eenplan.plans.queries import CoachOf
from eenplan.referrals.enums import Act, OutcomeKind, ReferralChannel, ReferrerType, State
from eenplan.referrals.queries import ReferralPage
from eenplan.web.shared import words
from eenplan.web.shared.components import Row, Words
from eenplan.web.shared.safety import Warned, warning
from eenplan.web.shared.words import ClockWords

# From this age on somebody who is referred alone is called a youngster.
GROWING_UP = 16

PLACE_WORDS: dict[str, Words] = {
    Channel.HOME: gettext_lazy("thuis bij het gezin"),
    Channel.OFFICE: gettext_lazy("bij ons of bij een partner"),
    Channel.PHONE: gettext_lazy("aan de telefoon"),
    Channel.VIDEO: gettext_lazy("via video"),
    Channel.MESSAGE: gettext_lazy("in een bericht"),
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody of the family, as words."""

    name: str
    role: str
    detail: str
    # The page of the national number; empty for who is not born.
    number_href: str


@dataclass(frozen=True, slots=True)
class Reach:
    """One way to reach the family. `href` is empty when it is not known to be safe."""

    kind: str
    value: str
    href: str
    whose: str
    safe: str
    tone: str


@dataclass(frozen=True, slots=True)
class NextAct:
    """The one next act: a link to its page, or (`posts`) done at once. `why` says what stands in the way."""

    label: str
    href: str
    posts: bool
    why: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of every page of a referral."""

    id: UUID
    title: str
    name: str
    reference: str
    clock: ClockWords
    href: str
    danger_open: bool
    self_referred: bool
    parents_may_know: bool | None
    not_safe: Warned | None


def head(page: ReferralPage) -> Head:
    """The top of the page."""
    referral = page.referral
    return Head(
        id=referral.id,
        title=title(page),
        name=page.family.name,
        reference=referral.reference,
        clock=clock(page),
        href=reverse("desk:read-referral", args=[referral.id]),
        danger_open=page.danger_open,
        self_referred=page.referral.self_referred,
        parents_may_know=page.referral.parents_may_know,
        not_safe=warning(page.not_safe, reverse("desk:say-not-safe", args=[referral.id])),
    )


def title(page: ReferralPage) -> str:
    """'Gezin met 2 kinderen en een kindje op komst, Genk'; 'Jongere, 17 jaar, Bilzen'."""
    children = [person for person in page.persons if person.role == PersonRole.CHILD]
    expected = sum(person.due_date is not None for person in children)
    years = age(children[0]) if len(page.persons) == 1 and children else None
    alone = years if years is not None and years >= GROWING_UP else None
    if page.referral.self_referred and page.referral.told_ages:
        alone = page.referral.told_ages[0]
    return words.family_words(page.referral.municipality.name_nl, len(children) - expected, expected, alone)


def clock(page: ReferralPage) -> ClockWords:
    """The clock of the page; an outcome other than taking up by its name."""
    ended_as = str(OutcomeKind(page.outcome.kind).label) if page.outcome else ""
    return words.clock_words(page.clock, ended_as=ended_as)


def next_act(page: ReferralPage, coach: CoachOf | None) -> NextAct | None:
    """The one thing to do now; None when there is nothing."""
    referral = page.referral
    act = page.act
    if act is Act.TAKE_UP:
        return NextAct(
            _("Aanmelding opnemen"),
            reverse("desk:take-up-referral", args=[referral.id]),
            True,
            _("Nog niemand zei dat we dit gezin helpen."),
        )
    if act is Act.CONSULT:
        return NextAct(
            _("Afronden als overleg"),
            reverse("desk:consult-only", args=[referral.id]),
            False,
            _("Bel de aanmelder terug. Het gezin weet hier niet van."),
        )
    if act is Act.GIVE_COACH:
        return NextAct(
            _("Coach kiezen"),
            reverse("desk:choose-coach", args=[referral.id]),
            False,
            _("Nog niemand is de vaste coach. Kies iemand."),
        )
    if act is Act.PLAN_CONVERSATION:
        name = coach.name if coach else ""
        return NextAct(
            _("Gesprek plannen"),
            reverse("desk:plan-conversation", args=[referral.id]),
            False,
            _("%(name)s is de coach. Het eerste gesprek is nog niet gepland.") % {"name": name}
            if name
            else _("Het eerste gesprek is nog niet gepland."),
        )
    if act is Act.RECORD_CONVERSATION:
        return NextAct(
            _("Gesprek noteren"),
            reverse("desk:record-conversation", args=[referral.id]),
            False,
            planned_words(page),
        )
    return None


def planned_words(page: ReferralPage) -> str:
    """'Het gesprek is op maandag 23 november om 14.30, thuis bij het gezin.'; '' when none is planned."""
    planned = page.referral.first_conversation
    if page.referral.state != State.CONVERSATION_PLANNED or planned is None or planned.planned_for is None:
        return ""
    values = {
        "moment": words.day_and_hour(planned.planned_for),
        "place": PLACE_WORDS[planned.channel],
    }
    if planned.planned_for <= now():
        return _("Het gesprek stond gepland op %(moment)s, %(place)s. Is het doorgegaan?") % values
    return _("Het gesprek is op %(moment)s, %(place)s.") % values


def done_words(page: ReferralPage, coach: CoachOf | None) -> str:
    """What is said when there is nothing left to do here."""
    if page.referral.state == State.CONVERSATION_HELD:
        return (
            _("Het eerste gesprek is gehouden. %(name)s gaat verder met het gezin.") % {"name": coach.name}
            if coach
            else _("Het eerste gesprek is gehouden.")
        )
    return page.outcome.reason if page.outcome else ""


def people(page: ReferralPage) -> list[PersonLine]:
    """Who belongs to the family, in their order: name, age or place in the family, and what else is known."""
    lines = []
    for person in page.persons:
        name = " ".join(part for part in (person.given_name, person.family_name) if part)
        years = age(person)
        if person.due_date is not None:
            role = _("kindje op komst")
        else:
            role = words.role_words(person.role) if years is None else words.age_words(years)
        known = [
            _("verwacht rond %(day)s") % {"day": words.day(person.due_date)} if person.due_date else "",
            words.role_words(person.role) if years is not None and person.role != PersonRole.CHILD else "",
            str(LivesHere(person.lives_here).label) if person.lives_here != LivesHere.UNKNOWN else "",
            _("heeft ouderlijk gezag") if person.parental_authority else "",
        ]
        lines.append(
            PersonLine(
                name or words.sentence(role),
                role if name else "",
                " · ".join(filter(None, known)),
                reverse("coach:keep-national-number", args=[person.family_id, person.id])
                if person.due_date is None
                else "",
            )
        )
    return lines


_HREFS = {DetailKind.PHONE: "tel:", DetailKind.EMAIL: "mailto:"}


def _href(kind: DetailKind, value: str) -> str:
    return _HREFS[kind] + value.replace(" ", "")


def reach(page: ReferralPage) -> list[Reach]:
    """How to reach the family, and whether it is safe. What is not safe cannot be tapped."""
    unsafe = page.not_safe is not None
    ways = []
    for detail in sorted(page.details, key=lambda one: list(DetailKind).index(DetailKind(one.kind))):
        kind = DetailKind(detail.kind)
        safe = detail.safe
        if unsafe:  # what was said of the whole family weighs more than what was said of one number
            safe = False
        said, tone = {
            True: (_("veilig"), "ontime"),
            False: (_("niet veilig"), "late"),
            None: (_("vraag eerst of het veilig is"), "soon"),
        }[safe]
        linked = kind in _HREFS and safe is not False and not unsafe
        ways.append(
            Reach(
                kind=words.sentence(str(kind.label)),
                value=detail.value,
                href=_href(kind, detail.value) if linked else "",
                whose=detail.person.given_name if detail.person else "",
                safe=said,
                tone=tone,
            )
        )
    return ways


_KNOWN: dict[bool | None, Words] = {
    True: gettext_lazy("ja"),
    False: gettext_lazy("nee"),
    None: gettext_lazy("niet gekend"),
}


def contact_rows(page: ReferralPage) -> list[Row]:
    """Language, interpreter, when to call."""
    family, referral = page.family, page.referral
    rows = [Row(_("Taal"), LANGUAGES.get(family.language, family.language))]
    if family.interpreter:
        rows.append(Row(_("Tolk"), _("nodig")))
    if referral.preferred_contact:
        rows.append(Row(_("Liefst"), referral.preferred_contact))
    return rows


LANGUAGES: Mapping[str, Words] = {
    "nl": gettext_lazy("Nederlands"), "fr": gettext_lazy("Frans"), "en": gettext_lazy("Engels"),
    "de": gettext_lazy("Duits"), "tr": gettext_lazy("Turks"), "ar": gettext_lazy("Arabisch"),
    "uk": gettext_lazy("Oekraïens"), "ru": gettext_lazy("Russisch"), "pl": gettext_lazy("Pools"),
    "ro": gettext_lazy("Roemeens"), "bg": gettext_lazy("Bulgaars"), "es": gettext_lazy("Spaans"),
    "it": gettext_lazy("Italiaans"), "pt": gettext_lazy("Portugees"), "fa": gettext_lazy("Perzisch"),
    "prs": gettext_lazy("Dari"),
    "ps": gettext_lazy("Pasjtoe"), "so": gettext_lazy("Somalisch"), "ti": gettext_lazy("Tigrinya"),
    "ber": gettext_lazy("Berbers"), "sq": gettext_lazy("Albanees"),
    "und": gettext_lazy("niet gekend"),
}  # fmt: skip


def agreement_rows(page: ReferralPage) -> list[Row]:
    """What the family knows, and what must be minded."""
    referral = page.referral
    rows = [Row(_("Weet ervan"), _KNOWN[referral.family_informed])]
    if referral.told_ages:
        ages = ", ".join(str(years) for years in referral.told_ages)
        rows.append(Row(_("Leeftijd, zoals verteld"), _("%(ages)s jaar") % {"ages": ages}))
    if referral.self_referred:
        rows.append(Row(_("Ouders mogen dit weten"), _KNOWN[referral.parents_may_know]))
    if any(person.role == PersonRole.CHILD and (age(person) or 0) >= 12 for person in page.persons):
        rows.append(Row(_("Jongere gevraagd"), _KNOWN[referral.asked_minor]))
    if referral.disagreement_known:
        rows.append(Row(_("Ouders oneens"), _("ja, vraag het aan elke ouder")))
    if referral.concern_about_child:
        rows.append(Row(_("Zorg om een kind"), _("ja, bespreek dit in het team")))
    return rows


def referrer_rows(page: ReferralPage) -> list[Row]:
    """Who referred, and whether they stay."""
    referral = page.referral
    known = [
        (_("Wie"), str(words.referrer(referral.referrer_type))),
        (_("Organisatie"), referral.referrer_organisation),
        (_("Naam"), referral.referrer_name),
    ]
    rows = [Row(key, value) for key, value in known if value]
    ways = (
        (DetailKind.PHONE, _("Telefoon"), referral.referrer_phone, _("Bel")),
        (DetailKind.EMAIL, _("E-mail"), referral.referrer_email, _("Mail")),
    )
    # Of a family that called itself, whether it is safe stands beside its own number.
    tap = referral.referrer_type != ReferrerType.FAMILY
    rows += [
        Row(key, value, _href(kind, value) if tap else "", act) for kind, key, value, act in ways if value
    ]
    rows.append(Row(_("Kwam binnen"), str(ReferralChannel(referral.channel).label)))
    if referral.stays_involved is not None:
        rows.append(Row(_("Blijft betrokken"), _KNOWN[referral.stays_involved]))
    if referral.wants_feedback is not None:
        rows.append(Row(_("Wil iets horen"), _KNOWN[referral.wants_feedback]))
    return rows


def date_rows(page: ReferralPage) -> list[Row]:
    """The dates that are kept apart."""
    referral = page.referral
    held = referral.first_conversation
    held_at = held.held_at if held and held.status == ContactStatus.HELD else None
    known = [
        (_("Aangemeld"), words.day_and_hour(referral.received_at)),
        (_("Opgenomen"), words.day_and_hour(referral.taken_up_at) if referral.taken_up_at else ""),
        (_("Eerste contact"), words.weekday(referral.first_contact_on) if referral.first_contact_on else ""),
        (_("Eerste gesprek"), words.day_and_hour(held_at) if held_at else ""),
        (_("Eerste hulp"), words.weekday(referral.help_started_on) if referral.help_started_on else ""),
    ]
    return [Row(key, value or _("nog niet")) for key, value in known]


def area_rows(page: ReferralPage, area: Area | None) -> list[Row]:
    """Where the family lives, with 'aangenomen' where the area is not public (rule 7)."""
    referral = page.referral
    place = " ".join(part for part in (referral.postal_code, referral.municipality.name_nl) if part)
    assumed = area is not None and area.assumed.any
    zone = _("%(zone)s (aangenomen)") % {"zone": referral.zone.name} if assumed else referral.zone.name
    return [Row(_("Gemeente"), place), Row(_("Zone"), zone)]

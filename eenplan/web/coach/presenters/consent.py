"""Who may know what, in words for the coach: a share as a card, and who decides for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.consent.enums import (
    Ground,
    RecipientKind,
    Said,
    ShareState,
    Stage,
    Why,
)
from eenplan.consent.queries import DisagreementOn, JudgedOn, ShareOn, Spoken
from eenplan.consent.rules import Someone, Terms, birthday, stage_on
from eenplan.core.clock import day_of, today
from eenplan.core.enums import Role
from eenplan.network.queries import PartnerOn, StaffOn
from eenplan.plans.queries.agreeing import HelpAsked
from eenplan.web.coach.presenters.lists import Line
from eenplan.web.shared import words
from eenplan.web.shared.components import Row
from eenplan.web.shared.sharing import Namer

TONES = {
    ShareState.STANDS: "ontime",
    ShareState.AHEAD: "done",
    ShareState.WAITS: "soon",
    ShareState.REFUSED: "late",
    ShareState.OVER: "done",
    ShareState.ENDED: "done",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What one person said of a share; `ask` says what to do, `stop_href` writes down that they changed their mind."""

    name: str
    said: str
    tone: str
    detail: str
    href: str
    ask: str
    stop_href: str = ""


@dataclass(frozen=True, slots=True)
class ShareCard:
    """One share on the page."""

    id: UUID
    title: str
    detail: str
    state: str
    tone: str
    rows: list[Row]
    replies: list[Reply]
    end_href: str


@dataclass(frozen=True, slots=True)
class HelpCard:
    """Help that waits for somebody's yes."""

    what: str
    state: str
    tone: str
    replies: list[Reply]
    start_href: str


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides about one minor of the family, and what differs from what age says."""

    name: str
    words: str
    why: str
    judge_href: str
    odds: str
    odds_href: str
    agreed_href: str


def share_card(share: ShareOn, namer: Namer, *, may_write: bool) -> ShareCard:
    """A share with what everybody said of it."""
    asked = {ask.person_id: ask for ask in share.verdict.asked}
    asked_of = [
        *share.with_a_say,
        *(one.person_id for one in share.spoken if one.person_id not in share.with_a_say),
    ]
    needed = share.ground in (Ground.CONSENT, Ground.SHARED_SECRECY)
    replies = [
        _reply(share, person, asked[person].why if person in asked else None, namer, may_write=may_write)
        for person in asked_of
        if needed
    ]
    return ShareCard(
        id=share.id,
        title=namer.recipient(share),
        detail=namer.recipient_detail(share),
        state=state_words(share, namer),
        tone=TONES[share.state],
        rows=share_rows(share, namer),
        replies=replies,
        end_href=reverse("coach:end-share", args=[share.family_id, share.id])
        if may_write and share.is_open
        else "",
    )


def share_rows(share: ShareOn, namer: Namer, *, with_who: bool = False) -> list[Row]:
    """What a share is, as pairs; `with_who` where the recipient does not stand above them."""
    who = " · ".join(part for part in (namer.recipient(share), namer.recipient_detail(share)) if part)
    what = [namer.part(part) for part in share.parts]
    if share.health:
        what.append(_("ook wat over gezondheid gaat"))
    rows = [
        Row(_("Over"), namer.people(share.about)),
        Row(_("Wat"), words.sentence(" · ".join(what))),
        Row(_("Waarom"), f"{share.need} ({share.purpose.label})"),
        Row(_("Tot en met"), words.day(share.last_day)),
    ]
    if share.since > today():
        rows.insert(3, Row(_("Vanaf"), words.day(share.since)))
    if share.ground != Ground.CONSENT:
        note = f": {share.ground_note}" if share.ground_note else ""
        rows.append(Row(_("Grond"), words.sentence(f"{share.ground.label}{note}")))
    return [Row(_("Wie"), who), *rows] if with_who else rows


def state_words(share: ShareOn, namer: Namer) -> str:
    """'wacht op Noor', 'Kaat zei nee', 'geldt nu'."""
    if share.state == ShareState.WAITS and share.verdict.asked:
        return _("wacht op %(names)s") % {"names": _asked_names(share, namer)}
    if share.state == ShareState.REFUSED and share.verdict.against:
        return _("%(names)s zei nee") % {"names": namer.people(share.verdict.against)}
    if share.state == ShareState.REFUSED:
        return _("niemand kan hierover beslissen")
    return str(share.state.label)


def sharing_words(found: Sequence[ShareOn]) -> str:
    """How much is shared of a family, and how much waits, in a sentence."""
    stands = sum(one.state == ShareState.STANDS for one in found)
    waits = sum(bool(one.is_open and one.verdict.asked) for one in found)
    said = (
        ngettext("Eén keer wordt iets gedeeld.", "%(number)s keer wordt iets gedeeld.", stands)
        % {"number": words.number(stands)}
        if stands
        else _("Er wordt nu niets gedeeld.")
    )
    if not waits:
        return words.sentence(said)
    more = ngettext("Eén vraag wacht op een antwoord.", "%(number)s vragen wachten op een antwoord.", waits)
    return f"{words.sentence(said)} {words.sentence(more % {'number': words.number(waits)})}"


def asking_lines(
    names: Mapping[UUID, str], asking: Mapping[UUID, Sequence[ShareOn]], persons: Mapping[UUID, Sequence[Any]]
) -> list[Line]:
    """For 'vandaag': in which families somebody is still to be asked, and who."""
    lines = []
    for family_id, name in names.items():
        found = asking.get(family_id, ())
        if not found:
            continue
        namer = Namer(persons.get(family_id, ()), ())
        asked = list(dict.fromkeys(ask.person_id for one in found for ask in one.verdict.asked))
        turned = any(ask.why == Why.TURNED for one in found for ask in one.verdict.asked)
        lines.append(
            Line(
                namer.people(asked),
                name,
                _("beslist nu zelf") if turned else "",
                reverse("coach:read-sharing", args=[family_id]),
            )
        )
    return lines


def _asked_names(share: ShareOn, namer: Namer) -> str:
    """Everybody who must, and of several of whom one is enough: 'Kaat of Jeroen'."""
    must = list(dict.fromkeys(ask.person_id for ask in share.verdict.asked if ask.why != Why.DECIDES))
    one_of = list(
        dict.fromkeys(
            ask.person_id
            for ask in share.verdict.asked
            if ask.why == Why.DECIDES and ask.person_id not in must
        )
    )
    names = [namer.person(person) for person in must]
    if one_of:
        names.append(_one_of(one_of, namer))
    return words.listed(names)


def _reply(share: ShareOn, person: UUID, why: Why | None, namer: Namer, *, may_write: bool) -> Reply:
    spoken = share.said_by(person)
    has_say = person in share.with_a_say
    href = reverse("coach:answer-share", args=[share.family_id, share.id, person])
    open_to = may_write and share.is_open and has_say
    said, tone = said_words(spoken, why)
    return Reply(
        name=namer.person(person),
        said=said,
        tone=tone,
        detail=_spoken_detail(spoken),
        href=href if open_to else "",
        ask=_("Antwoord veranderen") if spoken else _("Antwoord noteren"),
        stop_href=f"{href}?zegt={Said.WITHDRAWN.value}"
        if open_to and spoken and spoken.said == Said.GIVEN
        else "",
    )


def help_card(one: HelpAsked, family_id: UUID, namer: Namer) -> HelpCard:
    """Help that waits, with what each of them said whose yes it needs."""
    waits = (
        namer.people(one.asked)
        if one.needs.own is not None or len(one.asked) == 1
        else _one_of(one.asked, namer)
    )
    return HelpCard(
        what=one.what,
        state=(only_where(one, namer) or _("mag starten"))
        if one.may_start
        else _("wacht op %(names)s") % {"names": waits},
        tone="ontime" if one.may_start else "soon",
        replies=[
            Reply(
                name=namer.person(person),
                said=said_words(one.spoken.get(person), Why.OWN)[0],
                tone=said_words(one.spoken.get(person), Why.OWN)[1],
                detail=_spoken_detail(one.spoken.get(person)),
                href=reverse("coach:answer-help", args=[family_id, one.help_id, person]),
                ask=_("Antwoord veranderen") if person in one.spoken else _("Antwoord noteren"),
            )
            for person in one.needs.with_a_say
        ],
        start_href=reverse("coach:start-help", args=[family_id, one.help_id]) if one.may_start else "",
    )


def only_where(one: HelpAsked, namer: Namer) -> str:
    """'mag enkel starten in het huis van Kaat'; empty when no home is left out."""
    agreed, others = one.homes_apart
    if not (agreed and others):
        return ""
    return _("mag enkel starten in het huis van %(names)s") % {
        "names": words.listed([namer.people(home) for home in agreed])
    }


def closed_homes(found: Iterable[HelpAsked], persons: Sequence[Any]) -> str:
    """Where help may not come though it may start: 'In het huis van Jeroen komt deze hulp niet …'. Mostly empty."""
    namer = Namer(persons, ())
    for one in found:
        agreed, others = one.homes_apart
        if one.may_start and agreed and others:
            names = words.listed([_one_of(home, namer) for home in others])
            return _(
                "Deze hulp mag enkel starten in het huis van %(agreed)s. In het huis van %(names)s komt ze pas na een ja"
                " van daar."
            ) % {"agreed": words.listed([namer.people(home) for home in agreed]), "names": names}
    return ""


def needs_yes(found: Iterable[HelpAsked], persons: Sequence[Any]) -> str:
    """'Deze hulp start pas na het ja van Noor.' Empty when it may start."""
    asked = [person for one in found if not one.may_start for person in one.asked]
    if not asked:
        return ""
    names = _one_of(asked, Namer(persons, ()))
    return _("Deze hulp start pas na het ja van %(names)s.") % {"names": names}


def _one_of(ids: Iterable[UUID], namer: Namer) -> str:
    """'Kaat of Jeroen'."""
    return _(" of ").join(namer.person(one) for one in ids)


def said_words(spoken: Spoken | None, why: Why | None) -> tuple[str, str]:
    """What somebody said, in a word or two, with its tone."""
    if spoken is not None:
        tone = {Said.GIVEN: "ontime", Said.REFUSED: "late", Said.WITHDRAWN: "late"}.get(spoken.said, "done")
        return str(spoken.said.label), tone
    if why == Why.TURNED:
        return _("beslist nu zelf: vraag het"), "soon"
    if why in (Why.OWN, Why.ALL):
        return _("nog niet gevraagd"), "soon"
    return _("nog niets gezegd"), "done"


def _spoken_detail(spoken: Spoken | None) -> str:
    if spoken is None:
        return ""
    how = ", ".join(str(one.label) for one in (spoken.how, spoken.understood) if one)
    told = _("%(how)s, op %(day)s") % {"how": how, "day": words.day(day_of(spoken.at))}
    return f"{told}. {spoken.reason}" if spoken.reason else told


def deciders(
    family_id: UUID,
    people: Mapping[UUID, Someone],
    terms: Terms,
    judged: Sequence[JudgedOn],
    odds: Sequence[DisagreementOn],
    namer: Namer,
) -> list[Decider]:
    """Who decides about each minor of the family."""
    found = []
    for who in people.values():
        stage = stage_on(who, today(), terms)
        if stage == Stage.ADULT or who.id not in namer.names:
            continue
        last = next((one for one in judged if one.person_id == who.id), None)
        known = next((one for one in odds if one.person_id == who.id), None)
        found.append(
            Decider(
                name=namer.person(who.id),
                words=_decides(who, stage, terms, namer),
                why=_judged(last) if last else "",
                judge_href=reverse("coach:judge-capability", args=[family_id, who.id]),
                odds=_odds(known, namer.people(who.holders)) if known else "",
                odds_href="" if known else reverse("coach:note-known-disagreement", args=[family_id, who.id]),
                agreed_href=reverse("coach:end-known-disagreement", args=[family_id, known.id])
                if known
                else "",
            )
        )
    return found


def _decides(who: Someone, stage: Stage, terms: Terms, namer: Namer) -> str:
    if stage == Stage.CAPABLE:
        return _("Beslist zelf.")
    if not who.holders:
        return _("We weten nog niet wie beslist. Schrijf het op bij ‘Ouders en gezag’.")
    said = _("%(names)s beslissen.") if len(who.holders) > 1 else _("%(names)s beslist.")
    text = said % {"names": namer.people(who.holders)}
    if who.birth_date and who.judged is None:
        turns = birthday(who.birth_date, terms.capable_from)
        if today() < turns <= today() + timedelta(days=90):
            text += " " + _("Wordt op %(day)s %(age)s jaar: vraag het dan ook zelf.") % {
                "day": words.day(turns),
                "age": terms.capable_from,
            }
    return text


def _judged(one: JudgedOn) -> str:
    said = _("Kan dit zelf") if one.capable else _("Kan dit nog niet zelf")
    about = _("besproken met het kind op %(day)s, genoteerd door %(name)s") % {
        "day": words.day(one.discussed_on),
        "name": one.author or _("een collega"),
    }
    return f"{said}: {one.reason} ({about})"


def _odds(known: DisagreementOn, names: str) -> str:
    text = _("Het is bekend dat %(names)s het niet eens zijn, sinds %(day)s. Vraag het aan elk van hen.") % {
        "names": names,
        "day": words.day(known.since),
    }
    return f"{text} {known.note}" if known.note else text


def recipients(
    partners: Sequence[PartnerOn],
    workers: Sequence[tuple[str, StaffOn]],
    functions: Mapping[Role, str],
    persons: Sequence[Any],
) -> list[Any]:
    """Whom something can be shared with, in groups for one list."""
    grown = [one for one in persons if one.due_date is None]
    return [
        (
            _("Iemand dichtbij"),
            [
                (RecipientKind.OUTSIDE.value, _("iemand anders (schrijf hieronder wie)")),
                *((f"relative:{one.id}", one.given_name or words.role_words(one.role)) for one in grown),
            ],
        ),
        (
            _("Wie deze functie heeft"),
            [(f"function:{role.value}", title) for role, title in functions.items()],
        ),
        (
            _("Eén medewerker"),
            [
                (f"worker:{one.staff_member_id}", f"{one.name}, {one.organisation_name} ({title})")
                for title, one in workers
            ],
        ),
        (_("Een organisatie"), [(f"organisation:{one.organisation_id}", one.name) for one in partners]),
    ]

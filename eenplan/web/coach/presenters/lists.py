"""What is due today, and all families of a coach."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.consent.queries.inviting import ToHand
from eenplan.core.clock import today
from eenplan.plans.enums import NoticeState
from eenplan.plans.queries import Due, DueKind, MyFamily
from eenplan.plans.queries.continuity import Coming
from eenplan.plans.queries.messages import Waiting
from eenplan.plans.queries.notices import ToTell
from eenplan.referrals.enums import Act, State
from eenplan.referrals.queries import ReferralClock
from eenplan.web.coach.presenters import plan as presented
from eenplan.web.shared import words
from eenplan.web.shared.continuity import who_comes
from eenplan.web.shared.words import ClockWords

Clocks = Mapping[UUID, ReferralClock]


@dataclass(frozen=True, slots=True)
class Entry:
    """One family in a list, with its clock and its next act."""

    clock: ClockWords
    name: str
    about: str
    side: str
    href: str
    act: str
    act_href: str
    act_kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is due, in a quiet list."""

    text: str
    about: str
    when: str
    href: str


@dataclass(frozen=True, slots=True)
class Today:
    """What is due, by kind."""

    conversations: list[Entry]
    appointments: list[Line]
    mine: list[Line]
    steps: list[Line]
    reviews: list[Line]
    answers: list[Line]


@dataclass(frozen=True, slots=True)
class Group:
    """What is due of one kind, under its title; `why` says in a line what is asked."""

    title: str
    icon: str
    lines: list[Line]
    why: str = ""


def columns(*groups: Sequence[Group]) -> list[list[Group]]:
    """The groups that hold something, in their columns; a column without any is left out."""
    found = [[one for one in column if one.lines] for column in groups]
    return [column for column in found if column]


def summing(due: Today) -> str:
    """'Twee gezinnen wachten op hun eerste gesprek.'"""
    waiting = len(due.conversations)
    if not waiting:
        return _("Al je gezinnen hebben hun eerste gesprek gehad.")
    text = ngettext(
        "%(number)s gezin wacht op het eerste gesprek.",
        "%(number)s gezinnen wachten op het eerste gesprek.",
        waiting,
    )
    return words.sentence(text % {"number": words.number(waiting)})


def today_of(families: Sequence[MyFamily], clocks: Clocks, me: str, called: Mapping[str, str]) -> Today:
    """What is due in these families, the first day first. `me` is the worker whose steps stand apart.

    `called` is how the phases are called here.
    """
    due = [one for family in families for one in family.due]
    steps = _of(due, DueKind.STEP)
    agreed = {one.family_id for one in families if one.has_active_version}
    waiting = [one for one in families if one.referral_state != State.CONVERSATION_HELD]
    planned = sorted(
        (one.next_contact_at, one.family_name, one.family_id, _instead(one))
        for one in families
        if one.next_contact_at
    )
    return Today(
        conversations=[
            conversation(one, clocks, called)
            for one in sorted(waiting, key=lambda one: (one.deadline, one.family_name))
        ],
        appointments=[
            Line(name, instead, words.day_and_hour(at), _family(family_id))
            for at, name, family_id, instead in planned
        ],
        mine=[_line(one, one.text, one.family_name) for one in steps if str(one.staff_member_id) == me],
        steps=[_line(one, one.text, one.family_name) for one in steps if str(one.staff_member_id) != me],
        reviews=[_review(one, agreed) for one in _of(due, DueKind.REVIEW)],
        answers=_answers(_of(due, DueKind.ANSWER)),
    )


def again_lines(families: Sequence[MyFamily], again: Mapping[UUID, date]) -> list[Line]:
    """Families that somebody referred once more while they are mine."""
    return [
        Line(
            one.family_name,
            "",
            _("opnieuw aangemeld op %(day)s") % {"day": words.day(again[one.family_id])},
            _family(one.family_id),
        )
        for one in families
        if one.family_id in again
    ]


def message_lines(names: Mapping[UUID, str], found: Sequence[Waiting]) -> list[Line]:
    """Who wrote and waits for an answer, the first first; what they wrote stands on its own page."""
    return [
        Line(
            _("%(name)s schreef je een bericht") % {"name": one.person or _("Iemand")},
            names.get(one.family_id, ""),
            words.moment(one.sent_at),
            reverse("coach:answer-message", args=[one.family_id, one.item_id]),
        )
        for one in found
    ]


def unsent_lines(names: Mapping[UUID, str], found: Sequence[ToTell]) -> list[Line]:
    """What could not be sent, and letters to give; why stands on the page of the family."""
    return [
        Line(
            (
                _("Een brief voor %(name)s om af te geven")
                if one.state is NoticeState.LETTER
                else _("Een seintje voor %(name)s kon niet weg")
            )
            % {"name": one.name or _("Iemand")},
            names.get(one.family_id, ""),
            words.moment(one.made_at),
            reverse("coach:list-hearing", args=[one.family_id]),
        )
        for one in found
    ]


def coming_lines(names: Mapping[UUID, str], found: Sequence[Coming]) -> list[Line]:
    """In which families somebody else comes soon, who were not told yet; the button stands with the coach there."""
    return [
        Line(
            who_comes(one),
            names.get(one.family_id, ""),
            "",
            reverse("coach:read-family", args=[one.family_id]) + "#wie-komt",
        )
        for one in found
    ]


def invited_lines(names: Mapping[UUID, str], found: Sequence[ToHand]) -> list[Line]:
    """Whom families invited to read along: everybody said yes, and a card is still to be handed."""
    return [
        Line(
            _("%(name)s mag meelezen: geef een kaart") % {"name": one.name},
            names.get(one.family_id, ""),
            "",
            reverse("coach:list-cards", args=[one.family_id]),
        )
        for one in found
    ]


def mine_of(families: Sequence[MyFamily], clocks: Clocks, called: Mapping[str, str]) -> list[Entry]:
    """All families of a coach, those that wait for their first conversation first."""
    waiting = [one for one in families if one.referral_state != State.CONVERSATION_HELD]
    others = [one for one in families if one.referral_state == State.CONVERSATION_HELD]
    ordered = [*sorted(waiting, key=lambda one: (one.deadline, one.family_name)), *others]
    return [family_entry(one, clocks, called) for one in ordered]


def conversation(one: MyFamily, clocks: Clocks, called: Mapping[str, str]) -> Entry:
    """A family that waits for its first conversation."""
    found = clocks.get(one.family_id)
    clock = words.clock_words(found.clock) if found else ClockWords("done", "", "")
    to_note = found is not None and found.act is Act.RECORD_CONVERSATION
    still_to_come = to_note and one.next_contact_at is not None
    if still_to_come and one.next_contact_at:
        side = _("gesprek op %(moment)s") % {"moment": words.day_and_hour(one.next_contact_at)}
    else:
        side = _("gesprek is voorbij, noteer het nog") if to_note else _("nog geen gesprek gepland")
    name = "coach:record-conversation" if to_note else "coach:plan-conversation"
    return Entry(
        clock=clock,
        name=one.family_name,
        about=f"{words.phase(one.phase, called)} · {_since(one)}",
        side=side,
        href=_family(one.family_id),
        act=_("Gesprek noteren") if to_note else _("Gesprek plannen"),
        act_href=reverse(name, args=[one.family_id]),
        act_kind="filled" if clock.is_pressing and not still_to_come else "quiet",
    )


def family_entry(one: MyFamily, clocks: Clocks, called: Mapping[str, str]) -> Entry:
    """A family in the list of all mine."""
    if one.referral_state != State.CONVERSATION_HELD:
        return conversation(one, clocks, called)
    found = clocks.get(one.family_id)
    clock = words.clock_words(found.clock) if found else ClockWords("done", "", "")
    late = one.has_active_version and one.review_date < today()
    if not one.has_active_version:
        tone, detail = "done", _("nog niet afgesproken")
    else:
        tone = "soon" if late else "ontime"
        said = _("was voor %(day)s") if late else _("opnieuw bekijken op %(day)s")
        detail = said % {"day": words.day(one.review_date)}
    state = ClockWords(tone, words.phase(one.phase, called), detail)
    contact = (
        _("volgend contact: %(moment)s") % {"moment": words.day_and_hour(one.next_contact_at)}
        if one.next_contact_at
        else _("nog geen volgend contact gepland")
    )
    return Entry(
        clock=state,
        name=one.family_name,
        about=f"{_since(one)} · {clock.text.lower()} {clock.detail}",
        side=contact,
        href=_family(one.family_id),
        act=_("Naar het plan"),
        act_href=reverse("coach:read-plan", args=[one.family_id]),
        act_kind="quiet",
    )


def counted(families: Sequence[MyFamily]) -> str:
    """'Je bent de coach van 9 gezinnen.' 'Je bent de coach van één gezin en vervangt een collega bij 3 gezinnen.'"""
    stood_in = sum(bool(one.instead_of) for one in families)
    own = len(families) - stood_in
    mine = ngettext("Je bent de coach van één gezin", "Je bent de coach van %(number)s gezinnen", own) % {
        "number": own
    }
    instead = ngettext(
        "vervangt een collega bij één gezin", "vervangt een collega bij %(number)s gezinnen", stood_in
    )
    instead %= {"number": stood_in}
    if not stood_in:
        return _("%(mine)s.") % {"mine": mine}
    if not own:
        return _("Je %(instead)s.") % {"instead": instead}
    return _("%(mine)s en je %(instead)s.") % {"mine": mine, "instead": instead}


def _instead(one: MyFamily) -> str:
    """'je vervangt Jeroen tot 3 december'; empty for a family of one's own."""
    if not one.instead_of:
        return ""
    if one.until:
        return _("je vervangt %(name)s tot %(day)s") % {"name": one.instead_of, "day": words.day(one.until)}
    return _("je vervangt %(name)s sinds %(day)s") % {"name": one.instead_of, "day": words.day(one.since)}


def _since(one: MyFamily) -> str:
    return _instead(one) or _("jouw gezin sinds %(day)s") % {"day": words.day(one.since)}


def _of(due: Sequence[Due], kind: DueKind) -> list[Due]:
    return sorted(
        (one for one in due if one.kind == kind),
        key=lambda one: (one.on is None, one.on or today(), one.family_name),
    )


def _line(one: Due, text: str, about: str = "") -> Line:
    day = words.day(one.on) if one.on else ""
    if one.on and one.on == today():
        when = _("vandaag")
    else:
        when = _("was voor %(day)s") % {"day": day} if one.is_late else _("tegen %(day)s") % {"day": day}
    return Line(text, about, when, _plan(one.family_id))


def _review(one: Due, agreed: Set[UUID]) -> Line:
    """A plan to look at again; one that is not agreed yet, to agree on."""
    if one.family_id not in agreed:
        return _line(one, one.family_name, _("nog niet afgesproken"))
    return replace(_line(one, one.family_name), href=f"{_plan(one.family_id)}#terugkijken")


def _answers(due: Sequence[Due]) -> list[Line]:
    names: dict[UUID, tuple[str, list[str]]] = {}
    for one in due:
        names.setdefault(one.family_id, (one.family_name, []))[1].append(one.text)
    return [
        Line(presented.listed(people), family, "", f"{_plan(family_id)}#akkoord")
        for family_id, (family, people) in names.items()
    ]


def _family(family_id: UUID) -> str:
    return reverse("coach:read-family", args=[family_id])


def _plan(family_id: UUID) -> str:
    return reverse("coach:read-plan", args=[family_id])

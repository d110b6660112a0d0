"""The page of a family in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from eenplan.core.clock import day_of, now, today
from eenplan.families.enums import ContactKind, ContactStatus
from eenplan.plans.queries import CoachOf, TrajectoryNow, VersionRow
from eenplan.plans.queries.continuity import Constant
from eenplan.plans.queries.labels import Labelled
from eenplan.plans.queries.messages import Waiting
from eenplan.referrals.enums import Act, State
from eenplan.referrals.queries import ReferralPage
from eenplan.web.coach.presenters.beside import Beside, beside
from eenplan.web.desk.presenters.referral import PLACE_WORDS, planned_words
from eenplan.web.shared import words
from eenplan.web.shared.components import Row
from eenplan.web.shared.continuity import who_comes
from eenplan.web.shared.left import left_words

# A contact as the query of a referral gives it; doors do not know models.
Contact = Any


@dataclass(frozen=True, slots=True)
class NextAct:
    """The one next act with this family."""

    label: str
    href: str
    why: str


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact: what and when, who was there, what was said, and what can be done with it."""

    when: str
    what: str
    who: str
    text: str
    status: str
    tone: str
    note_href: str
    cancel_href: str
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class ToTell:
    """Who comes, in words; `worker` and `since` as they are sent back; whether the family was told."""

    text: str
    worker: str
    since: str
    told: bool


def is_held(page: ReferralPage) -> bool:
    """Whether the first conversation was held."""
    return page.referral.state == State.CONVERSATION_HELD


def next_act(page: ReferralPage, path: TrajectoryNow, versions: Sequence[VersionRow]) -> NextAct:
    """The one thing to do now."""
    family = [path.family_id]
    if page.act is Act.RECORD_CONVERSATION:
        return NextAct(
            _("Gesprek noteren"), reverse("coach:record-conversation", args=family), planned_words(page)
        )
    if not is_held(page):
        return NextAct(
            _("Gesprek plannen"),
            reverse("coach:plan-conversation", args=family),
            _("Het eerste gesprek is nog niet gepland. We zitten binnen de maand samen."),
        )
    if not any(one.head.is_active for one in versions):
        return NextAct(
            _("Verder aan het plan"),
            reverse("coach:read-plan", args=family),
            _("Het eerste gesprek is gehouden. Nu schrijven jullie samen het plan."),
        )
    return NextAct(_("Naar het plan"), reverse("coach:read-plan", args=family), plan_words(versions))


def plan_words(versions: Sequence[VersionRow], *, ended: bool = False) -> str:
    """'Versie 2 geldt sinds 4 november. Opnieuw bekijken op 16 december.' `ended`: the trajectory is over."""
    active = next((one.head for one in versions if one.head.is_active), None)
    if active:
        return _("Versie %(number)s geldt sinds %(day)s. Opnieuw bekijken op %(review)s.") % {
            "number": active.number,
            "day": words.day(day_of(active.activated_at)),
            "review": words.day(active.review_date),
        }
    if ended and versions:
        last = max(one.head.number for one in versions)
        return _("Versie %(number)s was het laatste plan. Het blijft leesbaar.") % {"number": last}
    if ended:
        return _("Er werd geen plan afgesproken. Wat jullie opschreven, blijft leesbaar.")
    return _("Er is nog geen plan afgesproken. Wat jullie al opschreven, staat klaar.")


def cards_words(having: int) -> str:
    """'Twee van hen hebben een kaart.'"""
    if not having:
        return _("Nog niemand heeft een kaart om het plan zelf te lezen.")
    text = ngettext("%(number)s van hen heeft een kaart.", "%(number)s van hen hebben een kaart.", having) % {
        "number": words.number(having)
    }
    return words.sentence(text)


def messages_words(waiting: Sequence[Waiting]) -> str:
    """'Kaat wacht op een antwoord.'; when nothing waits 'Er wacht geen bericht.'"""
    names = list(dict.fromkeys(one.person or _("iemand") for one in waiting))
    if not names:
        return _("Er wacht geen bericht.")
    text = ngettext("%(names)s wacht op een antwoord.", "%(names)s wachten op een antwoord.", len(names))
    return words.sentence(text % {"names": words.listed(names)})


def coach_words(path: TrajectoryNow, constant: Constant | None = None) -> str:
    """'Sara is de coach, sinds 2 november.' or 'Sara vervangt Jeroen tot 3 december.' Who was away is the coach all along."""
    coach = path.coach
    if coach is None:
        return ""
    if coach.instead_of:
        return words.stands_in(coach.name, coach.instead_of, coach.until)
    since = constant.numbers.since if constant else coach.since
    return _("%(name)s is de coach, sinds %(day)s.") % {"name": coach.name, "day": words.day(since)}


def stand_in_words(coach: CoachOf | None) -> str:
    """'Sara vervangt Jeroen tot 3 december.'; empty when the own coach is there."""
    if coach is None or not coach.instead_of:
        return ""
    return words.stands_in(coach.name, coach.instead_of, coach.until)


def coming_of(found: Constant | None) -> list[ToTell]:
    """Who comes, and what to send back when the family was told."""
    return [
        ToTell(who_comes(one), str(one.staff_member_id), one.since.isoformat(), one.told)
        for one in (found.coming if found else ())
    ]


def coach_rows(path: TrajectoryNow) -> list[Row]:
    """Who was the coach before, and who will be."""
    rows, before = [], None
    for one in path.coaches:
        if one.until is not None and one.until <= today() and path.ended_on is None:
            was = _("verving tot %(day)s") if one.instead_of else _("coach tot %(day)s")
            rows.append(Row(one.name, was % {"day": words.day(one.until)}))
        elif one.since > today() and one.instead_of:
            rows.append(Row(one.name, _("vervangt vanaf %(day)s") % {"day": words.day(one.since)}))
        elif one.since > today() and one.staff_member_id == before:
            rows.append(Row(one.name, _("is terug op %(day)s") % {"day": words.day(one.since)}))
        elif one.since > today():
            why = f"\n{one.reason}" if one.reason else ""
            rows.append(Row(one.name, _("wordt coach op %(day)s") % {"day": words.day(one.since)} + why))
        before = one.own_coach_id
    return rows


def contact_lines(
    page: ReferralPage,
    names: Mapping[UUID, str],
    labels: Mapping[UUID, Labelled],
    *,
    may_write: bool,
) -> list[ContactLine]:
    """Contacts: those still to come first, then the newest."""
    contacts = [one for one in page.contacts if _moment(one) is not None]
    planned = [one for one in contacts if one.status == ContactStatus.PLANNED]
    past = [one for one in contacts if one.status != ContactStatus.PLANNED]
    ordered = sorted(planned, key=_key) + sorted(past, key=_key, reverse=True)
    return [_contact(page, one, names, labels, may_write) for one in ordered]


def _moment(one: Contact) -> datetime | None:
    moment: datetime | None = one.held_at or one.planned_for
    return moment


def _key(one: Contact) -> tuple[datetime, UUID]:
    return _moment(one) or now(), one.item_id


def _contact(
    page: ReferralPage,
    one: Contact,
    names: Mapping[UUID, str],
    labels: Mapping[UUID, Labelled],
    may_write: bool,
) -> ContactLine:
    first = one.kind == ContactKind.FIRST_CONVERSATION
    what = _("Eerste gesprek") if first else words.sentence(str(ContactKind(one.kind).label))
    there = [part.person.given_name for part in one.participants.all() if part.person.given_name]
    moment = _moment(one) or now()
    if one.status == ContactStatus.PLANNED:
        is_over = moment < now()
        status, tone = (_("al genoteerd?"), "soon") if is_over else (_("gepland"), "ontime")
    elif one.status == ContactStatus.HELD:
        status, tone = "", "done"
    else:
        status, tone = str(ContactStatus(one.status).label), "done"
    acts = may_write and one.status == ContactStatus.PLANNED
    family = page.referral.family_id
    if first:
        note, cancel = (
            reverse("coach:record-conversation", args=[family]),
            reverse("coach:cancel-conversation", args=[family]),
        )
    else:
        note, cancel = (
            reverse("coach:hold-contact", args=[family, one.item_id]),
            reverse("coach:cancel-contact", args=[family, one.item_id]),
        )
    worker = names.get(one.staff_id, "")
    said = labels[one.item_id].said if one.item_id in labels else ()
    return ContactLine(
        when=words.sentence(words.day_and_hour(moment)),
        what=f"{what}, {PLACE_WORDS[one.channel]}",
        who=", ".join(part for part in (*there, worker) if part),
        text="\n".join(words_.text for words_ in said),
        status=status,
        tone=tone,
        note_href=note if acts else "",
        cancel_href=cancel if acts else "",
        beside=beside(family, labels, one.item_id) if said else None,
    )


def ended_words(path: TrajectoryNow) -> str:
    """What is said, kindly, once a trajectory has ended."""
    if path.ended_on is None:
        return ""
    return _("Dit traject is afgerond op %(day)s. Wat jullie samen opbouwden, blijft van het gezin.") % {
        "day": words.day(path.ended_on)
    }


def closure_rows(path: TrajectoryNow) -> list[Row]:
    """How it ended (rule 41)."""
    closure = path.closure
    if closure is None:
        return []
    rows = [
        Row(_("Waarom"), words.sentence(str(closure.reason.label))),
        Row(_("Wat nog nodig is"), closure.remaining_needs),
        Row(_("Wie verder doet"), closure.who_continues),
        Row(
            pgettext("bewaartermijn", "Bewaren"),
            _("Aan het gezin verteld op %(day)s. Een kopie is aangeboden.")
            % {"day": words.day(closure.told_of_retention_on)},
        ),
        Row(_("We vragen nog eens hoe het gaat"), _("op %(day)s") % {"day": words.day(closure.aftercare_on)}),
    ]
    if closure.satisfaction_words:
        rows.append(Row(_("Wat het gezin zegt"), closure.satisfaction_words))
    if closure.left_waiting:
        rows.append(Row(_("Wat nog wachtte"), left_words(closure.left_waiting)))
        rows.append(Row(_("Waarom het zo bleef"), closure.left_reason))
    if closure.satisfaction is not None:
        rows.append(Row(_("Cijfer van het gezin"), _("%(score)s op 10") % {"score": closure.satisfaction}))
    return rows

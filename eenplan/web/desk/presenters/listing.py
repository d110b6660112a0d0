"""The list of referrals: its filters, its rows and the sentence that sums it up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eenplan.core.clock import day_of, now
from eenplan.plans.queries import CoachOf
from eenplan.referrals.enums import Act, State, Urgency
from eenplan.referrals.queries import DeskCounts, DeskPage, DeskRow
from eenplan.web.desk.presenters.narrowing import STATES, Chosen
from eenplan.web.shared import words
from eenplan.web.shared.addresses import address
from eenplan.web.shared.components import Pill, Words
from eenplan.web.shared.words import ClockWords

ACTS: dict[Act, tuple[Words, str]] = {
    Act.TAKE_UP: (gettext_lazy("Lezen en opnemen"), "desk:read-referral"),
    Act.CONSULT: (gettext_lazy("Lezen en terugbellen"), "desk:read-referral"),
    Act.GIVE_COACH: (gettext_lazy("Coach kiezen"), "desk:choose-coach"),
    Act.PLAN_CONVERSATION: (gettext_lazy("Gesprek plannen"), "desk:plan-conversation"),
    Act.RECORD_CONVERSATION: (gettext_lazy("Gesprek noteren"), "desk:record-conversation"),
    Act.NONE: (gettext_lazy("Bekijken"), "desk:read-referral"),
}


@dataclass(frozen=True, slots=True)
class Summing:
    """A part of the sentence that sums up, with the list behind it."""

    text: str
    href: str


def sum_up(counts: DeskCounts) -> list[Summing]:
    """'Drie gezinnen wachten langer dan beloofd.' and 'Zeven moeten binnen de week een gesprek krijgen.'"""
    late, soon = counts.everything.late, counts.everything.soon
    said = []
    if late:
        text = ngettext(
            "%(number)s gezin wacht langer dan beloofd.",
            "%(number)s gezinnen wachten langer dan beloofd.",
            late,
        )
        said.append(
            Summing(words.sentence(text % {"number": words.number(late)}), Chosen(klok="te-laat").href)
        )
    if soon:
        text = (
            ngettext(
                "%(number)s moet binnen de week een gesprek krijgen.",
                "%(number)s moeten binnen de week een gesprek krijgen.",
                soon,
            )
            if late
            else ngettext(
                "%(number)s gezin moet binnen de week een gesprek krijgen.",
                "%(number)s gezinnen moeten binnen de week een gesprek krijgen.",
                soon,
            )
        )
        said.append(
            Summing(words.sentence(text % {"number": words.number(soon)}), Chosen(klok="deze-week").href)
        )
    return said


def danger_words(counts: DeskCounts) -> str:
    """'Bij één gezin is acuut gevaar gemeld.'; '' when there is none (rule 12)."""
    danger = counts.everything.danger
    if not danger:
        return ""
    text = ngettext(
        "Bij %(number)s gezin is acuut gevaar gemeld.",
        "Bij %(number)s gezinnen is acuut gevaar gemeld.",
        danger,
    )
    return text % {"number": words.number(danger)}


def quiet_words(counts: DeskCounts) -> str:
    """What to say when no clock presses."""
    if not counts.open:
        return _("Niemand wacht nu op een eerste gesprek.")
    return _("Iedereen zit ruim binnen de beloofde maand.")


def state_pills(counts: DeskCounts, chosen: Chosen, called: Mapping[str, str]) -> list[Pill]:
    """A pill for each state, as it is `called` here, with how many choosing it shows. They keep the other filters."""
    others = chosen.without("toon")
    found = [Pill(_("Alle open"), others.href, counts.in_any_state, not chosen.toon)]
    for name, (state, label) in STATES.items():
        found.append(
            Pill(
                called.get(state, label),
                replace(others, toon=name).href,
                counts.by_state[state],
                chosen.toon == name,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list."""

    clock: ClockWords
    title: str
    name: str
    reference: str
    href: str
    quote: str
    quote_language: str
    tags: list[tuple[str, str]]
    source: str
    coach: str
    coach_words: str
    planned: str
    about: str
    act: Words
    act_href: str
    act_kind: str


def listed(rows: Iterable[DeskRow], coaches: Mapping[UUID, CoachOf], shown_until: int = 90) -> list[Listed]:
    """Referrals as their rows say it."""
    return [_listed(row, coaches.get(row.family_id), shown_until) for row in rows]


def _listed(row: DeskRow, coach: CoachOf | None, shown_until: int) -> Listed:
    """One referral: one next act, filled only when the clock presses."""
    clock = words.clock_words(row.clock, ended_as=_("anders afgerond"))
    label, name = ACTS[row.act]
    referrer = row.referrer_organisation or words.referrer(row.referrer_type)
    still_to_come = (
        row.act is Act.RECORD_CONVERSATION and row.planned_for is not None and row.planned_for > now()
    )
    return Listed(
        clock=clock,
        title=words.family_words(row.municipality, row.children - row.expected, row.expected, row.alone),
        name=row.family_name,
        reference=row.reference,
        href=address("desk:read-referral", referral_id=row.id),
        quote=_shortened(row.quote.text, shown_until) if row.quote else "",
        quote_language=row.quote.language if row.quote else "",
        tags=_tags(row),
        source=f"{referrer} · {words.day(day_of(row.received_at))}",
        coach=coach.name if coach else "",
        coach_words=_("coach: %(name)s") % {"name": coach.name} if coach else _("coach: nog niemand"),
        planned=_planned(row),
        about=_("voor %(name)s") % {"name": row.family_name},
        act=label,
        act_href=address(name, referral_id=row.id),
        act_kind="filled" if _is_pressing(row, clock) and not still_to_come else "quiet",
    )


def _is_pressing(row: DeskRow, clock: ClockWords) -> bool:
    pressing = clock.is_pressing and row.clock.is_running
    return row.act is not Act.NONE and (pressing or row.acute_danger or row.urgency is Urgency.TODAY)


def _tags(row: DeskRow) -> list[tuple[str, str]]:
    tags = []
    if row.self_referred:
        tags.append((_("De jongere meldt zelf aan"), "people"))
        if not row.parents_may_know:
            tags.append((_("ouders weten dit misschien niet"), "people"))
    if row.acute_danger and (row.clock.is_running or row.act is Act.CONSULT):
        tags.append((_("acuut gevaar gemeld"), "late"))
    if row.urgency is not Urgency.ORDINARY and row.clock.is_running:
        tags.append((str(row.urgency.label), "soon"))
    return tags


def _planned(row: DeskRow) -> str:
    if row.state is not State.CONVERSATION_PLANNED or row.planned_for is None:
        return ""
    on = words.day_and_hour(row.planned_for)
    if row.planned_for <= now():
        return _("gesprek was op %(moment)s") % {"moment": on}
    return _("gesprek op %(moment)s") % {"moment": on}


def _shortened(text: str, length: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[:length].rsplit(" ", 1)[0].rstrip(",.;: ") + "…"


def turning(chosen: Chosen, page: DeskPage) -> dict[str, str]:
    """Further in the list: the addresses of the next, previous, first and last page; '' where there is none."""
    following, preceding = page.next_cursor, page.previous_cursor
    return {
        "next_href": chosen.at(na=str(following)).href if following else "",
        "previous_href": chosen.at(voor=str(preceding)).href if preceding else "",
        "first_href": "" if chosen.is_first else chosen.at().href,
        "last_href": chosen.at(einde="ja").href if following else "",
    }


def found_words(count: int) -> str:
    """'Twee aanmeldingen gevonden.'"""
    text = ngettext("%(number)s aanmelding gevonden.", "%(number)s aanmeldingen gevonden.", count)
    return words.sentence(text % {"number": words.number(count)})

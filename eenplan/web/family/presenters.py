"""Words that several of the family's pages say: the coach, moments, versions, answers."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from eenplan.core.clock import BRUSSELS, day_of
from eenplan.families.enums import Channel
from eenplan.plans.queries import CoachOf, PersonAnswer, VersionHead
from eenplan.plans.queries.appointments import Dated
from eenplan.plans.queries.continuity import Constant
from eenplan.web.shared.components import Tile
from eenplan.web.shared.plan_view import MemberView, PlanView, day
from eenplan.web.shared.words import stands_in, written


def coach_view(coach: CoachOf | None, plan: PlanView | None) -> MemberView | None:
    """The coach, with the number that stands in the plan if there is one."""
    if coach is None:
        return None
    helpers = plan.team_helpers if plan else ()
    found = next((one for one in helpers if one.staff_member_id == coach.staff_member_id), None)
    if found and not coach.instead_of:
        return found
    return MemberView(
        coach.name,
        _("vervangt nu onze coach") if coach.instead_of else _("onze coach"),
        coach.organisation,
        phone=found.phone if found else "",
        call=found.call if found else "",
        staff_member_id=coach.staff_member_id,
    )


def stand_in_words(coach: CoachOf | None) -> str:
    """'Sara vervangt Jeroen tot 3 december.', in first names; empty when the own coach is there."""
    if coach is None or not coach.instead_of:
        return ""
    return stands_in(first_name(coach.name), first_name(coach.instead_of), coach.until)


def in_first_names(found: Mapping[UUID, Constant]) -> Constant | None:
    """How constant the coach of this one family is, by first names."""
    one = next(iter(found.values()), None)
    if one is None:
        return None
    coming = [
        replace(each, name=first_name(each.name), instead_of=first_name(each.instead_of))
        for each in one.coming
    ]
    return replace(one, name=first_name(one.name), coming=tuple(coming))


def others(plan: PlanView | None, coach: MemberView | None) -> list[MemberView]:
    """The helpers besides the coach."""
    mine = coach.staff_member_id if coach else None
    return [one for one in (plan.team_helpers if plan else ()) if not mine or one.staff_member_id != mine]


def version_tiles(heads: Iterable[VersionHead]) -> list[Tile]:
    """All versions as doors, the newest first."""
    return [
        Tile(
            "file-text",
            _("Versie %(number)d") % {"number": head.number},
            reverse("family:read-version", args=[head.number]),
            _("geldt sinds %(day)s") % {"day": day(day_of(head.activated_at))}
            if head.is_active
            else _("gold vanaf %(day)s") % {"day": day(day_of(head.activated_at))},
        )
        for head in heads
    ]


def first_name(name: str) -> str:
    """How one calls somebody."""
    return name.split()[0] if name.split() else name


def appointment_words(one: Dated) -> str:
    """When who comes, or where one meets: 'Dinsdag 24 november om 10 uur komt Sara langs.'"""
    when = {
        "day": written(one.at.astimezone(BRUSSELS), "l j F"),
        "time": time_words(one.at),
        "name": first_name(one.with_whom) or _("je coach"),
    }
    if one.channel is None:
        words = _("%(day)s om %(time)s zitten jullie samen rond de tafel.")
    elif one.channel == Channel.HOME:
        words = _("%(day)s om %(time)s komt %(name)s bij jullie langs.")
    elif one.channel == Channel.PHONE:
        words = _("%(day)s om %(time)s belt %(name)s.")
    else:
        words = _("%(day)s om %(time)s zien jullie %(name)s.")
    said = words % when
    return said[:1].upper() + said[1:]


def time_words(at: datetime) -> str:
    """The time of day as it is said: '16 uur', '16.30 uur'."""
    moment = at.astimezone(BRUSSELS)
    if not moment.minute:
        return _("%(hour)d uur") % {"hour": moment.hour}
    return _("%(hour)d.%(minute)s uur") % {"hour": moment.hour, "minute": f"{moment.minute:02}"}


def answered_words(answer: PersonAnswer) -> str:
    """What somebody answered and when, told to themselves; empty while they said nothing."""
    if answer.answer is None or answer.said_at is None:
        return ""
    said = {
        "agreed": _("Op %(day)s zei je: ja, dit gaat voor mij."),
        "partly": _("Op %(day)s zei je: voor een deel."),
        "disagreed": _("Op %(day)s zei je: nee, zo gaat het niet voor mij."),
    }[answer.answer.value]
    return said % {"day": day(day_of(answer.said_at))}

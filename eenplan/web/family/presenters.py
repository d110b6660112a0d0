"""Words for the family's first page."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.core.clock import BRUSSELS, day_of, today
from eenplan.families.enums import Channel
from eenplan.families.queries import Appointment
from eenplan.plans.queries import CoachOf, PersonAnswer, StepPiece, VersionHead
from eenplan.web.shared.components import Tile
from eenplan.web.shared.plan_view import MemberView, PlanView, day
from eenplan.web.shared.words import stands_in

SHOWN = 4


def tiles(plan: PlanView, mine: tuple[StepPiece, ...], answer: PersonAnswer | None) -> list[Tile]:
    """The large doors of the first page, each with what is behind it in a few words."""
    found = [
        Tile("house", _("Ons plan"), reverse("family:read-plan"), in_the_plan(plan)),
        Tile("circle-check", _("Wat ik doe"), reverse("family:read-steps"), _first_step(mine)),
        Tile("hourglass", _("Waar we op wachten"), reverse("family:read-waiting"), _waited(plan)),
        Tile("handshake", _("Wie helpt ons"), reverse("family:read-team"), _helpers(plan)),
    ]
    if plan.is_active and answer and answer.asked and answer.answer is None:
        found.insert(
            0,
            Tile(
                "message-circle",
                _("Gaat dit plan voor jou?"),
                reverse("family:answer-plan"),
                _("Je zei er nog niets over."),
                "soon",
            ),
        )
    return found


def in_the_plan(plan: PlanView) -> str:
    """How much there is in a plan: '2 doelen, 3 stappen'."""
    goals = ngettext("%(count)d doel", "%(count)d doelen", len(plan.goals)) % {"count": len(plan.goals)}
    todo = sum(not step.done for step in plan.steps)
    return f"{goals}, " + ngettext("%(count)d stap te doen", "%(count)d stappen te doen", todo) % {
        "count": todo
    }


def _first_step(mine: tuple[StepPiece, ...]) -> str:
    open_steps = sorted((step for step in mine if not step.done_on), key=lambda step: step.due_on or today())
    if not open_steps:
        return _("nu niets")
    text = open_steps[0].text.text if open_steps[0].text else ""
    more = len(open_steps) - 1
    if not more:
        return text
    return _("%(step)s, en nog %(count)d") % {"step": text, "count": more}


def _waited(plan: PlanView) -> str:
    return " · ".join(one.title for one in plan.help_waited[:SHOWN]) or _("nu op niets")


def _helpers(plan: PlanView) -> str:
    names = [one.name for one in (*plan.team_helpers, *plan.team_family)]
    return ", ".join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")


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


def appointment_words(appointment: Appointment | None) -> str:
    """When who comes, or where one meets: 'Dinsdag 24 november om 10 uur komt Sara langs.' Empty when none."""
    if appointment is None:
        return ""
    moment = appointment.planned_for.astimezone(BRUSSELS)
    when = {
        "day": date_format(moment, "l j F"),
        "time": _time_words(moment),
        "name": first_name(appointment.with_whom),
    }
    if appointment.channel == Channel.HOME:
        words = _("%(day)s om %(time)s komt %(name)s bij jullie langs.")
    elif appointment.channel == Channel.PHONE:
        words = _("%(day)s om %(time)s belt %(name)s.")
    else:
        words = _("%(day)s om %(time)s zien jullie %(name)s.")
    said = words % when
    return said[:1].upper() + said[1:]


def _time_words(moment: datetime) -> str:
    """The time of day as it is said: '16 uur', '16.30 uur'."""
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

"""What the family waits for, as it stands today: who asked when, and what helps meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.plans.enums import HelpState
from eenplan.plans.queries.waits import WaitNow
from eenplan.web.shared.plan_view import HelpView
from eenplan.web.shared.said import day, month
from eenplan.web.shared.waiting import bridge_title, bridge_words


@dataclass(frozen=True, slots=True)
class Waited:
    """Help that the agreed plan waits for. `started`: that it began since; `asked`: who asked last, and when.

    `kept`: what helped meanwhile and is over, with what goes over into the plan and was not agreed there yet.
    """

    help: HelpView
    started: str
    asked: str
    on_list: str
    meanwhile: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...] = ()


def waited_for(helps: Iterable[HelpView], waits: Mapping[UUID, WaitNow]) -> list[Waited]:
    """Each with how it stands now, as far as the reader sees that."""
    return [_waited(one, waits.get(one.item_id) if one.item_id else None) for one in helps]


def _waited(help: HelpView, wait: WaitNow | None) -> Waited:
    if wait is None:
        return Waited(help, "", "", "", ())
    if wait.state != HelpState.WAITING:
        begun = _("Gestart op %(day)s") % {"day": day(wait.started_on)} if wait.started_on else _("Gestart")
        started = begun if wait.state == HelpState.STARTED else _("Hier wachten jullie niet meer op.")
        return Waited(replace(help, when="", bridge=None), started, "", "", (), _kept(help, wait))
    expected = (
        _("verwacht in %(month)s") % {"month": month(wait.expected)}
        if wait.expected
        else _("we weten nog niet wanneer")
    )
    parts = [_("we wachten sinds %(day)s") % {"day": day(wait.since)} if wait.since else "", expected]
    asked = ""
    if wait.asked_on:
        by = wait.checks[0].by if wait.checks and wait.checks[0].on == wait.asked_on else ""
        asked = (
            _("%(name)s vroeg op %(day)s nog eens hoe het staat.") % {"name": by, "day": day(wait.asked_on)}
            if by
            else _("We vroegen op %(day)s nog eens hoe het staat.") % {"day": day(wait.asked_on)}
        )
    return Waited(
        replace(help, when=" · ".join(part for part in parts if part)),
        "",
        asked,
        wait.list_name,
        tuple((bridge_title(one), bridge_words(one)) for one in wait.bridges if one.helps),
        _kept(help, wait),
    )


def _kept(help: HelpView, wait: WaitNow) -> tuple[tuple[str, str], ...]:
    """What goes over and does not stand in the agreed plan yet."""
    agreed = help.carried.text.splitlines() if help.carried else []
    return tuple(
        (bridge_title(one), one.carried) for one in wait.bridges if one.carried and one.carried not in agreed
    )

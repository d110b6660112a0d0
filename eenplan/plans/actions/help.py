"""Help that is there and help that is waited for, and who helps. None of it waits for the plan."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.consent.actions.refusing import check_not_refused
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import Labels, move_about
from eenplan.families.enums import ItemKind
from eenplan.families.rules import labels_of
from eenplan.plans.actions.agreeing import check_help_stands, check_help_starts, check_new_help
from eenplan.plans.actions.sections import (
    Saved,
    must_be_of,
    must_say,
    place,
    placed,
    relabel_piece,
    say_in,
    touch,
    working_plan,
)
from eenplan.plans.actions.waits import end_bridges
from eenplan.plans.enums import Attendance, HelpState, HelpType, Secrecy, SectionKey, TeamKind
from eenplan.plans.models import Help, TeamMember
from eenplan.plans.rules.labels import is_of_health, place_in_plan
from eenplan.referrals.actions import note_help_started

# Help that somebody gets now.
RUNNING = (HelpState.THERE_IS, HelpState.STARTED)


@dataclass(frozen=True, slots=True)
class HelpFields:
    """Help as it is written down. `what` in plain words; `bridge` is what helps while waiting.

    `for_whom_id` None: for the whole family. `worked` and `not_worked`: what earlier help brought.
    """

    what: str
    state: HelpState
    organisation: str = ""
    since: date | None = None
    asked_on: date | None = None
    expected: date | None = None
    bridge: str = ""
    ended_on: date | None = None
    for_whom_id: UUID | None = None
    help_type: HelpType | None = None
    worked: str = ""
    not_worked: str = ""
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class TeamFields:
    """Somebody who helps, as written down. `secrecy`: whether bound by professional secrecy."""

    name: str
    kind: TeamKind
    role: str = ""
    organisation: str = ""
    phone: str = ""
    secrecy: Secrecy = Secrecy.UNKNOWN
    availability: str = ""
    attendance: Attendance | None = None
    staff_member_id: UUID | None = None


@action
def add_help(
    acting: Acting,
    *,
    plan_id: UUID,
    help: HelpFields,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Write down help that is there, or that the family waits for.

    Refuses with `plans:text-missing`, `plans:expected-past`, `plans:help-ends-first` or `plans:help-not-ended`.

    Help that starts during the trajectory is written down as waited for and then started (`start_help`). Help
    that needs somebody's yes (rule 26) begins as waited for too: else `plans:help-needs-yes`.
    """
    plan = working_plan(acting, plan_id)
    columns = _help_columns(help)
    must_be_of(plan.family_id, help.for_whom_id)
    if columns["state"] != HelpState.ENDED:
        check_not_refused(plan.family_id, field="organisation", name=columns["organisation"])
    if help.state == HelpState.THERE_IS:
        check_new_help(
            acting,
            family_id=plan.family_id,
            for_whom_id=help.for_whom_id,
            help_type=columns["help_type"],
        )
    item, saved = place(
        acting,
        plan,
        SectionKey.HELP,
        ItemKind.HELP,
        text=help.what,
        revision=revision,
        about=[help.for_whom_id] if help.for_whom_id else [],
        language=help.language,
        labels=labels,
        written=place_in_plan(ItemKind.HELP, help_type=help.help_type),
    )
    Help.objects.create(item=item, family_id=plan.family_id, plan=plan, **columns)
    say_in(acting, item.id, _help_slots(help), language=help.language)
    record(acting, "plans:help:added", families=[plan.family_id], subject=item.id)
    return saved


@action
def change_help(
    acting: Acting, *, help_id: UUID, help: HelpFields, revision: int, labels: Labels | None = None
) -> Saved:
    """Change what is known of help. A stale revision raises SectionChanged.

    Help that turns out to be about health is marked so from then on (rule 39), unless `labels` say otherwise.
    Help that turns out to be there needs the yes that it would need to start: else `plans:help-needs-yes`.
    """
    standing = placed(acting, help_id)
    row = _help(help_id)
    was_there = row.state != HelpState.WAITING
    columns = _help_columns(help, started=row.started_on is not None, had=row.expected)
    must_be_of(row.family_id, help.for_whom_id)
    anew = columns["organisation"] != row.organisation or row.state == HelpState.ENDED
    if anew and help.state != HelpState.ENDED:
        check_not_refused(row.family_id, field="organisation", name=columns["organisation"])
    if help.state == HelpState.WAITING:
        columns["started_on"] = None
    elif row.started_on and help.since:
        _check_order(help.since, row.started_on, "since")
    raised = touch(acting, standing.plan_id, standing.section, revision)
    if labels is None and is_of_health(help.help_type) and not is_of_health(row.help_type):
        labels = replace(labels_of(standing.item), health=True, released_to_all=False)
    move_about(acting, item_id=help_id, before=row.for_whom_id, after=help.for_whom_id)
    changed = {name for name, value in columns.items() if getattr(row, name) != value}
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    if help.state in RUNNING and (not was_there or "for_whom_id" in changed or "help_type" in changed):
        check_help_stands(acting, row)
    say_in(acting, help_id, {"text": help.what, **_help_slots(help)}, language=help.language)
    if labels is not None:
        relabel_piece(acting, item_id=help_id, labels=labels)
    record(acting, "plans:help:changed", families=[row.family_id], subject=help_id)
    return Saved(help_id, raised, now())


@action
def start_help(
    acting: Acting, *, help_id: UUID, on: date | None = None, carried: Mapping[UUID, str] | None = None
) -> Saved:
    """Note that help has started, today or on an earlier day. It never waits for the plan to be complete.

    What bridged the wait ends with it: `carried` says of each bridge what goes over into the plan. The first
    help that starts is noted with the referral too. Refuses with `plans:help-in-future`, `plans:help-starts-first`, and with
    `plans:help-needs-yes` before those said yes whose yes it needs (rule 26).
    """
    standing = placed(acting, help_id)
    row = _help(help_id)
    day = on or today()
    if day > today():
        raise RuleBroken("plans:help-in-future", _("Deze dag moet nog komen. Kijk de datum na."), field="on")
    if row.since:
        _check_order(row.since, day, "on")
    check_help_starts(acting, row)
    end_bridges(acting, row, day, carried or {})
    raised = touch(acting, standing.plan_id, standing.section, None)
    row.state = HelpState.STARTED
    row.started_on = day
    row.save(update_fields=["state", "started_on"])
    note_help_started(acting, referral_id=row.plan.trajectory.referral_id, on=day)
    record(acting, "plans:help:started", families=[row.family_id], subject=help_id)
    return Saved(help_id, raised, now())


@action
def end_help(acting: Acting, *, help_id: UUID) -> Saved:
    """Note that help has stopped. It stays in the plan."""
    standing = placed(acting, help_id)
    row = _help(help_id)
    raised = touch(acting, standing.plan_id, standing.section, None)
    row.state = HelpState.ENDED
    row.save(update_fields=["state"])
    record(acting, "plans:help:ended", families=[row.family_id], subject=help_id)
    return Saved(help_id, raised, now())


def _help(help_id: UUID) -> Help:
    row = Help.objects.select_related("plan__trajectory").filter(item_id=help_id).first()
    if row is None:
        raise NotFound("help")
    return row


def _check_order(since: date, started_on: date, field: str) -> None:
    """Refuse help that starts before it is waited for."""
    if started_on < since:
        raise RuleBroken(
            "plans:help-starts-first",
            _("Zo zou de hulp gestart zijn vóór jullie erop wachtten. Kijk de twee dagen na."),
            field=field,
        )


def _help_columns(help: HelpFields, *, started: bool = False, had: date | None = None) -> dict[str, Any]:
    """What help is, as columns. A day on which it was expected that has passed meanwhile (`had`) may stay."""
    must_say(help.what, "what")
    if help.state == HelpState.WAITING and help.expected and help.expected < today() and help.expected != had:
        raise RuleBroken(
            "plans:expected-past",
            _("Deze dag is al voorbij. Kies een dag die nog komt, of laat hem leeg."),
            field="expected",
        )
    if help.ended_on and help.state != HelpState.ENDED:
        raise RuleBroken(
            "plans:help-not-ended",
            _(
                "Je vulde in wanneer deze hulp stopte. Duid dan ook aan dat ze gestopt is, of maak die dag leeg."
            ),
            field="ended_on",
        )
    if help.state == HelpState.STARTED and not started:
        raise RuleBroken(
            "plans:use-start-help", _("Gebruik ‘hulp is gestart’ om te noteren dat ze begon."), field="state"
        )
    if help.since and help.ended_on and help.ended_on < help.since:
        raise RuleBroken(
            "plans:help-ends-first",
            _("Deze hulp stopte vóór ze begon. Kijk de twee dagen na."),
            field="ended_on",
        )
    return {
        "organisation": help.organisation.strip(),
        "ended_on": help.ended_on,
        "for_whom_id": help.for_whom_id,
        "help_type": help.help_type or "",
        "state": help.state,
        "since": help.since,
        "asked_on": help.asked_on,
        "expected": help.expected,
    }


def _help_slots(help: HelpFields) -> dict[str, str | None]:
    return {"bridge": help.bridge, "worked": help.worked, "not_worked": help.not_worked}


@action
def note_team_member(
    acting: Acting,
    *,
    plan_id: UUID,
    member: TeamFields,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Write down somebody who helps: from the family, its network or a service. Refuses with `plans:name-missing`.

    Whom somebody of the family refused: `consent:helper-refused` (rule 38).
    """
    plan = working_plan(acting, plan_id)
    columns = _team_columns(member)
    _check_team_member(plan.family_id, member)
    item, saved = place(
        acting, plan, SectionKey.TEAM, ItemKind.TEAM_MEMBER, text="", revision=revision, labels=labels
    )
    TeamMember.objects.create(item=item, family_id=plan.family_id, plan=plan, **columns)
    record(acting, "plans:team-member:noted", families=[plan.family_id], subject=item.id)
    return saved


@action
def change_team_member(
    acting: Acting,
    *,
    team_member_id: UUID,
    member: TeamFields,
    revision: int,
    labels: Labels | None = None,
) -> Saved:
    """Change what is known of somebody who helps. A stale revision raises SectionChanged."""
    standing = placed(acting, team_member_id)
    row = TeamMember.objects.filter(item_id=team_member_id).first()
    if row is None:
        raise NotFound("team member")
    columns = _team_columns(member)
    now_named = (member.name.strip(), member.staff_member_id, member.organisation.strip())
    if (row.name, row.staff_member_id, row.organisation) != now_named:
        _check_team_member(row.family_id, member)
    raised = touch(acting, standing.plan_id, standing.section, revision)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    if labels is not None:
        relabel_piece(acting, item_id=team_member_id, labels=labels)
    record(acting, "plans:team-member:changed", families=[row.family_id], subject=team_member_id)
    return Saved(team_member_id, raised, now())


def _check_team_member(family_id: UUID, member: TeamFields) -> None:
    check_not_refused(
        family_id, field="name", staff_member_id=member.staff_member_id, name=member.name.strip()
    )
    check_not_refused(family_id, field="organisation", name=member.organisation.strip())


def _team_columns(member: TeamFields) -> dict[str, Any]:
    if not member.name.strip():
        raise RuleBroken("plans:name-missing", _("Vul een naam in. Een voornaam is genoeg."), field="name")
    return {
        "name": member.name.strip(),
        "kind": member.kind,
        "role": member.role.strip(),
        "organisation": member.organisation.strip(),
        "phone": member.phone.strip(),
        "secrecy": member.secrecy,
        "availability": member.availability.strip(),
        "attendance": member.attendance or "",
        "staff_member_id": member.staff_member_id,
    }

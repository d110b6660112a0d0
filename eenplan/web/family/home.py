"""The family's first page: what comes next, what we do now, who is there for us, and doors to all the rest."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.core.acting import Acting
from eenplan.families.enums import PersonRole
from eenplan.families.queries import attachments, person_of
from eenplan.plans.queries import StepPiece
from eenplan.plans.queries.appointments import diary
from eenplan.plans.queries.messages import my_messages
from eenplan.plans.queries.sessions import series_of
from eenplan.web.family import (
    coming_back,
    entrances,
    hearing,
    looking,
    news,
    papers,
    presenters,
    rights,
    sharing,
    talks,
)
from eenplan.web.family.pages import Page, coach_there, page_of
from eenplan.web.shared.components import Step, Tile
from eenplan.web.shared.context import href_of
from eenplan.web.shared.plan_view import MemberView, PlanView, released, steps, steps_of

# A first page is read in one look: so many steps and no more.
STEPS = 3


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page shows. `news`: what is new or waits for the reader; `mine`: how much they do; then doors."""

    name: str
    news: list[Tile]
    appointment: str
    has_plan: bool
    next_steps: tuple[Step, ...]
    mine: str
    plan: list[Tile]
    coach: MemberView | None
    coach_name: str
    stand_in: str
    doors: list[Tile]
    privacy: list[Tile]


def home_of(acting: Acting, last_here: datetime) -> Home:
    """The first page of whoever holds the card and was here at `last_here`. As many queries whatever stands in the file."""
    person = person_of(acting)
    page = page_of(acting, person.id)
    # What was agreed before a family came back is not what it does now.
    earlier = coming_back.tiles(page)
    page = None if earlier else page
    there = coach_there(acting, page)
    coach = presenters.coach_view(there, page.plan if page else None)
    called = presenters.first_name(coach.name) if coach else ""
    to_come = diary(acting, person.family_id).to_come
    papers_there = attachments(acting, person.family_id)
    asked = sharing.tile(acting, person.id, person.family_id)
    return Home(
        name=person.given_name,
        news=news.tiles(
            acting,
            person.id,
            last_here,
            page=page,
            messages=my_messages(acting, person.id),
            coach_name=called,
            papers=papers_there,
            sharing=asked,
        ),
        appointment=presenters.appointment_words(to_come[0]) if to_come else "",
        has_plan=page is not None,
        next_steps=next_steps(page, person.id) if page else (),
        mine=_mine(page, person.id) if page else "",
        plan=[*(_voice() if person.role == PersonRole.CHILD else ()), *(_plan(page) if page else earlier)],
        coach=coach,
        coach_name=called,
        stand_in=presenters.stand_in_words(there),
        doors=[
            *_doors(
                ("family:read-team", "hand-heart", _("Wie helpt ons")),
                ("family:read-drawing", "heart", _("Wie hoort bij ons")),
                ("family:list-contributions", "pencil", _("Iets voorstellen")),
                ("family:list-round-tables", "users", _("Samen rond de tafel")),
                ("family:list-invitations", "user-plus", _("Iemand uitnodigen")),
            ),
            *(_plan_doors() if page else ()),
            *(() if to_come else _doors(("family:list-appointments", "calendar", _("Onze afspraken")))),
            *papers.tile(papers_there),
            *talks.tile(series_of(acting, person.family_id)),
        ],
        privacy=[
            replace(one, detail="")
            for one in (asked, looking.tile(), rights.tile(), entrances.tile(), hearing.tile())
        ],
    )


def next_steps(page: Page, person_id: UUID) -> tuple[Step, ...]:
    """The first open steps: one's own, then those of the others, each by its day. They name who takes them."""
    mine = _open(steps_of(page.version.pieces, person_id))
    ours = [one for one in _open(released(page.version.pieces).steps) if one not in mine]
    own = tuple(
        replace(one, detail=_("jij · %(when)s") % {"when": one.detail} if one.detail else _("jij"))
        for one in steps(mine[:STEPS], name_owner=False)
    )
    return own + steps(ours[: STEPS - len(own)])


def _open(found: tuple[StepPiece, ...]) -> list[StepPiece]:
    return sorted((one for one in found if not one.done_on), key=lambda one: one.due_on or date.max)


def _mine(page: Page, person_id: UUID) -> str:
    """How much is the reader's own to do: 'Wat ik doe: 2 stappen'."""
    mine = len(_open(steps_of(page.version.pieces, person_id)))
    if not mine:
        return _("Wat ik doe: nu niets")
    return ngettext("Wat ik doe: %(count)d stap", "Wat ik doe: %(count)d stappen", mine) % {"count": mine}


def _plan(page: Page) -> list[Tile]:
    return [Tile("house", _("Ons plan"), reverse("family:read-plan"), in_the_plan(page.plan))]


def _voice() -> list[Tile]:
    """A child's own page comes first: it is theirs alone."""
    return [
        Tile(
            "smile",
            _("Wat ik wil"),
            reverse("family:own-voice"),
            _("Jouw woorden, een gezichtje, een tekening."),
        )
    ]


def _plan_doors() -> list[Tile]:
    return _doors(
        ("family:read-waiting", "hourglass", _("Waar we op wachten")),
        ("family:list-versions", "handshake", _("Wat we afspraken")),
    )


def in_the_plan(plan: PlanView) -> str:
    """How much there is in a plan: '2 doelen, 3 stappen te doen'."""
    goals = ngettext("%(count)d doel", "%(count)d doelen", len(plan.goals)) % {"count": len(plan.goals)}
    todo = sum(not step.done for step in plan.steps)
    return f"{goals}, " + ngettext("%(count)d stap te doen", "%(count)d stappen te doen", todo) % {
        "count": todo
    }


def _doors(*doors: tuple[str, str, str]) -> list[Tile]:
    """Pages that are there in this installation, by name, icon and title."""
    return [Tile(icon, title, href) for name, icon, title in doors if (href := href_of(name))]

"""The family's first page: what comes next, what we do now, who is there for us, and doors to all the rest."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.core.acting import Acting
from eenplan.core.clock import day_of
from eenplan.families.enums import PersonRole
from eenplan.families.queries import attachments, person_of
from eenplan.plans.queries import StepPiece
from eenplan.plans.queries.appointments import diary
from eenplan.plans.queries.messages import my_messages
from eenplan.plans.queries.sessions import series_of
from eenplan.web.family import appointments, entrances, looking, papers, presenters, rights, sharing, talks
from eenplan.web.family import messages as message_page
from eenplan.web.family.pages import Page, coach_there, page_of
from eenplan.web.shared.components import Step, Tile
from eenplan.web.shared.context import href_of
from eenplan.web.shared.plan_view import MemberView, PlanView, day, released, steps, steps_of

# A first page is read in one look: so many steps and names, and no more.
STEPS, SHOWN = 3, 4


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page shows. `asking`: what waits for the reader; `mine`: how much they do; then doors in groups."""

    name: str
    appointment: str
    has_plan: bool
    asking: list[Tile]
    next_steps: tuple[Step, ...]
    mine: str
    plan: list[Tile]
    people: list[Tile]
    privacy: list[Tile]
    coach: MemberView | None
    coach_name: str
    stand_in: str


def home_of(acting: Acting) -> Home:
    """The first page of whoever holds the card. The same number of queries whatever stands in the file."""
    person = person_of(acting)
    page = page_of(acting, person.id)
    there = coach_there(acting, page)
    coach = presenters.coach_view(there, page.plan if page else None)
    called = presenters.first_name(coach.name) if coach else ""
    to_come = diary(acting, person.family_id).to_come
    message = message_page.tile(my_messages(acting, person.id), called)
    shared = sharing.tile(acting, person.id, person.family_id)
    asks = [*_answer_plan(page), *(one for one in (message, shared) if one.tone)]
    return Home(
        name=person.given_name,
        appointment=presenters.appointment_words(to_come[0]) if to_come else "",
        has_plan=page is not None,
        asking=asks,
        next_steps=next_steps(page, person.id) if page else (),
        mine=_mine(page, person.id) if page else "",
        plan=[
            *(_plan_tiles(page) if page else ()),
            *papers.tile(attachments(acting, person.family_id)),
            *_doors(("family:list-contributions", "pencil", _("Iets voorstellen"))),
            *(
                _doors(("family:own-voice", "smile", _("Wat ik wil")))
                if person.role == PersonRole.CHILD
                else ()
            ),
        ],
        people=[
            appointments.tile(to_come),
            *_doors(("family:list-round-tables", "users", _("Samen rond de tafel"))),
            _team_tile(page.plan if page else None, called),
            *_doors(
                ("family:read-drawing", "heart", _("Wie hoort bij ons")),
                ("family:list-invitations", "user-plus", _("Iemand uitnodigen")),
            ),
            *talks.tile(series_of(acting, person.family_id)),
        ],
        privacy=[*([] if shared.tone else [shared]), looking.tile(), rights.tile(), entrances.tile()],
        coach=coach,
        coach_name=called,
        stand_in=presenters.stand_in_words(there),
    )


def next_steps(page: Page, person_id: UUID) -> tuple[Step, ...]:
    """The first open steps: one's own, then those of the others, each by its day. They name who takes them."""
    mine = _open(steps_of(page.version.pieces, person_id))
    ours = [one for one in _open(released(page.version.pieces).steps) if one not in mine]
    own = tuple(
        Step(one.text, False, _("jij · %(when)s") % {"when": one.detail} if one.detail else _("jij"))
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


def _answer_plan(page: Page | None) -> list[Tile]:
    """Whether the plan is right for the reader, as long as they did not say so."""
    if not (page and page.plan.is_active and page.mine and page.mine.asked and page.mine.answer is None):
        return []
    href = reverse("family:answer-plan")
    return [Tile("ear", _("Gaat dit plan voor jou?"), href, _("Je zei er nog niets over."), "soon")]


def _plan_tiles(page: Page) -> list[Tile]:
    head, plan = page.version.head, page.plan
    waited = " · ".join(one.title for one in plan.help_waited[:SHOWN]) or _("nu op niets")
    agreed = _("op %(day)s") % {"day": day(day_of(head.activated_at))}
    return [
        Tile("house", _("Ons plan"), reverse("family:read-plan"), in_the_plan(plan)),
        Tile("hourglass", _("Waar we op wachten"), reverse("family:read-waiting"), waited),
        Tile("handshake", _("Wat we afspraken"), reverse("family:list-versions"), agreed),
    ]


def in_the_plan(plan: PlanView) -> str:
    """How much there is in a plan: '2 doelen, 3 stappen te doen'."""
    goals = ngettext("%(count)d doel", "%(count)d doelen", len(plan.goals)) % {"count": len(plan.goals)}
    todo = sum(not step.done for step in plan.steps)
    return f"{goals}, " + ngettext("%(count)d stap te doen", "%(count)d stappen te doen", todo) % {
        "count": todo
    }


def _team_tile(plan: PlanView | None, coach_name: str) -> Tile:
    names = [one.name for one in (*plan.team_helpers, *plan.team_family)] if plan else []
    detail = ", ".join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")
    return Tile("hand-heart", _("Wie helpt ons"), reverse("family:read-team"), detail or coach_name)


def _doors(*doors: tuple[str, str, str]) -> list[Tile]:
    """Pages that are there in this installation, by name, icon and title."""
    return [Tile(icon, title, href) for name, icon, title in doors if (href := href_of(name))]

"""What each child wants, in words; and what to ask a child of that age."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from eenplan.families.enums import PersonRole
from eenplan.plans.enums import SaidHow
from eenplan.plans.queries import ChildViewPiece, PlanNow
from eenplan.web.coach.presenters.parts import NoteLine
from eenplan.web.coach.presenters.plan import at, note_href, note_lines
from eenplan.web.coach.presenters.seen import seen
from eenplan.web.shared import words
from eenplan.web.shared.labels import SeenChip
from eenplan.web.shared.plan_parts import ChildView, child_view
from eenplan.web.shared.said import Saying, saying


@dataclass(frozen=True, slots=True)
class ChildLine:
    """A child and what it wants; `none_yet` says why there is nothing."""

    name: str
    said: Saying | None
    about: str
    none_yet: str
    href: str
    seen: SeenChip | None = None
    notes: tuple[NoteLine, ...] = ()
    note_href: str = ""
    # The face that it chose and what it drew; `drawing_href`: where a drawing is kept.
    view: ChildView | None = None
    drawing_href: str = ""


def child_lines(page: PlanNow) -> list[ChildLine]:
    """Each child who was born, with its own view."""
    views = {one.person_id: one for one in page.pieces.of(ChildViewPiece)}
    return [
        _line(page, one.id, one.given_name or words.sentence(words.role_words(one.role)), views.get(one.id))
        for one in page.persons
        if one.role == PersonRole.CHILD and one.due_date is None
    ]


def _line(page: PlanNow, person_id: object, name: str, view: ChildViewPiece | None) -> ChildLine:
    href = at("hear-child", page, person_id=person_id)
    if view is None:
        drawing_href = at("keep-drawing", page, person_id=person_id)
        return ChildLine(name, None, "", _("nog niets opgeschreven"), href, drawing_href=drawing_href)
    if not view.is_asked:
        reason = saying(view, "reason")
        return ChildLine(
            name, None, "", _("nog niet gevraagd: %(why)s") % {"why": reason.text if reason else ""}, href,
            seen(page, view),
        )  # fmt: skip
    about = [str(view.said_how.label)]
    if view.on:
        about.append(words.day(view.on))
    return ChildLine(
        name,
        saying(view),
        " · ".join(about),
        "",
        href,
        seen(page, view),
        note_lines(page, view),
        note_href(page, view),
        child_view(view),
        at("keep-drawing", page, person_id=person_id),
    )


def prompt(years: int | None) -> str:
    """What to ask a child of that age (in years). Unknown: as an older child."""
    if years is not None and years < 3:
        return _("Kijk samen: waar wordt het kind rustig of blij van? Wat toont het dat het nodig heeft?")
    if years is not None and years < 7:
        return _("Bijvoorbeeld: Wat vind je fijn thuis? Wat vind je niet leuk? Teken eens je liefste dag.")
    if years is not None and years < 12:
        return _("Bijvoorbeeld: Als je mocht toveren, wat was er dan morgen anders? Wie helpt jou?")
    return _("Bijvoorbeeld: Wat wil jij dat er verandert? Wat moet zeker zo blijven? Wie mag dit lezen?")


def how_of(view: ChildViewPiece | None, years: int | None) -> str:
    """How it was said; for a baby: what we saw."""
    if view and view.said_how == SaidHow.OWN_CARD:
        return SaidHow.WORDS.value
    if view:
        return view.said_how.value
    return SaidHow.SEEN.value if years is not None and years < 2 else ""

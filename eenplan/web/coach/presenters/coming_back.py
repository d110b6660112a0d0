"""The plan of before, beside the one that goes on: what it says, what went along already, and who is asked first."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.core.clock import day_of
from eenplan.plans.enums import GoalStatus, SectionKey
from eenplan.plans.queries import GoalPiece, MattersPiece, Piece, PlanNow
from eenplan.plans.queries.coming_back import EarlierPlan, can_be_taken, who_must_want
from eenplan.plans.rules.coming_back import OFFERED
from eenplan.web.coach.presenters.plan import listed
from eenplan.web.shared import words
from eenplan.web.shared.addresses import address
from eenplan.web.shared.labels import seen_words


@dataclass(frozen=True, slots=True)
class Then:
    """A piece of the plan of before. `href`: where it is taken along; '' when it cannot, or went along (`taken`)."""

    text: str
    by: str
    lang: str
    about: str
    seen: str
    taken: str
    href: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A section: what stood there then, and what stands there now."""

    title: str
    then: tuple[Then, ...]
    now: tuple[str, ...]


def beside(page: PlanNow, before: EarlierPlan) -> list[Beside]:
    """The sections in which something stood then that can be wanted still."""
    found = []
    for key in SectionKey:
        then = [one for one in before.pieces.section(key) if one.kind in OFFERED]
        if then:
            now = [text_of(one) for one in page.pieces.section(key) if one.kind in OFFERED]
            found.append(
                Beside(str(key.label), tuple(then_line(page, before, one) for one in then), tuple(now))
            )
    return found


def text_of(piece: Piece) -> str:
    """What a piece says, or who it is about."""
    if isinstance(piece, MattersPiece):
        return f"{piece.name} ({piece.relation})" if piece.relation else piece.name
    return piece.text.text if piece.text else ""


def then_line(page: PlanNow, before: EarlierPlan, piece: Piece) -> Then:
    """A piece of the plan of before, with whether it went along."""
    taken = before.taken.get(piece.item_id)
    said = piece.text if not isinstance(piece, MattersPiece) else None
    about = []
    if isinstance(piece, GoalPiece):
        about.append("" if piece.status == GoalStatus.OPEN else words.sentence(str(piece.status.label)))
        if piece.score_now is not None:
            about.append(_("cijfer toen: %(score)s") % {"score": piece.score_now})
    if piece.used_less:
        about.append(_("Iemand vroeg om dit niet meer te gebruiken."))
    closed = piece.labels is not None and not piece.labels.released_to_all
    return Then(
        text=text_of(piece),
        by=said.speaker if said else "",
        lang=said.language if said else "",
        about=" · ".join(one for one in about if one),
        seen=seen_words(piece.labels) if closed and piece.labels else "",
        taken=_("Ging mee op %(day)s. %(names)s zei dat het nog klopt.")
        % {"day": words.day(day_of(taken.at)), "names": listed(list(taken.wanted_by))}
        if taken
        else "",
        href=address("coach:take-along", family_id=page.family_id, item_id=piece.item_id)
        if can_be_taken(piece) and not taken
        else "",
    )


def asked_first(page: PlanNow, before: EarlierPlan, piece: Piece) -> str:
    """'Vraag het zeker aan Seppe.' '' when anybody of the family may say so."""
    must: Sequence[UUID] = sorted(who_must_want(piece, page.asked))
    names = [before.names.get(one, "") for one in must]
    return _("Vraag het zeker aan %(names)s.") % {"names": listed(names)} if names else ""


def counted(before: EarlierPlan) -> str:
    """'2 stukken gingen al mee.' '' when nothing did."""
    many = len(before.taken)
    said = ngettext("%(count)s stuk ging al mee.", "%(count)s stukken gingen al mee.", many) % {"count": many}
    return said if many else ""

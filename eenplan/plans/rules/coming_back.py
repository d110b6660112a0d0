"""A family that comes back: what of its earlier plan may be taken along, and who is asked first. No database."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.core.errors import RuleBroken
from eenplan.families.enums import ItemKind
from eenplan.plans.enums import GoalStatus

# What somebody may still want in the same words. Help, steps, scores, and what a child said of then begin anew.
OFFERED = frozenset(
    {
        ItemKind.WISH,
        ItemKind.STRENGTH,
        ItemKind.NOTE,
        ItemKind.AGREEMENT,
        ItemKind.GOAL,
        ItemKind.WHO_MATTERS,
    }
)


def is_offered(kind: ItemKind, status: GoalStatus | None = None) -> bool:
    """Whether a piece of an earlier plan can be taken along as it is; a goal that was reached is not wanted anew."""
    return kind in OFFERED and status != GoalStatus.REACHED


def must_want(
    said_by: Collection[UUID | None], about: Collection[UUID], asked: Collection[UUID]
) -> frozenset[UUID]:
    """Who has to say that a piece still holds: who said it and whom it is about, as far as they are `asked` today.

    Whoever became twelve or eighteen since is asked for themselves, whoever spoke for them then.
    """
    return frozenset(one for one in (*said_by, *about) if one is not None and one in asked)


def check_taking_along(
    *,
    wanted_by: Collection[UUID],
    must: Collection[UUID],
    names: Mapping[UUID, str],
    is_offered: bool,
    used_less: bool,
    is_taken: bool,
) -> None:
    """Refuse what cannot be taken along.

    `plans:not-to-take-along`, `plans:used-less`, `plans:taken-along-already`, `plans:nobody-wants-it` or
    `plans:not-asked-yet`, with the names of who is still to be asked.
    """
    if not is_offered:
        raise RuleBroken(
            "plans:not-to-take-along",
            _("Dit kan niet mee naar het nieuwe plan. Schrijf opnieuw op wat nu geldt."),
        )
    if used_less:
        raise RuleBroken(
            "plans:used-less", _("Iemand vroeg om dit niet meer te gebruiken. Het gaat niet mee.")
        )
    if is_taken:
        raise RuleBroken("plans:taken-along-already", _("Dit staat al in het nieuwe plan."))
    if not wanted_by:
        raise RuleBroken(
            "plans:nobody-wants-it",
            _("Vraag het aan het gezin, en duid aan wie zei dat dit nog klopt."),
            field="wanted_by",
        )
    unasked = [names.get(one, "") for one in must if one not in wanted_by]
    if unasked:
        raise RuleBroken(
            "plans:not-asked-yet",
            _(
                "Dit gaat ook over %(names)s. Vraag of het nog klopt, en duid dat dan aan. Anders blijft het liggen."
            )
            % {"names": ", ".join(sorted(unasked))},
            field="wanted_by",
        )

"""A place in a partner's short offer: asked without a name, answered, and what it brought taken into the plan."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.capacity.enums import OfferKind
from eenplan.capacity.queries.offers import offer as offer_here
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Person
from eenplan.network.rules.partners import clean_text
from eenplan.plans.actions.sections import must_be_of, placed
from eenplan.plans.actions.waits import Asked, carry_over, check_wait, end_bridge_of_place
from eenplan.plans.enums import HelpState, PlaceVerdict
from eenplan.plans.models import Help, PlaceRequest, Wait
from eenplan.plans.queries.pieces import name_of
from eenplan.plans.rules.helpers import LONGEST_BROUGHT, LONGEST_NOTE


def _gone() -> RuleBroken:
    return RuleBroken(
        "plans:place-gone",
        _("Deze vraag is intussen beantwoord of teruggenomen. Kijk op je eerste pagina hoe het nu staat."),
    )


@action
def ask_place(acting: Acting, *, help_id: UUID, offer_id: UUID, note: str = "") -> PlaceRequest:
    """Ask a partner for a place in a short offer, for help that is waited for. It names nobody; nor may the note.

    Raises NotFound; refuses with `plans:not-waiting`, `plans:offer-not-short`, `plans:place-asked` and what
    `clean_text` refuses.
    """
    placed(acting, help_id)
    row = Help.objects.filter(item_id=help_id).first()
    if acting.role != Role.COACH or row is None:
        raise NotFound("help")
    if row.state != HelpState.WAITING:
        raise RuleBroken(
            "plans:not-waiting", _("Op deze hulp wordt niet meer gewacht. Kijk in het plan hoe het nu staat.")
        )
    offered = offer_here(acting, offer_id)
    if offered.kind != OfferKind.SHORT or not offered.last_day or offered.last_day < today():
        raise RuleBroken(
            "plans:offer-not-short",
            _("Dit aanbod is voorbij of heeft geen plaatsen. Kies een ander."),
            field="offer",
        )
    told = clean_text(note, field="note", most=LONGEST_NOTE)
    standing = PlaceRequest.objects.filter(help=row, offer_id=offer_id, withdrawn_at__isnull=True)
    if standing.exclude(verdict=PlaceVerdict.NO).exists():
        raise RuleBroken(
            "plans:place-asked",
            _("Voor dit aanbod vroeg je al een plaats. Wacht op het antwoord."),
            field="offer",
        )
    made = PlaceRequest(
        family_id=row.family_id, help=row, offer_id=offer_id, note=told, asked_by_id=acting.actor_id
    )
    made.save(force_insert=True)
    record(acting, "plans:place:asked", families=[row.family_id], subject=made.id)
    return made


@action
def withdraw_place(acting: Acting, *, family_id: UUID, request_id: UUID) -> bool:
    """The place is not needed after all: whoever offers it has it back, and it bridges no more. Raises NotFound.

    Pressed twice it goes back once: whether it did now.
    """
    held = PlaceRequest.objects.select_for_update(of=("self",))
    row = held.filter(id=request_id, family_id=family_id).first()
    if acting.role != Role.COACH or row is None:
        raise NotFound("place")
    if row.withdrawn_at is not None:
        return False
    row.withdrawn_at = now()
    row.save(update_fields=["withdrawn_at"])
    record(acting, "plans:place:withdrawn", families=[family_id], subject=request_id)
    return True


@action
def expect_place(acting: Acting, *, family_id: UUID, request_id: UUID, said: str = "") -> None:
    """The place is the help itself that is waited for: it is expected on the day that the partner said.

    `said`: what is noted as heard. Raises NotFound; refuses with `plans:not-waiting` and `plans:expected-past`.
    """
    row = PlaceRequest.objects.filter(
        id=request_id, family_id=family_id, verdict=PlaceVerdict.YES, withdrawn_at__isnull=True
    ).first()
    if acting.role != Role.COACH or row is None:
        raise NotFound("place")
    wait = Wait.objects.filter(help_id=row.help_id).first()
    heard = Asked(wait.list_name if wait else "", row.first_day, said, row.offer_id)
    check_wait(acting, help_id=row.help_id, asked=heard)
    record(acting, "plans:place:expected", families=[family_id], subject=request_id)


@action
def answer_place(
    acting: Acting, *, request_id: UUID, verdict: PlaceVerdict, first_day: date | None = None, line: str = ""
) -> None:
    """The partner says that there is a place from a day on, or that there is none.

    Raises NotFound for a question that is not theirs; refuses with `plans:place-day`, `plans:place-full`,
    `plans:place-gone` and what `clean_text` refuses.
    """
    family_id = _theirs(request_id)
    told = clean_text(line, field="line", most=LONGEST_NOTE)
    if verdict == PlaceVerdict.YES and (first_day is None or first_day.year >= 2100):
        raise RuleBroken(
            "plans:place-day",
            _("Vul in vanaf welke dag er plaats is, bijvoorbeeld 27 3 2027."),
            field="first_day",
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT plans_answer_place(%s, %s, %s, %s)", [request_id, verdict.value, first_day, told]
        )
        (kept,) = cursor.fetchone()
    if kept == "full":
        raise RuleBroken(
            "plans:place-full",
            _(
                "Alle plaatsen van dit aanbod zijn bezet. Maak er eerst een plaats bij, of zeg dat het niet kan."
            ),
            field="answer",
        )
    if kept != "kept":
        raise _gone()
    record(acting, f"plans:place:{verdict.value}", families=[family_id], subject=request_id)


@action
def tell_brought(acting: Acting, *, request_id: UUID, brought: str) -> None:
    """The partner tells the coach what it brought, once it began. In the plan it comes by coach and family (rule 24).

    Not a psychologist: of talks nothing is told but that they were (rule 39). Raises NotFound; refuses with `plans:place-gone` and what `clean_text` refuses.
    """
    family_id = _theirs(request_id)
    told = clean_text(brought, field="brought", most=LONGEST_BROUGHT, needed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT plans_place_brought(%s, %s)", [request_id, told])
        (kept,) = cursor.fetchone()
    if not kept:
        raise _gone()
    record(acting, "plans:place:brought", families=[family_id], subject=request_id)


def _theirs(request_id: UUID) -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("SELECT plans_family_of_place(%s)", [request_id])
        (family_id,) = cursor.fetchone()
    if family_id is None:
        raise NotFound("place")
    found: UUID = family_id
    return found


@action
def take_brought(
    acting: Acting,
    *,
    family_id: UUID,
    request_id: UUID,
    text: str,
    speaker_id: UUID | None = None,
    is_over: bool = False,
) -> None:
    """Put what it brought with the help in the plan, with who says it: somebody of the family, or the partner.

    If it bridges the wait, that ends with it: where it `is_over`, or its last day has come. It has the labels of the help.
    Raises NotFound; refuses what `clean_text` refuses.
    """
    row = (
        PlaceRequest.objects.select_related("offer__organisation", "help")
        .filter(id=request_id, family_id=family_id, withdrawn_at__isnull=True, verdict=PlaceVerdict.YES)
        .filter(taken_at__isnull=True)
        .first()
    )
    if acting.role != Role.COACH or row is None:
        raise NotFound("place")
    told = clean_text(" ".join(text.split()), field="text", most=LONGEST_BROUGHT, needed=True)
    must_be_of(family_id, speaker_id)
    speaker = Person.objects.filter(id=speaker_id).first() if speaker_id else None
    placed(acting, row.help_id)
    whole = f"{name_of(speaker) if speaker else row.offer.organisation.name}: {told}"
    over = is_over or bool(row.offer.last_day and row.offer.last_day <= today())
    if not (over and end_bridge_of_place(acting, row, whole)):
        carry_over(acting, row.help, [whole])
    row.taken_at = now()
    row.save(update_fields=["taken_at"])
    record(acting, "plans:place:taken-over", families=[family_id], subject=request_id)

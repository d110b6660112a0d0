"""Asking for a share, saying what somebody answers, and ending it. Withdrawing works on the next request (rule 30)."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.consent.actions.refusing import check_recipient
from eenplan.consent.actions.understanding import check_understood
from eenplan.consent.enums import RecipientKind, Said, SaidHow, Understood
from eenplan.consent.models import Answer, Grant, GrantAbout
from eenplan.consent.queries import legal_terms, people, share
from eenplan.consent.rules import LOOKS_IN_AS, NewShare, Recipient, Someone, check_share
from eenplan.consent.rules.paper import check_paper_day
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import BRUSSELS, day_of, now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.enums import Layer
from eenplan.network.models import Assignment, Organisation, StaffMember
from eenplan.network.queries import life_domains

CARD_SAYS = (Said.GIVEN, Said.REFUSED, Said.WITHDRAWN)


@action
def ask(acting: Acting, *, family_id: UUID, share: NewShare) -> Grant:
    """Write down what is to be shared with whom. It opens nothing before those with a say said yes.

    Refuses with `consent:…` and the field: nobody named, nobody about, no parts, no need, no end, too long, secrecy
    or health where there is no secrecy (rules 29, 36, 39), a youth court without consent (rule 31), a helper whom
    somebody refused (`consent:helper-refused`, rule 38).
    """
    known = people_of_written(acting, family_id)
    employer = _employer(share.recipient, known, acting)
    check_share(
        share,
        day=today(),
        terms=legal_terms(acting),
        people=known,
        domains=[domain.code for domain in life_domains(acting, on=today(), with_hidden=True)],
        court=employer is not None and employer.layer == Layer.YOUTH_COURT,
    )
    check_recipient(acting, family_id, share.recipient)
    if share.until is None:  # refused above; said again for who reads types
        raise RuleBroken("consent:no-end", _("Kies tot wanneer. Delen zonder einddatum kan niet."))
    row = Grant.objects.create(
        family_id=family_id,
        **_recipient_columns(acting, share.recipient),
        secrecy=share.secrecy,
        parts=list(dict.fromkeys(share.parts)),
        health=share.health,
        purpose=share.purpose,
        need=share.need.strip(),
        ground=share.ground,
        ground_note=share.ground_note.strip(),
        period=DateRange(share.from_day or today(), share.until + timedelta(days=1)),
        made_by_id=acting.actor_id,
    )
    GrantAbout.objects.bulk_create(
        GrantAbout(family_id=family_id, grant=row, person_id=person) for person in dict.fromkeys(share.about)
    )
    record(acting, "consent:share:asked", families=[family_id], subject=row.id)
    return row


@action
def answer(
    acting: Acting,
    *,
    person_id: UUID,
    said: Said,
    how: SaidHow,
    reason: str = "",
    grant_id: UUID | None = None,
    help_id: UUID | None = None,
    family_id: UUID | None = None,
    said_on: date | None = None,
    language: str = "nl",
    understood: Understood | None = None,
) -> Answer:
    """Write down what somebody says of a share, or of help that is to begin (then with its `family_id`).

    With the own card somebody answers for themselves, and says of a yes in a `language` that nobody read yet how it
    was `understood`; a worker writes down what was signed or said. `said_on` is an
    earlier day on which a paper was signed. Refuses with `consent:no-say`, `consent:share-over`,
    `consent:reason-missing`, `consent:own-card-only`, and as `rules.paper.check_paper_day`.
    """
    if grant_id is not None:
        standing = share(acting, grant_id)
        family_id = standing.family_id
        if not standing.is_open:
            raise RuleBroken(
                "consent:share-over", _("Dit delen is al gestopt. Vraag opnieuw als het weer nodig is.")
            )
        if person_id not in standing.with_a_say:
            raise RuleBroken(
                "consent:no-say",
                _("Deze persoon beslist hier niet over. Kies iemand die dat wel doet."),
                field="person",
            )
    if family_id is None:
        raise NotFound("share")
    known = people_of_written(acting, family_id)
    if person_id not in known:
        raise NotFound("person")
    check_answer(acting, known[person_id], said=said, how=how, reason=reason)
    if how == SaidHow.OWN_CARD and said == Said.GIVEN:
        check_understood(acting, language=language, understood=understood)
    if said_on is not None and said_on != today():
        last = Answer.objects.filter(
            Q(grant_id=grant_id) if grant_id else Q(help_id=help_id), person_id=person_id
        ).order_by("-recorded_at", "-id")
        moments = last.values_list("said_at", flat=True)[:1]
        check_paper_day(
            said_on,
            how=how,
            today=today(),
            who=known[person_id],
            terms=legal_terms(acting),
            newest=day_of(moments[0]) if moments else None,
        )
    row = Answer.objects.create(
        family_id=family_id,
        grant_id=grant_id,
        help_id=help_id,
        person_id=person_id,
        said=said,
        how=how,
        understood=understood or "",
        reason=reason.strip(),
        said_at=_moment(said_on),
        recorded_by_id=acting.actor_id,
    )
    record(
        acting,
        f"consent:answer:{said.value.replace('_', '-')}",
        families=[family_id],
        subject=grant_id or help_id,
    )
    return row


def _moment(said_on: date | None) -> datetime:
    """When something was said: now, or on an earlier day at noon, since a paper tells no hour."""
    if said_on is None or said_on == today():
        return now()
    return datetime.combine(said_on, time(12), tzinfo=BRUSSELS)


@action
def end_share(acting: Acting, *, grant_id: UUID) -> None:
    """Stop a share: from the next request on it opens nothing. Refuses with `consent:share-over`."""
    row = Grant.objects.filter(id=grant_id).first()
    if row is None:
        raise NotFound("share")
    people_of_written(acting, row.family_id)
    if row.ended_at is not None:
        raise RuleBroken("consent:share-over", _("Dit delen is al gestopt."))
    row.ended_at = now()
    row.ended_by_id = acting.actor_id
    row.save(update_fields=["ended_at", "ended_by"])
    record(acting, "consent:share:ended", families=[row.family_id], subject=row.id)


def people_of_written(acting: Acting, family_id: UUID) -> dict[UUID, Someone]:
    """The people of a family in whose file whoever acts may write, or answer with a card. NotFound otherwise."""
    known = people(acting, family_id)
    if not known:
        raise NotFound("family")
    if acting.role != Role.FAMILY_MEMBER:
        with connection.cursor() as cursor:
            cursor.execute("SELECT eenplan_writes(%s, eenplan_holds_role())", [family_id])
            if cursor.fetchone() != (True,):
                raise NotFound("family")
    return known


def check_answer(acting: Acting, who: Someone, *, said: Said, how: SaidHow, reason: str) -> None:
    """Refuse an answer in a form that whoever acts cannot give, or without the reason that it needs."""
    with_card = acting.role == Role.FAMILY_MEMBER
    if with_card != (how == SaidHow.OWN_CARD) or (with_card and (said not in CARD_SAYS or not who.is_me)):
        raise RuleBroken(
            "consent:own-card-only",
            _(
                "Met de eigen kaart antwoordt iedereen voor zichzelf. De coach noteert wat getekend of gezegd is."
            ),
            field="how",
        )
    if said in (Said.INFORMED, Said.NOT_POSSIBLE) and not reason.strip():
        raise RuleBroken(
            "consent:reason-missing",
            _("Schrijf waarom het niet gevraagd werd of niet kon."),
            field="reason",
        )


def _recipient_columns(acting: Acting, who: Recipient) -> dict[str, object]:
    """The columns of the one kind of recipient that it is; the others stay empty."""
    columns: dict[RecipientKind, dict[str, object]] = {
        RecipientKind.ORGANISATION: {"organisation_id": who.id},
        RecipientKind.WORKER: {"staff_member_id": who.id},
        RecipientKind.FUNCTION: {"function": who.function or "", "partnership_id": acting.partnership_id},
        RecipientKind.OUTSIDE: {"outside_name": who.name.strip(), "outside_kind": who.outside_kind or ""},
        RecipientKind.RELATIVE: {"relative_id": who.id},
    }
    return {"recipient_kind": who.kind, **columns[who.kind]}


def _employer(who: Recipient, known: dict[UUID, Someone], acting: Acting) -> Organisation | None:
    """The organisation that gets something, or that of the worker who does; NotFound for what is not there."""
    if who.id is None:
        return None
    if who.kind == RecipientKind.RELATIVE:
        if who.id not in known:
            raise NotFound("person")
        return None
    if who.kind == RecipientKind.ORGANISATION:
        organisation = Organisation.objects.filter(id=who.id).first()
        if organisation is None:
            raise NotFound("organisation")
        return organisation
    worker = StaffMember.objects.select_related("organisation").filter(id=who.id).first()
    if worker is None:
        raise NotFound("worker")
    if not Assignment.objects.filter(
        staff_member=worker, role__in=LOOKS_IN_AS, period__contains=today()
    ).exists():
        raise RuleBroken(
            "consent:worker-cannot-look",
            _(
                "Deze medewerker kan niet kijken naar wat gedeeld wordt. Deel met de organisatie, of kies iemand anders."
            ),
            field="recipient",
        )
    return worker.organisation

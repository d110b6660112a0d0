"""Somebody of a family invites somebody of their network to read along, and takes that back at once."""

from uuid import UUID

from eenplan.audit.actions import record
from eenplan.consent.actions.shares import answer, ask
from eenplan.consent.enums import OutsideKind, RecipientKind, Said, SaidHow
from eenplan.consent.models import Grant
from eenplan.consent.queries import legal_terms, people, share
from eenplan.consent.rules.inviting import Reads, check_inviter, invitation
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.network.queries import life_domains


@action
def invite(
    acting: Acting,
    *,
    name: str,
    kind: OutsideKind,
    about: tuple[UUID, ...],
    reads: Reads,
    why: str,
    months: int,
    says_yes: bool = True,
) -> Grant:
    """Ask with the own card that somebody outside reads along; whoever else has a say is asked too (rules 27 and 29).

    `says_yes`: the inviter's own yes is kept with it. Refuses as `ask` does, and with `consent:invite-not-yours`.
    """
    family_id, me = _me(acting)
    terms = legal_terms(acting)
    wanted = invitation(
        name=name,
        kind=kind,
        about=about,
        reads=reads,
        why=why,
        months=months,
        day=today(),
        terms=terms,
        domains=[domain.code for domain in life_domains(acting, on=today(), with_hidden=True)],
    )
    if about:
        check_inviter(wanted, me, people(acting, family_id), today(), terms)
    row = ask(acting, family_id=family_id, share=wanted)
    record(acting, "consent:share:invited", families=[family_id], subject=row.id)
    if says_yes:
        answer(acting, grant_id=row.id, person_id=me, said=Said.GIVEN, how=SaidHow.OWN_CARD)
    return row


@action
def withdraw_invitation(acting: Acting, *, grant_id: UUID) -> None:
    """Whoever has a say takes an invitation back: it opens nothing from the next page on (rule 30)."""
    _family_id, me = _me(acting)
    if share(acting, grant_id).kind != RecipientKind.OUTSIDE:
        raise NotFound("invitation")
    answer(acting, grant_id=grant_id, person_id=me, said=Said.WITHDRAWN, how=SaidHow.OWN_CARD)


def _me(acting: Acting) -> tuple[UUID, UUID]:
    """The family and the person of the card. Raises NotFound for everybody else."""
    if acting.role != Role.FAMILY_MEMBER or acting.family_id is None:
        raise NotFound("person")
    mine = [one.id for one in people(acting, acting.family_id).values() if one.is_me]
    if not mine:
        raise NotFound("person")
    return acting.family_id, mine[0]

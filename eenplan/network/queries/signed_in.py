"""Where an account, or who reads with a card, is signed in; who to sign in; what to tell on signing in."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from eenplan.core import statements
from eenplan.core.acting import Acting
from eenplan.core.models import Account
from eenplan.core.sessions import hash_of
from eenplan.network.models import Invitation


@dataclass(frozen=True, slots=True)
class Place:
    """One browser in which somebody is signed in: since when, last seen on which day, and what it is."""

    id: UUID
    device: str
    began_at: datetime
    last_seen_on: date
    is_here: bool


# A session that ended, or whose time is over, is no longer in its table.
_PLACES = """
    SELECT s.id, s.device, s.began_at, s.last_seen_on, s.session_hash = %(here)s
    FROM core_signedin s
    WHERE (s.account_id = %(account)s OR (%(account)s::uuid IS NULL AND s.reader_id = %(actor)s))
        AND EXISTS (SELECT 1 FROM django_session d WHERE d.expire_date > %(now)s
            AND encode(sha256(convert_to(d.session_key, 'UTF8')), 'hex') = s.session_hash)
    ORDER BY (s.session_hash = %(here)s) DESC, s.began_at DESC
"""


def where_signed_in(acting: Acting, *, session_key: str, at: datetime) -> list[Place]:
    """Every place where whoever acts is signed in, this one first. One query."""
    rows = statements.rows(
        _PLACES,
        {
            "here": hash_of(session_key),
            "account": acting.account_id,
            "actor": acting.actor_id,
            "now": at,
        },
    )
    return [Place(*row) for row in rows]


def account_to_sign_in(account_id: UUID) -> Account | None:
    """The active account with this id."""
    return Account.objects.filter(id=account_id, is_active=True).first()


def account_of_identity(issuer: str, subject: str) -> Account | None:
    """The active account that this number at a provider was tied to."""
    [(account_id,)] = statements.rows("SELECT core_account_of_identity(%s, %s)", [issuer, subject])
    return account_to_sign_in(account_id) if account_id else None


def account_with_address(email: str) -> Account | None:
    """The active account that signs in with this address of e-mail."""
    return Account.objects.filter(email__iexact=email, is_active=True).first()


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that somebody made for this account: when, who, and whether it was used."""

    made_at: datetime
    made_by: str
    was_used: bool


def code_made_since(acting: Acting, since: datetime) -> NewCode | None:
    """The code that was made for the account of `acting` after a moment, if any."""
    if acting.account_id is None:
        return None
    row = (
        Invitation.objects.filter(account_id=acting.account_id, made_at__gt=since)
        .values_list("made_at", "made_by__staff_member__name", "used_at")
        .first()
    )
    return NewCode(row[0], row[1] or "", row[2] is not None) if row else None


def may_renew(acting: Acting, account_id: UUID | None) -> bool:
    """Whether whoever acts may make a new code for this account (the policies of `network_invitation` ask the same).

    For one's own account nobody does: who is signed in changes the password.
    """
    if account_id is None or account_id == acting.account_id:
        return False
    [(allowed,)] = statements.rows("SELECT network_renews_account(%s)", [account_id])
    return bool(allowed)

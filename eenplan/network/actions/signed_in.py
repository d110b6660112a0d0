"""Where somebody is signed in: noted when they come in, ended one by one or all others at once.

For workers (`acting.account_id`) and for who reads with a card or code (`acting.actor_id`) alike.
"""

from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from eenplan.audit.actions import record
from eenplan.core import accounts, sessions
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.errors import NotFound
from eenplan.core.models import SignedIn


def _own(acting: Acting) -> "QuerySet[SignedIn]":
    if acting.account_id:
        return SignedIn.objects.filter(account_id=acting.account_id)
    return SignedIn.objects.filter(reader_id=acting.actor_id)


@action
def note_signed_in(acting: Acting, *, session_key: str, device: str) -> None:
    """Somebody came in with this session. A session that was used before is theirs now."""
    mine = {"account_id": acting.account_id} if acting.account_id else {"reader_id": acting.actor_id}
    hashed = sessions.hash_of(session_key)
    if not _own(acting).filter(session_hash=hashed).exists():
        SignedIn.objects.create(session_hash=hashed, device=device, **mine)


@action
def note_signed_out(acting: Acting, *, session_key: str) -> None:
    """The session with this key ends."""
    _own(acting).filter(session_hash=sessions.hash_of(session_key)).delete()


@action
def note_seen(acting: Acting, *, session_key: str, on: date) -> None:
    """Somebody was here on this day."""
    _own(acting).filter(session_hash=sessions.hash_of(session_key)).update(last_seen_on=on)


@action
def sign_out_there(acting: Acting, *, signed_in_id: UUID) -> None:
    """End one of one's own sessions. NotFound when it is not one's own."""
    row = _own(acting).filter(id=signed_in_id).first()
    if row is None:
        raise NotFound("a session of one's own")
    _end(acting, [row.session_hash])


@action
def sign_out_elsewhere(acting: Acting, *, session_key: str) -> None:
    """End all of one's own sessions but this one."""
    others = _own(acting).exclude(session_hash=sessions.hash_of(session_key))
    _end(acting, list(others.values_list("session_hash", flat=True)))


def _end(acting: Acting, hashes: list[str]) -> None:
    sessions.end(hashes)
    _own(acting).filter(session_hash__in=hashes).delete()
    record(acting, "network:session:ended", subject=acting.account_id)


@action
def change_password(acting: Acting, *, password: str) -> None:
    """Keep another password for one's own account. `password` was judged by the validators; the old one was asked."""
    if acting.account_id is None:
        raise NotFound("an account")
    accounts.keep_password(acting.account_id, make_password(password))
    record(acting, "network:password:changed", subject=acting.account_id)

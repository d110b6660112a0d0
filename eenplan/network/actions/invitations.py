"""A code with which a worker makes an own password: shown once, kept as a hash, good for a week and one time.

For who is new, and for who lost the password or the second factor: what the account signed in with before goes.
"""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_code, read_code
from eenplan.core.keys import hashed, hashes
from eenplan.core.models import Account
from eenplan.network.models import Invitation
from eenplan.network.queries.signed_in import may_renew

DAYS = 7


@action
def invite(acting: Acting, *, account_id: UUID) -> str:
    """A new code for an account; the code before it opens nothing any more. Until it is used nothing else changes.

    For who keeps a team of this worker, and does not become more than they are with it (`may_renew`). Raises NotFound
    for others, and for one's own account.
    """
    account = Account.objects.filter(id=account_id, is_active=True).first()
    if account is None or not may_renew(acting, account_id):
        raise NotFound("an account to make a code for")
    code = new_code()
    Invitation.objects.update_or_create(
        account_id=account_id,
        defaults={
            "code_hash": hashed(_text(code)),
            "expires_at": now() + timedelta(days=DAYS),
            "used_at": None,
            "made_by_id": acting.actor_id,
            "made_at": now(),
        },
    )
    record(acting, "network:invitation:made", subject=account_id)
    return code


@action
def use_invitation(acting: Acting, *, email: str, code: str, password: str) -> None:
    """Give an account a password, take every other way to sign in away, and end its sessions.

    `password` was judged by the validators already. The next sign-in asks for a new second factor.

    Refuses with `network:invitation-unknown`, always with the same words: of no address is told whether it exists.
    """
    stored = make_password(password)
    found = None
    for code_hash in hashes(_text(read_code(code) or "")):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT network_use_invitation(%s, %s, %s, %s)", [email.strip(), code_hash, stored, now()]
            )
            (found,) = cursor.fetchone()
        if found is not None:
            break
    if found is None:
        raise RuleBroken(
            "network:invitation-unknown",
            _(
                "Dit adres en deze code horen niet bij elkaar, of de code is niet meer geldig."
                " Kijk ze na, of vraag je netwerkcoördinator om een nieuwe code."
            ),
            field="code",
        )
    record(acting, "network:invitation:used", subject=found)


def _text(code: str) -> str:
    return f"eenplan:invitation:{code}"

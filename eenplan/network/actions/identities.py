"""Who an account is at the provider through which its owner signs in."""

from allauth.socialaccount.models import SocialAccount

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.errors import NotFound, RuleBroken


@action
def tie_identity(acting: Acting, *, issuer: str, subject: str) -> None:
    """From now on this number at this provider is the account of `acting`. Nothing else of the provider is kept.

    Refuses with `network:identity-taken` when the account is another number there already: the address of e-mail may
    have gone to somebody else. A new code from the coordinator begins anew.
    """
    if acting.account_id is None:
        raise NotFound("an account")
    if SocialAccount.objects.filter(user_id=acting.account_id, provider=issuer).exists():
        raise RuleBroken("network:identity-taken", "")
    SocialAccount.objects.create(user_id=acting.account_id, provider=issuer, uid=subject, extra_data={})
    record(acting, "network:identity:tied", subject=acting.account_id)

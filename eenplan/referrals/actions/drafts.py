"""Keeping what somebody types until it is sent or wiped."""

import json
from typing import Any

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting, show_draft
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import RuleBroken
from eenplan.core.sealing import seal
from eenplan.referrals.models import Draft
from eenplan.referrals.queries.drafts import PURPOSE, hash_of, oldest_kept

# In bytes as JSON: far more than all questions together may hold.
LARGEST = 400_000


@action
def keep_draft(acting: Acting, *, code: str, content: dict[str, Any]) -> None:
    """Keep what was typed under a code, and count its days anew.

    Its beginning is recorded, without a family: there is none yet. Refuses with `referrals:draft-too-large`.
    """
    text = json.dumps(content)
    if len(text) > LARGEST:
        raise RuleBroken(
            "referrals:draft-too-large",
            _("Dit is te veel om te bewaren. Maak je tekst korter; de rest vertel je als we bellen."),
        )
    show_draft(hash_of(code))
    sealed = seal(PURPOSE, text, code=code)
    if Draft.objects.filter(key_hash=hash_of(code)).update(content=sealed, changed_at=now()):
        return
    begun = Draft.objects.create(key_hash=hash_of(code), content=sealed)
    record(acting, "referrals:draft:begun", subject=begun.id)


@action
def wipe_draft(acting: Acting, *, code: str) -> None:
    """Remove a draft, because it was sent or because somebody wants it gone. Nothing of it stays."""
    show_draft(hash_of(code))
    removed, _by_table = Draft.objects.filter(key_hash=hash_of(code)).delete()
    if removed:
        record(acting, "referrals:draft:removed")


@action
def clear_drafts(acting: Acting) -> int:
    """Remove what nobody went on with in time. For maintenance, as the owner. How many there were."""
    removed, _by_table = Draft.objects.filter(changed_at__lte=oldest_kept()).delete()
    if removed:
        record(acting, "referrals:drafts:cleared")
    return removed

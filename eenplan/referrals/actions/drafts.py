"""Keeping what somebody types until it is sent or wiped."""

import json
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core import statements
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import RuleBroken
from eenplan.core.sealing import seal
from eenplan.referrals.actions.draft_files import move_draft_files
from eenplan.referrals.actions.new_referral import NewReferral
from eenplan.referrals.actions.place import Where
from eenplan.referrals.actions.receive import receive
from eenplan.referrals.models import Draft, Referral
from eenplan.referrals.queries.drafts import PURPOSE, oldest_kept, show, token_of

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
    key_hash = show(code)
    sealed = seal(PURPOSE, text, code=code)
    if Draft.objects.filter(key_hash=key_hash).update(content=sealed, changed_at=now()):
        return
    begun = Draft.objects.create(key_hash=key_hash, content=sealed)
    record(acting, "referrals:draft:begun", subject=begun.id)


_WIPE = """
    WITH papers AS (
        DELETE FROM referrals_draftfile
        WHERE draft_id IN (SELECT id FROM referrals_draft WHERE key_hash = %(draft)s)
    )
    DELETE FROM referrals_draft WHERE key_hash = %(draft)s RETURNING id
"""


@action
def wipe_draft(acting: Acting, *, code: str) -> None:
    """Remove a draft, because it was sent or because somebody wants it gone. Nothing of it stays."""
    if statements.rows(_WIPE, {"draft": show(code)}):
        record(acting, "referrals:draft:removed")


@action
def send_draft(
    acting: Acting, *, code: str, form: NewReferral, area: Where, with_papers: bool = False
) -> Referral:
    """Make a referral of a draft, put its papers in the file `with_papers`, and wipe it: all of it, or nothing.

    For the public form. The same code sent twice gives the same referral back. Refuses as `receive` does.
    """
    referral = receive(acting, form=form, area=area, sent_token=token_of(code))
    arrived = replace(acting, family_id=referral.family_id)
    if with_papers:
        move_draft_files(arrived, code=code, family_id=referral.family_id)
    wipe_draft(arrived, code=code)
    return referral


@action
def clear_drafts(acting: Acting) -> int:
    """Remove what nobody went on with in time. For maintenance, as the owner. How many there were."""
    removed, _by_table = Draft.objects.filter(changed_at__lte=oldest_kept()).delete()
    if removed:
        record(acting, "referrals:drafts:cleared")
    return removed

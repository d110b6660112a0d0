"""A referral that was begun: found with its code alone."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from eenplan.core.acting import Acting, become, public_form, show_draft
from eenplan.core.clock import day_of, now
from eenplan.core.sealing import derived_id, keyed_hash, keyed_hashes, unseal
from eenplan.referrals.models import Draft, Referral

PURPOSE = "draft"


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """What was typed so far, and the last day on which it is kept."""

    content: dict[str, Any]
    kept_until: date


def hash_of(code: str) -> str:
    """Under which a draft is stored."""
    return keyed_hash(PURPOSE, code)


def show(code: str) -> str:
    """Let this transaction see the draft of a code, and give the hash under which it is kept.

    A draft that was begun under a secret of before stays under it.
    """
    names = keyed_hashes(PURPOSE, code)
    for name in names[1:]:
        show_draft(name)
        if Draft.objects.filter(key_hash=name).exists():
            return name
    show_draft(names[0])
    return names[0]


def token_of(code: str) -> UUID:
    """The token with which a draft is sent: the same code can make only one referral."""
    return derived_id("sent", code)


def oldest_kept() -> datetime:
    """Drafts that were last changed before this moment are no longer there."""
    return now() - timedelta(days=settings.DRAFT_DAYS)


def kept_until(changed_at: datetime) -> date:
    """The last day in Brussels on which a draft can still be opened."""
    return day_of(changed_at + timedelta(days=settings.DRAFT_DAYS))


def draft(acting: Acting, *, code: str, hold: bool = False) -> OpenDraft | None:
    """The draft of a code. None when there is none, or no more: the three look the same.

    `hold` keeps others from changing it until this transaction ends, so that no answer is lost.
    """
    rows = Draft.objects.filter(key_hash=show(code), changed_at__gt=oldest_kept())
    found = (rows.select_for_update() if hold else rows).first()
    if found is None:
        return None
    text = unseal(PURPOSE, bytes(found.content), code=code)
    return OpenDraft(json.loads(text), kept_until(found.changed_at)) if text is not None else None


def sent_with(token: UUID) -> Referral | None:
    """The referral that was sent with this token, for whoever sent it; from here on the form acts for its family.

    Only the code of the draft gives the token, and the code is gone when the browser forgets it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT family_id FROM referrals_sent(%s)", [token])
        row = cursor.fetchone()
    if row is None:
        return None
    become(public_form(row[0]))
    return Referral.objects.filter(sent_token=token).first()

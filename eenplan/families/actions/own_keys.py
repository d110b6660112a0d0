"""A key on somebody's own device, that takes the place of card and PIN."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting, show_card
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions.cards import Opened, use_card, was_here
from eenplan.families.models import Card, Passkey
from eenplan.families.queries import person_of, reader

MOST = 5


@action
def add_own_key(acting: Acting, *, device: str, credential: Mapping[str, Any]) -> Passkey:
    """Keep a key that one's device just made and that was judged. Raises RuleBroken when there are five."""
    person = person_of(acting)
    standing = Passkey.objects.filter(
        family_id=person.family_id, actor_id=acting.actor_id, ended_at__isnull=True
    )
    if standing.count() >= MOST:
        raise RuleBroken("too-many-keys", _("Je hebt al vijf toestellen. Laat er eerst een stoppen."))
    key = Passkey(
        family_id=person.family_id,
        person_id=person.id,
        actor_id=acting.actor_id,
        device=device[:60],
        credential=dict(credential),
    )
    key.save(force_insert=True)
    record(acting, "families:passkey:added", families=[person.family_id], subject=key.id)
    return key


@action
def end_own_key(acting: Acting, *, passkey_id: UUID) -> None:
    """A device opens the plan no longer. By who has it, or by who helps the family. Raises NotFound."""
    key = Passkey.objects.filter(id=passkey_id).first()
    if key is None:
        raise NotFound("passkey")
    if key.ended_at is None:
        key.ended_at = now()
        key.save(update_fields=["ended_at"])
        record(acting, "families:passkey:ended", families=[key.family_id], subject=key.id)


def open_with_key(code_hash: str) -> Opened | None:
    """Come in by a key that was judged true, in the place of the card with this hash; None when that ended."""
    show_card(code_hash)
    card = Card.objects.filter(code_hash=code_hash, revoked_at__isnull=True).first()
    if card is None:
        return None
    before = was_here(card)
    use_card(reader(card), card=card, right=True)
    return Opened(reader(card), code_hash, before)

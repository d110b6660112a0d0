"""What somebody is typing in a plan, kept for them alone until they put it in or throw it away."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import RuleBroken
from eenplan.families.actions import say
from eenplan.families.models import Item
from eenplan.plans.actions.sections import placed, working_plan
from eenplan.plans.models import Draft
from eenplan.plans.rules import join_drafts

# Far more than anybody types on one page; all together, in signs.
MOST = 100_000


@action
def save_draft(
    acting: Acting,
    *,
    plan_id: UUID,
    page: str,
    fields: Mapping[str, Sequence[str]],
    joins: Set[str] | None = None,
) -> datetime:
    """Keep what was typed on a page, in the place of what was kept before; gives when.

    `joins` names the texts that come late, from a device without a connection: what was kept since stands beside them.
    Nothing of it stands in the plan. Refuses with `plans:draft-too-long` or `plans:plan-closed`.
    """
    plan = working_plan(acting, plan_id)
    if sum(len(value) for values in fields.values() for value in values) > MOST:
        raise RuleBroken(
            "plans:draft-too-long", _("Dit is te lang om tussendoor te bewaren. Kort het wat in.")
        )
    moment = now()
    # PostgreSQL keeps no NUL in JSON; nobody types one.
    kept = {_clean(name): [_clean(value) for value in values] for name, values in fields.items()}
    if joins is not None:
        before = Draft.objects.filter(author_id=acting.actor_id, plan=plan, page=page[:200]).first()
        kept = join_drafts(before.fields if before else {}, kept, joins)
    draft, _made = Draft.objects.update_or_create(
        author_id=acting.actor_id,
        plan=plan,
        page=page[:200],
        defaults={"fields": kept, "saved_at": moment},
        create_defaults={
            "family_id": plan.family_id,
            "fields": kept,
            "saved_at": moment,
        },
    )
    record(acting, "plans:draft:saved", families=[plan.family_id], subject=draft.id)
    return moment


def _clean(text: str) -> str:
    return text.replace("\0", "")


@action
def forget_draft(acting: Acting, *, plan_id: UUID, page: str) -> bool:
    """Wipe what was kept of a page; whether there was anything."""
    draft = Draft.objects.filter(author_id=acting.actor_id, plan_id=plan_id, page=page[:200]).first()
    if draft is None:
        return False
    family_id, draft_id = draft.family_id, draft.id
    draft.delete()
    record(acting, "plans:draft:forgotten", families=[family_id], subject=draft_id)
    return True


@action
def keep_aside(
    acting: Acting, *, item_id: UUID, slot: str, text: str, speaker_id: UUID | None = None
) -> bool:
    """Keep words that were typed and not chosen among the earlier words of a piece; whether there was a place.

    They stand until the choice itself is saved, which belongs in the same transaction right after.
    """
    standing = placed(acting, item_id)
    if not text.strip() or not Item.objects.filter(id=item_id, words__slot=slot).exists():
        return False
    say(acting, item_id=item_id, slot=slot, text=text, speaker_id=speaker_id)
    record(acting, f"plans:{standing.section}:kept-aside", families=[standing.family_id], subject=item_id)
    return True

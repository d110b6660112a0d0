"""Papers put with a referral that is not sent yet, and their way into the family's file when it is."""

import json
from uuid import UUID

from django.conf import settings

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.errors import NotFound
from eenplan.core.sealing import seal, seal_bytes, unseal_bytes
from eenplan.families.actions import add_attachment, check_room
from eenplan.families.enums import FileKind
from eenplan.families.files import Paper
from eenplan.referrals.models import Draft, DraftFile
from eenplan.referrals.queries.draft_files import CONTENT, PURPOSE, draft_files, read_about
from eenplan.referrals.queries.drafts import show


@action
def keep_draft_file(acting: Acting, *, code: str, paper: Paper) -> bool:
    """Put a paper with the draft of a code, sealed with it. False when that very paper was there already.

    Refuses with `files:too-many`; raises NotFound when there is no such draft.
    """
    draft = Draft.objects.filter(key_hash=show(code)).select_for_update().first()
    if draft is None:
        raise NotFound("draft")
    standing = draft_files(acting, code=code)
    if any(one.sha256 == paper.sha256 for one in standing):
        return False
    check_room(len(standing), settings.ATTACHMENTS_MOST)
    about = {"name": paper.name, "kind": paper.kind, "size": len(paper.content), "sha256": paper.sha256}
    row = DraftFile(
        draft=draft,
        about=seal(PURPOSE, json.dumps(about), code=code),
        content=seal_bytes(CONTENT, paper.content, code=code),
    )
    row.save(force_insert=True)
    record(acting, "referrals:draft-file:added", subject=row.id)
    return True


@action
def remove_draft_file(acting: Acting, *, code: str, file_id: UUID) -> None:
    """Take a paper away again. Nothing of it stays."""
    removed, _by_table = DraftFile.objects.filter(id=file_id, draft__key_hash=show(code)).delete()
    if removed:
        record(acting, "referrals:draft-file:removed", subject=file_id)


@action
def move_draft_files(acting: Acting, *, code: str, family_id: UUID) -> int:
    """Put the papers of a draft in the file of the family that it became; how many.

    In the transaction that sends the draft and wipes it: a paper arrives with its referral, once, or not at all.
    One after the other, so that no more than one stands in memory.
    """
    rows = DraftFile.objects.filter(draft__key_hash=show(code)).order_by("added_at", "id")
    ids = list(rows.values_list("id", flat=True))
    for file_id in ids:
        row = DraftFile.objects.get(id=file_id)
        about = read_about(row, code)
        content = unseal_bytes(CONTENT, bytes(row.content), code=code)
        if about is None or content is None:
            raise NotFound("draft file")
        add_attachment(acting, family_id=family_id, paper=Paper(about.name, FileKind(about.kind), content))
    return len(ids)

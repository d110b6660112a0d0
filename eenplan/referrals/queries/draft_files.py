"""The papers of a referral that is not sent yet: with its code alone."""

import json
from dataclasses import dataclass
from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.core.sealing import unseal
from eenplan.families.enums import FileKind
from eenplan.referrals.models import DraftFile
from eenplan.referrals.queries.drafts import show

PURPOSE, CONTENT = "draft-file", "draft-file-content"


@dataclass(frozen=True, slots=True)
class DraftPaper:
    """A paper beside a draft; `size` in bytes."""

    id: UUID
    name: str
    kind: FileKind
    size: int
    sha256: str


def read_about(row: DraftFile, code: str) -> DraftPaper | None:
    """What a paper is; None for another code."""
    text = unseal(PURPOSE, bytes(row.about), code=code)
    if text is None:
        return None
    about = json.loads(text)
    return DraftPaper(row.id, about["name"], FileKind(about["kind"]), about["size"], about["sha256"])


def draft_files(acting: Acting, *, code: str) -> list[DraftPaper]:
    """The papers of the draft of a code, in the order in which they came. One query; no bytes are read."""
    rows = DraftFile.objects.filter(draft__key_hash=show(code)).defer("content").order_by("added_at", "id")
    return [about for row in rows if (about := read_about(row, code))]

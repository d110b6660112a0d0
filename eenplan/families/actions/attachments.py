"""Papers of a family's file: one comes in, is released to the family or closed again, or is taken out."""

from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions.items import end_item, relabel, write_item
from eenplan.families.enums import FileKind, ItemKind
from eenplan.families.files import Paper
from eenplan.families.models import Attachment, AttachmentContent, Family
from eenplan.families.rules import Labels, Place, begins, labels_of

# What a photo can be.
PICTURES = (FileKind.JPEG, FileKind.PNG, FileKind.WEBP)


def check_room(standing: int, most: int) -> None:
    """Refuse one more paper with `files:too-many` when there are as many as may be."""
    if standing >= most:
        raise RuleBroken(
            "files:too-many",
            _("Er zijn al %(most)s papieren. Haal er eerst een weg, of voeg er enkele samen tot één PDF.")
            % {"most": most},
            field="file",
        )


@action
def add_attachment(
    acting: Acting, *, family_id: UUID, paper: Paper, health: bool = False, court: bool = False
) -> Attachment:
    """Put a paper in the file, not released to the family. It tells of somebody's `health`, or comes from `court`.

    The same paper twice is one paper. Refuses with `files:too-many`; raises NotFound for a family out of reach.
    """
    if not Family.objects.filter(id=family_id).select_for_update(of=("self",), no_key=True).exists():
        raise NotFound("family")
    standing = {
        row.sha256: row for row in Attachment.objects.filter(family_id=family_id, item__ended_at__isnull=True)
    }
    if paper.sha256 in standing:
        return standing[paper.sha256]
    check_room(len(standing), settings.ATTACHMENTS_IN_FILE)
    labels = replace(begins(Place.ATTACHMENT), health=health, court=court)
    item = write_item(acting, family_id=family_id, kind=ItemKind.ATTACHMENT, labels=labels)
    row = Attachment(
        item=item,
        family_id=family_id,
        name=paper.name,
        kind=paper.kind,
        size=len(paper.content),
        sha256=paper.sha256,
    )
    row.save(force_insert=True)
    AttachmentContent(attachment=row, family_id=family_id, content=paper.content).save(force_insert=True)
    return row


@action
def add_drawing(
    acting: Acting, *, family_id: UUID, child_id: UUID, paper: Paper, labels: Labels
) -> Attachment:
    """Keep a photo of what a child drew: a paper about and from the child, with the labels of what it says.

    Refuses with `files:no-picture` or `files:too-many`.
    """
    if paper.kind not in PICTURES:
        raise RuleBroken(
            "files:no-picture",
            _("Dit is geen foto. Neem een foto van de tekening, en kies die."),
            field="drawing",
        )
    standing = Attachment.objects.filter(family_id=family_id, item__ended_at__isnull=True).count()
    check_room(standing, settings.ATTACHMENTS_IN_FILE)
    item = write_item(
        acting,
        family_id=family_id,
        kind=ItemKind.ATTACHMENT,
        from_whom_id=child_id,
        about=[child_id],
        labels=labels,
    )
    row = Attachment(
        item=item,
        family_id=family_id,
        name=_("Tekening"),
        kind=paper.kind,
        size=len(paper.content),
        sha256=paper.sha256,
    )
    row.save(force_insert=True)
    AttachmentContent(attachment=row, family_id=family_id, content=paper.content).save(force_insert=True)
    return row


@action
def release_attachment(acting: Acting, *, family_id: UUID, attachment_id: UUID, released: bool) -> None:
    """Let everybody of the family who has a card open a paper, or no more. For its coach; closed is how it begins.

    Refuses with `files:health-not-released` (rule 39) and `released-and-closed`: labels of rule 32 that keep it
    among few come first.
    """
    row = (
        Attachment.objects.filter(item_id=attachment_id, family_id=family_id, item__ended_at__isnull=True)
        .select_related("item")
        .first()
    )
    if row is None or acting.role != Role.COACH:
        raise NotFound("attachment")
    if released and row.item.health:
        raise RuleBroken(
            "files:health-not-released",
            _(
                "Dit papier gaat over iemands gezondheid: dat staat niet open voor het hele gezin. Geef het zelf aan"
                " wie het aangaat."
            ),
        )
    if row.item.released_to_all != released:
        relabel(acting, item_id=attachment_id, labels=replace(labels_of(row.item), released_to_all=released))


@action
def end_attachment(acting: Acting, *, family_id: UUID, attachment_id: UUID) -> None:
    """Take a paper out of the file. It is not destroyed, but nobody opens it any more; the audit keeps its days."""
    if not Attachment.objects.filter(
        item_id=attachment_id, family_id=family_id, item__ended_at__isnull=True
    ).exists():
        raise NotFound("attachment")
    end_item(acting, item_id=attachment_id)

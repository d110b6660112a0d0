"""Notes between colleagues: written, corrected, read, asked and answered. Nothing is ever wiped out."""

from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import say, write_item
from eenplan.families.enums import ItemKind
from eenplan.families.rules import Place, begins
from eenplan.network.queries import staff_on
from eenplan.referrals.models import Note, NoteRead, Referral

LONGEST = 1000
# Who works at a desk, and so can be asked there.
ASKED = (Role.INTAKE, Role.COORDINATOR)


@action
def write_note(
    acting: Acting, *, referral_id: UUID, text: str, asked_to: UUID | None = None, answers: UUID | None = None
) -> Note:
    """Write a note on a referral: for everyone of the team, as a question to a colleague, or as an answer.

    Refuses with `referrals:note-empty`, `note-too-long`, `note-asks-stranger`, `note-asks-oneself` or
    `note-answers-nothing`.
    """
    said = _checked(text)
    referral = _on_desk(acting, referral_id)
    if asked_to is not None:
        _check_asked(acting, asked_to)
    if answers is not None:
        question = Note.objects.filter(
            item_id=answers, referral_id=referral_id, asked_to__isnull=False, answered_by__isnull=True
        ).first()
        if question is None:
            raise RuleBroken(
                "referrals:note-answers-nothing",
                _("Op deze vraag is al geantwoord. Je tekst staat er nog: bewaar hem als gewone notitie."),
            )
    item = write_item(
        acting, family_id=referral.family_id, kind=ItemKind.NOTE, text=said, labels=begins(Place.NOTE)
    )
    note = Note.objects.create(
        item=item, family_id=referral.family_id, referral=referral, asked_to_id=asked_to, answers_id=answers
    )
    record(acting, "referrals:note:written", families=[referral.family_id], subject=referral.id)
    return note


@action
def correct_note(acting: Acting, *, note_id: UUID, text: str) -> Note:
    """Replace the words of one's own note; the old words stay readable. Raises NotFound for another's note."""
    said = _checked(text)
    note = (
        Note.objects.select_related("referral")
        .filter(item_id=note_id, item__author_id=acting.actor_id)
        .first()
    )
    if note is None or note.referral.partnership_id != acting.partnership_id:
        raise NotFound("note")
    say(acting, item_id=note_id, text=said)
    record(acting, "referrals:note:corrected", families=[note.family_id], subject=note.referral_id)
    return note


@action
def mark_notes_read(acting: Acting, *, referral_id: UUID) -> int:
    """Say that one has read the notes of colleagues on a referral. Returns how many were new."""
    referral = _on_desk(acting, referral_id)
    unread = (
        Note.objects.filter(referral=referral)
        .exclude(item__author_id=acting.actor_id)
        .exclude(reads__actor_id=acting.actor_id)
    )
    reads = [NoteRead(family_id=referral.family_id, note=note, actor_id=acting.actor_id) for note in unread]
    NoteRead.objects.bulk_create(reads)
    if reads:
        record(acting, "referrals:notes:read", families=[referral.family_id], subject=referral.id)
    return len(reads)


def _on_desk(acting: Acting, referral_id: UUID) -> Referral:
    if acting.partnership_id is None:
        raise NotFound("referral")
    found = Referral.objects.filter(id=referral_id, partnership_id=acting.partnership_id).first()
    if found is None:
        raise NotFound("referral")
    return found


def _check_asked(acting: Acting, asked_to: UUID) -> None:
    if asked_to == acting.actor_id:
        raise RuleBroken("referrals:note-asks-oneself", _("Kies een collega, niet jezelf."), field="asked_to")
    if not any(asked_to == worker.actor_id for role in ASKED for worker in staff_on(acting, role, today())):
        raise RuleBroken(
            "referrals:note-asks-stranger",
            _("Deze collega werkt vandaag niet aan deze desk. Kies iemand anders."),
            field="asked_to",
        )


def _checked(text: str) -> str:
    tidy = text.strip()
    if not tidy:
        raise RuleBroken("referrals:note-empty", _("Schrijf nog wat je wilt onthouden."), field="text")
    if len(tidy) > LONGEST:
        raise RuleBroken(
            "referrals:note-too-long",
            _("Hou een notitie kort: hoogstens %(limit)s tekens. Nu zijn het er %(now)s.")
            % {"limit": LONGEST, "now": len(tidy)},
            field="text",
        )
    return tidy

"""Naming who reads the translations in a language, and writing down what they found."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.models import Assignment, TextReview, TextReviewer
from eenplan.network.queries.translations import FAMILY_LANGUAGES, catalogue, reads
from eenplan.network.rules.translations import Text, hashed, unknown_places


@action
def name_reviewer(acting: Acting, *, staff_member_id: UUID, language: str) -> UUID:
    """Let a worker read a language's translations. Naming somebody twice changes nothing."""
    if acting.role != Role.ADMIN or language not in FAMILY_LANGUAGES:
        raise NotFound("reviewer")
    if not Assignment.objects.filter(staff_member_id=staff_member_id, period__contains=today()).exists():
        raise RuleBroken(
            "network:no-worker",
            _("Deze persoon werkt hier vandaag niet. Kies iemand uit de lijst."),
            field="who",
        )
    standing = TextReviewer.objects.filter(
        staff_member_id=staff_member_id, language=language, ended_at__isnull=True
    ).first()
    if standing:
        return standing.id
    named = TextReviewer.objects.create(staff_member_id=staff_member_id, language=language)
    record(acting, "network:reviewer:named", subject=named.id)
    return named.id


@action
def end_reviewer(acting: Acting, *, reviewer_id: UUID) -> None:
    """Somebody reads no more; what they found stays."""
    found = TextReviewer.objects.filter(id=reviewer_id, ended_at__isnull=True).first()
    if acting.role != Role.ADMIN or found is None:
        raise NotFound("reviewer")
    found.ended_at = now()
    found.save(update_fields=["ended_at"])
    record(acting, "network:reviewer:ended", subject=found.id)


@action
def review_text(
    acting: Acting, *, language: str, text_key: str, read: str, better: Sequence[str] = ()
) -> None:
    """Find a translation right, or write better words (a form for each number, as many as there are).

    `read` is the hash of the words that were on the screen. Refuses with `network:changed-since`,
    `network:words-missing` and `network:unknown-place`; NotFound for who was not named for this language.
    """
    text = next((one for one in catalogue(language) if one.key == text_key), None)
    if text is None or language not in reads(acting):
        raise NotFound("text")
    if text.translation_key != read:
        raise RuleBroken("network:changed-since", _("Deze vertaling is intussen veranderd. Lees ze opnieuw."))
    said = tuple(one.strip() for one in better)
    if said == text.words:
        said = ()
    if said:
        _check(text, said)
    TextReview.objects.create(
        language=language,
        text_key=text_key,
        translation_key=read,
        approves=hashed(said or text.words),
        better=list(said),
        reviewer_id=acting.actor_id,
    )
    record(acting, "network:text:reviewed")


def _check(text: Text, said: tuple[str, ...]) -> None:
    if len(said) != len(text.words) or not all(said):
        raise RuleBroken("network:words-missing", _("Vul elke vorm in, of laat ze staan zoals ze was."))
    unknown = unknown_places(text, said)
    if unknown:
        raise RuleBroken(
            "network:unknown-place",
            _("Dit staat niet in het Nederlands: %(places)s. Schrijf deze stukjes precies over.")
            % {"places": ", ".join(sorted(unknown))},
        )

"""Reading what native speakers found of the translations, beside the catalogues as they stand."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from babel.messages.pofile import read_po
from django.conf import settings
from django.db.models import Count

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.network.models import Assignment, StaffMember, TextReview, TextReviewer
from eenplan.network.rules.translations import Text, Verdict, all_read, hashed

# What is written for families alone, and was not read by a native speaker as a matter of course.
FAMILY_LANGUAGES = tuple(
    code for code, _name in settings.LANGUAGES if (code, _name) not in settings.WORKERS_LANGUAGES
)


def catalogue(language: str) -> tuple[Text, ...]:
    """Every translated text of a language, in the order of the catalogue; none for a language without one."""
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    if language not in FAMILY_LANGUAGES or not path.exists():
        return ()
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> tuple[Text, ...]:
    with path.open("rb") as file:
        found = read_po(file)
    return tuple(
        Text(
            hashed((one.context or "", *_forms(one.id))),
            _forms(one.id),
            _forms(one.string),
            one.context or "",
            tuple(place for place, _line in one.locations),
        )
        for one in found
        if one.id and all(_forms(one.string))
    )


def _forms(said: object) -> tuple[str, ...]:
    return tuple(map(str, said)) if isinstance(said, tuple | list) else (str(said),)


def verdicts(acting: Acting | None, language: str) -> dict[str, Verdict]:
    """The newest verdict on each text of a language, by the text's key. One query."""
    rows = (
        TextReview.objects.filter(language=language)
        .order_by("text_key", "-reviewed_at", "-id")
        .distinct("text_key")
        .values_list("text_key", "approves", "better")
    )
    return {key: Verdict(approves, tuple(better)) for key, approves, better in rows}


def is_read(acting: Acting | None, language: str) -> bool:
    """Whether native speakers read all of a language's texts as they stand. One query while they did not.

    True of the languages that are ours from the start.
    """
    if language not in FAMILY_LANGUAGES:
        return True
    texts = catalogue(language)
    read = TextReview.objects.filter(language=language).aggregate(texts=Count("text_key", distinct=True))
    return read["texts"] >= len(texts) and all_read(texts, verdicts(acting, language))


@dataclass(frozen=True, slots=True)
class ReviewerOn:
    """Somebody who was named to read a language."""

    id: UUID
    name: str
    language: str


def reviewers(acting: Acting) -> list[ReviewerOn]:
    """Who reads which language, for the administrator. One query."""
    rows = TextReviewer.objects.filter(ended_at__isnull=True).order_by("language", "staff_member__sort_key")
    return [ReviewerOn(*row) for row in rows.values_list("id", "staff_member__name", "language")]


def reads(acting: Acting) -> list[str]:
    """The languages that whoever acts was named to read. One query."""
    mine = TextReviewer.objects.filter(staff_member__actor_id=acting.actor_id, ended_at__isnull=True)
    return sorted(mine.values_list("language", flat=True))


def who_can_read(acting: Acting) -> list[tuple[UUID, str]]:
    """The workers of today, to name one of: their id and name. One query."""
    today_here = Assignment.objects.filter(period__contains=today()).values("staff_member_id")
    return list(
        StaffMember.objects.filter(id__in=today_here).order_by("sort_key", "id").values_list("id", "name")
    )

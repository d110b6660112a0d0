"""Questions that a partnership adds to the referral form: what makes one whole, and how many there may be."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eenplan.core.errors import RuleBroken
from eenplan.core.ids import new_id
from eenplan.network.enums import AskedOf, FormPlace, Language, QuestionKind
from eenplan.network.models import FormQuestion
from eenplan.network.queries.words import lines_of

# A referrer has ten minutes.
MOST_QUESTIONS = 5
FEWEST_CHOICES, MOST_CHOICES, LONGEST_CHOICE = 2, 10, 60
_CODE = re.compile(r"own-[0-9a-f]{16}")


def new_question_code() -> str:
    """The code of a question that is added now; codes sort by the moment of adding."""
    return f"own-{new_id().hex[:16]}"


def is_own(code: str) -> bool:
    """Whether a code is of a question that was added, and not of one that the form has by itself."""
    return bool(_CODE.fullmatch(code))


def tidy(said: dict[str, Any]) -> dict[str, Any]:
    """The words of a question without empty lines among its answers; no answers where none are chosen from."""
    chosen = said.get("kind") == QuestionKind.CHOICE
    lines = {
        name: "\n".join(lines_of(str(one))) if chosen else ""
        for name, one in said.items()
        if name.startswith("choices_")
    }
    return said | lines


def must_be_own(code: str, said: dict[str, Any]) -> None:
    """Refuse a question that nobody could answer, or that says not whom it is for or where it stands.

    Codes: `network:words-code`, `question-kind`, `question-asked-of`, `question-place`, `words-choices`.
    """
    if not is_own(code):
        raise RuleBroken("network:words-code", _("Kies een van de vragen die er staan."), field="code")
    for name, choices, words in (
        ("kind", [one for one in QuestionKind.values if one != QuestionKind.STANDARD],
         _("Kies hoe iemand op deze vraag antwoordt.")),
        ("asked_of", AskedOf.values, _("Kies aan wie we deze vraag stellen.")),
        ("place", FormPlace.values, _("Kies waar de vraag in het formulier staat.")),
    ):  # fmt: skip
        if said.get(name) not in choices:
            raise RuleBroken(f"network:question-{name.replace('_', '-')}", words, field=name)
    if said["kind"] == QuestionKind.CHOICE:
        _check_choices(said)


def _check_choices(said: dict[str, Any]) -> None:
    dutch = lines_of(str(said.get("choices_nl", "")))
    if not FEWEST_CHOICES <= len({line.casefold() for line in dutch}) == len(dutch) <= MOST_CHOICES:
        raise RuleBroken(
            "network:words-choices",
            _("Schrijf 2 tot 10 verschillende antwoorden, elk op een eigen regel."),
            field="choices_nl",
        )
    for language in Language.values:
        name = f"choices_{language}"
        lines = lines_of(str(said.get(name, "")))
        if lines and len(lines) != len(dutch):
            raise RuleBroken(
                "network:words-choices",
                _("Schrijf evenveel antwoorden als in het Nederlands (%(number)s), in dezelfde volgorde.")
                % {"number": len(dutch)},
                field=name,
            )
        if any(len(line) > LONGEST_CHOICE for line in lines):
            raise RuleBroken(
                "network:words-long",
                _("Een van de antwoorden is te lang: hoogstens %(most)s tekens.") % {"most": LONGEST_CHOICE},
                field=name,
            )


def check_number(partnership_id: UUID | None, code: str, since: date) -> None:
    """Refuse with `network:questions-many` one question more than anybody answers in ten minutes."""
    others = (
        FormQuestion.objects.filter(Q(partnership_id=partnership_id) | Q(partnership=None))
        .exclude(kind=QuestionKind.STANDARD)
        .exclude(code=code)
        .filter(Q(period__endswith__isnull=True) | Q(period__endswith__gt=since))
    )
    if others.values("code").distinct().count() >= MOST_QUESTIONS:
        raise RuleBroken(
            "network:questions-many",
            _(
                "Er zijn al %(most)s eigen vragen. Wie aanmeldt heeft tien minuten: stop eerst met een andere vraag."
            )
            % {"most": MOST_QUESTIONS},
            field="label_nl",
        )

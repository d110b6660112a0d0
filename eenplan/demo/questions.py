"""What the demo's own region asks besides on the referral form, and what some referrers answered."""

from datetime import date, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.core.acting import Acting
from eenplan.core.clock import telling
from eenplan.families.actions import NewItem, write_items
from eenplan.families.enums import ItemKind
from eenplan.families.rules import Place, begins
from eenplan.network.enums import AskedOf, FormPlace, QuestionKind
from eenplan.network.models import FormQuestion
from eenplan.network.reference import reference_id
from eenplan.referrals.actions.answers import ASKED
from eenplan.referrals.models import Referral

QUESTION = {
    "nl": "Hoe kwam je bij ons terecht?",
    "fr": "Comment nous avez-vous trouvés ?",
    "en": "How did you find us?",
}
CHOICES = {
    "nl": ("via een collega", "via de gemeente of het Huis van het Kind", "ik kende jullie al", "anders"),
    "fr": (
        "par un collègue",
        "par la commune ou la Maison de l’Enfant",
        "je vous connaissais déjà",
        "autrement",
    ),
    "en": (
        "through a colleague",
        "through the municipality or Huis van het Kind",
        "I knew you already",
        "otherwise",
    ),
}
CODE = "own-00000000000de000"
ASKED_SINCE = timedelta(days=120)
# Which of the answers each of the newest referrals gave.
GIVEN = (2, 0, 1, 2, 0)


def ask_and_answer(acting: Acting, partnership_id: UUID, today: date) -> None:
    """Ask one question since some months, and answer it in the newest named referrals of the desk."""
    FormQuestion.objects.create(
        id=reference_id("form-question", str(partnership_id), "found"),
        partnership_id=partnership_id,
        code=CODE,
        kind=QuestionKind.CHOICE.value,
        asked_of=AskedOf.PROFESSIONAL.value,
        place=FormPlace.END.value,
        period=DateRange(today - ASKED_SINCE, None),
        **{f"label_{language}": words for language, words in QUESTION.items()},
        **{f"choices_{language}": "\n".join(words) for language, words in CHOICES.items()},
    )
    newest = Referral.objects.filter(partnership_id=partnership_id, anonymous=False).exclude(
        referrer_type="family"
    )
    for referral, answer in zip(newest.order_by("-received_at", "-id")[: len(GIVEN)], GIVEN, strict=False):
        with telling(referral.received_at):
            said = NewItem(
                ItemKind.ANSWER,
                CHOICES["nl"][answer],
                labels=begins(Place.ANSWER),
                besides=((ASKED, QUESTION["nl"], "nl"),),
            )
            write_items(acting, family_id=referral.family_id, items=[said])

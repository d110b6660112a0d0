"""Answers to the questions that a partnership asks besides: kept with the words in which they were asked (rule 47)."""

from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.errors import RuleBroken
from eenplan.core.languages import language_now
from eenplan.families.actions import Labels, NewItem
from eenplan.families.enums import ItemKind
from eenplan.network.enums import QuestionKind
from eenplan.network.queries import QuestionOn, form_questions
from eenplan.referrals.actions.new_referral import NewReferral

# The slot of an item in which stands what was asked; the answer itself stands in 'text'.
ASKED = "asked"
LONGEST_ANSWER = 1000


def answer_items(
    acting: Acting, form: NewReferral, partnership_id: UUID, speaker_id: UUID | None, labels: Labels
) -> list[NewItem]:
    """An item per answer. What is changed or asked no more later does not change what was asked and answered.

    Refuses with `referrals:consult-answers` answers about a family that knows of nothing, with
    `answer-not-asked` what the partnership of the place does not ask, and with `answer-unknown` or
    `answer-long` what is no answer to it. Nothing is asked of the database when nothing was answered.
    """
    if not form.answers:
        return []
    if form.anonymous:
        raise RuleBroken(
            "referrals:consult-answers",
            _(
                "Laat de eigen vragen van de regio open: in een overleg zonder namen antwoordt niemand daarop."
            ),
            field=form.answers[0][0],
        )
    asked = form_questions(acting, partnership_id=partnership_id, on=today())
    return [
        _item(asked.get(code), code, answer, form.question_language, speaker_id, labels)
        for code, answer in form.answers
    ]


def _item(
    question: QuestionOn | None,
    code: str,
    answer: str,
    language: str,
    speaker_id: UUID | None,
    labels: Labels,
) -> NewItem:
    if question is None or not question.shown or question.kind is QuestionKind.STANDARD:
        raise RuleBroken(
            "referrals:answer-not-asked",
            _("Deze vraag stellen we hier niet meer. Ga terug en kijk de pagina na."),
            field=code,
        )
    if len(answer) > LONGEST_ANSWER:
        raise RuleBroken(
            "referrals:answer-long",
            _("Dit is te lang: hoogstens %(most)s tekens.") % {"most": LONGEST_ANSWER},
            field=code,
        )
    words = answer
    if question.kind is not QuestionKind.TEXT:
        yes_no = {"yes": _("Ja"), "no": _("Nee")}
        read = yes_no if question.kind is QuestionKind.YES_NO else dict(question.choices)
        if answer not in read:
            raise RuleBroken(
                "referrals:answer-unknown", _("Kies een van de antwoorden die er staan."), field=code
            )
        words = read[answer]
        language = language_now() if question.kind is QuestionKind.YES_NO else question.language
    return NewItem(
        ItemKind.ANSWER,
        words,
        language,
        speaker_id,
        labels=labels,
        besides=((ASKED, question.label, question.language),),
    )

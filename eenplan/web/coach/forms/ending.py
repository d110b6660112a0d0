"""Agreeing on the plan, another coach, and closing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.plans.actions import GoalResult, Presence, Reply
from eenplan.plans.enums import Answer, AnswerForm, ClosureReason, GoalStatus
from eenplan.plans.queries import GoalPiece
from eenplan.web.coach.forms.parts import score_field, score_of
from eenplan.web.shared.components import Words
from eenplan.web.shared.forms import (
    ChoiceField,
    Choices,
    ChoicesField,
    DateField,
    Form,
    TextField,
    YesNoField,
    choose,
)

SILENT = "silent"
ANSWERS: list[tuple[str, Words]] = [
    (Answer.AGREED.value, _("akkoord")),
    (Answer.PARTLY.value, _("deels akkoord")),
    (Answer.DISAGREED.value, _("niet akkoord")),
    (SILENT, _("nog niet gevraagd of niets gezegd")),
]
FORMS: list[tuple[str, Words]] = [
    (AnswerForm.ALOUD.value, _("luidop gezegd")),
    (AnswerForm.SIGNED.value, _("ondertekend")),
]


@dataclass(frozen=True, slots=True)
class AnswerFields:
    """The questions about one person."""

    name: str
    answer: BoundField
    form: BoundField
    words: BoundField


class ActivateForm(Form):
    """Who made the plan, when it is looked at again, and what everybody says of it (rule 22)."""

    took_part = ChoicesField(
        label=_("Wie maakte dit plan mee?"),
        error_messages={"required": _("Duid aan wie dit plan mee gemaakt heeft.")},
    )
    colleagues = ChoicesField(label=_("Welke collega’s?"), required=False)
    others = forms.CharField(
        label=_("Wie nog?"),
        help_text=_("Namen met een komma ertussen, zoals: oma Lutgart, juf An."),
        required=False,
        max_length=600,
    )
    next_review_date = DateField(label=_("Wanneer bekijken jullie het plan samen opnieuw?"))

    def __init__(
        self, *args: Any, people: Choices, workers: Choices, asked: Sequence[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "took_part", people)
        self.trusted = dict(people)
        choose(self, "colleagues", workers)
        if not workers:
            del self.fields["colleagues"]
        self.asked = asked
        for person_id, name in asked:
            key = person_id.hex
            self.fields[f"answer_{key}"] = ChoiceField(
                label=_("Wat zegt %(name)s van dit plan?") % {"name": name},
                choices=ANSWERS,
                initial=SILENT,
            )
            self.fields[f"form_{key}"] = ChoiceField(
                label=_("Hoe?"), choices=FORMS, initial=AnswerForm.ALOUD.value
            )
            self.fields[f"words_{key}"] = TextField(
                label=_("In de woorden van %(name)s") % {"name": name}, required=False, rows=2
            )

    def answers(self) -> list[AnswerFields]:
        """The questions, person by person."""
        return [
            AnswerFields(
                name,
                self[f"answer_{person_id.hex}"],
                self[f"form_{person_id.hex}"],
                self[f"words_{person_id.hex}"],
            )
            for person_id, name in self.asked
        ]

    def clean_others(self) -> str:
        """Each name has its limit."""
        typed = str(self.cleaned_data["others"])
        if any(len(name.strip()) > 120 for name in typed.split(",")):
            raise forms.ValidationError(_("Zet een komma tussen de namen: één naam is hier te lang."))
        return typed

    @property
    def presences(self) -> list[Presence]:
        """Who took part."""
        found = []
        for typed in [*self.cleaned_data["took_part"], *self.cleaned_data.get("colleagues", [])]:
            kind, _sign, named = typed.partition(":")
            if kind == "trusted":
                found.append(Presence(name=str(self.trusted[typed])[:120]))
            elif kind == "person":
                found.append(Presence(person_id=UUID(named)))
            else:
                found.append(Presence(staff_member_id=UUID(named)))
        return found + [
            Presence(name=name.strip()) for name in self.cleaned_data["others"].split(",") if name.strip()
        ]

    @property
    def replies(self) -> list[Reply]:
        """What was said; silence is no answer."""
        typed = self.cleaned_data
        return [
            Reply(
                person_id,
                Answer(answer),
                AnswerForm(typed.get(f"form_{person_id.hex}") or AnswerForm.ALOUD),
                typed.get(f"words_{person_id.hex}", ""),
            )
            for person_id, _name in self.asked
            if (answer := typed.get(f"answer_{person_id.hex}")) and answer != SILENT
        ]


class ReplyForm(Form):
    """What somebody says of the plan, afterwards."""

    answer = ChoiceField(
        label=_("Wat is het antwoord?"),
        choices=ANSWERS[:3],
        error_messages={"required": _("Kies wat er gezegd is. Zei iemand niets, bewaar dan niets.")},
    )
    form = ChoiceField(label=_("Hoe?"), choices=FORMS, initial=AnswerForm.ALOUD.value)
    words = TextField(label=_("In eigen woorden"), required=False, rows=3)


class ChangeCoachForm(Form):
    """Another coach, from when and why (rule 13)."""

    coach = ChoiceField(
        label=_("Wie wordt de nieuwe coach?"),
        error_messages={"required": _("Kies wie de nieuwe coach wordt.")},
    )
    on = DateField(
        label=_("Vanaf welke dag?"),
        help_text=_("Tot dan blijft de huidige coach. Er valt geen gat."),
        earliest=clock.today,
    )
    reason = TextField(
        label=_("Waarom?"),
        rows=2,
        error_messages={"required": _("Schrijf kort waarom er een andere coach komt.")},
    )
    over_norm_confirmed = forms.BooleanField(
        label=_("Ik bevestig dat dit gezin erbij komt, boven de norm."), required=False
    )

    def __init__(self, *args: Any, coaches: Choices, hints: dict[str, Words], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "coach", coaches, hints)


@dataclass(frozen=True, slots=True)
class ResultFields:
    """The questions about one goal."""

    text: str
    language: str
    status: BoundField
    score: BoundField


class CloseForm(Form):
    """How a trajectory ends (rule 41)."""

    reason = ChoiceField(
        label=_("Waarom stopt het traject?"),
        choices=[
            (ClosureReason.GOALS_REACHED.value, _("De doelen zijn bereikt")),
            (ClosureReason.OTHER_HELP.value, _("Andere hulp neemt het over")),
            (ClosureReason.NETWORK.value, _("Het gezin gaat verder met het eigen netwerk")),
            (ClosureReason.FAMILY_STOPS.value, _("Het gezin wil stoppen")),
            (ClosureReason.MOVED.value, _("Het gezin is verhuisd")),
            (ClosureReason.OTHER.value, _("Een andere reden")),
        ],
        error_messages={"required": _("Kies waarom het traject stopt.")},
    )
    remaining_needs = TextField(
        label=_("Wat is er nog nodig?"),
        help_text=_("Is er niets meer nodig? Schrijf dat dan op. Iedereen van het gezin leest dit."),
        rows=3,
        error_messages={
            "required": _("Schrijf op wat er nog nodig is. Is er niets meer nodig? Schrijf dat dan op.")
        },
    )
    who_continues = TextField(
        label=_("Wie doet wat verder?"),
        help_text=_("Iedereen van het gezin leest dit: schrijf niets dat iemand je alleen vertelde."),
        rows=3,
        error_messages={"required": _("Schrijf op wie wat verder doet.")},
    )
    told_of_retention_on = DateField(
        label=_("Wanneer vertelde je het gezin hoelang we het dossier bewaren?"),
        help_text=_("We bewaren het tot iedereen 35 is. Daarna wordt het vernietigd."),
        latest=clock.today,
    )
    copy_offered = YesNoField(label=_("Bood je het gezin een kopie van het dossier aan?"))
    aftercare_on = DateField(
        label=_("Wanneer vraag je nog eens hoe het gaat?"),
        help_text=_("Meestal na zes maanden."),
        earliest=clock.today,
    )
    satisfaction = score_field(
        _("Welk cijfer geeft het gezin aan de hulp?"),
        help_text=_("Enkel als het gezin zelf een cijfer geeft."),
    )

    satisfaction_words = TextField(label=_("Wat zegt het gezin zelf over de hulp?"), required=False, rows=3)
    left_reason = TextField(
        label=_("Waarom blijft wat nog wacht zoals het is?"),
        help_text=_(
            "Enkel als je het niet eerst beantwoordt. Iedereen van het gezin leest dit: schrijf niets dat iemand je alleen vertelde."
        ),
        required=False,
        rows=3,
    )

    def __init__(
        self, *args: Any, goals: Sequence[GoalPiece], has_waiting: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not has_waiting:
            del self.fields["left_reason"]
        self.goals = goals
        for goal in goals:
            key = goal.item_id.hex
            name = goal.text.text if goal.text else ""
            self.fields[f"status_{key}"] = ChoiceField(
                label=_("Wat is ervan gekomen?"),
                choices=[
                    (GoalStatus.REACHED.value, _("Het is gelukt")),
                    (GoalStatus.OPEN.value, _("Een stuk, nog niet helemaal")),
                    (GoalStatus.LET_GO.value, _("We lieten het los")),
                ],
                initial=goal.status.value if goal.status != GoalStatus.OPEN else None,
                error_messages={
                    "required": _("Zeg wat er gekomen is van dit doel: “%(goal)s”") % {"goal": name[:80]}
                },
            )
            self.fields[f"score_{key}"] = score_field(
                _("Welk cijfer geven ze nu?"),
                initial="" if goal.score_now is None else str(goal.score_now),
            )

    def results(self) -> list[ResultFields]:
        """The questions, goal by goal."""
        return [
            ResultFields(
                goal.text.text if goal.text else "",
                goal.text.language if goal.text else "",
                self[f"status_{goal.item_id.hex}"],
                self[f"score_{goal.item_id.hex}"],
            )
            for goal in self.goals
        ]

    @property
    def goal_results(self) -> dict[UUID, GoalResult]:
        """What became of each goal."""
        typed = self.cleaned_data
        return {
            goal.item_id: GoalResult(
                GoalStatus(typed[f"status_{goal.item_id.hex}"]), score_of(typed[f"score_{goal.item_id.hex}"])
            )
            for goal in self.goals
        }

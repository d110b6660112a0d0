"""Working together: words on a topic, disagreements, other plans, looking back, aftercare."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.plans.actions import DisagreementFields, LinkedPlanFields, ReviewFields
from eenplan.plans.enums import AftercareResult, Lasts
from eenplan.plans.queries import GoalPiece
from eenplan.plans.queries.aftercare import GoalThen
from eenplan.plans.rules.lasting import Lasted
from eenplan.web.coach.forms.parts import (
    WORKER,
    SectionForm,
    id_of,
    score_field,
    score_of,
    speaker_field,
)
from eenplan.web.shared.forms import ChoiceField, Choices, ChoicesField, DateField, Form, TextField, choose

SOMEBODY_ELSE = "else"


class TopicForm(SectionForm):
    """Some words on one side of a section, and who says them."""

    asks_from_whom = False

    text = TextField(
        label=_("In hun eigen woorden"),
        rows=3,
        error_messages={"required": _("Schrijf hier iets, in enkele woorden.")},
    )
    speaker = speaker_field()

    def __init__(self, *args: Any, label: str, hint: str, speakers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].help_text = hint
        choose(self, "speaker", speakers)

    @property
    def speaker_id(self) -> UUID | None:
        """Who of the family says it."""
        return id_of(self.cleaned_data["speaker"])


class DisagreementForm(SectionForm):
    """Who does not agree with what."""

    asks_from_whom = False

    who = ChoiceField(
        label=_("Wie is het niet eens?"),
        error_messages={"required": _("Duid aan wie het hier niet mee eens is.")},
    )
    name = forms.CharField(
        label=_("Wie is die andere persoon?"),
        help_text=_("Bijvoorbeeld: de juf, of oma."),
        required=False,
        max_length=120,
    )
    text = TextField(
        label=_("Waarmee niet, en waarom?"),
        help_text=_("In de eigen woorden. Het blijft in het plan staan, ook als het later opgelost is."),
        rows=3,
        error_messages={"required": _("Schrijf op waarmee deze persoon het niet eens is.")},
    )
    on = DateField(label=_("Sinds wanneer?"), required=False, latest=clock.today)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "who", [*people, (SOMEBODY_ELSE, _("Iemand anders"))])

    def clean(self) -> dict[str, Any]:
        """Whoever chose 'somebody else' is asked who."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("who") == SOMEBODY_ELSE and not typed.get("name"):
            self.add_error("name", _("Schrijf op wie dat is."))
        return typed

    def fields_of(self) -> DisagreementFields:
        """The disagreement as it was typed."""
        typed = self.cleaned_data
        is_else = typed["who"] == SOMEBODY_ELSE
        return DisagreementFields(
            text=typed["text"],
            person_id=None if is_else else id_of(typed["who"]),
            name=typed["name"] if is_else else "",
            on=typed["on"],
        )


class ResolveForm(Form):
    """How a disagreement was resolved."""

    how = TextField(
        label=_("Hoe is het opgelost?"),
        rows=3,
        error_messages={"required": _("Schrijf in enkele woorden op hoe het opgelost is.")},
    )
    on = DateField(label=_("Wanneer?"), required=False, latest=clock.today)


class LinkedPlanForm(SectionForm):
    """A partner's own plan (rule 24)."""

    title = forms.CharField(
        label=_("Hoe heet dat plan?"),
        help_text=_("Bijvoorbeeld: begeleidingsplan, behandelplan, plan van de school."),
        max_length=200,
        error_messages={"required": _("Schrijf op hoe dat plan heet.")},
    )
    organisation = forms.CharField(
        label=_("Van welke organisatie?"),
        max_length=120,
        error_messages={"required": _("Schrijf op van welke organisatie dit plan is.")},
    )
    where = forms.CharField(
        label=_("Waar is het te vinden?"),
        help_text=_("Bijvoorbeeld: bij de begeleider, in de map van school. Geen wachtwoorden."),
        required=False,
        max_length=200,
    )
    dated = DateField(label=_("Van welke dag is het?"), required=False)

    def fields_of(self) -> LinkedPlanFields:
        """The other plan as it was typed."""
        typed = self.cleaned_data
        return LinkedPlanFields(typed["title"], typed["organisation"], typed["where"], typed["dated"])


class LookBackForm(SectionForm):
    """Looking at the plan again together: who, how each goal scores, what changes, and when next (rule 21)."""

    on = DateField(label=_("Op welke dag keken jullie terug?"), latest=clock.today)
    persons = ChoicesField(
        label=_("Wie van het gezin was erbij?"),
        error_messages={
            "required": _("Duid aan wie van het gezin erbij was. Zonder hen is het geen samen terugkijken.")
        },
    )
    others = forms.CharField(
        label=_("Wie nog?"),
        help_text=_("Namen met een komma ertussen, zoals: oma Lutgart, juf An."),
        required=False,
        max_length=200,
    )
    back = TextField(label=_("Hoe liep het sinds de vorige keer?"), required=False, rows=3)
    changes = TextField(
        label=_("Wat gaan jullie anders doen?"),
        help_text=_("Verandert er niets? Schrijf dat dan op."),
        rows=3,
        error_messages={
            "required": _("Schrijf op wat jullie anders gaan doen. Verandert er niets? Schrijf dat dan op.")
        },
    )
    next_review_date = DateField(
        label=_("Wanneer kijken jullie opnieuw?"),
        earliest=clock.today,
        error_messages={"required": _("Kies wanneer jullie het plan samen opnieuw bekijken.")},
    )

    def __init__(
        self, *args: Any, people: Choices, goals: Sequence[GoalPiece], asks_next: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "persons", people)
        if not asks_next:
            del self.fields["next_review_date"]
        label = _("Welk cijfer geven ze nu?") if asks_next else _("Welk cijfer gaven ze toen?")
        self.goals = goals
        for goal in goals:
            self.fields[f"score_{goal.item_id.hex}"] = score_field(label)

    def results(self) -> list[tuple[GoalPiece, BoundField]]:
        """The question about each goal."""
        return [(goal, self[f"score_{goal.item_id.hex}"]) for goal in self.goals]

    def fields_of(self) -> ReviewFields:
        """The review as it was typed."""
        typed = self.cleaned_data
        scores = {
            goal.item_id: score
            for goal in self.goals
            if (score := score_of(typed[f"score_{goal.item_id.hex}"])) is not None
        }
        return ReviewFields(
            on=typed["on"],
            next_review_date=typed.get("next_review_date"),
            person_ids=tuple(UUID(one) for one in typed["persons"] if one != WORKER),
            others=typed["others"],
            scores=scores,
            back=typed["back"],
            changes=typed["changes"],
        )


class AftercareForm(Form):
    """How the family is, some time after the end (rule 41)."""

    held_on = DateField(label=_("Op welke dag hoorden jullie elkaar?"), latest=clock.today)
    result = ChoiceField(
        label=_("Hoe gaat het nu?"),
        choices=AftercareResult.choices,
        option_hints={
            AftercareResult.NEEDS_HELP: _(
                "Dan kan het gezin opnieuw aangemeld worden. Wat er was, blijft bewaard."
            ),
        },
        error_messages={"required": _("Kies wat er uit het contact kwam.")},
    )
    words = TextField(label=_("Wat vertelde het gezin?"), required=False, rows=3)
    score = score_field(_("Welk cijfer geven ze aan hoe het nu gaat?"))

    def __init__(self, *args: Any, goals: Sequence[GoalThen] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = goals
        for goal in goals:
            key = goal.id.hex
            self.fields[f"lasts_{key}"] = ChoiceField(
                label=_("Lukt dit nog?"), choices=Lasts.choices, initial=Lasts.NOT_ASKED, required=False
            )
            self.fields[f"lasts_score_{key}"] = score_field(_("Welk cijfer geven ze nu?"))

    def results(self) -> list[tuple[GoalThen, BoundField, BoundField]]:
        """The questions about each goal that was reached."""
        return [(one, self[f"lasts_{one.id.hex}"], self[f"lasts_score_{one.id.hex}"]) for one in self.goals]

    def lasted(self) -> dict[UUID, Lasted]:
        """What the family says of each goal."""
        typed = self.cleaned_data
        return {
            one.id: Lasted(
                Lasts(typed[f"lasts_{one.id.hex}"] or Lasts.NOT_ASKED),
                score_of(typed[f"lasts_score_{one.id.hex}"]),
            )
            for one in self.goals
        }

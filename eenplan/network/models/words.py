"""How a partnership calls the phases of a family's way, and what it asks on the referral form (rule 47)."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected
from eenplan.network.enums import AskedOf, FormPlace, Phase, QuestionKind
from eenplan.network.models.partnerships import Partnership
from eenplan.network.models.periods import no_overlap


class PhaseName(Protected, Base):
    """How a phase is called here. What is not translated is shown in Dutch."""

    keeps = Keeps.CONFIGURATION

    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="phase_names"
    )
    code = models.CharField(max_length=30, choices=Phase.choices)
    name_nl = models.CharField(max_length=60)
    name_fr = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=60, blank=True)
    period = DateRangeField()

    class Meta:
        constraints = [
            no_overlap("network_one_phase_name", "partnership", "code"),
            models.CheckConstraint(name="network_phase_name_period", condition=Q(period__isempty=False)),
            models.CheckConstraint(name="network_phase_name_said", condition=~Q(name_nl="")),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.name_nl}"


class FormQuestion(Protected, Base):
    """A question of the public referral form in other words, left out, or of a partnership's own.

    `kind` is 'standard' for a question that the form has by itself; one's own says in which `place` of the form
    it is asked of whom. The choices have an answer per line; those in another language in the same order.
    """

    keeps = Keeps.CONFIGURATION

    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="form_questions"
    )
    code = models.SlugField(max_length=30)
    kind = models.CharField(max_length=10, choices=QuestionKind.choices)
    shown = models.BooleanField(default=True)
    label_nl = models.CharField(max_length=160)
    label_fr = models.CharField(max_length=160, blank=True)
    label_en = models.CharField(max_length=160, blank=True)
    hint_nl = models.CharField(max_length=200, blank=True)
    hint_fr = models.CharField(max_length=200, blank=True)
    hint_en = models.CharField(max_length=200, blank=True)
    choices_nl = models.CharField(max_length=700, blank=True)
    choices_fr = models.CharField(max_length=700, blank=True)
    choices_en = models.CharField(max_length=700, blank=True)
    asked_of = models.CharField(max_length=12, choices=AskedOf.choices, blank=True)
    place = models.CharField(max_length=10, choices=FormPlace.choices, blank=True)
    period = DateRangeField()

    class Meta:
        constraints = [
            no_overlap("network_one_form_question", "partnership", "code"),
            models.CheckConstraint(name="network_form_question_period", condition=Q(period__isempty=False)),
            models.CheckConstraint(name="network_form_question_said", condition=~Q(label_nl="")),
            models.CheckConstraint(
                name="network_form_question_choices", condition=~Q(kind="choice") | ~Q(choices_nl="")
            ),
            models.CheckConstraint(
                name="network_form_question_asked_somewhere",
                condition=Q(kind="standard", asked_of="", place="")
                | ~Q(kind="standard") & ~Q(asked_of="") & ~Q(place=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.label_nl}"

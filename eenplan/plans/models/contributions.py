"""What somebody of a family brings into the plan with their own card, what came of it, and steps they ticked off.

The words stand on the item; those of the coach's answer stand there too, in the slot 'response'.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Protected
from eenplan.families.models import Family, FamilyRow, Item, Person, Words
from eenplan.plans.enums import Brings, Verdict
from eenplan.plans.models.items import Action
from eenplan.plans.models.plan import Plan


class Contribution(Protected):
    """A goal or a step that somebody proposes, or what they say beside a piece. It never changes.

    `beside` is the piece it is about (of a step: the goal it belongs to, if any). `own`: the goal is for whoever proposes
    it, the step is theirs to take. `sent_key` is of the form it was written on: sent twice it is one.
    """

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="contribution")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=10, choices=Brings.choices)
    beside = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="+")
    own = models.BooleanField(default=False)
    by_day = models.DateField(null=True)
    sent_key = models.UUIDField()
    sent_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family", "-sent_at", "-item"], name="plans_contribution_back"),
            models.Index(fields=["beside"], name="plans_contribution_beside"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "sent_key"], name="plans_contribution_once"),
            models.CheckConstraint(
                name="plans_contribution_is_one",
                condition=Q(what="goal", beside=None, by_day=None)
                | Q(what="step")
                | Q(what__in=["comment", "disagree"], beside__isnull=False, own=False, by_day=None),
            ),
        ]


class Response(FamilyRow):
    """What the coach did with a contribution. Only ever appended; the newest counts. `became`: what it is in the plan."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="responses")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    words = models.ForeignKey(Words, null=True, on_delete=models.SET_NULL, related_name="+")
    became = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["item", "-at"], name="plans_response_newest")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(verdict="taken"), name="plans_contribution_taken_once"
            ),
            models.CheckConstraint(
                condition=Q(became=None) | Q(verdict="taken"), name="plans_response_became"
            ),
        ]


class Tick(FamilyRow):
    """Somebody of the family says with their card that their own step is done, or is not done after all."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="ticks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    done = models.BooleanField()
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["family", "-at"], name="plans_tick_of")]

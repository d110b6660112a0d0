"""What persons ask about their own data, and what was decided (rule 37). Rows are only ever added."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.ids import new_reference
from eenplan.core.models import Actor
from eenplan.families.models import Correction, Family, FamilyRow, Item, Person, Words
from eenplan.rights.enums import AskedHow, Outcome, RequestKind


class Request(FamilyRow):
    """Something that a person asks, in their own words. `item` is the piece it is about; none: what is known of them.

    `due_on` is the last day for an answer, by the term of the law on the day on which it was asked.
    """

    reference = models.CharField(max_length=8, unique=True, default=new_reference)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=RequestKind.choices)
    item = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(blank=True)
    language = models.CharField(max_length=35, default="nl")
    how = models.CharField(max_length=10, choices=AskedHow.choices)
    asked_on = models.DateField()
    due_on = models.DateField()
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family", "-recorded_at"], name="rights_request_of"),
            models.Index(
                fields=["family"],
                condition=Q(kind__in=["restriction", "objection"]),
                name="rights_request_used_less",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="rights_request_is_one",
                condition=Q(kind__in=RequestKind.values) & Q(how__in=AskedHow.values),
            ),
            # A copy asks for everything; all else says what.
            models.CheckConstraint(
                name="rights_request_says_what", condition=Q(kind="copy", item=None, words="") | ~Q(words="")
            ),
            models.CheckConstraint(
                name="rights_statement_stands_beside", condition=~Q(kind="statement") | Q(item__isnull=False)
            ),
        ]


class Decision(FamilyRow):
    """What was decided about a request: once, with the reason when it was refused.

    `words` are those that took the place of what was wrong, or that stand beside it; `correction` keeps what was
    known of a person or of the family before.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    words = models.ForeignKey(Words, null=True, on_delete=models.SET_NULL, related_name="+")
    correction = models.ForeignKey(Correction, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_on = models.DateField()
    recorded_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="rights_decision_is_one", condition=Q(outcome__in=Outcome.values)),
            models.CheckConstraint(
                name="rights_refusal_has_reason", condition=~Q(outcome="refused") | ~Q(reason="")
            ),
        ]

"""What was agreed: versions of the plan that never change, who took part, and what each person says of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.consent.enums import Understood
from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.enums import ItemKind
from eenplan.families.models import Family, FamilyRow, Item, Person
from eenplan.network.models import StaffMember
from eenplan.plans.enums import Answer, AnswerForm, SectionKey, VersionStatus
from eenplan.plans.models.plan import Plan


class PlanVersion(FamilyRow):
    """A version that was made active once. A new one replaces it; it stays readable (rule 18).

    `content_hash` is over all its `items_count` items, so that an addition afterwards shows, and so that
    whoever may not see them all is told so.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="plan_versions")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=VersionStatus.choices)
    activated_at = models.DateTimeField(default=now)
    activated_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    next_review_date = models.DateField()
    items_count = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(status="active"), name="plans_one_active_version"
            ),
            models.UniqueConstraint(fields=["family", "number"], name="plans_version_number"),
        ]


class VersionItem(FamilyRow):
    """What an item said when a version was made. It shows to whoever may see the item itself, and never changes."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="snapshots")
    kind = models.CharField(max_length=20, choices=ItemKind.choices)
    section = models.CharField(max_length=20, choices=SectionKey.choices)
    position = models.PositiveSmallIntegerField()
    content = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "item"], name="plans_version_item_once")
        ]


class Participation(FamilyRow):
    """Whether somebody took part in making a version: a person, a worker, or somebody else by name."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    staff_member = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    took_part = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["version"], name="plans_participation_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="plans_participation_one",
                condition=Q(person__isnull=False, staff_member__isnull=True, name="")
                | Q(person__isnull=True, staff_member__isnull=False, name="")
                | Q(person__isnull=True, staff_member__isnull=True) & ~Q(name=""),
            ),
        ]


class Agreement(FamilyRow):
    """What one person of the family says of one version. Only ever appended; the newest counts (rule 22).

    Silence is no row. `words` are the person's own, in `language`; the whole family can read them.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="agreements")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    form = models.CharField(max_length=10, choices=AnswerForm.choices)
    # How it was understood, of a yes in a language that was not read yet.
    understood = models.CharField(max_length=15, choices=Understood.choices, blank=True)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=35, default="nl")
    said_at = models.DateTimeField(default=now)
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["version", "person", "recorded_at"], name="plans_agreement_of"),
            models.Index(fields=["family", "-said_at", "-id"], name="plans_agreement_back"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(answer__in=["agreed", "partly", "disagreed"]), name="plans_agreement_is_an_answer"
            ),
            models.CheckConstraint(
                condition=Q(form__in=["signed", "aloud", "own_card"]), name="plans_agreement_has_a_form"
            ),
            models.CheckConstraint(
                condition=Q(understood__in=["", *Understood.values]), name="plans_agreement_understood"
            ),
        ]

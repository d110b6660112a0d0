"""How each person hears that something is ready for them, and what was sent or not. Never a word of what it is."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models import ContactDetail, Entrance, Family, FamilyRow, Item, Person
from eenplan.plans.enums import HearsBy, NoticeKind, NoticeState


class HearsHow(FamilyRow):
    """How one person wants to hear of something: nothing, until it was chosen.

    An e-mail or text message goes to an address that stands in the file (`detail`) or by which they come in (`entrance`).
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    by = models.CharField(max_length=10, choices=HearsBy.choices, default=HearsBy.NOTHING)
    detail = models.ForeignKey(ContactDetail, null=True, on_delete=models.SET_NULL, related_name="+")
    entrance = models.ForeignKey(Entrance, null=True, on_delete=models.SET_NULL, related_name="+")
    chosen_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(detail__isnull=True) | Q(entrance__isnull=True), name="plans_hears_at_one_address"
            )
        ]


class Notice(FamilyRow):
    """Something that one person is to hear of, once (`key`, a hash). `at` is the moment that a reminder names, of `item`.

    It is claimed (`sending_at`) before it leaves and marked after: whatever happens in between, it is never sent twice.
    `heard_at`: the coach told it, or gave the letter.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=NoticeKind.choices)
    key = models.CharField(max_length=64)
    item = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.WAITING)
    # Why nothing was sent, as a code; said in words on the coach's page.
    why = models.CharField(max_length=20, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=now)
    sending_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["family"],
                condition=Q(heard_at=None) & ~Q(state__in=["waiting", "sent"]),
                name="plans_notice_to_tell",
            ),
            models.Index(
                fields=["made_at"], condition=Q(state__in=["waiting", "sending"]), name="plans_notice_open"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "key"], name="plans_notice_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "letter", "kept"]) | Q(sending_at__isnull=False),
                name="plans_notice_claimed_first",
            ),
            models.CheckConstraint(
                condition=~Q(kind="reminder") | Q(at__isnull=False, item__isnull=False),
                name="plans_notice_reminds_of_moment",
            ),
        ]

"""Telling the family that its question arrived, and what the referrer may follow without an account."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models import ContactDetail, Family, FamilyRow, Person
from eenplan.referrals.enums import TellBy, TellingState
from eenplan.referrals.models.referral import Referral


class Telling(FamilyRow):
    """The family must hear whom it can call, what comes next and by when: one row for each referral.

    Nothing leaves without a safe way: known from the form, or agreed afterwards (`agreed`, in whose words).
    An e-mail is claimed (`sending_at`) before it is sent and marked (`sent_at`) after: never sent twice.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="telling")
    by = models.CharField(max_length=10, choices=TellBy.choices, blank=True)
    state = models.CharField(max_length=12, choices=TellingState.choices)
    # Where an e-mail goes; kept beside the choice, so that a later address is not used by itself.
    detail = models.ForeignKey(ContactDetail, null=True, on_delete=models.SET_NULL, related_name="+")
    planned_at = models.DateTimeField(default=now)
    agreed = models.CharField(max_length=200, blank=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    sending_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    told_on = models.DateField(null=True)
    told_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["planned_at"],
                name="referrals_telling_to_send",
                condition=Q(by=TellBy.EMAIL, state=TellingState.TO_DO, sending_at__isnull=True),
            )
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=TellingState.values), name="referrals_telling_state"
            ),
            models.CheckConstraint(
                condition=Q(state=TellingState.TOLD, told_on__isnull=False)
                | (~Q(state=TellingState.TOLD) & Q(told_on__isnull=True)),
                name="referrals_telling_told_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=TellingState.TO_DO) | ~Q(by=""), name="referrals_telling_has_way"
            ),
            models.CheckConstraint(
                condition=Q(agreed="", agreed_at__isnull=True, agreed_by__isnull=True)
                | (~Q(agreed="") & Q(agreed_at__isnull=False, agreed_by__isnull=False)),
                name="referrals_telling_agreed_whole",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(sending_at__isnull=False),
                name="referrals_telling_claimed_first",
            ),
        ]


class StatusLink(FamilyRow):
    """A link and a short code by which a referrer follows a referral without an account.

    Only keyed hashes are kept. What they open is in the function `referrals_status` (see the migration).
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="status_links")
    key_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(ended_at__isnull=True), name="referrals_one_status_link"
            )
        ]


class ReferrerMayKnow(FamilyRow):
    """The family said that this referrer may know more: who said it, when, and until it took that back."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="may_know")
    said_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    said_on = models.DateField()
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(withdrawn_at__isnull=True), name="referrals_one_may_know"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="referrals_may_know_withdrawn_whole",
            ),
        ]

"""The grid of consent: whom it is about × who may see × which parts × why × until when × who said what of it.

Families and persons stand here by their id: the room lies below theirs. Their own room's migration ties them.
"""

from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q

from eenplan.consent.enums import Ground, OutsideKind, RecipientKind, Said, SaidHow, SharePurpose, Understood
from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Base, Protected
from eenplan.network.models import Organisation, Partnership, StaffMember

_NO_ORGANISATION = Q(organisation__isnull=True)
_NO_WORKER = Q(staff_member__isnull=True)
_NO_FUNCTION = Q(function="", partnership__isnull=True)
_NOBODY_OUTSIDE = Q(outside_name="", outside_kind="")
_NO_RELATIVE = Q(relative_id__isnull=True)


class ConsentRow(Protected, Base):
    """A row about one family."""

    keeps = Keeps.FAMILY_DATA

    family_id = models.UUIDField()

    class Meta:
        abstract = True


class Grant(ConsentRow):
    """One share: somebody may see some parts about some persons, for a purpose, from and until a day (rule 29).

    It opens something only while those whom it needs said yes (`consent_grant_holds`). `need` says why this
    recipient must know. `secrecy` says whether the recipient is bound by professional secrecy. `health` is a
    permission of its own (rule 39). An end is obligatory; the whole file without end cannot be stored.
    """

    recipient_kind = models.CharField(max_length=15, choices=RecipientKind.choices)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    staff_member = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    # A role of workers (`core.enums.Role`).
    function = models.CharField(max_length=20, blank=True)
    partnership = models.ForeignKey(Partnership, null=True, on_delete=models.PROTECT, related_name="+")
    outside_name = models.CharField(max_length=120, blank=True)
    outside_kind = models.CharField(max_length=20, choices=OutsideKind.choices, blank=True)
    relative_id = models.UUIDField(null=True)
    # Made when somebody outside gets a card of their own.
    actor = models.OneToOneField(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    secrecy = models.BooleanField()
    parts = ArrayField(models.CharField(max_length=40))
    health = models.BooleanField(default=False)
    purpose = models.CharField(max_length=15, choices=SharePurpose.choices)
    need = models.TextField()
    ground = models.CharField(max_length=15, choices=Ground.choices, default=Ground.CONSENT)
    # A decision of a court, an emergency or a written question says which.
    ground_note = models.TextField(blank=True)
    period = DateRangeField()
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family_id", "made_at"], name="consent_grant_of"),
            models.Index(
                fields=["organisation", "family_id"],
                condition=Q(organisation__isnull=False, ended_at__isnull=True),
                name="consent_grant_organisation",
            ),
            models.Index(
                fields=["staff_member", "family_id"],
                condition=Q(staff_member__isnull=False, ended_at__isnull=True),
                name="consent_grant_worker",
            ),
            models.Index(
                fields=["partnership", "function", "family_id"],
                condition=Q(partnership__isnull=False, ended_at__isnull=True),
                name="consent_grant_function",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="consent_grant_one_recipient",
                condition=(
                    Q(recipient_kind="organisation", organisation__isnull=False)
                    & _NO_WORKER
                    & _NO_FUNCTION
                    & _NOBODY_OUTSIDE
                    & _NO_RELATIVE
                )
                | (
                    Q(recipient_kind="worker", staff_member__isnull=False)
                    & _NO_ORGANISATION
                    & _NO_FUNCTION
                    & _NOBODY_OUTSIDE
                    & _NO_RELATIVE
                )
                | (
                    Q(recipient_kind="function", partnership__isnull=False)
                    & ~Q(function="")
                    & _NO_ORGANISATION
                    & _NO_WORKER
                    & _NOBODY_OUTSIDE
                    & _NO_RELATIVE
                )
                | (
                    Q(recipient_kind="outside")
                    & ~Q(outside_name="")
                    & ~Q(outside_kind="")
                    & _NO_ORGANISATION
                    & _NO_WORKER
                    & _NO_FUNCTION
                    & _NO_RELATIVE
                )
                | (
                    Q(recipient_kind="relative", relative_id__isnull=False)
                    & _NO_ORGANISATION
                    & _NO_WORKER
                    & _NO_FUNCTION
                    & _NOBODY_OUTSIDE
                ),
            ),
            # "All data, no end" is impossible (rule 29).
            models.CheckConstraint(name="consent_grant_has_parts", condition=Q(parts__len__gt=0)),
            models.CheckConstraint(
                name="consent_grant_has_end",
                condition=Q(period__isempty=False)
                & Q(period__startswith__isnull=False)
                & Q(period__endswith__isnull=False),
            ),
            models.CheckConstraint(name="consent_grant_has_need", condition=~Q(need="")),
            models.CheckConstraint(
                name="consent_grant_ground_is_told",
                condition=Q(ground__in=["consent", "shared_secrecy"]) | ~Q(ground_note=""),
            ),
            # Secrecy is shared among those who have it.
            models.CheckConstraint(
                name="consent_grant_secrecy_both",
                condition=~Q(ground="shared_secrecy") | Q(secrecy=True),
            ),
            models.CheckConstraint(
                name="consent_grant_health_in_secrecy", condition=Q(health=False) | Q(secrecy=True)
            ),
            models.CheckConstraint(
                name="consent_grant_ended_by",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]


class GrantAbout(ConsentRow):
    """About whom a share is. Pieces about anybody else are not in it."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="about")
    person_id = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["grant", "person_id"], name="consent_about_once")
        ]


class Answer(ConsentRow):
    """What a person said of a share, or of help that is to begin (rule 26). Only ever appended; the newest counts.

    `reason` says why somebody was only told, or could not be asked.
    """

    grant = models.ForeignKey(Grant, null=True, on_delete=models.CASCADE, related_name="answers")
    help_id = models.UUIDField(null=True)
    person_id = models.UUIDField()
    said = models.CharField(max_length=15, choices=Said.choices)
    how = models.CharField(max_length=10, choices=SaidHow.choices)
    # How it was understood, of a yes in a language that was not read yet.
    understood = models.CharField(max_length=15, choices=Understood.choices, blank=True)
    reason = models.TextField(blank=True)
    # When it was said or signed; a paper of an earlier day is written down later.
    said_at = models.DateTimeField(default=now)
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["grant", "person_id", "-recorded_at", "-id"], name="consent_answer_of"),
            models.Index(fields=["help_id", "person_id", "-recorded_at", "-id"], name="consent_answer_help"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="consent_answer_of_one",
                condition=Q(grant__isnull=False, help_id__isnull=True)
                | Q(grant__isnull=True, help_id__isnull=False),
            ),
            models.CheckConstraint(
                name="consent_answer_is_one", condition=Q(said__in=Said.values) & Q(how__in=SaidHow.values)
            ),
            models.CheckConstraint(
                name="consent_answer_understood", condition=Q(understood__in=["", *Understood.values])
            ),
            models.CheckConstraint(
                name="consent_answer_said_before", condition=Q(said_at__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="consent_answer_earlier_is_signed",
                condition=Q(how="signed") | Q(said_at__gte=F("recorded_at") - timedelta(minutes=1)),
            ),
            models.CheckConstraint(
                name="consent_answer_has_reason",
                condition=~Q(said__in=["informed", "not_possible"]) | ~Q(reason=""),
            ),
        ]

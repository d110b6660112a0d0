"""What ends and when, what must wait, and what is left on paper of what was destroyed (rule 42)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.ids import new_reference
from eenplan.core.models import Actor, Base, Protected
from eenplan.families.models import ContactDetail, Family, FamilyRow, Person
from eenplan.network.models import Partnership
from eenplan.rights.enums import EndGround, Wiped


class Ending(FamilyRow):
    """A row of the calendar: the file of a family, or what is about one child of it, ends on a day.

    Made anew every night from the days in the file; `day` is the last one on which it is kept. `reference` and
    `partnership` stand here so that who looks after it needs no file. `told_on` is when it was said on the screens.
    A family with a safe address is sent an e-mail: claimed (`sending_at`) before and marked (`sent_at`) after.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    reference = models.CharField(max_length=8)
    partnership = models.ForeignKey(Partnership, null=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    ground = models.CharField(max_length=12, choices=EndGround.choices)
    # Somebody should fill in when a child was born: the latest day that is possible counts until then.
    needs_date = models.BooleanField(default=False)
    told_on = models.DateField(null=True)
    detail = models.ForeignKey(ContactDetail, null=True, on_delete=models.SET_NULL, related_name="+")
    sending_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["partnership", "day", "id"], name="rights_ending_calendar"),
            models.Index(
                fields=["told_on"],
                condition=Q(detail__isnull=False, sending_at__isnull=True),
                name="rights_ending_to_send",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["family", "person"], nulls_distinct=False, name="rights_one_ending"
            ),
            models.CheckConstraint(condition=Q(ground__in=EndGround.values), name="rights_ending_ground"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(sending_at__isnull=False),
                name="rights_ending_claimed_first",
            ),
        ]


class Hold(FamilyRow):
    """Nothing of a family is destroyed until and with a day, for a reason: a complaint, a case in court.

    The reason names nobody. It ends by itself, or earlier when somebody lifts it.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    reference = models.CharField(max_length=8)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    until = models.DateField()
    placed_at = models.DateTimeField(default=now)
    placed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["partnership", "until"], name="rights_hold_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(lifted_at__isnull=True), name="rights_one_hold"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="rights_hold_has_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="rights_hold_lifted_whole",
            ),
        ]


class Certificate(Protected, Base):
    """That something was destroyed: what kind, when, on what ground, how many rows of which tables. Nobody is named.

    `file_key` is a keyed hash of the file's reference: who has that on paper can find the certificate.
    `backups_until` is the last day on which a backup of before may exist. Rows are only ever added.
    """

    keeps = Keeps.AUDIT

    reference = models.CharField(max_length=8, unique=True, default=new_reference)
    file_key = models.CharField(max_length=64, db_index=True)
    partnership = models.ForeignKey(Partnership, null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=Wiped.choices)
    ground = models.CharField(max_length=12, choices=EndGround.choices)
    # The period that counted and where it is written, as it stood on that day.
    basis = models.CharField(max_length=300)
    ended_on = models.DateField()
    told_on = models.DateField()
    destroyed_at = models.DateTimeField(default=now)
    destroyed_on = models.DateField()
    # How many rows of each table went, and how many had what named somebody taken out.
    counts = models.JSONField()
    backups_until = models.DateField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["partnership", "-destroyed_at", "-id"], name="rights_certificates_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(destroyed_on__gt=F("ended_on"), backups_until__gte=F("destroyed_on"))
                & Q(told_on__lte=F("destroyed_on")),
                name="rights_certificate_in_order",
            ),
            models.CheckConstraint(condition=Q(what__in=Wiped.values), name="rights_certificate_what"),
        ]

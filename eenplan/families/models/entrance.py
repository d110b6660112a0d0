"""Coming in without the card in hand: an address to which a code is sent, the codes on their way, and passkeys."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Base, Protected
from eenplan.families.enums import EntranceKind
from eenplan.families.models.file import Family, FamilyRow, Person


class Entrance(FamilyRow):
    """An e-mail address or mobile number of one person, that takes the place of their card. The PIN stays.

    The address is found by a keyed hash and read by whoever sends the code alone: it is sealed.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # Who comes in: the same who acts with the person's card.
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=EntranceKind.choices)
    address_key = models.CharField(max_length=64, db_index=True)
    address_sealed = models.BinaryField()
    made_at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["actor", "kind"],
                condition=Q(ended_at__isnull=True),
                name="families_one_entrance_of_a_kind",
            )
        ]


class SignInCode(Protected, Base):
    """A code that somebody asked for, for a quarter of an hour. Of an address that nobody uses there are some too.

    Asking does the same whether the address is known or not; whoever sends finds out. `entrance_id` is set when a new
    address is being confirmed. The web role adds rows and tries codes through functions; it reads none.
    """

    keeps = Keeps.ACCESS

    kind = models.CharField(max_length=10, choices=EntranceKind.choices)
    address_key = models.CharField(max_length=64)
    entrance_id = models.UUIDField(null=True)
    # What is sent, until it was.
    sealed = models.BinaryField(null=True)
    code_hash = models.CharField(max_length=64)
    until = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)


class Passkey(FamilyRow):
    """A key that somebody's own device keeps and opens with finger, face or its PIN. It takes the place of card and PIN.

    `credential` is what the browser gave when it was made: nothing in it opens anything.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # Who comes in: the same who acts with the person's card.
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=60, blank=True)
    credential = models.JSONField()
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["actor"], condition=Q(ended_at__isnull=True), name="families_passkey_of")
        ]

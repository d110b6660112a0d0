"""A family, its people, and the base on which every piece of its file stands."""

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.ids import new_id, new_reference
from eenplan.core.models import Actor, Base, Protected
from eenplan.families.enums import (
    Channel,
    ContactKind,
    ContactStatus,
    DetailKind,
    Gender,
    ItemKind,
    LivesHere,
    PersonRole,
)
from eenplan.network.models import Municipality, Partnership
from eenplan.network.models.periods import no_overlap


class FamilyRow(Protected, Base):
    """A row of a family's file."""

    keeps = Keeps.FAMILY_DATA

    class Meta:
        abstract = True


class Family(Protected, Base):
    """A household that is helped as one (FHIR: Group)."""

    keeps = Keeps.FAMILY_DATA

    reference = models.CharField(max_length=8, unique=True, default=new_reference)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200)
    language = models.CharField(max_length=35, default="nl")
    interpreter = models.BooleanField(null=True)
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT)
    postal_code = models.CharField(max_length=4, blank=True)
    created_at = models.DateTimeField(default=now)
    # Stands for the family in anonymous figures, which outlive its file.
    figures_token = models.UUIDField(default=new_id)


class Responsibility(FamilyRow):
    """Which partnership answers for a family, from and until when. Never two at once."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="responsibilities")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    period = DateRangeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["partnership", "family"], name="families_resp_reach")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            no_overlap("families_one_partnership_at_a_time", "family"),
            models.CheckConstraint(condition=Q(period__isempty=False), name="families_resp_some_time"),
        ]


class Person(FamilyRow):
    """Somebody of a family, born or expected."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="persons")
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=20, choices=PersonRole.choices)
    birth_date = models.DateField(null=True)
    due_date = models.DateField(null=True)
    gender = models.CharField(max_length=10, choices=Gender.choices, default=Gender.UNKNOWN)
    lives_here = models.CharField(max_length=10, choices=LivesHere.choices, default=LivesHere.UNKNOWN)
    parental_authority = models.BooleanField(null=True)
    # Whether somebody who lives elsewhere knows of the plan, and since when it is known that they do.
    informed = models.BooleanField(null=True)
    informed_on = models.DateField(null=True)
    position = models.PositiveSmallIntegerField(default=0)
    # In which language this person reads; empty: as the family.
    language = models.CharField(max_length=35, blank=True, default="")
    # Made when this person gets an entrance of their own.
    actor = models.OneToOneField(Actor, null=True, on_delete=models.PROTECT, related_name="person")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family", "position"], name="families_person_of"),
            # Whom a desk of thousands is filtered by: how old the children are, without opening a row.
            models.Index(
                fields=["family"],
                include=["birth_date", "due_date"],
                condition=Q(role="child"),
                name="families_person_ages",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(due_date__isnull=True),
                name="families_person_born_or_expected",
            ),
        ]


class SearchKey(FamilyRow):
    """One folded word of a name, found by equality: an index that works behind the fence."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="search_keys")
    key = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["family", "key"], name="families_search_key_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["key", "family"], name="families_search_key")
        ]


class Item(FamilyRow):
    """A piece of a family's file, with the labels of rule 32. What it says stands in `Words`.

    `from_whom` is the person it comes from; `author` whoever wrote it down.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=20, choices=ItemKind.choices)
    from_whom = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="told")
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    confidential = models.BooleanField(default=False)
    third_party_only = models.BooleanField(default=False)
    health = models.BooleanField(default=False)
    court = models.BooleanField(default=False)
    agogic_exception = models.BooleanField(default=False)
    agogic_reason = models.TextField(blank=True)
    released_to_all = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)
    destroy_after = models.DateField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family", "kind", "created_at"], name="families_item_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(agogic_exception=False) | ~Q(agogic_reason=""),
                name="families_item_agogic_has_reason",
            ),
            # What must stay among few is never released to everybody.
            models.CheckConstraint(
                condition=Q(released_to_all=False)
                | Q(confidential=False, third_party_only=False, court=False, agogic_exception=False),
                name="families_item_released_is_open",
            ),
            # What is about health is never released to everybody (rule 39).
            models.CheckConstraint(
                condition=Q(released_to_all=False) | Q(health=False), name="families_item_health_is_apart"
            ),
        ]


class ItemAbout(FamilyRow):
    """About whom an item is. An item about nobody in particular is about the whole family."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="about")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "person"], name="families_item_about_once")
        ]


class Words(FamilyRow):
    """What somebody said or wrote, in their language, for a slot of an item. Only ever appended.

    A correction is a new row that `replaces` the old one; a translation names what it translates.
    `speaker` is the person of the family who said it; empty when a worker or referrer wrote it. Of a translation
    it is who of the family translated; `by_interpreter`: an interpreter did, and the author wrote it down.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="words")
    slot = models.CharField(max_length=30, default="text")
    text = models.TextField()
    language = models.CharField(max_length=35, default="nl")
    speaker = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    translation_of = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="translations"
    )
    by_interpreter = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="replaced_by")
    said_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["item", "slot", "said_at"], name="families_words_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(by_interpreter=False) | Q(translation_of__isnull=False, speaker__isnull=True),
                name="families_words_interpreter_translates",
            ),
        ]


class ContactDetail(Protected):
    """A way to reach somebody, and whether it is safe to use it. Labels stand on its item."""

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="detail")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="details")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="details")
    kind = models.CharField(max_length=10, choices=DetailKind.choices)
    value = models.CharField(max_length=300)
    safe = models.BooleanField(null=True)
    # Of which home it is the address; a home's address is for the other home only when it says so.
    home = models.ForeignKey("Home", null=True, on_delete=models.CASCADE, related_name="addresses")
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.PROTECT, related_name="+")


class Contact(Protected):
    """A meeting, call or message, planned or held. What was said stands in the words of its item."""

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="contact")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=20, choices=ContactKind.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    status = models.CharField(max_length=10, choices=ContactStatus.choices)
    planned_for = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(default=now)
    # Who of the team takes it; further people stand among the participants.
    staff = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family", "status", "planned_for"], name="families_contact_of"),
            models.Index(fields=["staff", "status", "planned_for"], name="families_contact_agenda"),
            # For reading back in time, a page at a time: what was held, and what was not.
            models.Index(
                fields=["family", "-held_at", "-item"],
                condition=Q(held_at__isnull=False),
                name="families_contact_held",
            ),
            models.Index(
                fields=["family", "-planned_for", "-item"],
                condition=Q(held_at__isnull=True),
                name="families_contact_not_held",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(status="held") | Q(held_at__isnull=False),
                name="families_contact_held_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status="planned") | Q(planned_for__isnull=False),
                name="families_contact_planned_has_moment",
            ),
        ]


class ContactParticipant(FamilyRow):
    """Who of the family took part in a contact (for a planned one: who is expected)."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contact", "person"], name="families_participant_once")
        ]


class Card(FamilyRow):
    """A card with a code and a PIN, by which one person opens the plan. Revocable.

    It is for somebody of the family, for a trusted person, or for somebody outside with whom something was shared:
    the last two stand in the consent room.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="cards")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="cards")
    trusted_person_id = models.UUIDField(null=True)
    grant_id = models.UUIDField(null=True)
    # Who acts with it: the person's own actor, readable before anything else of the family is.
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    # Which of the server's secrets made that hash; empty for cards of before this was kept.
    key_id = models.CharField(max_length=8, default="")
    pin_hash = models.CharField(max_length=128)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="families_one_card_a_person"
            ),
            models.UniqueConstraint(
                fields=["actor"], condition=Q(revoked_at__isnull=True), name="families_one_card_an_actor"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, trusted_person_id__isnull=True, grant_id__isnull=True)
                | Q(person__isnull=True, trusted_person_id__isnull=False, grant_id__isnull=True)
                | Q(person__isnull=True, trusted_person_id__isnull=True, grant_id__isnull=False),
                name="families_card_of_one",
            ),
        ]

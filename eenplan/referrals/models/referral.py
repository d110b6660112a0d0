"""A referral with its one-month clock, and the corrections of its date."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from eenplan.core.clock import now
from eenplan.core.ids import new_reference
from eenplan.core.models import Actor
from eenplan.families.models import Contact, Family, FamilyRow
from eenplan.network.models import Municipality, Partnership, Zone
from eenplan.referrals.enums import (
    OPEN_STATES,
    TAKEN_UP_STATES,
    ReferralChannel,
    ReferrerType,
    State,
    Urgency,
)


class Referral(FamilyRow):
    """A family is referred (aanmelding; FHIR: ServiceRequest). From `received_at` the one-month clock runs.

    What the family says, what the referrer sees and what goes well are items of the family's file, kept
    apart. An answer that is null is 'not known'. Times are moments; `deadline` is a day in Brussels, and
    the database itself holds it to one month after the day of receipt (rule 2, see the migration).
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="referrals")
    reference = models.CharField(max_length=8, unique=True, default=new_reference)
    # The same form sent twice carries the same token and makes one referral.
    sent_token = models.UUIDField(unique=True)
    # Whose desk it lies on: the partnership of the zone on the day of receipt (rule 7).
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="referrals")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+")
    postal_code = models.CharField(max_length=4, blank=True)

    received_at = models.DateTimeField(default=now)
    deadline = models.DateField()
    # The first day on which it was late. Once set it stays, whatever is changed later (rule 4).
    late_since = models.DateField(null=True)
    channel = models.CharField(max_length=10, choices=ReferralChannel.choices)
    taken_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")

    referrer_type = models.CharField(max_length=20, choices=ReferrerType.choices)
    referrer_organisation = models.CharField(max_length=200, blank=True)
    referrer_name = models.CharField(max_length=200, blank=True)
    referrer_phone = models.CharField(max_length=40, blank=True)
    referrer_email = models.EmailField(blank=True)
    stays_involved = models.BooleanField(null=True)
    wants_feedback = models.BooleanField(null=True)

    # A consult about a family that knows nothing of it: no names, no dates, and nobody waits for a talk.
    anonymous = models.BooleanField(default=False)
    # A youngster asks for itself. Nobody speaks with the parents before speaking with the youngster;
    # `parents_may_know` is its own answer, and null is 'not known', to be treated as no.
    self_referred = models.BooleanField(default=False)
    parents_may_know = models.BooleanField(null=True)
    # Ages in years as they were told where no birth date was given: of a youngster, or of a consult's children.
    told_ages = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)

    family_informed = models.BooleanField(null=True)
    disagreement_known = models.BooleanField(null=True)
    asked_minor = models.BooleanField(null=True)
    safe_to_contact = models.BooleanField(null=True)
    preferred_contact = models.CharField(max_length=200, blank=True)
    domains = ArrayField(models.CharField(max_length=30), default=list, blank=True)

    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.ORDINARY)
    acute_danger = models.BooleanField(null=True)
    concern_about_child = models.BooleanField(null=True)
    eligibility_override = models.TextField(blank=True)
    eligibility_override_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")

    state = models.CharField(max_length=20, choices=State.choices, default=State.RECEIVED)
    taken_up_at = models.DateTimeField(null=True)
    coach_given_at = models.DateTimeField(null=True)
    first_contact_on = models.DateField(null=True)
    first_conversation = models.OneToOneField(
        Contact, null=True, on_delete=models.RESTRICT, related_name="referral"
    )
    help_started_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["partnership", "state", "deadline", "id"], name="referrals_desk"),
            models.Index(fields=["partnership", "deadline", "id"], name="referrals_desk_all"),
            models.Index(
                fields=["partnership", "deadline", "id"],
                condition=Q(state__in=OPEN_STATES)
                | Q(state=State.CONVERSATION_HELD, coach_given_at__isnull=True),
                # Enough to count the desk and to filter it without opening a row.
                include=[
                    "state",
                    "late_since",
                    "acute_danger",
                    "zone",
                    "urgency",
                    "referrer_type",
                    "coach_given_at",
                    "family",
                    "anonymous",
                ],
                name="referrals_desk_waiting",
            ),
            models.Index(
                fields=["partnership", "taken_up_at"],
                condition=Q(taken_up_at__isnull=False),
                include=["referrer_type"],
                name="referrals_taken_up_in",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="referrals_state"),
            models.CheckConstraint(
                condition=Q(taken_up_at__isnull=False, state__in=TAKEN_UP_STATES)
                | Q(taken_up_at__isnull=True, state__in=[State.RECEIVED, State.ENDED]),
                name="referrals_taken_up_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(coach_given_at__isnull=True) | Q(taken_up_at__isnull=False),
                name="referrals_coach_after_take_up",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.COACH_GIVEN) | Q(coach_given_at__isnull=False),
                name="referrals_coach_given_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(
                    first_conversation__isnull=False,
                    state__in=[State.CONVERSATION_PLANNED, State.CONVERSATION_HELD],
                )
                | (
                    Q(first_conversation__isnull=True)
                    & ~Q(state__in=[State.CONVERSATION_PLANNED, State.CONVERSATION_HELD])
                ),
                name="referrals_conversation_has_contact",
            ),
            models.CheckConstraint(
                condition=Q(eligibility_override="", eligibility_override_by__isnull=True)
                | (~Q(eligibility_override="") & Q(eligibility_override_by__isnull=False)),
                name="referrals_override_has_author",
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False)
                | Q(taken_up_at__isnull=True, late_since__isnull=True, self_referred=False),
                name="referrals_anonymous_is_consult",
            ),
            models.CheckConstraint(
                condition=Q(self_referred=True) | Q(parents_may_know__isnull=True),
                name="referrals_parents_of_youngster",
            ),
        ]


class ReceivedCorrection(FamilyRow):
    """The moment of receipt was noted wrongly: what it was, what it became, why and by whom (rule 1).

    The database refuses a changed moment without such a row from the same transaction.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="corrections")
    old = models.DateTimeField()
    new = models.DateTimeField()
    reason = models.TextField()
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["referral", "at"], name="referrals_correction_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="referrals_correction_has_reason"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="referrals_correction_corrects"),
        ]

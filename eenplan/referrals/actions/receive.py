"""A family is referred: through the public form, or by the intake worker who takes the call."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting, become
from eenplan.core.actions import action
from eenplan.core.clock import day_of, now
from eenplan.core.enums import ActorKind, Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from eenplan.families.actions import NewItem, create_family, write_items
from eenplan.families.enums import ItemKind, PersonRole
from eenplan.families.models import Family, Person
from eenplan.families.rules import Place, begins
from eenplan.referrals.actions.answers import answer_items
from eenplan.referrals.actions.forwarding import hand_over
from eenplan.referrals.actions.knows import all_too_old, can_be_reached, check_knows, labels_of_words
from eenplan.referrals.actions.new_referral import NewReferral
from eenplan.referrals.actions.place import Where, place_on
from eenplan.referrals.actions.status import begin_following
from eenplan.referrals.enums import ReferralChannel
from eenplan.referrals.facts import keep_fact, settle_lateness
from eenplan.referrals.models import Referral
from eenplan.referrals.queries.forwarded import forwarded_by_us
from eenplan.referrals.rules import Child, deadline_of, is_eligible


@action
def receive(acting: Acting, *, form: NewReferral, area: Where, sent_token: UUID) -> Referral:
    """Write down a referral with its family, and start the one-month clock (rules 1, 2, 6 and 7).

    A consult without names becomes a referral too, of a family without names: it lies on the desk until it
    is answered, but nobody waits for a first conversation, so it is never late and cannot be taken up.
    `sent_token` is made with the empty form: the same form sent twice gives the same referral back.
    The public form may always send; its referral is received now. Whoever takes a call for a family that
    lives elsewhere writes it down and it goes on at once (rule 8); with acute danger it stays until that is
    answered. Refuses with
    `referrals:name-missing`, `child-missing`, `question-missing`, `no-way-to-reach`,
    `received-in-future`, `outside-offer`, `choose-place`, `no-partnership`,
    `family-not-informed`, `consult-names-family`, `consult-without-caller`, and whatever the area or the family refuses; `field` names the field to mend.
    """
    _one_at_a_time(sent_token)
    before = _family_sent_before(sent_token)
    if acting.kind == ActorKind.PUBLIC_FORM:
        acting = replace(acting, family_id=before or new_id())
        become(acting)
    if before:
        return _sent_before(acting, sent_token)

    received_at = now() if acting.role == Role.PUBLIC_FORM else form.received_at or now()
    _check(form, received_at)
    place = place_on(acting, area, day_of(received_at))
    # Whoever takes a call writes it down on their own desk, and it goes on from there (rule 8).
    own = acting.partnership_id if acting.kind == ActorKind.STAFF else None
    partnership_id = own or place.partnership_id
    overridden = _override(form, day_of(received_at))
    postal_code = "" if form.anonymous else area.postal_code.strip()
    family = create_family(
        acting,
        name=form.family_name or (_("Overleg zonder naam") if form.anonymous else ""),
        partnership_id=partnership_id,
        from_day=day_of(received_at),
        municipality_id=place.municipality_id,
        postal_code=postal_code,
        language=form.language,
        interpreter=form.interpreter,
        persons=form.persons,
        details=form.details,
        family_id=acting.family_id,
    )
    _write_words(acting, form, family, place.partnership_id)
    referral = Referral(
        family=family,
        sent_token=sent_token,
        partnership_id=partnership_id,
        municipality_id=place.municipality_id,
        zone_id=place.zone_id,
        postal_code=postal_code,
        received_at=received_at,
        deadline=deadline_of(received_at),
        channel=ReferralChannel.WEB if acting.role == Role.PUBLIC_FORM else form.channel,
        taken_by_id=acting.actor_id if acting.kind == ActorKind.STAFF else None,
        referrer_type=form.referrer_type,
        referrer_organisation=form.referrer_organisation.strip(),
        referrer_name=form.referrer_name.strip(),
        referrer_phone=form.referrer_phone.strip(),
        referrer_email=form.referrer_email.strip(),
        stays_involved=form.stays_involved,
        wants_feedback=form.wants_feedback,
        anonymous=form.anonymous,
        self_referred=form.self_referred,
        parents_may_know=form.parents_may_know if form.self_referred else None,
        told_ages=list(form.told_ages),
        family_informed=form.family_informed,
        disagreement_known=form.disagreement_known,
        asked_minor=form.asked_minor,
        safe_to_contact=form.safe_to_contact,
        preferred_contact=form.preferred_contact.strip(),
        domains=list(form.domains),
        urgency=form.urgency,
        acute_danger=form.acute_danger,
        concern_about_child=form.concern_about_child,
        eligibility_override=form.eligibility_override.strip() if overridden else "",
        eligibility_override_by_id=acting.actor_id if overridden else None,
    )
    settle_lateness(referral, None)
    referral.save(force_insert=True)
    keep_fact(referral, children=sum(person.role == PersonRole.CHILD for person in form.persons))
    begin_following(acting, referral, form.details, form.tell_by)
    record(acting, "referrals:referral:received", families=[family.id], subject=referral.id)
    if place.partnership_id != partnership_id and not form.acute_danger:
        hand_over(acting, referral, place, _("Het gezin woont in jullie gebied."))
    return referral


def _sent_before(acting: Acting, sent_token: UUID) -> Referral:
    """The referral that this form made before; of one that went on to another desk only what its sender knows."""
    found = Referral.objects.filter(sent_token=sent_token).first()
    if found is None:
        line = next(
            (one for one in forwarded_by_us(acting, limit=10_000) if one.sent_token == sent_token), None
        )
        if line is None:
            raise NotFound("referral")
        found = Referral(
            id=line.referral_id, reference=line.reference, deadline=line.deadline, sent_token=sent_token
        )
    return found


def _one_at_a_time(sent_token: UUID) -> None:
    """Let a second sending of the same form wait until the first is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sent:{sent_token}"])


def _family_sent_before(sent_token: UUID) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT family_id FROM referrals_sent(%s)", [sent_token])
        row = cursor.fetchone()
    return row[0] if row else None


def _check(form: NewReferral, received_at: datetime) -> None:
    check_knows(form)
    if not (form.family_name.strip() or form.anonymous):
        raise RuleBroken(
            "referrals:name-missing",
            _("Vul een naam in waaronder we het gezin terugvinden. Een voornaam is genoeg."),
            field="family_name",
        )
    if not any(person.role == PersonRole.CHILD for person in form.persons):
        raise RuleBroken(
            "referrals:child-missing",
            _("Vul minstens één kind of jongere in. De naam of de geboortedatum mag je openlaten."),
            field="persons",
        )
    if not (form.question.strip() or form.referrer_view.strip()):
        raise RuleBroken(
            "referrals:question-missing",
            _("Schrijf in enkele woorden wat het gezin vraagt, of hoe jij het ziet."),
            field="question",
        )
    if not can_be_reached(form):
        raise RuleBroken(
            "referrals:no-way-to-reach",
            _(
                "Vul een telefoonnummer of e-mailadres in van het gezin of van jezelf. Anders bereiken we niemand."
            ),
            field="phone",
        )
    if received_at > now():
        raise RuleBroken(
            "referrals:received-in-future",
            _("Dit moment moet nog komen. Vul in wanneer de aanmelding binnenkwam."),
            field="received_at",
        )


def _override(form: NewReferral, on: date) -> bool:
    """Whether the family falls outside the offer and a reason says why it is referred all the same (rule 6)."""
    children = [
        Child(person.birth_date, person.due_date)
        for person in form.persons
        if person.role == PersonRole.CHILD
    ]
    if is_eligible(children, on) and not all_too_old(form):
        return False
    if not form.eligibility_override.strip():
        raise RuleBroken(
            "referrals:outside-offer",
            _(
                "Dit aanbod is er vanaf de zwangerschap tot en met 25 jaar. Kijk de datums na,"
                " of schrijf erbij waarom je dit gezin toch aanmeldt."
            ),
            field="eligibility_override",
        )
    return True


def _write_words(acting: Acting, form: NewReferral, family: Family, partnership_id: UUID) -> None:
    """The family's question, what goes well, the referrer's view, each answer besides: items, kept apart."""
    speaker = None
    if form.question_speaker is not None:
        speaker = Person.objects.filter(family=family, position=form.question_speaker).first()
    said = (
        NewItem(
            ItemKind.QUESTION,
            form.question,
            form.question_language,
            speaker.id if speaker else None,
            labels=labels_of_words(form, Place.QUESTION),
        ),
        NewItem(ItemKind.GOING_WELL, form.going_well, labels=labels_of_words(form, Place.GOING_WELL)),
        NewItem(ItemKind.REFERRER_VIEW, form.referrer_view, labels=begins(Place.REFERRER_VIEW)),
        *answer_items(
            acting,
            form,
            partnership_id,
            speaker.id if speaker else None,
            labels_of_words(form, Place.ANSWER),
        ),
    )
    write_items(acting, family_id=family.id, items=[new for new in said if new.text.strip()])

"""Telling the family that its question arrived; what the referrer may follow, and what the family allows."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import day_of, now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from eenplan.core.outgoing import BEING_SENT, Left
from eenplan.families.actions import NewDetail
from eenplan.families.enums import DetailKind
from eenplan.families.models import ContactDetail, Person
from eenplan.families.queries.safety import mail_is_held_back, not_safe
from eenplan.families.rules.addresses import address_of
from eenplan.referrals.actions.intake import standing
from eenplan.referrals.enums import ReferralChannel, ReferrerType, State, TellBy, TellingState
from eenplan.referrals.keys import code_of, hash_of_code, hash_of_key, key_of
from eenplan.referrals.models import Referral, ReferrerMayKnow, StatusLink, Telling
from eenplan.referrals.rules import way_to_tell

# The event that asks for an e-mail; a trigger queues it.
TO_SEND = "referrals:telling:to-send"
# So long it is tried again; then the desk chooses another way.
TRIED_FOR = timedelta(hours=6)
_WAYS = {
    DetailKind.PHONE: (TellBy.PHONE, TellBy.TEXT),
    DetailKind.EMAIL: (TellBy.EMAIL,),
    DetailKind.ADDRESS: (TellBy.LETTER,),
}


def begin_following(
    acting: Acting, referral: Referral, details: Iterable[NewDetail], tell_by: str = ""
) -> None:
    """Plan how the family is told, and make the referrer's link. Called once, in the act of receiving.
    `details` are the ways to reach the family that were just noted.

    Of a consult without names nobody is told but the referrer.
    """
    if referral.anonymous:
        _make_link(acting, referral)
        return
    safe = {detail.kind for detail in details if detail.safe and referral.safe_to_contact}
    own = referral.referrer_type == ReferrerType.FAMILY
    by, state = way_to_tell(
        safe=referral.safe_to_contact,
        knows=True if own else referral.family_informed,
        chosen=tell_by,
        wish=referral.preferred_contact,
        has={way for kind in safe for way in _WAYS[kind]},
        own_form=own and referral.channel == ReferralChannel.WEB,
    )
    mails = by is TellBy.EMAIL and state is TellingState.TO_DO
    telling = Telling.objects.create(
        family_id=referral.family_id,
        referral=referral,
        by=by or "",
        state=state,
        detail=_safe_address(referral) if mails else None,
        told_on=day_of(referral.received_at) if state is TellingState.TOLD else None,
    )
    if mails:
        record(acting, TO_SEND, families=[referral.family_id], subject=telling.id)
    _make_link(acting, referral)


def _safe_address(referral: Referral) -> ContactDetail | None:
    return ContactDetail.objects.filter(
        family_id=referral.family_id, safe=True, kind=DetailKind.EMAIL
    ).first()


def _make_link(acting: Acting, referral: Referral) -> StatusLink:
    link_id = new_id()
    return StatusLink.objects.create(
        id=link_id,
        family_id=referral.family_id,
        referral=referral,
        key_hash=hash_of_key(key_of(link_id)),
        code_hash=hash_of_code(code_of(link_id)),
        made_by_id=acting.actor_id,
    )


@action
def renew_status_link(acting: Acting, *, referral_id: UUID) -> StatusLink:
    """Give the referrer a new link and code; those of before end at once."""
    referral = standing(acting, referral_id)
    StatusLink.objects.filter(referral=referral, ended_at__isnull=True).update(ended_at=now())
    link = _make_link(acting, referral)
    record(acting, "referrals:status-link:renewed", families=[referral.family_id], subject=link.id)
    return link


def _telling_of(referral: Referral) -> Telling:
    """The row of a referral, held; a new one for a referral of before this was kept."""
    found = Telling.objects.select_for_update().filter(referral=referral).first()
    return found or Telling(family_id=referral.family_id, referral=referral, state=TellingState.AGREE_FIRST)


def _must_not_be_told(telling: Telling) -> None:
    if telling.state == TellingState.TOLD:
        raise RuleBroken(
            "referrals:already-told", _("Er staat al dat het gezin het weet. Je hoeft niets meer te doen.")
        )


@action
def agree_way_to_tell(
    acting: Acting, *, referral_id: UUID, by: TellBy, agreed: str, detail_id: UUID | None = None
) -> Telling:
    """A safe way was agreed: in `agreed` with whom and what. An e-mail needs the address it goes to.

    Refuses with `referrals:already-told`, `being-sent`, `agreed-missing`, `way-not-possible`, `not-safe` or
    `address-missing`.
    """
    referral = standing(acting, referral_id)
    telling = _telling_of(referral)
    _must_not_be_told(telling)
    if telling.sending_at and not telling.refused_at and telling.sending_at > now() - BEING_SENT:
        raise RuleBroken(
            "referrals:being-sent", _("Er vertrekt net een e-mail. Probeer het over tien minuten opnieuw.")
        )
    if not agreed.strip():
        raise RuleBroken(
            "referrals:agreed-missing",
            _("Schrijf kort met wie je dit afsprak. Zonder afspraak vertrekt er niets."),
            field="agreed",
        )
    if by is TellBy.SCREEN:
        raise RuleBroken("referrals:way-not-possible", _("Kies hoe het gezin het hoort."), field="by")
    if by is TellBy.EMAIL and not_safe(acting, referral.family_id):
        raise RuleBroken(
            "referrals:not-safe",
            _(
                "Bij dit gezin staat dat het niet veilig is om te schrijven: er vertrekt niets. Kies een andere weg, of zeg eerst dat het weer veilig is."
            ),
            field="by",
        )
    detail = None
    if by is TellBy.EMAIL and detail_id:
        detail = ContactDetail.objects.filter(
            item_id=detail_id, family_id=referral.family_id, kind=DetailKind.EMAIL
        ).first()
    if by is TellBy.EMAIL and detail is None:
        raise RuleBroken(
            "referrals:address-missing",
            _("Kies het e-mailadres dat veilig is, of kies een andere weg."),
            field="detail",
        )
    telling.by, telling.detail, telling.state = by, detail, TellingState.TO_DO
    telling.agreed, telling.agreed_at, telling.agreed_by_id = agreed.strip(), now(), acting.actor_id
    telling.sending_at = telling.sent_at = telling.refused_at = None
    telling.save()
    record(acting, "referrals:telling:way-agreed", families=[referral.family_id], subject=telling.id)
    if by is TellBy.EMAIL:
        record(acting, TO_SEND, families=[referral.family_id], subject=telling.id)
    return telling


@action
def note_told(acting: Acting, *, referral_id: UUID, by: TellBy, on: date) -> Telling:
    """Somebody told the family on a day. Refuses `referrals:already-told`, `told-in-future`, `told-before-receipt`."""
    referral = standing(acting, referral_id)
    telling = _telling_of(referral)
    _must_not_be_told(telling)
    if on > today():
        raise RuleBroken(
            "referrals:told-in-future",
            _("Deze dag moet nog komen. Vul in wanneer je het vertelde."),
            field="on",
        )
    if on < day_of(referral.received_at):
        raise RuleBroken(
            "referrals:told-before-receipt",
            _("Op die dag was de aanmelding er nog niet. Vul een latere dag in."),
            field="on",
        )
    telling.by, telling.state, telling.told_on, telling.told_by_id = (
        by,
        TellingState.TOLD,
        on,
        acting.actor_id,
    )
    telling.save()
    record(acting, "referrals:telling:told", families=[referral.family_id], subject=telling.id)
    return telling


@action
def let_referrer_know(
    acting: Acting, *, referral_id: UUID, said_by: UUID | None, said_on: date
) -> ReferrerMayKnow:
    """The family said yes: this referrer may know more. Refuses `referrals:said-by-missing`,
    `said-in-future` or `may-know-already`.
    """
    referral = standing(acting, referral_id)
    person = Person.objects.filter(id=said_by, family_id=referral.family_id).first() if said_by else None
    if person is None:
        raise RuleBroken(
            "referrals:said-by-missing", _("Kies wie van het gezin dit goed vindt."), field="said_by"
        )
    if said_on > today():
        raise RuleBroken(
            "referrals:said-in-future",
            _("Deze dag moet nog komen. Vul in wanneer het gezin dit zei."),
            field="said_on",
        )
    if ReferrerMayKnow.objects.filter(referral=referral, withdrawn_at__isnull=True).exists():
        raise RuleBroken("referrals:may-know-already", _("Dit staat al genoteerd."))
    made = ReferrerMayKnow.objects.create(
        family_id=referral.family_id,
        referral=referral,
        said_by=person,
        said_on=said_on,
        recorded_by_id=acting.actor_id,
    )
    record(acting, "referrals:may-know:given", families=[referral.family_id], subject=made.id)
    return made


@action
def stop_referrer_knowing(acting: Acting, *, referral_id: UUID) -> None:
    """The family takes it back: from now on the link says no more than before. Raises NotFound when it never did."""
    referral = standing(acting, referral_id)
    given = ReferrerMayKnow.objects.filter(referral=referral, withdrawn_at__isnull=True).first()
    if given is None:
        raise NotFound("may know")
    given.withdrawn_at, given.withdrawn_by_id = now(), acting.actor_id
    given.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(acting, "referrals:may-know:withdrawn", families=[referral.family_id], subject=given.id)


def waiting_messages(acting: Acting) -> list[UUID]:
    """E-mails that wait, the oldest first. For the machine, as the owner. One query."""
    rows = Telling.objects.filter(by=TellBy.EMAIL, state=TellingState.TO_DO, sending_at__isnull=True)
    return list(rows.order_by("planned_at", "id").values_list("id", flat=True))


@action
def claim_message(acting: Acting, *, telling_id: UUID) -> bool:
    """Claim an e-mail that waits, so that no other sender takes it; False when there is nothing to send.

    Only for the machine, as the owner. What stands against it is asked here, at the last moment: the desk reads then that
    nothing was sent. It is claimed before it goes: after a fall of power in between it is not sent again.
    """
    if acting.role != Role.TASK:
        raise NotFound("message")
    row = (
        Telling.objects.annotate(held=mail_is_held_back("detail__value"))
        .select_related("referral", "detail__item")
        .select_for_update(of=("self",))
        .filter(id=telling_id, by=TellBy.EMAIL, state=TellingState.TO_DO, sending_at__isnull=True)
        .exclude(referral__state=State.ENDED)
        .first()
    )
    if row is None:
        return False
    sure = row.agreed_at is not None or bool(row.referral.safe_to_contact and row.detail and row.detail.safe)
    if row.detail is None or row.held or not sure or not _is_an_address(row.detail):
        row.state = TellingState.AGREE_FIRST
        row.save(update_fields=["state"])
        record(acting, "referrals:telling:kept", families=[row.family_id], subject=row.id)
        return False
    row.sending_at = now()
    row.save(update_fields=["sending_at"])
    return True


def _is_an_address(detail: ContactDetail) -> bool:
    """Whether something can be mailed there, and it stands in the file still."""
    return detail.item.ended_at is None and address_of(detail.value) is not None


@action
def note_sent(acting: Acting, *, telling_id: UUID, how: Left) -> bool:
    """What became of a claimed e-mail; whether it waits to be tried again.

    Refused, or not gone after hours: the desk chooses another way. Unsure: it stays claimed, and the desk calls.
    """
    telling = Telling.objects.select_for_update().filter(id=telling_id, sending_at__isnull=False).first()
    if telling is None or telling.state != TellingState.TO_DO:  # the desk chose anew, or told it, meanwhile
        return False
    since = telling.agreed_at or telling.planned_at
    again = how is Left.NOT_YET and now() < since + TRIED_FOR
    if how is Left.LEFT:
        telling.sent_at, telling.state, telling.told_on = now(), TellingState.TOLD, today()
    elif again:
        telling.sending_at = None
    elif how is not Left.UNSURE:
        telling.refused_at, telling.state = now(), TellingState.AGREE_FIRST
    telling.save()
    if not again:
        act = {Left.LEFT: "sent", Left.UNSURE: "unsure"}.get(how, "refused")
        record(acting, f"referrals:telling:{act}", families=[telling.family_id], subject=telling.id)
    return again

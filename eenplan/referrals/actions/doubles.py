"""Two files that look alike: of one family, or of two (rule 11)."""

from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.errors import RuleBroken
from eenplan.core.ids import read_reference
from eenplan.families.actions import take_in
from eenplan.referrals.actions.intake import end_intake, keep, must_be_answered, must_be_undecided, standing
from eenplan.referrals.enums import OutcomeKind, OutcomeReason, State, Verdict
from eenplan.referrals.models import DoubleVerdict, Fact, Referral
from eenplan.referrals.queries.doubles import Double, doubles_of, is_open_now, pair_of


@action
def note_other_family(acting: Acting, *, referral_id: UUID, pair: UUID, reason: str) -> Referral:
    """It is another family: why is kept, and the flag does not come back. Also after it was taken up.

    Refuses with `referrals:reason-missing`, `outcome-exists` or `double-gone`.
    """
    _must_have(reason)
    referral = standing(acting, referral_id)
    if referral.state == State.ENDED:
        must_be_undecided(referral)
    double = _flagged(acting, referral, pair)
    other = Referral.objects.filter(id=double.referral_id).first() if double.referral_id else None
    _keep_verdict(acting, referral, double.pair, Verdict.OTHER, reason, other=other)
    record(acting, "referrals:double:other", families=[referral.family_id], subject=referral.id)
    return referral


@action
def recognise_family(
    acting: Acting,
    *,
    referral_id: UUID,
    reason: str,
    pair: UUID | None = None,
    reference: str = "",
) -> Referral:
    """It is the same family: as flagged (`pair`), or as known by the reference of another referral here.

    Of a family within reach the new file goes into the known one. Is somebody still busy with it, then this
    referral ends as a double of that one; was it closed, then this referral goes on in the same file, and
    can be taken up there (a new trajectory). Of a family elsewhere nothing is moved or shown: while they
    are busy with it this referral ends as a double; after their closure it goes on here.
    Once this referral was taken up, nothing moves any more: that it is one family is noted, for both to see.
    Refuses with `referrals:reason-missing`, `outcome-exists`, `double-gone`, `double-unknown`,
    `double-itself`, `first-one-stays`, `judge-there`, `file-has-more` or `danger-first`.
    """
    _must_have(reason)
    referral = standing(acting, referral_id)
    if pair is not None and referral.state not in (State.RECEIVED, State.ENDED):
        return _same_after_all(acting, referral, _flagged(acting, referral, pair), reason)
    must_be_undecided(referral)
    if pair is not None:
        double = _flagged(acting, referral, pair)
        if double.family_id is None:
            return _same_elsewhere(acting, referral, double, reason)
        return _same_here(acting, referral, double.family_id, reason)
    return _same_here(acting, referral, _by_reference(acting, referral, reference), reason)


def _same_here(acting: Acting, referral: Referral, known_id: UUID, reason: str) -> Referral:
    others = list(Referral.objects.filter(family_id=known_id).order_by("-received_at", "-id"))
    busy = next((one for one in others if is_open_now(one)), None)
    if busy is not None:
        must_be_answered(referral)
        _must_not_be_first(referral, busy)
    if Referral.objects.filter(family_id=referral.family_id).exclude(id=referral.id).exists():
        raise RuleBroken(
            "referrals:file-has-more",
            _("In dit dossier staat al meer dan één aanmelding. Begin bij de andere aanmelding."),
        )
    pair = pair_of(referral.family_id, known_id)
    known = take_in(acting, newcomer_id=referral.family_id, known_id=known_id, reason=reason)
    Fact.objects.filter(referral_id=referral.id).update(family_token=known.figures_token)
    referral = standing(acting, referral.id)
    linked = busy or (others[0] if others else None)
    _keep_verdict(acting, referral, pair, Verdict.SAME, reason, other=linked)
    if busy is not None:
        _end_as_double(acting, referral, reason)
    record(acting, "referrals:double:same", families=[known.id], subject=referral.id)
    return referral


def _same_elsewhere(acting: Acting, referral: Referral, double: Double, reason: str) -> Referral:
    if double.is_open:
        must_be_answered(referral)
    _keep_verdict(acting, referral, double.pair, Verdict.SAME, reason, partnership_id=double.partnership_id)
    if double.is_open:
        _end_as_double(acting, referral, reason)
    record(acting, "referrals:double:same", families=[referral.family_id], subject=referral.id)
    return referral


def _same_after_all(acting: Acting, referral: Referral, double: Double, reason: str) -> Referral:
    """After take-up both files stay what they are: help may be going on in each. What is known is noted for both."""
    other = Referral.objects.filter(id=double.referral_id).first() if double.referral_id else None
    if other is not None and other.state == State.RECEIVED:
        raise RuleBroken(
            "referrals:judge-there",
            _(
                "Over %(reference)s is nog niet beslist. Open die aanmelding en zeg daar dat het hetzelfde gezin"
                " is: dan komt ze bij dit dossier."
            )
            % {"reference": other.reference},
        )
    _keep_verdict(
        acting,
        referral,
        double.pair,
        Verdict.SAME,
        reason,
        other=other,
        partnership_id=None if other else double.partnership_id,
    )
    record(acting, "referrals:double:same", families=[referral.family_id], subject=referral.id)
    return referral


def _end_as_double(acting: Acting, referral: Referral, reason: str) -> None:
    end_intake(acting, referral, OutcomeKind.DUPLICATE, OutcomeReason.KNOWN_ALREADY, reason.strip())
    referral.state = State.ENDED
    keep(referral)


def _flagged(acting: Acting, referral: Referral, pair: UUID) -> Double:
    for double in doubles_of(acting, referral.family_id):
        if double.pair == pair:
            return double
    raise RuleBroken(
        "referrals:double-gone",
        _("Hierover is intussen al beslist. Kijk op de pagina van de aanmelding hoe het nu staat."),
    )


def _by_reference(acting: Acting, referral: Referral, typed: str) -> UUID:
    found = (
        Referral.objects.filter(
            reference=read_reference(typed) or "", partnership_id=referral.partnership_id
        ).first()
        if typed.strip()
        else None
    )
    if found is None:
        raise RuleBroken(
            "referrals:double-unknown",
            _("We vinden geen aanmelding met dit nummer bij ons. Kijk het na: het lijkt op K7M-4QX2."),
            field="reference",
        )
    if found.family_id == referral.family_id:
        raise RuleBroken(
            "referrals:double-itself",
            _("Dit nummer hoort al bij dit dossier. Vul het nummer van de andere aanmelding in."),
            field="reference",
        )
    return found.family_id


def _must_not_be_first(referral: Referral, other: Referral) -> None:
    """Of two that nobody took up yet, the one that came first keeps its clock."""
    if other.state == State.RECEIVED and other.received_at > referral.received_at:
        raise RuleBroken(
            "referrals:first-one-stays",
            _(
                "Deze aanmelding kwam het eerst binnen, en haar datum telt. Open %(reference)s en rond die af"
                " als dubbel."
            )
            % {"reference": other.reference},
        )


def _must_have(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(
            "referrals:reason-missing",
            _("Schrijf kort hoe je dat weet. Zo hoeft een collega het niet opnieuw te vragen."),
            field="reason",
        )


def _keep_verdict(
    acting: Acting,
    referral: Referral,
    pair: UUID,
    verdict: Verdict,
    reason: str,
    *,
    other: Referral | None = None,
    partnership_id: UUID | None = None,
) -> None:
    DoubleVerdict.objects.create(
        family_id=referral.family_id,
        referral=referral,
        pair=pair,
        verdict=verdict,
        other_referral=other,
        other_partnership_id=partnership_id,
        reason=reason.strip(),
        author_id=acting.actor_id,
    )

"""An invented referral: who refers, what becomes of it, and the row that figures count. As rows for COPY."""

from datetime import date

from eenplan.core.clock import day_of
from eenplan.demo.areas import Place, Served
from eenplan.demo.chance import Chance
from eenplan.demo.copying import Load
from eenplan.demo.known import Known, Life
from eenplan.demo.references import References
from eenplan.demo.staff import Worker
from eenplan.referrals import models as referrals
from eenplan.referrals.enums import OutcomeKind, OutcomeReason, ReferralChannel, ReferrerType, Urgency
from eenplan.referrals.rules import deadline_of, first_late_day

REFERRERS: tuple[tuple[tuple[ReferrerType, str], float], ...] = (
    ((ReferrerType.CLB, "CLB (demo)"), 24),
    ((ReferrerType.SCHOOL, "Basisschool De Klimtoren (demo)"), 12),
    ((ReferrerType.FAMILY, ""), 12),
    ((ReferrerType.KIND_EN_GEZIN, "Kind en Gezin (demo)"), 10),
    ((ReferrerType.GP, "Huisartsenpraktijk Het Plein (demo)"), 9),
    ((ReferrerType.CAW, "CAW (demo)"), 8),
    ((ReferrerType.OCMW, "OCMW (demo)"), 8),
    ((ReferrerType.CKG, "CKG (demo)"), 5),
    ((ReferrerType.CGG, "CGG (demo)"), 4),
    ((ReferrerType.YOUTH_HELP, "Thuisbegeleiding De Brug (demo)"), 3),
    ((ReferrerType.VAPH, "Dienst voor autisme Het Anker (demo)"), 2),
    ((ReferrerType.MANDATED, "Ondersteuningscentrum (demo)"), 1.5),
    ((ReferrerType.CRISIS, "Crisismeldpunt (demo)"), 1),
    ((ReferrerType.OTHER, "Buurtwerk (demo)"), 0.5),
)
OUTCOMES: tuple[tuple[OutcomeKind, OutcomeReason, str], ...] = (
    (OutcomeKind.CONSULT_ONLY, OutcomeReason.REFERRER_GOES_ON, "De aanmelder kan na overleg zelf verder."),
    (OutcomeKind.CONSULT_ONLY, OutcomeReason.OTHER_HELP, "Er was al thuisbegeleiding gestart."),
    (
        OutcomeKind.FORWARDED,
        OutcomeReason.OUTSIDE_AREA,
        "Het gezin is verhuisd; doorgegeven aan de collega's daar.",
    ),
    (OutcomeKind.WITHDRAWN, OutcomeReason.FAMILY_DECIDES, "Het gezin wil het eerst met familie proberen."),
    (
        OutcomeKind.WITHDRAWN,
        OutcomeReason.NOT_REACHED,
        "Vijf keer gebeld en een brief gestuurd, geen antwoord.",
    ),
    (OutcomeKind.DUPLICATE, OutcomeReason.KNOWN_ALREADY, "Dezelfde week al aangemeld door de school."),
    (OutcomeKind.NOT_ELIGIBLE, OutcomeReason.OUTSIDE_AGE, "De jongste is intussen 27."),
)
OUTCOME_WEIGHTS = (28, 14, 20, 16, 10, 9, 3)
_REFERRER_NAMES = (
    "An",
    "Bie",
    "Carine",
    "Dirk",
    "Els",
    "Fatih",
    "Gitte",
    "Hilde",
    "Imane",
    "Jo",
    "Karen",
    "Lut",
)


class Referring:
    """Puts referrals in a load."""

    def __init__(self, load: Load, references: References, today: date) -> None:
        self.load, self._references, self.today = load, references, today

    def add(
        self,
        chance: Chance,
        known: Known,
        life: Life,
        served: Served,
        zone_id: str,
        place: Place,
        intake: Worker,
        channel: ReferralChannel,
        conversation: str | None,
    ) -> str:
        """A referral with its outcome and its fact for figures; its id."""
        referral_id, day = chance.new_id(life.received), day_of(life.received)
        deadline = deadline_of(life.received)
        ended_on = day_of(life.ended) if life.ended else None
        recorded_on = day_of(life.recorded) if life.recorded else None
        held_on = day_of(life.held) if life.held else None
        late_since = first_late_day(
            deadline,
            held_on=held_on,
            recorded_on=recorded_on,
            ended_on=ended_on,
            known=None,
            today=self.today,
        )
        kind, organisation = chance.one(*REFERRERS)
        home = known.household
        by_family = kind == ReferrerType.FAMILY
        self.load[referrals.Referral].add(
            id=referral_id,
            family_id=known.family_id,
            reference=self._references.new(chance),
            sent_token=chance.new_id(life.received),
            partnership_id=served.partnership_id,
            municipality_id=place.municipality_id,
            zone_id=zone_id,
            postal_code=place.postal_code,
            received_at=life.received,
            deadline=deadline,
            late_since=late_since,
            channel=channel.value,
            taken_by_id=None if channel == ReferralChannel.WEB else intake.actor_id,
            referrer_type=kind.value,
            referrer_organisation=organisation,
            referrer_name="" if by_family else f"{chance.choice(_REFERRER_NAMES)} (demo)",
            referrer_phone=chance.phone(),
            stays_involved=None if by_family else chance.one((True, 70), (None, 20), (False, 10)),
            wants_feedback=None if by_family else chance.one((True, 75), (None, 15), (False, 10)),
            family_informed=True,
            disagreement_known=home.theme.name == "separation" and chance.maybe(0.4),
            asked_minor=chance.one((True, 45), (None, 40), (False, 15)),
            safe_to_contact=chance.one((True, 75), (None, 22), (False, 3)),
            domains=list(home.theme.domains),
            urgency=chance.one((Urgency.ORDINARY, 86), (Urgency.SOON, 14)).value,
            acute_danger=chance.one((False, 85), (None, 15)),
            concern_about_child=chance.one((False, 70), (None, 15), (True, 15)),
            state=life.state.value,
            taken_up_at=life.taken_up,
            coach_given_at=life.coach_given,
            first_contact_on=life.first_contact,
            first_conversation_id=conversation,
            help_started_on=life.help_started,
        )
        outcome = self._outcome(chance, known, life, referral_id, intake)
        self.load[referrals.Fact].add(
            id=chance.new_id(life.received),
            referral_id=referral_id,
            family_token=known.token,
            children=known.children,
            received_on=day,
            deadline=deadline,
            late_since=late_since,
            municipality_id=place.municipality_id,
            zone_id=zone_id,
            referrer_type=kind.value,
            taken_up_on=day_of(life.taken_up) if life.taken_up else None,
            first_contact_on=life.first_contact,
            conversation_held_on=held_on,
            conversation_recorded_on=recorded_on,
            help_started_on=life.help_started,
            outcome=outcome,
            ended_on=ended_on,
            demo=True,
        )
        return referral_id

    def _outcome(self, chance: Chance, known: Known, life: Life, referral_id: str, intake: Worker) -> str:
        at = life.taken_up or life.ended
        if at is None:
            return ""
        kind, code, reason = OutcomeKind.TAKEN_UP, "", ""
        if life.ended:
            kind, code, reason = chance.choices(OUTCOMES, OUTCOME_WEIGHTS)[0]
        self.load[referrals.Outcome].add(
            referral_id=referral_id,
            family_id=known.family_id,
            kind=kind.value,
            at=at,
            on=day_of(at),
            actor_id=intake.actor_id,
            reason_code=str(code),
            reason=reason,
        )
        return kind.value

"""One invented referral: its family, and everything that happened to it, as rows for COPY."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.core import folding
from eenplan.core.acting import PUBLIC_FORM_ACTOR
from eenplan.core.clock import BRUSSELS, day_of
from eenplan.core.ids import new_reference
from eenplan.demo.areas import Areas, Place, Served
from eenplan.demo.chance import Chance, workday
from eenplan.demo.copying import Load
from eenplan.demo.households import Household
from eenplan.demo.staff import HOME, Staff, Worker
from eenplan.families import models as families
from eenplan.families.enums import (
    Channel,
    ContactKind,
    ContactStatus,
    DetailKind,
    ItemKind,
    LivesHere,
    PersonRole,
)
from eenplan.network.reference import reference_id
from eenplan.plans import models as plans
from eenplan.plans.enums import ClosureReason, SectionKey
from eenplan.plans.rules import default_review
from eenplan.referrals import models as referrals
from eenplan.referrals.enums import (
    OutcomeKind,
    OutcomeReason,
    ReferralChannel,
    ReferrerType,
    State,
    Urgency,
)
from eenplan.referrals.rules import deadline_of, first_late_day

words_of = lru_cache(maxsize=50_000)(folding.words)

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
CLOSURES = (
    (
        ClosureReason.GOALS_REACHED,
        "Geen grote vragen meer. Slapen blijft soms moeilijk.",
        "Het gezin zelf, met oma en de school.",
    ),
    (
        ClosureReason.OTHER_HELP,
        "De begeleiding op maat is gestart en loopt door.",
        "De thuisbegeleiding neemt het over.",
    ),
    (
        ClosureReason.NETWORK,
        "Geld blijft krap.",
        "Het OCMW volgt het budget mee op, de buurvrouw helpt met de kinderen.",
    ),
    (ClosureReason.FAMILY_STOPS, "Het gezin wil nu rust.", "De huisarts blijft het aanspreekpunt."),
    (ClosureReason.MOVED, "De nieuwe school zoeken.", "Het CLB van de nieuwe gemeente."),
)
CONVERSATIONS = (
    "Iedereen kwam aan het woord. Eerst komt er rust in de ochtenden, daarna kijken we verder.",
    "Het gezin vertelde zijn verhaal. We spraken af wat er deze week al kan.",
    "Er is veel opluchting dat er iemand is. Volgende keer doen de kinderen mee.",
    "We keken samen wie er nu al helpt en waar nog op gewacht wordt.",
)


@dataclass(frozen=True, slots=True)
class Life:
    """How far a referral comes. `received` is a moment; what is None did not happen."""

    received: datetime
    state: State
    ended: datetime | None = None
    taken_up: datetime | None = None
    coach_given: datetime | None = None
    first_contact: date | None = None
    planned_for: datetime | None = None
    held: datetime | None = None
    recorded: datetime | None = None
    help_started: date | None = None
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A family that is in the load already, and may be referred again after `free_from`."""

    family_id: str
    token: str
    children: int
    household: Household
    person_ids: tuple[str, ...]
    place: Place
    free_from: date | None


class Cases:
    """Puts referrals with all that belongs to them in a load."""

    def __init__(self, load: Load, areas: Areas, staff: Staff, today: date) -> None:
        self.load, self.areas, self.staff, self.today = load, areas, staff, today
        self._home = staff.teams[str(reference_id("partnership", HOME))]
        self._references = {
            *families.Family.objects.values_list("reference", flat=True).order_by(),
            *referrals.Referral.objects.values_list("reference", flat=True).order_by(),
        }

    def _reference(self, chance: Chance) -> str:
        """A reference that no family or referral has yet."""
        while True:
            reference = new_reference(chance.choice)
            if reference not in self._references:
                self._references.add(reference)
                return reference

    def add(
        self,
        chance: Chance,
        *,
        zone_id: str,
        life: Life,
        household: Household,
        again: Known | None = None,
        coach: Worker | None = None,
        rich: bool = False,
    ) -> Known:
        """One referral. `again`: of a family known already; `rich`: with telephone and more words."""
        day = day_of(life.received)
        serving = self.areas.later(zone_id, day)
        place = again.place if again else self.areas.place(chance, zone_id, day)
        team = self.staff.teams[serving[-1].partnership_id]
        intake = chance.choice(team.intake)
        channel = chance.one(
            (ReferralChannel.WEB, 62),
            (ReferralChannel.PHONE, 28),
            (ReferralChannel.MAIL, 7),
            (ReferralChannel.WALK_IN, 3),
        )
        author = str(PUBLIC_FORM_ACTOR) if channel == ReferralChannel.WEB else intake.actor_id
        known = again or self._family(chance, household, life.received, serving, place)
        known = Known(known.family_id, known.token, known.children, household, known.person_ids, place, None)
        self._words(chance, known, life.received, author, rich=rich)
        if rich and not again:
            self._phone(chance, known, life.received, author)
        needs_coach = life.coach_given is not None or life.held is not None
        worker = (coach or team.free_coach()) if needs_coach else None
        conversation = self._conversation(chance, known, life, worker) if worker else None
        referral_id = self._referral(
            chance, known, life, serving[0], zone_id, place, intake, channel, conversation
        )
        if worker and (life.closed is None or team is self._home):
            # What ended long ago elsewhere is only counted: nobody of the demo can open it.
            self._trajectory(chance, known, life, worker, referral_id)
        free_from = life.closed or (day_of(life.ended) if life.ended else None)
        return Known(
            known.family_id, known.token, known.children, household, known.person_ids, place, free_from
        )

    def _family(
        self, chance: Chance, household: Household, at: datetime, serving: list[Served], place: Place
    ) -> Known:
        family_id, token, day = chance.new_id(at), chance.new_id(at), day_of(at)
        self.load[families.Family].add(
            id=family_id,
            reference=self._reference(chance),
            name=household.name,
            sort_key=folding.fold(household.name),
            language=household.language,
            interpreter=household.interpreter or None,
            municipality_id=place.municipality_id,
            postal_code=place.postal_code,
            created_at=at,
            figures_token=token,
        )
        for served in serving:
            until = served.until if served.until != date.max else None
            self.load[families.Responsibility].add(
                id=chance.new_id(at),
                family_id=family_id,
                partnership_id=served.partnership_id,
                period=DateRange(max(day, served.since), until),
            )
        keys = set(words_of(household.name))
        person_ids = []
        for position, member in enumerate(household.members):
            person_id = chance.new_id(at)
            person_ids.append(person_id)
            keys |= words_of(f"{member.given_name} {member.family_name}")
            self.load[families.Person].add(
                id=person_id,
                family_id=family_id,
                given_name=member.given_name,
                family_name=member.family_name,
                role=member.role.value,
                birth_date=member.birth_date,
                due_date=member.due_date,
                gender=member.gender.value,
                lives_here=member.lives_here.value,
                parental_authority=member.parental_authority,
                position=position,
            )
        for key in sorted(keys):
            self.load[families.SearchKey].add(id=chance.new_id(at), family_id=family_id, key=key)
        return Known(family_id, token, len(household.children), household, tuple(person_ids), place, None)

    def _item(self, chance: Chance, known: Known, kind: ItemKind, at: datetime, author: str) -> str:
        item_id = chance.new_id(at)
        self.load[families.Item].add(
            id=item_id, family_id=known.family_id, kind=kind.value, author_id=author, created_at=at
        )
        return item_id

    def _say(
        self,
        chance: Chance,
        known: Known,
        item_id: str,
        text: str,
        at: datetime,
        author: str,
        *,
        language: str = "nl",
        speaker: str | None = None,
        translates: str | None = None,
    ) -> str:
        words_id = chance.new_id(at)
        self.load[families.Words].add(
            id=words_id,
            family_id=known.family_id,
            item_id=item_id,
            slot="text",
            text=text,
            language=language,
            speaker_id=speaker,
            author_id=author,
            translation_of_id=translates,
            said_at=at,
        )
        return words_id

    def _words(self, chance: Chance, known: Known, at: datetime, author: str, *, rich: bool) -> None:
        home = known.household
        question = self._item(chance, known, ItemKind.QUESTION, at, author)
        said = self._say(
            chance,
            known,
            question,
            home.words,
            at,
            author,
            language=home.words_language,
            speaker=known.person_ids[home.speaker],
        )
        if home.dutch:
            self._say(chance, known, question, home.dutch, at, author, translates=said)
        view = self._item(chance, known, ItemKind.REFERRER_VIEW, at, author)
        self._say(chance, known, view, home.view, at, author)
        if rich or chance.maybe(0.3):
            well = self._item(chance, known, ItemKind.GOING_WELL, at, author)
            self._say(chance, known, well, home.well, at, author)

    def _phone(self, chance: Chance, known: Known, at: datetime, author: str) -> None:
        self.load[families.ContactDetail].add(
            item_id=self._item(chance, known, ItemKind.CONTACT_DETAIL, at, author),
            family_id=known.family_id,
            person_id=known.person_ids[0],
            kind=DetailKind.PHONE.value,
            value=chance.phone(),
            safe=chance.one((True, 70), (None, 27), (False, 3)),
        )

    def _conversation(self, chance: Chance, known: Known, life: Life, worker: Worker) -> str | None:
        moment = life.held or life.planned_for
        if moment is None:
            return None
        written = life.recorded or max(life.coach_given or life.received, life.received)
        item_id = self._item(chance, known, ItemKind.CONTACT, written, worker.actor_id)
        self.load[families.Contact].add(
            item_id=item_id,
            family_id=known.family_id,
            kind=ContactKind.FIRST_CONVERSATION.value,
            channel=chance.one((Channel.HOME, 72), (Channel.OFFICE, 22), (Channel.VIDEO, 6)).value,
            status=(ContactStatus.HELD if life.held else ContactStatus.PLANNED).value,
            planned_for=life.planned_for,
            held_at=life.held,
            recorded_at=written,
            staff_id=worker.actor_id,
        )
        if life.held and chance.maybe(0.5):
            self._say(chance, known, item_id, chance.choice(CONVERSATIONS), written, worker.actor_id)
        for person_id, member in zip(known.person_ids, known.household.members, strict=True):
            first = person_id == known.person_ids[0]
            if first or (member.lives_here != LivesHere.NO and member.role != PersonRole.CHILD):
                self.load[families.ContactParticipant].add(
                    id=chance.new_id(written),
                    family_id=known.family_id,
                    contact_id=item_id,
                    person_id=person_id,
                )
        return item_id

    def _referral(
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
            reference=self._reference(chance),
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
            family_informed=True if by_family else chance.one((True, 88), (None, 12)),
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

    def _trajectory(self, chance: Chance, known: Known, life: Life, worker: Worker, referral_id: str) -> None:
        given = life.coach_given or life.received
        started, trajectory_id = day_of(given), chance.new_id(given)
        until = life.closed + timedelta(days=1) if life.closed else None
        self.load[plans.Trajectory].add(
            id=trajectory_id,
            family_id=known.family_id,
            referral_id=referral_id,
            started_on=started,
            ended_on=life.closed,
            recorded_at=given,
        )
        self.load[plans.CoachAssignment].add(
            id=chance.new_id(given),
            family_id=known.family_id,
            trajectory_id=trajectory_id,
            staff_member_id=worker.staff_id,
            actor_id=worker.actor_id,
            period=DateRange(started, until),
            recorded_at=given,
        )
        plan_id = chance.new_id(given)
        closed_at = datetime.combine(life.closed, time(16, 0), BRUSSELS) if life.closed else None
        self.load[plans.Plan].add(
            id=plan_id,
            family_id=known.family_id,
            trajectory_id=trajectory_id,
            created_at=given,
            closed_at=closed_at,
            next_review_date=_review(started, life.closed or self.today),
        )
        if life.closed is None:
            worker.load += 1
            for key in SectionKey:
                self.load[plans.Section].add(
                    id=chance.new_id(given),
                    family_id=known.family_id,
                    plan_id=plan_id,
                    key=key.value,
                    changed_at=given,
                    changed_by_id=worker.actor_id,
                )
            return
        reason, needs, continues = chance.choice(CLOSURES)
        self.load[plans.Closure].add(
            trajectory_id=trajectory_id,
            family_id=known.family_id,
            reason=reason.value,
            remaining_needs=needs,
            who_continues=continues,
            told_of_retention_on=life.closed,
            copy_offered=True,
            aftercare_on=life.closed + timedelta(days=182),
            satisfaction=chance.one((None, 30), (7, 20), (8, 25), (9, 15), (6, 7), (4, 3)),
            closed_by_id=worker.actor_id,
            recorded_at=closed_at,
        )


def _review(started: date, until: date) -> date:
    """The next of the days, six weeks apart, on which a plan is looked at: the first that comes after a day."""
    review = default_review(started)
    while review <= until:
        review = default_review(review)
    return workday(review)


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

"""One invented referral: its family, and everything that happened to it, as rows for COPY."""

from datetime import date

from eenplan.core.acting import PUBLIC_FORM_ACTOR
from eenplan.core.clock import day_of
from eenplan.demo.areas import Areas
from eenplan.demo.chance import Chance
from eenplan.demo.copying import Load
from eenplan.demo.files import Files
from eenplan.demo.helping import Helping
from eenplan.demo.households import Household
from eenplan.demo.known import Known, Life
from eenplan.demo.references import References
from eenplan.demo.referring import Referring
from eenplan.demo.staff import HOME, Staff, Worker
from eenplan.network.reference import reference_id
from eenplan.referrals.enums import ReferralChannel


class Cases:
    """Puts referrals with all that belongs to them in a load. `waits`: with what families wait for now."""

    def __init__(self, load: Load, areas: Areas, staff: Staff, today: date, *, waits: bool = False) -> None:
        self.areas, self.staff, self._waits = areas, staff, waits
        self._home = staff.teams[str(reference_id("partnership", HOME))]
        references = References()
        self.files = Files(load, references)
        self.referring = Referring(load, references, today)
        self.helping = Helping(load, self.files, today)

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
        known = again or self.files.family(chance, household, life.received, serving, place)
        known = Known(known.family_id, known.token, known.children, household, known.person_ids, place, None)
        self.files.words(chance, known, life.received, author, rich=rich)
        if rich and not again:
            self.files.phone(chance, known, life.received, author)
        needs_coach = life.coach_given is not None or life.held is not None
        worker = (coach or team.free_coach()) if needs_coach else None
        conversation = self.files.conversation(chance, known, life, worker) if worker else None
        referral_id = self.referring.add(
            chance, known, life, serving[0], zone_id, place, intake, channel, conversation
        )
        if worker and (life.closed is None or team is self._home):
            # What ended long ago elsewhere is only counted: nobody of the demo can open it.
            plan_id = self.helping.add(chance, known, life, worker, referral_id)
            if self._waits and not coach and life.held and life.closed is None:
                self.helping.wait(known, life.held, worker, plan_id)
        free_from = life.closed or (day_of(life.ended) if life.ended else None)
        return Known(
            known.family_id, known.token, known.children, household, known.person_ids, place, free_from
        )

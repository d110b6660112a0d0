"""A family of three children with something in every corner of its file, and a marker of whom each piece is.

Names fold to themselves, so that a marker is found in search keys too. Everything is made by the product's own verbs.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore

from eenplan.consent.actions import judge_capability, name_trusted_person
from eenplan.consent.actions.deviations import note_disagreement as note_at_odds
from eenplan.consent.actions.emergency import open_file
from eenplan.consent.actions.trusted import NewTrustedPerson
from eenplan.consent.enums import OutsideKind, RecipientKind
from eenplan.consent.rules import Recipient
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.ids import new_id
from eenplan.families.actions import (
    HomeFields,
    KinshipFields,
    Labels,
    NewDetail,
    NewPerson,
    RelativeFields,
    Whose,
    add_attachment,
    add_entrance,
    correct_person,
    draw_tie,
    issue_card,
    issue_guest_card,
    issue_trusted_card,
    note_relative,
    open_card,
    record_contact,
    relabel,
    say_not_safe,
    say_safe_again,
    tie,
    understood,
    write_item,
)
from eenplan.families.actions.cards import IssuedCard, Opened, hash_code
from eenplan.families.actions.national import note_national_number
from eenplan.families.enums import (
    Channel,
    ContactKind,
    DetailKind,
    ItemKind,
    KinshipKind,
    PersonRole,
    Share,
    TieKind,
)
from eenplan.families.files import Paper, read_paper
from eenplan.families.models import Family, Passkey, Person, Words
from eenplan.plans import actions as plans
from eenplan.plans.actions.at_table import close_round_table, open_round_table, say_at_point
from eenplan.plans.actions.at_table import decide as decide_at_table
from eenplan.plans.actions.contributions import Brought, bring, respond, take_over, tick_own_step
from eenplan.plans.actions.drafts import save_draft
from eenplan.plans.actions.hearing import choose_own_way
from eenplan.plans.actions.messages import answer_message, send_message
from eenplan.plans.actions.round_tables import (
    NewSeat,
    When,
    add_points,
    agree_seats,
    answer_seat,
    plan_round_table,
)
from eenplan.plans.enums import (
    AnswerForm,
    Attendance,
    Brings,
    Coming,
    HearsBy,
    HelpState,
    Mark,
    NoticeKind,
    SaidHow,
    SectionKey,
    TeamKind,
    Verdict,
)
from eenplan.plans.models import Action, Notice, Seat
from eenplan.referrals.actions import answer_danger, note_crisis_call, report_danger, write_note
from eenplan.referrals.actions.status import let_referrer_know
from eenplan.referrals.enums import CrisisAgreement, CrisisKind, DangerAct
from eenplan.rights.actions import ask, ask_copy, decide, lift
from eenplan.rights.actions.looking import ask_look
from eenplan.rights.actions.refusals import Refused, refuse_helper
from eenplan.rights.enums import AskedHow, Outcome, RequestKind
from tests.cast import Team, acting_as, people_of
from tests.factories.consent import make_share, say, with_worker
from tests.factories.network import AssignmentFactory
from tests.factories.papers import make_pdf
from tests.factories.plans import Helped, activate, make_helped, mark_all_domains
from tests.factories.sessions import make_series
from tests.factories.three_since import (
    add_ride,
    again,
    answer_by_link,
    ask_what_lasts,
    bridge_wait,
    come_back,
    offer_places,
    place_in,
    tell_who_stands_in,
)

FAMILY = "merkgezin"
MOTHER = "merkmoeder"
EACH = ("merkeen", "merktwee", "merkdrie")
PAIR = "merkpaar"
BORN = (date(2009, 2, 3), date(2012, 2, 29), date(2018, 9, 9))


@dataclass
class Three:
    """The family, and what it was made with."""

    helped: Helped
    mother: Person
    children: tuple[Person, ...]

    @property
    def family(self) -> Family:
        """Its file."""
        return self.helped.family


def make_three(team: Team) -> Three:
    """A family whose trajectory has ended, with everything that a file can hold."""
    helped = make_helped(
        team,
        family_name=FAMILY,
        persons=(
            NewPerson(PersonRole.PARENT, MOTHER, FAMILY, parental_authority=True),
            *(
                NewPerson(PersonRole.CHILD, name, FAMILY, birth_date=born)
                for name, born in zip(EACH, BORN, strict=True)
            ),
        ),
        details=(
            NewDetail(DetailKind.PHONE, "089 11 11 11", safe=True),
            NewDetail(DetailKind.EMAIL, f"{MOTHER}@example.org", safe=True),
        ),
        safe_to_contact=True,
        question=f"{FAMILY} vraagt",
        referrer_view=f"{FAMILY} gezien",
        going_well=f"{FAMILY} gaat goed",
        referrer_email="clb@example.org",
    )
    mother, *children = people_of(helped.family)
    three = Three(helped, mother, tuple(children))
    _intake(three)
    offer = offer_places(team)
    for number, child in enumerate(children):
        _own(three, child, EACH[number], offer)
    _shared(three)
    mark_all_domains(helped)
    activate(helped, took_part=[plans.Presence(person_id=one.id) for one in (mother, *children)])
    _answers(three)
    for child, mark in zip(children, EACH, strict=True):
        step = Words.objects.get(family=helped.family, text=f"{mark} ophalen").item_id
        answer_by_link(helped, step, child, mark)
    tell_who_stands_in(helped)
    _close(three)
    ask_what_lasts(helped)
    come_back(
        helped,
        dict(zip(EACH, children, strict=True)),
        mother,
        family_name=FAMILY,
        persons=tuple(again(one) for one in (mother, *children)),
        question=f"{FAMILY} vraagt weer",
    )
    return three


def _intake(three: Three) -> None:
    helped, intake = three.helped, three.helped.team.acting(Role.INTAKE)
    referral_id = helped.trajectory.referral_id
    with request_transaction(intake):
        write_note(intake, referral_id=referral_id, text=f"{FAMILY} notitie")
        report_danger(intake, referral_id=referral_id, text=f"{FAMILY} gevaar")
        answer_danger(
            intake, referral_id=referral_id, who="Wie Belt", act=DangerAct.POLICE, at=now(), agreed=FAMILY
        )
        note_crisis_call(
            intake, referral_id=referral_id, hotline="Meldpunt", kind=CrisisKind.CONSULT, at=now(), by="Wie Belt",
            agreed=CrisisAgreement.YES, text=FAMILY,
        )  # fmt: skip
        let_referrer_know(intake, referral_id=referral_id, said_by=three.children[0].id, said_on=today())


def _own(three: Three, child: Person, mark: str, offer: UUID) -> None:
    """What is about one child alone, in every kind of piece."""
    helped, coach = three.helped, three.helped.coach
    family_id, plan_id, soon = helped.family.id, helped.plan.id, today() + timedelta(days=9)
    with request_transaction(coach):
        goal = plans.add_goal(
            coach,
            plan_id=plan_id,
            goal=plans.GoalFields(
                f"{mark} doel", expressed_by_id=child.id, whose_id=child.id, notice=f"{mark} merkt"
            ),
        )
        own_step = plans.add_action(
            coach,
            plan_id=plan_id,
            step=plans.StepFields(
                f"{mark} stap", soon, person_id=child.id, goal_id=goal.item_id, note=f"{mark} let op"
            ),
        )
        add_ride(coach, plan_id, child, mark)
        wait = plans.add_help(
            coach,
            plan_id=plan_id,
            help=plans.HelpFields(
                f"{mark} hulp", HelpState.WAITING, for_whom_id=child.id, bridge=f"{mark} brug"
            ),
        )
        plans.hear_child(
            coach, plan_id=plan_id, view=plans.ChildViewFields(child.id, SaidHow.WORDS, f"{mark} wil")
        )
        plans.note_disagreement(
            coach, plan_id=plan_id, disagreement=plans.DisagreementFields(f"{mark} niet eens", child.id)
        )
        plans.write_text(
            coach, plan_id=plan_id, section=SectionKey.WHO_WE_ARE, text=f"{mark} wie", speaker_id=child.id,
            about=[child.id],
        )  # fmt: skip
        paper = add_attachment(coach, family_id=family_id, paper=_paper(f"{mark}.pdf", mark))
        _is_about(coach, paper.item_id, child.id)
        record_contact(
            coach, family_id=family_id, kind=ContactKind.FAMILY, channel=Channel.HOME, held_at=now(),
            present=[child.id], text=FAMILY,
        )  # fmt: skip
        say_not_safe(coach, family_id=family_id, reason=FAMILY)
        say_safe_again(coach, family_id=family_id, reason=FAMILY)
        write_item(
            coach, family_id=family_id, kind=ItemKind.NOTE, text=f"{mark} nota", about=[child.id],
            from_whom_id=child.id,
        )  # fmt: skip
        tie(coach, person_id=three.mother.id, child_id=child.id, kind=TieKind.AUTHORITY)
        note_national_number(
            coach, person_id=child.id, typed=_number(child), reason=f"{mark} voor het groeipakket"
        )
        note_at_odds(coach, family_id=family_id, person_id=child.id, note=f"{mark} ouders")
        if mark == EACH[0]:
            ask_copy(coach, family_id=family_id, person_id=child.id, how=AskedHow.PAPER)
        if mark != EACH[2]:
            judge_capability(
                coach, family_id=family_id, person_id=child.id, capable=False, reason=f"{mark} nog niet",
                discussed_on=today(),
            )  # fmt: skip
            trusted = name_trusted_person(
                coach,
                family_id=family_id,
                person_id=child.id,
                who=NewTrustedPerson(f"{mark} tante", True, True, True, today()),
            )
            issue_trusted_card(coach, trusted_person_id=trusted.id)
        card = issue_card(coach, person_id=child.id)
        refuse_helper(
            coach, family_id=family_id, person_id=child.id, helper=Refused(name=f"{mark} vreemde"),
            how=AskedHow.TABLE, reason=f"{mark} liever niet",
        )  # fmt: skip
        neighbour = Recipient(
            RecipientKind.OUTSIDE, name=f"{mark} buur", outside_kind=OutsideKind.SUPPORT_FIGURE
        )
        sister = note_relative(coach, family_id=family_id, relative=RelativeFields(f"{FAMILY} zus"))
        draw_tie(
            coach, family_id=family_id, kinship=KinshipFields(sister, KinshipKind.HALF_SIBLING, child.id)
        )
        _used_less_for_a_while(coach, child, goal.item_id, mark)
        save_draft(coach, plan_id=plan_id, page=f"/{mark}/", fields={"text": [f"{mark} half"]})
    worker = with_worker(helped.team.assignments[Role.PSYCHOLOGIST].staff_member_id)
    say(coach, make_share(coach, family_id, worker, child.id, need=f"{mark} nodig"), three.mother.id)
    grant = make_share(coach, family_id, neighbour, child.id, need=f"{mark} buur", secrecy=False)
    say(coach, grant, three.mother.id)
    with request_transaction(coach):
        issue_guest_card(coach, grant_id=grant.id)
    if mark == EACH[0]:
        psychologist = helped.team.acting(Role.PSYCHOLOGIST)
        make_series(psychologist, helped, child.id, line=f"{mark} lijn", held=1)
    bridge_wait(helped, wait.item_id, mark, own_step.item_id)
    place_in(helped, wait.item_id, offer, mark)
    _with_card(helped, card, f"{mark}@example.org", mark)
    _at_table(helped, child, goal.item_id, mark)
    _signed_in(card.code)
    _renamed(helped, child, mark)


def _used_less_for_a_while(coach: Acting, child: Person, piece: UUID, mark: str) -> None:
    """Somebody asks that a piece is not used for a while, and then that is lifted."""
    asked = ask(
        coach, family_id=child.family_id, person_id=child.id, kind=RequestKind.RESTRICTION,
        words=f"{mark} niet gebruiken", item_id=piece, how=AskedHow.TABLE,
    )  # fmt: skip
    decide(coach, request_id=asked.id, outcome=Outcome.ACCEPTED)
    lift(
        coach, request_id=asked.id, reason=f"{mark} voorbij", told_how=AskedHow.TABLE, told_on=today(),
        lifts_on=today() + timedelta(days=1),
    )  # fmt: skip


def _at_table(helped: Helped, child: Person, goal_id: UUID, mark: str) -> None:
    """They sat together about a goal of one child, who said something; what was decided is a step."""
    coach = helped.coach
    with request_transaction(coach):
        table = plan_round_table(
            coach,
            family_id=helped.family.id,
            when=When(now() + timedelta(hours=1), 60, place="Huis van het Kind"),
        ).pk
        agree_seats(
            coach, table_id=table, seats=[NewSeat(Attendance.MUST, child.id)], agreed_with_id=child.id
        )
        (point,) = add_points(coach, table_id=table, pieces={goal_id: ""})
        seat = Seat.objects.get(table_id=table).id
        answer_seat(coach, seat_id=seat, said=Coming.YES)
        open_round_table(coach, table_id=table)
        say_at_point(coach, point_id=point.pk, text=f"{mark} zegt dit", speaker_id=child.id)
        decide_at_table(coach, point_id=point.pk, text=f"{mark} beslist", seat_id=seat, due_on=today())
        close_round_table(coach, table_id=table, came=[seat])


def _with_card(helped: Helped, card: IssuedCard, address: str, mark: str) -> None:
    """Somebody comes in, adds an address of their own and asks who looked."""
    with request_transaction():
        opened = open_card(card.code, card.pin)
    assert isinstance(opened, Opened)
    with request_transaction(opened.acting):
        add_entrance(opened.acting, address=understood(address))
        ask_look(opened.acting, words=f"{mark} wie keek")
    person = Person.objects.get(actor_id=opened.acting.actor_id)
    _brought(helped, opened.acting, person, mark)
    with writing():
        Passkey.objects.create(
            family_id=person.family_id, person=person, actor_id=person.actor_id, device=mark, credential={mark: 1}
        )  # fmt: skip


def _hears(acting: Acting, person: Person, item_id: UUID) -> None:
    """They chose to hear by letter that something is ready; there is one about a piece of theirs."""
    with request_transaction(acting):
        choose_own_way(acting, by=HearsBy.LETTER)
    with writing():
        Notice.objects.create(
            family_id=person.family_id,
            person=person,
            kind=NoticeKind.NEW,
            key=str(person.id)[-12:],
            item_id=item_id,
        )


def _brought(helped: Helped, acting: Acting, person: Person, mark: str) -> None:
    """Somebody proposes a goal and says something beside another, ticks off a step; the coach answers and takes over."""
    step = Action.objects.get(person=person, plan=helped.plan, goal__isnull=False)
    with request_transaction(acting):
        goal = bring(acting, new=Brought(Brings.GOAL, f"{mark} voorstel", new_id(), for_all=False, own=True))
        said = bring(
            acting,
            new=Brought(
                Brings.COMMENT, f"{mark} erbij", new_id(), for_all=True, beside_id=step.goal_id, language="nl"
            ),
        )
        message = send_message(acting, sent_key=new_id(), text=f"{mark} bericht").item_id
        tick_own_step(acting, action_id=step.item_id, done=True)
        tick_own_step(acting, action_id=step.item_id, done=False)
    with request_transaction(helped.coach):
        answer_message(helped.coach, family_id=helped.family.id, item_id=message, text=f"{mark} antwoord")
        take_over(helped.coach, family_id=helped.family.id, item_id=goal.item_id)
        respond(
            helped.coach,
            family_id=helped.family.id,
            item_id=said.item_id,
            verdict=Verdict.READ,
            reason=f"{mark} dank je",
        )
    _hears(acting, person, message)


def _renamed(helped: Helped, child: Person, mark: str) -> None:
    """A spelling that was wrong is corrected: what stood there stays among the corrections."""
    with request_transaction(helped.coach):
        for name in (f"{mark}x", mark):
            again = NewPerson(PersonRole.CHILD, name, FAMILY, birth_date=child.birth_date)
            correct_person(helped.coach, person_id=child.id, person=again)


def _shared(three: Three) -> None:
    """What is about the whole family, the mother, and the two eldest together; said by a child or not."""
    helped, coach = three.helped, three.helped.coach
    family_id, plan_id = helped.family.id, helped.plan.id
    eldest, middle, _youngest = three.children
    with request_transaction(coach):
        plans.write_wish(coach, plan_id=plan_id, text=f"{FAMILY} wens", speaker_id=eldest.id)
        plans.write_strength(coach, plan_id=plan_id, text=f"{FAMILY} kracht", speaker_id=three.mother.id)
        goal = plans.add_goal(
            coach, plan_id=plan_id, goal=plans.GoalFields(f"{FAMILY} doel", expressed_by_id=eldest.id)
        )
        plans.write_text(
            coach, plan_id=plan_id, section=SectionKey.WHAT_WE_WANT, text=f"{PAIR} samen", about=[eldest.id, middle.id]
        )  # fmt: skip
        both = plans.add_action(
            coach,
            plan_id=plan_id,
            step=plans.StepFields(f"{PAIR} stap", today() + timedelta(days=3), person_id=eldest.id),
        )
        _is_about(coach, both.item_id, eldest.id, middle.id)
        plans.write_text(
            coach, plan_id=plan_id, section=SectionKey.WHO_WE_ARE, text=f"{MOTHER} zelf", about=[three.mother.id]
        )  # fmt: skip
        plans.note_home(
            coach,
            plan_id=plan_id,
            home=HomeFields(
                f"{FAMILY} thuis",
                since=today(),
                residents={one.id: Share.FULL for one in (three.mother, *three.children)},
                address=f"{FAMILY}straat 1",
            ),
        )
        plans.hold_review(
            coach,
            plan_id=plan_id,
            review=plans.ReviewFields(
                today(), today() + timedelta(weeks=6), (three.mother.id, eldest.id, middle.id),
                scores={goal.item_id: 5}, back=f"{FAMILY} terug", changes=f"{FAMILY} anders",
            ),
        )  # fmt: skip
        plans.note_team_member(
            coach, plan_id=plan_id, member=plans.TeamFields(f"{FAMILY} buur", TeamKind.NETWORK)
        )
        plans.mark_domain(coach, plan_id=plan_id, domain="housing", mark=Mark.TALK_ABOUT, text=FAMILY)
        add_attachment(coach, family_id=family_id, paper=_paper(f"{FAMILY}.pdf", FAMILY))
        issue_card(coach, person_id=three.mother.id)
        ask_copy(coach, family_id=family_id, person_id=three.mother.id, how=AskedHow.PAPER)
    colleague = acting_as(AssignmentFactory(role=Role.COACH, partnership=helped.team.partnership))
    with request_transaction(colleague):
        open_file(colleague, family_id=family_id, reason=f"{FAMILY} noodgeval")
    worker = with_worker(helped.team.assignments[Role.EXPERT].staff_member_id)
    say(
        coach,
        make_share(coach, family_id, worker, eldest.id, middle.id, need=f"{PAIR} delen"),
        three.mother.id,
    )


def _answers(three: Three) -> None:
    helped, coach = three.helped, three.helped.coach
    version = helped.family.plan_versions.get()
    with request_transaction(coach):
        for person, mark in zip((three.mother, *three.children), (MOTHER, *EACH), strict=True):
            plans.record_agreement(
                coach, version_id=version.id, person_id=person.id, answer="agreed", form=AnswerForm.ALOUD,
                words=f"{mark} zegt ja",
            )  # fmt: skip


def _close(three: Three) -> None:
    helped, coach = three.helped, three.helped.coach
    with request_transaction(coach):
        plans.close_trajectory(
            coach,
            trajectory_id=helped.trajectory.id,
            reason="goals_reached",
            remaining_needs=f"{FAMILY} rest",
            who_continues=f"{FAMILY} school",
            told_of_retention_on=today(),
            copy_offered=True,
            left_reason="Samen besproken.",
            goals={
                goal_id: plans.GoalResult("reached", 7)
                for goal_id in helped.plan.goals.values_list("item_id", flat=True)
            },
            satisfaction_words=f"{FAMILY} tevreden",
        )


def _is_about(coach: Acting, item_id: UUID, *persons: UUID) -> None:
    relabel(coach, item_id=item_id, labels=Labels(), whose=Whose(persons))


def _paper(name: str, text: str) -> Paper:
    return read_paper(name, make_pdf(text))


def _number(child: Person) -> str:
    """A number that can exist: born on that day, with its check."""
    born = child.birth_date
    assert born is not None
    body = f"{born:%y%m%d}001"
    full = int(("2" if born.year >= 2000 else "") + body)
    return f"{body}{97 - full % 97:02d}"


def _signed_in(code: str) -> None:
    session = SessionStore()
    session["card"] = hash_code(code)
    session.create()

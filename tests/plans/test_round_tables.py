"""Sitting together: agreed with the family, seen by who is asked, decided into steps, and no word lost (rules 17, 21, 36)."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from eenplan.consent.enums import Part
from eenplan.core.acting import Acting, looking_with, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.actions import HomeFields, Labels, NewPerson, relabel
from eenplan.families.enums import ContactKind, LivesHere, PersonRole, Share
from eenplan.families.models import Contact, Item, Words
from eenplan.plans.actions import TeamFields, note_home, note_team_member
from eenplan.plans.actions.at_table import (
    close_round_table,
    decide,
    finish_decision,
    go_to_point,
    let_decision_go,
    open_round_table,
    say_at_point,
)
from eenplan.plans.actions.round_tables import (
    NewSeat,
    When,
    add_own_point,
    add_points,
    agree_seats,
    answer_seat,
    call_off_round_table,
    move_round_table,
    plan_round_table,
    take_out_point,
)
from eenplan.plans.enums import Attendance, Coming, Secrecy, TeamKind
from eenplan.plans.models import Action, RoundTable, Seat, SeatAnswer, TableDecision, TablePoint
from eenplan.plans.queries.round_tables import TableNow, coming_tables, round_table, table_stamp
from tests.cast import MARKER, Team
from tests.factories.consent import make_agreed, with_worker
from tests.factories.plans import Helped, add_family_goal, make_helped
from tests.once import once
from tests.plans.conftest import Cast, with_card
from tests.plans.test_round_table_rules import refused

MOTHER, DAUGHTER, SON, FATHER = range(4)
PERSONS = (
    NewPerson(PersonRole.PARENT, "Kaat", lives_here=LivesHere.FULL, parental_authority=True),
    NewPerson(PersonRole.CHILD, "Fien", birth_date=date(2013, 5, 4)),
    NewPerson(PersonRole.CHILD, "Seppe", birth_date=date(2018, 5, 4)),
    NewPerson(PersonRole.PARENT, "Jeroen", lives_here=LivesHere.NO, parental_authority=True),
)
HIDDEN = MARKER.format("fluister")
NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


# --- with a family


@once
def helped(here: Team) -> Helped:
    """Two parents in two homes, a girl of thirteen and a boy of eight."""
    return make_helped(here, persons=PERSONS)


@dataclass
class Round:
    """A table to which the mother, the daughter, a teacher and a neighbour are asked."""

    helped: Helped
    id: UUID
    goal: UUID
    secret: UUID

    def read(self, acting: Acting) -> TableNow:
        """The table as somebody sees it."""
        with request_transaction(acting):
            return round_table(acting, self.helped.family.id, self.id)

    def seat(self, name: str) -> UUID:
        """Somebody's seat."""
        return next(one.id for one in self.read(self.helped.coach).seats if one.name == name)

    def open(self) -> None:
        """Everybody sits down."""
        with request_transaction(self.helped.coach):
            open_round_table(self.helped.coach, table_id=self.id)


@once
def table(helped: Helped) -> Round:
    """Planned for tomorrow, agreed with the mother, with a released goal, a confidential one and a question."""
    return make_table(helped)


def make_table(helped: Helped) -> Round:
    """See `table`."""
    coach, family = helped.coach, helped.family.id
    goal, secret = add_family_goal(helped, "samen eten"), add_family_goal(helped, HIDDEN)
    with request_transaction(coach):
        relabel(coach, item_id=secret, labels=Labels(confidential=True))
        teacher = note_team_member(
            coach,
            plan_id=helped.plan.id,
            member=TeamFields("Juf Lies", TeamKind.PROFESSIONAL, secrecy=Secrecy.NO),
        )
        made = plan_round_table(
            coach, family_id=family, when=When(now() + timedelta(days=1), 90, place="Huis van het Kind")
        )
        people = helped.people
        agree_seats(
            coach,
            table_id=made.pk,
            seats=[
                NewSeat(Attendance.MUST, people[MOTHER].id),
                NewSeat(Attendance.MAY, people[DAUGHTER].id),
                NewSeat(Attendance.MAY, member_id=teacher.item_id),
                NewSeat(Attendance.MAY, name="Buurvrouw Rita"),
            ],
            agreed_with_id=people[MOTHER].id,
        )
        add_points(coach, table_id=made.pk, pieces={goal: "", secret: ""})
        add_own_point(coach, table_id=made.pk, text="Wie haalt Seppe op woensdag?")
    return Round(helped, made.pk, goal, secret)


def test_the_whole_table_for_the_coach_and_for_the_mother_what_is_hers(table: Round) -> None:
    seen = table.read(table.helped.coach)
    assert [one.name for one in seen.seats] == ["Kaat", "Fien", "Juf Lies", "Buurvrouw Rita"]
    assert [one.text for one in seen.points] == ["samen eten", HIDDEN, "Wie haalt Seppe op woensdag?"]
    daughter = table.read(with_card(table.helped, table.helped.people[DAUGHTER]))
    assert [one.text for one in daughter.points] == ["samen eten", "Wie haalt Seppe op woensdag?"]
    assert daughter.mine is not None
    assert daughter.mine.name == "Fien"


def test_who_is_not_asked_knows_of_no_table_and_nobody_before_it_was_agreed(table: Round) -> None:
    father = with_card(table.helped, table.helped.people[FATHER])
    with pytest.raises(NotFound):
        table.read(father)
    coach, family = table.helped.coach, table.helped.family.id
    with request_transaction(coach):
        fresh = plan_round_table(coach, family_id=family, when=When(now() + timedelta(days=3), 60))
    with request_transaction(mother := with_card(table.helped, table.helped.mother)):
        assert [one.id for one in coming_tables(mother, [family])] == [table.id]
    with pytest.raises(NotFound):
        Round(table.helped, fresh.pk, table.goal, table.secret).read(mother)


def test_others_of_outside_the_family_and_colleagues_know_nothing_of_it(table: Round, cast: Cast) -> None:
    for acting in (cast.bob, cast.charlie, table.helped.team.acting(Role.PARTNER)):
        with pytest.raises(NotFound):
            table.read(acting)


@pytest.mark.rule(17)
def test_a_partner_who_is_asked_sees_it_when_the_family_shares_something_and_then_only_their_part(
    table: Round,
) -> None:
    helped, partner = table.helped, table.helped.team.acting(Role.PARTNER)
    worker = helped.team.assignments[Role.PARTNER].staff_member
    teacher = table.seat("Juf Lies")
    with writing():
        Seat.objects.filter(id=teacher).update(staff_member=worker)
    with pytest.raises(NotFound):
        table.read(partner)
    make_agreed(
        helped.coach, helped.family.id, with_worker(worker.id), helped.mother.id, parts=(Part.GOALS.value,)
    )
    seen = table.read(partner)
    assert [one.text for one in seen.points] == ["samen eten"]
    assert [one.name for one in seen.seats if one.person_id] == ["Kaat", ""]
    with request_transaction(partner):
        answer_seat(partner, seat_id=teacher, said=Coming.YES)
    assert (
        next(one for one in table.read(helped.coach).seats if one.mine is False and one.said).said
        == Coming.YES
    )


@pytest.mark.rule(36)
def test_a_screen_in_the_middle_shows_what_all_who_sit_there_may_see(table: Round) -> None:
    coach, mother = table.helped.coach, table.helped.mother
    with request_transaction(coach), looking_with(coach, f"person:{mother.id}", "released") as narrowed:
        seen = round_table(narrowed, table.helped.family.id, table.id)
        assert [one.text for one in seen.points] == ["samen eten", "Wie haalt Seppe op woensdag?"]
    father = table.helped.people[FATHER]
    with (
        request_transaction(coach),
        looking_with(coach, f"person:{father.id}") as narrowed,
        pytest.raises(NotFound),
    ):
        round_table(narrowed, table.helped.family.id, table.id)


def test_answers_are_ones_own_and_the_newest_counts(table: Round) -> None:
    mother = with_card(table.helped, table.helped.mother)
    for said in (Coming.NO, Coming.YES):
        with request_transaction(mother):
            answer_seat(mother, seat_id=table.seat("Kaat"), said=said)
    seat = table.read(mother).mine
    assert seat is not None
    assert (seat.said, seat.how) == (Coming.YES, "own_card")
    with request_transaction(mother), pytest.raises(NotFound):
        answer_seat(mother, seat_id=table.seat("Fien"), said=Coming.NO)
    with request_transaction(table.helped.coach):
        answer_seat(table.helped.coach, seat_id=table.seat("Buurvrouw Rita"), said=Coming.YES)
    assert SeatAnswer.objects.get(seat_id=table.seat("Buurvrouw Rita")).how == "aloud"


def test_moving_raises_the_number_once_and_calling_off_ends_it(table: Round) -> None:
    coach = table.helped.coach
    when = When(now() + timedelta(days=2), 60, place="De kapel")
    with request_transaction(coach):
        for _twice in range(2):
            assert move_round_table(coach, table_id=table.id, when=when).sequence == 1
        assert call_off_round_table(coach, table_id=table.id).sequence == 2
        assert refused(lambda: move_round_table(coach, table_id=table.id, when=when)) == "plans:table-over"
    mother = with_card(table.helped, table.helped.mother)
    assert table.read(mother).cancelled_at is not None
    with request_transaction(mother):
        assert coming_tables(mother, [table.helped.family.id]) == []


def test_who_is_asked_no_longer_knows_it_no_longer(table: Round) -> None:
    coach, people = table.helped.coach, table.helped.people
    with request_transaction(coach):
        agree_seats(
            coach,
            table_id=table.id,
            seats=[
                NewSeat(Attendance.MUST, people[MOTHER].id),
                NewSeat(Attendance.MAY, name="Buurvrouw Rita"),
            ],
            agreed_with_id=people[MOTHER].id,
        )
    assert [one.name for one in table.read(coach).seats] == ["Kaat", "Buurvrouw Rita"]
    with pytest.raises(NotFound):
        table.read(with_card(table.helped, people[DAUGHTER]))


def test_the_address_of_a_home_is_for_who_may_know_it(table: Round) -> None:
    helped, coach = table.helped, table.helped.coach
    with request_transaction(coach):
        home = note_home(
            coach,
            plan_id=helped.plan.id,
            home=HomeFields(
                "bij mama", residents={helped.mother.id: Share.FULL}, address="Verborgenstraat 9"
            ),
        )
        when = When(now() + timedelta(days=2), 60, home_id=home.item_id)
        move_round_table(coach, table_id=table.id, when=when)
        told = replace(when, home_id=None, place="bij mama, Verborgenstraat 9")
        assert (
            refused(lambda: move_round_table(coach, table_id=table.id, when=told))
            == "plans:table-home-address"
        )
    assert table.read(coach).where == "bij mama, Verborgenstraat 9"
    assert table.read(with_card(helped, helped.mother)).where == "bij mama, Verborgenstraat 9"
    assert table.read(with_card(helped, helped.people[DAUGHTER])).where == "bij mama"
    with request_transaction(coach), looking_with(coach, "released") as narrowed:
        assert round_table(narrowed, helped.family.id, table.id).where == "bij mama"


@pytest.mark.rule(21)
def test_what_is_decided_becomes_a_step_before_the_table_goes_on(table: Round) -> None:
    coach = table.helped.coach
    table.open()
    first, _secret, last = (one.item_id for one in table.read(coach).points)
    with request_transaction(coach):
        loose = decide(coach, point_id=first, text="Op woensdag samen koken")
    with request_transaction(coach):
        act = partial(go_to_point, coach, table_id=table.id, point_id=last)
        assert refused(act) == "plans:decision-unfinished"
    with request_transaction(coach):
        finish_decision(
            coach,
            decision_id=loose.id,
            seat_id=table.seat("Buurvrouw Rita"),
            due_on=today() + timedelta(days=7),
        )
        gone = decide(coach, point_id=first, text="Toch niet")
        let_decision_go(coach, decision_id=gone.id)
        go_to_point(coach, table_id=table.id, point_id=last)
    step = Action.objects.get(plan=table.helped.plan)
    assert (step.network_name, step.goal_id) == ("Buurvrouw Rita", table.goal)
    assert step.item.released_to_all
    assert table.read(coach).at == 2


@pytest.mark.rule(21)
def test_what_nobody_has_to_do_becomes_no_step_and_stands_in_the_minutes(table: Round) -> None:
    coach = table.helped.coach
    table.open()
    first, second, _last = (one.item_id for one in table.read(coach).points)
    with request_transaction(coach):
        decide(coach, point_id=first, text="Geen gsm aan tafel", needs_nobody=True)
        later = decide(coach, point_id=first, text="Wie laat is, belt", seat_id=table.seat("Kaat"))
        finish_decision(coach, decision_id=later.id, needs_nobody=True)
        go_to_point(coach, table_id=table.id, point_id=second)
    assert not Action.objects.filter(plan=table.helped.plan).exists()
    decided = table.read(coach).points[0].decisions
    assert [(one.text, one.needs_nobody, one.owner) for one in decided] == [
        ("Geen gsm aan tafel", True, ""),
        ("Wie laat is, belt", True, ""),
    ]
    with writing(), pytest.raises(IntegrityError), transaction.atomic():
        TableDecision.objects.filter(words__text="Geen gsm aan tafel").update(seat=table.seat("Kaat"))


def test_what_is_sent_twice_from_one_form_is_written_once_and_other_words_as_well(table: Round) -> None:
    table.open()
    point, key = table.read(table.helped.coach).points[0].item_id, uuid4()
    mother, daughter = (with_card(table.helped, one) for one in table.helped.people[:2])
    for acting in (mother, mother, daughter):
        with request_transaction(acting):
            say_at_point(acting, point_id=point, text="om zes uur", sent_key=key)
            decide(acting, point_id=point, text="ik kook", sent_key=key)
    with request_transaction(mother):
        say_at_point(mother, point_id=point, text="om zes uur, of later", sent_key=key)
    seen = table.read(table.helped.coach).points[0]
    assert [(one.text, one.speaker) for one in seen.lines] == [
        ("om zes uur", "Kaat"),
        ("om zes uur", "Fien"),
        ("om zes uur, of later", "Kaat"),
    ]
    assert len(seen.decisions) == 2


def test_the_stamp_is_another_as_soon_as_something_else_would_be_read(table: Round) -> None:
    coach, mother = table.helped.coach, with_card(table.helped, table.helped.mother)
    table.open()
    first, second, _last = (one.item_id for one in table.read(coach).points)

    def stamp() -> str:
        with request_transaction(coach):
            return table_stamp(coach, table.id)

    stamps = [stamp()]
    for act in (
        lambda: say_at_point(mother, point_id=first, text="om zes uur"),
        lambda: decide(mother, point_id=first, text="ik kook", seat_id=table.seat("Kaat")),
    ):
        with request_transaction(mother):
            act()
        stamps.append(stamp())
    loose = TableDecision.objects.get().id
    for act in (
        lambda: finish_decision(coach, decision_id=loose, due_on=today()),
        lambda: go_to_point(coach, table_id=table.id, point_id=second),
    ):
        with request_transaction(coach):
            act()
        stamps.append(stamp())
    assert len(set(stamps)) == 5
    assert stamp() == stamps[-1]
    father = with_card(table.helped, table.helped.people[FATHER])
    with request_transaction(father), pytest.raises(NotFound):
        table_stamp(father, table.id)


def test_two_who_write_at_once_lose_no_word(table: Round) -> None:
    table.open()
    point = table.read(table.helped.coach).points[0].item_id
    mother, daughter = (with_card(table.helped, one) for one in table.helped.people[:2])
    for acting, said in (
        (mother, "om zes uur"),
        (daughter, "zonder gsm"),
        (table.helped.coach, "op maandag"),
    ):
        with request_transaction(acting):
            say_at_point(acting, point_id=point, text=said)
    with request_transaction(daughter):
        decide(daughter, point_id=point, text="Ik dek de tafel", seat_id=table.seat("Fien"), due_on=today())
    seen = table.read(table.helped.coach).points[0]
    assert [(one.text, one.speaker) for one in seen.lines] == [
        ("om zes uur", "Kaat"),
        ("zonder gsm", "Fien"),
        ("op maandag", ""),
    ]
    assert [(one.text, one.owner) for one in seen.decisions] == [("Ik dek de tafel", "Fien")]


def test_nothing_is_written_before_it_begins_or_after_it_is_over(table: Round) -> None:
    coach, mother = table.helped.coach, with_card(table.helped, table.helped.mother)
    point = table.read(coach).points[0].item_id
    with request_transaction(mother):
        assert refused(lambda: say_at_point(mother, point_id=point, text="nu al")) == "plans:table-not-open"
    table.open()
    with request_transaction(coach):
        assert refused(lambda: take_out_point(coach, point_id=point)) == "plans:table-begun"
        assert refused(lambda: close_round_table(coach, table_id=table.id, came=[])) == "plans:nobody-came"
        close_round_table(coach, table_id=table.id, came=[table.seat("Kaat"), table.seat("Juf Lies")])
    for acting in (coach, mother):
        with request_transaction(acting):
            assert (
                refused(lambda a=acting: say_at_point(a, point_id=point, text="nog"))
                == "plans:table-not-open"
            )
    held = Contact.objects.get(family=table.helped.family, kind=ContactKind.ROUND_TABLE)
    assert [one.person.given_name for one in held.participants.all()] == ["Kaat"]
    assert [one.name for one in table.read(coach).seats if one.came] == ["Kaat", "Juf Lies"]


def test_a_piece_that_is_no_longer_for_all_takes_along_what_was_said_about_it(table: Round) -> None:
    table.open()
    coach, daughter = table.helped.coach, with_card(table.helped, table.helped.people[DAUGHTER])
    point = table.read(coach).points[0].item_id
    with request_transaction(coach):
        say_at_point(coach, point_id=point, text="hierover niets meer")
        relabel(coach, item_id=table.goal, labels=Labels(court=True))
    assert len(table.read(daughter).points) == 1
    with request_transaction(daughter):
        assert not Words.objects.filter(item_id=point).exists()
    assert Item.objects.get(id=point).court


# --- raw SQL under the web role


def tried(acting: Acting, statement: str, values: list[object]) -> int | str:
    """How many rows it touched, or the code with which it was refused."""
    try:
        with transaction.atomic(), request_transaction(acting), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
    except (ProgrammingError, IntegrityError) as error:
        return str(getattr(error.__cause__, "sqlstate", error))


TABLES = ("plans_roundtable", "plans_seat", "plans_seatanswer", "plans_tablepoint", "plans_tabledecision")


def test_raw_sql_shows_who_is_not_asked_nothing_and_lets_a_card_change_nothing(table: Round) -> None:
    table.open()
    coach, people = table.helped.coach, table.helped.people
    point = table.read(coach).points[0].item_id
    mother, father = with_card(table.helped, people[MOTHER]), with_card(table.helped, people[FATHER])
    with request_transaction(mother):
        decide(mother, point_id=point, text="zo doen we het")
        answer_seat(mother, seat_id=table.seat("Kaat"), said=Coming.YES)
    for name in TABLES:
        assert tried(father, f"SELECT 1 FROM {name}", []) == 0, name
        assert tried(mother, f"SELECT 1 FROM {name}", []) not in (0, "42501"), name
        changed = tried(mother, f"UPDATE {name} SET family_id = family_id", [])
        assert changed in (0, "42501"), name
        assert tried(mother, f"DELETE FROM {name}", []) in (0, "42501"), name


def test_raw_sql_lets_nobody_speak_as_somebody_else_or_at_a_point_they_do_not_see(table: Round) -> None:
    table.open()
    coach, people = table.helped.coach, table.helped.people
    open_point, closed_point, _own = (one.item_id for one in table.read(coach).points)
    insert = (
        "INSERT INTO families_words (id, family_id, item_id, slot, text, language, speaker_id, author_id, said_at,"
        " by_interpreter) VALUES (%s, %s, %s, %s, 'x', 'nl', %s, %s, now(), false)"
    )

    def say(acting: Acting, point: UUID, person: UUID, slot: str = "line") -> int | str:
        values = [uuid4(), table.helped.family.id, point, slot, person, acting.actor_id]
        return tried(acting, insert, values)

    daughter, father = with_card(table.helped, people[DAUGHTER]), with_card(table.helped, people[FATHER])
    assert say(daughter, open_point, people[DAUGHTER].id) == 1
    assert say(daughter, open_point, people[MOTHER].id) == "42501"
    assert say(daughter, closed_point, people[DAUGHTER].id) == "42501"
    assert say(daughter, open_point, people[DAUGHTER].id, "text") == "42501"
    assert say(daughter, table.goal, people[DAUGHTER].id) == "42501"
    assert say(father, open_point, people[FATHER].id) == "42501"
    answered = (
        "INSERT INTO plans_seatanswer (id, family_id, seat_id, said, how, recorded_by_id, recorded_at)"
        " VALUES (%s, %s, %s, 'yes', %s, %s, now())"
    )
    for who, how in (("Kaat", "own_card"), ("Fien", "aloud"), ("Fien", "account")):
        values = [uuid4(), table.helped.family.id, table.seat(who), how, daughter.actor_id]
        assert tried(daughter, answered, values) == "42501", (who, how)


def test_nothing_of_one_family_is_tied_to_another(table: Round, helped: Helped) -> None:
    other = make_helped(helped.team)
    with writing(), pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(
            family=other.family, table_id=table.id, person=other.mother, kind="family", attendance="may"
        )
    assert RoundTable.objects.filter(family=other.family).count() == 0
    assert TablePoint.objects.filter(table_id=table.id).count() == 3
    assert TableDecision.objects.count() == 0

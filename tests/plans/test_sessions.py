"""Of a psychologist's talks there is a count and a theme: who may know of them, who of the days, and nothing of what was said."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError

from eenplan.audit.models import Entry
from eenplan.consent.actions import end_share
from eenplan.consent.enums import Part, RecipientKind
from eenplan.consent.rules import Recipient
from eenplan.core.acting import Acting, looking_with, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import today
from eenplan.core.enums import Purpose, Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import Labels, NewPerson, relabel
from eenplan.families.enums import LivesHere, PersonRole
from eenplan.families.models import Item
from eenplan.plans.actions import TeamFields, note_team_member
from eenplan.plans.actions.sessions import change_theme, correct_session, withdraw_session
from eenplan.plans.enums import SessionStatus, TeamKind
from eenplan.plans.models import Session, SessionSeries
from eenplan.plans.queries.sessions import Series, series_of, session_themes, sessions_of, who_sees_series
from eenplan.plans.rules.sessions import check_day, check_line
from tests.cast import Team
from tests.factories.consent import make_agreed, make_share, say, with_organisation, with_worker
from tests.factories.plans import Helped, make_helped
from tests.factories.sessions import make_series, note, share_with_psychologist
from tests.once import once
from tests.plans.conftest import Cast, with_card

pytestmark = pytest.mark.django_db

MOTHER, DAUGHTER, SON, FATHER = range(4)
PERSONS = (
    NewPerson(PersonRole.PARENT, "Kaat", lives_here=LivesHere.FULL, parental_authority=True),
    NewPerson(PersonRole.CHILD, "Fien", birth_date=date(2013, 5, 4)),
    NewPerson(PersonRole.CHILD, "Seppe", birth_date=date(2018, 5, 4)),
    NewPerson(PersonRole.PARENT, "Jeroen", lives_here=LivesHere.NO, parental_authority=True),
)


@once
def helped(here: Team) -> Helped:
    """Two parents in two homes, a girl of thirteen and a boy of eight."""
    return make_helped(here, persons=PERSONS)


@once
def psychologist(helped: Helped) -> Acting:
    """The team's psychologist, with whom the mother and the daughter share something."""
    share_with_psychologist(helped, helped.people[MOTHER].id)
    share_with_psychologist(helped, helped.people[DAUGHTER].id)
    return helped.team.acting(Role.PSYCHOLOGIST)


def known_to(acting: Acting, helped: Helped) -> list[Series]:
    """The talks that somebody knows of."""
    with request_transaction(acting):
        return series_of(acting, helped.family.id)


def days_known_to(acting: Acting, helped: Helped) -> list[date]:
    """The days that somebody knows of."""
    with request_transaction(acting):
        return [one.day for one in sessions_of(acting, helped.family.id)]


def refused(code: str, act: Any) -> None:
    """What a person may not do is refused with this code, and nothing of it stays."""
    with pytest.raises(RuleBroken) as error:
        act()
    assert error.value.code == code


def test_the_tables_have_no_room_for_a_note() -> None:
    columns = {
        (model._meta.model_name, field.name): getattr(field, "max_length", None)
        for model in (Session, SessionSeries)
        for field in model._meta.fields
        if field.get_internal_type() in ("CharField", "TextField", "JSONField")
    }
    assert columns == {("session", "status"): 10, ("sessionseries", "line"): 60}


@pytest.mark.rule(39)
def test_the_psychologist_notes_and_the_coach_knows_count_and_theme_alone(
    helped: Helped, psychologist: Acting
) -> None:
    make_series(psychologist, helped, helped.people[DAUGHTER].id, held=2, line="voor de toetsen")
    (seen,) = known_to(helped.coach, helped)
    assert (seen.held, seen.theme, seen.line, seen.for_whom) == (
        2,
        "rustig worden",
        "voor de toetsen",
        ("Fien",),
    )
    assert seen.psychologist == helped.team.assignments[Role.PSYCHOLOGIST].staff_member.name
    assert (seen.keeps, seen.came) == (False, False)
    assert days_known_to(helped.coach, helped) == []
    (own,) = known_to(psychologist, helped)
    assert own.keeps
    assert len(days_known_to(psychologist, helped)) == 2


@pytest.mark.rule(33)
def test_a_capable_youngster_knows_the_days_of_her_own_talks(helped: Helped, psychologist: Acting) -> None:
    make_series(psychologist, helped, helped.people[DAUGHTER].id, held=1)
    daughter = with_card(helped, helped.people[DAUGHTER])
    assert [one.came for one in known_to(daughter, helped)] == [True]
    assert days_known_to(daughter, helped) == [today() - timedelta(days=1)]
    asking = replace(daughter, purpose=Purpose.OWN_FILE)
    assert len(known_to(asking, helped)) == 1


@pytest.mark.rule(34)
def test_parents_do_not_know_of_the_talks_of_a_capable_youngster_until_she_shares_it(
    helped: Helped, psychologist: Acting
) -> None:
    mother, daughter = helped.people[MOTHER], helped.people[DAUGHTER]
    make_series(psychologist, helped, daughter.id, held=1, line="toetsen")
    acting = with_card(helped, mother)
    assert known_to(acting, helped) == []
    make_agreed(
        helped.coach,
        helped.family.id,
        Recipient(RecipientKind.RELATIVE, mother.id),
        daughter.id,
        parts=(Part.HELP.value,),
    )
    (seen,) = known_to(acting, helped)
    assert (seen.held, seen.theme, seen.line, seen.came) == (1, "", "", False)
    with request_transaction(acting):
        assert not SessionSeries.objects.exists()
    assert days_known_to(acting, helped) == []
    assert known_to(with_card(helped, helped.people[FATHER]), helped) == []


@pytest.mark.rule(28)
def test_who_decides_for_a_child_knows_how_many_talks_and_about_what(
    helped: Helped, psychologist: Acting
) -> None:
    mother, _daughter, son, father = helped.people
    share_about_son(helped)
    make_series(psychologist, helped, son.id, held=1)
    for parent in (mother, father):
        acting = with_card(helped, parent)
        assert [one.held for one in known_to(acting, helped)] == [1]
        assert days_known_to(acting, helped) == []
    assert known_to(with_card(helped, son), helped) == []
    assert known_to(with_card(helped, helped.people[DAUGHTER]), helped) == []


def share_about_son(helped: Helped) -> None:
    """The mother says yes to sharing something about her boy with the psychologist."""
    worker = with_worker(helped.team.assignments[Role.PSYCHOLOGIST].staff_member_id)
    grant = make_share(
        helped.coach, helped.family.id, worker, helped.people[SON].id, parts=(Part.WISHES.value,)
    )
    say(helped.coach, grant, helped.people[MOTHER].id)


@pytest.mark.rule(34)
def test_what_is_marked_confidential_is_for_the_coach_alone(helped: Helped, psychologist: Acting) -> None:
    mother = helped.people[MOTHER]
    series = make_series(psychologist, helped, mother.id)
    card = with_card(helped, mother)
    assert len(known_to(card, helped)) == 1
    with request_transaction(helped.coach):
        relabel(helped.coach, item_id=series.pk, labels=Labels(health=True, confidential=True))
    assert known_to(card, helped) == []
    assert len(known_to(helped.coach, helped)) == 1


@pytest.mark.rule(39)
def test_talks_are_of_health_whatever_label_somebody_gives_them(
    helped: Helped, psychologist: Acting, cast: Cast
) -> None:
    series = make_series(psychologist, helped, helped.people[DAUGHTER].id)
    assert Item.objects.get(id=series.pk).health
    with request_transaction(helped.coach):
        relabel(helped.coach, item_id=series.pk, labels=Labels(released_to_all=True))
        shown = who_sees_series(helped.coach, helped.family.id, ["released", f"person:{helped.mother.id}"])
    assert {(one.series, one.counted) for one in shown.values()} == {(frozenset(), frozenset())}


@pytest.mark.rule(36)
def test_others_know_of_talks_only_by_a_share_of_health(helped: Helped, psychologist: Acting) -> None:
    mother = helped.people[MOTHER]
    make_series(psychologist, helped, mother.id, held=1)
    partner = helped.team.acting(Role.PARTNER)
    anchor = with_organisation(helped.team.assignments[Role.PARTNER].staff_member.organisation_id)
    make_agreed(helped.coach, helped.family.id, anchor, mother.id, parts=(Part.HELP.value,))
    assert known_to(partner, helped) == []
    make_agreed(
        helped.coach, helped.family.id, anchor, mother.id, parts=(Part.HELP.value,), health=True, secrecy=True
    )
    assert [one.held for one in known_to(partner, helped)] == [1]
    assert days_known_to(partner, helped) == []


def test_the_team_beside_the_coach_and_strangers_know_nothing(
    helped: Helped, psychologist: Acting, cast: Cast
) -> None:
    make_series(psychologist, helped, helped.people[MOTHER].id, held=1)
    for role in (Role.INTAKE, Role.COORDINATOR, Role.EXPERT, Role.PARTNER, Role.STEERING, Role.ADMIN):
        assert known_to(helped.team.acting(role), helped) == [], role
        assert days_known_to(helped.team.acting(role), helped) == [], role
    for stranger in (cast.bob, cast.charlie):
        assert known_to(stranger, helped) == []


@pytest.mark.rule(30)
def test_a_psychologist_with_whom_nothing_is_shared_any_more_reads_and_notes_nothing(helped: Helped) -> None:
    mother = helped.people[MOTHER]
    grant = share_with_psychologist(helped, mother.id)
    psychologist = helped.team.acting(Role.PSYCHOLOGIST)
    series = make_series(psychologist, helped, mother.id, held=1)
    with request_transaction(helped.coach):
        end_share(helped.coach, grant_id=grant.id)
    assert known_to(psychologist, helped) == []
    with pytest.raises(NotFound):
        note(psychologist, series, today())
    with pytest.raises((NotFound, ProgrammingError)):
        make_series(psychologist, helped, mother.id)
    assert [one.held for one in known_to(helped.coach, helped)] == [1]


def test_talks_are_about_whom_the_family_shares(helped: Helped, psychologist: Acting) -> None:
    with pytest.raises(NotFound):
        make_series(psychologist, helped, helped.people[FATHER].id)
    refused("plans:session-whom", lambda: make_series(psychologist, helped))


def test_nobody_but_who_keeps_them_writes(helped: Helped, psychologist: Acting) -> None:
    series = make_series(psychologist, helped, helped.people[MOTHER].id)
    for other in (helped.coach, with_card(helped, helped.mother), helped.team.acting(Role.COORDINATOR)):
        with pytest.raises(NotFound):
            note(other, series, today())
        with pytest.raises(NotFound), request_transaction(other):
            change_theme(other, series_id=series.pk, theme="loss")
    with pytest.raises(NotFound):
        make_series(helped.coach, helped, helped.mother.id)


@pytest.mark.rule(40)
def test_each_act_stands_in_the_audit(helped: Helped, psychologist: Acting) -> None:
    series = make_series(psychologist, helped, helped.people[MOTHER].id, held=1)
    days_known_to(psychologist, helped)
    found = set(
        Entry.objects.filter(
            actor_id=psychologist.actor_id, families__contains=[helped.family.id]
        ).values_list("what", flat=True)
    )
    assert {"plans:sessions:begun", "plans:session:noted", "plans:sessions"} <= found
    assert series.pk in Entry.objects.filter(what="plans:session:noted").values_list("subject_id", flat=True)


def test_a_mistake_is_mended_and_what_never_was_counts_no_more(helped: Helped, psychologist: Acting) -> None:
    series = make_series(psychologist, helped, helped.people[MOTHER].id)
    first = note(psychologist, series, today())
    second = note(psychologist, series, today() - timedelta(days=1))
    refused("plans:session-twice", lambda: note(psychologist, series, today()))
    with request_transaction(psychologist):
        correct_session(
            psychologist, session_id=first, day=today() - timedelta(days=7), status=SessionStatus.CANCELLED
        )
        withdraw_session(psychologist, session_id=second)
    note(psychologist, series, today())
    (seen,) = known_to(helped.coach, helped)
    assert seen.held == 1
    with pytest.raises(NotFound), request_transaction(psychologist):
        withdraw_session(psychologist, session_id=second)


@pytest.mark.rule(26)
def test_no_talk_before_somebody_said_yes(helped: Helped, psychologist: Acting) -> None:
    series = make_series(psychologist, helped, helped.people[DAUGHTER].id, agreed_on=today())
    refused("plans:session-day", lambda: note(psychologist, series, today() - timedelta(days=1)))
    with pytest.raises(IntegrityError), writing():
        Session.objects.create(
            family=helped.family,
            series=series,
            day=today() - timedelta(days=1),
            status=SessionStatus.KEPT,
            recorded_by_id=psychologist.actor_id,
        )


def test_a_helper_without_an_account_is_noted_by_the_coach(helped: Helped, psychologist: Acting) -> None:
    with request_transaction(helped.coach):
        member = note_team_member(
            helped.coach,
            plan_id=helped.plan.id,
            member=TeamFields("An Peeters", TeamKind.PROFESSIONAL, role="psycholoog"),
        )
    mother = helped.people[MOTHER]
    series = make_series(helped.coach, helped, mother.id, helper_id=member.item_id)
    note(helped.coach, series, today())
    assert [(one.psychologist, one.held, one.keeps) for one in known_to(helped.coach, helped)] == [
        ("An Peeters", 1, True)
    ]
    assert days_known_to(with_card(helped, mother), helped) == [today()]
    assert known_to(psychologist, helped) == []


def test_who_looks_along_narrows_what_the_coach_sees(helped: Helped, psychologist: Acting) -> None:
    make_series(psychologist, helped, helped.people[DAUGHTER].id)
    with request_transaction(helped.coach):
        for who, number in ((DAUGHTER, 1), (MOTHER, 0)):
            with looking_with(helped.coach, f"person:{helped.people[who].id}") as narrowed:
                assert len(series_of(narrowed, helped.family.id)) == number
        keys = [f"person:{one.id}" for one in helped.people]
        seen = who_sees_series(helped.coach, helped.family.id, keys)
    assert [len(seen[key].series) for key in keys] == [0, 1, 0, 0]


def test_themes_are_words_of_a_day(helped: Helped, psychologist: Acting) -> None:
    with request_transaction(psychologist):
        assert [one.code for one in session_themes(psychologist, on=today())][:2] == ["tension", "parenting"]
        assert session_themes(psychologist, on=date(2000, 1, 1)) == []
    refused(
        "plans:session-theme",
        lambda: make_series(psychologist, helped, helped.people[MOTHER].id, theme="depression"),
    )


@pytest.mark.parametrize("families", [1, 3])
def test_reading_asks_as_much_for_many_as_for_one(
    helped: Helped, psychologist: Acting, families: int, django_assert_num_queries: Any
) -> None:
    for number in range(families):
        make_series(psychologist, helped, helped.people[MOTHER].id, held=number + 1)
    with request_transaction(helped.coach), django_assert_num_queries(3):
        assert len(series_of(helped.coach, helped.family.id)) == families


def test_days_and_lines_that_cannot_be() -> None:
    day = date(2026, 6, 1)
    for wrong, status in (
        (date(2026, 6, 2), SessionStatus.KEPT),
        (date(2026, 4, 30), SessionStatus.KEPT),
        (date(2028, 1, 1), SessionStatus.CANCELLED),
    ):
        refused(
            "plans:session-day",
            lambda w=wrong, s=status: check_day(w, s, agreed_on=date(2026, 5, 1), today=day),
        )
    check_day(date(2026, 6, 8), SessionStatus.CANCELLED, agreed_on=date(2026, 5, 1), today=day)
    assert check_line("  kort ", most=60) == "kort"
    for line in ("twee\nregels", "x" * 61):
        refused("plans:session-line", lambda said=line: check_line(said, most=60))

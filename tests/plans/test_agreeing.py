"""Help for who decides for themselves, and help in a home, start with their yes (rule 26)."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenplan.consent.enums import Said, SaidHow, TermCode
from eenplan.consent.models import LegalTerm
from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import HomeFields, NewPerson
from eenplan.families.enums import PersonRole, Share
from eenplan.plans.actions import HelpFields, add_help, answer_help, change_help, note_home, start_help
from eenplan.plans.enums import HelpState, HelpType, SectionKey
from eenplan.plans.models import Help
from eenplan.plans.queries import plan
from eenplan.plans.queries.agreeing import help_asked
from eenplan.plans.rules.agreeing import NeedsYes, may_start, still_to_ask
from eenplan.web.coach.presenters.consent import closed_homes
from tests.cast import make_team
from tests.factories.plans import Helped, make_coach, make_helped
from tests.once import once

ONE, TWO, THREE = uuid4(), uuid4(), uuid4()
ANSWERS = st.dictionaries(st.sampled_from([ONE, TWO, THREE]), st.sampled_from(Said))
NEEDS = st.builds(
    NeedsYes,
    own=st.none() | st.just(ONE),
    homes=st.lists(st.sampled_from([(ONE,), (TWO,), (TWO, THREE), (ONE, TWO, THREE)]), max_size=2).map(tuple),
)


@pytest.mark.rule(26)
@given(needs=NEEDS, said=ANSWERS)
def test_it_starts_only_when_nobody_is_left_to_ask(needs: NeedsYes, said: dict[UUID, Said]) -> None:
    assert may_start(needs, said) == (not still_to_ask(needs, said))
    assert set(still_to_ask(needs, said)) <= set(needs.with_a_say)
    if may_start(needs, said) and needs.of_anybody:
        assert Said.GIVEN in {said.get(person) for person in needs.with_a_say}


@pytest.mark.rule(26)
@given(needs=NEEDS, said=ANSWERS)
def test_the_no_of_a_capable_minor_is_a_no(needs: NeedsYes, said: dict[UUID, Said]) -> None:
    if needs.own:
        assert not may_start(needs, {**said, needs.own: Said.REFUSED})
    assert may_start(NeedsYes(), said)


@once
def helped() -> Helped:
    """A mother, a father, a daughter of 13, a son of six."""
    return make_helped(
        make_team(),
        persons=(
            NewPerson(PersonRole.PARENT, "Kaat"),
            NewPerson(PersonRole.PARENT, "Jeroen"),
            NewPerson(PersonRole.CHILD, "Noor", birth_date=date(2013, 5, 4)),
            NewPerson(PersonRole.CHILD, "Seppe", birth_date=date(2020, 1, 2)),
        ),
    )


def waiting(helped: Helped, **given: Any) -> UUID:
    """Help that the family waits for."""
    with request_transaction(helped.coach):
        return add_help(
            helped.coach, plan_id=helped.plan.id, help=HelpFields("hulp", HelpState.WAITING, **given)
        ).item_id


def starts(helped: Helped, help_id: UUID) -> None:
    """It starts."""
    with request_transaction(helped.coach):
        start_help(helped.coach, help_id=help_id)


def waits(helped: Helped, help_id: UUID) -> None:
    """It cannot start, and is not left started."""
    with pytest.raises(RuleBroken, match="plans:help-needs-yes"):
        starts(helped, help_id)
    assert Help.objects.get(item_id=help_id).started_on is None


def say(helped: Helped, help_id: UUID, place: int, said: Said = Said.GIVEN) -> None:
    """Somebody answers aloud."""
    with request_transaction(helped.coach):
        answer_help(
            helped.coach,
            help_id=help_id,
            person_id=helped.people[place].id,
            said=said,
            how=SaidHow.ALOUD,
        )


@pytest.mark.rule(22)
def test_who_is_asked_about_the_plan_is_of_an_age_that_the_law_of_today_says(helped: Helped) -> None:
    daughter = helped.people[2].id
    with request_transaction(helped.coach):
        assert daughter in plan(helped.coach, helped.family.id).asked
    with writing():
        LegalTerm.objects.filter(code=TermCode.CAPABLE_FROM).update(value=14)
    with request_transaction(helped.coach):
        assert daughter not in plan(helped.coach, helped.family.id).asked


@pytest.mark.rule(26)
def test_help_for_a_girl_of_thirteen_starts_with_her_own_yes(helped: Helped) -> None:
    therapy = waiting(helped, for_whom_id=helped.people[2].id, help_type=HelpType.THERAPY)
    waits(helped, therapy)
    with pytest.raises(RuleBroken, match="consent:no-say"):
        say(helped, therapy, 0)
    say(helped, therapy, 2, Said.REFUSED)
    waits(helped, therapy)
    say(helped, therapy, 2)
    with request_transaction(helped.coach):
        assert help_asked(helped.coach, helped.family.id)[0].may_start
    starts(helped, therapy)


@pytest.mark.rule(26)
def test_help_for_a_boy_of_six_or_for_all_needs_no_yes_of_a_child(helped: Helped) -> None:
    starts(helped, waiting(helped, for_whom_id=helped.people[3].id, help_type=HelpType.THERAPY))
    starts(helped, waiting(helped))


@pytest.mark.rule(26)
def test_help_at_home_needs_the_parent_who_lives_there(helped: Helped) -> None:
    mother, father, daughter, son = helped.people
    with request_transaction(helped.coach):
        for name, who in (("bij mama", [mother, son]), ("bij papa", [father, daughter])):
            note_home(
                helped.coach,
                plan_id=helped.plan.id,
                home=HomeFields(name, residents={one.id: Share.FULL for one in who}),
            )
    at_home = waiting(helped, for_whom_id=son.id, help_type=HelpType.HOME_GUIDANCE)
    waits(helped, at_home)
    with pytest.raises(RuleBroken, match="consent:no-say"):
        say(helped, at_home, 1)
    say(helped, at_home, 0)
    starts(helped, at_home)


@pytest.mark.rule(26)
def test_a_home_says_yes_for_itself_alone(helped: Helped) -> None:
    mother, father, _daughter, son = helped.people
    with request_transaction(helped.coach):
        for name, parent in (("bij mama", mother), ("bij papa", father)):
            note_home(
                helped.coach,
                plan_id=helped.plan.id,
                home=HomeFields(name, residents={parent.id: Share.PART, son.id: Share.PART}),
            )
    at_home = waiting(helped, for_whom_id=son.id, help_type=HelpType.HOME_GUIDANCE)
    say(helped, at_home, 0)
    with request_transaction(helped.coach):
        (found,) = help_asked(helped.coach, helped.family.id)
    assert found.may_start
    assert found.homes_apart == (((mother.id,),), ((father.id,),))
    family = helped.people
    assert "in het huis van Kaat" in closed_homes([found], family)
    assert "In het huis van Jeroen" in closed_homes([found], family)
    say(helped, at_home, 1)
    with request_transaction(helped.coach):
        (found,) = help_asked(helped.coach, helped.family.id)
    assert closed_homes([found], family) == ""


@pytest.mark.rule(26)
def test_help_that_is_there_needs_the_same_yes(helped: Helped) -> None:
    daughter = helped.people[2]
    there = HelpFields("gesprekken", HelpState.THERE_IS, for_whom_id=daughter.id)
    with (
        pytest.raises(RuleBroken, match="plans:help-needs-yes") as refused,
        request_transaction(helped.coach),
    ):
        add_help(helped.coach, plan_id=helped.plan.id, help=there)
    assert refused.value.field == "state"
    assert "Noor" in str(refused.value.message)
    assert not Help.objects.exists()
    item = waiting(helped, for_whom_id=daughter.id)
    with pytest.raises(RuleBroken, match="plans:help-needs-yes"):
        change(helped, item, there)
    assert Help.objects.get(item_id=item).state == HelpState.WAITING
    say(helped, item, 2)
    change(helped, item, there)
    assert Help.objects.get(item_id=item).state == HelpState.THERE_IS


@pytest.mark.rule(26)
def test_help_that_is_there_does_not_become_hers_without_her(helped: Helped) -> None:
    there = HelpFields("gesprekken", HelpState.THERE_IS)
    with request_transaction(helped.coach):
        item = add_help(helped.coach, plan_id=helped.plan.id, help=there).item_id
    with pytest.raises(RuleBroken, match="plans:help-needs-yes"):
        change(helped, item, replace(there, for_whom_id=helped.people[2].id))
    change(helped, item, replace(there, organisation="CGG"))


def change(helped: Helped, help_id: UUID, fields: HelpFields) -> None:
    """The coach writes down what is known of it now."""
    with request_transaction(helped.coach):
        revision = plan(helped.coach, helped.family.id).sections[SectionKey.HELP].revision
        change_help(helped.coach, help_id=help_id, help=fields, revision=revision)


@pytest.mark.rule(26)
def test_nobody_else_answers(helped: Helped) -> None:
    help_id = waiting(helped, for_whom_id=helped.people[2].id)
    daughter = helped.people[2].id
    bob = make_coach(helped.team)
    there = make_team("9902")
    for acting in (
        there.acting(Role.COACH),
        helped.team.acting(Role.PARTNER),
        make_helped(helped.team, bob).coach,
    ):
        with pytest.raises(NotFound), request_transaction(acting):
            answer_help(
                acting,
                help_id=help_id,
                person_id=daughter,
                said=Said.GIVEN,
                how=SaidHow.ALOUD,
            )

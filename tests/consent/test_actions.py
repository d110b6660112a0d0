"""Asking, answering, withdrawing: what may be written down, by whom, and what then opens."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from eenplan.audit.models import Entry
from eenplan.consent.actions import (
    answer,
    ask,
    end_disagreement,
    end_share,
    judge_capability,
    note_disagreement,
)
from eenplan.consent.enums import Ground, OutsideKind, Part, RecipientKind, Said, SaidHow, ShareState
from eenplan.consent.models import Grant
from eenplan.consent.queries import disagreements, judgements, share, shares
from eenplan.consent.rules import Recipient
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from tests.cast import make_team
from tests.factories.consent import make_share, new_share, say, with_organisation, with_worker
from tests.factories.network import OrganisationFactory
from tests.factories.plans import Helped, make_coach, make_helped


def holds(grant: Grant) -> bool:
    """What PostgreSQL says today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT consent_grant_holds(%s, %s)", [grant.id, today()])
        return bool(cursor.fetchone()[0])


def state(helped: Helped, grant: Grant) -> ShareState:
    """What the list says; never other than what PostgreSQL does."""
    with request_transaction(helped.coach):
        found = share(helped.coach, grant.id).state
    assert (found == ShareState.STANDS) == holds(grant)
    return found


def asked(helped: Helped, elsewhere: Any, *about: int) -> Grant:
    """A share with somebody elsewhere about some of the family."""
    people = [helped.people[position].id for position in about]
    return make_share(helped.coach, helped.family.id, with_organisation(elsewhere.id), *people)


@pytest.mark.rule(29)
def test_a_share_opens_nothing_before_everybody_said_yes(helped: Helped, elsewhere: Any) -> None:
    mother, _, daughter, _ = helped.people
    grant = asked(helped, elsewhere, 0, 2)
    assert state(helped, grant) == ShareState.WAITS
    say(helped.coach, grant, mother.id)
    assert state(helped, grant) == ShareState.WAITS
    say(helped.coach, grant, daughter.id)
    assert state(helped, grant) == ShareState.STANDS
    names = set(Entry.objects.filter(families__contains=[helped.family.id]).values_list("what", flat=True))
    assert {"consent:share:asked", "consent:answer:given"} <= names


@pytest.mark.rule(30)
def test_withdrawing_works_at_once_and_saying_yes_again_too(helped: Helped, elsewhere: Any) -> None:
    grant = asked(helped, elsewhere, 0)
    for said, expected in (
        (Said.GIVEN, ShareState.STANDS),
        (Said.WITHDRAWN, ShareState.REFUSED),
        (Said.GIVEN, ShareState.STANDS),
        (Said.REFUSED, ShareState.REFUSED),
    ):
        say(helped.coach, grant, helped.mother.id, said)
        assert state(helped, grant) == expected


@pytest.mark.rule(30)
def test_a_share_that_was_ended_stays_ended(helped: Helped, elsewhere: Any) -> None:
    grant = asked(helped, elsewhere, 0)
    say(helped.coach, grant, helped.mother.id)
    with request_transaction(helped.coach):
        end_share(helped.coach, grant_id=grant.id)
    assert state(helped, grant) == ShareState.ENDED
    with pytest.raises(RuleBroken, match="consent:share-over"):
        say(helped.coach, grant, helped.mother.id)
    with pytest.raises(RuleBroken, match="consent:share-over"), request_transaction(helped.coach):
        end_share(helped.coach, grant_id=grant.id)


@pytest.mark.rule(30)
def test_each_share_is_withdrawn_by_itself(helped: Helped, elsewhere: Any) -> None:
    one, other = asked(helped, elsewhere, 0), asked(helped, elsewhere, 0)
    say(helped.coach, one, helped.mother.id)
    say(helped.coach, other, helped.mother.id)
    say(helped.coach, one, helped.mother.id, Said.WITHDRAWN)
    assert (holds(one), holds(other)) == (False, True)


@pytest.mark.rule(27)
def test_when_parents_are_known_to_disagree_both_must_say_yes(helped: Helped, elsewhere: Any) -> None:
    mother, father, _, son = helped.people
    grant = asked(helped, elsewhere, 3)
    say(helped.coach, grant, mother.id)
    assert state(helped, grant) == ShareState.STANDS
    with request_transaction(helped.coach):
        note_disagreement(helped.coach, family_id=helped.family.id, person_id=son.id, note="over school")
    assert state(helped, grant) == ShareState.WAITS
    say(helped.coach, grant, father.id)
    assert state(helped, grant) == ShareState.STANDS
    with pytest.raises(RuleBroken, match="consent:known-already"), request_transaction(helped.coach):
        note_disagreement(helped.coach, family_id=helped.family.id, person_id=son.id)
    with request_transaction(helped.coach):
        (known,) = disagreements(helped.coach, helped.family.id)
        end_disagreement(helped.coach, disagreement_id=known.id)
        assert disagreements(helped.coach, helped.family.id) == []
    with pytest.raises(NotFound), request_transaction(helped.coach):
        end_disagreement(helped.coach, disagreement_id=known.id)


@pytest.mark.rule(27)
def test_the_no_of_one_parent_is_a_no(helped: Helped, elsewhere: Any) -> None:
    grant = asked(helped, elsewhere, 3)
    say(helped.coach, grant, helped.people[0].id)
    say(helped.coach, grant, helped.people[1].id, Said.REFUSED)
    assert state(helped, grant) == ShareState.REFUSED


def judge(helped: Helped, who: int, **given: Any) -> None:
    """The coach judges, and talked it over today."""
    fields: dict[str, Any] = {"reason": "ze begrijpt het goed", "discussed_on": today(), **given}
    with request_transaction(helped.coach):
        judge_capability(helped.coach, family_id=helped.family.id, person_id=helped.people[who].id, **fields)


@pytest.mark.rule(25)
def test_capability_is_by_age_and_otherwise_only_with_reason_and_day(helped: Helped, elsewhere: Any) -> None:
    mother, _, daughter, son = helped.people
    grant = asked(helped, elsewhere, 2, 3)
    with pytest.raises(RuleBroken, match="consent:no-say"):
        say(helped.coach, grant, son.id)
    judge(helped, 3, capable=True)
    say(helped.coach, grant, son.id)
    say(helped.coach, grant, daughter.id)
    assert state(helped, grant) == ShareState.STANDS
    judge(helped, 2, capable=False)
    assert state(helped, grant) == ShareState.WAITS
    say(helped.coach, grant, mother.id)
    assert state(helped, grant) == ShareState.STANDS
    with request_transaction(helped.coach):
        assert [(one.person_id, one.capable) for one in judgements(helped.coach, helped.family.id)] == [
            (daughter.id, False),
            (son.id, True),
        ]


@pytest.mark.rule(25)
@pytest.mark.parametrize(
    ("who", "given", "code"),
    [
        (0, {"capable": False}, "consent:of-age"),
        (2, {"capable": True}, "consent:same-as-now"),
        (3, {"capable": False}, "consent:same-as-now"),
        (3, {"capable": True, "reason": " "}, "consent:reason-missing"),
        (3, {"capable": True, "discussed_on": None}, "consent:not-discussed"),
        (3, {"capable": True, "discussed_on": date(2100, 1, 1)}, "consent:discussed-in-future"),
    ],
)
def test_what_is_refused_of_capability(helped: Helped, who: int, given: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        judge(helped, who, **given)


def outside(kind: OutsideKind) -> Recipient:
    """Somebody outside the network."""
    return Recipient(RecipientKind.OUTSIDE, name="Buurvrouw Els", outside_kind=kind)


@pytest.mark.rule(29)
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"until": None}, "no-end"),
        ({"parts": ()}, "no-parts"),
        ({"parts": ("everything",)}, "no-parts"),
        ({"need": "  "}, "no-need"),
        ({"about": ()}, "nobody-about"),
        ({"about": (uuid4(),)}, "nobody-about"),
        ({"until": date(2020, 1, 1)}, "ends-first"),
        ({"from_day": date(2020, 1, 1)}, "starts-in-past"),
        ({"until": date(2099, 1, 1)}, "too-long"),
        ({"health": True}, "health-needs-secrecy"),
        ({"ground": Ground.SHARED_SECRECY}, "secrecy-of-both"),
        ({"ground": Ground.EMERGENCY}, "ground-not-told"),
        ({"ground": Ground.EMERGENCY, "ground_note": "brand"}, "too-long"),
        ({"ground": Ground.BASIC_DATA, "ground_note": "brief"}, "basic-for-court"),
        ({"recipient": Recipient(RecipientKind.ORGANISATION)}, "no-recipient"),
        ({"recipient": Recipient(RecipientKind.FUNCTION, function=Role.PARTNER)}, "no-recipient"),
        ({"recipient": Recipient(RecipientKind.OUTSIDE, name="Els")}, "nobody-named"),
        ({"recipient": outside(OutsideKind.SCHOOL), "secrecy": True}, "no-secrecy-there"),
    ],
)
def test_a_share_that_leaves_something_out_is_refused(
    helped: Helped, elsewhere: Any, changes: dict[str, Any], code: str
) -> None:
    share = replace(new_share(with_organisation(elsewhere.id), helped.mother.id), **changes)
    with pytest.raises(RuleBroken, match=f"^consent:{code}$") as refused, request_transaction(helped.coach):
        ask(helped.coach, family_id=helped.family.id, share=share)
    assert refused.value.field
    assert str(refused.value.message)
    assert not Grant.objects.exists()


@pytest.mark.rule(29)
def test_the_longest_and_the_shortest_share(helped: Helped, elsewhere: Any) -> None:
    to = with_organisation(elsewhere.id)
    make_share(helped.coach, helped.family.id, to, helped.mother.id, until=today() + timedelta(days=365))
    make_share(helped.coach, helped.family.id, to, helped.mother.id, until=today())
    grant = make_share(
        helped.coach,
        helped.family.id,
        to,
        helped.mother.id,
        ground=Ground.EMERGENCY,
        ground_note="brand",
        until=today() + timedelta(days=6),
    )
    assert state(helped, grant) == ShareState.STANDS


@pytest.mark.rule(31)
def test_a_youth_court_gets_a_file_only_when_all_agree(helped: Helped) -> None:
    mother, father, daughter, _ = helped.people
    court = with_organisation(OrganisationFactory(layer="youth_court").id)
    grant = make_share(helped.coach, helped.family.id, court, daughter.id)
    for person in (mother, daughter, father):
        assert state(helped, grant) == ShareState.WAITS
        say(helped.coach, grant, person.id)
    assert state(helped, grant) == ShareState.STANDS
    basic = {"ground": Ground.BASIC_DATA, "ground_note": "brief van 3 juni"}
    with pytest.raises(RuleBroken, match="consent:basic-only"):
        make_share(helped.coach, helped.family.id, court, daughter.id, **basic)
    with pytest.raises(RuleBroken, match="consent:court-needs-consent"):
        make_share(
            helped.coach,
            helped.family.id,
            court,
            daughter.id,
            ground=Ground.COURT_ORDER,
            ground_note="vonnis",
        )
    asked = make_share(helped.coach, helped.family.id, court, daughter.id, parts=(Part.BASIC.value,), **basic)
    assert state(helped, asked) == ShareState.STANDS


def test_every_kind_of_recipient(helped: Helped) -> None:
    mother, father, *_ = helped.people
    partner = helped.team.assignments[Role.PARTNER].staff_member
    for recipient in (
        with_worker(partner.id),
        Recipient(RecipientKind.FUNCTION, function=Role.PSYCHOLOGIST),
        outside(OutsideKind.SUPPORT_FIGURE),
        Recipient(RecipientKind.RELATIVE, father.id),
    ):
        make_share(helped.coach, helped.family.id, recipient, mother.id)
    with request_transaction(helped.coach):
        found = shares(helped.coach, helped.family.id)
    assert [one.kind for one in found] == ["relative", "outside", "function", "worker"]
    assert found[3].recipient == partner.name
    assert found[1].recipient == "Buurvrouw Els"


def test_a_worker_who_cannot_look_is_no_recipient(helped: Helped) -> None:
    coach = with_worker(make_coach(helped.team).staff_member_id)
    with pytest.raises(RuleBroken, match="consent:worker-cannot-look"):
        make_share(helped.coach, helped.family.id, coach, helped.mother.id)
    for nobody in (
        with_worker(uuid4()),
        with_organisation(uuid4()),
        Recipient(RecipientKind.RELATIVE, uuid4()),
    ):
        with pytest.raises(NotFound):
            make_share(helped.coach, helped.family.id, nobody, helped.mother.id)


@pytest.mark.rule(29)
def test_who_was_only_told_or_could_not_be_asked_has_a_reason(helped: Helped, elsewhere: Any) -> None:
    grant = asked(helped, elsewhere, 0)
    for said in (Said.INFORMED, Said.NOT_POSSIBLE):
        with pytest.raises(RuleBroken, match="consent:reason-missing"), request_transaction(helped.coach):
            answer(helped.coach, grant_id=grant.id, person_id=helped.mother.id, said=said, how=SaidHow.ALOUD)
        say(helped.coach, grant, helped.mother.id, said)
        assert state(helped, grant) == ShareState.WAITS


def test_secrecy_that_is_shared_needs_no_yes_but_stops_at_a_no(helped: Helped, elsewhere: Any) -> None:
    grant = make_share(
        helped.coach,
        helped.family.id,
        with_organisation(elsewhere.id),
        helped.mother.id,
        ground=Ground.SHARED_SECRECY,
        secrecy=True,
    )
    say(helped.coach, grant, helped.mother.id, Said.INFORMED)
    assert state(helped, grant) == ShareState.STANDS
    say(helped.coach, grant, helped.mother.id, Said.REFUSED)
    assert state(helped, grant) == ShareState.REFUSED


def test_a_worker_does_not_answer_with_a_card(helped: Helped, elsewhere: Any) -> None:
    grant = asked(helped, elsewhere, 0)
    with pytest.raises(RuleBroken, match="consent:own-card-only"):
        say(helped.coach, grant, helped.mother.id, how=SaidHow.OWN_CARD)


def others(helped: Helped) -> list[Acting]:
    """Who is not the coach of the family: a colleague, somebody elsewhere, a coach there, a partner."""
    there = make_team("9902")
    return [
        *(there.acting(role) for role in (Role.COACH, Role.INTAKE)),
        helped.team.acting(Role.PARTNER),
        helped.team.acting(Role.ADMIN),
        make_helped(there).coach,
    ]


def test_nobody_else_asks_answers_or_ends(helped: Helped, elsewhere: Any) -> None:
    grant = asked(helped, elsewhere, 0)
    son = helped.people[3]
    for acting in others(helped):
        with pytest.raises(NotFound):
            make_share(acting, helped.family.id, with_organisation(elsewhere.id), helped.mother.id)
        with pytest.raises(NotFound):
            say(acting, grant, helped.mother.id)
        with request_transaction(acting):
            with pytest.raises(NotFound):
                end_share(acting, grant_id=grant.id)
            with pytest.raises(NotFound):
                note_disagreement(acting, family_id=helped.family.id, person_id=son.id)
            with pytest.raises(NotFound):
                judge_capability(
                    acting,
                    family_id=helped.family.id,
                    person_id=son.id,
                    capable=True,
                    reason="x",
                    discussed_on=today(),
                )
            assert shares(acting, helped.family.id) == []

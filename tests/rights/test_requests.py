"""What persons ask about their own data: who may, by when there is an answer, how it is decided (rule 37)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.utils import ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import Labels, NewPerson, change_person, write_item
from eenplan.families.enums import ItemKind, PersonRole
from eenplan.families.models import Item, Words
from eenplan.plans import actions as plans
from eenplan.plans.queries import plan
from eenplan.rights.actions import ask, ask_copy, decide
from eenplan.rights.enums import AskedHow, Outcome, RequestKind
from eenplan.rights.models import Decision, Request
from eenplan.rights.queries.requests import open_requests, overseen, requests
from eenplan.rights.rules.requests import OUTCOMES, answer_by, check_decision, outcomes_of
from tests.factories.plans import Helped, make_helped
from tests.rights.conftest import DAUGHTER, FATHER, MOTHER, SON, card_of

pytestmark = pytest.mark.django_db

SECRET = "GEHEIM-in-vertrouwen"
WORDS = "GEHEIM-dit klopt niet"


def wish(helped: Helped, text: str = "we willen rust", **labels: Any) -> UUID:
    """A wish in the plan, for everybody unless labelled otherwise."""
    with request_transaction(helped.coach):
        return plans.write_wish(
            helped.coach,
            plan_id=helped.plan.id,
            text=text,
            speaker_id=helped.mother.id,
            labels=Labels(**labels) if labels else None,
        ).item_id


def asks(helped: Helped, who: int, *, kind: RequestKind = RequestKind.CORRECTION, **more: Any) -> Request:
    """Somebody asks something with their own card."""
    me = card_of(helped, who)
    with request_transaction(me):
        return ask(
            me,
            family_id=helped.family.id,
            person_id=helped.people[who].id,
            kind=kind,
            how=AskedHow.OWN_CARD,
            **{"words": WORDS, **more},
        )


def decides(helped: Helped, asked: Request, outcome: Outcome, reason: str = "") -> Decision:
    """The coach decides."""
    with request_transaction(helped.coach):
        return decide(helped.coach, request_id=asked.id, outcome=outcome, reason=reason)


def refused(code: str) -> Any:
    """It is refused with this code."""
    return pytest.raises(RuleBroken, match=code)


@pytest.mark.rule(37)
def test_a_correction_is_asked_made_and_told(helped: Helped) -> None:
    piece = wish(helped)
    asked = asks(helped, MOTHER, item_id=piece)
    assert asked.due_on == answer_by(today(), 1)
    with refused("rights:not-changed"):
        decides(helped, asked, Outcome.CORRECTED)
    with request_transaction(helped.coach):
        revision = plan(helped.coach, helped.family.id).sections["what_we_want"].revision
        plans.change_text(
            helped.coach, item_id=piece, text="we willen tijd", revision=revision, speaker_id=helped.mother.id
        )
    decision = decides(helped, asked, Outcome.CORRECTED)
    assert decision.words
    assert decision.words.text == "we willen tijd"
    mine = card_of(helped, MOTHER)
    with request_transaction(mine):
        (told,) = requests(mine, helped.family.id)
    assert told.words == WORDS
    assert told.decided
    assert (told.decided.outcome, told.decided.on) == (Outcome.CORRECTED, today())
    assert told.decided.by == helped.team.assignments[Role.COACH].staff_member.name
    whats = set(Entry.objects.filter(families__contains=[helped.family.id]).values_list("what", flat=True))
    assert {"rights:request:asked-correction", "rights:request:corrected"} <= whats


@pytest.mark.rule(37)
def test_a_statement_stands_beside_its_piece_for_who_sees_the_piece(helped: Helped) -> None:
    open_to_all, closed = wish(helped), wish(helped, SECRET, confidential=True)
    for who, piece in ((FATHER, open_to_all), (MOTHER, closed)):
        decides(helped, asks(helped, who, kind=RequestKind.STATEMENT, item_id=piece), Outcome.BESIDE)
    father, mother = card_of(helped, FATHER), card_of(helped, MOTHER)
    with request_transaction(father):
        beside = Words.objects.filter(slot__startswith="statement-")
        assert [(one.item_id, one.text, one.speaker_id) for one in beside] == [
            (open_to_all, WORDS, helped.people[FATHER].id)
        ]
    with request_transaction(mother):
        assert Words.objects.filter(slot__startswith="statement-").count() == 2
    assert Item.objects.get(id=open_to_all).from_whom_id == helped.mother.id


@pytest.mark.rule(37)
def test_a_correction_of_what_is_known_of_somebody_names_what_it_was(helped: Helped) -> None:
    asked = asks(helped, FATHER)
    with refused("rights:outcome"):
        decides(helped, asked, Outcome.BESIDE)
    with request_transaction(helped.coach):
        change_person(
            helped.coach,
            person_id=helped.people[FATHER].id,
            person=NewPerson(PersonRole.PARENT, "Jeroen", birth_date=date(1984, 1, 2)),
        )
    decision = decides(helped, asked, Outcome.CORRECTED)
    assert decision.correction
    assert "birth_date" in decision.correction.before


@pytest.mark.rule(37)
def test_a_refusal_says_why_and_nothing_is_decided_twice(helped: Helped) -> None:
    asked = asks(helped, MOTHER, kind=RequestKind.OBJECTION)
    for reason in ("", "  "):
        with refused("rights:reason-missing"):
            decides(helped, asked, Outcome.REFUSED, reason)
    decides(helped, asked, Outcome.REFUSED, "de rechter vroeg het")
    with refused("rights:decided"):
        decides(helped, asked, Outcome.ACCEPTED)
    assert Decision.objects.get(request=asked).reason == "de rechter vroeg het"


@pytest.mark.rule(37)
def test_nobody_asks_about_what_they_do_not_read(helped: Helped) -> None:
    closed = wish(helped, SECRET, confidential=True)
    elsewhere = wish(make_helped(helped.team))
    for piece in (closed, elsewhere):
        with pytest.raises(NotFound):
            asks(helped, FATHER, item_id=piece)
    with request_transaction(helped.coach), pytest.raises(NotFound):
        ask(
            helped.coach,
            family_id=helped.family.id,
            person_id=helped.people[FATHER].id,
            kind=RequestKind.CORRECTION,
            words=WORDS,
            how=AskedHow.PAPER,
            item_id=closed,
        )
    assert not Request.objects.exists()


@pytest.mark.rule(33)
def test_a_youngster_asks_about_a_piece_of_the_own_file(helped: Helped) -> None:
    with request_transaction(helped.coach):
        note = write_item(helped.coach, family_id=helped.family.id, kind=ItemKind.NOTE, text="team")
    assert asks(helped, DAUGHTER, item_id=note.id).item_id == note.id
    with pytest.raises(NotFound):
        asks(helped, MOTHER, item_id=note.id)


@pytest.mark.rule(37)
def test_a_request_is_read_by_who_asked_and_the_team_alone(helped: Helped) -> None:
    closed = wish(helped, SECRET, confidential=True)
    asks(helped, MOTHER, item_id=closed)
    asks(helped, MOTHER, kind=RequestKind.RESTRICTION)
    stranger = make_helped(helped.team)
    seen = {
        "mother": (card_of(helped, MOTHER), 2),
        "father": (card_of(helped, FATHER), 0),
        "coach": (helped.coach, 2),
        # Once a coach is there a piece told in confidence is not the desk's, nor is a request about it.
        "desk": (helped.team.acting(Role.INTAKE), 1),
        "coordinator": (helped.team.acting(Role.COORDINATOR), 1),
        "privacy officer": (helped.team.acting(Role.PRIVACY_OFFICER), 0),
        "partner": (helped.team.acting(Role.PARTNER), 0),
        "elsewhere": (card_of(stranger, MOTHER), 0),
    }
    for who, (acting, count) in seen.items():
        with request_transaction(acting):
            assert Request.objects.filter(family_id=helped.family.id).count() == count, who
            assert len(requests(acting, helped.family.id)) == count, who


def test_with_a_card_nobody_asks_for_another_nor_decides(helped: Helped) -> None:
    asked = asks(helped, MOTHER)
    father = card_of(helped, FATHER)
    with request_transaction(father):
        with pytest.raises(NotFound):
            ask(
                father,
                family_id=helped.family.id,
                person_id=helped.mother.id,
                kind=RequestKind.CORRECTION,
                words=WORDS,
                how=AskedHow.OWN_CARD,
            )
        with pytest.raises(NotFound):
            decide(father, request_id=asked.id, outcome=Outcome.REFUSED, reason="nee")
    mother = card_of(helped, MOTHER)
    with request_transaction(mother), pytest.raises(NotFound):
        decide(mother, request_id=asked.id, outcome=Outcome.CORRECTED)
    assert not Decision.objects.exists()


def test_bad_input_says_what_to_mend(helped: Helped) -> None:
    def at_the_table(**more: Any) -> None:
        with request_transaction(helped.coach):
            ask(
                helped.coach,
                family_id=helped.family.id,
                person_id=helped.mother.id,
                **{
                    "kind": RequestKind.CORRECTION,
                    "words": WORDS,
                    "how": AskedHow.TABLE,
                    **more,
                },
            )

    with refused("rights:words-missing"):
        at_the_table(words=" \n")
    with refused("rights:piece-missing"):
        at_the_table(kind=RequestKind.STATEMENT)
    with refused("rights:asked-ahead"):
        at_the_table(asked_on=today() + timedelta(days=1))
    with refused("rights:how"):
        at_the_table(how=AskedHow.OWN_CARD)
    assert not Request.objects.exists()
    at_the_table(how=AskedHow.PAPER, asked_on=date(2026, 10, 31))
    assert Request.objects.get().due_on == date(2026, 11, 30)


@pytest.mark.rule(37)
def test_a_copy_is_an_entry_and_who_is_too_young_asks_with_others(helped: Helped) -> None:
    for who in (MOTHER, DAUGHTER):
        me = card_of(helped, who)
        with request_transaction(me):
            ask_copy(
                me,
                family_id=helped.family.id,
                person_id=helped.people[who].id,
                how=AskedHow.OWN_CARD,
            )
    young = card_of(helped, SON)
    with request_transaction(young), refused("rights:others-decide"):
        ask_copy(young, family_id=helped.family.id, person_id=helped.people[SON].id, how=AskedHow.OWN_CARD)
    rows = Request.objects.values_list("kind", "asked_on", "decision__outcome", "decision__decided_on")
    assert list(rows) == [("copy", today(), "given", today())] * 2


@pytest.mark.rule(37)
def test_the_privacy_officer_reads_terms_and_no_word(helped: Helped) -> None:
    asked = asks(helped, MOTHER)
    decides(helped, asks(helped, FATHER, kind=RequestKind.RESTRICTION), Outcome.ACCEPTED)
    stranger = make_helped(helped.team)
    officer = helped.team.acting(Role.PRIVACY_OFFICER)
    with request_transaction(officer):
        found = overseen(officer, year=today().year).rows
    assert (found[0].reference, found[0].due_on, found[0].outcome) == (
        asked.reference,
        asked.due_on,
        None,
    )
    assert found[1].outcome == Outcome.ACCEPTED
    assert "GEHEIM" not in repr(found)
    for other in (helped.coach, helped.team.acting(Role.COORDINATOR), card_of(stranger, MOTHER)):
        with request_transaction(other):
            assert overseen(other, year=today().year).rows == ()


def test_open_requests_leave_the_list_when_decided(helped: Helped) -> None:
    asked = asks(helped, MOTHER, kind=RequestKind.RESTRICTION)
    with request_transaction(helped.coach):
        assert [one.id for one in open_requests(helped.coach, [helped.family.id])] == [asked.id]
    decides(helped, asked, Outcome.ACCEPTED)
    with request_transaction(helped.coach):
        assert open_requests(helped.coach, [helped.family.id]) == []


@pytest.mark.rule(37)
def test_the_database_keeps_what_was_asked_and_decided(helped: Helped) -> None:
    asked = asks(helped, MOTHER, kind=RequestKind.RESTRICTION)
    decides(helped, asked, Outcome.ACCEPTED)
    for model in (Request, Decision):
        with (
            request_transaction(helped.coach),
            writing(),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
        ):
            model.objects.update(recorded_at=asked.recorded_at)
        with (
            request_transaction(helped.coach),
            writing(),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
        ):
            model.objects.all()._raw_delete("default")
    elsewhere = make_helped(helped.team)
    with writing(), pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.create(
            family=elsewhere.family,
            person=elsewhere.mother,
            kind="correction",
            item_id=wish(helped),
            words="x",
            how="table",
            asked_on=today(),
            due_on=today(),
            recorded_by_id=helped.coach.actor_id,
        )


def test_a_card_signs_with_its_own_name_alone(helped: Helped) -> None:
    father = card_of(helped, FATHER)
    with request_transaction(father), writing(), pytest.raises(DatabaseError), transaction.atomic():
        Request.objects.create(
            family=helped.family,
            person=helped.mother,
            kind="objection",
            words="x",
            how="own_card",
            asked_on=today(),
            due_on=today(),
            recorded_by_id=father.actor_id,
        )


@pytest.mark.rule(37)
@given(
    st.sampled_from(RequestKind), st.sampled_from(Outcome), st.booleans(), st.text(max_size=3), st.booleans()
)
def test_every_outcome_fits_its_request(
    kind: RequestKind, outcome: Outcome, about_piece: bool, reason: str, is_changed: bool
) -> None:
    fits = outcome in OUTCOMES[kind] and (about_piece or outcome != Outcome.BESIDE)
    fits = fits and (outcome != Outcome.REFUSED or bool(reason.strip()))
    fits = fits and (outcome != Outcome.CORRECTED or is_changed)
    assert (outcome in outcomes_of(kind, about_piece=about_piece)) == (
        outcome in OUTCOMES[kind] and (about_piece or outcome != Outcome.BESIDE)
    )
    ends = kind == RequestKind.OBJECTION and outcome == Outcome.ACCEPTED and not about_piece
    try:
        check_decision(
            kind, outcome, about_piece=about_piece, reason=reason, is_changed=is_changed, ends=int(ends)
        )
    except RuleBroken:
        assert not fits
    else:
        assert fits


@given(st.dates(date(2018, 6, 1), date(2060, 1, 1)))
def test_an_answer_is_due_a_month_later(asked_on: date) -> None:
    due = answer_by(asked_on, 1)
    assert 28 <= (due - asked_on).days <= 31
    assert due.day == asked_on.day or (due + timedelta(days=1)).day == 1
